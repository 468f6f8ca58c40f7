package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/internal/platform/httpd"
	"bienche/models"
	"bienche/policies"
)

// How often the use of a session and of a token is written down: often enough for what is made of it, and seldom.
const (
	sessionGrain = time.Minute
	tokenGrain   = 24 * time.Hour
)

var errAgain = errors.New("somebody else was faster")

// BySession is who holds the session of a secret; nil when it does not exist, has ended, or its user is disabled. One
// that is locked is refused with UNAUTHENTICATED and the extension locked. ctx comes back with the viewer, the session,
// the actor of the audit log and the versions of the data.
func (s *Service) BySession(ctx context.Context, secret string) (context.Context, *Viewer, error) {
	in, v, err := s.look(ctx, secret)
	if err != nil || v == nil {
		return ctx, nil, err
	}
	if SessionOf(in).Locked {
		return ctx, nil, errLocked()
	}
	return in, v, nil
}

func errLocked() error { return fault.New(fault.Unauthenticated, "auth.locked").With("locked", true) }

// look is BySession for what may be done with a locked session too: to open or to leave it.
func (s *Service) look(ctx context.Context, secret string) (context.Context, *Viewer, error) {
	sum := digest(secret)
	c, err := models.CallerBySession(ctx, s.db, sum)
	if err != nil || c == nil {
		s.lookups.drop(sum)
		return ctx, nil, err
	}
	s.lookups.put(sum, *c)
	in, v, err := s.enter(ctx, &c.Caller)
	if err != nil {
		return ctx, nil, err
	}
	session := s.stand(c, v)
	in = withSession(in, session)
	switch {
	case session.Locked && c.LockedAt == nil:
		err = s.lock(in, session, "idle")
	case !session.Locked && seconds(c.IdleSeconds) > sessionGrain:
		err = models.TouchSession(ctx, s.db, sum)
	}
	return in, v, err
}

// stand is how the session of a look-up stands.
func (s *Service) stand(c *models.SessionCaller, v *Viewer) *Session {
	after := s.lockAfter(v)
	locked := c.LockedAt != nil || seconds(c.IdleSeconds) > after
	byPassword := c.Way == models.SessionByPassword
	return &Session{
		ID: c.ID, UserID: c.UserID, Way: c.Way, ExpiresAt: c.ExpiresAt, ConfirmedUntil: c.ConfirmedAt.Add(s.settings.Confirm),
		LockAfter: after, Locked: locked, Confirmed: !locked && seconds(c.ConfirmedSeconds) < s.settings.Confirm,
		Totp: c.Totp, MustChange: byPassword && c.MustChangePassword, MustEnrol: byPassword && !c.Totp && s.mustEnrol(v),
	}
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }

// lockAfter is how long a session of the viewer may be idle.
func (s *Service) lockAfter(v *Viewer) time.Duration {
	if v.Holds(policies.SystemAdministrator) {
		return min(s.settings.Idle, s.settings.AdminIdle)
	}
	return s.settings.Idle
}

func (s *Service) mustEnrol(v *Viewer) bool {
	return slices.ContainsFunc(s.settings.TotpRoles, v.Holds)
}

// lock locks a session once, by its holder or because nobody was there.
func (s *Service) lock(ctx context.Context, session *Session, why string) error {
	entry := audit.Entry{Action: "auth.lock", ObjectKind: "session", ObjectID: session.ID, Detail: map[string]any{"why": why}}
	err := audit.Write(ctx, s.db, entry, func(tx *models.Tx) error {
		done, err := models.LockSession(tx, session.ID)
		if err == nil && !done {
			err = errAgain
		}
		return err
	})
	if errors.Is(err, errAgain) {
		return nil
	}
	return err
}

// Lock locks the session of ctx at once; one that is locked stays so.
func (s *Service) Lock(ctx context.Context) error { return s.lock(ctx, SessionOf(ctx), "holder") }

// Unlock opens the locked session of ctx to its holder and gives its new secret. It is guarded as signing in is, and
// counts as a confirmation.
func (s *Service) Unlock(ctx context.Context, p Proof) (secret string, err error) {
	secret = newSecret()
	session := SessionOf(ctx)
	entry := audit.Entry{Action: "auth.unlock", ObjectKind: "session", ObjectID: session.ID}
	return secret, s.proven(ctx, p, entry, func(tx *models.Tx) error {
		return models.UnlockSession(tx, session.ID, digest(secret))
	})
}

// Confirm takes a proof that the holder of the session of ctx is still there, for sensitive acts of the next minutes.
func (s *Service) Confirm(ctx context.Context, p Proof) error {
	session := SessionOf(ctx)
	entry := audit.Entry{Action: "auth.confirm", ObjectKind: "session", ObjectID: session.ID}
	return s.proven(ctx, p, entry, func(tx *models.Tx) error { return models.ConfirmSession(tx, session.ID) })
}

// Proof shows that whoever asks is who they were: the password, or a code of the second factor.
type Proof struct {
	Password string
	Code     string
	Field    string // of the input, to be named when the proof shows nothing
}

// proven checks a proof of the viewer of ctx, counted as a try to sign in, and does write in the transaction that
// spends it. A proof that shows nothing is BAD_INPUT, and stays in the audit log.
func (s *Service) proven(ctx context.Context, p Proof, entry audit.Entry, write func(*models.Tx) error) error {
	v, from := ViewerOf(ctx), httpd.ClientIP(ctx)
	d := s.doorsOf(Try{Username: v.Username, From: from})
	if err := s.guard(ctx, d); err != nil {
		return err
	}
	c, err := models.CredentialsOf(ctx, s.db, v.Username)
	if err == nil && c == nil {
		err = fault.Unknown("user")
	}
	if err != nil {
		return s.undo(ctx, d, err)
	}
	spend, err := s.check(ctx, c, p)
	if err == nil {
		err = audit.Write(ctx, s.db, entry, func(tx *models.Tx) error {
			if err := spend(tx); err != nil {
				return err
			}
			return write(tx)
		})
	}
	if errors.Is(err, errWrong) {
		detail := map[string]any{"for": entry.Action, "network": network(from)}
		if err := audit.Note(ctx, s.db, audit.Entry{Action: "auth.proof_failed", ObjectKind: "user", ObjectID: v.UserID, Detail: detail}); err != nil {
			return err
		}
		return fault.New(fault.BadInput, "auth.wrong_proof").At(p.Field)
	}
	if err != nil {
		return s.undo(ctx, d, err)
	}
	return s.good(ctx, d)
}

// errWrong is a password or a code that is not right, or no longer.
var errWrong = errors.New("wrong password or code")

// check holds a proof against an account: errWrong, or what spends it.
func (s *Service) check(ctx context.Context, c *models.Credentials, p Proof) (spend func(*models.Tx) error, err error) {
	if p.Password == "" {
		return s.code(c, p.Code)
	}
	if !s.settings.Local {
		return nil, fault.New(fault.Forbidden, "auth.local_off")
	}
	stored := c.PasswordHash
	if len(p.Password) > 4*longest {
		stored = ""
	}
	ok, _, err := s.hasher.verify(ctx, p.Password, stored)
	if err == nil && !ok {
		err = errWrong
	}
	return func(*models.Tx) error { return nil }, err
}

// good forgets the tries at the account's door, and takes this one back at the network's.
func (s *Service) good(ctx context.Context, d doors) error {
	if err := models.GuardForget(ctx, s.db, d.account); err != nil {
		return err
	}
	return models.GuardUndo(ctx, s.db, d.network)
}

// ListedSession is an open session of the viewer.
type ListedSession struct {
	models.Session
	Current bool
	Locked  bool
}

// Sessions are the open sessions of the viewer of ctx, the one used last first.
func (s *Service) Sessions(ctx context.Context) ([]ListedSession, error) {
	v := ViewerOf(ctx)
	if v == nil {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	rows, err := models.SessionsOf(ctx, s.db, v.UserID)
	if err != nil {
		return nil, err
	}
	current := SessionOf(ctx)
	out := make([]ListedSession, len(rows))
	for i, r := range rows {
		out[i] = ListedSession{
			Session: r.Session, Current: current != nil && current.ID == r.ID,
			Locked: r.LockedAt != nil || seconds(r.IdleSeconds) > s.lockAfter(v),
		}
	}
	return out, nil
}

// EndSession ends a session of the viewer, their own of this moment included. Another's is NOT_FOUND as is one that
// does not exist.
func (s *Service) EndSession(ctx context.Context, requestID string, id int64) error {
	a := act{name: "auth.end_session", requestID: requestID, input: id}
	return s.own(ctx, a, func(tx *models.Tx, v *Viewer) error {
		ended, err := models.EndSession(tx, v.UserID, id)
		if err == nil && !ended {
			err = fault.Unknown("session").At("id")
		}
		return err
	})
}

// EndOtherSessions ends every session of the viewer but the one of ctx.
func (s *Service) EndOtherSessions(ctx context.Context, requestID string) error {
	return s.own(ctx, act{name: "auth.end_other_sessions", requestID: requestID}, func(tx *models.Tx, v *Viewer) error {
		_, err := models.EndOtherSessions(tx, v.UserID, SessionOf(ctx).ID)
		return err
	})
}

// act is a change of the viewer's own sign-in that a client asks for under an id.
type act struct {
	name      string
	requestID string
	input     any    // what distinguishes one request from another; a quick hash of it is kept, so it holds no secret
	proof     *Proof // what it wants of the viewer first; nil for nothing
}

// own does an act, once for each request. Only a person at a session may: a program that was given a token has no say
// in how its owner signs in.
func (s *Service) own(ctx context.Context, a act, f func(*models.Tx, *Viewer) error) error {
	v := ViewerOf(ctx)
	if v == nil {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	if SessionOf(ctx) == nil {
		return fault.New(fault.Forbidden, "auth.session_only")
	}
	req, err := models.NewRequest(v.UserID, a.requestID, map[string]any{a.name: a.input})
	if err != nil {
		return err
	}
	entry := audit.Entry{Action: a.name, ObjectKind: "user", ObjectID: v.UserID}
	write := func(ctx context.Context, do func(*models.Tx) error) error {
		if a.proof != nil {
			return s.proven(ctx, *a.proof, entry, do)
		}
		return audit.Write(ctx, s.db, entry, do)
	}
	_, err = models.Once{DB: s.db, Request: req, Write: write}.Do(ctx, func(tx *models.Tx) (int64, error) {
		return v.UserID, f(tx, v)
	})
	return err
}

// newSecret is 256 random bits as a cookie or a header can carry them.
func newSecret() string { return base64.RawURLEncoding.EncodeToString(random(32)) }

// SignInState is how the viewer signs in, and how their session stands.
type SignInState struct {
	Totp              bool
	RecoveryCodesLeft int
	LocalPassword     bool          // there is a password, and passwords are taken
	LockAfter         time.Duration // 0: nothing to lock
	ExpiresAt         time.Time     // zero without a session
	ConfirmedUntil    time.Time     // zero without a session
}

// State is how the viewer of ctx signs in.
func (s *Service) State(ctx context.Context) (*SignInState, error) {
	v := ViewerOf(ctx)
	if v == nil {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	c, err := models.CredentialsOf(ctx, s.db, v.Username)
	if err != nil {
		return nil, err
	}
	out := &SignInState{}
	if c != nil {
		out.Totp, out.RecoveryCodesLeft = c.TotpSecret != nil, c.CodesLeft
		out.LocalPassword = s.settings.Local && c.PasswordHash != ""
	}
	if session := SessionOf(ctx); session != nil {
		out.LockAfter, out.ExpiresAt, out.ConfirmedUntil = session.LockAfter, session.ExpiresAt, session.ConfirmedUntil
	}
	return out, nil
}
