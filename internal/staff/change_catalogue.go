package staff

import (
	"regexp"

	"bienche/internal/day"
	"bienche/models"
	"bienche/rules"
)

// Longest texts of the record.
const (
	maxPersonName = 100
	maxPlace      = 500
	maxNote       = 2000
)

var (
	citizenID = regexp.MustCompile(`^[0-9]{12}$`)
	phone     = regexp.MustCompile(`^\+?[0-9][0-9 .-]{5,19}$`)
	email     = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	oldID     = regexp.MustCompile(`^[0-9A-Z]{6,12}$`)
	insurance = regexp.MustCompile(`^[0-9]{10}([0-9]{5})?$`)
	fullName  = regexp.MustCompile(`^[\p{L}\p{M}][\p{L}\p{M}'. -]*$`)
)

// sectionOf is the section of a name; nil for none.
func sectionOf(book *rules.Book, name string) section {
	switch name {
	case "CORE":
		return coreSection()
	case "IDENTITY":
		return identitySection(book)
	case "PARTY":
		return partySection()
	case "HEALTH":
		return healthSection()
	case "FAMILY":
		return familySection()
	case "QUALIFICATION":
		return qualificationSection()
	case "WORK_HISTORY":
		return workHistorySection()
	}
	return nil
}

func coreSection() section {
	type T = models.StaffCore
	birth := dayField("birthDate", func(c *T) *day.Day { return &c.BirthDate })
	birth.need = true
	put := birth.slot.put
	birth.slot.put = func(c *T, s string) {
		put(c, s)
		c.BirthPrecision = "DAY" // who declares a day knows the day
	}
	return state[T, *T]{guard: "staff.core", finish: nameCore, fields: []field[T]{
		{"fullName", true, plain(func(c *T) *string { return &c.FullName }), named},
		textField("otherNames", maxPersonName, func(c *T) *string { return &c.OtherNames }),
		birth,
		{"sex", true, plain(func(c *T) *string { return &c.Sex }), oneOf("MALE", "FEMALE")},
		dayField("recruitedOn", func(c *T) *day.Day { return &c.RecruitedOn }),
		textField("recruitedBy", maxPlace, func(c *T) *string { return &c.RecruitedBy }),
		textField("priorOccupation", maxPlace, func(c *T) *string { return &c.PriorOccupation }),
		textField("strength", maxNote, func(c *T) *string { return &c.Strength }),
	}}
}

// nameCore keeps the table of names and the order of names in step with a full name.
func nameCore(tx *models.Tx, c *models.StaffCore) (err error) {
	c.SortName = models.SortName(c.FullName)
	c.NameID, err = models.NameID(tx, c.FullName)
	return err
}

func identitySection(book *rules.Book) section {
	type T = models.StaffIdentity
	var groups []string
	for _, e := range book.History("staff.ethnic_groups") {
		groups = append(groups, e.Code)
	}
	return state[T, *T]{guard: "staff.identity", first: func(id int64) *T { return &T{StaffID: id} }, fields: []field[T]{
		{"citizenId", false, nullable(func(i *T) **string { return &i.CitizenID }), written(citizenID, "staff.bad_citizen_id")},
		dayField("citizenIdOn", func(i *T) *day.Day { return &i.CitizenIDOn }),
		{"oldId", false, plain(func(i *T) *string { return &i.OldID }), written(oldID, "staff.bad_form")},
		{"insuranceNumber", false, plain(func(i *T) *string { return &i.InsuranceNumber }), written(insurance, "staff.bad_form")},
		{"ethnicGroup", false, nullable(func(i *T) **string { return &i.EthnicGroup }), oneOf(groups...)},
		textField("religion", maxPersonName, func(i *T) *string { return &i.Religion }),
		textField("birthPlace", maxPlace, func(i *T) *string { return &i.BirthPlace }),
		textField("homeTown", maxPlace, func(i *T) *string { return &i.HomeTown }),
		textField("permanentResidence", maxPlace, func(i *T) *string { return &i.PermanentResidence }),
		textField("currentResidence", maxPlace, func(i *T) *string { return &i.CurrentResidence }),
		{"phone", false, plain(func(i *T) *string { return &i.Phone }), written(phone, "staff.bad_form")},
		{"email", false, plain(func(i *T) *string { return &i.Email }), written(email, "staff.bad_form")},
	}}
}

func partySection() section {
	type T = models.StaffParty
	return state[T, *T]{guard: "staff.party", first: func(id int64) *T { return &T{StaffID: id} }, fields: []field[T]{
		dayField("partyJoinedOn", func(p *T) *day.Day { return &p.PartyJoinedOn }),
		dayField("partyOfficialOn", func(p *T) *day.Day { return &p.PartyOfficialOn }),
		textField("organisations", maxNote, func(p *T) *string { return &p.Organisations }),
		dayField("enlistedOn", func(p *T) *day.Day { return &p.EnlistedOn }),
		dayField("dischargedOn", func(p *T) *day.Day { return &p.DischargedOn }),
		textField("militaryRank", maxPersonName, func(p *T) *string { return &p.MilitaryRank }),
		textField("stateTitle", maxPlace, func(p *T) *string { return &p.StateTitle }),
		textField("policyFamily", maxPlace, func(p *T) *string { return &p.PolicyFamily }),
	}}
}

func healthSection() section {
	type T = models.StaffHealth
	return state[T, *T]{guard: "staff.health", first: func(id int64) *T { return &T{StaffID: id} }, fields: []field[T]{
		textField("status", maxPlace, func(h *T) *string { return &h.Status }),
		{"heightCm", false, counted(func(h *T) **int { return &h.HeightCm }), within(50, 260)},
		{"weightKg", false, counted(func(h *T) **int { return &h.WeightKg }), within(20, 300)},
		{"bloodGroup", false, plain(func(h *T) *string { return &h.BloodGroup }),
			oneOf("A", "B", "AB", "O", "A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")},
	}}
}

func familySection() section {
	type T = models.Relative
	return entries[T, *T]{guard: "staff.family", first: func(id int64) *T { return &T{StaffID: id, Side: "OWN"} }, fields: []field[T]{
		{"side", true, plain(func(r *T) *string { return &r.Side }), oneOf("OWN", "SPOUSE")},
		{"relation", true, plain(func(r *T) *string { return &r.Relation }), short(maxPersonName)},
		{"fullName", true, plain(func(r *T) *string { return &r.FullName }), named},
		{"birthYear", false, counted(func(r *T) **int { return &r.BirthYear }), within(1850, 2200)},
		textField("homeTown", maxPlace, func(r *T) *string { return &r.HomeTown }),
		textField("occupation", maxPlace, func(r *T) *string { return &r.Occupation }),
		textField("workplace", maxPlace, func(r *T) *string { return &r.Workplace }),
		textField("residence", maxPlace, func(r *T) *string { return &r.Residence }),
	}}
}

func qualificationSection() section {
	type T = models.Qualification
	return entries[T, *T]{guard: "staff.core", ownDays: true, first: func(id int64) *T { return openEnded(&T{StaffID: id}) }, fields: []field[T]{
		{"kind", true, plain(func(q *T) *string { return &q.Kind }), oneOf("GENERAL", "PROFESSIONAL", "POLITICAL_THEORY",
			"STATE_MANAGEMENT", "FOREIGN_LANGUAGE", "ETHNIC_LANGUAGE", "IT", "DEFENCE")},
		{"level", true, plain(func(q *T) *string { return &q.Level }), short(maxPersonName)},
		textField("major", maxPlace, func(q *T) *string { return &q.Major }),
		textField("school", maxPlace, func(q *T) *string { return &q.School }),
		textField("mode", maxPersonName, func(q *T) *string { return &q.Mode }),
		dayField("from", func(q *T) *day.Day { return &q.StartedOn }),
		validFrom[T, *T]("awardedOn"),
	}}
}

func workHistorySection() section {
	type T = models.WorkHistory
	return entries[T, *T]{guard: "staff.core", ownDays: true, first: func(id int64) *T { return openEnded(&T{StaffID: id}) }, fields: []field[T]{
		validFrom[T, *T]("from"),
		validTo[T, *T]("to"),
		{"content", true, plain(func(w *T) *string { return &w.Content }), short(maxNote)},
	}}
}

// openEnded is a fact without an end, which may still be given one.
func openEnded[T any, P models.Dated[T]](fact P) *T {
	models.FactOf[T](fact).ValidTo = day.Forever
	return fact
}
