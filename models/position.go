package models

import (
	"context"

	"bienche/internal/day"
)

// JobPosition (vị trí việc làm) is an entry of the catalogue; what it is called is its dated versions.
type JobPosition struct {
	ID         int64
	Code       string
	RecordedIn int64
}

// TableName is the table of JobPosition.
func (JobPosition) TableName() string { return "job_position" }

// JobPositionVersion is a position of the catalogue on the days of its range.
type JobPositionVersion struct {
	Fact
	PositionID int64
	Name       string
	GroupCode  string // code of rules/position
	StaffClass string
	Leadership string // HEAD, DEPUTY or empty
	GradeFrom  string
	GradeTo    string
}

// TableName is the table of JobPositionVersion.
func (JobPositionVersion) TableName() string { return "job_position_version" }

// UnitPosition is how many seats of a position a unit has.
type UnitPosition struct {
	Fact
	UnitID     int64
	PositionID int64
	Seats      int
}

// TableName is the table of UnitPosition.
func (UnitPosition) TableName() string { return "unit_position" }

// PositionRow is a position of the catalogue as read.
type PositionRow struct {
	ID                    int64
	Code, Name, GroupCode string
	StaffClass            string
	Leadership            string
	GradeFrom, GradeTo    string
}

const positionColumns = `SELECT p.id, p.code, v.name, v.group_code, v.staff_class, v.leadership, v.grade_from, v.grade_to
	FROM job_position p JOIN job_position_version v ON v.position_id = p.id`

// LatestPositions are all positions by their latest version.
func LatestPositions(ctx context.Context, db *DB) ([]PositionRow, error) {
	return Rows[PositionRow](ctx, db, Q(`SELECT DISTINCT ON (p.id) p.id, p.code, v.name, v.group_code, v.staff_class, v.leadership,
		v.grade_from, v.grade_to FROM job_position p JOIN job_position_version v ON v.position_id = p.id
		WHERE v.known_to = 'infinity' ORDER BY p.id, v.valid_from DESC`))
}

// PositionFilter narrows the catalogue.
type PositionFilter struct {
	On     day.Day
	Search string
	Groups []string
}

func (f PositionFilter) where(q *Query) *Query {
	q.Add("WHERE TRUE").Valid("v", AsOf{Day: f.On})
	if f.Search != "" {
		q.Add("AND (v.folded LIKE '%' || fold(?) || '%' OR p.code ILIKE ?)", f.Search, likePrefix(f.Search))
	}
	if len(f.Groups) > 0 {
		q.Add("AND v.group_code = ANY(?)", f.Groups)
	}
	return q
}

// Positions lists the catalogue of a day by code.
func Positions(ctx context.Context, db *DB, f PositionFilter, limit, offset int) ([]PositionRow, error) {
	return Rows[PositionRow](ctx, db, f.where(Q(positionColumns)).Add("ORDER BY p.code LIMIT ? OFFSET ?", limit, offset))
}

// CountPositions counts what Positions lists.
func CountPositions(ctx context.Context, db *DB, f PositionFilter) (int, error) {
	return One[int](ctx, db, f.where(Q(`SELECT count(*)::int FROM job_position p JOIN job_position_version v ON v.position_id = p.id`)))
}

// UnitPositionRow is the seats of one position at a unit and how many are filled.
type UnitPositionRow struct {
	PositionID int64
	Seats      int
	Filled     int
	DecisionID *int64
}

// UnitPositions lists a unit's positions as of a. Positions that people hold without a seat are listed with none.
func UnitPositions(ctx context.Context, db *DB, unitID int64, a AsOf) ([]UnitPositionRow, error) {
	q := Q(`SELECT coalesce(s.position_id, h.position_id) AS position_id, coalesce(s.seats, 0)::int AS seats,
		coalesce(h.filled, 0)::int AS filled, s.decision_id
		FROM (SELECT x.position_id, x.seats, x.decision_id FROM unit_position x WHERE x.unit_id = ?`, unitID).Valid("x", a).
		Add(`) s FULL JOIN (SELECT p.position_id, count(*) AS filled FROM appointment p
		WHERE p.unit_id = ? AND p.kind = 'MAIN' AND p.position_id IS NOT NULL`, unitID).Valid("p", a).
		Add(`GROUP BY p.position_id) h ON h.position_id = s.position_id
		JOIN job_position j ON j.id = coalesce(s.position_id, h.position_id) ORDER BY j.code`)
	return Rows[UnitPositionRow](counted(ctx), db, q)
}

// likePrefix makes a LIKE pattern that matches what begins with s, taken literally.
func likePrefix(s string) string { return likeEscape.Replace(s) + "%" }
