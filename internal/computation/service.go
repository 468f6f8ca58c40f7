package computation

import (
	"context"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/lawbook"
	"bienche/internal/org"
	"bienche/internal/platform/jobs"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// The kinds of job.
const (
	BatchJob  = "computation.batch"
	ImpactJob = "computation.impact"
)

// Service keeps computations of one database and holds changes of the law against them.
type Service struct {
	DB    *models.DB
	Book  *rules.Book
	Law   *lawbook.Service
	Trees *org.Trees
	Staff *staff.Service
	Jobs  *jobs.Runner
	Clock day.Clock
}

// Work registers the jobs of batches and of impacts.
func (s *Service) Work(r *jobs.Runner, users *auth.Service) {
	r.Register(BatchJob, users.Acting(s.batchJob))
	r.Register(ImpactJob, users.Acting(s.impactJob))
}

// Estimate is what the record does not tell of a person who leaves: how and when. A nil number, a zero day and an empty text
// mean "not told"; months of insurance that are not told are counted from recruitment.
type Estimate struct {
	Family             reduction.Family      `json:"family"`
	Policy             reduction.Policy      `json:"policy"`
	LeavingDate        day.Day               `json:"leavingDate"`
	ReorganisationDate day.Day               `json:"reorganisationDate,omitzero"`
	Group              reduction.Group       `json:"group,omitzero"`
	ReducedAge         bool                  `json:"reducedAge,omitzero"`
	InsuredMonths      *int                  `json:"insuredMonths,omitzero"`
	ServiceMonths      *int                  `json:"serviceMonths,omitzero"`
	AlreadyPensioner   bool                  `json:"alreadyPensioner,omitzero"`
	TrainingMonths     *int                  `json:"trainingMonths,omitzero"`
	Tuition            *int64                `json:"tuition,omitzero"` // đồng
	Regime             string                `json:"regime,omitzero"`
	Parts              reduction.SalaryParts `json:"parts,omitzero"` // allowances in percent
}

// KeepOrder is an estimate of one person to be kept.
type KeepOrder struct {
	ClientRequestID string `json:"-"`
	StaffID         int64
	Estimate        Estimate
}

// BatchOrder is an estimate of all people of a list to be kept. The days of the filter do not count: it is of today's record.
type BatchOrder struct {
	ClientRequestID string `json:"-"`
	Title           string
	Filter          staff.Filter
	Estimate        Estimate
}

// Totals are the computations of a batch that the reader may see, added up.
type Totals struct {
	Count, Eligible, Ineligible, Refused int
	Total                                int64 // đồng
	ByReason                             []Reason
}

// Reason is what stands first against a benefit, or why a case was refused, and of how many people.
type Reason struct {
	Code   string
	Text   rules.Text
	Result string // models.Ineligible or models.Refused; models.Eligible for what only limits a benefit
	Count  int
}

// Present is what comes of the input of a kept computation under the law and the local choices as they stand now.
type Present struct {
	Result     string
	Total      int64    // đồng
	Difference int64    // from the total that was kept
	Problem    *Problem // nil: it is not refused
}

// required are the rights that estimating a benefit wants, each at the person.
var required = []struct{ object, act string }{{"staff.computation", "compute"}, {"staff.salary", "read"}, {"staff.core", "read"}}

// requireCompute refuses who may not estimate benefits, and says whose they may be: people within all of the scopes.
func requireCompute(ctx context.Context) (*auth.Viewer, models.Scope, error) {
	viewer, _, err := auth.Require(ctx, "calculator", "use")
	if err != nil {
		return nil, models.Scope{}, err
	}
	within := models.Scope{All: true}
	for _, r := range required {
		_, scope, err := auth.Require(ctx, r.object, r.act)
		if err != nil {
			return nil, models.Scope{}, err
		}
		within = within.And(scope)
	}
	if within.Nowhere() {
		return nil, models.Scope{}, fault.Missing("staff.computation:compute")
	}
	return viewer, within, nil
}
