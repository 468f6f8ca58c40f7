// Package lawbook answers for what a province or an agency has chosen where the law leaves a choice, or sets in place of
// the law: proposed by one person, approved by another, from a day, by a decision.
package lawbook

import (
	"context"
	"fmt"
	"sync"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/org"
	"bienche/models"
	"bienche/rules"
)

// Service keeps the approved local choices in memory; a change of their data version drops them.
type Service struct {
	DB    *models.DB
	Book  *rules.Book
	Trees *org.Trees
	Clock day.Clock

	mu      sync.Mutex
	version int64
	kept    approved
}

// approved are the local choices in force, by place.
type approved map[place][]models.ApprovedChoice

// place is a parameter at a unit.
type place struct {
	unit      int64
	parameter string
}

// Begin starts a computation under the local choices of a unit, else of the nearest unit above it, else under the law alone.
// 0 is the province. It refuses with NOT_FOUND a unit that never was.
func (s *Service) Begin(ctx context.Context, unitID int64) (*rules.Work, error) {
	all, err := s.approved(ctx)
	if err != nil {
		return nil, err
	}
	path, err := s.path(ctx, unitID, s.Clock.Today())
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return s.Book.Begin(nil), nil
	}
	return s.Book.Begin(choices{s.Book, all, path}), nil
}

// approved reads the choices in force when they have changed; whoever comes without a version reads them anew.
func (s *Service) approved(ctx context.Context) (approved, error) {
	version := auth.VersionOf(ctx, "law")
	s.mu.Lock()
	kept, at := s.kept, s.version
	s.mu.Unlock()
	if kept != nil && version != 0 && at >= version {
		return kept, nil
	}
	rows, err := models.ApprovedChoices(ctx, s.DB)
	if err != nil {
		return nil, fmt.Errorf("load local choices: %w", err)
	}
	all := make(approved, len(rows))
	for _, r := range rows {
		at := place{r.UnitID, r.Parameter}
		all[at] = append(all[at], r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.version < version {
		s.kept, s.version = all, version
	}
	return all, nil
}

// path is a unit and those above it, from itself up to the province, as they stood on a day, or nearest to it.
func (s *Service) path(ctx context.Context, unitID int64, on day.Day) ([]int64, error) {
	if unitID == 0 {
		tree, err := s.Trees.At(ctx, models.AsOf{Day: on})
		if err != nil || len(tree.Nodes) == 0 {
			return nil, err
		}
		return []int64{tree.Nodes[0].ID}, nil
	}
	var path []int64
	for at := &unitID; at != nil; {
		k := models.UnitDay{UnitID: *at, Day: on}
		found, err := s.Trees.Then(ctx, []models.UnitDay{k})
		if err != nil {
			return nil, err
		}
		unit, ok := found[k]
		if !ok {
			return nil, fault.Unknown("unit").At("unit")
		}
		path = append(path, unit.ID)
		at = unit.ParentID
	}
	return path, nil
}

// choices are what holds at the end of a path of units.
type choices struct {
	book *rules.Book
	all  approved
	path []int64
}

// Choice is the value chosen by the nearest unit of the path, with the decision as its authority; what the law says is among
// its alternatives.
func (c choices) Choice(id string, on day.Day) (rules.Value, bool) {
	for _, unit := range c.path {
		for _, chosen := range c.all[place{unit, id}] {
			if on.Before(chosen.HoldsFrom) || !on.Before(chosen.HoldsTo) {
				continue
			}
			law, err := c.book.On(id, on)
			if err != nil || len(law.Rows) > 0 {
				return rules.Value{}, false // the computation is refused by the law itself
			}
			return valueOf(chosen, law), true
		}
	}
	return rules.Value{}, false
}

// valueOf is a choice in place of what the law says.
func valueOf(chosen models.ApprovedChoice, law rules.Value) rules.Value {
	v := rules.Value{
		Span: rules.Span{From: chosen.HoldsFrom, To: chosen.HoldsTo},
		Authority: rules.Authority{
			Cite: rules.Cite{Document: chosen.Decision}, Confidence: rules.LocalChoice, Note: chosen.Note,
		},
	}
	if chosen.Value != nil {
		v.Number = *chosen.Value
	}
	if chosen.Option != nil {
		v.Choice = *chosen.Option
	}
	law.Alternatives = append([]rules.Alternative{{Number: law.Number, Choice: law.Choice, Cite: law.Cite, Note: law.Note}}, law.Alternatives...)
	for _, a := range law.Alternatives {
		if !a.Number.Equal(v.Number) || a.Choice != v.Choice {
			v.Alternatives = append(v.Alternatives, a)
		}
	}
	return v
}
