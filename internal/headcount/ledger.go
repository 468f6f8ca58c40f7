package headcount

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/singleflight"

	"bienche/internal/day"
	"bienche/models"
)

// ledger keeps a copy of the dated deltas, so that the figures of any day are sums in memory. Each use asks the
// database first what was written since the copy was made, so that none answers with less than a read of the table
// would; see docs/adr/0022-deltas-in-memory.md.
type ledger struct {
	at     atomic.Pointer[copied]
	flight singleflight.Group
}

// copied is the deltas of all units in one state of the database. It is shared and never changed.
type copied struct {
	seen   models.DeltaMoment
	deltas []models.UnitDeltas // by unit and category
}

// epoch is the day that the days of deltas count from.
var epoch = day.Of(2000, 1, 1)

// now is the copy brought up to what the database holds at this moment.
func (l *ledger) now(ctx context.Context, db *models.DB) (*copied, error) {
	c := l.at.Load()
	if c == nil {
		// Whoever waits for another's first copy asks again what came after it.
		_, err, _ := l.flight.Do("", func() (any, error) {
			if l.at.Load() != nil {
				return nil, nil
			}
			ctx, _ := models.WithBudget(context.WithoutCancel(ctx), 0) // it serves all requests, not only the one that found it due
			change, err := models.HeadcountDeltas(ctx, db, 0)
			if err != nil {
				return nil, err
			}
			l.at.CompareAndSwap(nil, (&copied{}).with(change))
			return nil, nil
		})
		if err != nil {
			return nil, fmt.Errorf("load headcount: %w", err)
		}
		c = l.at.Load()
	}
	change, err := models.HeadcountDeltas(ctx, db, c.seen)
	if err != nil {
		return nil, fmt.Errorf("load changes of headcount: %w", err)
	}
	if len(change.Deltas) == 0 && change.Now < c.seen+keepMoment {
		return c, nil
	}
	newer := c.with(change)
	for kept := l.at.Load(); kept.seen < newer.seen; kept = l.at.Load() {
		if l.at.CompareAndSwap(kept, newer) {
			break
		}
	}
	return newer, nil
}

// keepMoment is how many transactions may pass before an unchanged copy moves on to a later moment: what is written
// meanwhile is looked at again and again.
const keepMoment = 1000

// with is the copy after a change.
func (c *copied) with(change *models.DeltaChange) *copied {
	if change.Whole || len(change.Deltas) == 0 {
		n := &copied{seen: change.Now, deltas: change.Deltas}
		if !change.Whole {
			n.deltas = c.deltas
		}
		return n
	}
	n := &copied{seen: change.Now, deltas: make([]models.UnitDeltas, 0, len(c.deltas)+len(change.Deltas))}
	fresh := change.Deltas
	for i := 0; i < len(c.deltas) || len(fresh) > 0; {
		switch {
		case len(fresh) == 0 || i < len(c.deltas) && c.deltas[i].UnitID < fresh[0].UnitID:
			n.deltas = append(n.deltas, c.deltas[i])
			i++
		default: // all of a unit is read again when any of it has changed
			unit := fresh[0].UnitID
			for ; i < len(c.deltas) && c.deltas[i].UnitID == unit; i++ {
			}
			for ; len(fresh) > 0 && fresh[0].UnitID == unit; fresh = fresh[1:] {
				n.deltas = append(n.deltas, fresh[0])
			}
		}
	}
	return n
}

// each calls f with the figures of every unit and category within the scope on a day, units ascending.
func (c *copied) each(on day.Day, s models.Scope, f func(d *models.UnitDeltas, figures Figures)) {
	at := int32(epoch.DaysUntil(on))
	if on.IsForever() {
		at = 1<<31 - 1
	}
	var unit int64
	var in bool
	for i := range c.deltas {
		d := &c.deltas[i]
		if d.UnitID != unit {
			unit, in = d.UnitID, s.HasUnit(d.UnitID)
		}
		if !in {
			continue
		}
		n, exact := slices.BinarySearch(d.Days, at)
		if exact {
			n++
		}
		if n > 0 {
			f(d, Figures{int(d.Allocated[n-1]), int(d.Present[n-1]), int(d.Promised[n-1])})
		}
	}
}

// Balance is what one unit has of one category, its own posts only.
type Balance struct {
	UnitID   int64
	Category string
	Figures
}

// Balances are the balances as of a of every unit within the scope that ever had any. In present knowledge they come
// from the dated deltas; for knowledge of the past the facts themselves are counted again.
func (s *Service) Balances(ctx context.Context, a models.AsOf, scope models.Scope) ([]Balance, error) {
	var out []Balance
	if a.IsCurrent() {
		c, err := s.ledger.now(ctx, s.DB)
		if err != nil {
			return nil, err
		}
		out = make([]Balance, 0, len(c.deltas))
		c.each(a.Day, scope, func(d *models.UnitDeltas, f Figures) {
			out = append(out, Balance{d.UnitID, d.Category, f})
		})
		return out, nil
	}
	counted, err := models.UnitBalances(ctx, s.DB, a, scope)
	if err != nil {
		return nil, fmt.Errorf("count the facts again: %w", err)
	}
	for _, b := range counted {
		out = append(out, Balance{b.UnitID, b.Category, Figures{b.Allocated, b.Present, b.Promised}})
	}
	slices.SortFunc(out, func(a, b Balance) int {
		return cmp.Or(cmp.Compare(a.UnitID, b.UnitID), cmp.Compare(a.Category, b.Category))
	})
	return out, nil
}

// Totals are the sums over all units within the scope on each day, in present knowledge.
func (s *Service) Totals(ctx context.Context, days []day.Day, scope models.Scope) ([]Figures, error) {
	c, err := s.ledger.now(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	totals := make([]Figures, len(days))
	for i, on := range days {
		c.each(on, scope, func(_ *models.UnitDeltas, f Figures) { totals[i].add(f) })
	}
	return totals, nil
}
