package auth

import (
	"context"
	"time"

	"bienche/internal/fault"
	"bienche/models"
)

// Session is the session that a request came with.
type Session struct {
	ID             int64
	UserID         int64
	Way            string // models.SessionByPassword or models.SessionByOIDC
	ExpiresAt      time.Time
	ConfirmedUntil time.Time // until then its holder need not prove again who they are
	LockAfter      time.Duration
	Confirmed      bool
	Locked         bool
	MustChange     bool // the password was given by somebody else, and nothing else may be done before it is changed
	MustEnrol      bool // a role of the holder asks for a second factor that is not set up
	Totp           bool // a second factor is set up
}

type sessionKey struct{}

func withSession(ctx context.Context, s *Session) context.Context {
	return context.WithValue(ctx, sessionKey{}, s)
}

// SessionOf is the session of ctx; nil for a stranger, a token, a job and the console.
func SessionOf(ctx context.Context) *Session {
	s, _ := ctx.Value(sessionKey{}).(*Session)
	return s
}

// Confirmed stands before a sensitive act. It refuses with FORBIDDEN and the extension confirm a session whose holder
// has not proved lately who they are, by signing in or at POST /api/session/confirm; and with UNAUTHENTICATED a
// stranger. Tokens, jobs and the console pass: nobody sits in front of them.
func Confirmed(ctx context.Context) error {
	if ViewerOf(ctx) == nil {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	if s := SessionOf(ctx); s != nil && !s.Confirmed {
		return fault.New(fault.Forbidden, "auth.confirm").With("confirm", true)
	}
	return nil
}

// Ready refuses with FORBIDDEN whoever has something to do first: to change a password that somebody else gave
// (extension mustChangePassword), or to set up a second factor that a role asks for (extension mustSetUpTotp).
func Ready(ctx context.Context) error {
	switch s := SessionOf(ctx); {
	case s == nil:
		return nil
	case s.MustChange:
		return fault.New(fault.Forbidden, "auth.must_change").With("mustChangePassword", true)
	case s.MustEnrol:
		return fault.New(fault.Forbidden, "auth.must_enrol").With("mustSetUpTotp", true)
	}
	return nil
}

// SetTemporaryPassword stores, inside tx, the hash of a password that the account must change at its next sign-in, and
// ends the account's sessions.
func SetTemporaryPassword(tx *models.Tx, userID int64, hash string) error {
	err := tx.Exec("UPDATE app_user SET password_hash = ?, must_change_password = true WHERE id = ?", hash, userID).Error
	if err != nil {
		return err
	}
	return tx.Exec("DELETE FROM session WHERE user_id = ?", userID).Error
}
