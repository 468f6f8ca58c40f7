package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/platform/config"
	"bienche/models"
	"bienche/policies"
)

type userCommands struct {
	Add      addUserCommand     `cmd:"" help:"Make an account."`
	Disable  disableUserCommand `cmd:"" help:"Shut an account: its sessions and tokens end at their next request."`
	Password passwordCommand    `cmd:"" help:"Give an account another password; its sessions end."`
	TotpOff  totpOffCommand     `cmd:"" name:"totp-off" help:"Turn the second factor of an account off whose app and recovery codes are lost; its sessions end."`
}

type addUserCommand struct {
	Name          string `arg:"" help:"User name: small letters, digits, dots, hyphens."`
	Display       string `required:"" help:"The person's name."`
	PasswordStdin bool   `help:"Read the password from standard input instead of the terminal."`
}

// Run asks for a password and makes the account.
func (u addUserCommand) Run(ctx context.Context, c config.Config) error {
	password, err := readPassword(os.Stdin, u.PasswordStdin)
	if err != nil {
		return err
	}
	return atConsole(ctx, c, func(ctx context.Context, s *auth.Service, _ *models.DB) error {
		_, err := s.AddUser(ctx, auth.NewUser{Username: u.Name, DisplayName: u.Display, Password: password})
		return err
	})
}

type disableUserCommand struct {
	Name string `arg:""`
}

// Run shuts the account.
func (u disableUserCommand) Run(ctx context.Context, c config.Config) error {
	return atConsole(ctx, c, func(ctx context.Context, s *auth.Service, _ *models.DB) error {
		return s.DisableUser(ctx, u.Name)
	})
}

type passwordCommand struct {
	Name          string `arg:""`
	PasswordStdin bool   `help:"Read the password from standard input instead of the terminal."`
}

// Run asks for the new password and sets it.
func (u passwordCommand) Run(ctx context.Context, c config.Config) error {
	password, err := readPassword(os.Stdin, u.PasswordStdin)
	if err != nil {
		return err
	}
	return atConsole(ctx, c, func(ctx context.Context, s *auth.Service, _ *models.DB) error {
		return s.SetPassword(ctx, u.Name, password)
	})
}

type totpOffCommand struct {
	Name string `arg:""`
}

// Run turns the second factor off.
func (u totpOffCommand) Run(ctx context.Context, c config.Config) error {
	return atConsole(ctx, c, func(ctx context.Context, s *auth.Service, _ *models.DB) error {
		return s.ResetTotp(ctx, u.Name)
	})
}

// readPassword takes one line, unseen when it comes from a terminal.
func readPassword(in *os.File, plain bool) (string, error) {
	if !plain && term.IsTerminal(int(in.Fd())) {
		fmt.Fprint(os.Stderr, "Password: ")
		b, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(os.Stderr)
		return string(b), err
	}
	if !plain {
		return "", fmt.Errorf("standard input is no terminal; use --password-stdin")
	}
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("read password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

type grantCommands struct {
	Add  addGrantCommand   `cmd:"" help:"Give a role at a unit."`
	List listGrantsCommand `cmd:"" help:"List who holds which role where."`
	End  endGrantCommand   `cmd:"" help:"Take a role away."`
}

type addGrantCommand struct {
	User     string `arg:""`
	Role     string `arg:"" help:"A role, such as home_affairs_officer; see docs/operate.md."`
	Unit     string `arg:"" help:"Code of the unit."`
	From     string `help:"First day (YYYY-MM-DD); default today."`
	To       string `help:"First day after the role; default open."`
	Decision string `help:"Number of the decision."`
}

// Run gives the role.
func (g addGrantCommand) Run(ctx context.Context, c config.Config) error {
	from, err := dayOr(g.From, today())
	if err != nil {
		return err
	}
	to, err := dayOr(g.To, day.Day{})
	if err != nil {
		return err
	}
	return atConsole(ctx, c, func(ctx context.Context, s *auth.Service, _ *models.DB) error {
		return s.AddGrant(ctx, auth.NewGrant{Username: g.User, Role: g.Role, UnitCode: g.Unit, From: from, To: to, Decision: g.Decision})
	})
}

type endGrantCommand struct {
	User string `arg:""`
	Role string `arg:""`
	Unit string `arg:"" help:"Code of the unit."`
	On   string `help:"First day without the role (YYYY-MM-DD); default today."`
}

// Run takes the role away.
func (g endGrantCommand) Run(ctx context.Context, c config.Config) error {
	on, err := dayOr(g.On, today())
	if err != nil {
		return err
	}
	return atConsole(ctx, c, func(ctx context.Context, s *auth.Service, _ *models.DB) error {
		return s.EndGrant(ctx, auth.EndOfGrant{Username: g.User, Role: g.Role, UnitCode: g.Unit, From: on})
	})
}

type listGrantsCommand struct {
	User string `help:"Only this user's."`
	On   string `help:"As of this day (YYYY-MM-DD); default today."`
}

// Run prints the grants of a day as a table.
func (g listGrantsCommand) Run(ctx context.Context, c config.Config) error {
	on, err := dayOr(g.On, today())
	if err != nil {
		return err
	}
	return atConsole(ctx, c, func(ctx context.Context, s *auth.Service, _ *models.DB) error {
		rows, err := s.GrantsOn(ctx, g.User, on)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		for _, r := range rows {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
				r.Username, policies.RoleLabel("vi", r.Role), r.Role, r.UnitCode, r.UnitName, r.From, r.To, lentBy(r.Lender))
		}
		return w.Flush()
	})
}

func lentBy(lender string) string {
	if lender == "" {
		return ""
	}
	return "ủy quyền: " + lender
}

func today() day.Day { return day.Clock(time.Now).Today() }

func dayOr(s string, otherwise day.Day) (day.Day, error) {
	if s == "" {
		return otherwise, nil
	}
	return day.Parse(s)
}
