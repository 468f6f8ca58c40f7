package reduction

import (
	"encoding/json"
	"os"
	"testing"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

func load(t *testing.T) *rules.Book {
	t.Helper()
	b, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRetirementOfThePublishedAnnexes(t *testing.T) {
	b := load(t)
	text, err := os.ReadFile("../testdata/retirement.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		ID    string
		Input struct {
			Sex           Sex
			BirthDate     day.Day
			WorkCondition string
		}
		Expect struct{ PensionFrom day.Day }
	}
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors) == 0 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for _, v := range vectors {
		t.Run(v.ID, func(t *testing.T) {
			got, err := RetirementMonth(b, v.Input.BirthDate, v.Input.Sex, v.Input.WorkCondition == "REDUCED_AGE")
			if err != nil || got.PensionFrom != v.Expect.PensionFrom {
				t.Errorf("pension from %s, %v, want %s", got.PensionFrom, err, v.Expect.PensionFrom)
			}
		})
	}
}

func TestRetirementAcrossTheRoadMap(t *testing.T) {
	b := load(t)
	tests := []struct {
		name  string
		birth string
		sex   Sex
		age   [2]int
		last  string
	}{
		{"a man of the old age", "1955-03-20", Male, [2]int{60, 0}, "2015-03-31"},
		{"a woman of the old age", "1956-07-01", Female, [2]int{55, 0}, "2011-07-31"},
		{"the last man of the old age", "1960-12-31", Male, [2]int{60, 0}, "2020-12-31"},
		{"the first man of the road map", "1961-01-01", Male, [2]int{60, 3}, "2021-04-30"},
		{"the last woman of the old age", "1965-12-01", Female, [2]int{55, 0}, "2020-12-31"},
		{"the first woman of the road map", "1966-01-31", Female, [2]int{55, 4}, "2021-05-31"},
		{"the first man of the final age", "1966-04-10", Male, [2]int{62, 0}, "2028-04-30"},
		{"the first woman of the final age", "1975-05-10", Female, [2]int{60, 0}, "2035-05-31"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := RetirementMonth(b, day.MustParse(tt.birth), tt.sex, false)
			if err != nil || got.LastDay.String() != tt.last || [2]int{got.AgeYears, got.AgeMonths} != tt.age {
				t.Errorf("%d years %d months, last day %s, %v", got.AgeYears, got.AgeMonths, got.LastDay, err)
			}
		})
	}
	if _, err := RetirementMonth(b, day.Of(1970, 1, 1), "", false); fault.CodeOf(err) != fault.BadInput {
		t.Errorf("no sex: %v", err)
	}
}
