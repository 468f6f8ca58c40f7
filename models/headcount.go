package models

import (
	"context"
	"fmt"
	"strconv"

	"bienche/internal/day"
)

// QuotaEntry moves posts (biên chế) from a giver to a receiver; see the table for what an absent side means.
type QuotaEntry struct {
	Fact
	Act        string // ALLOCATE, ADJUST, TRANSFER, LEND, RETURN, RECALL, CEDE
	Category   string // code of rules/headcount
	Tranche    string // REGULAR, SURPLUS, CONTINGENCY
	Funding    string // STATE_BUDGET, OWN_INCOME
	GiverID    *int64
	ReceiverID *int64
	Posts      int
	Note       string
}

// TableName is the table of QuotaEntry.
func (QuotaEntry) TableName() string { return "quota_entry" }

// UnitBalance is what one unit has of one category on a day, its own posts only.
type UnitBalance struct {
	UnitID    int64
	Category  string
	Allocated int
	Present   int
	Promised  int
}

// UnitBalances sums the balances of a day for every unit that has any, cut to the scope. In present knowledge it
// adds up the dated deltas; for knowledge of the past it recounts the facts themselves.
func UnitBalances(ctx context.Context, db *DB, a AsOf, s Scope) ([]UnitBalance, error) {
	if a.IsCurrent() {
		q := Q(`SELECT d.unit_id, d.category,
			coalesce(sum(d.n) FILTER (WHERE d.measure = 'ALLOCATED'), 0)::int AS allocated,
			coalesce(sum(d.n) FILTER (WHERE d.measure = 'PRESENT'), 0)::int AS present,
			coalesce(sum(d.n) FILTER (WHERE d.measure = 'PROMISED'), 0)::int AS promised
			FROM headcount_delta d WHERE d.day <= ?`, a.Day).UnitsIn("d.unit_id", s).
			Add("GROUP BY d.unit_id, d.category")
		return Rows[UnitBalance](ctx, db, q)
	}
	return Rows[UnitBalance](counted(ctx), db, recount(a, s))
}

// recount counts quota entries and main appointments without the deltas.
func recount(a AsOf, s Scope) *Query {
	q := Q(`SELECT f.unit_id, f.category, sum(f.allocated)::int AS allocated, sum(f.present)::int AS present, 0 AS promised FROM (
		SELECT q.receiver_id AS unit_id, q.category, q.posts AS allocated, 0 AS present FROM quota_entry q WHERE q.receiver_id IS NOT NULL`).
		Valid("q", a).
		Add(`UNION ALL SELECT q.giver_id, q.category, -q.posts, 0 FROM quota_entry q WHERE q.giver_id IS NOT NULL`).Valid("q", a).
		Add(`UNION ALL SELECT p.quota_unit_id, p.category, 0, 1 FROM appointment p WHERE p.kind = 'MAIN'`).Valid("p", a).
		Add(`) f WHERE TRUE`).UnitsIn("f.unit_id", s)
	return q.Add("GROUP BY f.unit_id, f.category")
}

// RecountDifferences compares the deltas of a day with a recount of the facts; a healthy ledger has none. What it tells
// of are the accounts that differ, each by how much.
func RecountDifferences(ctx context.Context, db *DB, on day.Day) ([]UnitBalance, error) {
	return Rows[UnitBalance](ctx, db, Q(`SELECT unit_id, category, allocated, present, promised FROM headcount_differences(?)`, on))
}

// QuotaEntryRow is a ledger entry as read.
type QuotaEntryRow struct {
	ID                     int64
	Act, Category, Tranche string
	Funding, Note          string
	GiverID, ReceiverID    *int64
	Posts                  int
	ValidFrom, ValidTo     day.Day
	DecisionID             *int64
}

// QuotaEntries lists the entries of one unit, newest first.
func QuotaEntries(ctx context.Context, db *DB, unitID int64, category string, limit, offset int) ([]QuotaEntryRow, error) {
	q := Q(`SELECT id, act, category, tranche, funding, note, giver_id, receiver_id, posts, valid_from, valid_to, decision_id
		FROM quota_entry WHERE known_to = 'infinity'`).Add("AND (giver_id = ? OR receiver_id = ?)", unitID, unitID)
	if category != "" {
		q.Add("AND category = ?", category)
	}
	return Rows[QuotaEntryRow](ctx, db, q.Add("ORDER BY valid_from DESC, id DESC LIMIT ? OFFSET ?", limit, offset))
}

// CountQuotaEntries counts what QuotaEntries lists.
func CountQuotaEntries(ctx context.Context, db *DB, unitID int64, category string) (int, error) {
	q := Q(`SELECT count(*)::int FROM quota_entry WHERE known_to = 'infinity'`).Add("AND (giver_id = ? OR receiver_id = ?)", unitID, unitID)
	if category != "" {
		q.Add("AND category = ?", category)
	}
	return One[int](ctx, db, q)
}

// DeltaMoment is what a copy of the deltas has seen: everything that transactions before it wrote.
type DeltaMoment uint64

// UnitDeltas are the running balances of one unit and category: on Days[i] and until the next day they are
// Allocated[i], Present[i] and Promised[i]. Days count from 1 January 2000.
type UnitDeltas struct {
	UnitID    int64
	Category  string
	Days      []int32
	Allocated []int32
	Present   []int32
	Promised  []int32
}

// DeltaChange is what has changed in the deltas since a moment: all deltas of each unit of which any was written.
type DeltaChange struct {
	Now   DeltaMoment
	Whole bool // Deltas are those of all units there are
	// Deltas come ordered by unit and category.
	Deltas []UnitDeltas
}

// maxChangedDeltas is how many changed deltas are worth reading by unit; with more, all are read.
const maxChangedDeltas = 2000

// HeadcountDeltas reads all deltas (since 0) or those of the units changed since a moment. What it answers and the
// moment it names belong to one state of the database.
func HeadcountDeltas(ctx context.Context, db *DB, since DeltaMoment) (*DeltaChange, error) {
	if since == 0 {
		return headcountDeltas(ctx, db, since, Q("WITH changed AS (SELECT WHERE FALSE)"), "TRUE")
	}
	// The order within a limit keeps the planner on the index, whatever it thinks of the moment.
	changed := Q(`WITH changed AS MATERIALIZED (SELECT d.unit_id FROM headcount_delta d WHERE d.changed_in >= ?::text::xid8
		ORDER BY d.changed_in DESC LIMIT `+strconv.Itoa(maxChangedDeltas)+`)`, strconv.FormatUint(uint64(since), 10))
	c, err := headcountDeltas(ctx, db, since, changed, "d.unit_id = ANY(ARRAY(SELECT DISTINCT unit_id FROM changed))")
	if err == nil && c == nil {
		return HeadcountDeltas(ctx, db, 0)
	}
	return c, err
}

// headcountDeltas reads the deltas of some units; nil when more have changed than were looked at.
func headcountDeltas(ctx context.Context, db *DB, since DeltaMoment, changed *Query, where string) (*DeltaChange, error) {
	type row struct {
		Now     string
		Changed int
		UnitDeltas
	}
	rows, err := Rows[row](ctx, db, changed.Add(`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS now, (SELECT count(*) FROM changed)::int AS changed,
			coalesce(x.unit_id, 0) AS unit_id, coalesce(x.category, '') AS category, x.days, x.allocated, x.present, x.promised
		FROM (VALUES (1)) one (n) LEFT JOIN (
			SELECT r.unit_id, r.category, array_agg(r.day - DATE '2000-01-01' ORDER BY r.day) AS days, array_agg(r.allocated::int ORDER BY r.day) AS allocated,
				array_agg(r.present::int ORDER BY r.day) AS present, array_agg(r.promised::int ORDER BY r.day) AS promised
			FROM (
				SELECT d.unit_id, d.category, d.day,
					coalesce(sum(sum(d.n) FILTER (WHERE d.measure = 'ALLOCATED')) OVER w, 0) AS allocated,
					coalesce(sum(sum(d.n) FILTER (WHERE d.measure = 'PRESENT')) OVER w, 0) AS present,
					coalesce(sum(sum(d.n) FILTER (WHERE d.measure = 'PROMISED')) OVER w, 0) AS promised
				FROM headcount_delta d WHERE `+where+`
				GROUP BY d.unit_id, d.category, d.day
				WINDOW w AS (PARTITION BY d.unit_id, d.category ORDER BY d.day)) r
			GROUP BY r.unit_id, r.category) x ON TRUE
		ORDER BY x.unit_id, x.category`))
	if err != nil {
		return nil, err
	}
	if rows[0].Changed >= maxChangedDeltas {
		return nil, nil
	}
	now, err := strconv.ParseUint(rows[0].Now, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("read the moment of the deltas: %w", err)
	}
	c := &DeltaChange{Now: DeltaMoment(now), Whole: since == 0}
	for _, r := range rows {
		if r.UnitID != 0 {
			c.Deltas = append(c.Deltas, r.UnitDeltas)
		}
	}
	return c, nil
}
