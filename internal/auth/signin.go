package auth

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"time"

	"gorm.io/gorm"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/models"
)

// How long wrong tries may shut a door: an account for a quarter of an hour, a network, which a whole office shares,
// for a minute.
const (
	accountShut = 15 * time.Minute
	networkShut = time.Minute
)

// Try is one try to sign in.
type Try struct {
	Username  string
	Password  string
	From      netip.Addr
	UserAgent string
	Replaces  string // the secret of the session that the browser already has, if any
}

// SignIn opens a session and gives its secret, always a new one. A wrong name, a wrong password, an account without a
// password and a disabled account are one answer, after the same work. Too many tries are refused with LIMIT_EXCEEDED and
// the seconds to wait.
func (s *Service) SignIn(ctx context.Context, t Try) (secret string, err error) {
	t.Username = strings.ToLower(strings.TrimSpace(t.Username))
	d := s.doorsOf(t)
	if err := s.guard(ctx, d); err != nil {
		return "", err
	}
	var user *models.AppUser
	if usernameForm.MatchString(t.Username) { // what no account can be called is not asked for
		if user, err = models.UserByName(ctx, s.db, t.Username); err != nil {
			return "", s.undo(ctx, d, err)
		}
	}
	usable := user != nil && user.DisabledAt == nil && user.PasswordHash != "" && len(t.Password) <= 4*longest
	stored := ""
	if usable {
		stored = user.PasswordHash
	}
	ok, stale, err := s.hasher.verify(ctx, t.Password, stored)
	if err != nil {
		return "", s.undo(ctx, d, err)
	}
	if !ok || !usable {
		return "", s.wrong(ctx, user, t)
	}
	rehashed := ""
	if stale {
		if rehashed, err = s.hasher.hash(ctx, t.Password); err != nil {
			return "", s.undo(ctx, d, err)
		}
	}
	if secret, err = s.open(ctx, user, t, rehashed); err != nil {
		return "", s.undo(ctx, d, err)
	}
	if err := models.GuardForget(ctx, s.db, d.account); err != nil {
		return "", err
	}
	return secret, models.GuardUndo(ctx, s.db, d.network)
}

// open stores the session with its audit entry, and ends the one it replaces.
func (s *Service) open(ctx context.Context, user *models.AppUser, t Try, rehashed string) (string, error) {
	secret := base64.RawURLEncoding.EncodeToString(random(32))
	ctx = audit.WithActor(ctx, audit.Actor{UserID: user.ID, Name: user.Username, RequestID: audit.ActorOf(ctx).RequestID})
	entry := audit.Entry{Action: "auth.sign_in", ObjectKind: "user", ObjectID: user.ID}
	err := audit.Write(ctx, s.db, entry, func(tx *models.Tx) error {
		ended := tx.Exec("DELETE FROM session WHERE secret_sha256 = ? OR expires_at < now()", digest(t.Replaces))
		if ended.Error != nil {
			return fmt.Errorf("end old sessions: %w", ended.Error)
		}
		changes := map[string]any{"last_sign_in_at": gorm.Expr("now()")}
		if rehashed != "" {
			changes["password_hash"] = rehashed
		}
		if err := tx.Model(user).Updates(changes).Error; err != nil {
			return fmt.Errorf("note sign-in: %w", err)
		}
		// gorm would take bytes that directly follow a parenthesis for a list, so the digest does not come first.
		return tx.Exec(`INSERT INTO session (user_id, secret_sha256, expires_at, user_agent)
			VALUES (?, ?, now() + ? * interval '1 second', ?)`,
			user.ID, digest(secret), s.settings.Absolute.Seconds(), cut(t.UserAgent, 200)).Error
	})
	return secret, err
}

// wrong notes a failed try. A name that nobody has is not stored: it may be a password typed in the wrong field.
func (s *Service) wrong(ctx context.Context, user *models.AppUser, t Try) error {
	entry := audit.Entry{Action: "auth.sign_in_failed", ObjectKind: "user", Detail: map[string]any{"known": user != nil, "network": network(t.From)}}
	if user != nil {
		entry.ObjectID = user.ID
	}
	if err := audit.Note(ctx, s.db, entry); err != nil {
		return err
	}
	return fault.New(fault.Unauthenticated, "auth.wrong")
}

// SignOut ends the session of a secret; one that has ended already is no error.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	v := ViewerOf(ctx)
	if v == nil {
		return nil
	}
	entry := audit.Entry{Action: "auth.sign_out", ObjectKind: "user", ObjectID: v.UserID}
	return audit.Write(ctx, s.db, entry, func(tx *models.Tx) error {
		return tx.Exec("DELETE FROM session WHERE secret_sha256 = ?", digest(secret)).Error
	})
}

// doors are the two that wrong tries shut.
type doors struct{ account, network models.GuardDoor }

// doorsOf are the doors of a try. A name is kept as a digest: what is typed may not be a name.
func (s *Service) doorsOf(t Try) doors {
	return doors{
		account: models.GuardDoor{Key: "account " + hex.EncodeToString(digest(t.Username)[:16]), Limit: s.settings.Tries, Longest: accountShut},
		network: models.GuardDoor{Key: "network " + network(t.From), Limit: s.settings.NetTries, Longest: networkShut},
	}
}

// guard counts the try at both doors before anything is checked, and refuses it when one is shut.
func (s *Service) guard(ctx context.Context, d doors) error {
	wait, err := models.GuardTry(ctx, s.db, d.network)
	if err == nil && wait == 0 {
		wait, err = models.GuardTry(ctx, s.db, d.account)
		if err == nil && wait > 0 { // a try that an account's own door stops tells nothing of the network
			err = models.GuardUndo(ctx, s.db, d.network)
		}
	}
	if err != nil || wait == 0 {
		return err
	}
	seconds := int(math.Ceil(wait.Seconds()))
	return fault.New(fault.LimitExceeded, "auth.shut", fault.Args{"seconds": seconds}).With("retryAfter", seconds)
}

// undo takes a try back that was not the caller's fault, and passes that fault on.
func (s *Service) undo(ctx context.Context, d doors, why error) error {
	for _, door := range []models.GuardDoor{d.account, d.network} {
		if err := models.GuardUndo(context.WithoutCancel(ctx), s.db, door); err != nil {
			break // the database is what failed; the count stays, and is forgotten by itself
		}
	}
	return why
}

// network is the neighbourhood of an address: /24, or /64 of IPv6.
func network(a netip.Addr) string {
	a = a.Unmap()
	bits := 64
	if a.Is4() {
		bits = 24
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return p.String()
}

// cut shortens a text that a stranger chose.
func cut(s string, n int) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s[:min(len(s), n)], "\x00", ""), "")
}
