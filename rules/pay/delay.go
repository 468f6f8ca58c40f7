package pay

import (
	"errors"
	"fmt"
	"slices"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// DelayReason is why a raise is put off, as the API names it.
type DelayReason string

// The reasons: measures and ratings whose months the law sets, and time that does not count.
const (
	UnsatisfactoryRating DelayReason = "UNSATISFACTORY_RATING"
	Reprimand            DelayReason = "REPRIMAND"
	Warning              DelayReason = "WARNING"
	RemovalFromPost      DelayReason = "REMOVAL_FROM_POST"
	Demotion             DelayReason = "DEMOTION"
	UnpaidLeave          DelayReason = "UNPAID_LEAVE"
	OtherNotCounted      DelayReason = "OTHER_NOT_COUNTED"
)

func (r DelayReason) known() bool {
	switch r {
	case UnsatisfactoryRating, Reprimand, Warning, RemovalFromPost, Demotion:
		return true
	}
	return r.notCounted()
}

func (r DelayReason) notCounted() bool { return r == UnpaidLeave || r == OtherNotCounted }

// Delay is an event that puts a raise off.
type Delay struct {
	Reason DelayReason
	On     day.Day // of the decision or the rating; the first day of time that does not count
	Months *int    // of time that does not count; nil for the other reasons
}

// longestNotCounted is more months than anybody serves: a bound for slips of the pen, not of the law.
const longestNotCounted = 600

// numbered is a delay with its place in the input.
type numbered struct {
	Delay
	field string
}

// delays are the delays of the input, checked, in the order of their days.
func (in StepRaiseInput) delays() ([]numbered, error) {
	all := make([]numbered, len(in.Delays))
	for i, d := range in.Delays {
		all[i] = numbered{d, fmt.Sprintf("delays[%d].", i)}
		if err := all[i].check(in); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b numbered) int { return b.On.DaysUntil(a.On) })
	return all, nil
}

func (d numbered) check(in StepRaiseInput) error {
	start := in.Since // of the step or the allowance that the next raise follows
	if !in.BeyondFrameSince.IsZero() {
		start = in.BeyondFrameSince
	}
	switch {
	case !d.Reason.known():
		return fault.Bad(d.field+"reason", "fault.bad_choice", fault.Args{"value": string(d.Reason)})
	case d.Reason.notCounted() && d.Months == nil:
		return fault.Bad(d.field+"months", "fault.required")
	case d.Reason.notCounted() && (*d.Months < 1 || *d.Months > longestNotCounted):
		return fault.Bad(d.field+"months", "pay.bad_months", fault.Args{"most": longestNotCounted})
	case !d.Reason.notCounted() && d.Months != nil:
		return fault.Bad(d.field+"months", "pay.months_by_law")
	}
	if err := checkDay(d.field+"on", d.On, in.AsOf); err != nil {
		return err
	}
	if d.On.Before(start) {
		return fault.Bad(d.field+"on", "pay.before_step", fault.Args{"day": d.On, "since": start})
	}
	return nil
}

// delay puts a term off by each delay that falls before it, in the order of their days, and says so. One that falls
// on or after the day that the others make comes too late for this raise, and is said not to count.
func delay(w *rules.Work, staffClass string, delays []numbered, term day.Day) (day.Day, error) {
	total, due := 0, term
	for _, d := range delays {
		if !d.On.Before(due) {
			w.AddDay(rules.Say("pay.delay."+string(d.Reason)), rules.Say("pay.delay_too_late_how", "on", d.On, "due", due), due)
			continue
		}
		months, source, err := d.months(w, staffClass)
		if err != nil {
			return due, err
		}
		total += months
		later := term.AddMonths(total) // from the term, so that short months are cut once
		w.AddDay(rules.Say("pay.delay."+string(d.Reason)), rules.Say("pay.delay_how", "on", d.On, "day", due, "months", months, "due", later), later, source)
		due = later
	}
	return due, nil
}

// months is how long the delay is, and by which article.
func (d numbered) months(w *rules.Work, staffClass string) (int, rules.Source, error) {
	if d.Reason.notCounted() {
		_, source, err := w.Choice("pay.step_raise.not_counted", d.On)
		return *d.Months, source, err
	}
	row, source, err := w.Row("pay.step_raise.delay", string(d.Reason), d.On)
	if err != nil && !errors.Is(err, fault.New(fault.NotCovered, "rules.no_row")) {
		return 0, source, err
	}
	months, known := row.Cells[staffClass]
	if err != nil || !known {
		return 0, source, fault.New(fault.RuleViolation, "pay.no_such_measure", fault.Args{"staff": fault.Ref("pay.staff." + staffClass)}).
			At(d.field + "reason").Citing(source.Cite.Source())
	}
	return int(months.IntPart()), source, nil
}
