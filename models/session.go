package models

import (
	"context"
	"fmt"
	"time"
)

// SessionCaller is who holds a session, and how it stands. Ages are those of the database's clock, in seconds.
type SessionCaller struct {
	Caller
	Session
	ConfirmedSeconds   float64 // since the holder last proved who they are
	MustChangePassword bool
	Totp               bool // a second factor is set up
}

// Session (phiên đăng nhập) is a browser that a person signed in at.
type Session struct {
	ID          int64
	Way         string // SessionByPassword or SessionByOIDC
	CreatedAt   time.Time
	LastSeenAt  time.Time
	ExpiresAt   time.Time
	LockedAt    *time.Time
	ConfirmedAt time.Time
	UserAgent   string
	Network     string
}

// ListedSession is a session of a list. How idle it is counts by the database's clock, in seconds.
type ListedSession struct {
	Session
	IdleSeconds float64
}

// The ways a session began.
const (
	SessionByPassword = "PASSWORD"
	SessionByOIDC     = "OIDC"
)

const sessionColumns = `s.id, s.way, s.created_at, s.last_seen_at, s.expires_at, s.locked_at, s.confirmed_at, s.user_agent, s.network`

// CallerBySession looks a session up; nil when it does not exist, has ended, or its user is disabled. A locked session
// is found.
func CallerBySession(ctx context.Context, db *DB, secretSHA256 []byte) (*SessionCaller, error) {
	return first(Rows[SessionCaller](ctx, db, callerBySession(secretSHA256)))
}

func callerBySession(secretSHA256 []byte) *Query {
	return Q(callerColumns+` extract(epoch FROM now() - s.last_seen_at)::float8 AS idle_seconds,
		extract(epoch FROM now() - s.confirmed_at)::float8 AS confirmed_seconds,
		u.must_change_password, u.totp_secret IS NOT NULL AS totp, `+sessionColumns+`
		FROM session s JOIN app_user u ON u.id = s.user_id
		WHERE s.secret_sha256 = ? AND s.expires_at > now() AND u.disabled_at IS NULL`, secretSHA256)
}

// TouchSession notes that a session was used.
func TouchSession(ctx context.Context, db *DB, secretSHA256 []byte) error {
	return exec(ctx, db, Q("UPDATE session SET last_seen_at = now() WHERE secret_sha256 = ?", secretSHA256))
}

// Credentials are what an account is opened with.
type Credentials struct {
	UserID       int64
	Username     string
	PasswordHash string // empty: no sign-in by password
	Disabled     bool
	TotpSecret   []byte  // encrypted; nil: no second factor
	TotpNext     []byte  // encrypted; the secret that is being set up
	TotpStep     int64   // of the last code that was taken
	CodesLeft    int     // recovery codes
	MustChange   bool    // somebody else gave the password
	PasswordAge  float64 // in seconds, by the database's clock
}

const credentialColumns = `SELECT u.id AS user_id, u.username, u.password_hash, u.disabled_at IS NOT NULL AS disabled,
	u.must_change_password AS must_change, extract(epoch FROM now() - u.password_set_at)::float8 AS password_age,
	u.totp_secret, u.totp_next, u.totp_step, (SELECT count(*)::int FROM recovery_code c WHERE c.user_id = u.id) AS codes_left
	FROM app_user u `

// CredentialsOf are those of a user name; nil when there is no such account.
func CredentialsOf(ctx context.Context, db *DB, username string) (*Credentials, error) {
	return first(Rows[Credentials](ctx, db, Q(credentialColumns+"WHERE u.username = ?", username)))
}

// NewSession is a session to be stored.
type NewSession struct {
	UserID       int64
	SecretSHA256 []byte
	Replaces     []byte // the SHA-256 of the secret of the session the browser had; nil for none
	Way          string
	Lasts        time.Duration
	ConfirmedAt  *time.Time // nil: now
	UserAgent    string
	Network      string
}

// OpenSession stores a session, takes away the one it replaces and those that have ended, and notes the sign-in.
func OpenSession(tx *Tx, s NewSession) error {
	if err := tx.Exec("DELETE FROM session WHERE secret_sha256 = ? OR expires_at < now()", s.Replaces).Error; err != nil {
		return fmt.Errorf("end old sessions: %w", err)
	}
	if err := tx.Exec("UPDATE app_user SET last_sign_in_at = now() WHERE id = ?", s.UserID).Error; err != nil {
		return fmt.Errorf("note sign-in: %w", err)
	}
	// gorm would take bytes that directly follow a parenthesis for a list, so the digest does not come first.
	return tx.Exec(`INSERT INTO session (user_id, secret_sha256, way, expires_at, confirmed_at, user_agent, network)
		VALUES (?, ?, ?, now() + ? * interval '1 second', coalesce(?, now()), ?, ?)`,
		s.UserID, s.SecretSHA256, s.Way, s.Lasts.Seconds(), s.ConfirmedAt, s.UserAgent, s.Network).Error
}

// UnlockSession opens a locked session under a new secret: its holder has proved again who they are.
func UnlockSession(tx *Tx, id int64, secretSHA256 []byte) error {
	return tx.Exec(`UPDATE session SET locked_at = NULL, last_seen_at = now(), confirmed_at = now(), secret_sha256 = ?
		WHERE id = ?`, secretSHA256, id).Error
}

// ConfirmSession notes that the holder has proved again who they are.
func ConfirmSession(tx *Tx, id int64) error {
	return tx.Exec("UPDATE session SET confirmed_at = now() WHERE id = ?", id).Error
}

// LockSession locks a session; false when it was locked already.
func LockSession(tx *Tx, id int64) (bool, error) {
	done := tx.Exec("UPDATE session SET locked_at = now() WHERE id = ? AND locked_at IS NULL", id)
	return done.RowsAffected == 1, done.Error
}

// EndSession ends a session of a user; false when the user has none of that id.
func EndSession(tx *Tx, userID, id int64) (bool, error) {
	done := tx.Exec("DELETE FROM session WHERE user_id = ? AND id = ?", userID, id)
	return done.RowsAffected == 1, done.Error
}

// EndOtherSessions ends the sessions of a user but one, and tells how many.
func EndOtherSessions(tx *Tx, userID, but int64) (int64, error) {
	done := tx.Exec("DELETE FROM session WHERE user_id = ? AND id <> ?", userID, but)
	return done.RowsAffected, done.Error
}

// SessionsOf are the open sessions of a user, the one used last first.
func SessionsOf(ctx context.Context, db *DB, userID int64) ([]ListedSession, error) {
	return Rows[ListedSession](ctx, db, Q("SELECT "+sessionColumns+`, extract(epoch FROM now() - s.last_seen_at)::float8 AS idle_seconds
		FROM session s WHERE s.user_id = ? AND s.expires_at > now() ORDER BY s.last_seen_at DESC, s.id DESC`, userID))
}

// TakeTotpStep notes that the code of a step was taken; false when that or a later one was taken already.
func TakeTotpStep(tx *Tx, userID, step int64) (bool, error) {
	done := tx.Exec("UPDATE app_user SET totp_step = ? WHERE id = ? AND totp_step < ?", step, userID, step)
	return done.RowsAffected == 1, done.Error
}

// TakeRecoveryCode uses a recovery code up; false when the user has none such.
func TakeRecoveryCode(tx *Tx, userID int64, codeSHA256 []byte) (bool, error) {
	done := tx.Exec("DELETE FROM recovery_code WHERE user_id = ? AND code_sha256 = ?", userID, codeSHA256)
	return done.RowsAffected == 1, done.Error
}

// SetRecoveryCodes gives a user other recovery codes.
func SetRecoveryCodes(tx *Tx, userID int64, codesSHA256 [][]byte) error {
	if err := tx.Exec("DELETE FROM recovery_code WHERE user_id = ?", userID).Error; err != nil {
		return err
	}
	for _, code := range codesSHA256 {
		err := tx.Exec("INSERT INTO recovery_code (user_id, code_sha256, recorded_in) VALUES (?, ?, ?)", userID, code, tx.AuditID).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// OIDCFlow is a sign-in under way at the identity provider.
type OIDCFlow struct {
	State    string
	Nonce    string
	Verifier string
	Fresh    bool
	Replaces []byte
	ReturnTo string
	BeganAt  time.Time // set by the database
}

// SaveOIDCFlow keeps a sign-in that begins for as long as it may take, and forgets those that never came back.
func SaveOIDCFlow(ctx context.Context, db *DB, cookieSHA256 []byte, f OIDCFlow, lasts time.Duration) error {
	return exec(ctx, db, Q(`WITH late AS (DELETE FROM oidc_flow WHERE expires_at < now())
		INSERT INTO oidc_flow (cookie_sha256, state, nonce, verifier, fresh, replaces, return_to, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, now() + ? * interval '1 second')`,
		cookieSHA256, f.State, f.Nonce, f.Verifier, f.Fresh, f.Replaces, f.ReturnTo, lasts.Seconds()))
}

// TakeOIDCFlow gives a sign-in that comes back, once; nil when there is none or it took too long.
func TakeOIDCFlow(ctx context.Context, db *DB, cookieSHA256 []byte) (*OIDCFlow, error) {
	return first(Rows[OIDCFlow](ctx, db, Q(`DELETE FROM oidc_flow WHERE cookie_sha256 = ? AND expires_at > now()
		RETURNING state, nonce, verifier, fresh, replaces, return_to, began_at`, cookieSHA256)))
}

// UnusedUsers are the accounts nobody has used for some days: no sign-in, no session, no token, not opened again.
// Never among them is the system administrator's account that was used last: were all of them disabled, nobody could
// open any again but from the console, and a province that was on holiday would be locked out of its own system.
func UnusedUsers(ctx context.Context, db *DB, days int, administrator string) ([]Credentials, error) {
	return Rows[Credentials](ctx, db, Q(`WITH used AS (
			SELECT u.id, greatest(u.created_at, u.enabled_at, u.last_sign_in_at,
				(SELECT max(s.last_seen_at) FROM session s WHERE s.user_id = u.id),
				(SELECT max(greatest(t.created_at, t.last_used_at)) FROM api_token t WHERE t.user_id = u.id)) AS at,
				EXISTS (SELECT FROM role_grant g WHERE g.user_id = u.id AND g.role = ? AND g.known_to = 'infinity'
					AND g.valid_from <= today() AND g.valid_to > today()) AS administrator
			FROM app_user u WHERE u.disabled_at IS NULL)
		`+credentialColumns+`JOIN used ON used.id = u.id WHERE used.at < now() - make_interval(days => ?)
			AND u.id IS DISTINCT FROM (SELECT id FROM used WHERE administrator ORDER BY at DESC, id LIMIT 1)
		ORDER BY u.id`, administrator, days))
}

// TouchToken notes that a token was used.
func TouchToken(ctx context.Context, db *DB, secretSHA256 []byte) error {
	return exec(ctx, db, Q("UPDATE api_token SET last_used_at = now() WHERE secret_sha256 = ?", secretSHA256))
}

// SetNextTotp keeps the encrypted secret that a user sets up.
func SetNextTotp(tx *Tx, userID int64, sealed []byte) error {
	return tx.Exec("UPDATE app_user SET totp_next = ? WHERE id = ?", sealed, userID).Error
}

// TurnTotpOn makes the secret that a user set up theirs; false when it is no longer the one. The code of that step has
// been taken.
func TurnTotpOn(tx *Tx, userID int64, sealed []byte, step int64) (bool, error) {
	done := tx.Exec("UPDATE app_user SET totp_secret = totp_next, totp_next = NULL, totp_step = ? WHERE id = ? AND totp_next = ?", step, userID, sealed)
	return done.RowsAffected == 1, done.Error
}

// TurnTotpOff forgets the secret and the recovery codes of a user.
func TurnTotpOff(tx *Tx, userID int64) error {
	if err := SetRecoveryCodes(tx, userID, nil); err != nil {
		return err
	}
	return tx.Exec("UPDATE app_user SET totp_secret = NULL, totp_next = NULL WHERE id = ?", userID).Error
}

// DisableUser shuts an account that is open, and ends its sessions.
func DisableUser(tx *Tx, userID int64) error {
	if err := tx.Exec("UPDATE app_user SET disabled_at = now() WHERE id = ? AND disabled_at IS NULL", userID).Error; err != nil {
		return err
	}
	_, err := EndOtherSessions(tx, userID, 0)
	return err
}
