package models

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"bienche/internal/day"
)

// LawImpact (tác động của thay đổi pháp luật) is a change of a figure of the law, entered or only supposed, held against the
// computations that read it.
type LawImpact struct {
	ID            int64
	JobID         int64
	Parameter     string
	HoldsFrom     day.Day
	HoldsTo       day.Day
	TableRow      string // of a table, with TableCol: the figure that is changed
	TableCol      string
	Supposed      *string // the new figure or option; nil: as the law stands now
	UnitID        *int64  // the change is a local choice of the unit; nil: of the law
	CreatedBy     int64
	CreatedByName string
	CreatedAt     time.Time
}

const lawImpacts = `SELECT i.id, i.job_id, i.parameter, i.holds_from, i.holds_to, i.table_row, i.table_col, i.supposed, i.unit_id, i.created_by,
	u.display_name AS created_by_name, i.created_at FROM law_impact i JOIN app_user u ON u.id = i.created_by`

func impactsOf(q *Query, userID int64, parameter string) *Query {
	q.Add("WHERE i.created_by = ?", userID)
	if parameter != "" {
		q.Add("AND i.parameter = ?", parameter)
	}
	return q
}

// LawImpacts lists what a user had analysed, newest first; parameter "" is any.
func LawImpacts(ctx context.Context, db *DB, userID int64, parameter string, limit, offset int) ([]LawImpact, error) {
	return Rows[LawImpact](ctx, db, impactsOf(Q(lawImpacts), userID, parameter).Add("ORDER BY i.created_at DESC, i.id DESC LIMIT ? OFFSET ?", limit, offset))
}

// CountLawImpacts counts what LawImpacts lists.
func CountLawImpacts(ctx context.Context, db *DB, userID int64, parameter string) (int, error) {
	return One[int](ctx, db, impactsOf(Q("SELECT count(*)::int FROM law_impact i"), userID, parameter))
}

// FindLawImpact reads what a user had analysed; nil when there is none of that id.
func FindLawImpact(ctx context.Context, db *DB, userID, id int64) (*LawImpact, error) {
	return first(Rows[LawImpact](ctx, db, impactsOf(Q(lawImpacts), userID, "").Add("AND i.id = ?", id)))
}

// AddLawImpact stores an analysis to be done in tx, under its audit entry, and answers with its id.
func AddLawImpact(tx *Tx, i LawImpact) (int64, error) {
	return OneIn[int64](tx, Q(`INSERT INTO law_impact (job_id, parameter, holds_from, holds_to, table_row, table_col, supposed, unit_id, created_by, recorded_in)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, i.JobID, i.Parameter, i.HoldsFrom, i.HoldsTo, i.TableRow, i.TableCol, i.Supposed, i.UnitID,
		i.CreatedBy, tx.AuditID))
}

// LawImpactOfJob reads what a user had a job analyse; nil when there is none.
func LawImpactOfJob(ctx context.Context, db *DB, userID, jobID int64) (*LawImpact, error) {
	return first(Rows[LawImpact](ctx, db, impactsOf(Q(lawImpacts), userID, "").Add("AND i.job_id = ?", jobID)))
}

// ComputationsReading lists the ids of computations, ascending, that the reader may see and that read a parameter for a day of the
// change, or between two that they read it for.
func ComputationsReading(ctx context.Context, db *DB, i *LawImpact) ([]int64, error) {
	return Column[int64](ctx, db, Q(`SELECT c.id FROM computation c WHERE c.parameters @> ARRAY[?]
		AND EXISTS (SELECT FROM jsonb_to_recordset(c.readings) r (id text, "from" date, "to" date) WHERE r.id = ? AND r."to" >= ? AND r."from" < ?)
		ORDER BY c.id`, i.Parameter, i.Parameter, i.HoldsFrom, i.HoldsTo))
}

// ComputationInput is what computing again needs of a computation, and what came out of it.
type ComputationInput struct {
	ID      int64
	StaffID int64
	UnitID  *int64
	Input   json.RawMessage
	Result  string
	Total   int64
}

// ComputationInputs reads the inputs of computations by id, ascending; those that the reader may not see are left out.
func ComputationInputs(ctx context.Context, db *DB, ids []int64) ([]ComputationInput, error) {
	return Rows[ComputationInput](ctx, db, Q("SELECT c.id, c.staff_id, c.unit_id, c.input, c.result, c.total FROM computation c WHERE c.id = ANY(?) ORDER BY c.id", ids))
}

// LawImpactItem is one computation under the change, and under what that is held against.
type LawImpactItem struct {
	ImpactID      int64
	ComputationID int64
	StaffID       int64
	ResultBase    string
	TotalBase     int64 // đồng
	ResultAfter   string
	TotalAfter    int64
	RegimeAfter   string
	ProblemAfter  json.RawMessage // why it would be refused; nil: it is not
	Difference    int64           `gorm:"->"`
	Changed       bool            `gorm:"->"`
}

// AddLawImpactItems keeps what came of an analysis in tx, under its audit entry.
func AddLawImpactItems(tx *Tx, impactID int64, all []LawImpactItem) error {
	n := len(all)
	ids, people, before, after := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	was, is, regimes, problems := make([]string, n), make([]string, n), make([]string, n), make([]*string, n)
	for i := range all {
		c := &all[i]
		ids[i], people[i], was[i], before[i], is[i], after[i], regimes[i] = c.ComputationID, c.StaffID, c.ResultBase, c.TotalBase, c.ResultAfter,
			c.TotalAfter, c.RegimeAfter
		if c.ProblemAfter != nil {
			problem := string(c.ProblemAfter)
			problems[i] = &problem
		}
	}
	// One statement, since thousands of them take several times as long, and COPY does not go into tables under row security.
	_, err := tx.Pgx.Exec(tx.Statement.Context, `INSERT INTO law_impact_item (impact_id, recorded_in, computation_id, staff_id, result_base, total_base,
		result_after, total_after, regime_after, problem_after) SELECT $1, $2, c, s, rb, tb, ra, ta, r, p::jsonb
		FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::bigint[], $9::text[], $10::text[]) t (c, s, rb, tb, ra, ta, r, p)`,
		impactID, tx.AuditID, ids, people, was, before, is, after, regimes, problems)
	if err != nil {
		return fmt.Errorf("keep %d effects of a change of the law: %w", n, err)
	}
	return nil
}

func itemsOf(q *Query, impactID int64, changedOnly bool) *Query {
	q.Add("WHERE t.impact_id = ?", impactID)
	if changedOnly {
		q.Add("AND t.changed")
	}
	return q
}

// LawImpactItems lists what came of an analysis, largest difference first, of people whom the reader may see.
func LawImpactItems(ctx context.Context, db *DB, impactID int64, changedOnly bool, limit, offset int) ([]LawImpactItem, error) {
	q := Q(`SELECT t.impact_id, t.computation_id, t.staff_id, t.result_base, t.total_base, t.result_after, t.total_after, t.regime_after,
		t.problem_after, t.difference, t.changed FROM law_impact_item t`)
	return Rows[LawImpactItem](ctx, db, itemsOf(q, impactID, changedOnly).
		Add("ORDER BY abs(t.difference) DESC, t.computation_id LIMIT ? OFFSET ?", limit, offset))
}

// CountLawImpactItems counts what LawImpactItems lists.
func CountLawImpactItems(ctx context.Context, db *DB, impactID int64, changedOnly bool) (int, error) {
	return One[int](ctx, db, itemsOf(Q("SELECT count(*)::int FROM law_impact_item t"), impactID, changedOnly))
}

// LawImpactTotals is the sum of an analysis over the people whom the reader may see.
type LawImpactTotals struct {
	ImpactID         int64
	Read             int
	Changed          int
	More             int // whose total grows
	Less             int
	NewlyEligible    int
	NoLongerEligible int
	Before           int64 // đồng
	After            int64
}

// SumLawImpact adds up what came of an analysis.
func SumLawImpact(ctx context.Context, db *DB, impactID int64) (*LawImpactTotals, error) {
	found, err := SumLawImpacts(ctx, db, []int64{impactID})
	if err != nil || len(found) == 0 {
		return &LawImpactTotals{ImpactID: impactID}, err
	}
	return &found[0], nil
}

// SumLawImpacts adds up what came of analyses; one of which nothing came is left out.
func SumLawImpacts(ctx context.Context, db *DB, impactIDs []int64) ([]LawImpactTotals, error) {
	return Rows[LawImpactTotals](ctx, db, Q(`SELECT t.impact_id, count(*)::int AS read, count(*) FILTER (WHERE t.changed)::int AS changed,
		count(*) FILTER (WHERE t.difference > 0)::int AS more, count(*) FILTER (WHERE t.difference < 0)::int AS less,
		count(*) FILTER (WHERE t.result_after = 'ELIGIBLE' AND t.result_base <> 'ELIGIBLE')::int AS newly_eligible,
		count(*) FILTER (WHERE t.result_after <> 'ELIGIBLE' AND t.result_base = 'ELIGIBLE')::int AS no_longer_eligible,
		coalesce(sum(t.total_base), 0)::bigint AS before, coalesce(sum(t.total_after), 0)::bigint AS after
		FROM law_impact_item t WHERE t.impact_id = ANY(?) GROUP BY t.impact_id`, impactIDs))
}
