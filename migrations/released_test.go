package migrations_test

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strings"
	"testing"

	"bienche/migrations"
)

var release = flag.Bool("release", false, "add new migration files to released.txt")

// TestReleasedFilesAreNeverEdited holds the SHA-256 of each released file: a database somewhere has run it, so a change
// of mind is a new file.
func TestReleasedFilesAreNeverEdited(t *testing.T) {
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(names)
	var lines []string
	for _, n := range names {
		b, err := fs.ReadFile(migrations.FS, n)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		lines = append(lines, fmt.Sprintf("%s  %s", hex.EncodeToString(sum[:]), n))
	}
	got := strings.Join(lines, "\n") + "\n"
	if *release {
		if err := os.WriteFile("released.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("released.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the files are not those of released.txt; write a new migration instead of editing one, and release it with\ngo test ./migrations -run Released -release\ngot:\n%s", got)
	}
}
