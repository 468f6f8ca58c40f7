package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// signedIn refuses strangers what every signed-in reader may see.
func signedIn(ctx context.Context) error {
	if auth.ViewerOf(ctx) == nil {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	return nil
}

// gradesByCode are all grades there ever were, by code.
func gradesByCode(book *rules.Book) map[string][]rules.Grade {
	byCode := map[string][]rules.Grade{}
	for _, g := range book.AllGrades() {
		byCode[g.Code] = append(byCode[g.Code], g)
	}
	return byCode
}

func (b *builder) payType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "StaffPay", Fields: graphql.Fields{
		"from":               dateNN(func(p models.RecordPay) day.Day { return p.ValidFrom }),
		"to":                 date(func(p models.RecordPay) day.Day { return p.ValidTo }),
		"grade":              {Type: nn(b.grade), Resolve: of(func(p models.RecordPay) any { return b.gradeOf(p.Grade, p.ValidFrom) })},
		"step":               {Type: graphql.Int, Resolve: of(func(p models.RecordPay) any { return optional(p.Step) })},
		"coefficient":        {Type: Decimal, Resolve: of(func(p models.RecordPay) any { return p.Coefficient })},
		"beyondFramePercent": {Type: nn(Decimal), Resolve: of(func(p models.RecordPay) any { return p.BeyondFramePercent })},
		"reserveCoefficient": {Type: nn(Decimal), Resolve: of(func(p models.RecordPay) any { return p.ReserveCoefficient })},
		"positionAllowance":  {Type: nn(Decimal), Resolve: of(func(p models.RecordPay) any { return p.PositionAllowance })},
		"stepSince":          dateNN(func(p models.RecordPay) day.Day { return p.StepSince }),
		"reason":             text(func(p models.RecordPay) string { return p.Reason }),
		"decision":           decisionField(b, func(p models.RecordPay) *int64 { return p.DecisionID }),
	}})
}

func (b *builder) appointmentType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "Appointment", Fields: graphql.FieldsThunk(func() graphql.Fields {
		return graphql.Fields{
			"from":       dateNN(func(a models.RecordAppointment) day.Day { return a.ValidFrom }),
			"to":         date(func(a models.RecordAppointment) day.Day { return a.ValidTo }),
			"unit":       unitThenField(b, nn(b.orgUnit), func(a models.RecordAppointment) (int64, day.Day) { return a.UnitID, a.ValidFrom }),
			"position":   positionField(b, func(a models.RecordAppointment) *int64 { return a.PositionID }),
			"title":      text(func(a models.RecordAppointment) string { return a.Title }),
			"kind":       text(func(a models.RecordAppointment) string { return a.Kind }),
			"staffClass": {Type: nn(b.staffClass), Resolve: of(func(a models.RecordAppointment) any { return a.StaffClass })},
			"leadership": text(func(a models.RecordAppointment) string { return a.Leadership }),
			"category":   {Type: graphql.String, Resolve: of(func(a models.RecordAppointment) any { return optional(a.Category) })},
			"quotaUnit": unitThenField(b, b.orgUnit, func(a models.RecordAppointment) (int64, day.Day) {
				return orZero(a.QuotaUnitID), a.ValidFrom
			}),
			"startReason": text(func(a models.RecordAppointment) string { return a.StartReason }),
			"endReason":   text(func(a models.RecordAppointment) string { return a.EndReason }),
			"decision":    decisionField(b, func(a models.RecordAppointment) *int64 { return a.DecisionID }),
			"endDecision": decisionField(b, func(a models.RecordAppointment) *int64 { return a.EndDecisionID }),
		}
	})})
}

func (b *builder) qualificationType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "Qualification", Fields: graphql.Fields{
		"id":        {Type: nn(graphql.ID), Resolve: of(func(q models.RecordDegree) any { return EncodeID("entry", q.ID) })},
		"kind":      text(func(q models.RecordDegree) string { return q.Kind }),
		"level":     text(func(q models.RecordDegree) string { return q.Level }),
		"major":     text(func(q models.RecordDegree) string { return q.Major }),
		"school":    text(func(q models.RecordDegree) string { return q.School }),
		"mode":      text(func(q models.RecordDegree) string { return q.Mode }),
		"from":      date(func(q models.RecordDegree) day.Day { return q.StartedOn }),
		"awardedOn": dateNN(func(q models.RecordDegree) day.Day { return q.ValidFrom }),
	}})
}

func (b *builder) trainingType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "Training", Fields: graphql.Fields{
		"title":  text(func(t models.RecordTraining) string { return t.Title }),
		"kind":   text(func(t models.RecordTraining) string { return t.Kind }),
		"from":   dateNN(func(t models.RecordTraining) day.Day { return t.ValidFrom }),
		"to":     date(func(t models.RecordTraining) day.Day { return t.ValidTo }),
		"result": text(func(t models.RecordTraining) string { return t.Result }),
	}})
}

func (b *builder) disciplineType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "DisciplinaryAction", Fields: graphql.Fields{
		"form":     text(func(d models.RecordDiscipline) string { return d.Form }),
		"conduct":  text(func(d models.RecordDiscipline) string { return d.Conduct }),
		"from":     dateNN(func(d models.RecordDiscipline) day.Day { return d.ValidFrom }),
		"to":       date(func(d models.RecordDiscipline) day.Day { return d.ValidTo }),
		"decision": decisionField(b, func(d models.RecordDiscipline) *int64 { return d.DecisionID }),
	}})
}

func (b *builder) commendationType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "Commendation", Fields: graphql.Fields{
		"form":     text(func(c models.RecordCommendation) string { return c.Form }),
		"reason":   text(func(c models.RecordCommendation) string { return c.Reason }),
		"on":       dateNN(func(c models.RecordCommendation) day.Day { return c.ValidFrom }),
		"decision": decisionField(b, func(c models.RecordCommendation) *int64 { return c.DecisionID }),
	}})
}

func (b *builder) workHistoryType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "WorkHistoryLine", Fields: graphql.Fields{
		"id":      {Type: nn(graphql.ID), Resolve: of(func(w models.RecordWork) any { return EncodeID("entry", w.ID) })},
		"from":    dateNN(func(w models.RecordWork) day.Day { return w.ValidFrom }),
		"to":      date(func(w models.RecordWork) day.Day { return w.ValidTo }),
		"content": text(func(w models.RecordWork) string { return w.Content }),
	}})
}
