package computation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// KeepEstimate (tính và lưu) computes from the record what a person would be owed on leaving, keeps it, and answers with the id
// of the computation. It refuses with NOT_FOUND a person who is not within the scopes that it needs, with BAD_INPUT naming the
// field ("estimate.leavingDate") what is told wrongly or has to be told, with RULE_VIOLATION a record that lacks what the
// computation needs, and with NOT_COVERED what no law that is loaded reaches. The same request again answers with the same id.
func (s *Service) KeepEstimate(ctx context.Context, o KeepOrder) (int64, error) {
	// Load.
	viewer, within, err := requireCompute(ctx)
	if err != nil {
		return 0, err
	}
	request, err := models.NewRequest(viewer.UserID, o.ClientRequestID, o)
	if err != nil {
		return 0, err
	}
	if err := s.check(o.Estimate); err != nil {
		return 0, err
	}
	today := s.today()
	p, err := s.Staff.Find(ctx, models.StaffKey{ID: o.StaffID, AsOf: today}, staff.SectionsOfEstimate)
	if err == nil && !within.HasPerson(p.Place()) || fault.CodeOf(err) == fault.NotFound {
		err = fault.Unknown("staff").At("staff")
	}
	if err != nil {
		return 0, err
	}

	// Decide.
	record, err := p.EstimateRecord(ctx)
	if err != nil {
		return 0, err
	}
	at, err := s.placesOn(ctx, today)
	if err != nil {
		return 0, err
	}
	begin, err := at.begin(ctx, p.UnitID)
	if err != nil {
		return 0, err
	}
	found, in, err := o.Estimate.of(begin, record, at.level(p.UnitID))
	if err != nil {
		return 0, err
	}
	if found.refusal != nil {
		return 0, ofEstimate(found.refusal)
	}
	kept, err := keep(found, in, p.ID, p.UnitID)
	if err != nil {
		return 0, err
	}
	kept.MadeBy = viewer.UserID

	// Write.
	once := models.Once{DB: s.DB, Request: request, Write: func(ctx context.Context, do func(*models.Tx) error) error {
		return audit.Write(ctx, s.DB, audit.Entry{Action: "computation.keep", ObjectKind: "staff", ObjectID: p.ID, Detail: o.Estimate}, do)
	}}
	return once.Do(ctx, func(tx *models.Tx) (int64, error) {
		all := []models.Computation{kept}
		err := models.AddComputations(tx, all)
		return all[0].ID, err
	})
}

// today is the day and the knowledge that records are read by.
func (s *Service) today() models.AsOf { return models.AsOf{Day: s.Clock.Today(), Today: true} }

// leaving is the estimate as the records are completed with it.
func (e *Estimate) leaving(level string) staff.Leaving {
	return staff.Leaving{InsuredMonths: e.InsuredMonths, SeparationInput: reduction.SeparationInput{
		Family: e.Family, Policy: e.Policy, Level: level, LeavingDate: e.LeavingDate, ReorganisationDate: e.ReorganisationDate, Group: e.Group,
		ReducedAge: e.ReducedAge, ServiceMonths: e.ServiceMonths, AlreadyPensioner: e.AlreadyPensioner, Regime: e.Regime,
		TrainingMonths: e.TrainingMonths, Tuition: e.Tuition, Salary: reduction.SalaryBase{Short: e.Parts},
	}}
}

// of computes the estimate for one person, and says from what. What the record lacks is a refusal of the case too.
func (e *Estimate) of(begin *rules.Work, r *models.EstimateRecord, level string) (Found, reduction.SeparationInput, error) {
	w := begin.Again()
	in, err := staff.Complete(w, r, e.leaving(level))
	if err == nil {
		found, err := separate(w, in)
		return found, in, err
	}
	found, refused := refusedBy(err)
	if !refused {
		return Found{}, in, fmt.Errorf("complete the record of %d: %w", r.StaffID, err)
	}
	found.Problem.Record = true
	return found, in, nil
}

// ownFields are the fields of an estimate, as the API spells them. The allowances come last.
var ownFields = []string{"family", "policy", "leavingDate", "reorganisationDate", "group", "insuredMonths", "serviceMonths",
	"trainingMonths", "tuition", "regime",
	"occupationalSeniorityPercent", "occupationalPreferencePercent", "publicServicePercent", "partyWorkPercent"}

// ofEstimate names the field of the estimate that a refusal is about; one about the record is about the person.
func ofEstimate(f *fault.Error) *fault.Error {
	if field := strings.TrimPrefix(f.Field, "salary.parts."); slices.Contains(ownFields, field) {
		return f.At("estimate." + field)
	}
	return f.At("staff")
}

// check refuses what is wrong with an estimate whoever it is for, naming the field: it is tried on nobody in particular.
func (s *Service) check(e Estimate) error {
	in := e.leaving("").SeparationInput
	in.StaffClass = "CIVIL_SERVANT"
	if in.Policy == reduction.NonProfessional {
		in.StaffClass = "COMMUNE_NON_PROFESSIONAL"
	}
	if e.InsuredMonths != nil {
		in.InsuredMonths = *e.InsuredMonths
	}
	parts := in.Salary.Short
	parts.Coefficient = one
	in.Salary = reduction.SalaryBase{Parts: &parts}
	found, err := separate(s.Book.Begin(nil), in)
	if err != nil || found.refusal == nil {
		return err
	}
	if f := ofEstimate(found.refusal); f.Field != "staff" {
		return f
	}
	return nil
}
