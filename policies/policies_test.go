package policies

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"bienche/internal/fault"
	"bienche/models"
)

func mustLoad(t testing.TB) *Book {
	t.Helper()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// province is a small one: 1 the province, 2 and 23 departments, 21 and 230 their divisions, 3 a commune and 4 one that
// was merged into it.
var province = []models.UnitAccess{
	{ID: 1, Path: "/1/"}, {ID: 2, Path: "/1/2/"}, {ID: 21, Path: "/1/2/21/"}, {ID: 23, Path: "/1/23/"},
	{ID: 230, Path: "/1/23/230/"}, {ID: 3, Path: "/1/3/"}, {ID: 4, Path: "/1/3/4/"},
}

func TestCases(t *testing.T) {
	b := mustLoad(t)
	for _, domain := range domains {
		text, err := os.ReadFile(domain + "_test.yaml")
		if err != nil {
			t.Fatal(err)
		}
		var cases []struct {
			Case, Who, What, Where string
			Allowed                bool
		}
		if err := yaml.Unmarshal(text, &cases); err != nil || len(cases) == 0 {
			t.Fatalf("%s_test.yaml: %d cases, %v", domain, len(cases), err)
		}
		for _, c := range cases {
			t.Run(domain+"/"+c.Case, func(t *testing.T) {
				got := ask(t, b, c.Who, c.What, c.Where)
				if got != c.Allowed {
					t.Errorf("%s, %s at %s: got %v", c.Who, c.What, c.Where, got)
				}
			})
		}
	}
}

// ask puts the question of a case to an enforcer in which who ("role@unit") is the only user.
func ask(t *testing.T, b *Book, who, what, where string) bool {
	t.Helper()
	role, at, _ := strings.Cut(who, "@")
	unit, err := strconv.ParseInt(at, 10, 64)
	if err != nil || !slices.Contains(Roles(), role) {
		t.Fatalf("%q is not role@unit", who)
	}
	e, err := b.Enforcer([]models.Grant{{UserID: 7, Role: role, UnitID: unit}}, province)
	if err != nil {
		t.Fatal(err)
	}
	obj, act, _ := strings.Cut(what, ":")
	if where == "self" {
		ok, err := e.MaySelf(7, obj, act)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	to, err := strconv.ParseInt(where, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	ok, err := e.May(7, obj, act, to)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestABrokenPolicyIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		damage func(fstest.MapFS)
		want   string
	}{
		{"a file is missing", func(m fstest.MapFS) { delete(m, "staff.csv") }, "policies/staff.csv"},
		{"the model is missing", func(m fstest.MapFS) { delete(m, "model.conf") }, "model.conf"},
		{"a file is empty", func(m fstest.MapFS) { m["org.csv"] = &fstest.MapFile{Data: []byte("# nothing\n")} }, "no permission"},
		{"a file was cut off within a line", func(m fstest.MapFS) { m["org.csv"] = &fstest.MapFile{Data: m["org.csv"].Data[:300]} }, "policies/org.csv"},
		{"a role is misspelt", replace("org.csv", "inspector,", "inspektor,"), "unknown role"},
		{"an act is misspelt", replace("org.csv", "org.unit, read", "org.unit, raed"), "unknown act"},
		{"an object has spaces", replace("org.csv", "org.unit, read", "org unit, read"), "not the name of an object"},
		{"a grant hides among the permissions", replace("audit.csv", "p, inspector", "g, inspector"), "begins with p"},
		{"a line stands twice", func(m fstest.MapFS) {
			m["audit.csv"] = &fstest.MapFile{Data: slices.Concat(m["audit.csv"].Data, m["audit.csv"].Data)}
		}, "stands twice"},
		{"the model is no model", func(m fstest.MapFS) { m["model.conf"] = &fstest.MapFile{Data: []byte("[matchers]\n")} }, "policies: model"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := copyOf(t)
			tt.damage(tree)
			if _, err := LoadFrom(tree); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
	if _, err := LoadFrom(copyOf(t)); err != nil {
		t.Errorf("undamaged: %v", err)
	}
}

func copyOf(t *testing.T) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	names, err := fs.Glob(files, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree[name] = &fstest.MapFile{Data: data}
	}
	return tree
}

func replace(file, old, new string) func(fstest.MapFS) {
	return func(m fstest.MapFS) {
		m[file] = &fstest.MapFile{Data: []byte(strings.Replace(string(m[file].Data), old, new, 1))}
	}
}

func TestPermissionsStayFewAndNamed(t *testing.T) {
	b := mustLoad(t)
	if n := len(b.Permissions()); n >= 300 {
		t.Errorf("%d permissions; every one costs each question time", n)
	}
	for _, role := range Roles() {
		for _, lang := range []string{"vi", "en"} {
			if label := RoleLabel(lang, role); label == "role."+role {
				t.Errorf("%s has no name in %s", role, lang)
			}
		}
		if !slices.ContainsFunc(b.Permissions(), func(p Permission) bool { return p.Role == role }) {
			t.Errorf("%s may do nothing", role)
		}
	}
	if fault.Text("vi", "role."+Inspector, nil) != "Thanh tra" {
		t.Error("the inspector is not called Thanh tra")
	}
}

func TestWhoHandlesNoPeopleSeesNone(t *testing.T) {
	for _, p := range mustLoad(t).Permissions() {
		if p.Role == SystemAdministrator && !strings.HasPrefix(p.Object, "auth.") &&
			!slices.Contains([]string{"org.unit:read", "exchange.grants:import", "exchange.list:export", "view:share"}, p.Name()) { // the last two give no right to read
			t.Errorf("the system administrator may %s", p.Name())
		}
		if p.Role == Inspector && !slices.Contains([]string{"read", "count", "export", "use"}, p.Act) {
			t.Errorf("the inspector may %s", p.Name())
		}
		if p.Role == StaffMember && !strings.HasSuffix(p.Act, "_self") && !slices.Contains([]string{"org.unit:read", "calculator:use", "rule.choice:read"}, p.Name()) {
			t.Errorf("a staff member may %s", p.Name())
		}
	}
}

// TestScopeIsEnforceAtEveryUnit holds the set used in SQL equal to casbin asked at a unit and at each unit above it,
// for random trees, grants and questions.
func TestScopeIsEnforceAtEveryUnit(t *testing.T) {
	b := mustLoad(t)
	rapid.Check(t, func(t *rapid.T) {
		places := drawTree(t)
		grants := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) models.Grant {
			return models.Grant{
				UserID: rapid.Int64Range(1, 3).Draw(t, "user"), Role: rapid.SampledFrom(Roles()).Draw(t, "role"),
				UnitID: rapid.SampledFrom(places).Draw(t, "at").ID,
			}
		}), 0, 8).Draw(t, "grants")
		e, err := b.Enforcer(grants, places)
		if err != nil {
			t.Fatal(err)
		}
		p := rapid.SampledFrom(b.lines).Draw(t, "permission")
		if strings.HasSuffix(p.Act, hostedSuffix) {
			t.Skip("a relation is not held at units")
		}
		for user := int64(1); user <= 3; user++ {
			scope, err := e.Scope(user, p.Object, p.Act)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.IsSorted(scope.Units) || len(slices.Compact(slices.Clone(scope.Units))) != len(scope.Units) {
				t.Fatalf("units %v are not ascending without duplicates", scope.Units)
			}
			for _, place := range places {
				want := walk(t, e, user, p, place.Path)
				may, err := e.May(user, p.Object, p.Act, place.ID)
				if err != nil || scope.HasUnit(place.ID) != want || may != want {
					t.Fatalf("user %d, %s at %s: scope %v, may %v, walking up %v, %v", user, p.Name(), place.Path, scope.HasUnit(place.ID), may, want, err)
				}
			}
		}
	})
}

// walk asks casbin at the unit of a path and at every unit above it, as plainly as can be.
func walk(t *rapid.T, e *Enforcer, user int64, p Permission, path string) bool {
	if strings.HasSuffix(p.Act, selfSuffix) {
		return false
	}
	for unit := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		ok, err := e.casbin.Enforce(fmt.Sprint(user), unit, p.Object, p.Act)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			return true
		}
	}
	return false
}

// drawTree draws up to three trees whose ids are prefixes of one another often.
func drawTree(t *rapid.T) []models.UnitAccess {
	ids := rapid.SliceOfNDistinct(rapid.Int64Range(1, 130), 1, 20, rapid.ID).Draw(t, "ids")
	var places []models.UnitAccess
	for i, id := range ids {
		above := "/"
		if i > 0 && rapid.IntRange(0, 9).Draw(t, "top") > 0 {
			above = places[rapid.IntRange(0, i-1).Draw(t, "parent")].Path
		}
		places = append(places, models.UnitAccess{ID: id, Path: above + fmt.Sprint(id) + "/"})
	}
	return places
}

func TestOnlyTheWholeTreeIsEverywhere(t *testing.T) {
	b := mustLoad(t)
	two := append(slices.Clone(province), models.UnitAccess{ID: 500, Path: "/500/"})
	tests := []struct {
		name   string
		places []models.UnitAccess
		at     []int64
		all    bool
	}{
		{"a role at the root", province, []int64{1}, true},
		{"roles at every unit but the root", province, []int64{2, 23, 3}, false},
		{"a role at one of two roots", two, []int64{1}, false},
		{"roles at both roots", two, []int64{1, 500}, true},
		{"no role", province, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var grants []models.Grant
			for _, at := range tt.at {
				grants = append(grants, models.Grant{UserID: 7, Role: Inspector, UnitID: at})
			}
			e, err := b.Enforcer(grants, tt.places)
			if err != nil {
				t.Fatal(err)
			}
			if s, err := e.Scope(7, "staff.core", "read"); err != nil || s.All != tt.all {
				t.Errorf("got %+v, %v", s, err)
			}
		})
	}
}

func TestPoliciesAreNotWrittenHere(t *testing.T) {
	e, err := mustLoad(t).Enforcer(nil, province)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.casbin.AddPolicy(StaffMember, "audit.log", "read"); err == nil {
		t.Error("a permission was added to a live enforcer")
	}
	if err := e.casbin.SavePolicy(); err == nil {
		t.Error("policies were saved")
	}
}
