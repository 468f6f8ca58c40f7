package reduction

import (
	"errors"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

const regimes = "reduction.regimes"

// chooseRegime finds the regime of a leaving date and family, or takes the one that is forced, and says so in the trace.
// It also gives the day on which the regime's own figures are read: the leaving date, or the nearest day of the
// regime's life where a regime is forced outside it. It refuses a day without a regime and a regime that is recorded
// but not computed with NOT_COVERED.
func chooseRegime(w *rules.Work, in SeparationInput) (rules.Entry, day.Day, error) {
	if in.Regime != "" {
		return forcedRegime(w, in)
	}
	for _, e := range w.Book().History(regimes) {
		if e.Attrs["family"] == string(in.Family) && !in.LeavingDate.Before(e.From) && in.LeavingDate.Before(e.To) {
			if e.Attrs["computed"] != "yes" {
				return rules.Entry{}, day.Day{}, notComputed(e).At("leavingDate")
			}
			w.AddText(rules.Say("separation.regime"), rules.Say("separation.regime_how", "day", in.LeavingDate, "regime", e.Label), e.Code, e.Source())
			return e, in.LeavingDate, nil
		}
	}
	return rules.Entry{}, day.Day{}, noRegime(w, in)
}

func forcedRegime(w *rules.Work, in SeparationInput) (rules.Entry, day.Day, error) {
	for _, e := range w.Book().History(regimes) {
		if e.Code != in.Regime {
			continue
		}
		if e.Attrs["computed"] != "yes" {
			return rules.Entry{}, day.Day{}, notComputed(e).At("regime")
		}
		on, how := in.LeavingDate, "separation.regime_forced_how"
		if on.Before(e.From) || !on.Before(e.To) {
			on, how = day.Min(day.Max(on, e.From), e.To.AddDays(-1)), "separation.regime_outside_how"
		}
		w.AddText(rules.Say("separation.regime"), rules.Say(how, "regime", e.Label, "day", in.LeavingDate, "on", on), e.Code, e.Source())
		return e, on, nil
	}
	return rules.Entry{}, day.Day{}, fault.Bad("regime", "fault.bad_choice", fault.Args{"value": in.Regime})
}

func notComputed(e rules.Entry) *fault.Error {
	return fault.New(fault.NotCovered, "separation.not_computed", fault.Args{"regime": e.Label}).Citing(e.Cite.Source())
}

// noRegime refuses a day between the regimes of a family, and names the nearest.
func noRegime(w *rules.Work, in SeparationInput) error {
	var near rules.Entry
	best := -1
	for _, e := range w.Book().History(regimes) {
		if e.Attrs["family"] != string(in.Family) {
			continue
		}
		gap := in.LeavingDate.DaysUntil(e.From)
		if !in.LeavingDate.Before(e.From) {
			gap = e.To.DaysUntil(in.LeavingDate)
		}
		if best < 0 || gap < best {
			near, best = e, gap
		}
	}
	args := fault.Args{"day": in.LeavingDate, "regime": near.Label, "from": near.From, "to": near.To.AddDays(-1)}
	key := "separation.no_regime"
	if near.To.IsForever() {
		key = "separation.no_regime_before"
	}
	return fault.New(fault.NotCovered, key, args).At("leavingDate").Citing(near.Cite.Source())
}

// law reads the figures of one regime on one day. The first refusal is kept in err and everything read after it is
// zero, so that a formula reads as it stands in the law and its caller asks once.
type law struct {
	*rules.Work
	prefix string
	on     day.Day
	err    error
}

// figure is a number of the law with its source.
type figure struct {
	decimal.Decimal
	source rules.Source
}

func (l *law) number(name string) figure {
	if l.err != nil {
		return figure{}
	}
	n, source, err := l.Decimal(l.prefix+"."+name, l.on)
	l.err = err
	return figure{n, source}
}

func (l *law) months(name string) (int, rules.Source) {
	f := l.number(name)
	return int(f.IntPart()), f.source
}

// maybe reads a figure that not every regime has.
func (l *law) maybe(name string) (figure, bool) {
	if l.err != nil {
		return figure{}, false
	}
	n, source, err := l.Decimal(l.prefix+"."+name, l.on)
	if absent(err) {
		return figure{}, false
	}
	l.err = err
	return figure{n, source}, err == nil
}

func (l *law) option(name string) (string, rules.Source) {
	if l.err != nil {
		return "", rules.Source{}
	}
	chosen, source, err := l.Work.Choice(l.prefix+"."+name, l.on)
	l.err = err
	return chosen, source
}

// maybeOption is the option of a choice that not every regime has; "" where it has none.
func (l *law) maybeOption(name string) (string, rules.Source) {
	if l.err != nil {
		return "", rules.Source{}
	}
	chosen, source, err := l.Work.Choice(l.prefix+"."+name, l.on)
	if !absent(err) {
		l.err = err
	}
	return chosen, source
}

// table reads the rows of a table; a regime may lack the table, and then it is empty.
func (l *law) table(name string) ([]rules.Row, rules.Source) {
	if l.err != nil {
		return nil, rules.Source{}
	}
	v, err := l.On(l.prefix+"."+name, l.on)
	if absent(err) {
		return nil, rules.Source{}
	}
	l.err = err
	return v.Rows, v.Source()
}

// row finds a row of a table by its key; false where the regime has no such table or row.
func (l *law) row(name, key string) (rules.Row, rules.Source, bool) {
	rows, source := l.table(name)
	for _, r := range rows {
		if r.Key == key {
			return r, source, true
		}
	}
	return rules.Row{}, source, false
}

// absent tells that no file defines a figure, which is how a regime says that it has none; a figure that is defined but
// not for the day is a refusal.
func absent(err error) bool {
	return errors.Is(err, fault.New(fault.NotFound, "rules.unknown_parameter"))
}
