package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/demo"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/models"
	"bienche/rules"
)

type demoCommand struct {
	Staff int    `help:"Posts to scale the province to; without it the published 41,051." default:"0"`
	Seed  uint64 `help:"One seed gives one province." default:"1"`
}

// Run loads the demo province into an empty database: our own, or an external one with BIENCHE_DEMO=1.
func (o demoCommand) Run(ctx context.Context, c config.Config) (err error) {
	d, err := reach(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	if d.own == nil && !c.Demo {
		return fault.New(fault.Forbidden, "demo.external")
	}
	if err := d.migrate(ctx); err != nil {
		return err
	}
	return loadDemo(ctx, c, d, o)
}

// demoAccounts are the accounts of the demo province with their one password.
type demoAccounts struct {
	password string
	accounts []account
}

// ensureDemo loads the demo province into the embedded database when that is empty, and into an external one only
// with BIENCHE_DEMO. It gives the accounts when there is a demo, and nil otherwise.
func ensureDemo(ctx context.Context, c config.Config, d *database) (*demoAccounts, error) {
	if d.ownerURL == "" || d.own == nil && !c.Demo {
		return nil, nil
	}
	owner, err := models.Open(ctx, d.ownerURL, 2)
	if err != nil {
		return nil, err
	}
	kept, err := demo.Loaded(ctx, owner)
	owner.Close()
	if err != nil {
		return nil, err
	}
	if kept == demo.Empty {
		if err := loadDemo(ctx, c, d, demoCommand{Seed: 1}); err != nil {
			return nil, err
		}
		kept = demo.Province
	}
	if kept != demo.Province {
		return nil, nil
	}
	return demoSignIns(c)
}

// demoSignIns are the accounts to print, with the password as it was chosen when the province was loaded.
func demoSignIns(c config.Config) (*demoAccounts, error) {
	password, err := os.ReadFile(passwordFile(c))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the password of the demo accounts: %w", err)
	}
	out := &demoAccounts{password: strings.TrimSpace(string(password))}
	for _, a := range demo.Accounts() {
		out.accounts = append(out.accounts, account{a.Username, a.DisplayName, fault.Text("vi", "role."+a.Role, nil)})
	}
	return out, nil
}

// passwordFile keeps the demo's password beside the data, readable by its owner alone, so that every start can print it.
func passwordFile(c config.Config) string { return filepath.Join(c.DataDir, "demo-password") }

// loadDemo makes the province. The password comes from BIENCHE_DEMO_PASSWORD, else it is random.
func loadDemo(ctx context.Context, c config.Config, d *database, o demoCommand) error {
	book, err := rules.Load()
	if err != nil {
		return err
	}
	owner, err := models.Open(ctx, d.ownerURL, 2)
	if err != nil {
		return err
	}
	defer owner.Close()
	password := c.DemoPassword
	if password == "" {
		password = strings.ToLower(rand.Text())[:16]
	}
	bar := &progressBar{out: os.Stderr, live: term.IsTerminal(int(os.Stderr.Fd())), began: time.Now()}
	report, err := demo.Load(ctx, owner, book, demo.Options{
		Staff: o.Staff, Seed: o.Seed, Today: day.In(time.Now()), Password: password, Progress: bar.show,
		Hash: func(p string) (string, error) { return auth.HashPassword(ctx, c.SignIn, p) },
	})
	if err != nil {
		return err
	}
	bar.end(report.Rows)
	if err := os.MkdirAll(c.DataDir, 0o755); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	return os.WriteFile(passwordFile(c), []byte(password+"\n"), 0o600)
}

// progressBar shows a long load on the terminal; elsewhere it prints a line for each tenth.
type progressBar struct {
	out   *os.File
	live  bool
	began time.Time
	last  int64
	what  string
}

func (b *progressBar) show(done, total int64, what string) {
	if total <= 0 {
		return
	}
	percent := min(100, done*100/total)
	step := int64(1)
	if !b.live {
		step = 10
	}
	if what == b.what && percent/step == b.last/step {
		return
	}
	b.last, b.what = percent, what
	line := fmt.Sprintf("Tỉnh minh hoạ / demo province [%-25s] %3d%% %s", strings.Repeat("#", int(percent/4)), percent, fault.Text("vi", what, nil))
	if b.live {
		fmt.Fprintf(b.out, "\r\033[K%s", line)
		return
	}
	fmt.Fprintln(b.out, line)
}

func (b *progressBar) end(rows int64) {
	if b.live {
		fmt.Fprint(b.out, "\r\033[K")
	}
	fmt.Fprintf(b.out, "Đã nạp tỉnh minh hoạ / demo province loaded: %d rows in %s\n", rows, time.Since(b.began).Round(100*time.Millisecond))
}
