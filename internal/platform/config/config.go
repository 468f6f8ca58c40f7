// Package config is every setting of the program: one struct, read from the environment. Nothing else reads it.
// docs/operate.md explains each; a test holds its table equal to this struct.
package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"time"

	"github.com/caarlos0/env/v11"

	"bienche/internal/fault"
)

// Config is the settings. The defaults serve one person on a laptop.
type Config struct {
	Addr             string         `env:"BIENCHE_ADDR" envDefault:"127.0.0.1:8080"`
	DatabaseURL      string         `env:"DATABASE_URL"`
	DatabaseOwnerURL string         `env:"DATABASE_OWNER_URL"`
	DatabaseConns    int            `env:"BIENCHE_DATABASE_CONNECTIONS" envDefault:"16"`
	DataDir          string         `env:"BIENCHE_DATA_DIR" envDefault:"./data"`
	PostgresPrograms string         `env:"BIENCHE_POSTGRES_PROGRAMS"`
	TLSCert          string         `env:"BIENCHE_TLS_CERT"`
	TLSKey           string         `env:"BIENCHE_TLS_KEY"`
	TrustedProxies   []netip.Prefix `env:"BIENCHE_TRUSTED_PROXY"`
	MetricsFrom      []netip.Prefix `env:"BIENCHE_METRICS_FROM" envDefault:"127.0.0.0/8,::1/128"`
	Demo             bool           `env:"BIENCHE_DEMO"`
	DemoPassword     string         `env:"BIENCHE_DEMO_PASSWORD"`
	Log              slog.Level     `env:"BIENCHE_LOG" envDefault:"INFO"`
	Drain            time.Duration  `env:"BIENCHE_DRAIN" envDefault:"20s"`
	Documents        Documents      `env:"BIENCHE_DOCUMENTS" envDefault:"allow-listed"`
	GCPercent        string         `env:"GOGC" envDefault:"400"`
	MemoryLimit      string         `env:"GOMEMLIMIT"`
	SignIn           SignIn
}

// Documents is which GraphQL documents browsers may send; programs with a token may send any.
type Documents string

// The choices of Documents.
const (
	ListedDocuments Documents = "allow-listed" // those of the application that was built into the program
	AnyDocuments    Documents = "any"
)

// UnmarshalText takes one of the choices.
func (d *Documents) UnmarshalText(text []byte) error {
	switch *d = Documents(text); *d {
	case ListedDocuments, AnyDocuments:
		return nil
	}
	return fmt.Errorf("%q is neither %q nor %q", text, ListedDocuments, AnyDocuments)
}

// SignIn is how people sign in and how long that lasts.
type SignIn struct {
	Idle       time.Duration `env:"BIENCHE_SESSION_IDLE" envDefault:"15m"`
	AdminIdle  time.Duration `env:"BIENCHE_SESSION_ADMIN_IDLE" envDefault:"5m"`
	Absolute   time.Duration `env:"BIENCHE_SESSION_ABSOLUTE" envDefault:"8h"`
	Confirm    time.Duration `env:"BIENCHE_SESSION_CONFIRM" envDefault:"5m"`
	Temporary  time.Duration `env:"BIENCHE_PASSWORD_TEMPORARY" envDefault:"72h"`
	UnusedDays int           `env:"BIENCHE_UNUSED_DAYS" envDefault:"45"`
	ReviewDays int           `env:"BIENCHE_GRANT_REVIEW_DAYS" envDefault:"365"`
	MemoryKiB  uint32        `env:"BIENCHE_PASSWORD_MEMORY_KIB" envDefault:"65536"`
	Passes     uint32        `env:"BIENCHE_PASSWORD_PASSES" envDefault:"3"`
	Tries      int           `env:"BIENCHE_SIGN_IN_TRIES" envDefault:"5"`
	NetTries   int           `env:"BIENCHE_SIGN_IN_NETWORK_TRIES" envDefault:"100"`
	Local      bool          `env:"BIENCHE_SIGN_IN_LOCAL" envDefault:"true"`
	TotpRoles  []string      `env:"BIENCHE_TOTP_ROLES"`
	SecretKey  string        `env:"BIENCHE_SECRET_KEY"`
	OIDC       OIDC
}

// OIDC is the identity provider that people may sign in at; without an issuer there is none.
type OIDC struct {
	Issuer   string `env:"BIENCHE_OIDC_ISSUER"`
	Name     string `env:"BIENCHE_OIDC_NAME"`
	ClientID string `env:"BIENCHE_OIDC_CLIENT_ID"`
	Secret   string `env:"BIENCHE_OIDC_CLIENT_SECRET"`
	Redirect string `env:"BIENCHE_OIDC_REDIRECT"`
	Claim    string `env:"BIENCHE_OIDC_CLAIM" envDefault:"preferred_username"`
}

// Read takes the settings from the environment; a value that is none of its kind is an error.
func Read() (Config, error) { return read(env.Options{}) }

func read(o env.Options) (Config, error) {
	c, err := env.ParseAsWithOptions[Config](o)
	if err != nil {
		return Config{}, fmt.Errorf("settings: %w", err)
	}
	return c, nil
}

// Embedded tells that the program runs a PostgreSQL of its own.
func (c Config) Embedded() bool { return c.DatabaseURL == "" }

// TLS tells that the program speaks TLS itself.
func (c Config) TLS() bool { return c.TLSCert != "" }

// Secure tells that browsers reach the program by TLS, its own or a proxy's.
func (c Config) Secure() bool { return c.TLS() || len(c.TrustedProxies) > 0 }

// CheckListen refuses settings under which passwords would cross a network in clear: without TLS, its own or that of
// a trusted proxy, only this machine may connect.
func (c Config) CheckListen() error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return fault.New(fault.BadInput, "auth.serve.half_tls")
	}
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return fault.New(fault.BadInput, "auth.serve.bad_addr", fault.Args{"addr": c.Addr}).Because(err)
	}
	if c.Secure() || isLoopback(host) {
		return nil
	}
	return fault.New(fault.BadInput, "auth.serve.no_tls", fault.Args{"addr": c.Addr})
}

// CheckSignIn refuses settings under which nobody could sign in, or not safely: no way at all, half an identity
// provider, or one that is reached in clear.
func (c Config) CheckSignIn() error {
	o := c.SignIn.OIDC
	if o.Issuer == "" && o.ClientID == "" && o.Redirect == "" {
		if !c.SignIn.Local {
			return fault.New(fault.BadInput, "auth.serve.no_way")
		}
		return nil
	}
	if o.Issuer == "" || o.ClientID == "" || o.Redirect == "" || o.Claim == "" {
		return fault.New(fault.BadInput, "auth.serve.half_oidc")
	}
	for _, address := range []string{o.Issuer, o.Redirect} {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())) {
			return fault.New(fault.BadInput, "auth.serve.bad_oidc", fault.Args{"address": address})
		}
	}
	return nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
