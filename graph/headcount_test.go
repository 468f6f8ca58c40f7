package graph

import (
	"fmt"
	"testing"
)

const reportFields = `rows { category label allocated present promised vacant recruitable } total { category allocated present vacant }`

func TestHeadcountReport(t *testing.T) {
	w := newWorld(t)
	tests := []struct{ name, user, args, want string }{
		{"the whole province", "lanhdao", `asOf: "2019-12-31"`, "20 7 13"},
		{"a unit with those below", "lanhdao", `asOf: "2019-12-31", unit: "` + unitID(2) + `"`, "5 4 1"},
		{"the day before the posts were given", "lanhdao", `asOf: "2014-12-31"`, "0 1 -1"},
		{"the day they were given", "lanhdao", `asOf: "2015-01-01"`, "20 1 19"},
		{"before anything was known", "lanhdao", `asOf: "2019-12-31", knownAt: "2011-01-01T00:00:00+07:00"`, "0 0 0"},
		{"as known before most had come", "lanhdao", `asOf: "2019-12-31", knownAt: "2015-06-01T00:00:00+07:00"`, "20 3 17"},
		{"cut to the scope", "nhansu", `asOf: "2019-12-31"`, "5 4 1"},
		{"cut to the scope, as known later", "nhansu", `asOf: "2019-12-31", knownAt: "2019-06-01T00:00:00+07:00"`, "5 4 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.must(tt.user, `{ headcountReport(`+tt.args+`) { `+reportFields+` } }`)
			total := a.at("headcountReport", "total").(map[string]any)
			if got := fmt.Sprint(total["allocated"], " ", total["present"], " ", total["vacant"]); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if total["category"] != "TOTAL" {
				t.Errorf("the total is of category %v", total["category"])
			}
		})
	}
}

func TestCategoriesComeAndGoWithTheirLaw(t *testing.T) {
	w := newWorld(t)
	rows := func(day string) int {
		return len(w.must("lanhdao", `{ headcountReport(asOf: "`+day+`") { rows { category } } }`).at("headcountReport", "rows").([]any))
	}
	if got := fmt.Sprint(rows("2011-12-31"), rows("2015-12-31"), rows("2020-12-31"), rows("2025-07-01")); got != "3 5 5 4" {
		t.Errorf("rows of 2011, 2015, 2020 and after 1/7/2025: %s", got)
	}
}

func TestABreakdownAddsUpToItsReport(t *testing.T) {
	w := newWorld(t)
	for _, unit := range []string{"", `, unit: "` + unitID(1) + `"`, `, unit: "` + unitID(2) + `"`} {
		a := w.must("lanhdao", `{ headcountReport(asOf: "2019-12-31"`+unit+`) { total { allocated present } }
			headcountBreakdown(asOf: "2019-12-31"`+unit+`) { own hasChildren unit { code } total { allocated present } } }`)
		var allocated, present float64
		for _, r := range a.Data["headcountBreakdown"].([]any) {
			total := r.(map[string]any)["total"].(map[string]any)
			allocated += total["allocated"].(float64)
			present += total["present"].(float64)
		}
		if allocated != a.at("headcountReport", "total", "allocated") || present != a.at("headcountReport", "total", "present") {
			t.Errorf("%s: parts give %v and %v, the report %v", unit, allocated, present, a.at("headcountReport", "total"))
		}
	}
}

func TestASeriesIsTheReportOfEachDay(t *testing.T) {
	w := newWorld(t)
	a := w.must("lanhdao", `{ headcountSeries(days: ["2011-12-31", "2014-12-31", "2015-12-31", "2019-12-31"]) { day total { allocated present } } }`)
	want := []string{"0 0", "0 1", "20 3", "20 7"}
	for i, want := range want {
		p := a.at("headcountSeries", i, "total").(map[string]any)
		if got := fmt.Sprint(p["allocated"], " ", p["present"]); got != want {
			t.Errorf("%v: %s, want %s", a.at("headcountSeries", i, "day"), got, want)
		}
	}
	twice := w.must("lanhdao", `{ headcountSeries(days: ["2019-12-31", "2019-12-31"]) { total { present } }
		periodReport(from: "2019-12-31", to: "2019-12-31") { figures { key value } } }`)
	if twice.at("headcountSeries", 1, "total", "present") != 7.0 {
		t.Errorf("a day given twice: %v", twice.at("headcountSeries"))
	}
	if got := fmt.Sprint(twice.at("periodReport", "figures", 0, "value"), " ", twice.at("periodReport", "figures", 1, "value")); got != "20 20" {
		t.Errorf("a period of one day has posts %s", got)
	}
	if a := w.ask("lanhdao", `{ headcountSeries(days: []) { day } }`); len(a.Errors) != 1 || a.Errors[0].Extensions.Field != "days" {
		t.Errorf("no days: %+v", a.Errors)
	}
}

func TestOverQuotaUnitsAreListedFurthestFirst(t *testing.T) {
	w := newWorld(t)
	w.exec(`INSERT INTO appointment (staff_id, unit_id, staff_class, kind, category, quota_unit_id, start_reason, valid_from, recorded_in)
		SELECT 3, 4, 'CIVIL_SERVANT', 'CONCURRENT', NULL, NULL, 'TRANSFER', '2020-01-01', 1`) // a second post draws on no quota
	a := w.must("lanhdao", `{ overQuotaUnits(asOf: "2019-12-31") { totalCount edges { node { unit { code } over allocated present } } } }`)
	if got := fmt.Sprint(a.at("overQuotaUnits", "totalCount"), a.at("overQuotaUnits", "edges", 0, "node", "unit", "code"), a.at("overQuotaUnits", "edges", 0, "node", "over")); got != "2T.C1" {
		t.Errorf("got %s", got)
	}
}

func TestTheLedgerOfAUnitNamesItsDecisions(t *testing.T) {
	w := newWorld(t)
	a := w.must("lanhdao", `{ quotaEntries(unit: "`+unitID(2)+`") { totalCount edges { node { act posts giver { code } receiver { code } from decision { number symbol } } } } }`)
	e := a.at("quotaEntries", "edges", 0, "node").(map[string]any)
	if a.at("quotaEntries", "totalCount") != 1.0 || e["posts"] != 3.0 || fmt.Sprint(e["giver"], e["receiver"], e["decision"]) != "map[code:T] map[code:T.A] map[number:12 symbol:QĐ-UBND]" {
		t.Errorf("got %v", e)
	}
}

func TestPeriodReportCountsRows(t *testing.T) {
	w := newWorld(t)
	figure := func(user, args, key string) any {
		t.Helper()
		a := w.must(user, `{ periodReport(`+args+`) { figures { key value label published { value gap } } } }`)
		for _, f := range a.at("periodReport", "figures").([]any) {
			if f := f.(map[string]any); f["key"] == key {
				return f["value"]
			}
		}
		t.Fatalf("no figure %s", key)
		return nil
	}
	tests := []struct{ name, user, args, key, want string }{
		{"recruited in the period, both days included", "lanhdao", `from: "2015-02-01", to: "2016-01-01"`, "recruited.total", "6"},
		{"one day less", "lanhdao", `from: "2015-02-02", to: "2016-01-01"`, "recruited.total", "4"},
		{"at a unit and below", "lanhdao", `from: "2015-01-01", to: "2016-12-31", unit: "` + unitID(2) + `"`, "recruited.total", "4"},
		{"cut to the scope", "nhansu", `from: "2015-01-01", to: "2016-12-31"`, "recruited.total", "4"},
		{"a dissolved unit counts under its heir", "taichinh", `from: "2012-01-01", to: "2012-12-31"`, "recruited.total", "1"},
		{"years that ended", "lanhdao", `from: "2019-01-01", to: "2019-12-31"`, "evaluated.people_years", "7"},
		{"a year that ends a day later", "lanhdao", `from: "2019-01-01", to: "2019-12-30"`, "evaluated.people_years", "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := figure(tt.user, tt.args, tt.key); got != tt.want {
				t.Errorf("%v, want %s", got, tt.want)
			}
		})
	}
	w.exec(`INSERT INTO published_figure (key, from_on, to_on, value, document, recorded_in) VALUES ('recruited.total', '2015-01-01', '2016-12-31', 8, 'Báo cáo thử', 1)`)
	a := w.must("lanhdao", `{ periodReport(from: "2015-01-01", to: "2016-12-31") { figures { key published { value gap document } } } }`)
	for _, f := range a.at("periodReport", "figures").([]any) {
		if f := f.(map[string]any); f["key"] == "recruited.total" && fmt.Sprint(f["published"]) != "map[document:Báo cáo thử gap:-2 value:8]" {
			t.Errorf("beside the rows stands %v", f["published"])
		}
	}
}
