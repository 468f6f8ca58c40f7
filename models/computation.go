package models

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
)

// The results of a computation. Refused: the law or the record does not reach the case.
const (
	Eligible   = "ELIGIBLE"
	Ineligible = "INELIGIBLE"
	Refused    = "REFUSED"
)

// Computation (bản tính) is what a calculator found for a person, from what, how, and by which figures of the law. Nothing of
// it changes.
type Computation struct {
	ID         int64
	BatchID    *int64
	StaffID    int64
	UnitID     *int64 // whose local choices counted; nil: the province's
	Calculator string
	CaseDay    day.Day // of the case: the day of leaving
	Input      json.RawMessage
	Result     string
	Regime     string
	Total      int64           // đồng
	Outcome    json.RawMessage // with its trace; nil when refused
	Problem    json.RawMessage // why it was refused
	Parameters []string        // ids of what was read of the law
	Readings   json.RawMessage // each with the first and the last day it was read for
	MadeBy     int64
	MadeAt     time.Time
	RecordedIn int64
}

// ComputationRow is a computation as it is listed: without what only its own page shows.
type ComputationRow struct {
	ID         int64
	BatchID    *int64
	StaffID    int64
	UnitID     *int64
	Calculator string
	CaseDay    day.Day
	Result     string
	Regime     string
	Total      int64
	Parameters []string
	Problem    json.RawMessage
	MadeByName string
	MadeAt     time.Time
}

const computationRows = `SELECT c.id, c.batch_id, c.staff_id, c.unit_id, c.calculator, c.case_day, c.result, c.regime, c.total, c.parameters,
	c.problem, u.display_name AS made_by_name, c.made_at FROM computation c JOIN app_user u ON u.id = c.made_by`

// ComputationFilter narrows the list of computations to a person, a batch, a result.
type ComputationFilter struct {
	StaffID, BatchID int64
	Result           string
}

func (f ComputationFilter) where(q *Query) *Query {
	q.Add("WHERE TRUE")
	if f.StaffID != 0 {
		q.Add("AND c.staff_id = ?", f.StaffID)
	}
	if f.BatchID != 0 {
		q.Add("AND c.batch_id = ?", f.BatchID)
	}
	if f.Result != "" {
		q.Add("AND c.result = ?", f.Result)
	}
	return q
}

// Computations lists computations that the reader may see: those of a batch largest first, else newest first.
func Computations(ctx context.Context, db *DB, f ComputationFilter, limit, offset int) ([]ComputationRow, error) {
	order := "ORDER BY c.id DESC"
	if f.BatchID != 0 {
		order = "ORDER BY c.total DESC, c.id"
	}
	return Rows[ComputationRow](ctx, db, f.where(Q(computationRows)).Add(order+" LIMIT ? OFFSET ?", limit, offset))
}

// CountComputations counts what Computations lists.
func CountComputations(ctx context.Context, db *DB, f ComputationFilter) (int, error) {
	return One[int](ctx, db, f.where(Q("SELECT count(*)::int FROM computation c")))
}

// ComputationsByID reads computations as they are listed, in no order; those that the reader may not see are left out.
func ComputationsByID(ctx context.Context, db *DB, ids []int64) ([]ComputationRow, error) {
	return Rows[ComputationRow](ctx, db, Q(computationRows+" WHERE c.id = ANY(?)", ids))
}

// ComputationBody is what only the page of a computation shows, and what computing it again needs.
type ComputationBody struct {
	ID       int64
	StaffID  int64
	UnitID   *int64
	CaseDay  day.Day
	Input    json.RawMessage
	Result   string
	Total    int64
	Outcome  json.RawMessage
	Problem  json.RawMessage
	Readings json.RawMessage
}

const computationBodies = "SELECT c.id, c.staff_id, c.unit_id, c.case_day, c.input, c.result, c.total, c.outcome, c.problem, c.readings FROM computation c"

// ComputationBodies reads computations whole, in no order; those that the reader may not see are left out.
func ComputationBodies(ctx context.Context, db *DB, ids []int64) ([]ComputationBody, error) {
	return Rows[ComputationBody](ctx, db, Q(computationBodies+" WHERE c.id = ANY(?)", ids))
}

// ComputationCases reads computations as ComputationBodies does, without their outcomes, which take most of the room.
func ComputationCases(ctx context.Context, db *DB, ids []int64) ([]ComputationBody, error) {
	return Rows[ComputationBody](ctx, db, Q(`SELECT c.id, c.staff_id, c.unit_id, c.case_day, c.input, c.result, c.total, NULL::jsonb AS outcome,
		c.problem, c.readings FROM computation c WHERE c.id = ANY(?)`, ids))
}

// AddComputations keeps computations in tx, under its audit entry, and gives them their ids. All go in one statement: most of
// what a statement costs is its own.
func AddComputations(tx *Tx, all []Computation) error {
	var c columns
	for i := range all {
		c.add(&all[i])
	}
	rows, err := tx.Pgx.Query(tx.Statement.Context, `INSERT INTO computation (batch_id, staff_id, unit_id, calculator, case_day, input, result, regime, total,
		outcome, problem, parameters, readings, made_by, recorded_in)
		SELECT n.batch_id, n.staff_id, n.unit_id, n.calculator, n.case_day, n.input, n.result, n.regime, n.total, n.outcome, n.problem,
			string_to_array(n.parameters, ' '), n.readings, n.made_by, $15
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::date[], $6::jsonb[], $7::text[], $8::text[], $9::bigint[], $10::jsonb[],
			$11::jsonb[], $12::text[], $13::jsonb[], $14::bigint[]) WITH ORDINALITY n (batch_id, staff_id, unit_id, calculator, case_day, input, result,
			regime, total, outcome, problem, parameters, readings, made_by, place)
		ORDER BY n.place RETURNING id`,
		c.batch, c.staff, c.unit, c.calculator, c.day, c.input, c.result, c.regime, c.total, c.outcome, c.problem, c.parameters, c.readings, c.madeBy,
		tx.AuditID)
	if err != nil {
		return fmt.Errorf("keep %d computations: %w", len(all), err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return fmt.Errorf("keep %d computations: %w", len(all), err)
	}
	slices.Sort(ids) // given out in the order of the places
	for i, id := range ids {
		all[i].ID = id
	}
	return nil
}

// columns are computations turned on their side.
type columns struct {
	batch, unit                            []*int64
	staff, total, madeBy                   []int64
	calculator, result, regime, parameters []string // ids of parameters have no spaces
	day                                    []day.Day
	input, outcome, problem, readings      []json.RawMessage
}

func (s *columns) add(c *Computation) {
	s.batch, s.unit = append(s.batch, c.BatchID), append(s.unit, c.UnitID)
	s.staff, s.total, s.madeBy = append(s.staff, c.StaffID), append(s.total, c.Total), append(s.madeBy, c.MadeBy)
	s.calculator, s.result, s.regime = append(s.calculator, c.Calculator), append(s.result, c.Result), append(s.regime, c.Regime)
	s.parameters, s.day = append(s.parameters, strings.Join(c.Parameters, " ")), append(s.day, c.CaseDay)
	s.input, s.outcome = append(s.input, c.Input), append(s.outcome, c.Outcome)
	s.problem, s.readings = append(s.problem, c.Problem), append(s.readings, c.Readings)
}

// ComputationBatch (đợt tính) is many people computed at once by a job.
type ComputationBatch struct {
	ID            int64
	JobID         int64
	Calculator    string
	Title         string
	UnitID        *int64 // of the filter; nil: the province
	Filter        json.RawMessage
	Ask           json.RawMessage
	CreatedBy     int64
	CreatedByName string
	CreatedAt     time.Time
}

const computationBatches = `SELECT b.id, b.job_id, b.calculator, b.title, b.unit_id, b.filter, b.ask, b.created_by, u.display_name AS created_by_name, b.created_at
	FROM computation_batch b JOIN app_user u ON u.id = b.created_by`

// batchesOf are the batches of a user, and those of units within a scope.
func batchesOf(q *Query, userID int64, s Scope) *Query {
	if s.All {
		return q.Add("WHERE TRUE")
	}
	return q.Add("WHERE (b.created_by = ? OR b.unit_id = ANY(?))", userID, s.Units)
}

// ComputationBatches lists the batches that a user made and those of units within the scope, newest first.
func ComputationBatches(ctx context.Context, db *DB, userID int64, s Scope, limit, offset int) ([]ComputationBatch, error) {
	return Rows[ComputationBatch](ctx, db, batchesOf(Q(computationBatches), userID, s).
		Add("ORDER BY b.created_at DESC, b.id DESC LIMIT ? OFFSET ?", limit, offset))
}

// CountComputationBatches counts what ComputationBatches lists.
func CountComputationBatches(ctx context.Context, db *DB, userID int64, s Scope) (int, error) {
	return One[int](ctx, db, batchesOf(Q("SELECT count(*)::int FROM computation_batch b"), userID, s))
}

// ComputationBatchesByID reads those of the batches that ComputationBatches would list.
func ComputationBatchesByID(ctx context.Context, db *DB, userID int64, s Scope, ids []int64) ([]ComputationBatch, error) {
	return Rows[ComputationBatch](ctx, db, batchesOf(Q(computationBatches), userID, s).Add("AND b.id = ANY(?)", ids))
}

// AddComputationBatch stores a batch in tx, under its audit entry, and answers with its id.
func AddComputationBatch(tx *Tx, b ComputationBatch) (int64, error) {
	return OneIn[int64](tx, Q(`INSERT INTO computation_batch (job_id, calculator, title, unit_id, filter, ask, created_by, recorded_in)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, b.JobID, b.Calculator, b.Title, b.UnitID, b.Filter, b.Ask, b.CreatedBy, tx.AuditID))
}

// ComputationCount is how many computations of a batch came out one way: by result, and by what stands first against it.
type ComputationCount struct {
	BatchID int64
	Result  string
	Reason  json.RawMessage // the first reason, or the problem; nil: none
	Count   int
	Total   int64
}

// ComputationCounts counts the computations of batches that the reader may see, for each batch the most frequent first.
func ComputationCounts(ctx context.Context, db *DB, batchIDs []int64) ([]ComputationCount, error) {
	return Rows[ComputationCount](ctx, db, Q(`SELECT c.batch_id, c.result, (array_agg(c.reason))[1] AS reason, count(*)::int AS count, sum(c.total)::bigint AS total
		FROM computation c WHERE c.batch_id = ANY(?) GROUP BY c.batch_id, c.result, c.reason ->> 'code' ORDER BY c.batch_id, count(*) DESC, c.reason ->> 'code'`, batchIDs))
}

// ComputationBatchOfJob reads the batch that a job computes; nil for none.
func ComputationBatchOfJob(ctx context.Context, db *DB, jobID int64) (*ComputationBatch, error) {
	return first(Rows[ComputationBatch](ctx, db, Q(computationBatches+" WHERE b.job_id = ?", jobID)))
}

// HoldComputationBatch lets nobody else keep the computations of a batch until tx ends, and tells how many are kept already.
func HoldComputationBatch(tx *Tx, id int64) (kept int, err error) {
	if err := tx.Exec("SELECT pg_advisory_xact_lock('computation_batch'::regclass::oid::int, ?::bigint::int)", id).Error; err != nil {
		return 0, fmt.Errorf("hold batch %d: %w", id, err)
	}
	return OneIn[int](tx, Q("SELECT count(*)::int FROM computation c WHERE c.batch_id = ?", id))
}
