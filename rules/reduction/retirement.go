// Package reduction computes what a person is owed, and when, on leaving: here the month of retirement.
package reduction

import (
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// Sex is a person's sex as the law on retirement distinguishes it: MALE or FEMALE.
type Sex string

// The values of Sex.
const (
	Male   Sex = "MALE"
	Female Sex = "FEMALE"
)

// Retirement is when a person reaches the age of retirement. LastDay is the last day of the month in which the
// age is reached, PensionFrom the first day of the next.
type Retirement struct {
	AgeYears    int
	AgeMonths   int
	LastDay     day.Day
	PensionFrom day.Day
	Value       rules.Value // the value of the road map that decided
}

// RetirementMonth finds the first year whose age of retirement the person reaches within that year or before; the
// age reached then is final. reduced tells that 15 years of arduous work, or of work in a specially difficult area,
// lower the age. It refuses a birth that the law loaded does not reach with NOT_COVERED.
func RetirementMonth(b *rules.Book, birth day.Day, sex Sex, reduced bool) (Retirement, error) {
	id := "reduction.retirement_age.male"
	switch sex {
	case Male:
	case Female:
		id = "reduction.retirement_age.female"
	default:
		return Retirement{}, fault.Bad("sex", "fault.bad_choice", fault.Args{"value": string(sex)})
	}
	month := day.Of(birth.Year(), birth.Month(), 1)
	// Nobody retires before an age of forty, so the search starts there; the age moves by less than a year per
	// year, so it ends.
	for year := max(birth.Year()+40, firstYear(b, id)); ; year++ {
		on := day.Of(year, 1, 1)
		v, err := b.On(id, on)
		if err != nil {
			return Retirement{}, err
		}
		age := int(v.Number.IntPart())
		if reduced {
			less, err := b.Months("reduction.retirement_age.reduced_by", on)
			if err != nil {
				return Retirement{}, err
			}
			age -= less
		}
		if reached := month.AddMonths(age); reached.Year() <= year {
			from := reached.AddMonths(1)
			return Retirement{AgeYears: age / 12, AgeMonths: age % 12, LastDay: from.AddDays(-1), PensionFrom: from, Value: v}, nil
		}
	}
}

// firstYear is the first year the road map covers from its first day.
func firstYear(b *rules.Book, id string) int {
	for _, p := range b.Parameters() {
		if p.ID == id {
			return p.Values[0].From.Year()
		}
	}
	return 0
}
