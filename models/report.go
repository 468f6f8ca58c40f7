package models

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// Period is what a period report counts in: the days From to To, both included, the people of a scope, and units
// (nil: any) where the events took place.
type Period struct {
	From, To day.Day
	AsOf     AsOf // knowledge; its day is not used
	Scope    Scope
	Units    []int64
}

// Source is a set of events that figures are counted from.
type Source string

// The sources of period figures.
const (
	SourceStarts     Source = "starts"     // appointments that began
	SourceEnds       Source = "ends"       // service that ended
	SourcePromotions Source = "promotions" // grade promotions
	SourceRatings    Source = "ratings"    // years that ended
	SourceTraining   Source = "training"   // attendances
	SourceQuota      Source = "quota"      // ledger entries
	SourceUnits      Source = "units"      // units founded and ended
	SourceMerges     Source = "merges"     // successions
)

// CountPeriod counts one source by several aggregate expressions in one statement. The expressions are constants of
// the program, never input.
func CountPeriod(ctx context.Context, db *DB, source Source, exprs []string, p Period) ([]decimal.Decimal, error) {
	q := Q("SELECT ARRAY[")
	for i, e := range exprs {
		if i > 0 {
			q.Add(",")
		}
		q.Add("coalesce((" + e + ")::numeric, 0)")
	}
	q.Add("]")
	switch source {
	case SourceStarts:
		p.events(q, "appointment e", firstDay, "e.unit_id")
	case SourceEnds:
		p.events(q, "appointment e", lastDay, "e.unit_id")
		q.Add("AND e.end_reason NOT IN ('', 'NEXT_POST')")
	case SourcePromotions:
		p.events(q, "staff_pay e", firstDay, p.unitThen("e.valid_from"))
		q.Add("AND e.reason = 'GRADE_PROMOTION'")
	case SourceRatings:
		p.events(q, "staff_rating e", lastDay, p.unitThen("e.valid_to - 1"))
	case SourceTraining:
		p.events(q, "training_attendance e", firstDay, p.unitThen("e.valid_from"))
	case SourceQuota:
		q.Add("FROM quota_entry e WHERE e.valid_from BETWEEN ? AND ?", p.From, p.To).Known("e", p.AsOf).
			UnitsIn("coalesce(e.giver_id, e.receiver_id)", p.Scope)
		p.units(q, "coalesce(e.giver_id, e.receiver_id)")
	case SourceUnits:
		q.Add(`FROM (SELECT DISTINCT ON (v.unit_id) v.unit_id, v.kind, v.level, min(v.valid_from) OVER w AS life_from, max(v.valid_to) OVER w AS life_to
			FROM org_unit_version v WHERE TRUE`).Known("v", p.AsOf).UnitsIn("v.unit_id", p.Scope)
		p.units(q, "v.unit_id")
		q.Add("WINDOW w AS (PARTITION BY v.unit_id) ORDER BY v.unit_id, v.valid_from DESC) e WHERE e.life_to - 1 BETWEEN ? AND ?", p.From, p.To)
	case SourceMerges:
		q.Add(`FROM org_succession e JOIN LATERAL (SELECT v.kind FROM org_unit_version v WHERE v.unit_id = e.predecessor_id
			AND v.valid_from < e.valid_from AND v.known_to = 'infinity' ORDER BY v.valid_from DESC LIMIT 1) v ON TRUE
			WHERE e.valid_from BETWEEN ? AND ?`, p.From, p.To).Known("e", p.AsOf).UnitsIn("e.predecessor_id", p.Scope)
		p.units(q, "e.predecessor_id")
	default:
		return nil, fmt.Errorf("unknown source %q", source)
	}
	got, err := One[[]decimal.Decimal](counted(ctx), db, q)
	if err == nil && len(got) == 0 {
		got = make([]decimal.Decimal, len(exprs))
	}
	return got, err
}

// factEnd says which end of a fact is its event: the first day it holds or the last.
type factEnd int

const (
	firstDay factEnd = iota
	lastDay
)

// events counts facts of people in scope whose event falls into the period, at units of the period. People are
// joined only where the scope asks for them.
func (p Period) events(q *Query, table string, end factEnd, unit string) {
	q.Add("FROM " + table)
	if !p.Scope.All {
		q.Add("JOIN staff_member m ON m.id = e.staff_id")
	}
	if end == firstDay {
		q.Add("WHERE e.valid_from BETWEEN ? AND ?", p.From, p.To)
	} else {
		q.Add("WHERE e.valid_to BETWEEN ? AND ?", p.From.AddDays(1), p.To.AddDays(1))
	}
	q.Known("e", p.AsOf).PeopleIn("m", p.Scope)
	p.units(q, unit)
}

// unitThen is the unit of the person's main post on a day of the event; not worked out when no unit is asked for.
func (p Period) unitThen(on string) string {
	return `(SELECT a.unit_id FROM appointment a WHERE a.staff_id = e.staff_id AND a.kind = 'MAIN' AND a.known_to = 'infinity'
		AND a.valid_from <= ` + on + ` AND a.valid_to > ` + on + ` LIMIT 1)`
}

func (p Period) units(q *Query, column string) {
	if p.Units != nil {
		q.Add("AND "+column+" = ANY(?)", p.Units)
	}
}

// PublishedFigure is what a sent report printed for a period.
type PublishedFigure struct {
	Key      string
	Value    decimal.Decimal
	Document string
	At       string
}

// PublishedFigures finds what was printed for exactly this period.
func PublishedFigures(ctx context.Context, db *DB, from, to day.Day) ([]PublishedFigure, error) {
	return Rows[PublishedFigure](ctx, db, Q(`SELECT key, value, document, at FROM published_figure WHERE from_on = ? AND to_on = ? ORDER BY key, id`, from, to))
}
