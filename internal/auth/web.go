package auth

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/internal/platform/httpd"
	"bienche/models"
	"bienche/policies"
)

// maxSignIn bounds the body of a sign-in: a name, a password and a code.
const maxSignIn = 4 << 10

// Who is who sends a request: by a bearer token, else by the session cookie; nil is a stranger, as is whoever brings a
// secret that is none. ctx comes back with the viewer, the actor of the audit log and the versions of the data. A
// database that does not answer is RETRY, and never a stranger's view.
func (s *Service) Who(r *http.Request) (context.Context, *Viewer, error) {
	ctx := audit.WithActor(r.Context(), audit.Actor{Name: "stranger", RequestID: httpd.RequestID(r.Context())})
	var v *Viewer
	var err error
	if token, ok := bearer(r); ok {
		ctx, v, err = s.ByToken(ctx, token)
	} else if secret := s.secretOf(r); secret != "" {
		ctx, v, err = s.BySession(ctx, secret)
	}
	return ctx, v, models.Retriable(err)
}

// Identify lets next know who asks, and refuses whoever has something to do first (Ready).
func (s *Service) Identify(next http.Handler) http.Handler {
	return httpd.Func(func(w http.ResponseWriter, r *http.Request) error {
		ctx, _, err := s.Who(r)
		if err == nil {
			err = Ready(ctx)
		}
		if err != nil {
			return err
		}
		next.ServeHTTP(w, r.WithContext(ctx))
		return nil
	})
}

// Routes adds sign-in, sign-out, "who am I" and what a browser does with its session at /api/session, and the way to
// the identity provider and back at /api/oidc.
func (s *Service) Routes(srv *httpd.Server) {
	srv.Handle("GET /api/session/ways", httpd.Func(s.getWays))
	srv.Handle("POST /api/session", s.stranger(s.postSession))
	srv.Handle("DELETE /api/session", s.holder(s.deleteSession))
	srv.Handle("GET /api/session", httpd.Func(s.getSession))
	srv.Handle("POST /api/session/lock", s.holder(s.postLock))
	srv.Handle("POST /api/session/unlock", s.holder(s.postUnlock))
	srv.Handle("POST /api/session/confirm", s.holder(s.postConfirm))
	srv.Handle("GET /api/oidc/login", s.stranger(s.getLogin))
	srv.Handle("GET /api/oidc/callback", s.stranger(s.getCallback))
}

// stranger serves a route of which everything is decided by what the request brings, and not by who sent it.
func (s *Service) stranger(f httpd.Func) http.Handler {
	return httpd.Func(func(w http.ResponseWriter, r *http.Request) error {
		ctx := audit.WithActor(r.Context(), audit.Actor{Name: "stranger", RequestID: httpd.RequestID(r.Context())})
		return models.Retriable(f(w, r.WithContext(ctx)))
	})
}

// holder serves a route for the holder of a session, locked or not.
func (s *Service) holder(f httpd.Func) http.Handler {
	return httpd.Func(func(w http.ResponseWriter, r *http.Request) error {
		ctx, v, err := s.look(r.Context(), s.secretOf(r))
		if err != nil {
			return models.Retriable(err)
		}
		if v == nil {
			return fault.New(fault.Unauthenticated, "fault.unauthenticated")
		}
		return models.Retriable(f(w, r.WithContext(ctx)))
	})
}

// readJSON reads a body. Only JSON: a form of another site cannot send it without asking first.
func readJSON(w http.ResponseWriter, r *http.Request, into any) error {
	if mediaType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(mediaType) != "application/json" {
		return fault.New(fault.BadInput, "auth.only_json")
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxSignIn)).Decode(into); err != nil {
		return fault.New(fault.BadInput, "auth.only_json").Because(err)
	}
	return nil
}

// getWays tells anybody how one may sign in here.
func (s *Service) getWays(w http.ResponseWriter, _ *http.Request) error {
	ways := map[string]any{"local": s.settings.Local, "oidc": nil}
	if s.provider != nil {
		ways["oidc"] = map[string]string{"name": s.provider.name()}
	}
	httpd.JSON(w, ways)
	return nil
}

func (s *Service) postSession(w http.ResponseWriter, r *http.Request) error {
	var in struct{ Username, Password, Code string }
	if err := readJSON(w, r, &in); err != nil {
		return err
	}
	secret, err := s.SignIn(r.Context(), Try{
		Username: in.Username, Password: in.Password, Code: in.Code,
		From: httpd.ClientIP(r.Context()), UserAgent: r.UserAgent(), Replaces: s.secretOf(r),
	})
	if err != nil {
		return err
	}
	return s.welcome(w, r, secret)
}

// welcome gives the browser the secret of its session and says how that stands.
func (s *Service) welcome(w http.ResponseWriter, r *http.Request, secret string) error {
	ctx, v, err := s.BySession(r.Context(), secret)
	if err != nil {
		return err
	}
	if session := SessionOf(ctx); session != nil {
		http.SetCookie(w, s.cookie(secret, int(time.Until(session.ExpiresAt).Seconds())))
	}
	return answerViewer(w, r.WithContext(ctx), v)
}

func (s *Service) deleteSession(w http.ResponseWriter, r *http.Request) error {
	if err := s.SignOut(r.Context(), s.secretOf(r)); err != nil {
		return err
	}
	http.SetCookie(w, s.cookie("", -1))
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// getSession says who one is. Of a locked session it tells what a locked screen shows, and no rights.
func (s *Service) getSession(w http.ResponseWriter, r *http.Request) error {
	ctx, v, err := s.Who(r)
	if secret := s.secretOf(r); v == nil && secret != "" && fault.CodeOf(err) == fault.Unauthenticated {
		ctx, v, err = s.look(r.Context(), secret)
	}
	if err != nil {
		return models.Retriable(err)
	}
	return answerViewer(w, r.WithContext(ctx), v)
}

func (s *Service) postLock(w http.ResponseWriter, r *http.Request) error {
	if err := s.Lock(r.Context()); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Service) postUnlock(w http.ResponseWriter, r *http.Request) error {
	p, err := readProof(w, r)
	if err != nil {
		return err
	}
	secret, err := s.Unlock(r.Context(), p)
	if err != nil {
		return err
	}
	return s.welcome(w, r, secret)
}

func (s *Service) postConfirm(w http.ResponseWriter, r *http.Request) error {
	if SessionOf(r.Context()).Locked {
		return errLocked()
	}
	p, err := readProof(w, r)
	if err != nil {
		return err
	}
	if err := s.Confirm(r.Context(), p); err != nil {
		return err
	}
	return s.getSession(w, r)
}

func readProof(w http.ResponseWriter, r *http.Request) (Proof, error) {
	var in struct{ Password, Code string }
	err := readJSON(w, r, &in)
	p := Proof{Password: in.Password, Code: in.Code, Field: "password"}
	if p.Password == "" {
		p.Field = "code"
	}
	return p, err
}

// roleView is a role as "who am I" tells it.
type roleView struct {
	Role   string `json:"role"`
	Label  string `json:"label"`
	UnitID int64  `json:"unitId,string"`
}

func answerViewer(w http.ResponseWriter, r *http.Request, v *Viewer) error {
	if v == nil {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	out := map[string]any{"username": v.Username, "displayName": v.DisplayName, "locked": false}
	session := SessionOf(r.Context())
	if session != nil {
		out["locked"], out["totp"] = session.Locked, session.Totp
		out["lockAfterSeconds"], out["expiresAt"] = int(session.LockAfter.Seconds()), session.ExpiresAt
		out["byProvider"] = session.Way == models.SessionByOIDC
	}
	if session == nil || !session.Locked {
		lang := fault.Lang(r.Header.Get("Accept-Language"))
		roles := make([]roleView, len(v.Grants))
		for i, g := range v.Grants {
			roles[i] = roleView{g.Role, policies.RoleLabel(lang, g.Role), g.UnitID}
		}
		out["roles"], out["permissions"] = roles, v.Permissions()
	}
	if session != nil && !session.Locked {
		out["confirmedUntil"] = session.ConfirmedUntil
		out["mustChangePassword"], out["mustSetUpTotp"] = session.MustChange, session.MustEnrol
	}
	httpd.JSON(w, out)
	return nil
}

// cookieName has the prefix that browsers hold to TLS, to this very host and to the whole of it. Without TLS only
// this machine may connect, and the prefix would not be taken.
func (s *Service) cookieName() string {
	if s.secure {
		return "__Host-bienche"
	}
	return "bienche"
}

// cookie holds the secret of a session. No other site can make a browser send it.
func (s *Service) cookie(secret string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(), Value: secret, Path: "/", MaxAge: maxAge,
		Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
}

func (s *Service) secretOf(r *http.Request) string {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return "" // http.ErrNoCookie is the only error
	}
	return c.Value
}

func bearer(r *http.Request) (string, bool) {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), ok && strings.EqualFold(scheme, "Bearer")
}
