package computation

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"github.com/go-json-experiment/json"
	"golang.org/x/sync/errgroup"

	"bienche/internal/audit"
	"bienche/internal/lawbook"
	"bienche/internal/platform/jobs"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// portion is how many computations are read and written at a time.
const portion = 1000

// impactJob holds a change against all computations that read the figure on its days and that whoever ordered it may see.
func (s *Service) impactJob(ctx context.Context, run *jobs.Run) error {
	i, err := models.LawImpactOfJob(ctx, s.DB, run.CreatedBy, run.ID)
	if err == nil && i == nil {
		err = fmt.Errorf("job %d has no change of the law to analyse", run.ID)
	}
	if err != nil {
		return err
	}
	if n, err := models.CountLawImpactItems(ctx, s.DB, i.ID, false); err != nil || n > 0 {
		return err // all of it was written by a try that died before it could say so
	}
	ids, err := models.ComputationsReading(ctx, s.DB, i)
	if err != nil {
		return err
	}
	c, err := s.compare(ctx, i)
	if err != nil {
		return err
	}
	total := int64(len(ids))
	var items []models.LawImpactItem
	var done int64
	for part := range slices.Chunk(ids, portion) {
		run.Progress(done, total, "law_impact.step.compute")
		if items, err = c.add(ctx, items, part); err != nil {
			return err
		}
		done += int64(len(part))
	}
	run.Progress(done, total, "law_impact.step.write")
	changed, err := s.keepImpact(ctx, i, items)
	if err != nil {
		return err
	}
	run.Outcome("rowCount", len(items))
	run.Outcome("changedCount", changed)
	return nil
}

// keepImpact stores what came of a change, and tells how many computations come out otherwise.
func (s *Service) keepImpact(ctx context.Context, i *models.LawImpact, items []models.LawImpactItem) (changed int, err error) {
	for _, t := range items {
		if t.ResultAfter != t.ResultBase || t.TotalAfter != t.TotalBase {
			changed++
		}
	}
	entry := audit.Entry{Action: "computation.keep_impact", ObjectKind: "law_impact", ObjectID: i.ID, Detail: map[string]any{
		"parameter": i.Parameter, "read": len(items), "changed": changed,
	}}
	return changed, audit.Write(ctx, s.DB, entry, func(tx *models.Tx) error {
		for part := range slices.Chunk(items, portion) {
			if err := models.AddLawImpactItems(tx, i.ID, part); err != nil {
				return err
			}
		}
		return nil
	})
}

// comparison computes again under a change, and under what that is held against.
type comparison struct {
	db     *models.DB
	impact *models.LawImpact
	base   *lawbook.Law // nil: the computation as it was kept
	after  *lawbook.Law
}

// compare prepares the two sides of a change.
func (s *Service) compare(ctx context.Context, i *models.LawImpact) (*comparison, error) {
	c := &comparison{db: s.DB, impact: i}
	now, err := s.Law.Over(ctx, s.Book, nil)
	if err != nil {
		return nil, err
	}
	if i.Supposed == nil {
		c.after = now
		return c, nil
	}
	book := s.Book
	if i.UnitID == nil {
		if book, err = s.Book.Amended(amendment(i)); err != nil {
			return nil, err
		}
	}
	c.base = now
	c.after, err = s.Law.Over(ctx, book, supposedChoice(i))
	return c, err
}

// add computes again what came of computations, on all processors, and adds an item for each that the change may touch.
func (c *comparison) add(ctx context.Context, items []models.LawImpactItem, ids []int64) ([]models.LawImpactItem, error) {
	all, err := models.ComputationInputs(ctx, c.db, ids)
	if err != nil {
		return nil, err
	}
	found := make([]*models.LawImpactItem, len(all))
	workers := runtime.GOMAXPROCS(0)
	g, ctx := errgroup.WithContext(ctx)
	for first := range workers {
		g.Go(func() error {
			for k := first; k < len(all); k += workers {
				err := ctx.Err()
				if err == nil {
					found[k], err = c.item(ctx, &all[k])
				}
				if err != nil {
					return fmt.Errorf("computation %d under a change of %s: %w", all[k].ID, c.impact.Parameter, err)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for _, item := range found {
		if item != nil {
			items = append(items, *item)
		}
	}
	return items, nil
}

// item is one computation under the change; nil for one that the change cannot touch: of a unit that does not follow the supposed
// choice, or that under the law as it stands does not read the parameter on any of the days.
func (c *comparison) item(ctx context.Context, kept *models.ComputationInput) (*models.LawImpactItem, error) {
	in, err := inputOf(&models.ComputationBody{ID: kept.ID, Input: kept.Input})
	if err != nil {
		return nil, err
	}
	var unitID int64
	if kept.UnitID != nil {
		unitID = *kept.UnitID
	}
	item := &models.LawImpactItem{ComputationID: kept.ID, StaffID: kept.StaffID, ResultBase: kept.Result, TotalBase: kept.Total}
	if c.base != nil {
		touched, err := c.rebase(ctx, item, in, unitID)
		if err != nil || !touched {
			return nil, err
		}
	}
	_, found, err := again(ctx, c.after, in, unitID)
	if err != nil {
		return nil, err
	}
	item.ResultAfter, item.TotalAfter, item.RegimeAfter = found.Result, found.Total, found.Regime
	if found.Problem != nil {
		if item.ProblemAfter, err = json.Marshal(found.Problem); err != nil {
			return nil, fmt.Errorf("write down a refusal: %w", err)
		}
	}
	return item, nil
}

// rebase holds an item against the law as it stands; false when the change cannot touch it.
func (c *comparison) rebase(ctx context.Context, item *models.LawImpactItem, in reduction.SeparationInput, unitID int64) (bool, error) {
	if c.impact.UnitID != nil {
		follows, err := c.base.Within(ctx, unitID, *c.impact.UnitID)
		if err != nil || !follows {
			return false, err
		}
	}
	w, found, err := again(ctx, c.base, in, unitID)
	item.ResultBase, item.TotalBase = found.Result, found.Total
	return err == nil && c.reads(w), err
}

// reads tells whether a computation read the parameter for a day of the change.
func (c *comparison) reads(w *rules.Work) bool {
	return slices.ContainsFunc(w.Readings(), func(r rules.Reading) bool {
		return r.ID == c.impact.Parameter && !r.On.Before(c.impact.HoldsFrom) && r.On.Before(c.impact.HoldsTo)
	})
}

// again computes an input under a law.
func again(ctx context.Context, law *lawbook.Law, in reduction.SeparationInput, unitID int64) (*rules.Work, Found, error) {
	w, err := law.Begin(ctx, unitID)
	if err != nil {
		return nil, Found{}, err
	}
	found, err := separate(w, in)
	return w, found, err
}
