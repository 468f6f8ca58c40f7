package models

import (
	"context"
	"fmt"
	"time"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// AppUser (tài khoản) is who may sign in.
type AppUser struct {
	ID           int64
	Username     string
	DisplayName  string
	PasswordHash string // Argon2id, PHC string; empty: no sign-in by password
	StaffID      *int64 // the person's own record
	DisabledAt   *time.Time
	LastSignInAt *time.Time
	CreatedAt    time.Time `gorm:"->"`
	Version      int       `gorm:"default:1"`
	RecordedIn   int64
}

// TableName is the table of the accounts.
func (AppUser) TableName() string { return "app_user" }

// APIToken (mã truy cập) signs programs in. Only the SHA-256 of its secret is kept.
type APIToken struct {
	SecretSHA256 []byte `gorm:"column:secret_sha256;primaryKey"`
	UserID       int64
	Label        string
	ExpiresAt    time.Time
	RecordedIn   int64
}

// TableName is the table of the tokens.
func (APIToken) TableName() string { return "api_token" }

// Caller is what one look-up says of who is asking: the account, how old and how idle the session is, and the
// versions of the data that servers keep in memory, so that nothing stale is ever used.
type Caller struct {
	UserID      int64
	Username    string
	DisplayName string
	StaffID     int64   // 0: no own record
	IdleSeconds float64 // since the session was last seen, or the use of the token last noted
	Versions    map[string]int64
	Today       day.Day
}

const callerColumns = `SELECT u.id AS user_id, u.username, u.display_name, coalesce(u.staff_id, 0) AS staff_id,
	(SELECT jsonb_object_agg(topic, n) FROM data_version) AS versions, today() AS today,`

// CallerByToken looks a token up; nil when it does not exist, has ended, was revoked, or its user is disabled.
func CallerByToken(ctx context.Context, db *DB, secretSHA256 []byte) (*Caller, error) {
	return first(Rows[Caller](ctx, db, callerByToken(secretSHA256)))
}

func callerByToken(secretSHA256 []byte) *Query {
	return Q(callerColumns+` extract(epoch FROM now() - coalesce(t.last_used_at, t.created_at))::float8 AS idle_seconds
		FROM api_token t JOIN app_user u ON u.id = t.user_id
		WHERE t.secret_sha256 = ? AND t.expires_at > now() AND t.revoked_at IS NULL AND u.disabled_at IS NULL`, secretSHA256)
}

// CallerByID looks a user up who acts without a session, such as the one who started a job; nil when there is none
// or it is disabled.
func CallerByID(ctx context.Context, db *DB, userID int64) (*Caller, error) {
	return first(Rows[Caller](ctx, db, Q(callerColumns+` 0::float8 AS idle_seconds
		FROM app_user u WHERE u.id = ? AND u.disabled_at IS NULL`, userID)))
}

// UserByName finds an account; nil when there is none.
func UserByName(ctx context.Context, db *DB, username string) (*AppUser, error) {
	return first(Rows[AppUser](ctx, db, Q(`SELECT id, username, display_name, password_hash, staff_id, disabled_at,
		last_sign_in_at, created_at, version, recorded_in FROM app_user WHERE username = ?`, username)))
}

// DataVersions are the versions of what servers keep in memory, by topic.
func DataVersions(ctx context.Context, db *DB) (map[string]int64, error) {
	return One[map[string]int64](ctx, db, Q("SELECT jsonb_object_agg(topic, n) FROM data_version"))
}

// RefreshAccessPaths gives every unit its place in today's tree. Changes dated ahead take force by it, once a day.
func RefreshAccessPaths(ctx context.Context, db *DB) error {
	_, err := One[int](ctx, db, Q("SELECT refresh_access_paths()"))
	return err
}

// GuardDoor is what wrong tries shut: an account or a network. From the Limit-th on each try shuts it, for a second,
// then two, four, … up to Longest.
type GuardDoor struct {
	Key     string
	Limit   int
	Longest time.Duration
}

// GuardTry counts a try at a door before it is known how it ends, so that tries made at once cannot slip through; an
// hour of quiet forgets. A try that waited for another's is held against the clock after the wait: by the time of its own
// beginning an open door would seem to shut only later. It tells how long the door is still shut; zero lets the try go on.
func GuardTry(ctx context.Context, db *DB, d GuardDoor) (time.Duration, error) {
	counted, err := Column[int](ctx, db, Q(`INSERT INTO sign_in_guard AS g (key, failures, last_failed_at, blocked_until)
		VALUES (?, 1, now(), now())
		ON CONFLICT (key) DO UPDATE SET (failures, last_failed_at, blocked_until) = (
			SELECT f, now(), now() + CASE WHEN f < ? THEN interval '0'
				ELSE least(power(2, least(f - ?, 30)), ?) * interval '1 second' END
			FROM (SELECT CASE WHEN g.last_failed_at < now() - interval '1 hour' THEN 1 ELSE g.failures + 1 END AS f) n)
		WHERE g.blocked_until <= clock_timestamp()
		RETURNING g.failures`, d.Key, d.Limit, d.Limit, d.Longest.Seconds()))
	if err != nil || len(counted) == 1 {
		return 0, err
	}
	left, err := One[float64](ctx, db, Q("SELECT extract(epoch FROM blocked_until - now())::float8 FROM sign_in_guard WHERE key = ?", d.Key))
	return max(time.Second, time.Duration(left*float64(time.Second))), err
}

// GuardUndo takes one counted try back.
func GuardUndo(ctx context.Context, db *DB, d GuardDoor) error {
	return exec(ctx, db, Q("UPDATE sign_in_guard SET failures = greatest(failures - 1, 0) WHERE key = ?", d.Key))
}

// GuardForget forgets the tries at a door after a good sign-in, and with them whatever is older than a day.
func GuardForget(ctx context.Context, db *DB, d GuardDoor) error {
	return exec(ctx, db, Q("DELETE FROM sign_in_guard WHERE key = ? OR last_failed_at < now() - interval '1 day'", d.Key))
}

func exec(ctx context.Context, db *DB, q *Query) error {
	if err := checkBudget(ctx); err != nil {
		return err
	}
	_, err := db.Pool.Exec(ctx, q.String(), q.Args()...)
	return asFault(err)
}

func first[T any](rows []T, err error) (*T, error) {
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// UnitIDByCode finds a unit by its code; 0 when there is none.
func UnitIDByCode(ctx context.Context, db *DB, code string) (int64, error) {
	return One[int64](ctx, db, Q("SELECT id FROM org_unit WHERE code = ?", code))
}

// dbRole is how much a role of the database may do.
type dbRole struct {
	Name  string
	Super bool
	Above bool // above row-level security
	Owns  bool // our tables
}

// refusal is why a server must not run as the role; nil when it may.
func (r dbRole) refusal() error {
	var why fault.Ref
	switch {
	case r.Super:
		why = "auth.serve.superuser"
	case r.Above:
		why = "auth.serve.bypassrls"
	case r.Owns:
		why = "auth.serve.owner"
	default:
		return nil
	}
	return fault.New(fault.BadInput, "auth.serve.strong_role", fault.Args{"role": r.Name, "why": why})
}

// RefuseStrongRole refuses to go on as a superuser, as a role above row-level security, or as the owner of our tables:
// a slip in one statement would then reach everything.
func RefuseStrongRole(ctx context.Context, db *DB) error {
	r, err := first(Rows[dbRole](ctx, db, Q(`SELECT rolname AS name, rolsuper AS super, rolbypassrls AS above,
			EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
				AND pg_has_role(current_user, relowner, 'MEMBER')) AS owns
		FROM pg_roles WHERE rolname = current_user`)))
	if err != nil {
		return fmt.Errorf("look at the role: %w", err)
	}
	return r.refusal()
}
