//go:build unix && !linux

package postgres

import (
	"errors"
	"syscall"
)

func accounts() []account { return []account{asNobody(), asNobodyWithCopy()} }

// tieToParent keeps a Ctrl-C in the terminal from reaching the server before we stop it in order. These systems have
// no signal for a parent's death: a server whose parent was killed runs on and is joined by the next start.
func tieToParent(attr *syscall.SysProcAttr) { attr.Setpgid = true }

func isServer(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
