package migrations

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"

	"bienche/rules"
)

// Fingerprint names what Up makes of an empty database: other files or other codes of the law, another name.
func Fingerprint() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(FS, path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(b), b)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the migrations: %w", err)
	}
	book, err := rules.Load()
	if err != nil {
		return "", err
	}
	for _, c := range catalogues {
		for _, e := range book.History(c.id) {
			fmt.Fprintln(sum, c.table, e.Code)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}
