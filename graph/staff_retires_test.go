package graph

import (
	"fmt"
	"testing"
)

// TestTheListIsNarrowedToThoseWhoRetire: of the small province, all women, the last was born in May 1970 and retires at 57
// years and 4 months.
func TestTheListIsNarrowedToThoseWhoRetire(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		name, filter string
		want         int
		code         string
	}{
		{"the very month", `retiresFrom: "2027-10-01", retiresTo: "2027-10-01"`, 1, ""},
		{"the day before and all earlier", `retiresTo: "2027-09-30"`, 6, ""},
		{"the day after and all later", `retiresFrom: "2027-10-02"`, 0, ""},
		{"everybody whose retirement the law reaches", `retiresFrom: "1900-01-01"`, 4, ""},
		{"a period that ends before it begins", `retiresFrom: "2027-10-02", retiresTo: "2027-10-01"`, 0, "BAD_INPUT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.ask("lanhdao", fmt.Sprintf(`{ staff(filter: {%s}) { totalCount edges { node { code } } beyondScope } }`, tt.filter))
			if tt.code != "" {
				if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != tt.code || a.Errors[0].Extensions.Field != "filter.retiresTo" {
					t.Errorf("got %s", a.raw)
				}
				return
			}
			list := a.Data["staff"].(map[string]any)
			if n := len(list["edges"].([]any)); n != tt.want || fmt.Sprint(list["totalCount"]) != fmt.Sprint(tt.want) {
				t.Errorf("got %d of %v, want %d: %s", n, list["totalCount"], tt.want, a.raw)
			}
		})
	}
}
