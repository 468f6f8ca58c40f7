package auth

import (
	"net/http"
	"net/url"
	"strings"

	"bienche/internal/fault"
	"bienche/internal/platform/httpd"
)

// getLogin sends the browser to the identity provider.
func (s *Service) getLogin(w http.ResponseWriter, r *http.Request) error {
	d, err := s.begin(r.Context(), s.secretOf(r), r.FormValue("return"), httpd.ClientIP(r.Context()))
	if err != nil {
		return s.turnAway(w, r, err)
	}
	http.SetCookie(w, s.flowCookie(d.Cookie, int(oidcLasts.Seconds())))
	http.Redirect(w, r, d.Address, http.StatusSeeOther)
	return nil
}

// getCallback is where the identity provider sends the browser back to.
func (s *Service) getCallback(w http.ResponseWriter, r *http.Request) error {
	a := arrival{
		State: r.FormValue("state"), Code: r.FormValue("code"), Error: r.FormValue("error"),
		From: httpd.ClientIP(r.Context()), UserAgent: r.UserAgent(),
	}
	if c, err := r.Cookie(s.flowCookieName()); err == nil {
		a.Cookie = c.Value
	}
	http.SetCookie(w, s.flowCookie("", -1))
	secret, returnTo, err := s.finish(r.Context(), a)
	if err != nil {
		return s.turnAway(w, r, err)
	}
	http.SetCookie(w, s.cookie(secret, int(s.settings.Absolute.Seconds())))
	http.Redirect(w, r, returnTo, http.StatusSeeOther)
	return nil
}

// turnAway brings a person who cannot come in back to the sign-in page, which says why: a browser that was sent here
// and there shows whatever it is answered.
func (s *Service) turnAway(w http.ResponseWriter, r *http.Request, err error) error {
	f := fault.From(err)
	why, ours := strings.CutPrefix(f.Key, "auth.")
	if !ours {
		return err
	}
	http.Redirect(w, r, "/sign-in?"+url.Values{"refused": {why}}.Encode(), http.StatusSeeOther)
	return nil
}

func (s *Service) flowCookieName() string { return s.cookieName() + "-oidc" }

// flowCookie binds the way back from the provider to the browser. It must come along when the provider's page sends the
// browser back, which SameSite=Strict would not allow.
func (s *Service) flowCookie(value string, maxAge int) *http.Cookie {
	c := s.cookie(value, maxAge)
	c.Name, c.SameSite = s.flowCookieName(), http.SameSiteLaxMode
	return c
}
