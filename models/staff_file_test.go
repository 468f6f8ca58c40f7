package models_test

import (
	"strings"
	"testing"

	"bienche/internal/day"
	"bienche/models"
)

var allParts = []string{"head", "core", "identity", "party", "health", "relatives", "pay", "ratings", "discipline", "commendations",
	"appointments", "qualifications", "trainings", "workHistory", "decisions"}

// TestTheFileOfAPersonHoldsNoMoreThanTheReach asks the function above row security itself, without the application.
func TestTheFileOfAPersonHoldsNoMoreThanTheReach(t *testing.T) {
	db, _ := crowd(t, 0)
	all := models.Scope{All: true}
	tests := []struct {
		name   string
		scope  models.Scope
		groups string
		person int64
		told   string // parts told beside those that are open with the core; "nothing": no file
	}{
		{"everything everywhere", all, "core identity family health discipline party evaluation", 1, "identity party health relatives ratings discipline"},
		{"the core alone", all, "core", 1, ""},
		{"one group more", all, "core evaluation", 1, "ratings"},
		{"another group without the core", all, "identity evaluation", 1, "nothing"},
		{"nowhere", models.Scope{}, "core identity", 1, "nothing"},
		{"at the person's unit", models.Scope{Units: []int64{2}}, "core identity", 2, "identity"},
		{"at another unit", models.Scope{Units: []int64{2}}, "core identity", 3, "nothing"},
		{"at the unit above", models.Scope{Units: []int64{1}}, "core", 2, "nothing"},
		{"the guest of a unit", models.Scope{Hosts: []int64{2}}, "core", 4, ""},
		{"who is no guest there", models.Scope{Hosts: []int64{2}}, "core", 2, "nothing"},
		{"oneself", models.Scope{Self: 3}, "core family", 3, "relatives"},
		{"somebody else", models.Scope{Self: 3}, "core family", 4, "nothing"},
		{"who does not exist", all, "core", 99, "nothing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := models.WithAccess(t.Context(), reach(tt.scope, strings.Fields(tt.groups)...))
			q := models.Q("SELECT coalesce(array_to_string(ARRAY(SELECT k FROM json_object_keys(f::json) k), ' '), 'nothing') FROM staff_file(?, '', ?, ?, NULL) f",
				tt.person, allParts, day.Of(2021, 1, 1))
			got, err := models.One[string](ctx, db, q)
			if err != nil {
				t.Fatal(err)
			}
			want := "nothing"
			if tt.told != "nothing" {
				want = strings.Join(strings.Fields("found head core identity party health relatives pay ratings discipline commendations appointments qualifications trainings workHistory decisions"), " ")
				for _, part := range []string{"identity", "party", "health", "relatives", "ratings", "discipline"} {
					if !strings.Contains(" "+tt.told+" ", " "+part+" ") {
						want = strings.Replace(want, " "+part, "", 1)
					}
				}
			}
			if got != want && !(got == "" && want == "nothing") {
				t.Errorf("told %q, want %q", got, want)
			}
			if got, err := models.One[*string](t.Context(), db, models.Q("SELECT staff_file(?, '', ?, ?, NULL)", tt.person, allParts, day.Of(2021, 1, 1))); err != nil || got != nil {
				t.Errorf("without a reader: %v, %v", got, err)
			}
		})
	}
}

// TestAFileIsOfItsDayAndOfWhatWasKnown: histories go up to the day, a year is rated when it is over, and what was not yet known
// is not told.
func TestAFileIsOfItsDayAndOfWhatWasKnown(t *testing.T) {
	db, owner := crowd(t, 0)
	ctx := models.WithAccess(t.Context(), models.Everything)
	read := func(a models.AsOf) *models.StaffFile {
		t.Helper()
		f, err := models.FindStaffFile(ctx, db, models.StaffKey{Code: "CB1", AsOf: a}, allParts[1:], models.Scope{All: true})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if f := read(models.AsOf{Day: day.Of(2020, 12, 31)}); len(f.Ratings) != 2 || len(f.Pay) != 1 || !f.Head.OnDuty || f.Head.FullName != "Trần Thị 1" {
		t.Errorf("on 31 December 2020: %+v", f)
	}
	if f := read(models.AsOf{Day: day.Of(2021, 1, 1)}); len(f.Ratings) != 3 || f.Ratings[0].Year != 2020 {
		t.Errorf("on 1 January 2021: %+v", f.Ratings)
	}
	if f := read(models.AsOf{Day: day.Of(2014, 12, 31)}); len(f.Pay) != 0 || len(f.Core) != 0 || f.Head.OnDuty || f.Head.FullName != "Trần Thị 1" {
		t.Errorf("before the first post: %+v", f)
	}
	var before models.AsOf
	before.Day = day.Of(2021, 1, 1)
	if err := owner.QueryRow(t.Context(), "SELECT min(known_from) - interval '1 second' FROM staff_core").Scan(&before.Known); err != nil {
		t.Fatal(err)
	}
	if f := read(before); f != nil {
		t.Errorf("before anything was known: %+v", f)
	}
}
