package graph

import (
	"fmt"
	"slices"
	"testing"
)

func TestOrgTreeRollsUp(t *testing.T) {
	w := newWorld(t)
	const q = `{ orgTree(asOf: "2019-12-31") { unit { code } depth parentId allocated present vacant subtreeAllocated subtreePresent subtreeVacant } }`
	got := map[string]string{}
	for _, r := range w.must("lanhdao", q).Data["orgTree"].([]any) {
		m := r.(map[string]any)
		got[m["unit"].(map[string]any)["code"].(string)] = fmt.Sprint(m["depth"], m["allocated"], m["present"], m["subtreeAllocated"], m["subtreePresent"], m["subtreeVacant"])
	}
	want := map[string]string{
		"T":     "0 10 0 20 7 13",
		"T.A":   "1 3 3 5 4 1",
		"T.A.1": "2 2 1 2 1 1",
		"T.B":   "1 5 1 5 1 4",
		"T.C":   "1 0 1 0 1 -1",
		"T.X":   "1 0 1 0 1 -1",
	}
	for code, w := range want {
		if got[code] != w {
			t.Errorf("%s: %s, want %s", code, got[code], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d units on 31/12/2019, want %d", len(got), len(want))
	}
}

func TestAUnitIsReadAsOfItsDay(t *testing.T) {
	w := newWorld(t)
	w.exec(`BEGIN;
		UPDATE org_unit_version SET known_to = now(), closed_in = 1 WHERE unit_id = 3;
		INSERT INTO org_unit_version (unit_id, parent_id, name, kind, level, valid_from, valid_to, recorded_in) VALUES
			(3, 1, 'Sở Xây dựng', 'DEPARTMENT', 'PROVINCE', '2000-01-01', '2025-03-01', 1),
			(3, 1, 'Sở Xây dựng và Giao thông', 'DEPARTMENT', 'PROVINCE', '2025-03-01', 'infinity', 1);
		COMMIT`)
	tests := []struct{ name, args, want string }{
		{"today", ``, "Sở Xây dựng và Giao thông"},
		{"the first day of the new name", `asOf: "2025-03-01"`, "Sở Xây dựng và Giao thông"},
		{"the day before", `asOf: "2025-02-28"`, "Sở Xây dựng"},
		{"as known before the change was recorded", `knownAt: "2020-01-01T00:00:00Z"`, "Sở Xây dựng"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := `code: "T.B"`
			if tt.args != "" {
				args += ", " + tt.args
			}
			if got := w.must("lanhdao", `{ orgUnit(`+args+`) { name } }`).at("orgUnit", "name"); got != tt.want {
				t.Errorf("%v, want %s", got, tt.want)
			}
		})
	}
	a := w.must("lanhdao", fmt.Sprintf(`{ orgUnit(id: %q) { timeline { totalCount edges { node { on kind text superseded } } } } }`, unitID(3)))
	if n := a.at("orgUnit", "timeline", "totalCount"); n != 3.0 {
		t.Errorf("%v events, want founded (superseded), founded, renamed", n)
	}
}

func TestADissolvedUnitKeepsItsLifeAndItsHeir(t *testing.T) {
	w := newWorld(t)
	a := w.must("lanhdao", fmt.Sprintf(`{ orgUnit(id: %q) { name validFrom validTo successors { unit { code } on } } }`, unitID(5)))
	if got := fmt.Sprint(a.at("orgUnit", "validTo"), a.at("orgUnit", "successors", 0, "unit", "code"), a.at("orgUnit", "successors", 0, "on")); got != "2020-07-01T.B2020-07-01" {
		t.Errorf("got %s", got)
	}
	if got := w.must("lanhdao", `{ orgUnits(search: "giao thong") { totalCount } }`).at("orgUnits", "totalCount"); got != 0.0 {
		t.Errorf("a dissolved unit is among today's: %v", got)
	}
}

func TestUnitSearchFoldsMarks(t *testing.T) {
	w := newWorld(t)
	for _, search := range []string{"xay dung", "Xây dựng", "XÂY", "dựng", "xay   dung"} {
		a := w.must("lanhdao", fmt.Sprintf(`{ orgUnits(search: %q) { edges { node { code } } } }`, search))
		if got := a.at("orgUnits", "edges", 0, "node", "code"); got != "T.B" {
			t.Errorf("%q found %v", search, got)
		}
	}
}

func TestUnitsOutsideTheScopeDoNotExist(t *testing.T) {
	w := newWorld(t)
	var codes []string
	for _, r := range w.must("nhansu", `{ orgTree { unit { code } } }`).Data["orgTree"].([]any) {
		codes = append(codes, r.(map[string]any)["unit"].(map[string]any)["code"].(string))
	}
	slices.Sort(codes)
	if fmt.Sprint(codes) != "[T.A T.A.1]" {
		t.Errorf("the personnel officer of T.A sees %v", codes)
	}
	outside := w.ask("nhansu", fmt.Sprintf(`{ orgUnit(id: %q) { name } }`, unitID(23)))
	missing := w.ask("nhansu", fmt.Sprintf(`{ orgUnit(id: %q) { name } }`, unitID(99)))
	if len(outside.Errors) != 1 || fmt.Sprint(outside.Errors) != fmt.Sprint(missing.Errors) {
		t.Errorf("outside: %v; missing: %v", outside.Errors, missing.Errors)
	}
}
