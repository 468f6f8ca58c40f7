//go:build unix

package postgres

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

func ordinary() account {
	return account{name: "ordinary user", owner: -1, attributes: func() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }}
}

// nobody is the account without rights. It needs an entry among the system's users: initdb looks up its name.
func nobody() int {
	if u, err := user.Lookup("nobody"); err == nil {
		if id, err := strconv.Atoi(u.Uid); err == nil {
			return id
		}
	}
	return 65534
}

// asNobody runs as the account nobody, to which the cluster is given. It fails when a folder on the path to the
// programs or the cluster is closed to others, as a root's home is.
func asNobody() account {
	id := nobody()
	return account{name: "the account nobody", owner: id, attributes: func() *syscall.SysProcAttr {
		return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(id), Gid: uint32(id)}}
	}}
}

// asNobodyWithCopy is for programs in a closed folder where user namespaces are forbidden, as in most containers.
func asNobodyWithCopy() account {
	a := asNobody()
	a.name, a.copies = a.name+" with a copy of the programs", true
	return a
}

func ownerOf(i fs.FileInfo) int { return int(i.Sys().(*syscall.Stat_t).Uid) }

// lock takes the file's lock, which ends with the process that holds it.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { file.Close() }, nil
		}
		if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
			err = pause(ctx)
		}
		if err != nil {
			file.Close()
			return nil, err
		}
	}
}
