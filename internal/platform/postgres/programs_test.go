package postgres

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bienche/internal/fault"
)

// programs writes a folder of programs whose postgres answers as told.
func programs(t *testing.T, answer string, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, n := range names {
		if err := os.WriteFile(filepath.Join(dir, n), []byte("#!/bin/sh\necho '"+answer+"'\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFirstTakesTheFirstFolderThatHoldsAServerNewEnough(t *testing.T) {
	good := programs(t, "postgres (PostgreSQL) 17.5 (Debian 17.5-1)", "postgres", "initdb")
	beta := programs(t, "postgres (PostgreSQL) 18beta1", "postgres", "initdb")
	for _, c := range []struct {
		what string
		dirs []string
		want Programs
		says string
	}{
		{"nothing was found", nil, Programs{}, "apt-get install postgresql"},
		{"the package is named too", nil, Programs{}, "npm ci --prefix frontend"},
		{"a folder without programs is passed over", []string{t.TempDir(), good}, Programs{good, 17}, ""},
		{"the order decides, not the version", []string{good, beta}, Programs{good, 17}, ""},
		{"a test version counts", []string{beta}, Programs{beta, 18}, ""},
		{"too old", []string{programs(t, "postgres (PostgreSQL) 14.9", "postgres", "initdb")}, Programs{}, "14 < 15"},
		{"another program of that name", []string{programs(t, "hello", "postgres", "initdb")}, Programs{}, `says "hello"`},
		{"a server without initdb", []string{programs(t, "postgres (PostgreSQL) 17.5", "postgres")}, Programs{}, "postgres without initdb"},
	} {
		t.Run(c.what, func(t *testing.T) {
			got, err := first(t.Context(), c.dirs)
			if got != c.want || (err == nil) != (c.says == "") {
				t.Fatalf("got %v, %v", got, err)
			}
			if err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v does not say %q", err, c.says)
			}
		})
	}
}

func TestAFolderNamedByEnvironmentMustBeGood(t *testing.T) {
	t.Setenv("BIENCHE_POSTGRES_PROGRAMS", t.TempDir())
	if _, err := Find(t.Context(), Options{}); !errors.Is(err, fault.New(fault.NotFound, "postgres.bad_programs")) {
		t.Errorf("an empty folder gave %v", err)
	}
	above := t.TempDir()
	if err := os.Rename(programs(t, "postgres (PostgreSQL) 16.1", "postgres", "initdb"), filepath.Join(above, "bin")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BIENCHE_POSTGRES_PROGRAMS", above)
	if p, err := Find(t.Context(), Options{}); err != nil || p.Major != 16 {
		t.Errorf("the folder above bin gave %v, %v", p, err)
	}
}

func TestTheNpmPackageIsFoundInAFolderAbove(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "internal", "staff")
	native := filepath.Join(root, npmFolders("frontend/node_modules")[0])
	if err := errors.Join(os.MkdirAll(deep, 0o755), os.MkdirAll(native, 0o755)); err != nil {
		t.Fatal(err)
	}
	t.Chdir(deep)
	if got := npmFolders(""); len(got) == 0 || got[0] != native {
		t.Errorf("got %v, want %s first", got, native)
	}
}

func TestLinksThatNpmDropsAreMade(t *testing.T) {
	native := filepath.Join(t.TempDir(), "native")
	lib := filepath.Join(native, "lib")
	list := `[{"source":"native/lib/a.so.1.2","target":"native/lib/a.so"},{"source":"native/lib/b.so.2","target":"native/lib/b.so"}]`
	err := errors.Join(os.MkdirAll(lib, 0o755),
		os.WriteFile(filepath.Join(native, "pg-symlinks.json"), []byte(list), 0o644),
		os.WriteFile(filepath.Join(lib, "a.so.1.2"), []byte("a"), 0o644),
		os.WriteFile(filepath.Join(lib, "b.so.2"), []byte("b"), 0o644),
		os.Symlink("gone", filepath.Join(lib, "b.so")))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time there is nothing to do
		if err := repairLinks(native); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"a.so": "a.so.1.2", "b.so": "b.so.2"} {
			if got, err := os.Readlink(filepath.Join(lib, name)); got != want {
				t.Errorf("%s leads to %q (%v), want %q", name, got, err, want)
			}
		}
	}
	bad := `[{"source":"../../etc/passwd","target":"native/lib/c.so"}]`
	if err := os.WriteFile(filepath.Join(native, "pg-symlinks.json"), []byte(bad), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := repairLinks(native); err == nil {
		t.Error("a link out of the package was made")
	}
}
