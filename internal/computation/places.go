package computation

import (
	"context"

	"bienche/internal/org"
	"bienche/models"
	"bienche/rules"
)

// places are the units where people serve on a day, with the law as each of them has it. It is not safe for concurrent use.
type places struct {
	*Service
	tree  *org.Tree
	works map[int64]*rules.Work // by unit; 0: the province
}

// placesOn are the units of a day. Their law is asked for when it is first needed.
func (s *Service) placesOn(ctx context.Context, on models.AsOf) (*places, error) {
	tree, err := s.Trees.At(ctx, on)
	if err != nil {
		return nil, err
	}
	return &places{s, tree, map[int64]*rules.Work{}}, nil
}

// begin is a computation under the local choices of a unit (nil: the province), to be started again for each case.
func (p *places) begin(ctx context.Context, unit *int64) (*rules.Work, error) {
	var id int64
	if unit != nil {
		id = *unit
	}
	if w, ok := p.works[id]; ok {
		return w, nil
	}
	w, err := p.Law.Begin(ctx, id)
	if err == nil {
		p.works[id] = w
	}
	return w, err
}

// level is the administrative level of a unit; "" for none.
func (p *places) level(unit *int64) string {
	if unit == nil {
		return ""
	}
	if n, ok := p.tree.Unit(*unit); ok {
		return n.Level
	}
	return ""
}
