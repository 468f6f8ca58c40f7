package postgres

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"bienche/internal/fault"
)

// folder is the place of one server; its parts are described at the package.
type folder string

func (f folder) cluster() string  { return filepath.Join(string(f), "cluster") }
func (f folder) programs() string { return filepath.Join(string(f), "programs") }
func (f folder) log() string      { return filepath.Join(string(f), "server.log") }
func (f folder) lock() string     { return filepath.Join(string(f), "lock") }
func (f folder) secrets() string  { return filepath.Join(string(f), "secret.json") }

// folderAt resolves links, because the path of the cluster is compared with what processes tell of themselves.
func folderAt(dir string) (folder, error) {
	if dir == "" {
		return "", errors.New("no data directory was named")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the data directory: %w", err)
	}
	if path, err := filepath.EvalSymlinks(abs); err == nil {
		abs = path
	}
	return folder(abs), nil
}

// makeFolder makes the folder, which other accounts may pass through and no more: the cluster inside may belong to the
// account that runs the server in place of root.
func makeFolder(dir string) (folder, error) {
	f, err := folderAt(dir)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(string(f), "PG_VERSION")); err == nil {
		return "", fault.New(fault.Conflict, "postgres.foreign_folder", fault.Args{"folder": string(f)})
	}
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o755); err != nil {
		return "", fmt.Errorf("make the data directory: %w", err)
	}
	if err := os.Mkdir(string(f), 0o711); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("make the data directory: %w", err)
	}
	if f, err = folderAt(string(f)); err != nil {
		return "", err
	}
	return f, errors.Join(refuseOther(string(f)), refuseOther(f.cluster()))
}

// refuseOther refuses, for an ordinary user, a folder that a start by somebody else has made.
func refuseOther(dir string) error {
	i, err := os.Stat(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the data directory: %w", err)
	}
	if me, owner := os.Geteuid(), ownerOf(i); me > 0 && owner != me {
		return fault.New(fault.Conflict, "postgres.not_owner", fault.Args{"folder": dir, "owner": strconv.Itoa(owner)})
	}
	return nil
}

// major is the PostgreSQL version of the cluster, 0 when there is none yet.
func (f folder) major() (int, error) {
	b, err := os.ReadFile(filepath.Join(f.cluster(), "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the version of the data: %w", err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0, fmt.Errorf("read the version of the data in %s: %w", f.cluster(), err)
	}
	return n, nil
}

// secret holds the passwords of the server's roles.
type secret struct {
	Admin string `json:"postgres"`
	Owner string `json:"bienche_owner"`
	App   string `json:"bienche_app"`
}

// secret reads the passwords; a folder without them gives os.ErrNotExist.
func (f folder) secret() (secret, error) {
	var s secret
	b, err := os.ReadFile(f.secrets())
	if err != nil {
		return s, fmt.Errorf("read the passwords: %w", err)
	}
	if err := json.Unmarshal(b, &s); err != nil {
		return s, fmt.Errorf("read the passwords in %s: %w", f.secrets(), err)
	}
	return s, nil
}

// makeSecret writes new passwords, readable by the account that starts the server and nobody else.
func (f folder) makeSecret() (secret, error) {
	s := secret{Admin: rand.Text(), Owner: rand.Text(), App: rand.Text()}
	b, err := json.Marshal(s)
	if err != nil {
		return s, err
	}
	if err := writePrivate(f.secrets(), b); err != nil {
		return s, fmt.Errorf("write the passwords: %w", err)
	}
	return s, nil
}

// writePrivate writes a file whole or not at all, with mode 0600.
func writePrivate(path string, b []byte) error {
	t, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(t.Name())
	if _, err := t.Write(b); err != nil {
		t.Close()
		return err
	}
	if err := errors.Join(t.Sync(), t.Close()); err != nil {
		return err
	}
	return os.Rename(t.Name(), path)
}
