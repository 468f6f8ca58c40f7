package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"bienche/internal/fault"
)

// OldestMajor is the first PostgreSQL version that the migrations work on.
const OldestMajor = 15

// Programs is a folder that holds postgres and initdb.
type Programs struct {
	Dir   string
	Major int
}

// Find looks for the programs: the folder named by option or environment (which must then be good), the npm package,
// an installed PostgreSQL (newest first), the PATH. Nothing suitable is a *fault.Error that says what to install.
func Find(ctx context.Context, o Options) (Programs, error) {
	if dir := cmp.Or(o.ProgramsDir, os.Getenv("BIENCHE_POSTGRES_PROGRAMS")); dir != "" {
		p, err := inspect(ctx, dir)
		if err != nil {
			return p, fault.New(fault.NotFound, "postgres.bad_programs", fault.Args{"folder": dir, "why": err}).Because(err)
		}
		return p, nil
	}
	return first(ctx, append(npmFolders(o.NpmRoot), installed()...))
}

func first(ctx context.Context, dirs []string) (Programs, error) {
	var tried []string
	for _, dir := range dirs {
		p, err := inspect(ctx, dir)
		if err == nil {
			return p, nil
		}
		tried = append(tried, fmt.Sprintf("%s (%v)", dir, err))
	}
	if tried == nil {
		tried = []string{"-"}
	}
	return Programs{}, fault.New(fault.NotFound, "postgres.no_programs", fault.Args{"tried": strings.Join(tried, "; ")})
}

var versionText = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect repairs a folder of the npm package and asks its postgres for the version; dir may be the one above bin.
func inspect(ctx context.Context, dir string) (Programs, error) {
	if err := repairLinks(dir); err != nil {
		return Programs{}, err
	}
	bin, err := binFolder(dir)
	if err != nil {
		return Programs{}, err
	}
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").CombinedOutput()
	text := strings.TrimSpace(string(out))
	if err != nil {
		return Programs{}, fmt.Errorf("postgres --version: %w: %s", err, text)
	}
	m := versionText.FindStringSubmatch(text)
	if m == nil {
		return Programs{}, fmt.Errorf("postgres --version says %q", text)
	}
	major, err := strconv.Atoi(m[1])
	if err != nil {
		return Programs{}, err
	}
	if major < OldestMajor {
		return Programs{}, fmt.Errorf("PostgreSQL %d < %d", major, OldestMajor)
	}
	return Programs{Dir: bin, Major: major}, nil
}

// binFolder is the real folder of the two programs, at dir or at dir/bin. Links are followed because both programs
// look for their libraries and each other beside themselves.
func binFolder(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for _, d := range []string{abs, filepath.Join(abs, "bin")} {
		program, err := filepath.EvalSymlinks(filepath.Join(d, "postgres"))
		if err != nil {
			continue
		}
		bin := filepath.Dir(program)
		if _, err := os.Stat(filepath.Join(bin, "initdb")); err != nil {
			return "", fmt.Errorf("postgres without initdb: %w", err)
		}
		return bin, nil
	}
	return "", errors.New("no program postgres")
}

// repairLinks makes the symbolic links between libraries that npm drops from the package; they are listed as
// "native/lib/…". It runs before every start: the install script of the package may not have been run.
func repairLinks(native string) error {
	b, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the list of links: %w", err)
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(b, &links); err != nil {
		return fmt.Errorf("read the list of links: %w", err)
	}
	for _, l := range links {
		source, link := strings.TrimPrefix(l.Source, "native/"), strings.TrimPrefix(l.Target, "native/")
		if !filepath.IsLocal(source) || !filepath.IsLocal(link) {
			return fmt.Errorf("the link %s -> %s leaves the package", l.Target, l.Source)
		}
		if err := repairLink(filepath.Join(native, source), filepath.Join(native, link)); err != nil {
			return err
		}
	}
	return nil
}

func repairLink(source, link string) error {
	if _, err := os.Stat(link); err == nil {
		return nil
	}
	to, err := filepath.Rel(filepath.Dir(link), source)
	if err != nil {
		return fmt.Errorf("repair a link: %w", err)
	}
	if err := os.Remove(link); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("repair a link: %w", err)
	}
	if err := os.Symlink(to, link); err != nil && !errors.Is(err, os.ErrExist) { // another start was faster
		return fmt.Errorf("repair a link: %w", err)
	}
	return nil
}

// npmFolders are the places of the npm package for this system: below root, else below a frontend/node_modules of
// the working directory, the program's folder, or a folder above either.
func npmFolders(root string) []string {
	arch := map[string]string{"amd64": "x64", "386": "ia32", "ppc64le": "ppc64"}
	pkg := filepath.Join("@embedded-postgres", runtime.GOOS+"-"+cmp.Or(arch[runtime.GOARCH], runtime.GOARCH), "native")
	if root != "" {
		return []string{filepath.Join(root, pkg)}
	}
	var found []string
	here, _ := os.Getwd()
	exe, _ := os.Executable()
	for _, dir := range []string{here, filepath.Dir(exe)} {
		for filepath.IsAbs(dir) {
			native := filepath.Join(dir, "frontend", "node_modules", pkg)
			if _, err := os.Stat(native); err == nil && !slices.Contains(found, native) {
				found = append(found, native)
			}
			if dir == filepath.Dir(dir) {
				break
			}
			dir = filepath.Dir(dir)
		}
	}
	return found
}

// installed are the folders of PostgreSQL as packages of the system put them, newest first, then that of the PATH.
func installed() []string {
	var dirs []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", // Debian; Red Hat
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin", // macOS
	} {
		found, _ := filepath.Glob(pattern) // fails on a malformed pattern only
		dirs = append(dirs, found...)
	}
	number := regexp.MustCompile(`\d+`)
	slices.SortStableFunc(dirs, func(a, b string) int {
		x, _ := strconv.Atoi(number.FindString(a)) // a folder without a number comes last
		y, _ := strconv.Atoi(number.FindString(b))
		return y - x
	})
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	return dirs
}
