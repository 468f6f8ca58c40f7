package models

import (
	"context"
	"strings"
	"time"

	"bienche/internal/day"
	"bienche/internal/fold"
)

// RoleGrant (phân quyền) is a role held at a unit, and below it, for a time. A lent one (ủy quyền) hangs on a grant of
// the lender.
type RoleGrant struct {
	Fact
	UserID         int64
	Role           string
	UnitID         int64
	DecisionNumber string
	GrantNo        int64  `gorm:"default:(-)"` // what the grant keeps when its days change; the database numbers a new one
	LentFrom       *int64 // GrantNo of the lender's grant
}

// TableName is the table of the grants.
func (RoleGrant) TableName() string { return "role_grant" }

// Grant is a role that a user holds today, and the days it is held: [From, To). LenderID is whose place the user takes;
// 0 for the user's own.
type Grant struct {
	UserID   int64
	Role     string
	UnitID   int64
	From     day.Day
	To       day.Day
	LenderID int64
	Lender   string // display name
}

// Rights are what decides who may do what, all from one moment: the grants in force on a day, today's tree, and the
// versions of both.
type Rights struct {
	Versions map[string]int64
	Grants   []Grant
	Places   []UnitAccess
}

// rightsRow is a line of one of the three parts.
type rightsRow struct {
	Part     int
	ID       int64
	N        int64
	Text     string
	From     day.Day
	To       day.Day
	LenderID int64
	Lender   string
}

// heldOn cuts grants named g, of users named u, to those in force on a day: not those of disabled users, and of lent
// ones only those whose lender, named l, is not disabled and still holds the grant, named s.
const heldOn = ` role_grant g JOIN app_user u ON u.id = g.user_id
	LEFT JOIN role_grant s ON s.grant_no = g.lent_from AND s.known_to = 'infinity' AND s.valid_from <= ? AND s.valid_to > ?
	LEFT JOIN app_user l ON l.id = s.user_id AND l.disabled_at IS NULL
	WHERE u.disabled_at IS NULL AND (g.lent_from IS NULL OR l.id IS NOT NULL)`

// RightsOn reads the rights of a day in one statement, so that no change can come between the parts.
func RightsOn(ctx context.Context, db *DB, on day.Day) (*Rights, error) {
	rows, err := Rows[rightsRow](ctx, db, Q(`SELECT 0 AS part, 0::bigint AS id, n, topic AS text, NULL::date AS from, NULL::date AS to,
			0::bigint AS lender_id, '' AS lender FROM data_version
		UNION ALL SELECT 1, id, 0, access_path, NULL, NULL, 0, '' FROM org_unit
		UNION ALL SELECT 2, g.user_id, g.unit_id, g.role, g.valid_from, g.valid_to, coalesce(l.id, 0), coalesce(l.display_name, '') FROM`+heldOn, on, on).
		Valid("g", AsOf{Day: on}))
	if err != nil {
		return nil, err
	}
	r := &Rights{Versions: map[string]int64{}}
	for _, x := range rows {
		switch x.Part {
		case 0:
			r.Versions[x.Text] = x.N
		case 1:
			r.Places = append(r.Places, UnitAccess{ID: x.ID, Path: x.Text})
		default:
			r.Grants = append(r.Grants, Grant{UserID: x.ID, Role: x.Text, UnitID: x.N, From: x.From, To: x.To, LenderID: x.LenderID, Lender: x.Lender})
		}
	}
	return r, nil
}

// VersionsToday are the versions of what servers keep in memory, and the database's day.
func VersionsToday(ctx context.Context, db *DB) (map[string]int64, day.Day, error) {
	type row struct {
		Versions map[string]int64
		Today    day.Day
	}
	r, err := first(Rows[row](ctx, db, Q("SELECT jsonb_object_agg(topic, n) AS versions, today() AS today FROM data_version")))
	if err != nil || r == nil {
		return nil, day.Day{}, err
	}
	return r.Versions, r.Today, nil
}

// GrantState is a grant as it is known now, with how it stands in reviews.
type GrantState struct {
	No             int64
	UserID         int64
	Username       string
	DisplayName    string
	Role           string
	UnitID         int64
	From           day.Day
	To             day.Day
	DecisionNumber string
	LentFrom       int64 // the lender's grant; 0: not lent
	LenderID       int64
	ReviewedAt     *time.Time
	ReviewedBy     string  // display name
	ReviewDueOn    day.Day // of the review that waits for a decision; no day: none does
}

// GrantFilter says which grants a list holds. The zero value holds all that are within Scope and not over by Today.
type GrantFilter struct {
	Scope     Scope
	SelfID    int64 // who sees what they hold, and what they lent, wherever that is; 0: nobody
	Search    string
	Users     []int64 // nil: everybody's
	Role      string
	UnitID    int64   // 0: anywhere
	Below     bool    // the units below UnitID too, those that it took over from included
	On        day.Day // no day: in force today or to come
	Today     day.Day
	Delegated *bool
	ReviewDue *bool
}

const grantTables = ` FROM role_grant g JOIN app_user u ON u.id = g.user_id
	LEFT JOIN LATERAL (SELECT x.user_id FROM role_grant x WHERE x.grant_no = g.lent_from ORDER BY x.known_to DESC, x.id DESC LIMIT 1) s ON TRUE
	LEFT JOIN LATERAL (SELECT i.decided_at, w.display_name FROM grant_review_item i JOIN app_user w ON w.id = i.decided_by
		WHERE i.grant_no = g.grant_no AND i.outcome = 'CONFIRMED' ORDER BY i.decided_at DESC LIMIT 1) r ON TRUE
	LEFT JOIN LATERAL (SELECT min(v.due_on) AS due_on FROM grant_review_item i JOIN grant_review v ON v.id = i.review_id
		WHERE i.grant_no = g.grant_no AND i.outcome IS NULL) d ON TRUE `

const grantColumns = `SELECT g.grant_no AS no, g.user_id, u.username, u.display_name, g.role, g.unit_id, g.valid_from AS "from", g.valid_to AS "to",
	g.decision_number, coalesce(g.lent_from, 0) AS lent_from, coalesce(s.user_id, 0) AS lender_id, r.decided_at AS reviewed_at,
	coalesce(r.display_name, '') AS reviewed_by, d.due_on AS review_due_on` + grantTables

// GrantStates lists grants by user name, role and place.
func GrantStates(ctx context.Context, db *DB, f GrantFilter, limit, offset int) ([]GrantState, error) {
	return Rows[GrantState](ctx, db, f.where(Q(grantColumns)).
		Add(`ORDER BY u.username, g.role, g.unit_id, g.valid_from, g.id LIMIT ? OFFSET ?`, limit, offset))
}

// CountGrantStates is how long the list is.
func CountGrantStates(ctx context.Context, db *DB, f GrantFilter) (int, error) {
	return One[int](ctx, db, f.where(Q("SELECT count(*)::int"+grantTables)))
}

func (f GrantFilter) where(q *Query) *Query {
	q.Add("WHERE g.known_to = 'infinity'")
	if f.On.IsZero() {
		q.Add("AND g.valid_to > ?", f.Today)
	} else {
		q.Add("AND g.valid_from <= ? AND g.valid_to > ?", f.On, f.On)
	}
	if !f.Scope.All {
		q.Add("AND (g.unit_id = ANY(?) OR g.user_id = ? OR s.user_id = ?)", f.Scope.Units, f.SelfID, f.SelfID)
	}
	if f.Users != nil {
		q.Add("AND g.user_id = ANY(?)", f.Users)
	}
	if f.Role != "" {
		q.Add("AND g.role = ?", f.Role)
	}
	q.unitsBelow("g.unit_id", f.UnitID, f.Below)
	q.words("fold(u.display_name || ' ' || u.username)", f.Search)
	if f.Delegated != nil {
		q.Add("AND (g.lent_from IS NOT NULL) = ?", *f.Delegated)
	}
	if f.ReviewDue != nil {
		q.Add("AND (d.due_on IS NOT NULL) = ?", *f.ReviewDue)
	}
	return q
}

// unitsBelow adds the rule that column is a unit, or below it in today's tree, where a dissolved unit hangs under its
// heir; 0 is any unit.
func (q *Query) unitsBelow(column string, unitID int64, below bool) *Query {
	switch {
	case unitID == 0:
		return q
	case !below:
		return q.Add("AND "+column+" = ?", unitID)
	}
	return q.Add("AND "+column+` IN (SELECT b.id FROM org_unit top JOIN org_unit b ON b.access_path LIKE top.access_path || '%' WHERE top.id = ?)`, unitID)
}

// words adds the rule that a folded column holds every word of search, however it is typed.
func (q *Query) words(column, search string) *Query {
	for w := range strings.FieldsSeq(fold.Text(search)) {
		q.Add("AND "+column+" LIKE ?", "%"+likeEscape.Replace(w)+"%")
	}
	return q
}

// GrantByNo is a grant as it is known now, or as it was last when nothing is left of it; nil when there is none.
func GrantByNo(ctx context.Context, db *DB, no int64) (*GrantState, error) {
	return first(Rows[GrantState](ctx, db, Q(grantColumns).Add("WHERE g.grant_no = ? ORDER BY g.known_to DESC, g.id DESC LIMIT 1", no)))
}

// GrantsHeld are the grants by which a user may do something on a day: not those lent by somebody who no longer holds
// them. A user whose account was disabled by that day holds none.
func GrantsHeld(ctx context.Context, db *DB, userID int64, on day.Day) ([]GrantState, error) {
	return Rows[GrantState](ctx, db, Q(grantColumns).Add(`WHERE g.user_id = ?
		AND (u.disabled_at IS NULL OR (u.disabled_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > ?)
		AND (g.lent_from IS NULL OR EXISTS (SELECT FROM role_grant x JOIN app_user l ON l.id = x.user_id WHERE x.grant_no = g.lent_from
			AND x.known_to = 'infinity' AND x.valid_from <= ? AND x.valid_to > ? AND l.disabled_at IS NULL))`, userID, on, on, on).
		Valid("g", AsOf{Day: on}).Add("ORDER BY g.role, g.unit_id"))
}

// EndGrant takes a grant away from a day on, and with it what was lent of it.
func EndGrant(tx *Tx, no int64, on day.Day) error {
	if err := Vacate[RoleGrant](tx, on, day.Forever, "grant_no = ?", no); err != nil {
		return err
	}
	return Vacate[RoleGrant](tx, on, day.Forever, "lent_from = ?", no)
}

// GrantRow is a grant as the console lists it.
type GrantRow struct {
	Username string
	Role     string
	UnitCode string
	UnitName string
	From     day.Day
	To       day.Day
	Decision string
	Lender   string // user name; empty: not lent
}

// GrantRows lists the grants of a day, of one user or (by an empty name) of all.
func GrantRows(ctx context.Context, db *DB, username string, on day.Day) ([]GrantRow, error) {
	q := Q(`SELECT u.username, g.role, o.code AS unit_code, coalesce(n.name, '') AS unit_name,
			g.valid_from AS from, g.valid_to AS to, g.decision_number AS decision, coalesce(l.username, '') AS lender
		FROM role_grant g JOIN app_user u ON u.id = g.user_id JOIN org_unit o ON o.id = g.unit_id
		LEFT JOIN LATERAL (SELECT name FROM org_unit_version v WHERE v.unit_id = g.unit_id AND v.known_to = 'infinity'
			ORDER BY v.valid_from > ?, v.valid_from DESC LIMIT 1) n ON true
		LEFT JOIN role_grant s ON s.grant_no = g.lent_from AND s.known_to = 'infinity'
		LEFT JOIN app_user l ON l.id = s.user_id
		WHERE (? = '' OR u.username = ?)`, on, username, username).
		Valid("g", AsOf{Day: on}).Add("ORDER BY u.username, g.role, o.code")
	return Rows[GrantRow](ctx, db, q)
}

// LastGrantStates are grants by number, each as it is known now, or as it was last when nothing is left of it.
func LastGrantStates(ctx context.Context, db *DB, numbers []int64) ([]GrantState, error) {
	return Rows[GrantState](ctx, db, Q("SELECT DISTINCT ON (g.grant_no) "+strings.TrimPrefix(grantColumns, "SELECT ")).
		Add("WHERE g.grant_no = ANY(?) ORDER BY g.grant_no, g.known_to DESC, g.id DESC", numbers))
}

// UnitKnown tells whether there is or was such a unit.
func UnitKnown(ctx context.Context, db *DB, id int64) (bool, error) {
	return One[bool](ctx, db, Q("SELECT EXISTS (SELECT FROM org_unit WHERE id = ?)", id))
}
