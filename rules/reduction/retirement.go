// Package reduction computes when a person retires, and what a person is owed on leaving.
package reduction

import (
	"fmt"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

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

// RetirementInput is what the month of retirement depends on.
type RetirementInput struct {
	BirthDate       day.Day
	BirthDayUnknown bool // the file tells only the month, or only the year (then the date is 1 January)
	Sex             Sex
	ReducedAge      bool    // 15 years of arduous work, or of work in a specially difficult area
	AsOf            day.Day // the day of asking, which no birth may come after; no day: not checked
}

// RetirementOutcome is when a person reaches the age of retirement. LastDay is the last day of the month in which
// the age is reached, PensionFrom the first day of the next.
type RetirementOutcome struct {
	AgeYears    int
	AgeMonths   int
	LastDay     day.Day
	PensionFrom day.Day
}

// The years of age between which retirement is looked for: bounds of the search, not of the law.
const (
	searchFrom = 45
	searchTo   = 75
)

// earliestBirth is the day before which a birth is taken for a slip of the pen.
var earliestBirth = day.Of(1900, 1, 1)

// Retirement finds the first year whose age of retirement the person reaches within that year; the age reached then
// is final. It refuses a bad birth date or sex with BAD_INPUT, and a retirement that the law loaded does not reach
// with NOT_COVERED.
func Retirement(w *rules.Work, in RetirementInput) (RetirementOutcome, error) {
	if err := in.check(); err != nil {
		return RetirementOutcome{}, err
	}
	r := retirement{Work: w, RetirementInput: in, born: day.Of(in.BirthDate.Year(), in.BirthDate.Month(), 1)}
	if err := r.findAge(); err != nil {
		return RetirementOutcome{}, err
	}
	if err := r.sayBirth(); err != nil {
		return RetirementOutcome{}, err
	}
	w.Steps = append(w.Steps, r.tried...)
	from := r.reached.AddMonths(1)
	r.Add(rules.Say("retirement.age"), r.ageFormula(), decimal.NewFromInt(int64(r.age)), rules.Months, r.sources...)
	r.AddDay(rules.Say("retirement.reached"), rules.Say("retirement.reached_how", "born", month(r.born), "age", age(r.age), "month", month(r.reached)), r.reached, r.sources...)
	r.AddDay(rules.Say("retirement.last_day"), rules.Say("retirement.last_day_how", "month", month(r.reached), "day", from.AddDays(-1)), from.AddDays(-1), r.sources...)
	from, transition, err := r.transition(from)
	if err != nil {
		return RetirementOutcome{}, err
	}
	if transition == nil {
		r.AddDay(rules.Say("retirement.pension_from"), rules.Say("retirement.pension_from_how", "day", from), from, r.sources...)
	} else {
		r.AddDay(rules.Say("retirement.pension_from"), rules.Say("retirement.transition_how", "born", month(r.born), "day", from), from, *transition)
	}
	return RetirementOutcome{AgeYears: r.age / 12, AgeMonths: r.age % 12, LastDay: from.AddDays(-1), PensionFrom: from}, nil
}

// RetirementMonth is the retirement of somebody born on a day, under the law alone and without a trace; it refuses as
// Retirement does.
func RetirementMonth(b *rules.Book, birth day.Day, sex Sex, reduced bool) (RetirementOutcome, error) {
	return Retirement(b.Begin(nil), RetirementInput{BirthDate: birth, Sex: sex, ReducedAge: reduced})
}

func (in RetirementInput) check() error {
	switch {
	case in.BirthDate.IsZero():
		return fault.Bad("birthDate", "fault.required")
	case in.BirthDate.Before(earliestBirth):
		return fault.Bad("birthDate", "retirement.absurd_birth", fault.Args{"day": in.BirthDate, "from": earliestBirth})
	case !in.AsOf.IsZero() && in.BirthDate.After(in.AsOf):
		return fault.Bad("birthDate", "retirement.birth_ahead", fault.Args{"day": in.BirthDate})
	case in.Sex != Male && in.Sex != Female:
		return fault.Bad("sex", "fault.bad_choice", fault.Args{"value": string(in.Sex)})
	}
	return nil
}

// retirement is one search along the road map.
type retirement struct {
	*rules.Work
	RetirementInput
	born    day.Day // first day of the month of birth
	reached day.Day // first day of the month in which the age is reached
	full    int     // months of age by the road map
	age     int     // months of age: full, less what reduces it
	sources []rules.Source
	read    []string // ids of the parameters that sources are of
	tried   []rules.Step
}

// findAge reads the road map from a year too early on. The age never falls from one year to the next, so a year in
// which it is reached only later rules out every year before that later one. Years tried are steps of the trace,
// except the first, which only says where to look.
func (r *retirement) findAge() error {
	first := true
	for year := r.born.Year() + searchFrom; ; {
		err := r.ageOf(year)
		switch {
		case fault.CodeOf(err) == fault.NotCovered && first && year < r.born.Year()+searchTo:
			year++ // the law loaded may begin later
			continue
		case err != nil:
			return err
		case r.reached.Year() < year: // the age was reached before the law loaded begins
			return r.notCovered()
		case r.reached.Year() == year:
			r.sayTried(year, "retirement.year_chosen_how")
			return nil
		case !first:
			r.sayTried(year, "retirement.year_too_late_how")
		}
		year, first = r.reached.Year(), false
	}
}

const reducedBy = "reduction.retirement_age.reduced_by"

// ageOf reads the age of retirement of a year.
func (r *retirement) ageOf(year int) error {
	on := day.Of(year, time.January, 1)
	full, source, err := r.Whole(r.roadMap(), on)
	if err != nil {
		return err
	}
	r.full, r.age, r.sources, r.read = full, full, []rules.Source{source}, []string{r.roadMap()}
	if r.ReducedAge {
		less, source, err := r.Whole(reducedBy, on)
		if err != nil {
			return err
		}
		r.age -= less
		r.sources, r.read = append(r.sources, source), append(r.read, reducedBy)
	}
	r.reached = r.born.AddMonths(r.age)
	return nil
}

func (r *retirement) roadMap() string {
	if r.Sex == Female {
		return "reduction.retirement_age.female"
	}
	return "reduction.retirement_age.male"
}

// notCovered is the refusal of the day on which the age was reached.
func (r *retirement) notCovered() error {
	_, err := r.On(r.roadMap(), r.reached)
	if err == nil {
		return fmt.Errorf("retirement: %s covers %s but not its year", r.roadMap(), r.reached)
	}
	return err
}

// sayTried keeps what the age of a year would mean for the person.
func (r *retirement) sayTried(year int, how string) {
	y := strconv.Itoa(year)
	r.tried = append(r.tried, rules.Step{
		Label:   rules.Say("retirement.year", "year", y),
		Formula: rules.Say(how, "year", y, "age", age(r.age), "born", month(r.born), "month", month(r.reached)),
		Value:   r.reached.String(), Unit: rules.UnitDate, Sources: r.sources, Parameters: r.read,
	})
}

func (r *retirement) ageFormula() rules.Text {
	if r.ReducedAge {
		return rules.Say("retirement.reduced_age_how", "full", r.full, "less", r.full-r.age, "months", r.age, "age", age(r.age))
	}
	return rules.Say("retirement.age_how", "months", r.age, "age", age(r.age))
}

// sayBirth notes the day of birth that is taken where the file does not tell it.
func (r *retirement) sayBirth() error {
	if !r.BirthDayUnknown {
		return nil
	}
	dayOf, source, err := r.Whole("reduction.retirement.unknown_birth_day", r.reached)
	if err != nil {
		return err
	}
	sources, taken := []rules.Source{source}, day.Of(r.born.Year(), r.born.Month(), dayOf)
	how := "retirement.birth_day_how"
	if r.BirthDate == day.Of(r.born.Year(), time.January, 1) { // the year alone may be known
		monthOf, source, err := r.Whole("reduction.retirement.unknown_birth_month", r.reached)
		if err != nil {
			return err
		}
		taken = day.Of(r.born.Year(), time.Month(monthOf), dayOf)
		sources, how = append([]rules.Source{source}, sources...), "retirement.birth_month_how"
	}
	r.AddDay(rules.Say("retirement.birth"), rules.Say(how, "day", taken), taken, sources...)
	return nil
}

// transition is the day from which the pension runs, and the clause that says so where the person is of those whom
// the change of the law caught between.
func (r *retirement) transition(from day.Day) (day.Day, *rules.Source, error) {
	const id = "reduction.retirement.transition"
	row, source, err := r.Row(id, string(r.Sex), from)
	if fault.CodeOf(err) == fault.NotCovered || r.ReducedAge { // before the change; or not of those whom it names
		return from, nil, nil
	}
	if err != nil {
		return from, nil, err
	}
	at := func(year, m string) day.Day {
		return day.Of(int(row.Cells[year].IntPart()), time.Month(row.Cells[m].IntPart()), 1)
	}
	if at("birth_year", "birth_month") != r.born {
		return from, nil, nil
	}
	return at("pension_year", "pension_month"), &source, nil
}

// month is a month as people write it: 07/1965, or 1965-07 in English.
type month day.Day

// In writes the month for a reader of lang.
func (m month) In(lang string) string {
	d := day.Day(m)
	if lang == "en" {
		return fmt.Sprintf("%04d-%02d", d.Year(), d.Month())
	}
	return fmt.Sprintf("%02d/%04d", d.Month(), d.Year())
}

// age says a number of months as years and months.
func age(months int) rules.Text {
	if months%12 == 0 {
		return rules.Say("retirement.years", "years", months/12)
	}
	return rules.Say("retirement.years_months", "years", months/12, "months", months%12)
}
