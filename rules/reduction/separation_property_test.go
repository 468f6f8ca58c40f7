package reduction

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// anyone draws a person who leaves under one of the regimes, with bases given or built.
func anyone(t *rapid.T) SeparationInput {
	l := leaver{
		family: rapid.SampledFrom(families).Draw(t, "family"),
		policy: rapid.SampledFrom(policies).Draw(t, "policy"),
		class:  rapid.SampledFrom(classes).Draw(t, "class"),
		level:  rapid.SampledFrom(levels).Draw(t, "level"),
		sex:    rapid.SampledFrom([]Sex{Male, Female}).Draw(t, "sex"),
		group:  rapid.SampledFrom(groups).Draw(t, "group"),
		born:   day.Of(1958, 1, 1).AddDays(rapid.IntRange(0, 40*365).Draw(t, "born")).String(),
		leaves: day.Of(2015, 1, 10).AddDays(rapid.IntRange(0, 14*365).Draw(t, "leaves")).String(),

		reduced:   rapid.Bool().Draw(t, "reduced"),
		pensioner: rapid.IntRange(0, 9).Draw(t, "pensioner") == 0,
		insured:   rapid.IntRange(1, 420).Draw(t, "insured"),
		served:    rapid.IntRange(1, 300).Draw(t, "served"),
		left:      rapid.IntRange(1, 60).Draw(t, "left"),
		reorg:     day.Of(2024, 1, 1).AddDays(rapid.IntRange(0, 500).Draw(t, "reorg")).String(),
		regime:    rapid.SampledFrom([]string{"", "", "108/2014/NĐ-CP", "29/2023/NĐ-CP", "154/2025/NĐ-CP", "178/2024/NĐ-CP"}).Draw(t, "regime"),
	}
	in := l.input()
	if rapid.Bool().Draw(t, "built") {
		p := everything()
		in.Salary = SalaryBase{Parts: &p, History: []SalaryPeriod{
			period("2006-10-01", "2018-03-31", "3.66"), {From: day.Of(2018, 4, 1), To: day.Of(2030, 12, 31), Parts: everything()},
		}}
	}
	return in
}

// exact are the bases of an input as the computation has them, before rounding.
func exact(b *rules.Book, in SeparationInput) *separation {
	w := b.Begin(nil)
	regime, on, err := chooseRegime(w, in)
	if err != nil {
		return nil
	}
	s := &separation{law: law{Work: w, prefix: regime.Attrs["prefix"], on: on}, in: in, regime: regime}
	s.findCurrent()
	s.countInsured()
	s.tryAverage()
	return s
}

func TestABenefitIsTheSumOfItsItems(t *testing.T) {
	b := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in := anyone(t)
		out, err := SeparationBenefit(b.Begin(nil), in)
		if err != nil {
			if code := fault.CodeOf(err); code != fault.BadInput && code != fault.NotCovered || fault.From(err).Message("vi") == fault.From(err).Key {
				t.Fatal(err)
			}
			return
		}
		bases := exact(b, in)
		var total int64
		for _, i := range out.Items {
			total += i.Amount
			if i.Amount != i.Months.Mul(bases.current).Round(0).IntPart() && i.Amount != i.Months.Mul(bases.average).Round(0).IntPart() {
				t.Fatalf("%s is %d, not %s months of a base", i.Code, i.Amount, i.Months)
			}
			if i.Amount <= 0 || i.Source.Document == "" {
				t.Fatalf("%s is %d by %q", i.Code, i.Amount, i.Source.Document)
			}
		}
		if total != out.Total {
			t.Fatalf("the items come to %d, the total is %d", total, out.Total)
		}
		if out.Eligible == (len(out.Items) == 0) && !strings.Contains(said(out, nil), "NO_PENSION_CUT_ONLY") {
			t.Fatalf("eligible %t with %d items: %s", out.Eligible, len(out.Items), said(out, nil))
		}
		if !out.Eligible && len(out.Reasons) == 0 {
			t.Fatal("not eligible without a reason")
		}
	})
}

func TestTheSameInputGivesTheSameTrace(t *testing.T) {
	b := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in := anyone(t)
		one, err := SeparationBenefit(b.Begin(nil), in)
		two, again := SeparationBenefit(b.Begin(nil), in)
		if fmt.Sprint(err) != fmt.Sprint(again) || !reflect.DeepEqual(one, two) {
			t.Fatalf("%v, %v", err, again)
		}
		for _, s := range one.Trace {
			for _, lang := range []string{"vi", "en"} {
				for _, text := range []string{s.Label.In(lang), s.Formula.In(lang)} {
					if text == "" || strings.ContainsAny(text, "{}") || strings.HasPrefix(text, "separation.") {
						t.Fatalf("%s: the step %s says %q", lang, s.Label.Key, text)
					}
				}
			}
		}
		for _, r := range one.Reasons {
			if text := r.Text.In("en"); r.Source == nil || r.Source.Document == "" || strings.ContainsAny(text, "{}") || text == r.Text.Key {
				t.Fatalf("the reason %s says %q", r.Code, text)
			}
		}
	})
}

// TestMoreInsuredMonthsNeverGiveLess compares two who differ by their insured months alone, under the same branch of the
// law: the same items, and not one of them only through the clause for women of communes.
func TestMoreInsuredMonthsNeverGiveLess(t *testing.T) {
	b := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in := anyone(t)
		in.Level = "PROVINCE"
		in.Salary.History = nil
		average := int64(testAverage)
		in.Salary.AverageBase = &average
		more := in
		more.InsuredMonths += rapid.IntRange(1, 24).Draw(t, "more")
		less, err1 := SeparationBenefit(b.Begin(nil), in)
		greater, err2 := SeparationBenefit(b.Begin(nil), more)
		if err1 != nil || err2 != nil || !sameBranch(less, greater) {
			return
		}
		if greater.Total < less.Total {
			t.Fatalf("%d months give %d, %d months %d", in.InsuredMonths, less.Total, more.InsuredMonths, greater.Total)
		}
	})
}

func sameBranch(a, b SeparationOutcome) bool {
	if a.Eligible != b.Eligible || len(a.Items) != len(b.Items) {
		return false
	}
	for i := range a.Items {
		if a.Items[i].Code != b.Items[i].Code {
			return false
		}
	}
	return true
}

func BenchmarkSeparationBenefit(b *testing.B) {
	book := load(b)
	var people []SeparationInput
	for _, v := range vectors(b) {
		people = append(people, v.input())
	}
	for _, c := range append(reductionCases, reorganisationCases...) {
		people = append(people, c.input())
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := SeparationBenefit(book.Begin(nil), people[i%len(people)]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "benefits/s")
}

// BenchmarkSeparationOfSixtyMonths averages a history of sixty months each time.
func BenchmarkSeparationOfSixtyMonths(b *testing.B) {
	book := load(b)
	in := leaver{policy: SeveranceAfterTraining, born: "1982-01-20", leaves: "2024-01-01", insured: 240}.input()
	p := everything()
	in.Salary = SalaryBase{Parts: &p, History: []SalaryPeriod{period("2010-01-01", "2021-06-30", "4"), {From: day.Of(2021, 7, 1), To: day.Of(2023, 12, 31), Parts: everything()}}}
	for b.Loop() {
		if _, err := SeparationBenefit(book.Begin(nil), in); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "benefits/s")
}
