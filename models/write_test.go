package models

import (
	"fmt"
	"strings"
	"testing"

	"bienche/internal/day"
)

// A change of one field reaches the facts that carry the value being changed, and no others.
func TestAnAmendmentReachesWhatCarriesTheOldValue(t *testing.T) {
	version := func(from, to, name string) OrgUnitVersion {
		v := OrgUnitVersion{Name: name, Fact: Fact{ValidFrom: day.MustParse(from), ValidTo: day.Forever}}
		if to != "" {
			v.ValidTo = day.MustParse(to)
		}
		return v
	}
	facts := []OrgUnitVersion{
		version("2010-01-01", "2012-01-01", "A"),
		version("2013-01-01", "2015-01-01", "A"), // a year without the unit stands before
		version("2015-01-01", "2018-01-01", "A"),
		version("2018-01-01", "2020-01-01", "A"),
		version("2020-01-01", "2022-01-01", "B"),
		version("2022-01-01", "", "A"),
	}
	for _, c := range []struct {
		what  string
		on    string
		whole bool
		want  string
	}{
		{"from a day on, until the value changes anyway", "2016-06-01", false, "[2 3]"},
		{"a correction goes back too, until there was another value or nothing", "2016-06-01", true, "[1 2 3]"},
		{"the last value alone", "2030-01-01", true, "[5]"},
		{"a day without a fact", "2012-06-01", false, "none"},
		{"the day on which a fact ends belongs to the next", "2020-01-01", false, "[4]"},
	} {
		t.Run(c.what, func(t *testing.T) {
			reach := spread(facts, Amendment[OrgUnitVersion]{On: day.MustParse(c.on), Whole: c.whole,
				Edits: []Edit[OrgUnitVersion]{{Get: func(v *OrgUnitVersion) string { return v.Name }}}})
			got := "none"
			if reach != nil {
				var at []string
				for i, edits := range reach {
					if len(edits) > 0 {
						at = append(at, fmt.Sprint(i))
					}
				}
				got = "[" + strings.Join(at, " ") + "]"
			}
			if got != c.want {
				t.Errorf("reaches %s, want %s", got, c.want)
			}
		})
	}
}
