package auth

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/internal/platform/httpd"
	"bienche/models"
	"bienche/policies"
)

// maxSignIn bounds the body of a sign-in: a name and a password.
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

// Identify lets next know who asks.
func (s *Service) Identify(next http.Handler) http.Handler {
	return httpd.Func(func(w http.ResponseWriter, r *http.Request) error {
		ctx, _, err := s.Who(r)
		if err != nil {
			return err
		}
		next.ServeHTTP(w, r.WithContext(ctx))
		return nil
	})
}

// Routes adds sign-in, sign-out and "who am I" at /api/session.
func (s *Service) Routes(srv *httpd.Server) {
	srv.Handle("POST /api/session", s.Identify(httpd.Func(s.postSession)))
	srv.Handle("DELETE /api/session", s.Identify(httpd.Func(s.deleteSession)))
	srv.Handle("GET /api/session", s.Identify(httpd.Func(s.getSession)))
}

func (s *Service) postSession(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Username string `json:"username"`
		Password string `json:"password"`
	}
	// Only JSON: a form of another site cannot send it without asking first.
	if mediaType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(mediaType) != "application/json" {
		return fault.New(fault.BadInput, "auth.only_json")
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxSignIn)).Decode(&in); err != nil {
		return fault.New(fault.BadInput, "auth.only_json").Because(err)
	}
	secret, err := s.SignIn(r.Context(), Try{
		Username: in.Username, Password: in.Password, From: httpd.ClientIP(r.Context()), UserAgent: r.UserAgent(), Replaces: s.secretOf(r),
	})
	if err != nil {
		return err
	}
	http.SetCookie(w, s.cookie(secret, int(s.settings.Absolute.Seconds())))
	_, v, err := s.BySession(r.Context(), secret)
	if err != nil {
		return err
	}
	return answerViewer(w, r, v)
}

func (s *Service) deleteSession(w http.ResponseWriter, r *http.Request) error {
	if err := s.SignOut(r.Context(), s.secretOf(r)); err != nil {
		return err
	}
	http.SetCookie(w, s.cookie("", -1))
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Service) getSession(w http.ResponseWriter, r *http.Request) error {
	return answerViewer(w, r, ViewerOf(r.Context()))
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
	lang := fault.Lang(r.Header.Get("Accept-Language"))
	roles := make([]roleView, len(v.Grants))
	for i, g := range v.Grants {
		roles[i] = roleView{g.Role, policies.RoleLabel(lang, g.Role), g.UnitID}
	}
	httpd.JSON(w, map[string]any{
		"username": v.Username, "displayName": v.DisplayName, "roles": roles, "permissions": v.Permissions(),
	})
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
