package graph

import (
	"context"
	"strconv"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"

	"bienche/internal/headcount"
	"bienche/models"
)

// treeRowView is a row of the tree with the day it is read as of.
type treeRowView struct {
	*headcount.TreeRow
	asOf models.AsOf
}

// treeAnswer is the tree as its use case gives it.
type treeAnswer struct {
	rows []headcount.TreeRow
	asOf models.AsOf
}

// views are the rows for the executor.
func (a *treeAnswer) views() []*treeRowView {
	out := make([]*treeRowView, len(a.rows))
	for i := range a.rows {
		out[i] = &treeRowView{&a.rows[i], a.asOf}
	}
	return out
}

// appendJSON appends the rows as w writes them.
func (a *treeAnswer) appendJSON(b []byte, w rowWriter[*headcount.TreeRow]) []byte {
	b = append(b, '[')
	for i := range a.rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = w.append(b, &a.rows[i])
	}
	return append(b, ']')
}

func (b *builder) addOrgTree() {
	fields := graphql.Fields{
		"unit":  {Type: nn(b.orgUnit), Resolve: of(func(r *treeRowView) any { return viewOf(r.Unit, r.asOf) })},
		"depth": number(func(r *treeRowView) int { return r.Depth }),
		"parentId": {Type: graphql.ID, Resolve: of(func(r *treeRowView) any {
			if r.ParentID == 0 {
				return nil
			}
			return EncodeID("unit", r.ParentID)
		})},
	}
	figureFields(fields, "", func(r *treeRowView) headcount.Figures { return r.Own })
	figureFields(fields, "subtree", func(r *treeRowView) headcount.Figures { return r.Subtree })
	type in struct {
		asOfArgs
		Root       *string
		Categories []string
	}
	useCase := call(func(ctx context.Context, in in) (*treeAnswer, error) {
		root, err := identify("root", "unit", in.Root)
		if err != nil {
			return nil, err
		}
		a := b.asOf(in.asOfArgs)
		rows, err := b.Headcount.Tree(ctx, a, root, in.Categories)
		return &treeAnswer{rows, a}, err
	})
	b.query["orgTree"] = &graphql.Field{
		Type:        listOf(graphql.NewObject(graphql.ObjectConfig{Name: "OrgTreeRow", Fields: fields})),
		Description: "One row per unit in pre-order with the unit's own and its subtree's headcount (not paged).",
		Args: datedArguments(graphql.FieldConfigArgument{
			"root": arg(graphql.ID), "categories": arg(graphql.NewList(nn(graphql.String)))}),
		Resolve: func(p graphql.ResolveParams) (any, error) {
			out, err := useCase(p)
			if err != nil {
				return nil, err
			}
			tree := out.(*treeAnswer)
			if len(p.Info.FieldASTs) == 1 {
				if w := writtenTreeRow.writer(p, p.Info.FieldASTs[0].SelectionSet); w != nil {
					spliced(p, tree.appendJSON(make([]byte, 0, 200*len(tree.rows)), w))
					return []*treeRowView{}, nil
				}
			}
			return tree.views(), nil
		},
	}
}

// writtenTreeRow and writtenUnit say how rows of the tree are written without the executor. What they leave out is resolved
// by the schema's own fields, and what they write is the same: TestTheTreeIsWrittenAsItIsResolved.
var (
	writtenTreeRow = rowFields[*headcount.TreeRow]{
		of: "OrgTreeRow",
		plain: map[string]func([]byte, *headcount.TreeRow) []byte{
			"depth": treeNumber(func(r *headcount.TreeRow) int { return r.Depth }),
			"parentId": func(b []byte, r *headcount.TreeRow) []byte {
				if r.ParentID == 0 {
					return append(b, "null"...)
				}
				return appendID(b, "unit", r.ParentID)
			},
			"allocated":          treeNumber(func(r *headcount.TreeRow) int { return r.Own.Allocated }),
			"present":            treeNumber(func(r *headcount.TreeRow) int { return r.Own.Present }),
			"promised":           treeNumber(func(r *headcount.TreeRow) int { return r.Own.Promised }),
			"vacant":             treeNumber(func(r *headcount.TreeRow) int { return r.Own.Vacant() }),
			"recruitable":        treeNumber(func(r *headcount.TreeRow) int { return r.Own.Recruitable() }),
			"subtreeAllocated":   treeNumber(func(r *headcount.TreeRow) int { return r.Subtree.Allocated }),
			"subtreePresent":     treeNumber(func(r *headcount.TreeRow) int { return r.Subtree.Present }),
			"subtreePromised":    treeNumber(func(r *headcount.TreeRow) int { return r.Subtree.Promised }),
			"subtreeVacant":      treeNumber(func(r *headcount.TreeRow) int { return r.Subtree.Vacant() }),
			"subtreeRecruitable": treeNumber(func(r *headcount.TreeRow) int { return r.Subtree.Recruitable() }),
		},
		nested: map[string]func(graphql.ResolveParams, *ast.SelectionSet) func([]byte, *headcount.TreeRow) []byte{
			"unit": func(p graphql.ResolveParams, under *ast.SelectionSet) func([]byte, *headcount.TreeRow) []byte {
				w := writtenUnit.writer(p, under)
				if w == nil {
					return nil
				}
				return func(b []byte, r *headcount.TreeRow) []byte { return w.append(b, &r.Unit.UnitNode) }
			},
		},
	}
	writtenUnit = rowFields[*models.UnitNode]{
		of: "OrgUnit",
		plain: map[string]func([]byte, *models.UnitNode) []byte{
			"id":        func(b []byte, u *models.UnitNode) []byte { return appendID(b, "unit", u.ID) },
			"code":      func(b []byte, u *models.UnitNode) []byte { return appendString(b, u.Code) },
			"name":      func(b []byte, u *models.UnitNode) []byte { return appendString(b, u.Name) },
			"shortName": func(b []byte, u *models.UnitNode) []byte { return appendString(b, u.ShortName) },
			"kind":      func(b []byte, u *models.UnitNode) []byte { return appendString(b, u.Kind) },
			"level":     func(b []byte, u *models.UnitNode) []byte { return appendString(b, u.Level) },
			"field":     func(b []byte, u *models.UnitNode) []byte { return appendString(b, u.Field) },
		},
	}
)

func treeNumber(get func(*headcount.TreeRow) int) func([]byte, *headcount.TreeRow) []byte {
	return func(b []byte, r *headcount.TreeRow) []byte { return strconv.AppendInt(b, int64(get(r)), 10) }
}

// appendID appends what EncodeID gives as a JSON string.
func appendID(b []byte, kind string, n int64) []byte {
	return append(append(append(b, '"'), EncodeID(kind, n)...), '"')
}
