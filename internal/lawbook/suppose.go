package lawbook

import (
	"context"
	"maps"
	"slices"
	"sync"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// Supposed is a local choice that nobody has made: a unit, and all below it, is supposed to follow a number or an option (Text) of
// its own on the days From (included) to To (excluded), in place of what was approved for it.
type Supposed struct {
	Parameter string
	UnitID    int64
	Text      string
	From, To  day.Day // To zero: until an approved choice of the unit was to begin, else for good
}

// Suppose settles the days of a supposed choice. It refuses with BAD_INPUT, naming parameter, value, from or to, what could not be
// proposed either, and with NOT_FOUND a unit that never was. Whether its reader may know of the unit is for the caller to ask.
func (s *Service) Suppose(ctx context.Context, in Supposed) (Supposed, error) {
	if in.From.IsZero() {
		return in, fault.Bad("from", "fault.required")
	}
	c, err := s.choiceOf(in)
	if err == nil {
		err = s.offers(c)
	}
	if f := fault.From(err); err != nil && f.Field == "choice" {
		err = f.At("value")
	}
	if err != nil {
		return in, err
	}
	if _, err := s.path(ctx, in.UnitID, in.From); err != nil {
		return in, err
	}
	if in.To.IsZero() {
		all, err := s.approved(ctx)
		if err != nil {
			return in, err
		}
		in.To = day.Forever
		for _, other := range all[place{in.UnitID, in.Parameter}] {
			if other.HoldsFrom.After(in.From) {
				in.To = day.Min(in.To, other.HoldsFrom)
			}
		}
	}
	if !in.From.Before(in.To) {
		return in, fault.Bad("to", "fault.bad_range", fault.Args{"from": in.From, "to": in.To})
	}
	return in, nil
}

// choiceOf is a supposed choice as it would be proposed.
func (s *Service) choiceOf(in Supposed) (*models.RuleChoice, error) {
	c := &models.RuleChoice{Parameter: in.Parameter, UnitID: in.UnitID, HoldsFrom: in.From, HoldsTo: in.To}
	if p := s.parameter(in.Parameter); p == nil || p.Unit == rules.Choice || len(p.Values[0].Rows) > 0 {
		c.Option = &in.Text
		return c, nil
	}
	n, err := rules.Number(in.Text)
	c.Value = &n
	return c, err
}

// Law is the law as many computations of one moment read it: a book, and the local choices over it. It may be shared.
type Law struct {
	service *Service
	book    *rules.Book
	all     approved

	mu    sync.Mutex
	paths map[int64][]int64 // by unit
}

// Over is the local choices in force over a book, which need not be the law as it is, with one more supposed (nil: none), whose
// days Suppose has settled.
func (s *Service) Over(ctx context.Context, book *rules.Book, supposed *Supposed) (*Law, error) {
	all, err := s.approved(ctx)
	if err != nil {
		return nil, err
	}
	if supposed != nil {
		c, err := s.choiceOf(*supposed)
		if err != nil {
			return nil, err
		}
		at := place{c.UnitID, c.Parameter}
		all = maps.Clone(all)
		// The first that holds on a day counts.
		all[at] = append([]models.ApprovedChoice{{Parameter: c.Parameter, UnitID: c.UnitID, Value: c.Value, Option: c.Option,
			HoldsFrom: c.HoldsFrom, HoldsTo: c.HoldsTo}}, all[at]...)
	}
	return &Law{service: s, book: book, all: all, paths: map[int64][]int64{}}, nil
}

// Begin starts a computation as Service.Begin does, under this law.
func (l *Law) Begin(ctx context.Context, unitID int64) (*rules.Work, error) {
	path, err := l.path(ctx, unitID)
	if err != nil {
		return nil, err
	}
	return l.book.Begin(choices{l.book, l.all, path}), nil
}

// Within tells whether a unit (0: the province) follows what another chooses: it is the other, or below it.
func (l *Law) Within(ctx context.Context, unitID, other int64) (bool, error) {
	path, err := l.path(ctx, unitID)
	return slices.Contains(path, other), err
}

// path is a unit and those above it, looked up once.
func (l *Law) path(ctx context.Context, unitID int64) ([]int64, error) {
	l.mu.Lock()
	path, ok := l.paths[unitID]
	l.mu.Unlock()
	if ok {
		return path, nil
	}
	path, err := l.service.path(ctx, unitID, l.service.Clock.Today())
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.paths[unitID] = path
	return path, nil
}
