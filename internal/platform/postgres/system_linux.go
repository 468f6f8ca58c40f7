package postgres

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// accounts are the ways to give up root, best first. The account nobody has no rights at all. The user namespace
// leaves root's files within the server's reach, but passes closed folders on the path to the programs and the cluster.
func accounts() []account { return []account{asNobody(), inUserNamespace(), asNobodyWithCopy()} }

// inUserNamespace runs in a user namespace where our root carries the number of nobody: PostgreSQL is content, files
// stay root's. Some systems and most containers forbid it.
func inUserNamespace() account {
	id := nobody()
	return account{name: "a user namespace", owner: 0, attributes: func() *syscall.SysProcAttr {
		return &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: id, HostID: 0, Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: id, HostID: 0, Size: 1}},
		}
	}}
}

// tieToParent has the kernel ask the server for a fast shutdown when we die, and keeps a Ctrl-C in the terminal from
// reaching it before we stop it in order.
func tieToParent(attr *syscall.SysProcAttr) {
	attr.Setpgid = true
	attr.Pdeathsig = syscall.SIGINT
}

// isServer tells whether a living process is a PostgreSQL server, judging by its command line, which every account
// may read. An ended process that nobody has waited for has none.
func isServer(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	program, _, _ := bytes.Cut(b, []byte{0})
	return err == nil && filepath.Base(string(program)) == "postgres"
}
