package auth

import (
	"context"
	"encoding/hex"
	"errors"
	"math"
	"net/netip"
	"strings"
	"time"

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
	Code      string // of the second factor, where the account has one
	From      netip.Addr
	UserAgent string
	Replaces  string // the secret of the session that the browser already has, if any
}

// SignIn opens a session and gives its secret, always a new one. A wrong name, a wrong password, an account without a
// password and a disabled account are one answer, after the same work. Whoever knows the password of an account with a
// second factor is asked for its code: UNAUTHENTICATED with the extension secondFactor. Too many tries are refused with
// LIMIT_EXCEEDED and the seconds to wait.
func (s *Service) SignIn(ctx context.Context, t Try) (secret string, err error) {
	if !s.settings.Local {
		return "", fault.New(fault.Forbidden, "auth.local_off")
	}
	t.Username = strings.ToLower(strings.TrimSpace(t.Username))
	d := s.doorsOf(t)
	if err := s.guard(ctx, d); err != nil {
		return "", err
	}
	var c *models.Credentials
	if usernameForm.MatchString(t.Username) { // what no account can be called is not asked for
		if c, err = models.CredentialsOf(ctx, s.db, t.Username); err != nil {
			return "", s.undo(ctx, d, err)
		}
	}
	usable := c != nil && !c.Disabled && c.PasswordHash != "" && len(t.Password) <= 4*longest
	stored := ""
	if usable {
		stored = c.PasswordHash
	}
	ok, stale, err := s.hasher.verify(ctx, t.Password, stored)
	if err != nil {
		return "", s.undo(ctx, d, err)
	}
	if !ok || !usable {
		return "", s.wrong(ctx, c, t, fault.New(fault.Unauthenticated, "auth.wrong"))
	}
	if c.MustChange && seconds(c.PasswordAge) > s.settings.Temporary {
		return "", s.wrong(ctx, c, t, fault.New(fault.Unauthenticated, "auth.password_expired"))
	}
	secret, err = s.second(ctx, c, t, stale)
	switch {
	case errors.Is(err, errWrong):
		key := "auth.wrong_code"
		if !oneTime(plainCode(t.Code)) {
			key = "auth.wrong_recovery"
		}
		return "", s.wrong(ctx, c, t, fault.New(fault.Unauthenticated, key).With("secondFactor", true))
	case err != nil:
		return "", s.undo(ctx, d, err)
	}
	return secret, s.good(ctx, d)
}

// second goes on after the right password: it wants the code of the second factor, if there is one, and opens the
// session.
func (s *Service) second(ctx context.Context, c *models.Credentials, t Try, stale bool) (secret string, err error) {
	e := entrance{way: models.SessionByPassword, try: t, spend: func(*models.Tx) error { return nil }}
	if c.TotpSecret != nil {
		if strings.TrimSpace(t.Code) == "" {
			return "", fault.New(fault.Unauthenticated, "auth.code_needed").With("secondFactor", true)
		}
		if e.spend, err = s.code(c, t.Code); err != nil {
			return "", err
		}
	}
	if stale {
		hash, err := s.hasher.hash(ctx, t.Password)
		if err != nil {
			return "", err
		}
		code := e.spend
		e.spend = func(tx *models.Tx) error {
			return errors.Join(code(tx), tx.Exec("UPDATE app_user SET password_hash = ? WHERE id = ?", hash, c.UserID).Error)
		}
	}
	return s.open(ctx, c, e)
}

// entrance is how somebody comes in.
type entrance struct {
	way       string
	try       Try
	replaces  []byte // digest of the secret of a session to end, beside that of the try
	confirmed *time.Time
	spend     func(*models.Tx) error
}

// open stores the session with its audit entry, and ends the one it replaces.
func (s *Service) open(ctx context.Context, c *models.Credentials, e entrance) (string, error) {
	secret := newSecret()
	ctx = audit.WithActor(ctx, audit.Actor{UserID: c.UserID, Name: c.Username, RequestID: audit.ActorOf(ctx).RequestID})
	entry := audit.Entry{Action: "auth.sign_in", ObjectKind: "user", ObjectID: c.UserID, Detail: map[string]any{"way": e.way}}
	if e.replaces == nil {
		e.replaces = digest(e.try.Replaces)
	}
	return secret, audit.Write(ctx, s.db, entry, func(tx *models.Tx) error {
		if err := e.spend(tx); err != nil {
			return err
		}
		return models.OpenSession(tx, models.NewSession{
			UserID: c.UserID, SecretSHA256: digest(secret), Replaces: e.replaces, Way: e.way, Lasts: s.settings.Absolute,
			ConfirmedAt: e.confirmed, UserAgent: cut(e.try.UserAgent, 200), Network: network(e.try.From),
		})
	})
}

// wrong notes a failed try. A name that nobody has is not stored: it may be a password typed in the wrong field.
func (s *Service) wrong(ctx context.Context, c *models.Credentials, t Try, refusal *fault.Error) error {
	detail := map[string]any{"known": c != nil, "network": network(t.From), "key": refusal.Key}
	entry := audit.Entry{Action: "auth.sign_in_failed", ObjectKind: "user", Detail: detail}
	if c != nil {
		entry.ObjectID = c.UserID
	}
	if err := audit.Note(ctx, s.db, entry); err != nil {
		return err
	}
	return refusal
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
	return shut(wait)
}

// shut refuses a try at a door that is still shut for a while.
func shut(wait time.Duration) error {
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
