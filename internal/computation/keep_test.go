package computation_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/computation"
	"bienche/internal/fault"
	"bienche/internal/lawbook"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules/reduction"
)

// keep keeps an estimate of somebody, as edit changes it.
func (w *world) keep(user int64, code string, edit func(*computation.Estimate)) (int64, error) {
	w.t.Helper()
	w.requests++
	e := earlyRetirement(d("2026-12-01"))
	if edit != nil {
		edit(&e)
	}
	return w.KeepEstimate(w.as(user), computation.KeepOrder{ClientRequestID: "k" + decimal.NewFromInt(int64(w.requests)).String(), StaffID: w.who(code), Estimate: e})
}

// body is a kept computation, whoever it is of.
func (w *world) body(id int64) *models.ComputationBody {
	w.t.Helper()
	all, err := models.ComputationBodies(models.WithAccess(w.t.Context(), models.Everything), w.DB, []int64{id})
	w.must(err)
	if len(all) != 1 {
		w.t.Fatalf("computation %d: %d found", id, len(all))
	}
	return &all[0]
}

// live is what the person's page shows of the estimate today.
func (w *world) live(code string) *reduction.SeparationOutcome {
	w.t.Helper()
	ctx := w.as(w.officer)
	p, err := w.Staff.Find(ctx, models.StaffKey{Code: code, AsOf: models.AsOf{Day: playDay}}, staff.SectionsOfEstimate)
	w.must(err)
	work, err := w.Law.Begin(ctx, *p.UnitID)
	w.must(err)
	out, err := p.SeparationEstimate(ctx, work, reduction.SeparationInput{Family: reduction.StaffReduction, Policy: reduction.EarlyRetirement,
		LeavingDate: d("2026-12-01"), Level: "PROVINCE"})
	w.must(err)
	return out
}

func TestAKeptEstimateIsTheLiveOneWordForWord(t *testing.T) {
	w := newWorld(t)
	for _, code := range []string{"OLD", "YOUNG", "HEALTH"} {
		id, err := w.keep(w.officer, code, nil)
		w.must(err)
		live, body := w.live(code), w.body(id)
		kept, err := computation.Read(body)
		w.must(err)
		if kept.Total != live.Total || body.Total != live.Total || kept.Eligible != live.Eligible || kept.MonthlyBase != live.MonthlyBase ||
			!kept.InsuredYears.Equal(live.InsuredYears) || len(kept.Items) != len(live.Items) || len(kept.LegalBases) != len(live.LegalBases) {
			t.Errorf("%s: kept %+v, live %+v", code, kept, live)
		}
		if len(kept.Trace) != len(live.Trace) || len(live.Trace) < 5 {
			t.Fatalf("%s: %d steps kept of %d", code, len(kept.Trace), len(live.Trace))
		}
		for i, step := range live.Trace {
			k := kept.Trace[i]
			for _, lang := range []string{"vi", "en"} {
				if k.Label.In(lang) != step.Label.In(lang) || k.Formula.In(lang) != step.Formula.In(lang) {
					t.Errorf("%s, step %d in %s: kept %q %q, live %q %q", code, i, lang, k.Label.In(lang), k.Formula.In(lang), step.Label.In(lang), step.Formula.In(lang))
				}
			}
			if k.Value != step.Value || k.Unit != step.Unit || !slices.Equal(k.Sources, step.Sources) {
				t.Errorf("%s, step %d: kept %+v, live %+v", code, i, k, step)
			}
		}
		now, err := w.Present(w.as(w.officer), []int64{id})
		w.must(err)
		if p := now[id]; p.Result != body.Result || p.Total != body.Total || p.Difference != 0 {
			t.Errorf("%s: at present %+v, kept %s %d", code, p, body.Result, body.Total)
		}
	}
	if n := w.count("audit_log a JOIN computation c ON c.recorded_in = a.id WHERE a.action = 'computation.keep' AND a.object_kind = 'staff' AND a.object_id = c.staff_id AND a.actor_id = c.made_by"); n != 3 {
		t.Errorf("%d audit entries of three", n)
	}
	if w.live("OLD").Total == 0 {
		t.Error("nobody is owed anything: the test holds nothing")
	}
}

// TestAKeptEstimateAfterATrainingIsWhatTheCalculatorAnswers: it is given all that the record tells of the young one, who has
// served for 195 months; 4 months of training and a tuition of 20 million are below what is paid at most.
func TestAKeptEstimateAfterATrainingIsWhatTheCalculatorAnswers(t *testing.T) {
	w := newWorld(t)
	months, tuition := 4, int64(20_000_000)
	id, err := w.keep(w.officer, "YOUNG", func(e *computation.Estimate) {
		e.Policy, e.TrainingMonths, e.Tuition = reduction.SeveranceAfterTraining, &months, &tuition
	})
	w.must(err)
	kept, err := computation.Read(w.body(id))
	w.must(err)
	told, err := reduction.SeparationBenefit(w.Book.Begin(nil), reduction.SeparationInput{Family: reduction.StaffReduction,
		Policy: reduction.SeveranceAfterTraining, StaffClass: "PUBLIC_EMPLOYEE", Level: "PROVINCE", Sex: reduction.Female, BirthDate: d("1985-03-02"),
		LeavingDate: d("2026-12-01"), InsuredMonths: 195, TrainingMonths: &months, Tuition: &tuition,
		Salary: reduction.SalaryBase{Short: reduction.SalaryParts{Coefficient: decimal.NewNullDecimal(decimal.RequireFromString("4.65"))}}})
	w.must(err)
	amounts := func(o *reduction.SeparationOutcome) (all []string) {
		for _, i := range o.Items {
			all = append(all, fmt.Sprint(i.Code, " ", i.Months, " ", i.Amount))
		}
		return all
	}
	if got, want := amounts(kept), amounts(&told); !slices.Equal(got, want) || kept.Total != told.Total || !kept.Eligible {
		t.Errorf("kept %v, %d in all; the calculator answers %v, %d", got, kept.Total, want, told.Total)
	}
	paid := fmt.Sprint("TRAINING_PAY 4 ", 4*kept.MonthlyBase)
	if got := amounts(kept); len(got) < 2 || got[0] != paid || got[1] != "TUITION 0 20000000" {
		t.Errorf("the training is paid as %v, not %s and the tuition", got, paid)
	}
	now, err := w.Present(w.as(w.officer), []int64{id})
	w.must(err)
	if p := now[id]; p.Total != kept.Total || p.Difference != 0 {
		t.Errorf("at present %+v, kept %d", p, kept.Total)
	}
}

func TestMonthsThatAreNotToldAreCountedFromRecruitmentAndTheTraceSaysSo(t *testing.T) {
	w := newWorld(t)
	told := 200
	counted, err := w.keep(w.officer, "OLD", nil)
	w.must(err)
	given, err := w.keep(w.officer, "OLD", func(e *computation.Estimate) { e.InsuredMonths = &told })
	w.must(err)
	for id, want := range map[int64]string{counted: "411", given: ""} { // 1992-09-01 to 2026-12-01
		out, err := computation.Read(w.body(id))
		w.must(err)
		got := ""
		if step := out.Trace[0]; step.Label.In("en") == "Months of social insurance (assumed)" {
			got = step.Value
		}
		if got != want {
			t.Errorf("the first step counts %q months, want %q", got, want)
		}
	}
}

func TestWhatCannotBeKeptIsRefusedByName(t *testing.T) {
	w := newWorld(t)
	none, absurd, reached := 0, 721, 200
	tuition, tooMuch := int64(1_000_000), int64(2_000_000_000)
	tests := []struct {
		name string
		user int64
		code string
		edit func(*computation.Estimate)
		kind fault.Code
		key  string
		at   string
	}{
		{"a record without pay", w.officer, "UNPAID", nil, fault.RuleViolation, "staff.estimate.no_pay", "staff"},
		{"no months and no recruitment", w.officer, "NEVER", nil, fault.BadInput, "staff.estimate.no_recruitment", "estimate.insuredMonths"},
		{"no day of leaving", w.officer, "OLD", func(e *computation.Estimate) { e.LeavingDate = zeroDay }, fault.BadInput, "fault.required", "estimate.leavingDate"},
		{"a day of leaving before any regime", w.officer, "OLD", func(e *computation.Estimate) { e.LeavingDate = d("1990-01-01") }, fault.NotCovered, "separation.no_regime", "estimate.leavingDate"},
		{"more months than anybody lives", w.officer, "OLD", func(e *computation.Estimate) { e.InsuredMonths = &absurd }, fault.BadInput, "separation.absurd_months", "estimate.insuredMonths"},
		{"an allowance beyond all", w.officer, "OLD", func(e *computation.Estimate) {
			e.Parts.PublicServicePercent = decimal.NewNullDecimal(decimal.NewFromInt(500))
		}, fault.BadInput, "separation.absurd_value", "estimate.publicServicePercent"},
		{"a regime that there is not", w.officer, "OLD", func(e *computation.Estimate) { e.Regime = "1/1900" }, fault.BadInput, "fault.bad_choice", "estimate.regime"},
		{"a policy that there is not", w.officer, "OLD", func(e *computation.Estimate) { e.Policy = "GOODBYE" }, fault.BadInput, "fault.bad_choice", "estimate.policy"},
		{"months of training on early retirement", w.officer, "OLD", func(e *computation.Estimate) { e.TrainingMonths = &reached }, fault.BadInput, "separation.no_training", "estimate.trainingMonths"},
		{"tuition on severance at once", w.officer, "OLD", func(e *computation.Estimate) {
			e.Policy, e.Tuition = reduction.ImmediateSeverance, &tuition
		}, fault.BadInput, "separation.no_training", "estimate.tuition"},
		{"more months of training than anybody lives", w.officer, "YOUNG", func(e *computation.Estimate) {
			e.Policy, e.TrainingMonths = reduction.SeveranceAfterTraining, &absurd
		}, fault.BadInput, "separation.absurd_months", "estimate.trainingMonths"},
		{"a tuition beyond all", w.officer, "YOUNG", func(e *computation.Estimate) {
			e.Policy, e.Tuition = reduction.SeveranceAfterTraining, &tooMuch
		}, fault.BadInput, "separation.absurd_money", "estimate.tuition"},
		{"somebody outside the scope", w.clerk, "HEALTH", nil, fault.NotFound, "fault.not_found", "staff"},
		{"a leader, who reads and does not compute", w.leader, "OLD", nil, fault.Forbidden, "fault.forbidden", ""},
		{"somebody without any right to it", w.self, "OLD", nil, fault.Forbidden, "fault.forbidden", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := w.keep(tt.user, tt.code, tt.edit)
			wantFault(t, err, tt.kind, tt.key, tt.at)
		})
	}
	if n := w.count("computation"); n != 0 {
		t.Errorf("%d were kept", n)
	}
	for _, months := range []*int{&none, &reached} { // told to be none is told
		if _, err := w.keep(w.officer, "NEVER", func(e *computation.Estimate) { e.InsuredMonths = months }); err != nil {
			t.Errorf("with %d months told: %v", *months, err)
		}
	}
}

func TestTheSameRequestKeepsOnce(t *testing.T) {
	w := newWorld(t)
	o := computation.KeepOrder{ClientRequestID: "same", StaffID: w.who("OLD"), Estimate: earlyRetirement(d("2026-12-01"))}
	first, err := w.KeepEstimate(w.as(w.officer), o)
	w.must(err)
	again, err := w.KeepEstimate(w.as(w.officer), o)
	w.must(err)
	if first != again || w.count("computation") != 1 {
		t.Errorf("answered %d and %d, %d kept", first, again, w.count("computation"))
	}
	o.Estimate.LeavingDate = d("2027-01-01")
	_, err = w.KeepEstimate(w.as(w.officer), o)
	wantFault(t, err, fault.Conflict, "fault.request_reused", "clientRequestId")
}

func TestNothingOfAKeptComputationChanges(t *testing.T) {
	w := newWorld(t)
	_, err := w.keep(w.officer, "OLD", nil)
	w.must(err)
	for _, sql := range []string{"UPDATE computation SET total = 1", "DELETE FROM computation", "TRUNCATE computation"} {
		if _, err := w.DB.Pool.Exec(w.as(w.officer), sql); err == nil {
			t.Errorf("the application may %s", sql)
		}
	}
}

func TestALocalChoiceOfTheUnitCountsFromTheMomentItHolds(t *testing.T) {
	w := newWorld(t)
	keep := func(code string) int64 {
		id, err := w.keep(w.officer, code, nil)
		w.must(err)
		return id
	}
	before := map[string]int64{"OLD": keep("OLD"), "HEALTH": keep("HEALTH")}
	w.choose(w.education, "reduction.154_2025.money_unit", decimal.NewFromInt(1000))
	for code, id := range before {
		old, now := w.body(id).Total, w.body(keep(code)).Total
		chosen := code == "OLD" // at a school of the department that chose
		if rounded := now%1000 == 0; rounded != chosen || old%1000 == 0 {
			t.Errorf("%s: %d before and %d under the choice", code, old, now)
		}
		present, err := w.Present(w.as(w.officer), []int64{id})
		w.must(err)
		if p := present[id]; p.Total != now || p.Difference != now-old {
			t.Errorf("%s: at present %+v, want %d", code, p, now)
		}
	}
}

// choose has a unit choose a value for a parameter.
func (w *world) choose(unit int64, parameter string, value decimal.Decimal) {
	w.t.Helper()
	var by int64
	w.system(func(tx *models.Tx) {
		number, symbol := "12", "QĐ-UBND"
		c := &models.Decision{Number: &number, Symbol: &symbol, Kind: "MIXED", Title: "Quyết định thử", IssuerUnitID: &w.province,
			SignerName: "Lê Văn Ký", IssuedOn: d("2025-06-20"), EffectiveOn: d("2025-07-01"), State: "ISSUED", Version: 1, RecordedIn: tx.AuditID}
		w.must(tx.Create(c).Error)
		by = c.ID
	})
	proposed, err := w.Law.Propose(w.as(w.officer), lawbook.ProposeRuleChoice{ClientRequestID: "p", Parameter: parameter, Unit: unit, Value: &value,
		From: d("2025-07-01"), Decision: by})
	w.must(err)
	_, err = w.Law.Decide(w.as(w.leader), lawbook.DecideRuleChoice{ClientRequestID: "d", ID: proposed.ID, Version: proposed.Version, Approve: true})
	w.must(err)
}
