package models

import (
	"time"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// StaffMember is a person on the payroll; everything dated about a person is in the facts below.
type StaffMember struct {
	ID         int64
	Code       string // số hiệu
	HomeUnitID *int64
	HostUnitID *int64 `gorm:"->"`
	Version    int
	RecordedIn int64
}

// TableName is the table of StaffMember.
func (StaffMember) TableName() string { return "staff_member" }

// StaffName is a distinct full name, without the people who bear it.
type StaffName struct {
	ID   int64
	Name string
}

// TableName is the table of StaffName.
func (StaffName) TableName() string { return "staff_name" }

// StaffCore holds name, birth, sex and entry into service.
type StaffCore struct {
	Fact
	StaffID         int64
	FullName        string
	NameID          int64
	SortName        string // given name first, see SortName
	OtherNames      string
	BirthDate       day.Day
	BirthPrecision  string // DAY, MONTH or YEAR: how much of BirthDate is known
	Sex             string
	RecruitedOn     day.Day
	RecruitedBy     string
	PriorOccupation string
	Strength        string
}

// TableName is the table of StaffCore.
func (StaffCore) TableName() string { return "staff_core" }

// StaffIdentity holds citizen ID, origin, residence and contact.
type StaffIdentity struct {
	Fact
	StaffID            int64
	CitizenID          *string
	CitizenIDOn        day.Day
	OldID              string
	InsuranceNumber    string
	EthnicGroup        *string
	Religion           string
	BirthPlace         string
	HomeTown           string
	PermanentResidence string
	CurrentResidence   string
	Phone              string
	Email              string
}

// TableName is the table of StaffIdentity.
func (StaffIdentity) TableName() string { return "staff_identity" }

// StaffParty holds party and organisation membership, service under arms and policy family.
type StaffParty struct {
	Fact
	StaffID         int64
	PartyJoinedOn   day.Day
	PartyOfficialOn day.Day
	Organisations   string
	EnlistedOn      day.Day
	DischargedOn    day.Day
	MilitaryRank    string
	StateTitle      string
	PolicyFamily    string
}

// TableName is the table of StaffParty.
func (StaffParty) TableName() string { return "staff_party" }

// StaffHealth holds health.
type StaffHealth struct {
	Fact
	StaffID    int64
	Status     string
	HeightCm   *int
	WeightKg   *int
	BloodGroup string
}

// TableName is the table of StaffHealth.
func (StaffHealth) TableName() string { return "staff_health" }

// Appointment says which post a person holds where. A main one (Kind MAIN) names the quota it draws on.
type Appointment struct {
	Fact
	StaffID       int64
	UnitID        int64
	PositionID    *int64
	Title         string
	Kind          string // MAIN, CONCURRENT, SECONDMENT
	StaffClass    string
	Leadership    string // HEAD, DEPUTY or empty
	Category      *string
	QuotaUnitID   *int64
	StartReason   string
	StartDetail   string
	EndReason     string
	EndDetail     string
	EndDecisionID *int64
}

// TableName is the table of Appointment.
func (Appointment) TableName() string { return "appointment" }

// StaffPay is a person's grade, step and coefficients.
type StaffPay struct {
	Fact
	StaffID            int64
	Grade              string
	Step               *int
	Coefficient        *decimal.Decimal
	BeyondFramePercent decimal.Decimal
	ReserveCoefficient decimal.Decimal
	PositionAllowance  decimal.Decimal
	StepSince          day.Day // the next raise counts from here
	Reason             string
}

// TableName is the table of StaffPay.
func (StaffPay) TableName() string { return "staff_pay" }

// Qualification is a degree or certificate, valid from the day it was awarded.
type Qualification struct {
	Fact
	StaffID   int64
	Kind      string
	Level     string
	Major     string
	School    string
	Mode      string
	StartedOn day.Day
}

// TableName is the table of Qualification.
func (Qualification) TableName() string { return "qualification" }

// StaffRating is a yearly rating, valid for its year.
type StaffRating struct {
	Fact
	StaffID int64
	Year    int
	Level   string
	Label   string
}

// TableName is the table of StaffRating.
func (StaffRating) TableName() string { return "staff_rating" }

// DisciplinaryAction (kỷ luật) is valid while it is on the record.
type DisciplinaryAction struct {
	Fact
	StaffID int64
	Form    string
	Conduct string
}

// TableName is the table of DisciplinaryAction.
func (DisciplinaryAction) TableName() string { return "disciplinary_action" }

// Commendation (khen thưởng) is valid from the day it was awarded.
type Commendation struct {
	Fact
	StaffID int64
	Form    string
	Reason  string
}

// TableName is the table of Commendation.
func (Commendation) TableName() string { return "commendation" }

// Relative is a member of the family, of the person's own or the spouse's side.
type Relative struct {
	Fact
	StaffID    int64
	Side       string
	Relation   string
	FullName   string
	BirthYear  *int
	HomeTown   string
	Occupation string
	Workplace  string
	Residence  string
}

// TableName is the table of Relative.
func (Relative) TableName() string { return "relative" }

// WorkHistory is a line of what a person did before, as declared.
type WorkHistory struct {
	Fact
	StaffID int64
	Content string
}

// TableName is the table of WorkHistory.
func (WorkHistory) TableName() string { return "work_history" }

// RecordChange is a change without legal effect, declared with evidence and decided by somebody else.
type RecordChange struct {
	ID            int64
	StaffID       int64
	Kind          string // DECLARE, UPDATE, CORRECT
	Section       string
	Payload       JSON
	Evidence      string
	State         string // PENDING, VERIFIED, REJECTED, WITHDRAWN
	DeclaredBy    int64
	DeclaredAt    time.Time `gorm:"->"`
	DecidedBy     *int64
	DecidedAt     *time.Time
	DecidedReason string
	Version       int
	RecordedIn    int64
	DecidedIn     *int64
}

// TableName is the table of RecordChange.
func (RecordChange) TableName() string { return "record_change" }
