// Command bienche is the whole product: the server, the migrations, and what is done at the console.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"bienche/internal/fault"
	"bienche/internal/platform/config"
)

// commands are the commands of the program. Each reads its settings from the environment (docs/operate.md).
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the application. Without DATABASE_URL it starts a PostgreSQL of its own."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to the version of this program (needs DATABASE_OWNER_URL, or the embedded server)."`
	Demo    demoCommand    `cmd:"" help:"Load the demo province into an empty database."`
	Import  importCommand  `cmd:"" help:"Import a workbook of units, quotas or staff: all of it or nothing."`
	Export  exportCommand  `cmd:"" help:"Export units, quotas or staff to a workbook that imports again."`
	User    userCommands   `cmd:"" help:"Accounts."`
	Grant   grantCommands  `cmd:"" help:"Who holds which role at which unit."`
	Token   tokenCommands  `cmd:"" help:"Tokens for programs."`
	Rules   rulesCommands  `cmd:"" help:"The law as this program knows it."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bienche:", sentence(err))
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	var c commands
	k := kong.Parse(&c, kong.Name("bienche"), kong.Description("Biên Chế: civil-service staffing of a province."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	settings, err := config.Read()
	if err != nil {
		return err
	}
	if err := boundMemory(settings); err != nil {
		return err
	}
	return k.Run(settings)
}

// sentence is an error as whoever sits at the console reads it: a refusal in both languages, anything else as it is.
func sentence(err error) string {
	if fault.CodeOf(err) == fault.Internal {
		return err.Error()
	}
	f := fault.From(err)
	return f.Message("vi") + "\n" + f.Message("en")
}

type versionCommand struct{}

// Run prints the version that the build was given by its repository.
func (versionCommand) Run() error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("this program was built without build information")
	}
	fmt.Println(info.Main.Version, info.GoVersion)
	return nil
}
