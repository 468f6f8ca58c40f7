package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"bienche/internal/fault"
)

// account is how the server's processes are run: as we are, or, since PostgreSQL refuses to run as root, in one of
// the ways to give up root.
type account struct {
	name       string
	owner      int // uid to which the cluster must belong, -1 for our own
	attributes func() *syscall.SysProcAttr
	copies     bool // run a copy of the programs, made beside the cluster
}

// command runs a program in dir with nothing of our environment, where PGDATA, PGOPTIONS and their like would take
// effect.
func (a account) command(ctx context.Context, dir string, program ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program[0], program[1:]...)
	cmd.Dir = dir
	cmd.Env = []string{"LC_ALL=C", "TZ=UTC", "PATH=" + os.Getenv("PATH")}
	cmd.SysProcAttr = a.attributes()
	tieToParent(cmd.SysProcAttr)
	return cmd
}

// own gives a path to the account; it does nothing when we keep our own.
func (a account) own(path string) error {
	if a.owner < 0 {
		return nil
	}
	return os.Lchown(path, a.owner, a.owner)
}

// chooseAccount tries the ways in order and takes the first under which the programs run from the folder and to which
// the cluster can be given. It gives the programs to run, too.
func chooseAccount(ctx context.Context, f folder, p Programs, o Options) (account, Programs, error) {
	if os.Geteuid() != 0 {
		return ordinary(), p, nil
	}
	ways := o.accounts
	if ways == nil {
		ways = accounts()
	}
	var tried []string
	for _, a := range ways {
		q, err := f.prepare(ctx, a, p)
		if err == nil {
			fmt.Fprintf(o.Log, "PostgreSQL %d: giving up root by %s\n", p.Major, a.name)
			return a, q, nil
		}
		tried = append(tried, fmt.Sprintf("%s (%v)", a.name, err))
	}
	return account{}, p, fault.New(fault.Conflict, "postgres.no_account", fault.Args{"tried": strings.Join(tried, "; ")})
}

// prepare makes sure that the account can run the programs on the folder.
func (f folder) prepare(ctx context.Context, a account, p Programs) (Programs, error) {
	if a.copies {
		if err := errors.Join(os.RemoveAll(f.programs()), os.CopyFS(f.programs(), os.DirFS(filepath.Dir(p.Dir)))); err != nil {
			return p, fmt.Errorf("copy the programs: %w", err)
		}
		p.Dir = filepath.Join(f.programs(), filepath.Base(p.Dir))
	}
	if out, err := output(a.command(ctx, string(f), filepath.Join(p.Dir, "postgres"), "--version")); err != nil {
		return p, fmt.Errorf("%w %s", err, bytes.TrimSpace(out))
	}
	return p, f.give(a)
}

// give hands an existing cluster to the account: its folder last, so that an interrupted walk is taken up again.
func (f folder) give(a account) error {
	top, err := os.Stat(f.cluster())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if a.owner < 0 || ownerOf(top) == a.owner {
		return nil
	}
	err = filepath.WalkDir(f.cluster(), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || path == f.cluster() {
			return err
		}
		return a.own(path)
	})
	if err != nil {
		return fmt.Errorf("give the cluster to %s: %w", a.name, err)
	}
	return a.own(f.cluster())
}
