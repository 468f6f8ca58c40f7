package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/staff"
	"bienche/models"
)

// changeView is a declared change with the person concerned, when the request asks for that.
type changeView struct {
	*staff.RecordChange
	person *staff.Person
}

// changeEnums are the enums of declared changes.
type changeEnums struct{ kind, section, state *graphql.Enum }

func (b *builder) addChanges() {
	e := changeEnums{
		kind:    enum("RecordChangeKind", "DECLARE", "UPDATE", "CORRECT"),
		section: enum("RecordChangeSection", "CORE", "IDENTITY", "PARTY", "HEALTH", "FAMILY", "QUALIFICATION", "WORK_HISTORY"),
		state:   enum("RecordChangeState", "PENDING", "VERIFIED", "REJECTED", "WITHDRAWN"),
	}
	change := b.changeType(e)
	b.addChangeQuery(e, change)
	b.addChangeMutations(e, change)
}

func (b *builder) changeType(e changeEnums) *graphql.Object {
	field := graphql.NewObject(graphql.ObjectConfig{Name: "RecordChangeField", Fields: graphql.Fields{
		"name":   text(func(f models.ChangeField) string { return f.Name }),
		"before": {Type: graphql.String, Resolve: of(func(f models.ChangeField) any { return optional(f.Before) })},
		"after":  {Type: graphql.String, Resolve: of(func(f models.ChangeField) any { return optional(f.After) })},
	}})
	lines := NewLoader(func(ctx context.Context, keys []models.EntryKey) (map[models.EntryKey]string, error) {
		return models.EntryTexts(ctx, b.DB, keys)
	})
	return graphql.NewObject(graphql.ObjectConfig{
		Name:        "RecordChange",
		Description: "Kê khai, cập nhật, đính chính: a change without legal effect, declared with evidence and verified by somebody else.",
		Fields: graphql.Fields{
			"id":      {Type: nn(graphql.ID), Resolve: of(func(c *changeView) any { return EncodeID("change", c.ID) })},
			"staff":   {Type: nn(b.staffMember), Resolve: of(func(c *changeView) any { return c.person })},
			"kind":    {Type: nn(e.kind), Resolve: of(func(c *changeView) any { return c.Kind })},
			"section": {Type: nn(e.section), Resolve: of(func(c *changeView) any { return c.Section })},
			"fields":  {Type: listOf(field), Resolve: of(func(c *changeView) any { return all(c.Fields) })},
			"effectiveOn": {Type: Date, Description: "The day it takes force; a correction reaches back to all days of the wrong value.",
				Resolve: of(func(c *changeView) any { return c.EffectiveOn })},
			"remove": {Type: nn(graphql.Boolean), Description: "The line is struck.", Resolve: of(func(c *changeView) any { return c.Remove })},
			"line": {Type: graphql.String, Description: "The relative, qualification or history line that is changed or struck.",
				Resolve: with(func(ctx context.Context, c *changeView, _ none) (any, error) {
					if c.Target == nil {
						return nil, nil
					}
					return lines.Load(ctx, models.EntryKey{Section: c.Section, ID: *c.Target}), nil
				})},
			"evidence":   text(func(c *changeView) string { return c.Evidence }),
			"state":      {Type: nn(e.state), Resolve: of(func(c *changeView) any { return c.State })},
			"declaredBy": text(func(c *changeView) string { return c.DeclaredByName }),
			"declaredAt": {Type: nn(DateTime), Resolve: of(func(c *changeView) any { return c.DeclaredAt })},
			"decidedBy":  {Type: graphql.String, Resolve: of(func(c *changeView) any { return optional(c.DecidedByName) })},
			"decidedAt":  {Type: DateTime, Resolve: of(func(c *changeView) any { return optional(c.DecidedAt) })},
			"reason":     text(func(c *changeView) string { return c.DecidedReason }),
			"mayDecide":  {Type: nn(graphql.Boolean), Resolve: of(func(c *changeView) any { return c.MayDecide })},
			"version":    number(func(c *changeView) int { return c.Version }),
		},
	})
}

func (b *builder) addChangeQuery(e changeEnums, change *graphql.Object) {
	type in struct {
		Page
		State string
		Staff *string
	}
	b.query["recordChanges"] = &graphql.Field{
		Type: nn(b.connection("RecordChange", change)),
		Args: pageArguments(graphql.FieldConfigArgument{"state": arg(e.state), "staff": arg(graphql.ID)}),
		Resolve: callWith(func(p graphql.ResolveParams, in in) (any, error) {
			limit, offset, err := offsetPage(in.Page)
			if err != nil {
				return nil, err
			}
			f := staff.ChangeFilter{State: in.State}
			if f.StaffID, err = identify("staff", "staff", in.Staff); err != nil {
				return nil, err
			}
			page, err := b.Changes.List(p.Context, f, limit, offset)
			if err != nil {
				return nil, err
			}
			views, err := b.changeViews(p, page.Changes, "edges", "node")
			if err != nil {
				return nil, err
			}
			return offsetConnection(views, limit, offset, page.Count), nil
		}),
	}
}

// changeViews adds the people concerned, read in one statement, when the request selects staff at the end of path.
func (b *builder) changeViews(p graphql.ResolveParams, changes []*staff.RecordChange, path ...string) ([]*changeView, error) {
	views := make([]*changeView, len(changes))
	ids := make([]int64, len(changes))
	for i, c := range changes {
		views[i], ids[i] = &changeView{RecordChange: c}, c.StaffID
	}
	if !selected(p, path...)["staff"] || len(views) == 0 {
		return views, nil
	}
	people, err := b.Staff.Among(p.Context, ids, models.AsOf{Day: b.Clock.Today()})
	if err != nil {
		return nil, err
	}
	sections := sectionsIn(selected(p, append(path, "staff")...))
	for _, v := range views {
		v.person = people[v.StaffID]
		if v.person != nil && sections != nil {
			v.person.Want(sections...) // once: they are read for all people together
			sections = nil
		}
	}
	return views, nil
}

func (b *builder) addChangeMutations(e changeEnums, change *graphql.Object) {
	text, id := graphql.Input(nn(graphql.String)), graphql.Input(nn(graphql.ID))
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "RecordChangePayload", Fields: graphql.Fields{
		"change": {Type: nn(change), Resolve: of(func(c *changeView) any { return c })},
	}})
	field := inputs("RecordFieldInput", map[string]graphql.Input{"name": text, "value": text})
	declare := withDefaults(inputs("DeclareRecordChangeInput", map[string]graphql.Input{
		"clientRequestId": text, "staff": id, "kind": nn(e.kind), "section": nn(e.section), "fields": listOf(field),
		"clear": graphql.NewList(text), "target": graphql.ID, "remove": graphql.Boolean, "evidence": text,
		"effectiveOn": Date}), map[string]any{"remove": false})
	decide := inputs("DecideRecordChangeInput", map[string]graphql.Input{
		"clientRequestId": text, "id": id, "version": nn(graphql.Int), "verify": nn(graphql.Boolean), "reason": graphql.String})
	b.addMutation("declareRecordChange", declare, payload, b.changed(call(
		func(ctx context.Context, in struct{ Input staff.DeclareRecordChange }) (*staff.RecordChange, error) {
			return b.Changes.Declare(ctx, in.Input)
		})))
	b.addMutation("decideRecordChange", decide, payload, b.changed(call(
		func(ctx context.Context, in struct{ Input staff.DecideRecordChange }) (*staff.RecordChange, error) {
			return b.Changes.Decide(ctx, in.Input)
		})))
}

// changed shows the change that a mutation answers with.
func (b *builder) changed(resolve graphql.FieldResolveFn) graphql.FieldResolveFn {
	return func(p graphql.ResolveParams) (any, error) {
		got, err := resolve(p)
		if err != nil {
			return nil, err
		}
		views, err := b.changeViews(p, []*staff.RecordChange{got.(*staff.RecordChange)}, "change")
		if err != nil {
			return nil, err
		}
		return views[0], nil
	}
}
