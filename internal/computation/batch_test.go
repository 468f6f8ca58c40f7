package computation_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"bienche/internal/audit"
	"bienche/internal/computation"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules/reduction"
)

var zeroDay day.Day

// results are what was kept of a batch, by the code of the person, as a reader sees it.
func (w *world) results(ctx context.Context, batch int64) map[string]string {
	w.t.Helper()
	rows, err := models.Computations(ctx, w.DB, models.ComputationFilter{BatchID: batch}, 100, 0)
	w.must(err)
	got := map[string]string{}
	for _, r := range rows {
		for _, p := range people() {
			if w.who(p.code) == r.StaffID {
				got[p.code] = r.Result
			}
		}
	}
	return got
}

func TestABatchKeepsWhatComesOfEachPersonOfTheList(t *testing.T) {
	w := newWorld(t)
	id := w.order(w.officer, nil)
	job := w.finish(id, models.JobSucceeded)
	want := map[string]string{"OLD": models.Eligible, "YOUNG": models.Ineligible, "UNPAID": models.Refused, "NEVER": models.Refused, "HEALTH": models.Eligible}
	if got := w.results(w.as(w.officer), id); !maps.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	if !strings.Contains(string(job.Outcome), `"rowCount": 5`) || job.Done != 5 || job.Total != 5 || job.Step != "computation.step.batch" {
		t.Errorf("the job says %s, %d of %d, %s", job.Outcome, job.Done, job.Total, job.Step)
	}
	if n := w.count("audit_log WHERE action = 'computation.batch' AND object_kind = 'computation_batch' AND object_id = ?", id); n != 1 {
		t.Errorf("%d audit entries", n)
	}
	if n := w.count("audit_log WHERE action = 'computation.order_batch' AND actor_id = ?", w.officer); n != 1 {
		t.Errorf("%d audit entries of the order", n)
	}
	for _, code := range []string{"OLD", "HEALTH", "YOUNG"} { // as for one person alone
		one, err := w.keep(w.officer, code, nil)
		w.must(err)
		if n := w.count(`computation a JOIN computation b USING (staff_id, unit_id, case_day, input, result, regime, total, outcome, parameters, readings)
			WHERE a.id = ? AND b.batch_id = ?`, one, id); n != 1 {
			t.Errorf("%s comes out otherwise in a batch", code)
		}
	}
}

func TestTotalsAreTheSumOfTheirParts(t *testing.T) {
	w := newWorld(t)
	id := w.order(w.officer, nil)
	w.finish(id, models.JobSucceeded)
	all := w.totals(w.officer, id)
	if all.Count != 5 || all.Eligible != 2 || all.Ineligible != 1 || all.Refused != 2 {
		t.Errorf("totals %+v", all)
	}
	got := map[string]int{}
	for _, r := range all.ByReason {
		got[r.Result+" "+r.Code] += r.Count
		for _, lang := range []string{"vi", "en"} {
			if text := r.Text.In(lang); text == "" || strings.Contains(text, "staff.estimate") {
				t.Errorf("%s in %s reads %q", r.Code, lang, text)
			}
		}
	}
	want := map[string]int{"INELIGIBLE TOO_FAR_FROM_RETIREMENT": 1, "REFUSED RULE_VIOLATION staff.estimate.no_pay": 1, "REFUSED BAD_INPUT staff.estimate.no_recruitment": 1}
	if !maps.Equal(got, want) {
		t.Errorf("reasons %v, want %v", got, want)
	}
	// Parted by unit, the batch adds up to the same.
	var parts computation.Totals
	for _, unit := range []int64{w.education, w.health} {
		part := w.order(w.officer, func(o *computation.BatchOrder) { o.Filter.UnitID, o.Filter.IncludeSubunits = unit, true })
		w.finish(part, models.JobSucceeded)
		p := w.totals(w.officer, part)
		parts.Count, parts.Eligible, parts.Ineligible = parts.Count+p.Count, parts.Eligible+p.Eligible, parts.Ineligible+p.Ineligible
		parts.Refused, parts.Total = parts.Refused+p.Refused, parts.Total+p.Total
	}
	all.ByReason = nil
	if fmt.Sprint(parts) != fmt.Sprint(*all) {
		t.Errorf("the parts add up to %+v, the whole is %+v", parts, *all)
	}
	sum := 0
	for _, code := range []string{"OLD", "HEALTH"} {
		sum += int(w.live(code).Total)
	}
	if int64(sum) != all.Total || sum == 0 {
		t.Errorf("%d in all, the people come to %d", all.Total, sum)
	}
}

func TestAReasonOfManyPeopleHoldsNoFigureOfOneOfThem(t *testing.T) {
	for _, key := range fault.Keys() {
		code, ok := strings.CutPrefix(key, "separation.reason.")
		if !ok {
			continue
		}
		text := fault.Text("en", key, nil)
		if ofMany := "computation.reason." + code; slices.Contains(fault.Keys(), ofMany) {
			text = fault.Text("en", ofMany, nil)
		}
		for _, place := range []string{"months", "insured", "needed", "age", "class"} {
			if strings.Contains(text, "{"+place+"}") {
				t.Errorf("%s is counted as %q", code, text)
			}
		}
	}
}

func (w *world) totals(user, batch int64) *computation.Totals {
	w.t.Helper()
	t, err := w.Totals(w.as(user), batch)
	w.must(err)
	return t
}

func TestOfABatchAReaderSeesWhomTheScopeHolds(t *testing.T) {
	w := newWorld(t)
	id := w.order(w.officer, nil)
	w.finish(id, models.JobSucceeded)
	if got := slices.Sorted(maps.Keys(w.results(w.as(w.clerk), id))); !slices.Equal(got, []string{"OLD", "UNPAID", "YOUNG"}) {
		t.Errorf("the clerk of education sees %v", got)
	}
	if n := w.totals(w.clerk, id).Count; n != 3 {
		t.Errorf("%d are counted for the clerk of education", n)
	}
	if got := w.results(w.as(w.self), id); len(got) != 0 {
		t.Errorf("who may read none sees %v", got)
	}
	_, err := w.Totals(w.as(w.self), id)
	wantFault(t, err, fault.Forbidden, "fault.forbidden", "")
	_, err = w.Present(w.as(w.self), []int64{1})
	wantFault(t, err, fault.Forbidden, "fault.forbidden", "")
	bodies, err := models.ComputationBodies(w.as(w.officer), w.DB, w.ids())
	w.must(err)
	present, err := w.Present(w.as(w.clerk), w.ids())
	w.must(err)
	if len(bodies) != 5 || len(present) != 3 {
		t.Errorf("%d bodies, %d presents", len(bodies), len(present))
	}
	// The clerk's own batch leaves out whom the clerk may not compute.
	own := w.order(w.clerk, nil)
	w.finish(own, models.JobSucceeded)
	if got := slices.Sorted(maps.Keys(w.results(w.as(w.officer), own))); !slices.Equal(got, []string{"OLD", "UNPAID", "YOUNG"}) {
		t.Errorf("the clerk computed for %v", got)
	}
}

// ids are those of all computations.
func (w *world) ids() []int64 {
	w.t.Helper()
	ids, err := models.Column[int64](models.WithAccess(w.t.Context(), models.Everything), w.DB, models.Q("SELECT id FROM computation"))
	w.must(err)
	return ids
}

func TestAtPresentARefusalForTheRecordStands(t *testing.T) {
	w := newWorld(t)
	id := w.order(w.officer, nil)
	w.finish(id, models.JobSucceeded)
	present, err := w.Present(w.as(w.officer), w.ids())
	w.must(err)
	rows, err := models.Computations(w.as(w.officer), w.DB, models.ComputationFilter{BatchID: id}, 10, 0)
	w.must(err)
	for _, r := range rows {
		p := present[r.ID]
		if p.Result != r.Result || p.Total != r.Total || p.Difference != 0 || (p.Problem == nil) != (r.Result != models.Refused) {
			t.Errorf("at present %+v, kept %s %d", p, r.Result, r.Total)
		}
		if p.Problem != nil && !strings.HasPrefix(strings.Fields(p.Problem.Code)[1], "staff.estimate.") {
			t.Errorf("at present %+v", p.Problem)
		}
	}
}

func TestABatchIsRefusedWhenOrdered(t *testing.T) {
	w := newWorld(t)
	absurd := -1
	tests := []struct {
		name string
		user int64
		edit func(*computation.BatchOrder)
		kind fault.Code
		key  string
		at   string
	}{
		{"without a title", w.officer, func(o *computation.BatchOrder) { o.Title = " \u200b " }, fault.BadInput, "fault.required", "title"},
		{"with too long a title", w.officer, func(o *computation.BatchOrder) { o.Title = strings.Repeat("ă", 201) }, fault.BadInput, "fault.too_long", "title"},
		{"with a line break in the title", w.officer, func(o *computation.BatchOrder) { o.Title = "Đợt\nmột" }, fault.BadInput, "computation.bad_title", "title"},
		{"without a day of leaving", w.officer, func(o *computation.BatchOrder) { o.Estimate.LeavingDate = zeroDay }, fault.BadInput, "fault.required", "estimate.leavingDate"},
		{"with fewer months than none", w.officer, func(o *computation.BatchOrder) { o.Estimate.InsuredMonths = &absurd }, fault.BadInput, "separation.absurd_months", "estimate.insuredMonths"},
		{"of a reorganisation without its day", w.officer, func(o *computation.BatchOrder) {
			o.Estimate.Family, o.Estimate.LeavingDate = reduction.Reorganisation, d("2025-07-01")
		}, fault.BadInput, "separation.reorganisation_needed", "estimate.reorganisationDate"},
		{"for a day that no law reaches", w.officer, func(o *computation.BatchOrder) { o.Estimate.LeavingDate = d("2035-01-01") }, fault.NotCovered, "separation.no_regime", "estimate.leavingDate"},
		{"of nobody", w.officer, func(o *computation.BatchOrder) { o.Filter.Search = "Không Có Ai" }, fault.BadInput, "computation.nobody", "filter"},
		{"with a gap that there is not", w.officer, func(o *computation.BatchOrder) { o.Filter.Gap = "X" }, fault.BadInput, "fault.bad_choice", "filter.gap"},
		{"at a unit out of sight", w.clerk, func(o *computation.BatchOrder) { o.Filter.UnitID = w.health }, fault.NotFound, "fault.not_found", "filter.unit"},
		{"at a unit that is none", w.officer, func(o *computation.BatchOrder) { o.Filter.UnitID = 987654 }, fault.NotFound, "fault.not_found", "filter.unit"},
		{"by a leader, who does not compute", w.leader, func(*computation.BatchOrder) {}, fault.Forbidden, "fault.forbidden", ""},
		{"by somebody without any right to it", w.self, func(*computation.BatchOrder) {}, fault.Forbidden, "fault.forbidden", ""},
		{"without a request id", w.officer, func(o *computation.BatchOrder) { o.ClientRequestID = "" }, fault.BadInput, "fault.required", "clientRequestId"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := computation.BatchOrder{ClientRequestID: "r", Title: "Đợt thử", Estimate: earlyRetirement(d("2026-12-01"))}
			tt.edit(&o)
			_, err := w.OrderBatch(w.as(tt.user), o)
			wantFault(t, err, tt.kind, tt.key, tt.at)
		})
	}
	if n := w.count("job") + w.count("computation_batch"); n != 0 {
		t.Errorf("%d were ordered", n)
	}
}

// blocked orders a batch while nothing can be written into the table of computations, and waits until the job has begun. The
// table is free again when free is called.
func (w *world) blocked() (batch int64, free func()) {
	w.t.Helper()
	owner, err := models.Open(w.t.Context(), w.url, 2)
	w.must(err)
	w.t.Cleanup(owner.Close)
	tx, err := owner.Pool.Begin(w.t.Context())
	w.must(err)
	_, err = tx.Exec(w.t.Context(), "LOCK TABLE computation IN SHARE MODE")
	w.must(err)
	batch = w.order(w.officer, nil)
	w.until("the job waits to write", func() bool {
		return w.count("pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INTO computation %'") == 1
	})
	return batch, func() { w.must(tx.Rollback(context.Background())) }
}

// until waits for something, at most a minute.
func (w *world) until(what string, happens func() bool) {
	w.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(time.Minute); !happens(); {
		select {
		case <-limit:
			w.t.Fatalf("in vain: %s", what)
		case <-tick.C:
		}
	}
}

func TestAJobThatWasInterruptedStartsOverAndLeavesOneSet(t *testing.T) {
	w := newWorld(t)
	id, free := w.blocked()
	w.stop() // in the middle of it
	free()
	if n := w.count("computation"); n != 0 {
		t.Errorf("%d are left of a try that did not end", n)
	}
	w.start()
	w.finish(id, models.JobSucceeded)
	if n := w.count("computation"); n != 5 {
		t.Errorf("%d were kept of 5", n)
	}
}

func TestAJobThatDiedBeforeItCouldSaySoLeavesOneSet(t *testing.T) {
	w := newWorld(t)
	id := w.order(w.officer, nil)
	job := w.finish(id, models.JobSucceeded)
	_, err := w.DB.Pool.Exec(t.Context(), "UPDATE job SET state = 'RUNNING', finished_at = NULL WHERE id = $1", job.ID)
	w.must(err)
	w.finish(id, models.JobSucceeded) // taken up again
	if n := w.count("computation"); n != 5 {
		t.Errorf("%d were kept of 5", n)
	}
	if n := w.count("audit_log WHERE action = 'computation.batch'"); n != 1 {
		t.Errorf("%d entries tell of keeping", n)
	}
}

func TestABatchThatIsCancelledLeavesNothing(t *testing.T) {
	w := newWorld(t)
	id, free := w.blocked()
	b := w.batch(id)
	w.must(audit.Write(w.as(w.officer), w.DB, audit.Entry{Action: "test.cancel"}, func(tx *models.Tx) error {
		return w.Jobs.Cancel(w.t.Context(), tx, b.JobID)
	}))
	w.finish(id, models.JobCancelled)
	free()
	if n := w.count("computation") + w.count("audit_log WHERE action = 'computation.batch'"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

func TestWhoHasLostTheRightByTheTimeOfTheJobComputesNothing(t *testing.T) {
	w := newWorld(t)
	w.stop()
	id := w.order(w.officer, nil)
	w.system(func(tx *models.Tx) {
		held, err := models.FactsIn[models.RoleGrant](tx, "user_id = ?", w.officer)
		w.must(err)
		w.must(models.CloseFact(tx, "role_grant", held[0].ID))
	})
	w.start()
	w.finish(id, models.JobRefused)
	if n := w.count("computation"); n != 0 {
		t.Errorf("%d were kept", n)
	}
}

func TestTheSameOrderIsOneBatch(t *testing.T) {
	w := newWorld(t)
	o := computation.BatchOrder{ClientRequestID: "same", Title: "Đợt thử", Estimate: earlyRetirement(d("2026-12-01"))}
	first, err := w.OrderBatch(w.as(w.officer), o)
	w.must(err)
	o.Filter.AsOf = models.AsOf{Day: d("2020-01-01")} // does not count
	again, err := w.OrderBatch(w.as(w.officer), o)
	w.must(err)
	if first != again || w.count("computation_batch") != 1 {
		t.Errorf("batches %d and %d", first, again)
	}
	o.Title = "Đợt khác"
	_, err = w.OrderBatch(w.as(w.officer), o)
	wantFault(t, err, fault.Conflict, "fault.request_reused", "clientRequestId")
	w.finish(first, models.JobSucceeded)
}

func TestABatchSaysWhomItIsOfAndWhatItAsks(t *testing.T) {
	w := newWorld(t)
	months := 240
	from, to := d("2026-07-01"), d("2036-12-31")
	everybody := w.order(w.officer, nil)
	narrowed := w.order(w.officer, func(o *computation.BatchOrder) {
		o.Title = "  Đợt   hai "
		o.Filter.UnitID, o.Filter.Classes, o.Filter.RetiresFrom, o.Filter.RetiresTo = w.school, []string{"PUBLIC_EMPLOYEE", "CADRE"}, &from, &to
		o.Estimate.InsuredMonths, o.Estimate.Regime = &months, "154/2025/NĐ-CP"
		o.Estimate.Parts.PublicServicePercent = decimal.NewNullDecimal(decimal.NewFromInt(25))
	})
	training, tuition := 5, int64(30_000_000)
	trained := w.order(w.officer, func(o *computation.BatchOrder) {
		o.Estimate.Policy, o.Estimate.TrainingMonths, o.Estimate.Tuition = reduction.SeveranceAfterTraining, &training, &tuition
	})
	tests := []struct {
		name  string
		batch int64
		lang  string
		text  func(*models.ComputationBatch, string) (string, error)
		want  string
	}{
		{"everybody", everybody, "vi", computation.FilterText, "Tất cả mọi người trong phạm vi của người lập đợt tính"},
		{"the filter in Vietnamese", narrowed, "vi", computation.FilterText,
			"Đơn vị: Trường THPT Một; Phạm vi: không gồm đơn vị bên dưới; Đối tượng: Viên chức, Cán bộ; Hưởng lương hưu từ ngày: 01/07/2026; Hưởng lương hưu đến ngày: 31/12/2036"},
		{"the filter in English", narrowed, "en", computation.FilterText,
			"Unit: Trường THPT Một; Reach: without the units below; Staff class: Public employee, Cadre; Pension from: 2026-07-01; Pension up to: 2036-12-31"},
		{"the question in Vietnamese", everybody, "vi", computation.AskText,
			"Chế độ: tinh giản biên chế; Hình thức nghỉ: nghỉ hưu trước tuổi; Ngày nghỉ: 01/12/2026; Thời gian đóng bảo hiểm xã hội: tính liên tục từ ngày tuyển dụng"},
		{"the question in English", narrowed, "en", computation.AskText,
			"Family: staff reduction; Way of leaving: early retirement; Day of leaving: 2026-12-01; Social insurance: 240 months; Regime: 154/2025/NĐ-CP; Public service allowance: 25.00 %"},
		{"a question after a training", trained, "vi", computation.AskText,
			"Chế độ: tinh giản biên chế; Hình thức nghỉ: thôi việc sau khi đi học nghề; Ngày nghỉ: 01/12/2026; Thời gian đóng bảo hiểm xã hội: tính liên tục từ ngày tuyển dụng; Thời gian đi học nghề: 5 tháng; Học phí học nghề: 30.000.000 đ"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.text(w.batch(tt.batch), tt.lang)
			if err != nil || got != tt.want {
				t.Errorf("says %q, %v", got, err)
			}
		})
	}
	if title := w.batch(narrowed).Title; title != "Đợt hai" {
		t.Errorf("the title is %q", title)
	}
	w.finish(narrowed, models.JobSucceeded)
	if got := w.results(w.as(w.officer), narrowed); !maps.Equal(got, map[string]string{"OLD": models.Eligible}) {
		t.Errorf("kept %v", got) // the young one retires later
	}
}
