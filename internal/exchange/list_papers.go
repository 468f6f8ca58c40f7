package exchange

import (
	"context"
	"fmt"
	"strings"

	"bienche/internal/day"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

// The lists of what stands on paper: the catalogue of positions, decisions, and declared changes of records.

// listedPosition is a row of the catalogue of job positions.
type listedPosition struct {
	*models.PositionRow
	x *listing
}

func positionList(book *rules.Book) *listOf[listedPosition] {
	type P = listedPosition
	text := func(key string, width float64, value func(P) string) listColumn[P] {
		return listColumn[P]{column{key: key, width: width}, func(p P) any { return value(p) }}
	}
	return &listOf[P]{
		listHead: listHead{code: "positions", dated: true, params: []param{
			{name: "q"}, {name: "group", oneOf: codesOf(book, "position.groups"), words: inWords("position_group")},
		}},
		columns: []listColumn[P]{
			text("name", 44, func(p P) string { return p.Name }),
			text("code", 16, func(p P) string { return p.Code }),
			text("group", 34, func(p P) string { return p.x.code("position_group", p.GroupCode) }),
			text("staffClass", 20, func(p P) string { return p.x.code("staff_class", p.StaffClass) }),
			text("leadership", 14, func(p P) string { return p.x.code("leadership", p.Leadership) }),
			text("grades", 24, func(p P) string {
				if p.GradeFrom == p.GradeTo || p.GradeTo == "" {
					return p.GradeFrom
				}
				return strings.TrimPrefix(p.GradeFrom+" – "+p.GradeTo, " – ")
			}),
		},
		open: func(ctx context.Context, x *listing) (*feed[P], error) {
			f := models.PositionFilter{On: x.asOf.Day, Search: models.CleanText(x.order.value("q")), Groups: x.order.Values["group"]}
			total, err := models.CountPositions(ctx, x.DB, f)
			return byPlace(total, func(ctx context.Context, offset, limit int) ([]P, error) {
				rows, err := models.Positions(ctx, x.DB, f, limit, offset)
				page := make([]P, len(rows))
				for i := range rows {
					page[i] = P{&rows[i], x}
				}
				return page, err
			}), err
		},
	}
}

// listedDecision is a row of the list of decisions.
type listedDecision struct {
	*models.Decision
	x      *listing
	issuer *models.UnitNode
}

func decisionList() *listOf[listedDecision] {
	type D = listedDecision
	text := func(key string, width float64, value func(D) string) listColumn[D] {
		return listColumn[D]{column{key: key, width: width}, func(d D) any { return value(d) }}
	}
	on := func(key string, value func(D) day.Day) listColumn[D] {
		return listColumn[D]{column{key: key, form: date, width: 13}, func(d D) any { return value(d) }}
	}
	return &listOf[D]{
		listHead: listHead{code: "decisions", params: []param{{name: "q"}, {name: "kind"}}},
		columns: []listColumn[D]{
			text("number", 12, func(d D) string { return orEmpty(d.Number) }),
			text("symbol", 16, func(d D) string { return orEmpty(d.Symbol) }),
			on("issuedOn", func(d D) day.Day { return d.IssuedOn }),
			on("effectiveOn", func(d D) day.Day { return d.EffectiveOn }),
			text("title", 60, func(d D) string { return d.Title }),
			text("issuer", 40, func(d D) string { return nameOf(d.issuer) }),
			text("signerName", 24, func(d D) string { return d.SignerName }),
			text("signerTitle", 24, func(d D) string { return d.SignerTitle }),
			text("state", 18, func(d D) string { return d.x.say("decision." + d.State) }),
		},
		open: openDecisions,
	}
}

func openDecisions(ctx context.Context, x *listing) (*feed[listedDecision], error) {
	if err := x.plantTree(ctx); err != nil {
		return nil, err
	}
	f := models.DecisionFilter{Search: models.CleanText(x.order.value("q")), Kind: x.order.value("kind"),
		Scope: x.viewer.Scope("decision.document", "read")}
	total, err := models.CountDecisions(ctx, x.DB, f)
	return byPlace(total, func(ctx context.Context, offset, limit int) ([]listedDecision, error) {
		rows, err := models.Decisions(ctx, x.DB, f, limit, offset)
		if err != nil {
			return nil, err
		}
		var ids []int64
		for _, d := range rows {
			ids = append(ids, idOf(d.IssuerUnitID))
		}
		issuers, err := x.units(ctx, ids)
		page := make([]listedDecision, len(rows))
		for i := range rows {
			page[i] = listedDecision{&rows[i], x, issuers[idOf(rows[i].IssuerUnitID)]}
		}
		return page, err
	}), err
}

// listedChange is a row of the list of declared changes.
type listedChange struct {
	*staff.RecordChange
	x      *listing
	person *staff.Person
	line   string // the relative, qualification or history line that is changed or struck
}

func changeList() *listOf[listedChange] {
	type C = listedChange
	text := func(key string, width float64, value func(C) string) listColumn[C] {
		return listColumn[C]{column{key: key, width: width}, func(c C) any { return value(c) }}
	}
	coded := func(key, vocabulary string, width float64, value func(C) string) listColumn[C] {
		return text(key, width, func(c C) string {
			return c.x.say(vocabulary + "." + value(c))
		})
	}
	return &listOf[C]{
		listHead: listHead{code: "changes", people: true, params: []param{
			{name: "state", otherwise: "PENDING", oneOf: []string{"PENDING", "VERIFIED", "REJECTED", "ALL"}, words: asMessage("exchange.list.change_state.")},
		}},
		columns: []listColumn[C]{
			text("name", 28, func(c C) string { return c.person.FullName }),
			text("code", 14, func(c C) string { return c.person.Code }),
			coded("kind", "change_kind", 14, func(c C) string { return c.Kind }),
			coded("section", "section", 30, func(c C) string { return c.Section }),
			text("line", 34, func(c C) string { return c.line }),
			text("fields", 60, C.changed),
			{column{key: "effectiveOn", form: date, width: 13}, func(c C) any { return c.EffectiveOn }},
			text("evidence", 40, func(c C) string { return c.Evidence }),
			coded("state", "change_state", 16, func(c C) string { return c.State }),
			text("declaredBy", 24, func(c C) string { return c.DeclaredByName }),
			{column{key: "declaredAt", width: 17}, func(c C) any { return c.DeclaredAt }},
			text("decidedBy", 24, func(c C) string { return orEmpty(c.DecidedByName) }),
			{column{key: "decidedAt", width: 17}, func(c C) any { return instant(c.DecidedAt) }},
			text("reason", 40, func(c C) string { return c.DecidedReason }),
		},
		open: openChanges,
	}
}

// changed says each field with what stood there and what is to stand.
func (c listedChange) changed() string {
	if c.Remove {
		return c.x.say("struck")
	}
	said := make([]string, len(c.Fields))
	for i, f := range c.Fields {
		name := c.x.say("field." + f.Name)
		said[i] = fmt.Sprintf("%s: %s → %s", strings.TrimPrefix(name, "exchange.list.field."), orDash(f.Before), orDash(f.After))
	}
	return strings.Join(said, "; ")
}

func orDash(s *string) string {
	if s == nil || *s == "" {
		return "–"
	}
	return *s
}

func openChanges(ctx context.Context, x *listing) (*feed[listedChange], error) {
	f := staff.ChangeFilter{State: x.order.value("state")}
	if f.State == "ALL" {
		f.State = ""
	}
	first, err := x.Changes.List(ctx, f, 1, 0)
	if err != nil {
		return nil, err
	}
	total, err := first.Count(ctx)
	if err != nil {
		return nil, err
	}
	return byPlace(total, func(ctx context.Context, offset, limit int) ([]listedChange, error) {
		page, err := x.Changes.List(ctx, f, limit, offset)
		if err != nil {
			return nil, err
		}
		return x.changes(ctx, page.Changes[:min(limit, len(page.Changes))])
	}), nil
}

// changes adds to a page of changes whom they concern and which lines they touch.
func (x *listing) changes(ctx context.Context, changes []*staff.RecordChange) ([]listedChange, error) {
	ids := make([]int64, len(changes))
	var lines []models.EntryKey
	for i, c := range changes {
		ids[i] = c.StaffID
		if c.Target != nil {
			lines = append(lines, models.EntryKey{Section: c.Section, ID: *c.Target})
		}
	}
	people, err := x.Staff.Among(ctx, ids, x.asOf)
	if err != nil {
		return nil, err
	}
	var texts map[models.EntryKey]string
	if len(lines) > 0 {
		if texts, err = models.EntryTexts(ctx, x.DB, lines); err != nil {
			return nil, fmt.Errorf("name the lines of changes: %w", err)
		}
	}
	rows := make([]listedChange, len(changes))
	for i, c := range changes {
		rows[i] = listedChange{RecordChange: c, x: x, person: people[c.StaffID]}
		if rows[i].person == nil {
			rows[i].person = &staff.Person{} // went out of sight while this was read
		}
		if c.Target != nil {
			rows[i].line = texts[models.EntryKey{Section: c.Section, ID: *c.Target}]
		}
	}
	return rows, nil
}
