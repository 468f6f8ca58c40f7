package exchange

import (
	"context"
	"slices"
	"strings"

	"bienche/internal/fault"
	"bienche/internal/fold"
	"bienche/internal/headcount"
	"bienche/internal/org"
	"bienche/models"
)

// listedUnit is a row of the list of units. Without figures, the reader may not count people anywhere.
type listedUnit struct {
	*org.Node
	x            *listing
	parent       *models.UnitNode
	figures      bool
	own, subtree headcount.Figures
}

func unitList() *listOf[*listedUnit] {
	type U = *listedUnit
	text := func(key string, width float64, value func(U) string) listColumn[U] {
		return listColumn[U]{column{key: key, width: width}, func(u U) any { return value(u) }}
	}
	figure := func(key string, value func(U) int) listColumn[U] {
		return listColumn[U]{column{key: key, form: integer, width: 12}, func(u U) any {
			if !u.figures {
				return masked{}
			}
			return value(u)
		}}
	}
	return &listOf[U]{
		listHead: listHead{code: "units", dated: true, whole: true, params: []param{
			{name: "q"}, {name: "only", oneOf: []string{"over"}, words: asMessage("exchange.list.only.")},
		}},
		columns: []listColumn[U]{
			text("name", 44, func(u U) string { return u.Name }),
			text("code", 16, func(u U) string { return u.Code }),
			text("kind", 28, func(u U) string { return u.x.code("unit_kind", u.Kind) }),
			text("level", 12, func(u U) string { return u.x.code("level", u.Level) }),
			text("parent", 40, func(u U) string { return nameOf(u.parent) }),
			text("parentCode", 16, func(u U) string { return codeOf(u.parent) }),
			figure("subtreeAllocated", func(u U) int { return u.subtree.Allocated }),
			figure("subtreePresent", func(u U) int { return u.subtree.Present }),
			figure("subtreeVacant", func(u U) int { return u.subtree.Vacant() }),
			figure("subtreePromised", func(u U) int { return u.subtree.Promised }),
			figure("subtreeRecruitable", func(u U) int { return u.subtree.Recruitable() }),
			figure("allocated", func(u U) int { return u.own.Allocated }),
			figure("present", func(u U) int { return u.own.Present }),
			figure("vacant", func(u U) int { return u.own.Vacant() }),
			figure("promised", func(u U) int { return u.own.Promised }),
			figure("recruitable", func(u U) int { return u.own.Recruitable() }),
		},
		open: openUnits,
	}
}

// openUnits lists what the screen shows: who may count people has the tree in pre-order with figures, cut to where they
// may count; anybody else the units without. Units that do not match but hang above one that does are on the screen to
// hold the tree together; in a file each row names its parent, so they are left out.
func openUnits(ctx context.Context, x *listing) (*feed[*listedUnit], error) {
	if err := x.plantTree(ctx); err != nil {
		return nil, err
	}
	rows, err := x.countedUnits(ctx)
	if !x.viewer.MayAnywhere("report.headcount", "read") {
		rows, err = x.plainUnits()
	}
	if err != nil {
		return nil, err
	}
	var parents []int64
	for _, u := range rows {
		parents = append(parents, idOf(u.ParentID))
	}
	named, err := x.units(ctx, parents)
	if err != nil {
		return nil, err
	}
	for _, u := range rows {
		u.parent = named[idOf(u.ParentID)]
	}
	return whole(rows), nil
}

func (x *listing) countedUnits(ctx context.Context) ([]*listedUnit, error) {
	all, err := x.Headcount.Tree(ctx, x.asOf, 0, nil)
	if err != nil {
		return nil, err
	}
	words, over := fold.Text(x.order.value("q")), x.order.value("only") == "over"
	rows := make([]*listedUnit, 0, len(all))
	for _, r := range all {
		if over && r.Own.Vacant() >= 0 || !strings.Contains(fold.Text(r.Unit.Name+" "+r.Unit.Code), words) {
			continue
		}
		rows = append(rows, &listedUnit{Node: r.Unit, x: x, figures: true, own: r.Own, subtree: r.Subtree})
	}
	return rows, nil
}

// plainUnits are the units within the scope, those with just the marks of the search first.
func (x *listing) plainUnits() ([]*listedUnit, error) {
	if x.order.value("only") != "" {
		return nil, fault.Missing("report.headcount:read").At("search.only")
	}
	scope, q := x.viewer.Scope("org.unit", "read"), x.order.value("q")
	var exact, loose []*listedUnit
	for _, n := range x.tree.Nodes {
		switch {
		case !scope.HasUnit(n.ID):
		case q == "" || n.Code == q || strings.Contains(strings.ToLower(n.Name), strings.ToLower(models.CleanText(q))):
			exact = append(exact, &listedUnit{Node: n, x: x})
		case fold.Holds(n.Name, q):
			loose = append(loose, &listedUnit{Node: n, x: x})
		}
	}
	return slices.Concat(exact, loose), nil
}

// listedOver is a row of the list of units over quota.
type listedOver struct {
	headcount.OverQuota
	x *listing
}

func overQuotaList() *listOf[listedOver] {
	type O = listedOver
	text := func(key string, width float64, value func(O) string) listColumn[O] {
		return listColumn[O]{column{key: key, width: width}, func(o O) any { return value(o) }}
	}
	figure := func(key string, value func(O) int) listColumn[O] {
		return listColumn[O]{column{key: key, form: integer, width: 12}, func(o O) any { return value(o) }}
	}
	return &listOf[O]{
		listHead: listHead{code: "over-quota", dated: true, whole: true},
		columns: []listColumn[O]{
			text("unit", 44, func(o O) string { return o.Unit.Name }),
			text("unitCode", 16, func(o O) string { return o.Unit.Code }),
			text("category", 30, func(o O) string { return o.x.code("category", o.Category) }),
			figure("allocated", func(o O) int { return o.Allocated }),
			figure("present", func(o O) int { return o.Present }),
			figure("over", func(o O) int { return -o.Vacant() }),
		},
		open: func(ctx context.Context, x *listing) (*feed[O], error) {
			over, err := x.Headcount.OverQuotas(ctx, x.asOf)
			if err != nil {
				return nil, err
			}
			rows := make([]O, len(over))
			for i, o := range over {
				rows[i] = O{o, x}
			}
			return whole(rows), nil
		},
	}
}
