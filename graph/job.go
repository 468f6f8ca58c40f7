package graph

import (
	"context"
	"encoding/json"

	"github.com/graphql-go/graphql"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/exchange"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// jobOutcome is what every kind of job says of its result.
type jobOutcome struct {
	RowCount     *int `json:"rowCount"`
	ChangedCount *int `json:"changedCount"`
	Problem      struct {
		VI string `json:"vi"`
		EN string `json:"en"`
	} `json:"problem"`
}

func outcomeOf(j *models.Job) jobOutcome {
	var o jobOutcome
	if json.Unmarshal(j.Outcome, &o) != nil {
		return jobOutcome{}
	}
	return o
}

// fileNameOf is the name of the workbook that the job was given.
func fileNameOf(j *models.Job) string {
	var p struct {
		FileName string `json:"fileName"`
	}
	if json.Unmarshal(j.Params, &p) != nil {
		return ""
	}
	return p.FileName
}

func (b *builder) addJobs() {
	mistake := graphql.NewObject(graphql.ObjectConfig{Name: "JobError", Fields: graphql.Fields{
		"sheet":  text(func(e *models.JobError) string { return e.Sheet }),
		"row":    number(func(e *models.JobError) int { return e.Row }),
		"column": text(func(e *models.JobError) string { return e.Col }),
		"value":  text(func(e *models.JobError) string { return e.Value }),
		"message": label(func(e *models.JobError, lang string) string {
			args := map[string]string{}
			if json.Unmarshal(e.Args, &args) != nil {
				return e.Key
			}
			return exchange.MistakeText(lang, e.Key, args)
		}),
	}})
	b.job = b.jobType(b.connection("JobError", mistake))
	type one struct {
		ID int64 `id:"job"`
	}
	b.query["job"] = &graphql.Field{
		Type: b.job,
		Args: graphql.FieldConfigArgument{"id": arg(nn(graphql.ID))},
		Resolve: call(func(ctx context.Context, in one) (*models.Job, error) {
			return b.ownJob(ctx, in.ID)
		}),
	}
	b.query["jobs"] = &graphql.Field{
		Type: nn(b.connection("Job", b.job)),
		Args: pageArguments(nil),
		Resolve: call(func(ctx context.Context, in Page) (any, error) {
			if err := signedIn(ctx); err != nil {
				return nil, err
			}
			limit, offset, err := offsetPage(in)
			if err != nil {
				return nil, err
			}
			user := auth.ViewerOf(ctx).UserID
			rows, err := models.JobsOf(ctx, b.DB, user, limit+1, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(pointers(rows), limit, offset, func(ctx context.Context) (int, error) {
				return models.CountJobsOf(ctx, b.DB, user)
			}), nil
		}),
	}
	b.addCancelJob(b.job)
}

func (b *builder) addCancelJob(job *graphql.Object) {
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "CancelJobPayload", Fields: graphql.Fields{
		"job": {Type: nn(job), Resolve: of(func(j *models.Job) any { return j })},
	}})
	type cancel struct {
		Input struct {
			ClientRequestID string
			ID              int64 `id:"job"`
		}
	}
	input := inputs("CancelJobInput", map[string]graphql.Input{"clientRequestId": nn(graphql.String), "id": nn(graphql.ID)})
	// Asking twice to stop is the same as once: the request id needs no memory here.
	b.addMutation("cancelJob", input, payload, call(func(ctx context.Context, in cancel) (*models.Job, error) {
		if _, err := b.ownJob(ctx, in.Input.ID); err != nil {
			return nil, fault.From(err).At("id")
		}
		entry := audit.Entry{Action: "exchange.cancel_job", ObjectKind: "job", ObjectID: in.Input.ID}
		err := audit.Write(ctx, b.DB, entry, func(tx *models.Tx) error { return b.Jobs.Cancel(ctx, tx, in.Input.ID) })
		if err != nil {
			return nil, fault.From(err).At("id")
		}
		return b.ownJob(ctx, in.Input.ID)
	}))
}

// ownJob is a job that the reader started; nobody sees another's.
func (b *builder) ownJob(ctx context.Context, id int64) (*models.Job, error) {
	if err := signedIn(ctx); err != nil {
		return nil, err
	}
	j, err := b.DB.JobByID(ctx, id)
	if err != nil {
		return nil, err
	}
	if j == nil || j.CreatedBy != auth.ViewerOf(ctx).UserID {
		return nil, fault.Unknown("job").At("id")
	}
	return j, nil
}

func (b *builder) jobType(mistakes *graphql.Object) *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "Job", Fields: graphql.Fields{
		"id":           {Type: nn(graphql.ID), Resolve: of(func(j *models.Job) any { return EncodeID("job", j.ID) })},
		"kind":         text(func(j *models.Job) string { return j.Kind }),
		"state":        text(func(j *models.Job) string { return string(j.State) }),
		"step":         text(func(j *models.Job) string { return j.Step }),
		"stepText":     label(func(j *models.Job, lang string) string { return fault.Text(lang, j.Step, nil) }),
		"done":         {Type: nn(graphql.Float), Resolve: of(func(j *models.Job) any { return float64(j.Done) })},
		"total":        {Type: nn(graphql.Float), Resolve: of(func(j *models.Job) any { return float64(j.Total) })},
		"fileName":     {Type: graphql.String, Resolve: of(func(j *models.Job) any { return orNull(fileNameOf(j)) })},
		"rowCount":     {Type: graphql.Int, Resolve: of(func(j *models.Job) any { return optional(outcomeOf(j).RowCount) })},
		"changedCount": {Type: graphql.Int, Resolve: of(func(j *models.Job) any { return optional(outcomeOf(j).ChangedCount) })},
		"errorCount": {Type: nn(graphql.Int), Resolve: with(func(ctx context.Context, j *models.Job, _ none) (int, error) {
			return models.CountJobErrors(ctx, b.DB, j.ID)
		})},
		"errors": {Type: nn(mistakes), Args: pageArguments(nil), Resolve: with(func(ctx context.Context, j *models.Job, in Page) (any, error) {
			limit, offset, err := offsetPage(in)
			if err != nil {
				return nil, err
			}
			rows, err := models.JobErrors(ctx, b.DB, j.ID, limit+1, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(pointers(rows), limit, offset, func(ctx context.Context) (int, error) {
				return models.CountJobErrors(ctx, b.DB, j.ID)
			}), nil
		})},
		"hasResult":  {Type: nn(graphql.Boolean), Resolve: of(func(j *models.Job) any { return j.ResultFileID != nil })},
		"createdAt":  {Type: nn(DateTime), Resolve: of(func(j *models.Job) any { return j.CreatedAt })},
		"startedAt":  {Type: DateTime, Resolve: of(func(j *models.Job) any { return j.StartedAt })},
		"finishedAt": {Type: DateTime, Resolve: of(func(j *models.Job) any { return j.FinishedAt })},
		"problem": {Type: graphql.String, Args: graphql.FieldConfigArgument{"lang": {Type: graphql.String, DefaultValue: "vi"}},
			Resolve: with(func(_ context.Context, j *models.Job, in langArgs) (any, error) {
				p := outcomeOf(j).Problem
				return orNull(rules.Label{VI: p.VI, EN: p.EN}.In(fault.Lang(in.Lang))), nil
			})},
	}})
}
