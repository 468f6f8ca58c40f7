package reduction

import (
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/rules"
)

// Family is a family of regimes of separation benefits, never to be mixed with another.
type Family string

// The values of Family.
const (
	StaffReduction      Family = "STAFF_REDUCTION"      // tinh giản biên chế
	Reorganisation      Family = "REORGANISATION"       // sắp xếp tổ chức bộ máy
	OrdinaryResignation Family = "ORDINARY_RESIGNATION" // thôi việc theo nguyện vọng
)

// Policy is the way in which a person leaves.
type Policy string

// The values of Policy.
const (
	EarlyRetirement        Policy = "EARLY_RETIREMENT"
	TransferOut            Policy = "TRANSFER_OUT"
	ImmediateSeverance     Policy = "IMMEDIATE_SEVERANCE"
	SeveranceAfterTraining Policy = "SEVERANCE_AFTER_TRAINING"
	NonProfessional        Policy = "NON_PROFESSIONAL"
)

// Group is the group of persons of a reorganisation (178/2024/NĐ-CP Điều 2 as amended).
type Group string

// The values of Group; empty is DirectlyAffected.
const (
	DirectlyAffected    Group = "DIRECTLY_AFFECTED"
	BodyMustReduce      Group = "BODY_MUST_REDUCE"
	AssociationPost     Group = "ASSOCIATION_POST"
	TooOldForReelection Group = "TOO_OLD_FOR_REELECTION"
)

// SeparationInput is what a separation benefit is computed from, named as in the API. A zero day, an empty text and
// a nil number mean "not told".
type SeparationInput struct {
	Family     Family
	Policy     Policy
	StaffClass string // CADRE, CIVIL_SERVANT, PUBLIC_EMPLOYEE, CONTRACT, COMMUNE_NON_PROFESSIONAL, VILLAGE_NON_PROFESSIONAL
	Level      string // CENTRAL, PROVINCE, DISTRICT, COMMUNE; only commune staff are treated apart
	Sex        Sex
	BirthDate  day.Day
	ReducedAge bool // workCondition REDUCED_AGE: 15 years of arduous work, or of work in a specially difficult area

	LeavingDate        day.Day // first day out of service; the start of the pension where the person retires
	ReorganisationDate day.Day // when the decision to reorganise took effect
	Group              Group

	InsuredMonths int
	InsuredAsOf   day.Day // up to when insuredMonths and serviceMonths are counted; later months of service are added. None: leavingDate
	ServiceMonths *int    // non-professionals: months in office
	// RemainingMonths, for non-professionals under 29/2023/NĐ-CP, are the months left to the end of the term (elected) or
	// of the plan of reorganisation (not elected).
	RemainingMonths  *int
	AlreadyPensioner bool

	Salary SalaryBase
	Regime string // force a regime by its code ("113/2018/NĐ-CP"), whatever the leaving date and the family
}

// SalaryBase is the monthly base, either given or built: from Parts or from the shorthand (Short) for the current month,
// from History for an average.
type SalaryBase struct {
	MonthlyBase *int64
	AverageBase *int64
	Parts       *SalaryParts
	History     []SalaryPeriod
	Short       SalaryParts // the parts given as fields of the salary itself
	OnMonth     day.Day     // which month's base salary; none: the month before leaving
}

// SalaryParts are the parts of a month's salary: coefficients of the base salary, and percentages.
type SalaryParts struct {
	Coefficient                   decimal.NullDecimal
	PositionAllowance             decimal.NullDecimal // a coefficient
	BeyondFramePercent            decimal.NullDecimal // of the coefficient
	ReserveCoefficient            decimal.NullDecimal
	OccupationalSeniorityPercent  decimal.NullDecimal // these percentages: of coefficient, position and beyond frame
	OccupationalPreferencePercent decimal.NullDecimal
	PublicServicePercent          decimal.NullDecimal
	PartyWorkPercent              decimal.NullDecimal
	PartyCommitteeCoefficient     decimal.NullDecimal
	AreaCoefficient               decimal.NullDecimal
}

// SalaryPeriod is a stretch of days with the same parts of salary; To is its last day.
type SalaryPeriod struct {
	From  day.Day
	To    day.Day
	Parts SalaryParts
}

// SeparationOutcome is what a person is owed. Where Eligible is false, Reasons say why and there are no items; base
// and years are shown all the same. A reason of an eligible outcome says what limits it.
type SeparationOutcome struct {
	Regime       rules.Source
	RegimeCode   string // code of the catalogue reduction.regimes
	LeavingDate  day.Day
	Eligible     bool
	Reasons      []rules.Note
	MonthlyBase  int64
	AverageBase  *int64           // nil: the regime averages nothing for this policy, or there is nothing to average
	EarlyMonths  *int             // nil: sex or birth is unknown
	EarlyYears   *decimal.Decimal // after the regime's odd-month rule
	InsuredYears decimal.Decimal  // after the regime's odd-month rule
	Items        []BenefitItem
	Total        int64
	LegalBases   []rules.Source
	Trace        []rules.Step
}

// BenefitItem is one item of a benefit: a number of months of the base, and the amount they come to. Its code is one of
// EARLY_MONTHS, EARLY_YEARS, SERVICE, FIXED, PER_YEAR, MONTHS_SERVED.
type BenefitItem struct {
	Code   string
	Label  rules.Text
	Months decimal.Decimal
	Amount int64
	Source rules.Source
}

// The codes of benefit items.
const (
	itemEarlyMonths  = "EARLY_MONTHS"
	itemEarlyYears   = "EARLY_YEARS"
	itemService      = "SERVICE"
	itemFixed        = "FIXED"
	itemPerYear      = "PER_YEAR"
	itemMonthsServed = "MONTHS_SERVED"
)
