package models

import (
	"context"
	"time"
)

// AccountRow is an account as those see it who keep accounts.
type AccountRow struct {
	ID           int64
	Username     string
	DisplayName  string
	StaffID      int64 // 0: no own record
	DisabledAt   *time.Time
	LastSignInAt *time.Time
	UsedAt       time.Time // last seen in any way, else made or opened again
	SecondFactor bool
	OpenSessions int
	Version      int
	Seen         bool // within the reach of the reader
}

// AccountFilter says which accounts a list holds.
type AccountFilter struct {
	Reach       AccountReach
	Beyond      bool    // those beyond Reach too, marked as not seen
	IDs         []int64 // nil: all
	Search      string
	Role        string // holds it today
	UnitID      int64  // holds a role there today; 0: anywhere or nowhere
	Below       bool
	State       string    // ACTIVE, DISABLED, UNUSED; empty: all
	UnusedSince time.Time // who was not seen since then is UNUSED
}

// AccountReach is which accounts a reader sees: those with a grant, of whatever time, within Scope, one's own, and, for
// who keeps accounts, those without any.
type AccountReach struct {
	Scope  Scope
	SelfID int64
	Loose  bool
}

const accountTables = ` FROM app_user u WHERE TRUE `

// used is the instant that account u was used last, as UnusedUsers has it.
const used = `greatest(u.created_at, u.enabled_at, u.last_sign_in_at, (SELECT max(s.last_seen_at) FROM session s WHERE s.user_id = u.id),
	(SELECT max(greatest(t.created_at, t.last_used_at)) FROM api_token t WHERE t.user_id = u.id))`

// Accounts lists accounts in the order of their display names.
func Accounts(ctx context.Context, db *DB, f AccountFilter, limit, offset int) ([]AccountRow, error) {
	return Rows[AccountRow](ctx, db, f.where(f.Reach.seen(Q("SELECT (")).Add(`) AS seen, u.id, u.username, u.display_name, coalesce(u.staff_id, 0) AS staff_id, u.disabled_at,
			u.last_sign_in_at, `+used+` AS used_at, u.totp_secret IS NOT NULL AS second_factor, u.version,
			(SELECT count(*)::int FROM session s WHERE s.user_id = u.id AND s.expires_at > now()) AS open_sessions`+accountTables)).
		Add(`ORDER BY u.display_name COLLATE vietnamese, u.username LIMIT ? OFFSET ?`, limit, offset))
}

// CountAccounts is how long the list is.
func CountAccounts(ctx context.Context, db *DB, f AccountFilter) (int, error) {
	return One[int](ctx, db, f.where(Q("SELECT count(*)::int"+accountTables)))
}

// seen adds the condition that account u is within the reach.
func (r AccountReach) seen(q *Query) *Query {
	if r.Scope.All {
		return q.Add("TRUE")
	}
	return q.Add(`u.id = ? OR EXISTS (SELECT FROM role_grant v WHERE v.user_id = u.id AND v.known_to = 'infinity' AND v.unit_id = ANY(?))
		OR ? AND NOT EXISTS (SELECT FROM role_grant v WHERE v.user_id = u.id AND v.known_to = 'infinity')`, r.SelfID, r.Scope.Units, r.Loose)
}

func (f AccountFilter) where(q *Query) *Query {
	if !f.Beyond {
		f.Reach.seen(q.Add("AND (")).Add(")")
	}
	if f.IDs != nil {
		q.Add("AND u.id = ANY(?)", f.IDs)
	}
	q.words("fold(u.display_name || ' ' || u.username)", f.Search)
	if f.Role != "" || f.UnitID != 0 {
		q.Add(`AND EXISTS (SELECT FROM role_grant h WHERE h.user_id = u.id AND h.known_to = 'infinity' AND h.valid_from <= today() AND h.valid_to > today()`)
		if f.Role != "" {
			q.Add("AND h.role = ?", f.Role)
		}
		q.unitsBelow("h.unit_id", f.UnitID, f.Below).Add(")")
	}
	switch f.State {
	case "DISABLED":
		q.Add("AND u.disabled_at IS NOT NULL")
	case "UNUSED":
		q.Add("AND u.disabled_at IS NULL AND "+used+" < ?", f.UnusedSince)
	case "ACTIVE":
		q.Add("AND u.disabled_at IS NULL AND "+used+" >= ?", f.UnusedSince)
	}
	return q
}

// HoldsBeyond tells whether a user holds or will hold a role at a unit outside scope.
func HoldsBeyond(ctx context.Context, db *DB, userID int64, scope Scope) (bool, error) {
	if scope.All {
		return false, nil
	}
	return One[bool](ctx, db, Q(`SELECT EXISTS (SELECT FROM role_grant g WHERE g.user_id = ? AND g.known_to = 'infinity'
		AND g.valid_to > today() AND NOT g.unit_id = ANY(?))`, userID, scope.Units))
}

// StaffOfCode finds a record by its code for whoever links an account to it, without reading the record; 0 when there
// is none.
func StaffOfCode(ctx context.Context, db *DB, code string) (int64, error) {
	return One[int64](ctx, db, Q("SELECT coalesce(staff_of_code(?), 0)", code))
}

// UserNames are the display names of users.
func UserNames(ctx context.Context, db *DB, ids []int64) (map[int64]string, error) {
	type row struct {
		ID   int64
		Name string
	}
	rows, err := Rows[row](ctx, db, Q("SELECT id, display_name AS name FROM app_user WHERE id = ANY(?)", ids))
	names := make(map[int64]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}

// CloseLeavers shuts the accounts of everybody whose last main appointment has ended by today for a reason that is a
// departure, and tells how many they were. Decisions do the same at once for those they are about; this is for the
// ones dated ahead.
func CloseLeavers(ctx context.Context, db *DB) (int, error) {
	return One[int](ctx, db, Q("SELECT close_leavers(NULL)"))
}
