package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A reader of everybody is answered from the table of names on, one of few people from the people on; filters and orders
// of their own take the second way too. All must say the same.
func TestASearchSaysTheSameHoweverItIsAnswered(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct{ search, want string }{
		{"nguyen", "Nguyễn Dục Anh, Nguyễn Đức Anh, Hoàng Nguyễn Ducan, Phạm Đức Nguyên"},
		{"nguyen duc", "Nguyễn Đức Anh, Nguyễn Dục Anh, Hoàng Nguyễn Ducan, Phạm Đức Nguyên"},
		{"an", "Nguyễn Dục Anh, Nguyễn Đức Anh"}, // short: not the end of Ducan, nor the middle of Hoàng
		{"on", "Trần Thị Ổn"},
	} {
		t.Run(tt.search, func(t *testing.T) {
			for way, filter := range map[string]string{"names first": "", "people first": `, staffClasses: [CIVIL_SERVANT, CADRE, PUBLIC_EMPLOYEE, CONTRACT]`} {
				got := names(w.must("lanhdao", fmt.Sprintf(`{ staff(filter: {search: %q%s}) { edges { node { fullName } } } }`, tt.search, filter)))
				if fmt.Sprint(sorted(got)) != fmt.Sprint(sorted(strings.Split(tt.want, ", "))) {
					t.Errorf("%s: found %v, want %s", way, got, tt.want)
				}
				var paged []string
				after := ""
				for range 10 {
					a := w.must("lanhdao", fmt.Sprintf(`{ staff(first: 1, filter: {search: %q%s}%s) { pageInfo { hasNextPage endCursor } edges { node { fullName } } } }`, tt.search, filter, after))
					paged = append(paged, names(a)...)
					if a.at("staff", "pageInfo", "hasNextPage") != true {
						break
					}
					after = fmt.Sprintf(`, after: %q`, a.at("staff", "pageInfo", "endCursor"))
				}
				if fmt.Sprint(paged) != fmt.Sprint(got) {
					t.Errorf("%s: pages gave %v, the whole is %v", way, paged, got)
				}
			}
		})
	}
}

func TestASearchFindsWhoeverIsBehindManyNamesWithoutPeople(t *testing.T) {
	w := newWorld(t)
	w.exec(`INSERT INTO staff_name (id, name) OVERRIDING SYSTEM VALUE SELECT 1000 + n, 'Anh Trần Thị Ổn ' || chr(97 + n / 26) || chr(97 + n % 26) FROM generate_series(0, 599) n`)
	if got := names(w.must("lanhdao", `{ staff(filter: {search: "thi on"}) { edges { node { fullName } } } }`)); fmt.Sprint(got) != "[Trần Thị Ổn]" {
		t.Errorf("found %v", got)
	}
}

func sorted(s []string) []string {
	out := slices.Clone(s)
	slices.Sort(out)
	return out
}
