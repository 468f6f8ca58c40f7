package auth

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/internal/platform/httpd"
	"bienche/internal/platform/jobs"
	"bienche/models"
	"bienche/policies"
)

// Service signs people in and tells who asks.
type Service struct {
	db       *models.DB
	settings config.SignIn
	secure   bool // browsers reach us by TLS
	hasher   *hasher
	rights   *rights
	lookups  lookups
	vault    *vault
	provider *provider        // nil: people sign in with passwords only
	now      func() time.Time // for codes and tokens of others; sessions go by the database's clock
}

// New needs the permissions to be whole: a missing or corrupt policy file is an error, and the server must not start.
// So is a role or a key in the settings that is none.
func New(db *models.DB, c config.Config) (*Service, error) {
	book, err := policies.Load()
	if err != nil {
		return nil, err
	}
	for _, role := range c.SignIn.TotpRoles {
		if !slices.Contains(policies.Roles(), role) {
			return nil, fault.New(fault.BadInput, "auth.serve.bad_totp_role", fault.Args{"role": role})
		}
	}
	vault, err := newVault(c)
	if err != nil {
		return nil, err
	}
	return &Service{
		db: db, settings: c.SignIn, secure: c.Secure(),
		hasher: newHasher(c.SignIn), rights: &rights{db: db, book: book},
		vault: vault, provider: newProvider(c.SignIn.OIDC), now: time.Now,
	}, nil
}

// ByToken is whose token a secret is; nil as with BySession.
func (s *Service) ByToken(ctx context.Context, secret string) (context.Context, *Viewer, error) {
	sum := digest(secret)
	c, err := models.CallerByToken(ctx, s.db, sum)
	if err != nil || c == nil {
		s.lookups.drop(sum)
		return ctx, nil, err
	}
	s.lookups.put(sum, models.SessionCaller{Caller: *c})
	if c.IdleSeconds > tokenGrain.Seconds() {
		if err := models.TouchToken(ctx, s.db, sum); err != nil {
			return ctx, nil, err
		}
	}
	return s.enter(ctx, c)
}

// ActAs lets ctx act as a user without a session: for the job that a user started. A disabled user may no longer.
func (s *Service) ActAs(ctx context.Context, userID int64) (context.Context, error) {
	c, err := models.CallerByID(ctx, s.db, userID)
	if err != nil {
		return ctx, err
	}
	if c == nil {
		return ctx, fault.Unknown("user")
	}
	ctx, _, err = s.enter(ctx, c)
	return ctx, err
}

// Acting is work that is done as whoever asked for it, with the rights of the moment.
func (s *Service) Acting(work jobs.Work) jobs.Work {
	return func(ctx context.Context, run *jobs.Run) error {
		ctx, err := s.ActAs(ctx, run.CreatedBy)
		if err != nil {
			return err
		}
		return work(ctx, run)
	}
}

// ActAsConsole lets ctx act with the rights of whoever runs a command beside the database.
func (s *Service) ActAsConsole(ctx context.Context) (context.Context, error) {
	versions, err := models.DataVersions(ctx, s.db)
	if err != nil {
		return ctx, fmt.Errorf("read data versions: %w", err)
	}
	v := Console()
	ctx = audit.WithActor(ctx, audit.Actor{Name: v.Username})
	return WithViewer(WithVersions(ctx, versions), v), nil
}

func (s *Service) enter(ctx context.Context, c *models.Caller) (context.Context, *Viewer, error) {
	snap, err := s.rights.asOf(ctx, c.Versions, c.Today)
	if err != nil {
		return ctx, nil, err
	}
	v := snap.viewer(c)
	ctx = audit.WithActor(ctx, audit.Actor{UserID: v.UserID, Name: v.Username, OnBehalf: v.behalf, RequestID: httpd.RequestID(ctx)})
	return WithViewer(WithVersions(ctx, c.Versions), v), v, nil
}

// NoteDenial writes an audit entry when err refuses the viewer for lack of right; it is called where answers leave the
// program, so that every denial is noted once. Strangers are not noted: they could fill the log without limit.
func (s *Service) NoteDenial(ctx context.Context, err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Code != fault.Forbidden || ViewerOf(ctx) == nil {
		return nil
	}
	return audit.Note(ctx, s.db, audit.Entry{Action: "auth.denied", Detail: map[string]any{"key": f.Key, "grant": f.Args["grant"]}})
}

// digest is what is stored of a secret of 256 random bits, which needs no slow hash.
func digest(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
