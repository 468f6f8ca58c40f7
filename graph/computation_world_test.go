package graph

import (
	"fmt"
	"testing"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/rules/reduction"
)

// The ids of what the worlds hold of kept computations: of person n, one that was refused, whose text holds the code, and one
// with an outcome. A batch and an impact hold one of each person.
const (
	firstRefused, firstOutcome = 300, 400
	leadersBatch, ownBatch     = 1, 2
)

// outcomeJSON is a benefit as it is kept, with what it was computed from.
func (w *world) outcomeJSON() (input, outcome []byte, total int64) {
	w.t.Helper()
	in := reduction.SeparationInput{Family: reduction.StaffReduction, Policy: reduction.EarlyRetirement, StaffClass: "CIVIL_SERVANT", Sex: reduction.Male,
		BirthDate: day.Of(1966, 3, 10), LeavingDate: day.Of(2025, 9, 1), InsuredMonths: 386,
		Salary: reduction.SalaryBase{Short: reduction.SalaryParts{Coefficient: decimal.NewNullDecimal(decimal.RequireFromString("4.98"))}}}
	out, err := reduction.SeparationBenefit(w.services.Book.Begin(nil), in)
	if err != nil || !out.Eligible {
		w.t.Fatalf("the benefit of the world: %v %+v", err, out.Reasons)
	}
	if input, err = jsonv2.Marshal(in); err == nil {
		outcome, err = jsonv2.Marshal(out)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return input, outcome, out.Total
}

// keepComputation stores a computation of a person, with the outcome of the world or refused; batch 0 is none.
func (w *world) keepComputation(id, person, batch int, refused bool) {
	w.t.Helper()
	input, outcome, total := w.outcomeJSON()
	result, regime := "ELIGIBLE", "154/2025/NĐ-CP"
	var problem any
	if refused {
		outcome, total, result, regime = nil, 0, "REFUSED", ""
		problem = fmt.Sprintf(`{"code": "NOT_COVERED test", "record": true, "text": ["Từ chối CB00%[1]d", "Refused CB00%[1]d"]}`, person)
	}
	if _, err := w.owner.Exec(w.t.Context(), `INSERT INTO computation (id, batch_id, staff_id, unit_id, calculator, case_day, input, result, regime, total, outcome, problem,
			parameters, readings, made_by, recorded_in) OVERRIDING SYSTEM VALUE
		SELECT $1, nullif($2, 0), $3, 2, 'separationBenefit', '2025-09-01', $4, $5, $6, $7, $8, $9, ARRAY['pay.base_salary', 'law.long.gone'],
			'[{"id": "pay.base_salary", "from": "2025-08-01", "to": "2025-08-01"}]', id, 1 FROM app_user WHERE username = 'lanhdao'`,
		id, batch, person, input, result, regime, total, outcome, problem); err != nil {
		w.t.Fatal(err)
	}
}

// keepBatch stores a batch of a user at a unit (0: the province).
func (w *world) keepBatch(id, job, unit int, user string) {
	w.exec(fmt.Sprintf(`INSERT INTO computation_batch (id, job_id, calculator, title, unit_id, filter, ask, created_by, recorded_in) OVERRIDING SYSTEM VALUE
		SELECT %[1]d, %[2]d, 'separationBenefit', 'Đợt của %[4]s', nullif(%[3]d, 0), '{}', '{}', id, 1 FROM app_user WHERE username = '%[4]s'`, id, job, unit, user))
}

// keepImpact stores what a change of the law makes of computations; every computation turns out refused.
func (w *world) keepImpact(id, job int, user string, computations map[int]int) {
	w.exec(fmt.Sprintf(`INSERT INTO law_impact (id, job_id, parameter, holds_from, holds_to, supposed, unit_id, created_by, recorded_in) OVERRIDING SYSTEM VALUE
		SELECT %d, %d, 'reduction.retirement.notice_months', '2025-01-01', '2027-01-01', '9', 2, id, 1 FROM app_user WHERE username = '%s'`, id, job, user))
	for person, computation := range computations {
		w.exec(fmt.Sprintf(`INSERT INTO law_impact_item (impact_id, computation_id, staff_id, result_base, total_base, result_after, total_after, problem_after, recorded_in)
			VALUES (%d, %d, %[3]d, 'ELIGIBLE', %[3]d, 'REFUSED', 0, '{"code": "x", "text": ["Sau này CB00%[3]d", "Later CB00%[3]d"]}', 1)`, id, computation, person))
	}
}

// addComputations keeps computations of everybody: two of each person, those with an outcome in a batch of nhansu at the
// department, those without in a batch of the leader's for the province, and an impact of each of the two on all of them.
func (w *world) addComputations(t *testing.T) {
	t.Helper()
	w.keepBatch(leadersBatch, leadersJob, 0, "lanhdao")
	w.keepBatch(ownBatch, 2, insideUnit, "nhansu")
	refused, found := map[int]int{}, map[int]int{}
	for i := range worldPeople {
		refused[i+1], found[i+1] = firstRefused+i+1, firstOutcome+i+1
		w.keepComputation(refused[i+1], i+1, leadersBatch, true)
		w.keepComputation(found[i+1], i+1, ownBatch, false)
	}
	w.keepImpact(leadersBatch, leadersJob, "lanhdao", refused)
	w.keepImpact(ownBatch, 2, "nhansu", found)
}

const firstOwnBatch, firstOwnImpactJob = 950, 1100

// ownComputation is the id of the computation of a person in a reader's own batch.
func ownComputation(reader, person int) int { return 2000 + 10*reader + person }

// addOwnComputations gives a reader of the matrix a batch of the department, and two impacts: of a figure on the computations of
// the batch, and of a cell of a table on none. One person in them is outside.
func (w *world) addOwnComputations(i int, reader string) {
	if reader == stranger {
		return
	}
	w.keepBatch(firstOwnBatch+i, firstOwnJob+i, insideUnit, userOf(reader))
	computations := map[int]int{}
	for _, person := range []int{insider, insider + 1, outsider} {
		computations[person] = ownComputation(i, person)
		w.keepComputation(computations[person], person, firstOwnBatch+i, person != insider)
	}
	w.keepImpact(firstOwnBatch+i, firstOwnJob+i, userOf(reader), computations)
	w.exec(fmt.Sprintf(`INSERT INTO job (id, kind, created_by, recorded_in) OVERRIDING SYSTEM VALUE SELECT %[1]d, 'computation.impact', id, 1 FROM app_user WHERE username = '%[2]s';
		INSERT INTO law_impact (id, job_id, parameter, holds_from, table_row, table_col, created_by, recorded_in) OVERRIDING SYSTEM VALUE
			SELECT %[1]d, %[1]d, 'pay.beyond_frame.first_after', '2025-01-01', 'A0', 'months', id, 1 FROM app_user WHERE username = '%[2]s'`, firstOwnImpactJob+i, userOf(reader)))
}
