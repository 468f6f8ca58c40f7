package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"bienche/internal/platform/jobs"
	"bienche/models"
)

// computing is the small province with people in the middle of their working life, an officer who computes for all of it, and
// jobs that are worked on.
type computing struct{ *world }

func newComputing(t *testing.T) *computing {
	t.Helper()
	w := &computing{newWorld(t)}
	w.exec(`SELECT setval(pg_get_serial_sequence('audit_log', 'id'), 1000);
		ALTER TABLE staff_core DISABLE TRIGGER USER;
		UPDATE staff_core SET recruited_on = '2005-03-01', birth_date = make_date(1972 + 2 * staff_id::int, 5, 6), valid_from = make_date(1972 + 2 * staff_id::int, 5, 6);
		ALTER TABLE staff_core ENABLE TRIGGER USER`)
	w.user("chuyenvien", "home_affairs_officer", 1, 0)
	if err := jobs.Migrate(t.Context(), w.owner.Config().ConnString()); err != nil {
		t.Fatal(err)
	}
	if err := w.services.Jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.services.Jobs.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return w
}

// finish waits for the job of an id as clients see it, and gives the state in which it ended.
func (w *computing) finish(id any) models.JobState {
	w.t.Helper()
	n, err := DecodeID("job", fmt.Sprint(id))
	if err != nil {
		w.t.Fatal(err)
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(30 * time.Second); ; {
		job, err := w.db.JobByID(w.t.Context(), n)
		if err != nil {
			w.t.Fatal(err)
		}
		if job.State.Final() {
			w.t.Logf("job %d ended %s: %s", n, job.State, job.Outcome)
			return job.State
		}
		select {
		case <-limit:
			w.t.Fatalf("job %d is still %s", n, job.State)
		case <-tick.C:
		}
	}
}

const severance = `{family: STAFF_REDUCTION, policy: IMMEDIATE_SEVERANCE, leavingDate: "2026-12-01", publicServicePercent: "25"}`

const keepEstimate = `mutation { keepSeparationEstimate(input: {clientRequestId: "%id", staff: "%staff", estimate: %estimate}) { computation { id } } }`

const wholeComputation = `{ id staff { code fullName } unit { code } calculator caseDay result regime regimeLabel(lang: "en") total
	outcome { regimeCode eligible total items { amount } trace { label value sources { document } } legalBases { document } }
	problem parameters { id label value { text } } batch { title } madeBy madeAt present { result total difference problem } }`

func TestAnEstimateIsKeptAndReadBackAsItWasMade(t *testing.T) {
	w := newComputing(t)
	keep := fill(keepEstimate, "%id", "k1", "%staff", EncodeID("staff", 3), "%estimate", severance)
	made := w.must("nhansu", keep)
	id, _ := made.at("keepSeparationEstimate", "computation", "id").(string)
	if again := w.must("nhansu", keep); again.raw != made.raw {
		t.Errorf("the same request again: %s, not %s", again.raw, made.raw)
	}
	other := strings.Replace(keep, "2026-12-01", "2027-01-01", 1)
	if a := w.ask("nhansu", other); a.code() != "CONFLICT" || a.Errors[0].Extensions.Field != "clientRequestId" {
		t.Errorf("the request id for another estimate: %s", a.raw)
	}
	got := w.must("nhansu", fill(`{ computation(id: "%id") `+wholeComputation+` staffMember(code: "CB003") { separationEstimate(input: `+severance+`) {
		total trace { label value sources { document } } } } }`, "%id", id))
	c := func(path ...any) any { return got.at(append([]any{"computation"}, path...)...) }
	for _, tt := range []struct {
		what      string
		got, want any
	}{
		{"the person", c("staff", "code"), "CB003"}, {"the unit", c("unit", "code"), "T.A"}, {"the calculator", c("calculator"), "separationBenefit"},
		{"the day", c("caseDay"), "2026-12-01"}, {"the result", c("result"), "ELIGIBLE"}, {"the regime", c("regime"), c("outcome", "regimeCode")},
		{"the total", c("total"), c("outcome", "total")}, {"the total under the law of now", c("present", "total"), c("total")},
		{"the result now", c("present", "result"), "ELIGIBLE"}, {"the difference", c("present", "difference"), 0.0}, {"no problem", c("problem"), nil},
		{"the batch", c("batch"), nil}, {"who made it", c("madeBy"), "nhansu"}, {"the estimate of the record", got.at("staffMember", "separationEstimate", "total"), c("total")},
		{"the steps of the estimate of the record", fmt.Sprint(got.at("staffMember", "separationEstimate", "trace")), fmt.Sprint(c("outcome", "trace"))},
	} {
		if tt.got != tt.want || tt.what == "the total" && tt.got == 0.0 {
			t.Errorf("%s is %v, not %v", tt.what, tt.got, tt.want)
		}
	}
	if !strings.Contains(fmt.Sprint(c("parameters")), "pay.base_salary") || got.statements > models.MaxStatements {
		t.Errorf("%d statements: %s", got.statements, got.raw)
	}
}

// TestAnEstimateAfterATrainingIsAskedAndKeptAlike: what the record does not tell of a training reaches the person's estimate
// and the one that is kept; the person is young enough for it.
func TestAnEstimateAfterATrainingIsAskedAndKeptAlike(t *testing.T) {
	w := newComputing(t)
	const leaves = `{family: STAFF_REDUCTION, policy: %policy, leavingDate: "2026-12-01", trainingMonths: 4, tuition: 20000000}`
	const outcome = `{ eligible total items { code months amount } }`
	trained := fill(leaves, "%policy", "SEVERANCE_AFTER_TRAINING")
	keep := fill(`mutation { keepSeparationEstimate(input: {clientRequestId: "k1", staff: "%staff", estimate: %estimate}) { computation { outcome `+outcome+` } } }`,
		"%staff", EncodeID("staff", 5))
	kept := w.must("chuyenvien", fill(keep, "%estimate", trained)).at("keepSeparationEstimate", "computation", "outcome")
	shown := w.must("chuyenvien", `{ staffMember(code: "CB005") { separationEstimate(input: `+trained+`) `+outcome+` } }`).at("staffMember", "separationEstimate")
	if said := fmt.Sprint(kept); said != fmt.Sprint(shown) || !strings.Contains(said, "TRAINING_PAY months:4") || !strings.Contains(said, "amount:2e+07 code:TUITION") {
		t.Errorf("kept %v, shown %v", kept, shown)
	}
	if other := w.ask("chuyenvien", fill(keep, "%estimate", fill(leaves, "%policy", "TRANSFER_OUT"))); other.code() != "BAD_INPUT" ||
		other.Errors[0].Extensions.Field != "estimate.trainingMonths" {
		t.Errorf("on a transfer: %s", other.raw)
	}
}

func TestAKeptComputationStaysAndSaysWhatTheLawOfNowMakesOfIt(t *testing.T) {
	w := newComputing(t)
	made := w.must("nhansu", fill(keepEstimate, "%id", "k1", "%staff", EncodeID("staff", 3), "%estimate", severance))
	read := fill(`{ computation(id: "%id") { total outcome { total } present { total difference } } }`, "%id", made.at("keepSeparationEstimate", "computation", "id").(string))
	before := w.must("nhansu", read)
	w.exec(`INSERT INTO rule_choice (id, parameter, unit_id, value, holds_from, decision_id, proposed_by, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT 1, 'pay.base_salary', 1, 5060000, '2026-07-01', 1, id, 1 FROM app_user WHERE username = 'nhansu';
		UPDATE rule_choice SET state = 'APPROVED', decided_by = (SELECT id FROM app_user WHERE username = 'lanhdao'), decided_at = now(), decided_in = 1`)
	after := w.must("nhansu", read)
	total := before.at("computation", "total").(float64)
	if after.at("computation", "total") != total || after.at("computation", "outcome", "total") != total {
		t.Errorf("what was kept has changed: %s, before %s", after.raw, before.raw)
	}
	now, difference := after.at("computation", "present", "total").(float64), after.at("computation", "present", "difference").(float64)
	if difference <= 0 || now-total != difference {
		t.Errorf("twice the base salary makes %s of %s", after.raw, before.raw)
	}
}

func TestKeptComputationsAreThereForThoseAboveThePersonAlone(t *testing.T) {
	w := newComputing(t)
	made := w.must("chuyenvien", fill(keepEstimate, "%id", "k1", "%staff", EncodeID("staff", 3), "%estimate", severance))
	id := made.at("keepSeparationEstimate", "computation", "id").(string)
	for _, c := range []struct{ user, computation, list string }{
		{"lanhdao", "", "1"}, {"nhansu", "", "1"}, {"taichinh", "NOT_FOUND", "0"}, {"canhan", "FORBIDDEN", "FORBIDDEN"},
		{"truongphong", "FORBIDDEN", "FORBIDDEN"}, {"quantri", "FORBIDDEN", "FORBIDDEN"}, {"", "UNAUTHENTICATED", "UNAUTHENTICATED"},
	} {
		if a := w.ask(c.user, fill(`{ computation(id: "%id") { total } }`, "%id", id)); a.code() != c.computation {
			t.Errorf("%s asked for it: %s", c.user, a.raw)
		}
		list := w.ask(c.user, fill(`{ computations(staff: "%id") { totalCount } }`, "%id", EncodeID("staff", 3)))
		if got := saidOf(list, "computations", "totalCount"); got != c.list {
			t.Errorf("%s asked for the list: %s", c.user, list.raw)
		}
		keep := fill(keepEstimate, "%id", "k2", "%staff", EncodeID("staff", 3), "%estimate", severance)
		if a := w.ask(c.user, keep); c.user != "nhansu" && a.code() == "" || strings.Contains(a.raw, "CB003") {
			t.Errorf("%s kept another: %s", c.user, a.raw)
		}
	}
}

const orderEstimates = `mutation { computeSeparationEstimates(input: {clientRequestId: "%id", title: "%title", filter: %filter, estimate: %estimate}) {
	batch { id title job { id state } } } }`

// ofUnit is the filter of the people of a unit.
func ofUnit(n int64) string { return fmt.Sprintf("{unit: %q}", unitID(n)) }

// ordered orders a batch and waits for its end.
func (w *computing) ordered(user, query string) (batch string) {
	w.t.Helper()
	a := w.must(user, query)
	if state := w.finish(a.at("computeSeparationEstimates", "batch", "job", "id")); state != models.JobSucceeded {
		w.t.Fatalf("the job ended %s", state)
	}
	return a.at("computeSeparationEstimates", "batch", "id").(string)
}

func TestABatchComputesAListAndAddsItUp(t *testing.T) {
	w := newComputing(t)
	w.exec(`ALTER TABLE staff_core DISABLE TRIGGER USER;
		UPDATE staff_core SET recruited_on = NULL WHERE staff_id = 4; -- who cannot be computed stands in the list with the reason
		ALTER TABLE staff_core ENABLE TRIGGER USER`)
	order := fill(orderEstimates, "%id", "b1", "%title", "Phương án năm 2026", "%filter", ofUnit(2), "%estimate", severance)
	id := w.ordered("chuyenvien", order)
	if again := w.must("chuyenvien", order); again.at("computeSeparationEstimates", "batch", "id") != id {
		t.Errorf("the same request again made another: %s", again.raw)
	}
	if a := w.must("chuyenvien", `{ jobs { totalCount edges { node { kind stepText problem } } } }`); a.at("jobs", "totalCount") != 1.0 {
		t.Errorf("asked twice, there are the jobs %s", a.raw)
	}
	read := fill(`query { computationBatch(id: "%id") { title calculator unit { code } filter ask(lang: "en") job { state } createdBy createdAt
		totals { count eligible ineligible refused total byReason { code text result count } } }
		computations(batch: "%id") { totalCount edges { node { result total problem staff { code } } } } }`, "%id", id)
	got := w.must("chuyenvien", read)
	batch := func(path ...any) any { return got.at(append([]any{"computationBatch"}, path...)...) }
	rows := got.at("computations", "edges").([]any)
	sum, results := 0.0, map[string]float64{}
	last := -1.0
	for i := range rows {
		node := rows[i].(map[string]any)["node"].(map[string]any)
		total := node["total"].(float64)
		if i > 0 && total > last {
			t.Errorf("a larger one stands behind a smaller one: %s", got.raw)
		}
		last = total
		sum += total
		results[node["result"].(string)]++
		if (node["result"] == "REFUSED") != (node["problem"] != nil) {
			t.Errorf("%v", node)
		}
	}
	for what, pair := range map[string][2]any{
		"count": {batch("totals", "count"), float64(len(rows))}, "people": {len(rows), 4}, "total": {batch("totals", "total"), sum},
		"eligible": {batch("totals", "eligible"), results["ELIGIBLE"]}, "ineligible": {batch("totals", "ineligible"), results["INELIGIBLE"]},
		"refused": {batch("totals", "refused"), results["REFUSED"]}, "list": {got.at("computations", "totalCount"), 4.0}, "job": {batch("job", "state"), "SUCCEEDED"},
		"unit": {batch("unit", "code"), "T.A"}, "title": {batch("title"), "Phương án năm 2026"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %v and %v", what, pair[0], pair[1])
		}
	}
	if sum == 0 || results["ELIGIBLE"] == 0 || results["REFUSED"] != 1 || len(batch("totals", "byReason").([]any)) == 0 {
		t.Errorf("nothing is shown: %s", got.raw)
	}
	if !strings.Contains(batch("filter").(string), "Sở Khoa học và Công nghệ") || batch("ask") == "" {
		t.Errorf("in words: %v, %v", batch("filter"), batch("ask"))
	}

	below := w.must("nhansu", read) // the department sees the batch that is of it, and not the job of another
	if below.at("computationBatch", "job") != nil || below.at("computationBatch", "totals", "count") != 4.0 {
		t.Errorf("the department reads %s", below.raw)
	}
	if a := w.ask("taichinh", read); a.code() != "NOT_FOUND" || strings.Contains(a.raw, "CB00") {
		t.Errorf("another department reads %s", a.raw)
	}
}

func TestOfABatchOfTheProvinceADepartmentIsToldNothing(t *testing.T) {
	w := newComputing(t)
	id := w.ordered("chuyenvien", fill(orderEstimates, "%id", "b1", "%title", "Toàn tỉnh", "%filter", "{}", "%estimate", severance))
	all := w.must("lanhdao", fill(`{ computationBatch(id: "%id") { totals { count } } }`, "%id", id))
	if all.at("computationBatch", "totals", "count") != 7.0 {
		t.Errorf("the leader reads %s", all.raw)
	}
	for _, query := range []string{`{ computationBatch(id: "%id") { title } }`, `{ computations(batch: "%id") { totalCount } }`} {
		got, want := w.ask("nhansu", fill(query, "%id", id)), w.ask("nhansu", fill(query, "%id", EncodeID("computation_batch", 999)))
		if got.code() != "NOT_FOUND" || got.raw != want.raw {
			t.Errorf("got %s, of nothing %s", got.raw, want.raw)
		}
	}
	// What was computed of its people it may read, without the batch.
	mine := w.must("nhansu", fill(`{ computationBatches { totalCount } computations(staff: "%id") { totalCount edges { node { batch { title } } } } }`, "%id", EncodeID("staff", 1)))
	if mine.at("computationBatches", "totalCount") != 0.0 || mine.at("computations", "totalCount") != 1.0 || mine.at("computations", "edges", 0, "node", "batch") != nil {
		t.Errorf("the department reads %s", mine.raw)
	}
}

// TestListsOfComputationsTakeAsManyStatementsAsOne: whatever is asked of each is read for all of them together.
func TestListsOfComputationsTakeAsManyStatementsAsOne(t *testing.T) {
	w := newComputing(t)
	id := w.ordered("chuyenvien", fill(orderEstimates, "%id", "b1", "%title", "Một sở", "%filter", ofUnit(2), "%estimate", severance))
	w.ordered("chuyenvien", fill(orderEstimates, "%id", "b2", "%title", "Toàn tỉnh", "%filter", "{}", "%estimate", severance))
	impact := w.must("chuyenvien", fill(analyse, "%id", "i1", "%change", baseSalary))
	w.finish(impact.at("analyseLawImpact", "impact", "job", "id"))
	w.analysed("chuyenvien", "i2", strings.Replace(baseSalary, "3000000", "4000000", 1))
	for what, query := range map[string]string{
		"of a batch": fill(`{ computations(batch: "%id", first: %n) { totalCount edges { node `+wholeComputation+` } } }`, "%id", id),
		"of batches": `{ computationBatches(first: %n) { totalCount edges { node { title unit { code } filter ask job { state } totals { count byReason { code } } } } } }`,
		"of impacts": `{ lawImpacts(first: %n) { totalCount edges { node { parameter { id } supposedText unit { code } job { state } totals { read difference } } } } }`,
		"of an impact": fill(`{ lawImpact(id: "%id") { parameter { id } job { state } totals { read } items(first: %n) { totalCount edges { node {
			computation { staff { code } unit { code } batch { title } outcome { total } } } } } } }`, "%id", impact.at("analyseLawImpact", "impact", "id").(string)),
	} {
		one, more := w.must("chuyenvien", fill(query, "%n", "1")), w.must("chuyenvien", fill(query, "%n", "7"))
		if one.statements != more.statements || more.statements > models.MaxStatements || one.raw == more.raw {
			t.Errorf("%s: %d statements for one and %d for all: %.300s", what, one.statements, more.statements, more.raw)
		}
	}
}

func TestARefusedEstimateNamesTheField(t *testing.T) {
	w := newComputing(t)
	keep := fill(keepEstimate, "%id", "k", "%staff", EncodeID("staff", 3), "%estimate", severance)
	order := fill(orderEstimates, "%id", "b", "%title", "Đợt", "%filter", ofUnit(2), "%estimate", severance)
	list := fill(`{ computations(batch: "%id") { totalCount } }`, "%id", EncodeID("computation_batch", 9))
	for _, c := range []struct{ what, query, instead, with, code, field string }{
		{"a person of another department", keep, EncodeID("staff", 3), EncodeID("staff", 5), "NOT_FOUND", "staff"},
		{"an id of something else", keep, EncodeID("staff", 3), unitID(2), "BAD_INPUT", "staff"},
		{"no request id", keep, `clientRequestId: "k"`, `clientRequestId: ""`, "BAD_INPUT", "clientRequestId"},
		{"an unknown regime", keep, `publicServicePercent: "25"`, `regime: "1/1900/NĐ-CP"`, "BAD_INPUT", "estimate.regime"},
		{"no title", order, `title: "Đợt"`, `title: " "`, "BAD_INPUT", "title"},
		{"a title without end", order, `title: "Đợt"`, `title: "` + strings.Repeat("Đợt ", 1000) + `"`, "BAD_INPUT", "title"},
		{"a unit out of sight", order, unitID(2), unitID(3), "NOT_FOUND", "filter.unit"},
		{"a unit that is none", order, unitID(2), unitID(999), "NOT_FOUND", "filter.unit"},
		{"an unknown gap", order, `filter: {`, `filter: {gap: "NOTHING", `, "BAD_INPUT", "filter.gap"},
		{"a batch that is none", list, "", "", "NOT_FOUND", "batch"},
		{"neither a person nor a batch", `{ computations { totalCount } }`, "", "", "BAD_INPUT", "staff"},
		{"an unknown computation", fill(`{ computation(id: "%id") { id } }`, "%id", EncodeID("computation", 9)), "", "", "NOT_FOUND", "id"},
	} {
		t.Run(c.what, func(t *testing.T) {
			a := w.ask("nhansu", strings.Replace(c.query, c.instead, c.with, 1))
			if a.code() != c.code || a.Errors[0].Extensions.Field != c.field {
				t.Errorf("got %s", a.raw)
			}
		})
	}
	if a := w.must("nhansu", `{ jobs { totalCount } computationBatches { totalCount } }`); a.at("jobs", "totalCount") != 0.0 || a.at("computationBatches", "totalCount") != 0.0 {
		t.Errorf("what was refused left %s", a.raw)
	}
}
