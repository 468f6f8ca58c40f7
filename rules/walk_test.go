package rules_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bienche/rules"
)

// oneOf is how much of the law the walk changes: one figure of so many, all of them in a soak.
const oneOf = 60

// readers are the packages whose tests read the law.
var readers = []string{"rules/reduction", "rules/pay", "rules"}

// TestEveryFigureIsHeldByATest changes one figure of the law at a time and runs the tests that read it: one must fail.
func TestEveryFigureIsHeldByATest(t *testing.T) {
	if testing.Short() {
		t.Skip("builds test programs")
	}
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := walk{book: b, programs: programs(t)}
	if failed := w.fails("", ""); failed != "" {
		t.Fatalf("the tests of %s fail with the law as it is", failed)
	}
	all, changed := os.Getenv("BIENCHE_SOAK") != "", 0
	for i, f := range b.Figures() {
		if !all && i%oneOf != 0 || len(b.Others(f)) == 0 { // a choice with one option is no choice
			continue
		}
		changed++
		if !w.noticed(f) {
			t.Errorf("no test notices a change of %s (%s)", f, f.Now)
		}
	}
	t.Logf("%d of %d figures were changed", changed, len(b.Figures()))
}

// programs builds the test program of each package with the tag that lets a figure be changed.
func programs(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{}
	for _, pkg := range readers {
		all[pkg] = filepath.Join(dir, strings.ReplaceAll(pkg, "/", "_"))
		out, err := exec.Command("go", "test", "-c", "-tags", "changedfigure", "-o", all[pkg], "bienche/"+pkg).CombinedOutput()
		if err != nil {
			t.Fatalf("build the tests of %s: %v\n%s", pkg, err, out)
		}
	}
	return all
}

type walk struct {
	book     *rules.Book
	programs map[string]string // by package
}

// noticed tells whether a test fails for some change of the figure.
func (w walk) noticed(f rules.Figure) bool {
	domain, _, _ := strings.Cut(f.ID, ".")
	return slices.ContainsFunc(w.book.Others(f), func(to string) bool { return w.fails(domain, f.Variable(to)) != "" })
}

// fails is the package whose tests fail with a variable set, "" for none. The package of the domain goes first: it is
// likeliest to notice.
func (w walk) fails(domain, variable string) string {
	own := "rules/" + domain
	for _, pkg := range append([]string{own}, slices.DeleteFunc(slices.Clone(readers), func(r string) bool { return r == own })...) {
		if w.programs[pkg] == "" {
			continue // a domain without a package of its own
		}
		c := exec.Command(w.programs[pkg], "-test.failfast", "-test.short")
		c.Dir = filepath.Join("..", filepath.FromSlash(pkg))
		c.Env = append(os.Environ(), variable)
		if c.Run() != nil {
			return pkg
		}
	}
	return ""
}
