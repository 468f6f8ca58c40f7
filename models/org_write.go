package models

import (
	"fmt"

	"bienche/internal/day"
)

// StandingUnit is a unit as it is on one day, and until when it goes on existing.
type StandingUnit struct {
	ID       int64
	Name     string
	Kind     string
	Level    string
	ParentID *int64
	LifeTo   day.Day
}

// HoldUnit finds a unit on a day and keeps it from being dissolved until tx ends; nil when it does not exist on that
// day.
func HoldUnit(tx *Tx, id int64, on day.Day) (*StandingUnit, error) {
	if err := tx.Exec(`SELECT pg_advisory_xact_lock_shared(hashtextextended('org_unit', ?))`, id).Error; err != nil {
		return nil, fmt.Errorf("hold unit %d: %w", id, err)
	}
	return standing(tx, id, on)
}

// LockUnit is HoldUnit for whoever dissolves it: it waits for all who put something there.
func LockUnit(tx *Tx, id int64, on day.Day) (*StandingUnit, error) {
	if err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended('org_unit', ?))`, id).Error; err != nil {
		return nil, fmt.Errorf("lock unit %d: %w", id, err)
	}
	return standing(tx, id, on)
}

func standing(tx *Tx, id int64, on day.Day) (*StandingUnit, error) {
	got, err := RowsIn[StandingUnit](tx, Q(`SELECT v.unit_id AS id, v.name, v.kind, v.level, v.parent_id,
		(SELECT max(l.valid_to) FROM org_unit_version l WHERE l.unit_id = v.unit_id AND l.known_to = 'infinity') AS life_to
		FROM org_unit_version v WHERE v.unit_id = ?`, id).Valid("v", AsOf{Day: on}))
	if err != nil || len(got) == 0 {
		return nil, err
	}
	return &got[0], nil
}

// UnitExists tells whether there ever was a unit with this id.
func UnitExists(tx *Tx, id int64) (bool, error) {
	return OneIn[bool](tx, Q(`SELECT EXISTS (SELECT FROM org_unit WHERE id = ?)`, id))
}

// UnitStandsBelow tells whether a unit is, or hangs anywhere below, another in the tree of a day.
func UnitStandsBelow(tx *Tx, unitID, aboveID int64, on day.Day) (bool, error) {
	return OneIn[bool](tx, Q(`WITH RECURSIVE up AS (
			SELECT ?::bigint AS id, 1 AS steps
			UNION ALL
			SELECT v.parent_id, up.steps + 1 FROM up JOIN org_unit_version v ON v.unit_id = up.id`, unitID).Valid("v", AsOf{Day: on}).
		Add(`WHERE v.parent_id IS NOT NULL AND up.steps < 50)
			SELECT EXISTS (SELECT FROM up WHERE id = ?)`, aboveID))
}

// UnitContents is what still hangs on a unit on a day or comes to it later.
type UnitContents struct {
	Children int // units below it
	People   int // people with a post there, or drawing on its quota
	Posts    int // quota, of all categories together: the largest it has from the day on
}

// ContentsOf counts what a unit holds from a day on.
func ContentsOf(tx *Tx, unitID int64, from day.Day) (UnitContents, error) {
	got, err := RowsIn[UnitContents](tx, Q(`SELECT
		(SELECT count(DISTINCT v.unit_id) FROM org_unit_version v
			WHERE v.parent_id = ? AND v.known_to = 'infinity' AND v.valid_to > ?)::int AS children,
		(SELECT count(DISTINCT a.staff_id) FROM appointment a
			WHERE (a.unit_id = ? OR a.quota_unit_id = ?) AND a.known_to = 'infinity' AND a.valid_to > ?)::int AS people,
		coalesce((SELECT sum(b.most) FROM (
			SELECT max(r.balance) FILTER (WHERE r.upto > ?) AS most FROM (
				SELECT d.category, d.tranche, sum(d.n) OVER w AS balance,
					coalesce(lead(d.day) OVER w, 'infinity') AS upto
				FROM headcount_delta d WHERE d.unit_id = ? AND d.measure = 'ALLOCATED'
				WINDOW w AS (PARTITION BY d.category, d.tranche ORDER BY d.day)
			) r GROUP BY r.category, r.tranche) b), 0)::int AS posts`,
		unitID, from, unitID, unitID, from, from, unitID))
	if err != nil {
		return UnitContents{}, fmt.Errorf("count what unit %d holds: %w", unitID, err)
	}
	return got[0], nil
}
