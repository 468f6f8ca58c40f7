//go:build !unix

package postgres

import (
	"context"
	"io/fs"
	"syscall"

	"bienche/internal/fault"
)

func ordinary() account {
	return account{owner: -1, attributes: func() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }}
}

func accounts() []account              { return nil }
func tieToParent(*syscall.SysProcAttr) {}
func isServer(int) bool                { return false }
func ownerOf(fs.FileInfo) int          { return -1 }

// lock refuses: without it two starts on the same data could meet.
func lock(context.Context, string) (func(), error) {
	return nil, fault.New(fault.NotFound, "postgres.not_supported")
}
