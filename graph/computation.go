package graph

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/computation"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// keptComputations is what the schema keeps of computations that are stored.
type keptComputations struct {
	computation, batch *graphql.Object
	result             *graphql.Enum
	rows               *Loader[int64, *models.ComputationRow]
	outcomes           *Loader[int64, reduction.SeparationOutcome]
	presents           *Loader[int64, computation.Present]
	batches            *Loader[int64, *models.ComputationBatch]
	totals             *Loader[int64, *computation.Totals]
	people             *Loader[personWith, *staff.Person]
	jobs               *Loader[int64, *models.Job]
}

// personWith asks for a person with the sections of the record that a request selects, each behind a space.
type personWith struct {
	id       int64
	sections string
}

func (b *builder) addComputations() {
	b.kept = keptComputations{
		result:   enum("ComputationResult", models.Eligible, models.Ineligible, models.Refused),
		rows:     NewLoader(b.loadComputations),
		outcomes: NewLoader(b.loadOutcomes),
		presents: NewLoader(func(ctx context.Context, ids []int64) (map[int64]computation.Present, error) {
			return b.Computations.Present(ctx, ids)
		}),
		batches: NewLoader(b.loadBatches),
		totals: NewLoader(func(ctx context.Context, ids []int64) (map[int64]*computation.Totals, error) {
			return b.Computations.TotalsOf(ctx, ids)
		}),
		people: NewLoader(b.loadPeople),
		jobs: NewLoader(func(ctx context.Context, ids []int64) (map[int64]*models.Job, error) {
			rows, err := models.JobsByID(ctx, b.DB, auth.ViewerOf(ctx).UserID, ids)
			return keyed(rows, func(j *models.Job) int64 { return j.ID }), err
		}),
	}
	b.estimateInput = b.separationEstimateInput()
	b.kept.batch = b.batchType()
	b.kept.computation = graphql.NewObject(graphql.ObjectConfig{
		Name:        "Computation",
		Description: "Bản tính: what a calculator found for a person and was kept. Nothing of it changes; what is computed anew is another one.",
		Fields:      b.computationFields(),
	})
	b.addComputationQueries()
	b.addBatchQueries()
	b.addComputationMutations()
}

// keyed puts rows in a map by the key of each.
func keyed[T any](rows []T, key func(*T) int64) map[int64]*T {
	found := make(map[int64]*T, len(rows))
	for i := range rows {
		found[key(&rows[i])] = &rows[i]
	}
	return found
}

func (b *builder) loadComputations(ctx context.Context, ids []int64) (map[int64]*models.ComputationRow, error) {
	rows, err := models.ComputationsByID(ctx, b.DB, ids)
	return keyed(rows, func(c *models.ComputationRow) int64 { return c.ID }), err
}

// loadOutcomes reads what computations were kept with; one that was refused has none.
func (b *builder) loadOutcomes(ctx context.Context, ids []int64) (map[int64]reduction.SeparationOutcome, error) {
	bodies, err := models.ComputationBodies(ctx, b.DB, ids)
	found := make(map[int64]reduction.SeparationOutcome, len(bodies))
	for i := range bodies {
		out, err := computation.Read(&bodies[i])
		if err != nil {
			return nil, err
		}
		if out != nil {
			found[bodies[i].ID] = *out
		}
	}
	return found, err
}

func (b *builder) loadBatches(ctx context.Context, ids []int64) (map[int64]*models.ComputationBatch, error) {
	viewer := auth.ViewerOf(ctx)
	rows, err := models.ComputationBatchesByID(ctx, b.DB, viewer.UserID, viewer.Scope("staff.computation", "read"), ids)
	return keyed(rows, func(c *models.ComputationBatch) int64 { return c.ID }), err
}

// loadPeople reads people in one statement for each choice of sections.
func (b *builder) loadPeople(ctx context.Context, keys []personWith) (map[personWith]*staff.Person, error) {
	ids := map[string][]int64{}
	for _, k := range keys {
		ids[k.sections] = append(ids[k.sections], k.id)
	}
	found := make(map[personWith]*staff.Person, len(keys))
	for _, sections := range sortedKeys(ids) {
		people, err := b.Staff.Among(ctx, ids[sections], models.AsOf{Day: b.Clock.Today(), Today: true})
		if err != nil {
			return nil, err
		}
		wanted := strings.Fields(sections)
		for id, p := range people {
			p.Want(wanted...) // once: they are read for all people together
			wanted = nil
			found[personWith{id, sections}] = p
		}
	}
	return found, nil
}

// personField is a field of a person as of today; null when the reader may not see the record.
func personField[S any](b *builder, get func(S) int64) *graphql.Field {
	return &graphql.Field{Type: b.staffMember, Resolve: func(p graphql.ResolveParams) (any, error) {
		if !auth.ViewerOf(p.Context).MayAnywhere("staff.core", "read") {
			return nil, nil
		}
		return b.kept.people.Load(p.Context, personWith{get(p.Source.(S)), strings.Join(sectionsIn(selected(p)), " ")}), nil
	}}
}

// words is a text in a language that may be absent.
func words[S any](get func(S, string) string) *graphql.Field {
	return &graphql.Field{
		Type: graphql.String,
		Args: graphql.FieldConfigArgument{"lang": {Type: graphql.String, DefaultValue: "vi"}},
		Resolve: with(func(_ context.Context, s S, in langArgs) (any, error) {
			return orNull(get(s, fault.Lang(in.Lang))), nil
		}),
	}
}

// money is a field of whole đồng.
func money[S any](get func(S) int64) *graphql.Field {
	return &graphql.Field{Type: nn(Money), Resolve: of(func(s S) any { return get(s) })}
}

// resultField is a field of what a computation came to.
func resultField[S any](b *builder, get func(S) string) *graphql.Field {
	return &graphql.Field{Type: nn(b.kept.result), Resolve: of(func(s S) any { return get(s) })}
}

// today is what units and people are shown as of where a thing itself has no day.
func (b *builder) today() models.AsOf { return models.AsOf{Day: b.Clock.Today(), Today: true} }

func (b *builder) computationFields() graphql.Fields {
	type row = *models.ComputationRow
	present := graphql.NewObject(graphql.ObjectConfig{Name: "PresentResult", Fields: graphql.Fields{
		"result":     resultField(b, func(n computation.Present) string { return n.Result }),
		"total":      money(func(n computation.Present) int64 { return n.Total }),
		"difference": money(func(n computation.Present) int64 { return n.Difference }),
		"problem": words(func(n computation.Present, lang string) string {
			if n.Problem == nil {
				return ""
			}
			return n.Problem.Text.In(lang)
		}),
	}})
	return graphql.Fields{
		"id":         {Type: nn(graphql.ID), Resolve: of(func(c row) any { return EncodeID("computation", c.ID) })},
		"staff":      personField(b, func(c row) int64 { return c.StaffID }),
		"unit":       unitField(b, func(c row) (int64, models.AsOf) { return orZero(c.UnitID), b.today() }),
		"calculator": text(func(c row) string { return c.Calculator }),
		"caseDay":    dateNN(func(c row) day.Day { return c.CaseDay }),
		"result":     resultField(b, func(c row) string { return c.Result }),
		"regime":     text(func(c row) string { return c.Regime }),
		"regimeLabel": label(func(c row, lang string) string {
			return b.Book.Words("reduction.regimes", c.Regime, c.CaseDay).In(lang)
		}),
		"total": money(func(c row) int64 { return c.Total }),
		"outcome": {Type: b.benefitOutcome, Description: "With its trace, in the words of the day on which it was made; null: refused.",
			Resolve: with(func(ctx context.Context, c row, _ none) (any, error) {
				return b.kept.outcomes.Load(ctx, c.ID), nil
			})},
		"problem":    words(func(c row, lang string) string { return problemText(c.Problem, lang) }),
		"parameters": {Type: listOf(b.law.parameter), Description: "What it read of the law.", Resolve: of(func(c row) any { return b.parametersOf(c.Parameters) })},
		"batch": {Type: b.kept.batch, Resolve: with(func(ctx context.Context, c row, _ none) (any, error) {
			if c.BatchID == nil {
				return nil, nil
			}
			return b.kept.batches.Load(ctx, *c.BatchID), nil
		})},
		"madeBy": text(func(c row) string { return c.MadeByName }),
		"madeAt": {Type: nn(DateTime), Resolve: of(func(c row) any { return c.MadeAt })},
		"present": {Type: nn(present), Description: "The same input under the law as it stands now.",
			Resolve: with(func(ctx context.Context, c row, _ none) (any, error) {
				return b.kept.presents.Load(ctx, c.ID), nil
			})},
	}
}

// problemText is why a case was refused, in the words of the day; "" for one that was not.
func problemText(stored json.RawMessage, lang string) string {
	var p computation.Problem
	if stored == nil || json.Unmarshal(stored, &p) != nil {
		return ""
	}
	return p.Text.In(lang)
}

// parametersOf are figures of the law by id; one that the law no longer names is shown by its id alone.
func (b *builder) parametersOf(ids []string) []*rules.Parameter {
	found := make([]*rules.Parameter, len(ids))
	for i, id := range ids {
		found[i] = b.parameterOf(id)
	}
	return found
}

func (b *builder) parameterOf(id string) *rules.Parameter {
	if p, ok := b.Book.Parameter(id); ok {
		return p
	}
	return &rules.Parameter{ID: id, Label: rules.Label{VI: id, EN: id}}
}

// mayRead refuses who may read kept computations of nobody.
func mayRead(ctx context.Context) error {
	_, _, err := auth.Require(ctx, "staff.computation", "read")
	return err
}

func (b *builder) addComputationQueries() {
	type one struct {
		ID int64 `id:"computation"`
	}
	b.query["computation"] = &graphql.Field{
		Type: b.kept.computation,
		Args: graphql.FieldConfigArgument{"id": arg(nn(graphql.ID))},
		Resolve: call(func(ctx context.Context, in one) (*models.ComputationRow, error) {
			if err := mayRead(ctx); err != nil {
				return nil, err
			}
			return b.computationByID(ctx, in.ID)
		}),
	}
	type in struct {
		Page
		Staff  int64 `id:"staff"`
		Batch  int64 `id:"computation_batch"`
		Result string
	}
	b.query["computations"] = &graphql.Field{
		Type:        nn(b.connection("Computation", b.kept.computation)),
		Description: "Newest first; of a batch, largest total first. staff or batch is needed.",
		Args:        pageArguments(graphql.FieldConfigArgument{"staff": arg(graphql.ID), "batch": arg(graphql.ID), "result": arg(b.kept.result)}),
		Resolve: call(func(ctx context.Context, in in) (any, error) {
			if err := mayRead(ctx); err != nil {
				return nil, err
			}
			return b.computations(ctx, models.ComputationFilter{StaffID: in.Staff, BatchID: in.Batch, Result: in.Result}, in.Page)
		}),
	}
}

func (b *builder) computationByID(ctx context.Context, id int64) (*models.ComputationRow, error) {
	found, err := b.loadComputations(ctx, []int64{id})
	if err == nil && found[id] == nil {
		err = fault.Unknown("computation").At("id")
	}
	return found[id], err
}

func (b *builder) computations(ctx context.Context, f models.ComputationFilter, page Page) (any, error) {
	if f.StaffID == 0 && f.BatchID == 0 {
		return nil, fault.Bad("staff", "fault.required")
	}
	limit, offset, err := offsetPage(page)
	if err != nil {
		return nil, err
	}
	if f.BatchID != 0 {
		if _, err := b.batchByID(ctx, f.BatchID); err != nil {
			return nil, fault.From(err).At("batch")
		}
	}
	rows, err := models.Computations(ctx, b.DB, f, limit+1, offset)
	if err != nil {
		return nil, err
	}
	return offsetConnection(pointers(rows), limit, offset, func(ctx context.Context) (int, error) {
		return models.CountComputations(ctx, b.DB, f)
	}), nil
}
