package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// Sections of a staff record that are read beside its head. All that a request asks for are read in one statement.
const (
	SectionCore           = "core"
	SectionIdentity       = "identity"
	SectionParty          = "party"
	SectionHealth         = "health"
	SectionRelatives      = "relatives"
	SectionPay            = "pay"
	SectionRatings        = "ratings"
	SectionDiscipline     = "discipline"
	SectionCommendations  = "commendations"
	SectionAppointments   = "appointments"
	SectionQualifications = "qualifications"
	SectionTrainings      = "trainings"
	SectionWorkHistory    = "workHistory"
)

// RecordFact is what a line of any section carries.
type RecordFact struct {
	ID         int64   `json:"id"`
	ValidFrom  day.Day `json:"valid_from"`
	ValidTo    day.Day `json:"valid_to"`
	DecisionID *int64  `json:"decision_id"`
}

// StaffRecord is the sections of one person's record that were asked for.
type StaffRecord struct {
	Core           []RecordCore         `json:"core"`
	Identity       []RecordIdentity     `json:"identity"`
	Party          []RecordParty        `json:"party"`
	Health         []RecordHealth       `json:"health"`
	Relatives      []RecordRelative     `json:"relatives"`
	Pay            []RecordPay          `json:"pay"`
	Ratings        []RecordRating       `json:"ratings"`
	Discipline     []RecordDiscipline   `json:"discipline"`
	Commendations  []RecordCommendation `json:"commendations"`
	Appointments   []RecordAppointment  `json:"appointments"`
	Qualifications []RecordDegree       `json:"qualifications"`
	Trainings      []RecordTraining     `json:"trainings"`
	WorkHistory    []RecordWork         `json:"workHistory"`
}

// RecordCore is the part of staff_core that lists do not show.
type RecordCore struct {
	RecordFact
	OtherNames      string  `json:"other_names"`
	RecruitedOn     day.Day `json:"recruited_on"`
	RecruitedBy     string  `json:"recruited_by"`
	PriorOccupation string  `json:"prior_occupation"`
	Strength        string  `json:"strength"`
}

// RecordIdentity is staff_identity as read.
type RecordIdentity struct {
	RecordFact
	CitizenID          *string `json:"citizen_id"`
	CitizenIDOn        day.Day `json:"citizen_id_on"`
	OldID              string  `json:"old_id"`
	InsuranceNumber    string  `json:"insurance_number"`
	EthnicGroup        *string `json:"ethnic_group"`
	Religion           string  `json:"religion"`
	BirthPlace         string  `json:"birth_place"`
	HomeTown           string  `json:"home_town"`
	PermanentResidence string  `json:"permanent_residence"`
	CurrentResidence   string  `json:"current_residence"`
	Phone              string  `json:"phone"`
	Email              string  `json:"email"`
}

// RecordParty is staff_party as read.
type RecordParty struct {
	RecordFact
	PartyJoinedOn   day.Day `json:"party_joined_on"`
	PartyOfficialOn day.Day `json:"party_official_on"`
	Organisations   string  `json:"organisations"`
	EnlistedOn      day.Day `json:"enlisted_on"`
	DischargedOn    day.Day `json:"discharged_on"`
	MilitaryRank    string  `json:"military_rank"`
	StateTitle      string  `json:"state_title"`
	PolicyFamily    string  `json:"policy_family"`
}

// RecordHealth is staff_health as read.
type RecordHealth struct {
	RecordFact
	Status     string `json:"status"`
	HeightCm   *int   `json:"height_cm"`
	WeightKg   *int   `json:"weight_kg"`
	BloodGroup string `json:"blood_group"`
}

// RecordRelative is relative as read.
type RecordRelative struct {
	RecordFact
	Side       string `json:"side"`
	Relation   string `json:"relation"`
	FullName   string `json:"full_name"`
	BirthYear  *int   `json:"birth_year"`
	HomeTown   string `json:"home_town"`
	Occupation string `json:"occupation"`
	Workplace  string `json:"workplace"`
	Residence  string `json:"residence"`
}

// RecordPay is staff_pay as read.
type RecordPay struct {
	RecordFact
	Grade              string           `json:"grade"`
	Step               *int             `json:"step"`
	Coefficient        *decimal.Decimal `json:"coefficient"`
	BeyondFramePercent decimal.Decimal  `json:"beyond_frame_percent"`
	ReserveCoefficient decimal.Decimal  `json:"reserve_coefficient"`
	PositionAllowance  decimal.Decimal  `json:"position_allowance"`
	StepSince          day.Day          `json:"step_since"`
	Reason             string           `json:"reason"`
}

// RecordRating is staff_rating as read.
type RecordRating struct {
	RecordFact
	Year  int    `json:"year"`
	Level string `json:"level"`
	Label string `json:"label"`
}

// RecordDiscipline is disciplinary_action as read.
type RecordDiscipline struct {
	RecordFact
	Form    string `json:"form"`
	Conduct string `json:"conduct"`
}

// RecordCommendation is commendation as read.
type RecordCommendation struct {
	RecordFact
	Form   string `json:"form"`
	Reason string `json:"reason"`
}

// RecordAppointment is appointment as read.
type RecordAppointment struct {
	RecordFact
	UnitID        int64   `json:"unit_id"`
	PositionID    *int64  `json:"position_id"`
	Title         string  `json:"title"`
	Kind          string  `json:"kind"`
	StaffClass    string  `json:"staff_class"`
	Leadership    string  `json:"leadership"`
	Category      *string `json:"category"`
	QuotaUnitID   *int64  `json:"quota_unit_id"`
	StartReason   string  `json:"start_reason"`
	EndReason     string  `json:"end_reason"`
	EndDecisionID *int64  `json:"end_decision_id"`
}

// RecordDegree is qualification as read.
type RecordDegree struct {
	RecordFact
	Kind      string  `json:"kind"`
	Level     string  `json:"level"`
	Major     string  `json:"major"`
	School    string  `json:"school"`
	Mode      string  `json:"mode"`
	StartedOn day.Day `json:"started_on"`
}

// RecordTraining is an attendance with its class.
type RecordTraining struct {
	RecordFact
	Title  string `json:"title"`
	Kind   string `json:"kind"`
	Result string `json:"result"`
}

// RecordWork is work_history as read.
type RecordWork struct {
	RecordFact
	Content string `json:"content"`
}

// What staff_file tells beside the sections: the head of the record, and the decisions behind appointments and pay.
const (
	partHead = "head"
	// PartDecisions is asked for like a section.
	PartDecisions = "decisions"
)

// StaffFile is the record of one person as its reader may see it.
type StaffFile struct {
	Head StaffRow `json:"head"`
	StaffRecord
	Decisions []Decision `json:"decisions"` // those behind appointments and pay, when they were asked for
}

// StaffKey names one person, by id or (by 0) by code, as of a day.
type StaffKey struct {
	ID   int64
	Code string
	AsOf AsOf
}

// FindStaffFile reads the head of one record and the named sections; nil when there is no such person within the scope.
// The database gives only what the reader's reach lets it; that the person is within the scope is held here again.
func FindStaffFile(ctx context.Context, db *DB, who StaffKey, names []string, s Scope) (*StaffFile, error) {
	wanted := append([]string{partHead}, names...)
	text, err := One[[]byte](ctx, db, Q("SELECT staff_file(?, ?, ?, ?, ?)", who.ID, who.Code, wanted, who.AsOf.Day, who.AsOf.moment()))
	if err != nil || text == nil {
		return nil, err
	}
	f := new(StaffFile)
	if err := json.Unmarshal(text, f); err != nil {
		return nil, fmt.Errorf("read record %d %s: %w", who.ID, who.Code, err)
	}
	if !s.HasPerson(f.Head.Place()) {
		return nil, nil
	}
	return f, nil
}

// StaffRecords reads the named sections of several people's records in one statement. Whoever the reader may not see has
// none.
func StaffRecords(ctx context.Context, db *DB, ids []int64, names []string, a AsOf) (map[int64]*StaffRecord, error) {
	rows, err := Rows[staffSections](ctx, db, Q("SELECT k.id, staff_file(k.id, '', ?, ?, ?) AS sections FROM unnest(?::bigint[]) k (id)",
		names, a.Day, a.moment(), ids))
	if err != nil {
		return nil, err
	}
	got := make(map[int64]*StaffRecord, len(rows))
	for _, r := range rows {
		if r.Sections == nil {
			continue
		}
		record := new(StaffRecord)
		if err := json.Unmarshal(r.Sections, record); err != nil {
			return nil, fmt.Errorf("read record %d: %w", r.ID, err)
		}
		got[r.ID] = record
	}
	return got, nil
}

// staffSections is the sections of one person as one JSON text.
type staffSections struct {
	ID       int64
	Sections []byte
}

// LatestRating is the newest rating of one person as of a day.
type LatestRating struct {
	StaffID int64
	Year    int
	Level   string
	Label   string
}

// LatestRatings finds the newest rating of each person as of a.
func LatestRatings(ctx context.Context, db *DB, ids []int64, a AsOf) ([]LatestRating, error) {
	q := Q(`SELECT r.staff_id, r.year, r.level, r.label FROM unnest(?::bigint[]) k (id)
		CROSS JOIN LATERAL (SELECT r.* FROM staff_rating r WHERE r.staff_id = k.id AND r.valid_to <= ?`, ids, a.Day).
		Known("r", a).Add("ORDER BY r.year DESC LIMIT 1) r")
	return Rows[LatestRating](ctx, db, q)
}

// TimelineRow is one dated event of a person, its words still to be chosen.
type TimelineRow struct {
	On         day.Day
	Kind       string // message key "timeline.<kind>"
	UnitID     *int64
	Detail     []string // texts of the event, in an order that its kind fixes
	DecisionID *int64
	RecordedAt time.Time
	Superseded bool
	Total      int
}

// timelineParts are the events of a record, each with the policy object that allows them. Times and knowledge are
// filtered outside.
var timelineParts = []struct{ object, sql string }{
	{"staff.core", `SELECT a.valid_from AS "on", 'started.' || a.start_reason AS kind, a.unit_id, ARRAY[a.title, a.start_detail] AS detail,
		a.decision_id, a.known_from, a.known_to, a.id FROM appointment a WHERE a.staff_id = `},
	{"staff.core", `SELECT a.valid_to, 'ended.' || a.end_reason, a.unit_id, ARRAY[a.title, a.end_detail], a.end_decision_id, a.known_from, a.known_to, a.id
		FROM appointment a WHERE a.end_reason NOT IN ('', 'NEXT_POST') AND a.staff_id = `},
	{"staff.salary", `SELECT p.valid_from, 'pay.' || p.reason, NULL::bigint, ARRAY[p.grade, coalesce(p.step::text, ''), coalesce(p.coefficient::text, '')],
		p.decision_id, p.known_from, p.known_to, p.id FROM staff_pay p WHERE p.staff_id = `},
	{"staff.evaluation", `SELECT r.valid_to - 1, 'rated', NULL::bigint, ARRAY[r.year::text, r.label], r.decision_id, r.known_from, r.known_to, r.id
		FROM staff_rating r WHERE r.staff_id = `},
	{"staff.core", `SELECT e.valid_from, 'qualified', NULL::bigint, ARRAY[e.level, e.major, e.school], e.decision_id, e.known_from, e.known_to, e.id
		FROM qualification e WHERE e.staff_id = `},
	{"staff.core", `SELECT t.valid_from, 'trained', NULL::bigint, ARRAY[k.title], t.decision_id, t.known_from, t.known_to, t.id
		FROM training_attendance t JOIN training_class k ON k.id = t.class_id WHERE t.staff_id = `},
	{"staff.discipline", `SELECT d.valid_from, 'disciplined.' || d.form, NULL::bigint, ARRAY[d.conduct], d.decision_id, d.known_from, d.known_to, d.id
		FROM disciplinary_action d WHERE d.staff_id = `},
	{"staff.core", `SELECT c.valid_from, 'commended', NULL::bigint, ARRAY[c.form, c.reason], c.decision_id, c.known_from, c.known_to, c.id
		FROM commendation c WHERE c.staff_id = `},
}

// StaffTimeline lists the events of one person that the given policy objects allow, newest first, with what was once
// held true and is no longer.
func StaffTimeline(ctx context.Context, db *DB, staffID int64, objects []string, limit, offset int) ([]TimelineRow, error) {
	q := Q(`SELECT e."on", e.kind, e.unit_id, e.detail, e.decision_id, e.known_from AS recorded_at,
		e.known_to <> 'infinity' AS superseded, count(*) OVER ()::int AS total
		FROM (SELECT e.*, bool_or(e.known_to = 'infinity') OVER (PARTITION BY e."on", e.kind, e.unit_id) AS holds FROM (`)
	first := true
	for _, part := range timelineParts {
		if !strings.Contains(" "+strings.Join(objects, " ")+" ", " "+part.object+" ") {
			continue
		}
		if !first {
			q.Add("UNION ALL")
		}
		first = false
		q.Add(part.sql+"?", staffID)
	}
	if first {
		return nil, nil
	}
	// A fact closed only because its end changed is told once, by what holds now.
	q.Add(`) e WHERE e."on" < 'infinity') e WHERE e.known_to = 'infinity' OR NOT e.holds
		ORDER BY e."on" DESC, e.known_from DESC, e.id DESC LIMIT ? OFFSET ?`, limit, offset)
	return Rows[TimelineRow](ctx, db, q)
}
