package models

import (
	"context"
	"slices"

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
	return Rows[UnitBalance](ctx, db, recount(a, s))
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

// RecountDifferences compares the deltas of a day with a recount of the facts; a healthy ledger has none.
func RecountDifferences(ctx context.Context, db *DB, on day.Day) ([]UnitBalance, error) {
	all := Scope{All: true}
	kept, err := UnitBalances(ctx, db, AsOf{Day: on}, all)
	if err != nil {
		return nil, err
	}
	counted, err := Rows[UnitBalance](ctx, db, recount(AsOf{Day: on}, all))
	if err != nil {
		return nil, err
	}
	type account struct {
		unit     int64
		category string
	}
	left := map[account]UnitBalance{}
	for _, b := range kept {
		left[account{b.UnitID, b.Category}] = b
	}
	for _, b := range counted {
		k := account{b.UnitID, b.Category}
		d := left[k]
		d.UnitID, d.Category = b.UnitID, b.Category
		d.Allocated, d.Present = d.Allocated-b.Allocated, d.Present-b.Present
		left[k] = d
	}
	var differ []UnitBalance
	for _, d := range left {
		if d.Allocated != 0 || d.Present != 0 {
			differ = append(differ, d)
		}
	}
	return differ, nil
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

// DailyBalance is a category's balance on one day, over all units of a scope.
type DailyBalance struct {
	Day       day.Day
	Category  string
	Allocated int
	Present   int
	Promised  int
}

// DailyBalances sums the balances of several days in one pass over the deltas.
func DailyBalances(ctx context.Context, db *DB, days []day.Day, category string, s Scope) ([]DailyBalance, error) {
	texts := make([]string, 0, len(days))
	for _, d := range days {
		if s := d.String(); !slices.Contains(texts, s) { // a day given twice is not two days
			texts = append(texts, s)
		}
	}
	q := Q(`WITH steps AS (
			SELECT d.category, d.measure, x.day, sum(d.n) AS n
			FROM headcount_delta d
			CROSS JOIN LATERAL (SELECT min(t.day) AS day FROM unnest(?::text[]::date[]) t (day) WHERE t.day >= d.day) x
			WHERE x.day IS NOT NULL`, texts).UnitsIn("d.unit_id", s)
	if category != "" {
		q.Add("AND d.category = ?", category)
	}
	q.Add(`GROUP BY 1, 2, 3)
		SELECT t.day, c.category,
			coalesce(sum(s.n) FILTER (WHERE s.measure = 'ALLOCATED'), 0)::int AS allocated,
			coalesce(sum(s.n) FILTER (WHERE s.measure = 'PRESENT'), 0)::int AS present,
			coalesce(sum(s.n) FILTER (WHERE s.measure = 'PROMISED'), 0)::int AS promised
		FROM unnest(?::text[]::date[]) t (day)
		CROSS JOIN (SELECT DISTINCT category FROM steps) c
		JOIN steps s ON s.category = c.category AND s.day <= t.day
		GROUP BY 1, 2`, texts)
	return Rows[DailyBalance](ctx, db, q)
}
