//go:build linux

package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bienche/internal/fault"
)

// uids is the line of /proc that tells under which numbers a process runs, as seen from outside.
func uids(t *testing.T, pid int) string {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(b), "Uid:")
	line, _, _ := strings.Cut(after, "\n")
	return strings.Join(strings.Fields(line), " ")
}

func four(id int) string { return fmt.Sprintf("%d %[1]d %[1]d %[1]d", id) }

// onRoot leaves out what an ordinary user has no need of: that user's own case runs in every other test.
func onRoot(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root has rights to give up")
	}
}

func TestRootIsGivenUp(t *testing.T) {
	onRoot(t)
	o := place(t)
	for _, c := range []struct {
		what  string
		ways  []account
		runAs int
		owner int
	}{
		{"by the account nobody, first of the ways", nil, nobody(), nobody()},
		{"by a user namespace, on data that nobody owned", []account{inUserNamespace()}, 0, 0},
		{"by nobody again with a copy of the programs", []account{asNobodyWithCopy()}, nobody(), nobody()},
	} {
		t.Run(c.what, func(t *testing.T) {
			o := o
			o.accounts = c.ways
			s := start(t, o)
			if got := uids(t, s.child.process.Pid); got != four(c.runAs) {
				t.Errorf("the server runs as %s, want %d", got, c.runAs)
			}
			if i, err := os.Stat(filepath.Join(o.DataDir, "cluster", "PG_VERSION")); err != nil || ownerOf(i) != c.owner {
				t.Errorf("the data belongs to %d (%v), want %d", ownerOf(i), err, c.owner)
			}
			group, err := syscall.Getpgid(s.child.process.Pid)
			if err != nil || group == syscall.Getpgrp() {
				t.Errorf("the server shares our process group %d (%v): a Ctrl-C would reach it", group, err)
			}
			if err := s.EnsureDatabase(t.Context(), "bienche"); err != nil {
				t.Error(err)
			}
			connect(t, s.OwnerURL("bienche"))
		})
	}
}

func TestRootIsGivenUpWhereTheProgramsLieInAClosedFolder(t *testing.T) {
	onRoot(t)
	o := place(t)
	closed := t.TempDir()
	p, err := Find(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chmod(closed, 0o700), os.CopyFS(filepath.Join(closed, "native"), os.DirFS(filepath.Dir(p.Dir)))); err != nil {
		t.Fatal(err)
	}
	o.ProgramsDir = filepath.Join(closed, "native")
	o.accounts = []account{asNobody()}
	if _, err := Start(t.Context(), o); fault.From(err).Key != "postgres.no_account" || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("the account nobody alone gave %v", err)
	}
	for what, ways := range map[string][]account{
		"all ways in their order":     nil,
		"where namespaces are denied": {asNobody(), asNobodyWithCopy()},
	} {
		t.Run(what, func(t *testing.T) {
			o := o
			o.accounts = ways
			connect(t, start(t, o).OwnerURL("postgres"))
		})
	}
}

const helperFolder = "BIENCHE_TEST_HELPER_FOLDER"

// TestHelper is no test: it is the process that the tests below start and kill. It tells the server's process number
// and ends when its input does.
func TestHelper(t *testing.T) {
	dir := os.Getenv(helperFolder)
	if dir == "" {
		t.Skip("started by other tests only")
	}
	s, err := Start(context.Background(), Options{DataDir: dir, Settings: map[string]string{"fsync": "off"}})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("server %d\n", s.child.process.Pid)
	io.Copy(io.Discard, os.Stdin)
	stop(t, s)
}

// helper runs TestHelper in a process of its own and gives the server's process number.
func helper(t *testing.T, o Options, attr *syscall.SysProcAttr) (cmd *exec.Cmd, end io.Closer, server int) {
	t.Helper()
	p, err := Find(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	top := filepath.Dir(filepath.Dir(o.DataDir))
	cmd = exec.Command(filepath.Join(top, "helper"), "-test.run=^TestHelper$")
	cmd.Env = []string{helperFolder + "=" + o.DataDir, "BIENCHE_POSTGRES_PROGRAMS=" + p.Dir, "PATH=" + os.Getenv("PATH")}
	cmd.Dir, cmd.Stderr, cmd.SysProcAttr = top, os.Stderr, attr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(copyOfThisTest(cmd.Path), cmd.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if _, bad := fmt.Sscanf(line, "server %d", &server); bad != nil {
		t.Fatalf("the helper said %q: %v", line, err)
	}
	return cmd, in, server
}

// copyOfThisTest puts the running program where another account can reach it.
func copyOfThisTest(path string) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	b, err := os.ReadFile(exe)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o755)
}

// awaitEnd waits until a process is gone, or dead with nobody left to take note of it.
func awaitEnd(t *testing.T, pid int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for isServer(pid) {
		if err := pause(ctx); err != nil {
			t.Fatalf("process %d lives on", pid)
		}
	}
}

func TestTheServerEndsWithAKilledParent(t *testing.T) {
	o := place(t)
	cmd, _, pid := helper(t, o, nil)
	if !start(t, o).Reused() {
		t.Error("the server of another process was not joined")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait() // tells of the kill
	awaitEnd(t, pid)
	log, err := os.ReadFile(filepath.Join(o.DataDir, "server.log"))
	if err != nil || !strings.Contains(string(log), "received fast shutdown request") {
		t.Errorf("the server was not shut down in order (%v): %s", err, log)
	}
	if start(t, o).Reused() {
		t.Error("joined a server that has ended")
	}
}

func TestAnOrdinaryUserRunsTheServer(t *testing.T) {
	o := place(t)
	id := os.Getuid()
	var attr *syscall.SysProcAttr
	if id == 0 { // become one
		id = nobody()
		attr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(id), Gid: uint32(id)}}
		if err := os.Chown(filepath.Dir(filepath.Dir(o.DataDir)), id, id); err != nil {
			t.Fatal(err)
		}
	}
	cmd, end, pid := helper(t, o, attr)
	if got := uids(t, pid); got != four(id) {
		t.Errorf("the server runs as %s, want %d", got, id)
	}
	if err := errors.Join(end.Close(), cmd.Wait()); err != nil {
		t.Errorf("the helper ended with %v", err)
	}
	awaitEnd(t, pid)
}

func TestAnOrdinaryUserIsToldWhoseDataItIs(t *testing.T) {
	onRoot(t)
	o := place(t)
	if err := os.MkdirAll(o.DataDir, 0o711); err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(filepath.Dir(filepath.Dir(o.DataDir)), "helper")
	if err := copyOfThisTest(exe); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^TestHelper$")
	cmd.Env = []string{helperFolder + "=" + o.DataDir}
	cmd.Dir = filepath.Dir(exe)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(nobody()), Gid: uint32(nobody())}}
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "belongs to another account of this machine (uid 0)") {
		t.Errorf("it said %s (%v)", out, err)
	}
}
