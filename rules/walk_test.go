package rules_test

import (
	"flag"
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

var report = flag.String("walk", "", "write the figures that no test noticed to this file")

// TestEveryFigureIsHeldByATest changes one figure of the law at a time and runs the tests that read it. Figures that no
// test notices yet stand in testdata/unnoticed.txt.
func TestEveryFigureIsHeldByATest(t *testing.T) {
	if testing.Short() {
		t.Skip("builds test programs")
	}
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	all := os.Getenv("BIENCHE_SOAK") != ""
	known := knownFigures(t)
	w := walk{book: b, programs: programs(t)}
	if failed := w.fails("", ""); failed != "" {
		t.Fatalf("the tests of %s fail with the law as it is", failed)
	}
	var missed []string
	for i, f := range b.Figures() {
		if !all && (i%oneOf != 0 || known[f.String()]) || len(b.Others(f)) == 0 { // a choice with one option is no choice
			continue
		}
		if w.noticed(f) {
			continue
		}
		missed = append(missed, f.String())
		if !known[f.String()] {
			t.Errorf("no test notices a change of %s (%s)", f, f.Now)
		}
	}
	for name := range known {
		if all && !slices.Contains(missed, name) {
			t.Errorf("%s is noticed, or gone: take it out of testdata/unnoticed.txt", name)
		}
	}
	if *report != "" {
		if err := os.WriteFile(*report, []byte(strings.Join(missed, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d figures are held by no test", len(missed), len(b.Figures()))
}

func knownFigures(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("testdata/unnoticed.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			known[line] = true
		}
	}
	return known
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
