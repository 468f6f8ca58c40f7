package headcount

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/internal/org"
	"bienche/models"
)

// TreeRow is a unit with its own figures and those of its subtree.
type TreeRow struct {
	Unit         *org.Node
	Depth        int
	ParentID     int64 // 0 for a root of what the reader sees
	Own, Subtree Figures
}

// Tree lists the units of a day in pre-order with their figures, cut to the reader's scope. rootID 0 is the whole;
// categories empty is all.
func (s *Service) Tree(ctx context.Context, a models.AsOf, rootID int64, categories []string) ([]TreeRow, error) {
	_, scope, err := auth.Require(ctx, "report.headcount", "read")
	if err != nil {
		return nil, err
	}
	for i, c := range categories {
		if err := s.checkCategory(fmt.Sprintf("categories[%d]", i), c); err != nil {
			return nil, err
		}
	}
	tree, err := s.Trees.At(ctx, a)
	if err != nil {
		return nil, err
	}
	nodes := tree.Nodes
	if rootID != 0 {
		root, err := tree.Find(rootID, "", scope)
		if err != nil {
			return nil, err
		}
		nodes = tree.Subtree(root)
	}
	own, err := s.own(ctx, tree, scope, categories)
	if err != nil {
		return nil, err
	}
	return treeRows(nodes, own, scope), nil
}

// checkCategory refuses a code that no regime ever had.
func (s *Service) checkCategory(field, code string) error {
	for _, e := range s.Book.History("headcount.categories") {
		if e.Code == code {
			return nil
		}
	}
	return fault.Bad(field, "fault.bad_choice", fault.Args{"value": code})
}

// own sums the own figures of each unit of the tree, by its place, over the categories asked for.
func (s *Service) own(ctx context.Context, tree *org.Tree, scope models.Scope, categories []string) ([]Figures, error) {
	balances, err := s.Balances(ctx, tree.AsOf, scope)
	if err != nil {
		return nil, err
	}
	own := make([]Figures, len(tree.Nodes))
	for _, b := range balances {
		if n, ok := tree.Unit(b.UnitID); ok && (len(categories) == 0 || slices.Contains(categories, b.Category)) {
			own[n.Place].add(b.Figures)
		}
	}
	return own, nil
}

// treeRows rolls the figures up in one walk over the pre-order, last unit first. own goes by place in the whole tree.
func treeRows(nodes []*org.Node, own []Figures, scope models.Scope) []TreeRow {
	behind := make([]int, len(own)) // by place: the number of the row, from 1
	rows := make([]TreeRow, 0, len(nodes))
	for _, n := range nodes {
		if !scope.HasUnit(n.ID) {
			continue
		}
		r := TreeRow{Unit: n, Own: own[n.Place], Subtree: own[n.Place]}
		if n.Parent != nil && behind[n.Parent.Place] > 0 {
			r.ParentID, r.Depth = n.Parent.ID, rows[behind[n.Parent.Place]-1].Depth+1
		}
		rows = append(rows, r)
		behind[n.Place] = len(rows)
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].ParentID != 0 {
			rows[behind[rows[i].Unit.Parent.Place]-1].Subtree.add(rows[i].Subtree)
		}
	}
	return rows
}

// BreakdownRow is one line of a drill-down: a child with all below it, or the unit's own posts.
type BreakdownRow struct {
	Unit  *org.Node
	Own   bool
	Rows  []Row
	Total Row
}

// Breakdown splits a unit's figures into its own and those of each child. With no unit it splits the whole by the
// topmost units that the reader sees.
func (s *Service) Breakdown(ctx context.Context, a models.AsOf, unitID int64) ([]BreakdownRow, error) {
	_, scope, err := auth.Require(ctx, "report.headcount", "read")
	if err != nil {
		return nil, err
	}
	tree, err := s.Trees.At(ctx, a)
	if err != nil {
		return nil, err
	}
	var unit *org.Node
	parts := topmost(tree, scope)
	if unitID != 0 {
		if unit, err = tree.Find(unitID, "", scope); err != nil {
			return nil, err
		}
		parts = within(unit.Children, scope)
	}
	balances, err := s.Balances(ctx, a, scope)
	if err != nil {
		return nil, err
	}
	var out []BreakdownRow
	if unit != nil {
		out = append(out, BreakdownRow{Unit: unit, Own: true})
	}
	for _, n := range parts {
		out = append(out, BreakdownRow{Unit: n})
	}
	for i := range out {
		first, end := out[i].Unit.Place, out[i].Unit.End
		if out[i].Own {
			end = first + 1
		}
		sums := map[string]Figures{}
		for _, b := range balances {
			if n, ok := tree.Unit(b.UnitID); ok && n.Place >= first && n.Place < end {
				f := sums[b.Category]
				f.add(b.Figures)
				sums[b.Category] = f
			}
		}
		if out[i].Rows, out[i].Total, err = s.rows(a, sums); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// topmost are the units in scope whose parent is not.
func topmost(t *org.Tree, s models.Scope) []*org.Node {
	var top []*org.Node
	for _, n := range t.Nodes {
		if s.HasUnit(n.ID) && (n.Parent == nil || !s.HasUnit(n.Parent.ID)) {
			top = append(top, n)
		}
	}
	return top
}

func within(nodes []*org.Node, s models.Scope) []*org.Node {
	var in []*org.Node
	for _, n := range nodes {
		if s.HasUnit(n.ID) {
			in = append(in, n)
		}
	}
	return in
}

// OverQuota is a unit with more people present in a category than it has posts for.
type OverQuota struct {
	Unit     *org.Node
	Category string
	Figures
}

// OverQuotas lists the units over quota on a day, the furthest over first.
func (s *Service) OverQuotas(ctx context.Context, a models.AsOf) ([]OverQuota, error) {
	_, scope, err := auth.Require(ctx, "report.headcount", "read")
	if err != nil {
		return nil, err
	}
	tree, err := s.Trees.At(ctx, a)
	if err != nil {
		return nil, err
	}
	balances, err := s.Balances(ctx, a, scope)
	if err != nil {
		return nil, err
	}
	var over []OverQuota
	for _, b := range balances {
		n, ok := tree.Unit(b.UnitID)
		if ok && b.Vacant() < 0 {
			over = append(over, OverQuota{Unit: n, Category: b.Category, Figures: b.Figures})
		}
	}
	sort.Slice(over, func(i, j int) bool {
		if d := over[i].Vacant() - over[j].Vacant(); d != 0 {
			return d < 0
		}
		return over[i].Unit.Place < over[j].Unit.Place
	})
	return over, nil
}
