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
	Family     Family  `json:"family,omitzero"`
	Policy     Policy  `json:"policy,omitzero"`
	StaffClass string  `json:"staffClass,omitzero"` // CADRE, CIVIL_SERVANT, PUBLIC_EMPLOYEE, CONTRACT, COMMUNE_NON_PROFESSIONAL, VILLAGE_NON_PROFESSIONAL
	Level      string  `json:"level,omitzero"`      // CENTRAL, PROVINCE, DISTRICT, COMMUNE; only commune staff are treated apart
	Sex        Sex     `json:"sex,omitzero"`
	BirthDate  day.Day `json:"birthDate,omitzero"`
	ReducedAge bool    `json:"reducedAge,omitzero"` // workCondition REDUCED_AGE: 15 years of arduous work, or of work in a specially difficult area

	LeavingDate        day.Day `json:"leavingDate,omitzero"`        // first day out of service; the start of the pension where the person retires
	ReorganisationDate day.Day `json:"reorganisationDate,omitzero"` // when the decision to reorganise took effect
	Group              Group   `json:"group,omitzero"`

	InsuredMonths int     `json:"insuredMonths,omitzero"`
	InsuredAsOf   day.Day `json:"insuredAsOf,omitzero"`   // up to when insuredMonths and serviceMonths are counted; later months of service are added. None: leavingDate
	ServiceMonths *int    `json:"serviceMonths,omitzero"` // non-professionals: months in office
	// RemainingMonths, for non-professionals under 29/2023/NĐ-CP, are the months left to the end of the term (elected) or
	// of the plan of reorganisation (not elected).
	RemainingMonths  *int `json:"remainingMonths,omitzero"`
	AlreadyPensioner bool `json:"alreadyPensioner,omitzero"`

	// For SeveranceAfterTraining: months in training before leaving, and what the school asks, in đồng.
	TrainingMonths *int   `json:"trainingMonths,omitzero"`
	Tuition        *int64 `json:"tuition,omitzero"`

	Salary SalaryBase `json:"salary,omitzero"`
	Regime string     `json:"regime,omitzero"` // force a regime by its code ("113/2018/NĐ-CP"), whatever the leaving date and the family
}

// SalaryBase is the monthly base, either given or built: from Parts or from the shorthand (Short) for the current month,
// from History for an average.
type SalaryBase struct {
	MonthlyBase *int64         `json:"monthlyBase,omitzero"`
	AverageBase *int64         `json:"averageBase,omitzero"`
	Parts       *SalaryParts   `json:"parts,omitzero"`
	History     []SalaryPeriod `json:"history,omitzero"`
	Short       SalaryParts    `json:"short,omitzero"`   // the parts given as fields of the salary itself
	OnMonth     day.Day        `json:"onMonth,omitzero"` // which month's base salary; none: the month before leaving
}

// SalaryParts are the parts of a month's salary: coefficients of the base salary, and percentages.
type SalaryParts struct {
	Coefficient                   decimal.NullDecimal `json:"coefficient,omitzero"`
	PositionAllowance             decimal.NullDecimal `json:"positionAllowance,omitzero"`  // a coefficient
	BeyondFramePercent            decimal.NullDecimal `json:"beyondFramePercent,omitzero"` // of the coefficient
	ReserveCoefficient            decimal.NullDecimal `json:"reserveCoefficient,omitzero"`
	OccupationalSeniorityPercent  decimal.NullDecimal `json:"occupationalSeniorityPercent,omitzero"` // these percentages: of coefficient, position and beyond frame
	OccupationalPreferencePercent decimal.NullDecimal `json:"occupationalPreferencePercent,omitzero"`
	PublicServicePercent          decimal.NullDecimal `json:"publicServicePercent,omitzero"`
	PartyWorkPercent              decimal.NullDecimal `json:"partyWorkPercent,omitzero"`
	PartyCommitteeCoefficient     decimal.NullDecimal `json:"partyCommitteeCoefficient,omitzero"`
	AreaCoefficient               decimal.NullDecimal `json:"areaCoefficient,omitzero"`
}

// SalaryPeriod is a stretch of days with the same parts of salary; To is its last day.
type SalaryPeriod struct {
	From  day.Day     `json:"from,omitzero"`
	To    day.Day     `json:"to,omitzero"`
	Parts SalaryParts `json:"parts,omitzero"`
}

// SeparationOutcome is what a person is owed. Where Eligible is false, Reasons say why and there are no items; base
// and years are shown all the same. A reason of an eligible outcome says what limits it.
type SeparationOutcome struct {
	Regime       rules.Source     `json:"regime,omitzero"`
	RegimeCode   string           `json:"regimeCode,omitzero"` // code of the catalogue reduction.regimes
	LeavingDate  day.Day          `json:"leavingDate,omitzero"`
	Eligible     bool             `json:"eligible,omitzero"`
	Reasons      []rules.Note     `json:"reasons,omitzero"`
	MonthlyBase  int64            `json:"monthlyBase,omitzero"`
	AverageBase  *int64           `json:"averageBase,omitzero"`  // nil: the regime averages nothing for this policy, or there is nothing to average
	EarlyMonths  *int             `json:"earlyMonths,omitzero"`  // nil: sex or birth is unknown
	EarlyYears   *decimal.Decimal `json:"earlyYears,omitzero"`   // after the regime's odd-month rule
	InsuredYears decimal.Decimal  `json:"insuredYears,omitzero"` // after the regime's odd-month rule
	Items        []BenefitItem    `json:"items,omitzero"`
	Total        int64            `json:"total,omitzero"`
	LegalBases   []rules.Source   `json:"legalBases,omitzero"`
	Trace        []rules.Step     `json:"trace,omitzero"`
}

// BenefitItem is one item of a benefit: a number of months of the base, and the amount they come to. Its code is one of
// EARLY_MONTHS, EARLY_YEARS, SERVICE, FIXED, PER_YEAR, MONTHS_SERVED, TRAINING_PAY, TUITION; tuition has no months.
type BenefitItem struct {
	Code   string          `json:"code,omitzero"`
	Label  rules.Text      `json:"label,omitzero"`
	Months decimal.Decimal `json:"months,omitzero"`
	Amount int64           `json:"amount,omitzero"`
	Source rules.Source    `json:"source,omitzero"`
}

// The codes of benefit items.
const (
	itemEarlyMonths  = "EARLY_MONTHS"
	itemEarlyYears   = "EARLY_YEARS"
	itemService      = "SERVICE"
	itemFixed        = "FIXED"
	itemPerYear      = "PER_YEAR"
	itemMonthsServed = "MONTHS_SERVED"
	itemTrainingPay  = "TRAINING_PAY"
	itemTuition      = "TUITION"
)
