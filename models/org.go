package models

import (
	"context"
	"time"

	"bienche/internal/day"
)

// OrgUnit (cơ quan, đơn vị, tổ chức) is any node of the organisation; what it is called and where it hangs are its
// dated versions.
type OrgUnit struct {
	ID             int64
	Code           string
	AccessParentID *int64 `gorm:"->"`
	AccessPath     string `gorm:"->"` // today's place for access rights, "/1/14/203/"
	RecordedIn     int64
}

// TableName is the table of OrgUnit.
func (OrgUnit) TableName() string { return "org_unit" }

// OrgUnitVersion is what a unit is on the days of its range.
type OrgUnitVersion struct {
	Fact
	UnitID    int64
	ParentID  *int64
	Name      string
	ShortName string
	Kind      string // code of rules/org
	Level     string // CENTRAL, PROVINCE, DISTRICT, COMMUNE
	Field     string // EDUCATION, HEALTH, …
	Autonomy  string
	Ordinal   int
}

// TableName is the table of OrgUnitVersion.
func (OrgUnitVersion) TableName() string { return "org_unit_version" }

// OrgSuccession says which unit took over from which.
type OrgSuccession struct {
	Fact
	PredecessorID int64
	SuccessorID   int64
	Kind          string // MERGE, SPLIT, TRANSFER, CONVERT, DISSOLVE
	Main          bool   // the successor that inherits access
}

// TableName is the table of OrgSuccession.
func (OrgSuccession) TableName() string { return "org_succession" }

// UnitNode is one unit in the tree of a day.
type UnitNode struct {
	ID, VersionID    int64
	Code, Name       string
	ShortName, Kind  string
	Level, Field     string
	ParentID         *int64
	LifeFrom, LifeTo day.Day // from its founding to its end
}

// UnitNodes loads the units that exist as of a, ordered so that siblings stand in their order.
func UnitNodes(ctx context.Context, db *DB, a AsOf) ([]UnitNode, error) {
	q := Q(`SELECT v.unit_id AS id, v.id AS version_id, u.code, v.name, v.short_name, v.kind, v.level, v.field, v.parent_id,
		l.life_from, l.life_to
		FROM org_unit_version v JOIN org_unit u ON u.id = v.unit_id
		JOIN (SELECT l.unit_id, min(l.valid_from) AS life_from, max(l.valid_to) AS life_to
			FROM org_unit_version l WHERE TRUE`).Known("l", a).
		Add(`GROUP BY l.unit_id) l ON l.unit_id = v.unit_id WHERE TRUE`).Valid("v", a).
		Add(`ORDER BY v.ordinal, v.name COLLATE vietnamese, v.unit_id`)
	return Rows[UnitNode](ctx, db, q)
}

// UnitVersion is one version of a unit in present knowledge: the unit as it stands in the tree from ValidFrom to ValidTo.
type UnitVersion struct {
	UnitNode
	ValidFrom, ValidTo day.Day
}

// UnitVersions loads every version of every unit in present knowledge, in the order of siblings: those of one day among
// them come in the order of UnitNodes.
func UnitVersions(ctx context.Context, db *DB) ([]UnitVersion, error) {
	return Rows[UnitVersion](ctx, db, Q(`SELECT v.unit_id AS id, v.id AS version_id, u.code, v.name, v.short_name, v.kind, v.level, v.field, v.parent_id,
		v.valid_from, v.valid_to, min(v.valid_from) OVER w AS life_from, max(v.valid_to) OVER w AS life_to
		FROM org_unit_version v JOIN org_unit u ON u.id = v.unit_id WHERE v.known_to = 'infinity'
		WINDOW w AS (PARTITION BY v.unit_id)
		ORDER BY v.ordinal, v.name COLLATE vietnamese, v.unit_id`))
}

// PastUnits finds units that no longer (or do not yet) stand on a day, each by its last version before today.
func PastUnits(ctx context.Context, db *DB, ids []int64) ([]UnitNode, error) {
	q := Q(`SELECT DISTINCT ON (v.unit_id) v.unit_id AS id, v.id AS version_id, u.code, v.name, v.short_name, v.kind, v.level,
		v.field, v.parent_id, min(v.valid_from) OVER w AS life_from, max(v.valid_to) OVER w AS life_to
		FROM org_unit_version v JOIN org_unit u ON u.id = v.unit_id
		WHERE v.unit_id = ANY(?) AND v.known_to = 'infinity'
		WINDOW w AS (PARTITION BY v.unit_id)
		ORDER BY v.unit_id, v.valid_from > today(), v.valid_from DESC`, ids)
	return Rows[UnitNode](ctx, db, q)
}

// OrgLink is one end of a succession, seen from the other.
type OrgLink struct {
	OfID   int64 // the unit asked about
	UnitID int64
	Kind   string
	On     day.Day
}

// Predecessors finds whom the units took over from.
func Predecessors(ctx context.Context, db *DB, ids []int64) ([]OrgLink, error) {
	return Rows[OrgLink](ctx, db, Q(`SELECT successor_id AS of_id, predecessor_id AS unit_id, kind, valid_from AS "on"
		FROM org_succession WHERE successor_id = ANY(?) AND known_to = 'infinity' ORDER BY valid_from, id`, ids))
}

// Successors finds who took over from the units.
func Successors(ctx context.Context, db *DB, ids []int64) ([]OrgLink, error) {
	return Rows[OrgLink](ctx, db, Q(`SELECT predecessor_id AS of_id, successor_id AS unit_id, kind, valid_from AS "on"
		FROM org_succession WHERE predecessor_id = ANY(?) AND known_to = 'infinity' ORDER BY valid_from, id`, ids))
}

// UnitAccess is a unit's place in today's tree, for rights.
type UnitAccess struct {
	ID   int64
	Path string
}

// UnitEvent is one dated change of a unit: a line of its timeline.
type UnitEvent struct {
	On         day.Day
	Kind       string // FOUNDED, RENAMED, MOVED, CHANGED, ENDED
	Name       string
	ParentName string
	DecisionID *int64
	RecordedAt time.Time
	Superseded bool
}

// UnitEvents lists the versions of a unit as changes, newest first, superseded knowledge included.
func UnitEvents(ctx context.Context, db *DB, unitID int64, limit, offset int) ([]UnitEvent, error) {
	return Rows[UnitEvent](ctx, db, Q(`WITH v AS (
			SELECT v.*, lag(v.name) OVER w AS was_name, lag(v.parent_id) OVER w AS was_parent, lag(v.id) OVER w AS was,
				v.known_to <> 'infinity' AS superseded
			FROM org_unit_version v WHERE v.unit_id = ?
			WINDOW w AS (PARTITION BY v.known_to <> 'infinity' ORDER BY v.valid_from, v.id)
		)
		SELECT v.valid_from AS "on",
			CASE WHEN v.was IS NULL THEN 'FOUNDED' WHEN v.was_name <> v.name THEN 'RENAMED'
				WHEN v.was_parent IS DISTINCT FROM v.parent_id THEN 'MOVED' ELSE 'CHANGED' END AS kind,
			v.name, coalesce((SELECT p.name FROM org_unit_version p WHERE p.unit_id = v.parent_id AND p.known_to = 'infinity'
				AND p.valid_from <= v.valid_from AND p.valid_to > v.valid_from LIMIT 1), '') AS parent_name,
			v.decision_id, v.known_from AS recorded_at, v.superseded
		FROM v
		UNION ALL
		SELECT l.valid_to, 'ENDED', l.name, '',
			(SELECT s.decision_id FROM org_succession s WHERE s.predecessor_id = l.unit_id AND s.known_to = 'infinity' LIMIT 1),
			l.known_from, false
		FROM (SELECT * FROM v WHERE NOT superseded ORDER BY valid_from DESC LIMIT 1) l
		WHERE l.valid_to <> 'infinity'
		ORDER BY 1 DESC, 6 DESC LIMIT ? OFFSET ?`, unitID, limit, offset))
}

// AccessSubtree is a unit with all that stands below it in today's tree, dissolved units under their heirs, cut to s.
func AccessSubtree(ctx context.Context, db *DB, unitID int64, s Scope) ([]int64, error) {
	return Column[int64](ctx, db, Q(`SELECT u.id FROM org_unit u JOIN org_unit r ON u.access_path LIKE r.access_path || '%'
		WHERE r.id = ?`, unitID).UnitsIn("u.id", s).Add("ORDER BY u.id"))
}

// UnitDay is a unit on a day.
type UnitDay struct {
	UnitID int64
	Day    day.Day
}
