package computation

import (
	"context"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/lawbook"
	"bienche/internal/platform/jobs"
	"bienche/models"
	"bienche/rules"
)

// ImpactOrder is a change of a figure of the law to be held against the computations that read it on the days From (included) to
// To (excluded). Figures of parameters can be changed; which regimes there are, and which grades, cannot.
//
// With Value, that figure or option is supposed: of the law, or, with UnitID, as a local choice of the unit and all below it. To
// zero is until another one was to follow: the end of the value that holds on From, or the beginning of an approved choice of
// the unit. Without Value what was kept is held against the law and the local choices as they stand now; To zero is for good.
type ImpactOrder struct {
	ClientRequestID string `json:"-"`
	Parameter       string
	From, To        day.Day
	Row, Column     string // of a table
	Value           *string
	UnitID          *int64
}

// OrderImpact asks for the analysis of a change, by a job, and answers with its id. It refuses with FORBIDDEN who may analyse none,
// NOT_FOUND a unit out of sight, NOT_COVERED a first day on which nothing is in force, and BAD_INPUT, naming the field, what the
// law does not have or cannot be.
func (s *Service) OrderImpact(ctx context.Context, o ImpactOrder) (int64, error) {
	viewer, scope, err := auth.Require(ctx, "rule.impact", "read")
	if err != nil {
		return 0, err
	}
	request, err := models.NewRequest(viewer.UserID, o.ClientRequestID, o)
	if err != nil {
		return 0, err
	}
	i, err := s.changeOf(ctx, o, scope)
	if err != nil {
		return 0, err
	}
	i.CreatedBy = viewer.UserID
	once := models.Once{DB: s.DB, Request: request, Write: func(ctx context.Context, do func(*models.Tx) error) error {
		return audit.Write(ctx, s.DB, audit.Entry{Action: "computation.order_impact", ObjectKind: "law_impact", Detail: o}, do)
	}}
	return once.Do(ctx, func(tx *models.Tx) (int64, error) {
		job, err := s.Jobs.Enqueue(ctx, tx, jobs.Order{Kind: ImpactJob, Params: o, CreatedBy: viewer.UserID})
		if err != nil {
			return 0, err
		}
		i.JobID = job
		return models.AddLawImpact(tx, *i)
	})
}

// changeOf is an order as it is stored, with its days settled.
func (s *Service) changeOf(ctx context.Context, o ImpactOrder, scope models.Scope) (*models.LawImpact, error) {
	i := &models.LawImpact{Parameter: o.Parameter, HoldsFrom: o.From, HoldsTo: o.To, TableRow: o.Row, TableCol: o.Column, Supposed: o.Value, UnitID: o.UnitID}
	switch {
	case o.UnitID != nil && !scope.HasUnit(*o.UnitID):
		return nil, fault.Unknown("unit").At("unit")
	case o.Value == nil:
		return i, s.checkPresent(i)
	case o.UnitID != nil:
		return i, s.checkLocal(ctx, i)
	}
	_, err := s.Book.Amended(amendment(i))
	if err == nil && i.HoldsTo.IsZero() {
		var v rules.Value
		v, err = s.Book.On(i.Parameter, i.HoldsFrom)
		i.HoldsTo = v.To
	}
	return i, err
}

// checkPresent settles a change that supposes nothing.
func (s *Service) checkPresent(i *models.LawImpact) error {
	if i.HoldsTo.IsZero() {
		i.HoldsTo = day.Forever
	}
	_, known := s.Book.Parameter(i.Parameter)
	switch {
	case !known:
		return fault.Bad("parameter", "rules.unknown_parameter", fault.Args{"id": i.Parameter})
	case i.TableRow != "" || i.TableCol != "" || i.UnitID != nil:
		return fault.Bad("value", "law_impact.nothing_supposed")
	case i.HoldsFrom.IsZero():
		return fault.Bad("from", "fault.required")
	case !i.HoldsFrom.Before(i.HoldsTo):
		return fault.Bad("to", "fault.bad_range", fault.Args{"from": i.HoldsFrom, "to": i.HoldsTo})
	}
	return nil
}

// checkLocal settles a change that is supposed as a local choice.
func (s *Service) checkLocal(ctx context.Context, i *models.LawImpact) error {
	if i.TableRow != "" || i.TableCol != "" {
		return fault.Bad("row", "law_impact.local_table")
	}
	settled, err := s.Law.Suppose(ctx, *supposedChoice(i))
	i.HoldsTo = settled.To
	return err
}

// amendment is a change of the law.
func amendment(i *models.LawImpact) rules.Amendment {
	return rules.Amendment{ID: i.Parameter, From: i.HoldsFrom, To: i.HoldsTo, Row: i.TableRow, Column: i.TableCol, Text: *i.Supposed}
}

// supposedChoice is a change that is a local choice; nil for any other.
func supposedChoice(i *models.LawImpact) *lawbook.Supposed {
	if i.UnitID == nil {
		return nil
	}
	return &lawbook.Supposed{Parameter: i.Parameter, UnitID: *i.UnitID, Text: *i.Supposed, From: i.HoldsFrom, To: i.HoldsTo}
}
