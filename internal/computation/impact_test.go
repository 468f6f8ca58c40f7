package computation

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/platform/jobs"
	"bienche/models"
	"bienche/rules"
)

const (
	baseSalary = "pay.base_salary"
	regime     = "reduction.154_2025."
	regimeFrom = "2025-06-16"
)

// raised is the base salary of 2027 raised by a part, and the law in which it is.
func (w *impactWorld) raised(by string) (string, *rules.Book) {
	w.t.Helper()
	now, err := w.Book.On(baseSalary, day.Of(2027, 1, 1))
	w.must(err)
	to := now.Number.Mul(decimal.RequireFromString(by)).String()
	return to, w.changed(baseSalary, now.From.String(), "", "", to)
}

func TestARaiseOfTheBaseSalaryReachesThoseWhoseMonthItIs(t *testing.T) {
	w := newImpactWorld(t)
	w.kept(w.school, leaver("2026-12-01", "0", 120))
	w.kept(w.school, leaver("2027-01-01", "0", 120)) // paid by December
	january := w.kept(w.school, leaver("2027-02-01", "0", 120))
	may := w.kept(w.health, leaver("2027-06-01", "0.5", 251))
	given := leaver("2027-06-01", "0", 120)
	given.Salary.Parts, given.Salary.MonthlyBase = nil, new(int64(9_000_000))
	w.kept(w.health, given) // reads no base salary
	value, after := w.raised("1.08")

	open := w.analysed(w.officer, w.order(baseSalary, "2027-01-01", value))
	got := w.items(w.officer, open)
	w.expect(got, after, january, may)
	for id, item := range got {
		if item.Difference <= 0 {
			t.Errorf("computation %d comes out %d higher", id, item.Difference)
		}
	}
	closed := w.order(baseSalary, "2027-01-01", value)
	closed.To = day.Of(2027, 5, 1)
	w.expect(w.items(w.officer, w.analysed(w.officer, closed)), after, january)
	i, err := models.FindLawImpact(t.Context(), w.DB, w.officer, open)
	w.must(err)
	if !i.HoldsTo.IsForever() || *i.Supposed != value {
		t.Errorf("stored as %+v", i)
	}
}

func TestACellAndAChoiceCanBeSupposed(t *testing.T) {
	w := newImpactWorld(t)
	plain := w.kept(w.school, leaver("2027-06-01", "0", 120))
	area := w.kept(w.school, leaver("2027-06-01", "0.5", 120))
	old := leaver("2025-06-01", "0.5", 120) // under the decree before
	w.kept(w.school, old)

	cell := w.order(regime+"salary_parts", "2026-01-01", "")
	cell.Row, cell.Column = "AREA", "counts"
	now, err := w.Book.On(cell.Parameter, cell.From)
	w.must(err)
	to := "1"
	if slices.ContainsFunc(now.Rows, func(r rules.Row) bool { return r.Key == "AREA" && !r.Cells["counts"].IsZero() }) {
		to = "0"
	}
	cell.Value = &to
	id := w.analysed(w.officer, cell)
	got := w.items(w.officer, id)
	w.expect(got, w.changed(cell.Parameter, regimeFrom, "AREA", "counts", to), plain, area)
	if got[plain].Changed || !got[area].Changed {
		t.Errorf("without the allowance changed %t, with it %t", got[plain].Changed, got[area].Changed)
	}
	i, err := models.FindLawImpact(t.Context(), w.DB, w.officer, id)
	w.must(err)
	if i.HoldsTo != now.To {
		t.Errorf("it is supposed to %s, and the law says so to %s", i.HoldsTo, now.To)
	}

	const choice = regime + "severance.per_year_base"
	average := w.changed(choice, regimeFrom, "", "", "AVERAGE_60")
	got = w.items(w.officer, w.analysed(w.officer, w.order(choice, "2026-01-01", "AVERAGE_60")))
	w.expect(got, average, plain, area) // refused: nobody has told sixty months
	if got[plain].ResultAfter != models.Refused {
		t.Errorf("an average of nothing is %s", got[plain].ResultAfter)
	}
}

func TestWhatHoldsAlreadyChangesNothing(t *testing.T) {
	w := newImpactWorld(t)
	a, b := w.kept(w.school, leaver("2027-06-01", "0.5", 120)), w.kept(w.health, leaver("2026-12-01", "0", 75))
	for _, f := range w.Book.Figures() {
		if f.ID != baseSalary && f.ID != regime+"severance.fixed" && f.ID != regime+"severance.per_year_base" && f.ID != regime+"odd_months.half_from" {
			continue
		}
		v, err := w.Book.On(f.ID, f.From)
		w.must(err)
		if !v.To.After(day.Of(2026, 11, 1)) {
			continue
		}
		o := w.order(f.ID, day.Max(f.From, day.Of(2026, 9, 1)).String(), f.Now)
		got := w.items(w.officer, w.analysed(w.officer, o))
		w.expect(got, w.Book, a, b)
		for id, item := range got {
			if item.Changed {
				t.Errorf("%s as it is changes computation %d by %d", f, id, item.Difference)
			}
		}
	}
}

func TestASupposedLocalChoiceTouchesItsUnitAndThoseBelow(t *testing.T) {
	w := newImpactWorld(t)
	department := w.kept(w.education, leaver("2027-06-01", "0", 120))
	school := w.kept(w.school, leaver("2027-06-01", "0", 60))
	w.kept(w.health, leaver("2027-06-01", "0", 120))
	w.kept(w.school, leaver("2026-12-01", "0", 60)) // before it holds
	w.kept(w.school, leaver("2027-06-01", "0", 60), func(c *models.Computation) { c.UnitID = nil })
	o := w.order(regime+"severance.fixed", "2027-01-01", "5")
	o.UnitID = &w.education
	got := w.items(w.clerk, w.analysed(w.clerk, o))
	w.expect(got, w.changed(o.Parameter, regimeFrom, "", "", "5"), department, school)
	for id, item := range got {
		if item.Difference <= 0 {
			t.Errorf("computation %d comes out %d higher", id, item.Difference)
		}
	}
}

func TestWhatWasKeptIsHeldAgainstTheLawOfToday(t *testing.T) {
	w := newImpactWorld(t)
	same := w.kept(w.school, leaver("2027-06-01", "0", 120))
	more := w.kept(w.school, leaver("2027-06-01", "0", 120), func(c *models.Computation) { c.Total += 1000 })
	barred := w.kept(w.health, leaver("2027-06-01", "0", 60), func(c *models.Computation) { c.Total, c.Result = 0, models.Ineligible })
	w.kept(w.school, leaver("2026-12-01", "0", 120), func(c *models.Computation) { c.Total += 1000 }) // of other days
	id := w.analysed(w.officer, w.order(baseSalary, "2027-01-01", ""))
	got := w.items(w.officer, id)
	if keys := slices.Sorted(maps.Keys(got)); !slices.Equal(keys, []int64{same, more, barred}) {
		t.Fatalf("listed are %v", keys)
	}
	if got[same].Changed || got[more].Difference != -1000 || got[barred].ResultAfter != models.Eligible {
		t.Errorf("got %+v", got)
	}
	totals := w.totals(w.officer, id)
	if totals.Read != 3 || totals.Changed != 2 || totals.More != 1 || totals.Less != 1 || totals.NewlyEligible != 1 || totals.NoLongerEligible != 0 {
		t.Errorf("got %+v", totals)
	}
}

func TestEverybodySeesTheirOwnPeopleAlone(t *testing.T) {
	w := newImpactWorld(t)
	mine, other := w.kept(w.school, leaver("2027-06-01", "0", 120)), w.kept(w.health, leaver("2027-06-01", "0", 120))
	value, after := w.raised("1.1")
	o := w.order(baseSalary, "2027-01-01", value)
	whole := w.analysed(w.officer, o)
	w.expect(w.items(w.officer, whole), after, mine, other)
	w.expect(w.items(w.clerk, whole), after, mine) // by the database, were the clerk to reach it
	if i, err := models.FindLawImpact(w.as(w.clerk), w.DB, w.clerk, whole); err != nil || i != nil {
		t.Errorf("another's analysis is shown: %+v, %v", i, err)
	}
	o.ClientRequestID = "half"
	half := w.analysed(w.clerk, o)
	w.expect(w.items(w.clerk, half), after, mine)
	w.expect(w.items(w.officer, half), after, mine)
}

func TestATryThatStartsOverLeavesOneSet(t *testing.T) {
	w := newImpactWorld(t)
	mine := w.kept(w.school, leaver("2027-06-01", "0", 120))
	value, after := w.raised("1.1")
	id := w.analysed(w.officer, w.order(baseSalary, "2027-01-01", value))
	i, err := models.FindLawImpact(t.Context(), w.DB, w.officer, id)
	w.must(err)
	// The first try died after it had stored everything, before it could say so.
	w.system(func(tx *models.Tx) {
		w.must(tx.Exec("UPDATE job SET state = 'RUNNING', finished_at = NULL WHERE id = ?", i.JobID).Error)
	})
	w.worked(i.JobID)
	w.expect(w.items(w.officer, id), after, mine)
	n, err := models.One[int](models.WithAccess(t.Context(), models.Everything), w.DB,
		models.Q("SELECT count(*)::int FROM audit_log WHERE action = 'computation.keep_impact' AND object_id = ?", id))
	w.must(err)
	if n != 1 {
		t.Errorf("it was stored %d times", n)
	}
}

func TestWhoCancelsKeepsNothing(t *testing.T) {
	w := newImpactWorld(t)
	mine := w.kept(w.school, leaver("2027-06-01", "0", 120))
	value, _ := w.raised("1.1")
	id, err := w.OrderImpact(w.as(w.officer), w.order(baseSalary, "2027-01-01", value))
	w.must(err)
	i, err := models.FindLawImpact(t.Context(), w.DB, w.officer, id)
	w.must(err)
	c, err := w.compare(w.as(w.officer), i)
	w.must(err)
	ctx, cancel := context.WithCancelCause(w.as(w.officer))
	cancel(jobs.ErrCancelled)
	if _, err := c.add(ctx, nil, []int64{mine}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled analysis goes on: %v", err)
	}
	if got := w.items(w.officer, id); len(got) != 0 {
		t.Errorf("it left %v", got)
	}
}

func TestWhatCannotBeAnalysedIsRefusedByItsField(t *testing.T) {
	w := newImpactWorld(t)
	with := func(parameter, from, value string, change func(*ImpactOrder)) ImpactOrder {
		o := w.order(parameter, from, value)
		change(&o)
		return o
	}
	as := func(*ImpactOrder) {}
	cell := func(o *ImpactOrder) { o.Row, o.Column = "AREA", "counts" }
	of := func(unit *int64) func(*ImpactOrder) { return func(o *ImpactOrder) { o.UnitID = unit } }
	until := func(to day.Day) func(*ImpactOrder) { return func(o *ImpactOrder) { o.To = to } }
	for _, c := range []struct {
		what string
		user int64
		o    ImpactOrder
		want string
	}{
		{"by one who may analyse nothing", w.self, with(baseSalary, "2027-01-01", "2700000", as), "FORBIDDEN fault.forbidden "},
		{"an unknown parameter", w.officer, with("pay.none", "2027-01-01", "1", as), "BAD_INPUT rules.unknown_parameter parameter"},
		{"of it as it stands", w.officer, with("pay.none", "2027-01-01", "", as), "BAD_INPUT rules.unknown_parameter parameter"},
		{"words for a number", w.officer, with(baseSalary, "2027-01-01", "nhiều", as), "BAD_INPUT rules.not_number value"},
		{"a part of a đồng", w.officer, with(baseSalary, "2027-01-01", "2700000.5", as), "BAD_INPUT rules.not_whole value"},
		{"a day before the law", w.officer, with(baseSalary, "1990-01-01", "1", as), "NOT_COVERED rules.not_covered from"},
		{"no first day", w.officer, with(baseSalary, "2027-01-01", "", func(o *ImpactOrder) { o.From = day.Day{} }), "BAD_INPUT fault.required from"},
		{"an end before the beginning", w.officer, with(baseSalary, "2027-01-01", "2700000", until(day.Of(2027, 1, 1))), "BAD_INPUT fault.bad_range to"},
		{"and of the law as it stands", w.officer, with(baseSalary, "2027-01-01", "", until(day.Of(2027, 1, 1))), "BAD_INPUT fault.bad_range to"},
		{"a table without a row", w.officer, with(regime+"salary_parts", "2027-01-01", "1", as), "BAD_INPUT fault.required row"},
		{"a cell without a value", w.officer, with(regime+"salary_parts", "2027-01-01", "", cell), "BAD_INPUT law_impact.nothing_supposed value"},
		{"a unit without a value", w.officer, with(baseSalary, "2027-01-01", "", of(&w.school)), "BAD_INPUT law_impact.nothing_supposed value"},
		{"a cell of a unit", w.officer, with(regime+"salary_parts", "2027-01-01", "1", func(o *ImpactOrder) {
			cell(o)
			o.UnitID = &w.school
		}), "BAD_INPUT law_impact.local_table row"},
		{"a table of a unit", w.officer, with(regime+"salary_parts", "2027-01-01", "1", of(&w.school)), "BAD_INPUT lawbook.table parameter"},
		{"a unit out of sight", w.clerk, with(baseSalary, "2027-01-01", "2700000", of(&w.health)), "NOT_FOUND fault.not_found unit"},
		{"a unit that there is not", w.officer, with(baseSalary, "2027-01-01", "2700000", of(new(int64(9999)))), "NOT_FOUND fault.not_found unit"},
		{"no request id", w.officer, with(baseSalary, "2027-01-01", "2700000", func(o *ImpactOrder) { o.ClientRequestID = "" }), "BAD_INPUT fault.required clientRequestId"},
	} {
		t.Run(c.what, func(t *testing.T) {
			w.t = t
			w.refused(c.user, c.o, c.want)
		})
	}
	w.t = t
	o := w.order(baseSalary, "2027-01-01", "2700000")
	first, err := w.OrderImpact(w.as(w.officer), o)
	w.must(err)
	second, err := w.OrderImpact(w.as(w.officer), o)
	w.must(err)
	n, err := models.One[int](t.Context(), w.DB, models.Q("SELECT count(*)::int FROM job"))
	w.must(err)
	if first != second || n != 1 {
		t.Errorf("the same request twice: analyses %d and %d, %d jobs", first, second, n)
	}
	o.From = o.From.AddDays(1)
	if _, err := w.OrderImpact(w.as(w.officer), o); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("the same request id for another change: %v", err)
	}
}

func BenchmarkImpactOfTenThousand(b *testing.B) {
	const people = 10_000
	w := newImpactWorld(b)
	units := []int64{w.education, w.health, w.school}
	for n := 0; n < people; n += portion {
		w.system(func(tx *models.Tx) {
			var all []models.Computation
			for k := range portion {
				all = append(all, w.computed(tx, units[k%len(units)], leaver("2027-06-01", "0.5", 60+(n+k)%240)))
			}
			w.must(models.AddComputations(tx, all))
		})
	}
	value, _ := w.raised("1.08")
	for b.Loop() {
		id := w.analysed(w.officer, w.order(baseSalary, "2027-01-01", value))
		totals := w.totals(w.officer, id)
		if totals.Read != people || totals.Changed != people {
			b.Fatalf("got %+v", totals)
		}
	}
}
