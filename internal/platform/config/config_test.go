package config

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"bienche/internal/fault"
)

func from(t *testing.T, vars map[string]string) Config {
	t.Helper()
	if vars == nil {
		vars = map[string]string{}
	}
	c, err := read(env.Options{Environment: vars})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDefaultsServeALaptop(t *testing.T) {
	c := from(t, nil)
	if !c.Embedded() || c.Secure() || c.Addr != "127.0.0.1:8080" || c.CheckListen() != nil {
		t.Errorf("%+v", c)
	}
	if c.SignIn.Idle != 15*time.Minute || c.SignIn.AdminIdle != 5*time.Minute || c.SignIn.Absolute != 8*time.Hour || c.SignIn.MemoryKiB != 64<<10 || c.SignIn.Passes != 3 {
		t.Errorf("%+v", c.SignIn)
	}
}

func TestWithoutTLSOnlyThisMachineMayConnect(t *testing.T) {
	tests := []struct {
		name string
		vars map[string]string
		want string // key of the refusal
	}{
		{"loopback", map[string]string{"BIENCHE_ADDR": "127.0.0.1:80"}, ""},
		{"loopback by name", map[string]string{"BIENCHE_ADDR": "localhost:80"}, ""},
		{"loopback of IPv6", map[string]string{"BIENCHE_ADDR": "[::1]:80"}, ""},
		{"all addresses", map[string]string{"BIENCHE_ADDR": ":8080"}, "auth.serve.no_tls"},
		{"all addresses, spelt out", map[string]string{"BIENCHE_ADDR": "0.0.0.0:8080"}, "auth.serve.no_tls"},
		{"all addresses of IPv6", map[string]string{"BIENCHE_ADDR": "[::]:8080"}, "auth.serve.no_tls"},
		{"a machine's own address", map[string]string{"BIENCHE_ADDR": "192.0.2.1:8080"}, "auth.serve.no_tls"},
		{"a name that only looks local", map[string]string{"BIENCHE_ADDR": "localhost.example:8080"}, "auth.serve.no_tls"},
		{"all addresses with TLS", map[string]string{"BIENCHE_ADDR": ":443", "BIENCHE_TLS_CERT": "c", "BIENCHE_TLS_KEY": "k"}, ""},
		{"all addresses behind a proxy", map[string]string{"BIENCHE_ADDR": ":80", "BIENCHE_TRUSTED_PROXY": "10.0.0.0/8"}, ""},
		{"a certificate without a key", map[string]string{"BIENCHE_TLS_CERT": "c"}, "auth.serve.half_tls"},
		{"no port", map[string]string{"BIENCHE_ADDR": "127.0.0.1"}, "auth.serve.bad_addr"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := from(t, tt.vars).CheckListen()
			if tt.want == "" && err != nil || tt.want != "" && fault.From(err).Key != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestPeopleCanSignInSomehowAndSafely(t *testing.T) {
	provider := func(more ...string) map[string]string {
		vars := map[string]string{
			"BIENCHE_OIDC_ISSUER": "https://id.example/realms/tinh", "BIENCHE_OIDC_CLIENT_ID": "bienche",
			"BIENCHE_OIDC_REDIRECT": "https://bienche.example/api/oidc/callback",
		}
		for i := 0; i < len(more); i += 2 {
			vars[more[i]] = more[i+1]
		}
		return vars
	}
	tests := []struct {
		name string
		vars map[string]string
		want string // key of the refusal
	}{
		{"passwords", nil, ""},
		{"no passwords and no provider", map[string]string{"BIENCHE_SIGN_IN_LOCAL": "false"}, "auth.serve.no_way"},
		{"a provider beside passwords", provider(), ""},
		{"a provider alone", provider("BIENCHE_SIGN_IN_LOCAL", "false"), ""},
		{"a provider on this machine", provider("BIENCHE_OIDC_ISSUER", "http://127.0.0.1:9000"), ""},
		{"a provider in clear", provider("BIENCHE_OIDC_ISSUER", "http://id.example"), "auth.serve.bad_oidc"},
		{"coming back in clear", provider("BIENCHE_OIDC_REDIRECT", "http://bienche.example/api/oidc/callback"), "auth.serve.bad_oidc"},
		{"a provider that is no address", provider("BIENCHE_OIDC_ISSUER", "the province"), "auth.serve.bad_oidc"},
		{"a provider without our name there", provider("BIENCHE_OIDC_CLIENT_ID", ""), "auth.serve.half_oidc"},
		{"our name at no provider", map[string]string{"BIENCHE_OIDC_CLIENT_ID": "bienche"}, "auth.serve.half_oidc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := from(t, tt.vars).CheckSignIn()
			if tt.want == "" && err != nil || tt.want != "" && fault.From(err).Key != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestAValueOfAnotherKindIsRefused(t *testing.T) {
	for name, value := range map[string]string{
		"BIENCHE_SESSION_IDLE": "a while", "BIENCHE_TRUSTED_PROXY": "our proxy", "BIENCHE_LOG": "loud",
		"BIENCHE_DEMO": "maybe", "BIENCHE_DATABASE_CONNECTIONS": "many",
		"BIENCHE_DOCUMENTS": "some",
	} {
		if _, err := read(env.Options{Environment: map[string]string{name: value}}); err == nil || !strings.HasPrefix(err.Error(), "settings: ") {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}

func TestTheManualNamesEverySetting(t *testing.T) {
	text, err := os.ReadFile("../../../docs/operate.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "\n## Settings\n")
	table, _, _ := strings.Cut(rest, "\n## ")
	if !ok {
		t.Fatal("docs/operate.md has no section Settings")
	}
	var documented []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\| (?:`([^`]*)`)? ?\\| \\S").FindAllStringSubmatch(table, -1) {
		documented = append(documented, m[1]+"="+strings.TrimSuffix(m[2], "false"))
	}
	params, err := env.GetFieldParams(&Config{})
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	for _, p := range params {
		if p.Key != "" {
			read = append(read, p.Key+"="+p.DefaultValue)
		}
	}
	if !slices.Equal(documented, read) {
		t.Errorf("the manual says\n%s\nthe program reads\n%s", strings.Join(documented, "\n"), strings.Join(read, "\n"))
	}
}
