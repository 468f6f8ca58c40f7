package graph

import (
	"context"
	"slices"

	"github.com/graphql-go/graphql"

	"bienche/internal/day"
	"bienche/internal/staff"
	"bienche/models"
)

// recordSections are the fields of a record that are read beside its head, each with its section and the policy
// object that opens it ("" is open to all who see the record).
var recordSections = map[string]struct{ section, object string }{
	"otherNames":          {models.SectionCore, ""},
	"recruitedOn":         {models.SectionCore, ""},
	"recruitedBy":         {models.SectionCore, ""},
	"priorOccupation":     {models.SectionCore, ""},
	"strength":            {models.SectionCore, ""},
	"identity":            {models.SectionIdentity, "staff.identity"},
	"party":               {models.SectionParty, "staff.party"},
	"health":              {models.SectionHealth, "staff.health"},
	"relatives":           {models.SectionRelatives, "staff.family"},
	"pay":                 {models.SectionPay, "staff.salary"},
	"ratings":             {models.SectionRatings, "staff.evaluation"},
	"disciplinaryActions": {models.SectionDiscipline, "staff.discipline"},
	"commendations":       {models.SectionCommendations, ""},
	"appointments":        {models.SectionAppointments, ""},
	"qualifications":      {models.SectionQualifications, ""},
	"trainings":           {models.SectionTrainings, ""},
	"workHistory":         {models.SectionWorkHistory, ""},
}

// computedFrom are the sections that fields are computed from.
var computedFrom = map[string][]string{"nextStepRaise": staff.SectionsOfRaise, "separationEstimate": staff.SectionsOfEstimate}

// sectionsIn are the sections behind the selected fields, each once.
func sectionsIn(fields map[string]bool) []string {
	var sections []string
	seen := map[string]bool{}
	for name, s := range recordSections {
		if fields[name] && !seen[s.section] {
			seen[s.section] = true
			sections = append(sections, s.section)
		}
	}
	for name, more := range computedFrom {
		if fields[name] {
			sections = append(sections, more...)
		}
	}
	slices.Sort(sections) // one order, so that one statement is prepared and not one for each order of a map
	return slices.Compact(sections)
}

// section resolves a field of the record; what the reader may not see is null.
func section(name string, t graphql.Output, get func(*models.StaffRecord) any) *graphql.Field {
	object := recordSections[name].object
	return &graphql.Field{Type: t, Resolve: with(func(ctx context.Context, p *staff.Person, _ none) (any, error) {
		if object != "" && !p.May(object) {
			return nil, nil
		}
		r, err := p.Record(ctx)
		if err != nil {
			return nil, err
		}
		return get(r), nil
	})}
}

// first is the one row of a section that has one row, or nil.
func first[T any](rows []T) any {
	if len(rows) == 0 {
		return nil
	}
	return rows[0]
}

// all is a list that is empty rather than null.
func all[T any](rows []T) any { return append([]T{}, rows...) }

func (b *builder) addRecordFields(f graphql.Fields) {
	core := func(name string, get func(models.RecordCore) any, t graphql.Output) {
		f[name] = section(name, t, func(r *models.StaffRecord) any {
			if len(r.Core) == 0 {
				return get(models.RecordCore{})
			}
			return get(r.Core[0])
		})
	}
	core("otherNames", func(c models.RecordCore) any { return c.OtherNames }, nn(graphql.String))
	core("recruitedOn", func(c models.RecordCore) any { return c.RecruitedOn }, Date)
	core("recruitedBy", func(c models.RecordCore) any { return c.RecruitedBy }, nn(graphql.String))
	core("priorOccupation", func(c models.RecordCore) any { return c.PriorOccupation }, nn(graphql.String))
	core("strength", func(c models.RecordCore) any { return c.Strength }, nn(graphql.String))
	f["identity"] = section("identity", b.identityType(), func(r *models.StaffRecord) any { return first(r.Identity) })
	f["party"] = section("party", b.partyType(), func(r *models.StaffRecord) any { return first(r.Party) })
	f["health"] = section("health", b.healthType(), func(r *models.StaffRecord) any { return first(r.Health) })
	many := func(t *graphql.Object) graphql.Output { return graphql.NewList(nn(t)) }
	f["relatives"] = section("relatives", many(b.relativeType()), func(r *models.StaffRecord) any { return all(r.Relatives) })
	f["pay"] = section("pay", many(b.payType()), func(r *models.StaffRecord) any { return all(r.Pay) })
	f["ratings"] = section("ratings", many(b.staffRating), func(r *models.StaffRecord) any { return ratingsOf(r.Ratings) })
	f["disciplinaryActions"] = section("disciplinaryActions", many(b.disciplineType()), func(r *models.StaffRecord) any { return all(r.Discipline) })
	f["commendations"] = section("commendations", many(b.commendationType()), func(r *models.StaffRecord) any { return all(r.Commendations) })
	f["appointments"] = section("appointments", nn(many(b.appointmentType())), func(r *models.StaffRecord) any { return all(r.Appointments) })
	f["qualifications"] = section("qualifications", nn(many(b.qualificationType())), func(r *models.StaffRecord) any { return all(r.Qualifications) })
	f["trainings"] = section("trainings", nn(many(b.trainingType())), func(r *models.StaffRecord) any { return all(r.Trainings) })
	f["workHistory"] = section("workHistory", nn(many(b.workHistoryType())), func(r *models.StaffRecord) any { return all(r.WorkHistory) })
}

func ratingsOf(rows []models.RecordRating) any {
	out := make([]models.LatestRating, len(rows))
	for i, r := range rows {
		out[i] = models.LatestRating{Year: r.Year, Level: r.Level, Label: r.Label}
	}
	return out
}

func (b *builder) identityType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "StaffIdentity", Fields: graphql.Fields{
		"citizenId":       {Type: graphql.String, Resolve: of(func(i models.RecordIdentity) any { return optional(i.CitizenID) })},
		"citizenIdOn":     date(func(i models.RecordIdentity) day.Day { return i.CitizenIDOn }),
		"oldId":           text(func(i models.RecordIdentity) string { return i.OldID }),
		"insuranceNumber": text(func(i models.RecordIdentity) string { return i.InsuranceNumber }),
		"ethnicGroup": text(func(i models.RecordIdentity) string {
			if i.EthnicGroup == nil {
				return ""
			}
			return b.latestLabel("staff.ethnic_groups", *i.EthnicGroup, "vi")
		}),
		"religion":           text(func(i models.RecordIdentity) string { return i.Religion }),
		"birthPlace":         text(func(i models.RecordIdentity) string { return i.BirthPlace }),
		"homeTown":           text(func(i models.RecordIdentity) string { return i.HomeTown }),
		"permanentResidence": text(func(i models.RecordIdentity) string { return i.PermanentResidence }),
		"currentResidence":   text(func(i models.RecordIdentity) string { return i.CurrentResidence }),
		"phone":              text(func(i models.RecordIdentity) string { return i.Phone }),
		"email":              text(func(i models.RecordIdentity) string { return i.Email }),
	}})
}

func (b *builder) partyType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "StaffParty", Fields: graphql.Fields{
		"partyJoinedOn":   date(func(p models.RecordParty) day.Day { return p.PartyJoinedOn }),
		"partyOfficialOn": date(func(p models.RecordParty) day.Day { return p.PartyOfficialOn }),
		"organisations":   text(func(p models.RecordParty) string { return p.Organisations }),
		"enlistedOn":      date(func(p models.RecordParty) day.Day { return p.EnlistedOn }),
		"dischargedOn":    date(func(p models.RecordParty) day.Day { return p.DischargedOn }),
		"militaryRank":    text(func(p models.RecordParty) string { return p.MilitaryRank }),
		"stateTitle":      text(func(p models.RecordParty) string { return p.StateTitle }),
		"policyFamily":    text(func(p models.RecordParty) string { return p.PolicyFamily }),
	}})
}

func (b *builder) healthType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "StaffHealth", Fields: graphql.Fields{
		"status":     text(func(h models.RecordHealth) string { return h.Status }),
		"heightCm":   {Type: graphql.Int, Resolve: of(func(h models.RecordHealth) any { return optional(h.HeightCm) })},
		"weightKg":   {Type: graphql.Int, Resolve: of(func(h models.RecordHealth) any { return optional(h.WeightKg) })},
		"bloodGroup": text(func(h models.RecordHealth) string { return h.BloodGroup }),
	}})
}

func (b *builder) relativeType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "Relative", Fields: graphql.Fields{
		"id":         {Type: nn(graphql.ID), Resolve: of(func(r models.RecordRelative) any { return EncodeID("entry", r.ID) })},
		"side":       text(func(r models.RecordRelative) string { return r.Side }),
		"relation":   text(func(r models.RecordRelative) string { return r.Relation }),
		"fullName":   text(func(r models.RecordRelative) string { return r.FullName }),
		"birthYear":  {Type: graphql.Int, Resolve: of(func(r models.RecordRelative) any { return optional(r.BirthYear) })},
		"homeTown":   text(func(r models.RecordRelative) string { return r.HomeTown }),
		"occupation": text(func(r models.RecordRelative) string { return r.Occupation }),
		"workplace":  text(func(r models.RecordRelative) string { return r.Workplace }),
		"residence":  text(func(r models.RecordRelative) string { return r.Residence }),
	}})
}
