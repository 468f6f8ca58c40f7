package reduction

import (
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// maxComparison is how many outcomes one comparison may have.
const maxComparison = 240

// Comparison computes the benefit of one person under several regimes and for leaving on the first day of each month
// from one to another, month by month, regimes in the order given. Without regimes, each month's own is taken, and months
// without one have no outcome; when none has, the refusal of the first is that of the comparison. Everything
// else of the input stays as it is; insuredAsOf lets the insured time grow with later months. begin starts the computation
// of each outcome. It refuses too many outcomes and months out of order naming toMonth, and otherwise as SeparationBenefit does.
func Comparison(begin func() *rules.Work, in SeparationInput, regimes []string, from, to day.Day) ([]SeparationOutcome, error) {
	switch {
	case from.IsZero():
		return nil, fault.Bad("fromMonth", "fault.required")
	case to.IsZero():
		return nil, fault.Bad("toMonth", "fault.required")
	}
	if len(regimes) == 0 {
		regimes = []string{in.Regime}
	}
	from, to = day.Of(from.Year(), from.Month(), 1), day.Of(to.Year(), to.Month(), 1)
	months := monthsBetween(from, to) + 1
	if months < 1 {
		return nil, fault.Bad("toMonth", "separation.months_backwards", fault.Args{"from": month(from), "to": month(to)})
	}
	if months*len(regimes) > maxComparison {
		return nil, fault.Bad("toMonth", "separation.too_many_months", fault.Args{"max": maxComparison / len(regimes)})
	}
	all := make([]SeparationOutcome, 0, months*len(regimes))
	var uncovered error // of the first month without a regime
	for n := range months {
		for _, regime := range regimes {
			one := in
			one.LeavingDate, one.Regime = from.AddMonths(n), regime
			out, err := SeparationBenefit(begin(), one)
			if regime == "" && fault.CodeOf(err) == fault.NotCovered {
				if uncovered == nil {
					uncovered = err
				}
				continue
			}
			if err != nil {
				return nil, ofComparison(err, in)
			}
			all = append(all, out)
		}
	}
	if len(all) == 0 {
		return nil, uncovered
	}
	return all, nil
}

// ofComparison names the field of the comparison that a refusal is about: a forced regime is one of regimes.
func ofComparison(err error, in SeparationInput) error {
	if e := fault.From(err); e.Field == "regime" && in.Regime == "" {
		return e.At("regimes")
	}
	return err
}
