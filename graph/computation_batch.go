package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/computation"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules/reduction"
)

func (b *builder) batchType() *graphql.Object {
	type batch = *models.ComputationBatch
	said := func(say func(batch, string) (string, error)) *graphql.Field {
		return &graphql.Field{
			Type: nn(graphql.String),
			Args: graphql.FieldConfigArgument{"lang": {Type: graphql.String, DefaultValue: "vi"}},
			Resolve: with(func(_ context.Context, c batch, in langArgs) (string, error) {
				return say(c, fault.Lang(in.Lang))
			}),
		}
	}
	return graphql.NewObject(graphql.ObjectConfig{
		Name:        "ComputationBatch",
		Description: "Đợt tính: many people computed at once by a job. Of its computations only those count that the reader may see.",
		Fields: graphql.Fields{
			"id":         {Type: nn(graphql.ID), Resolve: of(func(c batch) any { return EncodeID("computation_batch", c.ID) })},
			"title":      text(func(c batch) string { return c.Title }),
			"calculator": text(func(c batch) string { return c.Calculator }),
			"unit":       unitField(b, func(c batch) (int64, models.AsOf) { return orZero(c.UnitID), b.today() }),
			"filter":     said(computation.FilterText),
			"ask":        said(computation.AskText),
			"job":        jobField(b, func(c batch) int64 { return c.JobID }),
			"createdBy":  text(func(c batch) string { return c.CreatedByName }),
			"createdAt":  {Type: nn(DateTime), Resolve: of(func(c batch) any { return c.CreatedAt })},
			"totals": {Type: nn(b.totalsType()), Resolve: with(func(ctx context.Context, c batch, _ none) (any, error) {
				return b.kept.totals.Load(ctx, c.ID), nil
			})},
		},
	})
}

func (b *builder) totalsType() *graphql.Object {
	type totals = *computation.Totals
	reason := graphql.NewObject(graphql.ObjectConfig{
		Name:        "ComputationReason",
		Description: "A reason against the benefit, or of a refusal, and of how many people it is the first one.",
		Fields: graphql.Fields{
			"code":   text(func(r computation.Reason) string { return r.Code }),
			"text":   label(func(r computation.Reason, lang string) string { return r.Text.In(lang) }),
			"result": resultField(b, func(r computation.Reason) string { return r.Result }),
			"count":  number(func(r computation.Reason) int { return r.Count }),
		},
	})
	return graphql.NewObject(graphql.ObjectConfig{Name: "ComputationTotals", Fields: graphql.Fields{
		"count":      number(func(t totals) int { return t.Count }),
		"eligible":   number(func(t totals) int { return t.Eligible }),
		"ineligible": number(func(t totals) int { return t.Ineligible }),
		"refused":    number(func(t totals) int { return t.Refused }),
		"total":      money(func(t totals) int64 { return t.Total }),
		"byReason":   {Type: listOf(reason), Resolve: of(func(t totals) any { return all(t.ByReason) })},
	}})
}

// jobField is a field of the job behind something, which only the one who ordered it sees.
func jobField[S any](b *builder, get func(S) int64) *graphql.Field {
	return &graphql.Field{Type: b.job, Description: "Of its maker; null to others.", Resolve: with(func(ctx context.Context, s S, _ none) (any, error) {
		return b.kept.jobs.Load(ctx, get(s)), nil
	})}
}

func (b *builder) addBatchQueries() {
	type one struct {
		ID int64 `id:"computation_batch"`
	}
	b.query["computationBatch"] = &graphql.Field{
		Type: b.kept.batch,
		Args: graphql.FieldConfigArgument{"id": arg(nn(graphql.ID))},
		Resolve: call(func(ctx context.Context, in one) (*models.ComputationBatch, error) {
			if err := mayRead(ctx); err != nil {
				return nil, err
			}
			return b.batchByID(ctx, in.ID)
		}),
	}
	b.query["computationBatches"] = &graphql.Field{
		Type:        nn(b.connection("ComputationBatch", b.kept.batch)),
		Description: "The reader's own, and those of units within \"staff.computation:read\"; newest first.",
		Args:        pageArguments(nil),
		Resolve: call(func(ctx context.Context, in Page) (any, error) {
			viewer, scope, err := auth.Require(ctx, "staff.computation", "read")
			if err != nil {
				return nil, err
			}
			limit, offset, err := offsetPage(in)
			if err != nil {
				return nil, err
			}
			rows, err := models.ComputationBatches(ctx, b.DB, viewer.UserID, scope, limit+1, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(pointers(rows), limit, offset, func(ctx context.Context) (int, error) {
				return models.CountComputationBatches(ctx, b.DB, viewer.UserID, scope)
			}), nil
		}),
	}
}

func (b *builder) batchByID(ctx context.Context, id int64) (*models.ComputationBatch, error) {
	found, err := b.loadBatches(ctx, []int64{id})
	if err != nil {
		return nil, err
	}
	if found[id] == nil {
		return nil, fault.Unknown("computation_batch").At("id")
	}
	b.kept.batches.Know(ctx, id, found[id])
	return found[id], nil
}

// estimateIn is what the record of a person does not tell of an estimate.
type estimateIn struct {
	Family             reduction.Family
	Policy             reduction.Policy
	LeavingDate        day.Day
	ReorganisationDate day.Day
	Group              reduction.Group
	WorkCondition      string
	InsuredMonths      *int
	ServiceMonths      *int
	AlreadyPensioner   bool
	TrainingMonths     *int
	Tuition            *int64
	Regime             string
	salaryPartsIn
}

func (e estimateIn) estimate() computation.Estimate {
	return computation.Estimate{Family: e.Family, Policy: e.Policy, LeavingDate: e.LeavingDate, ReorganisationDate: e.ReorganisationDate,
		Group: e.Group, ReducedAge: e.WorkCondition == reducedAge, InsuredMonths: e.InsuredMonths, ServiceMonths: e.ServiceMonths,
		AlreadyPensioner: e.AlreadyPensioner, TrainingMonths: e.TrainingMonths, Tuition: e.Tuition, Regime: e.Regime, Parts: e.parts()}
}

func (b *builder) addComputationMutations() {
	text := graphql.Input(nn(graphql.String))
	keep := inputs("KeepSeparationEstimateInput", map[string]graphql.Input{"clientRequestId": text, "staff": nn(graphql.ID), "estimate": nn(b.estimateInput)})
	type keepIn struct {
		Input struct {
			ClientRequestID string
			Staff           int64 `id:"staff"`
			Estimate        estimateIn
		}
	}
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "ComputationPayload", Fields: graphql.Fields{
		"computation": {Type: nn(b.kept.computation), Resolve: of(func(c *models.ComputationRow) any { return c })},
	}})
	b.addMutation("keepSeparationEstimate", keep, payload, call(func(ctx context.Context, in keepIn) (*models.ComputationRow, error) {
		id, err := b.Computations.KeepEstimate(ctx, computation.KeepOrder{ClientRequestID: in.Input.ClientRequestID, StaffID: in.Input.Staff,
			Estimate: in.Input.Estimate.estimate()})
		if err != nil {
			return nil, err
		}
		return b.computationByID(ctx, id)
	}))
	many := inputs("ComputeSeparationEstimatesInput", map[string]graphql.Input{"clientRequestId": text, "title": text, "filter": nn(b.staffFilter),
		"estimate": nn(b.estimateInput)})
	type manyIn struct {
		Input struct {
			ClientRequestID, Title string
			Filter                 staffFilter
			Estimate               estimateIn
		}
	}
	ordered := graphql.NewObject(graphql.ObjectConfig{Name: "ComputationBatchPayload", Fields: graphql.Fields{
		"batch": {Type: nn(b.kept.batch), Resolve: of(func(c *models.ComputationBatch) any { return c })},
	}})
	b.addMutation("computeSeparationEstimates", many, ordered, call(func(ctx context.Context, in manyIn) (*models.ComputationBatch, error) {
		filter, err := b.filterOf(in.Input.Filter)
		if err != nil {
			return nil, err
		}
		id, err := b.Computations.OrderBatch(ctx, computation.BatchOrder{ClientRequestID: in.Input.ClientRequestID, Title: in.Input.Title,
			Filter: filter, Estimate: in.Input.Estimate.estimate()})
		if err != nil {
			return nil, err
		}
		return b.batchByID(ctx, id)
	}))
}
