package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/models"
)

const (
	oidcPatience = 10 * time.Second // what the provider may take for one answer
	oidcLasts    = 10 * time.Minute // what a person may take to sign in there
	oidcSkew     = time.Minute      // what the provider's clock may be off
)

// oidcAlgorithms are the signatures taken of ID tokens: none that a shared secret makes, and never no signature.
var oidcAlgorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// provider is the identity provider. It is asked for its addresses when somebody first signs in, so that the server
// starts without it, and again for as long as it did not answer.
type provider struct {
	settings config.OIDC
	client   *http.Client
	found    atomic.Pointer[oidc.Provider]
	search   singleflight.Group
}

func newProvider(c config.OIDC) *provider {
	if c.Issuer == "" {
		return nil
	}
	return &provider{settings: c, client: &http.Client{Timeout: oidcPatience}}
}

// name is what people call the provider.
func (p *provider) name() string {
	if p.settings.Name != "" {
		return p.settings.Name
	}
	if u, err := url.Parse(p.settings.Issuer); err == nil && u.Host != "" {
		return u.Host
	}
	return p.settings.Issuer
}

// under makes ctx reach the provider by our client.
func (p *provider) under(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.client)
}

// reach finds the provider. RETRY tells that it does not answer.
func (p *provider) reach(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	if p.found.Load() == nil {
		_, err, _ := p.search.Do("provider", func() (any, error) {
			found, err := oidc.NewProvider(p.under(context.WithoutCancel(ctx)), p.settings.Issuer)
			if err == nil {
				p.found.Store(found)
			}
			return nil, err
		})
		if err != nil {
			return nil, nil, fault.New(fault.Retry, "auth.oidc_away").Because(err)
		}
	}
	found := p.found.Load()
	return found, &oauth2.Config{
		ClientID: p.settings.ClientID, ClientSecret: p.settings.Secret, Endpoint: found.Endpoint(),
		RedirectURL: p.settings.Redirect, Scopes: []string{oidc.ScopeOpenID, "profile"},
	}, nil
}

// departure is a browser on its way to the provider.
type departure struct {
	Address string // at the provider
	Cookie  string // binds the way back to the browser
}

// begin sends a browser to the provider. One that has a session of ours already, locked perhaps, must make the provider
// ask the person anew: else whoever sits in front of a locked screen would only have to go there and back.
func (s *Service) begin(ctx context.Context, session, returnTo string, from netip.Addr) (*departure, error) {
	if s.provider == nil {
		return nil, fault.New(fault.NotFound, "httpd.no_route")
	}
	// Counted too, and taken back by whoever comes back well: each leaves a row behind.
	if _, err := s.knock(ctx, from); err != nil {
		return nil, err
	}
	_, client, err := s.provider.reach(ctx)
	if err != nil {
		return nil, err
	}
	d := &departure{Cookie: newSecret()}
	f := models.OIDCFlow{State: newSecret(), Nonce: newSecret(), Verifier: oauth2.GenerateVerifier(), ReturnTo: ownPath(returnTo)}
	options := []oauth2.AuthCodeOption{oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)}
	_, v, err := s.look(ctx, session)
	if err != nil {
		return nil, err
	}
	if v != nil {
		f.Fresh, f.Replaces = true, digest(session)
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	d.Address = client.AuthCodeURL(f.State, options...)
	return d, models.SaveOIDCFlow(ctx, s.db, digest(d.Cookie), f, oidcLasts)
}

// ownPath is an address within this application; "/" for every other.
func ownPath(p string) string {
	u, err := url.Parse(p)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n\t") {
		return "/"
	}
	return p
}

// arrival is a browser that comes back from the provider.
type arrival struct {
	Cookie    string
	State     string
	Code      string
	Error     string // what the provider says instead of a code
	From      netip.Addr
	UserAgent string
}

// oidcError is why nobody comes in, for the audit log, and what the person is told.
type oidcError struct {
	reason string
	told   *fault.Error
	userID int64
	cause  error
}

func (r *oidcError) Error() string { return "sign-in by the provider: " + r.reason }

func (r *oidcError) Unwrap() error { return r.cause }

// refuse tells the person only that it did not work: what is wrong with a token is for the log.
func refuse(reason string, cause error) *oidcError {
	return &oidcError{reason: reason, told: fault.New(fault.Unauthenticated, "auth.oidc_failed"), cause: cause}
}

// finish opens a session for whom the provider names, and gives its secret and where the person was going. It takes
// what begin kept away first, so that the same way back leads nowhere a second time.
func (s *Service) finish(ctx context.Context, a arrival) (secret, returnTo string, err error) {
	if s.provider == nil {
		return "", "", fault.New(fault.NotFound, "httpd.no_route")
	}
	door, err := s.knock(ctx, a.From)
	if err != nil {
		return "", "", err
	}
	secret, returnTo, err = s.arrive(ctx, a)
	r, refused := errors.AsType[*oidcError](err)
	if !refused { // this try and that of begin
		return secret, returnTo, errors.Join(err, models.GuardUndo(ctx, s.db, door), models.GuardUndo(ctx, s.db, door))
	}
	detail := map[string]any{"way": models.SessionByOIDC, "reason": r.reason, "network": network(a.From)}
	entry := audit.Entry{Action: "auth.sign_in_failed", ObjectKind: "user", ObjectID: r.userID, Detail: detail}
	if err := audit.Note(ctx, s.db, entry); err != nil {
		return "", "", err
	}
	return "", "", r.told.Because(err)
}

// knock counts a try at the door of a network, and refuses it when that is shut.
func (s *Service) knock(ctx context.Context, from netip.Addr) (models.GuardDoor, error) {
	door := s.doorsOf(Try{From: from}).network
	wait, err := models.GuardTry(ctx, s.db, door)
	if err == nil && wait > 0 {
		err = shut(wait)
	}
	return door, err
}

func (s *Service) arrive(ctx context.Context, a arrival) (secret, returnTo string, err error) {
	f, err := models.TakeOIDCFlow(ctx, s.db, digest(a.Cookie))
	if err != nil {
		return "", "", err
	}
	switch {
	case f == nil:
		return "", "", refuse("nobody of this browser is expected", nil)
	case subtle.ConstantTimeCompare([]byte(f.State), []byte(a.State)) != 1:
		return "", "", refuse("another state", nil)
	case a.Error != "" || a.Code == "":
		return "", "", refuse("the provider gives no code", nil)
	}
	name, at, err := s.whom(ctx, a.Code, f)
	if err != nil {
		return "", "", err
	}
	var c *models.Credentials
	if usernameForm.MatchString(name) {
		if c, err = models.CredentialsOf(ctx, s.db, name); err != nil {
			return "", "", err
		}
	}
	if c == nil || c.Disabled {
		r := refuse("no account is open under that name", nil)
		r.told = fault.New(fault.Unauthenticated, "auth.oidc_unknown")
		if c != nil {
			r.reason, r.userID = "the account is disabled", c.UserID
		}
		return "", "", r
	}
	secret, err = s.open(ctx, c, entrance{
		way: models.SessionByOIDC, try: Try{From: a.From, UserAgent: a.UserAgent}, replaces: f.Replaces, confirmed: &at,
		spend: func(*models.Tx) error { return nil },
	})
	return secret, f.ReturnTo, err
}

// oidcClaims are what we read of an ID token beside what the library checks.
type oidcClaims struct {
	AuthorizedParty string `json:"azp"`
	AuthTime        *int64 `json:"auth_time"`
}

// whom exchanges a code for an ID token and gives the user name it holds, and when the person proved to the provider who
// they are: the Unix epoch when it does not say.
func (s *Service) whom(ctx context.Context, code string, f *models.OIDCFlow) (name string, at time.Time, err error) {
	found, client, err := s.provider.reach(ctx)
	if err != nil {
		return "", at, err
	}
	token, err := client.Exchange(s.provider.under(ctx), code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return "", at, refuse("the code is not taken", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", at, refuse("there is no ID token", nil)
	}
	checked := found.Verifier(&oidc.Config{ClientID: client.ClientID, SupportedSigningAlgs: oidcAlgorithms, Now: s.now})
	id, err := checked.Verify(ctx, raw)
	if err != nil {
		return "", at, refuse("the ID token does not hold", err)
	}
	var claims oidcClaims
	all := map[string]any{}
	if err := errors.Join(id.Claims(&claims), id.Claims(&all)); err != nil {
		return "", at, refuse("the ID token cannot be read", err)
	}
	if at, err = s.heldFor(id, claims, f); err != nil {
		return "", at, err
	}
	name, _ = all[s.provider.settings.Claim].(string)
	return strings.ToLower(strings.TrimSpace(name)), at, nil
}

// heldFor checks that a token was made for this program, this browser and this time, and gives when the person proved
// to the provider who they are.
func (s *Service) heldFor(id *oidc.IDToken, claims oidcClaims, f *models.OIDCFlow) (time.Time, error) {
	var at time.Time
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1 {
		return at, refuse("another nonce", nil)
	}
	if azp := claims.AuthorizedParty; azp != "" && azp != s.provider.settings.ClientID || azp == "" && len(id.Audience) > 1 {
		return at, refuse("the ID token is made for another program", fmt.Errorf("azp %s of %s", strconv.Quote(azp), id.Audience))
	}
	at = time.Unix(0, 0)
	now := s.now()
	if claims.AuthTime != nil {
		at = time.Unix(*claims.AuthTime, 0)
		if at.After(now) {
			at = now // a confirmation is never dated ahead
		}
	}
	if f.Fresh && at.Before(f.BeganAt.Add(-oidcSkew)) {
		return at, refuse("the person was not asked anew", nil)
	}
	return at, nil
}
