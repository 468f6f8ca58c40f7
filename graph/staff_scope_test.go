package graph

import (
	"fmt"
	"strings"
	"testing"
)

// TestRowsBeyondTheScope: how many there are besides is told to those who may know, of a list that no person's own data
// narrow.
func TestRowsBeyondTheScope(t *testing.T) {
	w := newWorld(t)
	w.user("chuyenvien", "home_affairs_officer", 3, 0) // for one department alone
	tests := []struct {
		name, user, filter string
		seen               int
		want               any
	}{
		{"an officer of the province for one department", "chuyenvien", ``, 2, 5.0},
		{"as of a day on which fewer served", "chuyenvien", `asOf: "2015-06-01"`, 1, 2.0},
		{"by category", "chuyenvien", `headcountCategories: ["ADMINISTRATIVE"]`, 2, 5.0},
		{"of a unit within the scope", "chuyenvien", fmt.Sprintf(`unit: "%s"`, unitID(3)), 1, 0.0},
		{"a search would answer whether somebody is there", "chuyenvien", `search: "nguyen"`, 1, nil},
		{"so would a grade", "chuyenvien", `grades: ["01.003"]`, 2, nil},
		{"and what was known long ago", "chuyenvien", `knownAt: "2017-01-01T00:00:00Z"`, 2, nil},
		{"a leader of the whole province", "lanhdao", ``, 7, 0.0},
		{"an agency may not know", "nhansu", ``, 4, nil},
		{"nor one for oneself", "canhan", ``, 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			filter := ""
			if tt.filter != "" {
				filter = "(filter: {" + tt.filter + "})"
			}
			a := w.must(tt.user, "{ staff"+filter+" { totalCount beyondScope } }")
			if got := a.at("staff", "beyondScope"); got != tt.want || a.at("staff", "totalCount") != float64(tt.seen) {
				t.Errorf("%v beyond %v, want %v beyond %d", got, a.at("staff", "totalCount"), tt.want, tt.seen)
			}
		})
	}
}

// TestAHostSeesItsGuests: who is seconded to a department is seen there, with the work and without the papers.
func TestAHostSeesItsGuests(t *testing.T) {
	w := newWorld(t)
	w.user("thutruong", "agency_head", 2, 0)
	w.exec(`INSERT INTO appointment (staff_id, unit_id, kind, staff_class, start_reason, valid_from, recorded_in)
		VALUES (7, 4, 'SECONDMENT', 'CIVIL_SERVANT', 'ROTATION', '2026-01-01', 1)`)
	const person = `{ staffMember(code: "CB007") { code fullName latestRating { year } identity { citizenId } coefficient hidden { field } } }`
	a := w.must("thutruong", person)
	if a.at("staffMember", "fullName") != worldPeople[6].name || a.at("staffMember", "latestRating", "year") != 2019.0 {
		t.Errorf("a guest is %v", a.Data)
	}
	if a.at("staffMember", "identity") != nil || a.at("staffMember", "coefficient") != nil || !strings.Contains(a.raw, `"identity"`) {
		t.Errorf("a guest's papers: %s", a.raw)
	}
	if a := w.must("thutruong", `{ staff(filter: {search: "ducan"}) { totalCount } }`); a.at("staff", "totalCount") != 1.0 {
		t.Errorf("the guest is not in the list: %v", a.Data)
	}
	if a := w.ask("taichinh", person); len(a.Errors) == 0 {
		t.Error("another department sees the guest")
	}
	w.exec(`UPDATE appointment SET known_to = now(), closed_in = 1 WHERE kind = 'SECONDMENT'`)
	if a := w.ask("thutruong", person); len(a.Errors) == 0 || a.Errors[0].Extensions.Code != "NOT_FOUND" {
		t.Errorf("after the secondment: %s", a.raw)
	}
}
