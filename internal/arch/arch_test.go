// Package arch holds the shape of the tree: what may import what, where a domain must be found, how long things may be.
package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// order lists the packages from the ground up: each may import only what stands in a line above its own, or beside it
// in the same group of platform packages. Tests are free.
var order = [][]string{
	{"internal/day"},
	{"internal/fault"},
	{"internal/fold"},
	{"models"},
	{"rules"},
	{"rules/pay"},
	{"rules/reduction"},
	{"migrations", "policies"},
	{"internal/platform/"},
	{"internal/audit"},
	{"internal/auth"},
	{"internal/decision"},
	{"internal/org"},
	{"internal/lawbook"},
	{"internal/headcount"},
	{"internal/position"},
	{"internal/staff"},
	{"internal/computation"},
	{"internal/exchange"},
	{"internal/report"},
	{"internal/demo"},
	{"graph"},
	{"frontend"},
	{"cmd/"},
	{"internal/dbtest"},
	{"internal/arch"},
}

// domains are the words of the house and the places that each has reached. A word stands for the same in all of them.
var domains = map[string][]string{
	"org":         {"models/org.go", "migrations/*_org.sql", "policies/org.csv", "policies/org_test.yaml", "rules/org", "internal/org", "graph/org.go", "frontend/src/features/org", "docs/domains/org.md"},
	"headcount":   {"models/headcount.go", "migrations/*_headcount.sql", "policies/headcount.csv", "policies/headcount_test.yaml", "rules/headcount", "internal/headcount", "graph/headcount.go", "frontend/src/features/headcount", "docs/domains/headcount.md"},
	"position":    {"models/position.go", "migrations/*_position.sql", "policies/position.csv", "policies/position_test.yaml", "rules/position", "internal/position", "graph/position.go", "docs/domains/position.md"},
	"staff":       {"models/staff.go", "migrations/*_staff.sql", "policies/staff.csv", "policies/staff_test.yaml", "rules/staff", "internal/staff", "graph/staff.go", "frontend/src/features/staff", "docs/domains/staff.md"},
	"decision":    {"models/decision.go", "migrations/*_decision.sql", "policies/decision.csv", "policies/decision_test.yaml", "internal/decision", "graph/decision.go", "docs/domains/decision.md"},
	"exchange":    {"models/exchange.go", "migrations/*_exchange.sql", "policies/exchange.csv", "policies/exchange_test.yaml", "internal/exchange", "frontend/src/features/exchange", "docs/domains/exchange.md"},
	"report":      {"models/report.go", "migrations/*_report.sql", "policies/report.csv", "policies/report_test.yaml", "internal/report", "graph/report.go", "frontend/src/features/report", "docs/domains/report.md"},
	"auth":        {"models/auth.go", "migrations/*_auth.sql", "policies/auth.csv", "policies/auth_test.yaml", "internal/auth", "frontend/src/features/auth", "docs/domains/auth.md"},
	"lawbook":     {"models/rule_choice.go", "migrations/*_rule_choice.sql", "policies/lawbook.csv", "policies/lawbook_test.yaml", "internal/lawbook", "graph/rule_choice.go"},
	"computation": {"models/computation.go", "migrations/*_computation.sql", "internal/computation", "graph/computation.go", "frontend/src/features/computation"},
	"rules":       {"rules/documents", "cmd/bienche/rules.go", "docs/rules.md", "docs/domains/rules.md"},
	"audit":       {"models/audit.go", "policies/audit.csv", "policies/audit_test.yaml", "internal/audit", "docs/domains/audit.md"},
}

func TestEveryDomainIsInEveryPlaceItHasReached(t *testing.T) {
	for word, places := range domains {
		for _, p := range places {
			if found, _ := filepath.Glob(filepath.Join(root, p)); len(found) == 0 {
				t.Errorf("%s has no %s", word, p)
			}
		}
	}
	for _, pattern := range []string{"policies/*.csv", "docs/domains/*.md"} {
		found, _ := filepath.Glob(filepath.Join(root, pattern))
		for _, f := range found {
			word := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f))
			if _, ok := domains[word]; !ok && word != "demo" {
				t.Errorf("%s is not named by a domain", f)
			}
		}
	}
}

// rank is the line of a package in order, or -1.
func rank(pkg string) int {
	return slices.IndexFunc(order, func(group []string) bool {
		return slices.ContainsFunc(group, func(name string) bool {
			return pkg == name || strings.HasSuffix(name, "/") && strings.HasPrefix(pkg, name) || strings.HasPrefix(pkg, name+"/") && name == "internal/dbtest"
		})
	})
}

func TestPackagesImportOnlyWhatStandsBelow(t *testing.T) {
	eachFile(t, func(path string, file *ast.File, _ *token.FileSet) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		own := rank(pkg)
		if own < 0 {
			t.Errorf("%s has no place in the import order", pkg)
			return
		}
		for _, i := range file.Imports {
			name, ours := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), "bienche/")
			if !ours {
				continue
			}
			r := rank(name)
			beside := r == own && order[own][0] == "internal/platform/"
			if r > own || r == own && !beside || r < 0 {
				t.Errorf("%s imports %s, which does not stand below it", path, name)
			}
		}
	})
}

const (
	maxFile     = 400
	maxTestFile = 600
	maxFunction = 60
)

func TestFilesAndFunctionsStayShort(t *testing.T) {
	eachFile(t, func(path string, file *ast.File, set *token.FileSet) {
		limit := maxFile
		test := strings.HasSuffix(path, "_test.go")
		if test {
			limit = maxTestFile
		}
		if n := set.Position(file.End()).Line; n > limit {
			t.Errorf("%s has %d lines, at most %d", path, n, limit)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil || test {
				continue
			}
			if n := set.Position(f.End()).Line - set.Position(f.Pos()).Line + 1; n > maxFunction {
				t.Errorf("%s: %s has %d lines, at most %d", path, f.Name.Name, n, maxFunction)
			}
		}
	})
}

func TestGraphAsksAndAnswersOnly(t *testing.T) {
	banned := map[string]string{"graphql.Do": "requests go through Engine.Run", "handler.New": "the stock handler calls graphql.Do"}
	eachFile(t, func(path string, file *ast.File, _ *token.FileSet) {
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok {
				if why, bad := banned[x.Name+"."+s.Sel.Name]; bad {
					t.Errorf("%s uses %s.%s: %s", path, x.Name, s.Sel.Name, why)
				}
			}
			return true
		})
	})
}

func TestNoPackageIsNamedForNothing(t *testing.T) {
	for _, name := range []string{"util", "utils", "common", "helper", "helpers", "base", "core", "types"} {
		eachFile(t, func(path string, file *ast.File, _ *token.FileSet) {
			if file.Name.Name == name {
				t.Errorf("%s is in a package named %s", path, name)
			}
		})
	}
}

// eachFile parses every hand-written Go file of the tree.
func eachFile(t *testing.T, f func(path string, file *ast.File, set *token.FileSet)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || d.Name() == "bin" || d.Name() == "data" || strings.HasPrefix(d.Name(), ".") && path != "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, filepath.Join(root, path), nil, parser.ParseComments)
		if err != nil {
			return err
		}
		if !ast.IsGenerated(file) {
			f(path, file, set)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
