package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bienche/internal/day"
	"bienche/models"
)

// cells is a row by column key.
type cells map[string]any

// write makes a workbook of one or more sheets with all columns of the layout.
func write(t *testing.T, sheets map[string][]cells, layout ...sheet) []byte {
	t.Helper()
	f := excelize.NewFile()
	for n, s := range layout {
		name := s.name("vi")
		var err error
		if n == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range s.columns {
			if err := f.SetCellStr(name, letter(i)+"1", c.title("vi")); err != nil {
				t.Fatal(err)
			}
			for j, row := range sheets[s.key] {
				if v, ok := row[c.key]; ok {
					if err := f.SetCellValue(name, fmt.Sprintf("%s%d", letter(i), j+2), v); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// with is row with other values; nil takes a value away.
func (row cells) with(more cells) cells {
	all := cells{}
	for k, v := range row {
		all[k] = v
	}
	for k, v := range more {
		all[k] = v
		if v == nil {
			delete(all, k)
		}
	}
	return all
}

// found writes mistakes as "key row column".
func found(s sheet, out *Outcome) []string {
	var all []string
	for _, m := range out.Errors {
		at := m.Column
		for i, c := range s.columns {
			if letter(i) == m.Column {
				at = c.key
			}
		}
		all = append(all, fmt.Sprintf("%s %d %s", strings.TrimPrefix(m.Key, "exchange."), m.Row, at))
	}
	return all
}

var (
	top    = cells{"unit_code": "T1", "unit_name": "Tỉnh", "unit_kind": "Tỉnh", "level": "Cấp tỉnh", "valid_from": "01/01/2010"}
	school = cells{"unit_code": "T2", "unit_name": "Trường", "unit_kind": "PRESCHOOL", "level": "DISTRICT", "parent_code": "t1", "valid_from": "2012-01-01"}
)

func TestMistakesInUnits(t *testing.T) {
	p := newPlace(t)
	for _, c := range []struct {
		name string
		rows []cells
		want []string
	}{
		{"none, parents after children", []cells{school, top}, nil},
		{"a code with small letters is read as capitals, other signs are refused", []cells{top, school.with(cells{"unit_code": "T 2/Đ"})}, []string{"bad_code 3 unit_code"}},
		{"a unit below itself", []cells{top, school.with(cells{"parent_code": "T2"})}, []string{"cycle 3 parent_code"}},
		{"a circle of three is said once, where it begins", []cells{top, school.with(cells{"parent_code": "T4"}),
			school.with(cells{"unit_code": "T3", "parent_code": "T2"}), school.with(cells{"unit_code": "T4", "parent_code": "T3"})}, []string{"cycle 3 parent_code"}},
		{"an unknown parent", []cells{top, school.with(cells{"parent_code": "T9"})}, []string{"unknown_unit 3 parent_code"}},
		{"a parent that does not exist yet", []cells{top, school.with(cells{"valid_from": "01/06/2009"})}, []string{"unit_not_on_day 3 parent_code"}},
		{"a parent whose own row is wrong is not held against its children", []cells{top.with(cells{"valid_from": "x"}), school}, []string{"bad_date 2 valid_from"}},
		{"a second head", []cells{top, school.with(cells{"parent_code": nil})}, []string{"required 3 parent_code"}},
		{"one unit twice for the same days", []cells{top, school, school.with(cells{"valid_from": "01/01/2015"})}, []string{"duplicate_unit 4 unit_code"}},
		{"one unit in two stretches", []cells{top, school.with(cells{"valid_to": "31/12/2014"}), school.with(cells{"valid_from": "01/01/2015"})}, nil},
		{"an end before the start, an unknown kind, a negative order", []cells{top, school.with(cells{"valid_to": "31/12/2011", "unit_kind": "Chợ", "ordinal": -1})},
			[]string{"unknown_unit_kind 3 unit_kind", "negative 3 ordinal", "ends_before_start 3 valid_to"}},
		{"everything empty but the code", []cells{top, {"unit_code": "T5"}}, []string{"required 3 unit_name", "required 3 unit_kind", "required 3 level",
			"required 3 parent_code", "required 3 valid_from"}},
	} {
		out := p.load(Units, write(t, map[string][]cells{"units": c.rows}, unitSheet()), true)
		if got := found(unitSheet(), out); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestMistakesInQuotas(t *testing.T) {
	p := newPlace(t)
	p.take(Units, write(t, map[string][]cells{"units": {top, school}}, unitSheet()))
	row := cells{"unit_code": "T2", "category": "PUBLIC_SERVICE", "posts": 12, "effective_from": "01/01/2015"}
	for _, c := range []struct {
		name string
		rows []cells
		want []string
	}{
		{"none", []cells{row, row.with(cells{"tranche": "Dự phòng"}), row.with(cells{"effective_from": "01/01/2016"})}, nil},
		{"one balance twice for a day", []cells{row, row}, []string{"duplicate_quota 3 unit_code"}},
		{"a negative number, a fraction, an unclear number", []cells{row.with(cells{"posts": "-3"}), row.with(cells{"posts": "2,5", "category": "COMMUNE"}), row.with(cells{"posts": "1.200", "category": "ADMINISTRATIVE"})},
			[]string{"negative 2 posts", "bad_number 3 posts", "bad_number 4 posts"}},
		{"a unit that does not exist yet, another that never does", []cells{row.with(cells{"effective_from": "01/01/2011"}), row.with(cells{"unit_code": "T7"})},
			[]string{"unit_not_on_day 2 unit_code", "unknown_unit 3 unit_code"}},
		{"half a decision", []cells{row.with(cells{"decision_number": "12"})}, []string{"required 2 decision_symbol", "required 2 decision_date"}},
	} {
		out := p.load(Quotas, write(t, map[string][]cells{"quotas": c.rows}, quotaSheet()), true)
		if got := found(quotaSheet(), out); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	p.take(Quotas, write(t, map[string][]cells{"quotas": {row, row.with(cells{"posts": 2, "effective_from": "01/01/2018"})}}, quotaSheet()))
	out := p.load(Quotas, write(t, map[string][]cells{"quotas": {row.with(cells{"posts": 5, "effective_from": "01/01/2016"})}}, quotaSheet()), false)
	if got := found(quotaSheet(), out); !slices.Equal(got, []string{"quota_negative 2 posts"}) {
		t.Errorf("posts that a later entry takes away: %q", got)
	}
}

func TestAChangedQuotaMovesTheDifferenceAndTheHeadGivesIt(t *testing.T) {
	p := newPlace(t)
	p.take(Units, write(t, map[string][]cells{"units": {top, school}}, unitSheet()))
	row := cells{"unit_code": "T2", "category": "PUBLIC_SERVICE", "posts": 12, "effective_from": "01/01/2015",
		"decision_number": "15", "decision_symbol": "QĐ-UBND", "decision_date": "20/12/2014", "decision_issuer": "UBND tỉnh"}
	head := row.with(cells{"unit_code": "T1", "posts": 3})
	p.take(Quotas, write(t, map[string][]cells{"quotas": {row, head}}, quotaSheet()))
	p.take(Quotas, write(t, map[string][]cells{"quotas": {row.with(cells{"posts": 10, "effective_from": "01/01/2017"})}}, quotaSheet()))
	for on, want := range map[string][2]int64{"2015-01-01": {3, 12}, "2016-12-31": {3, 12}, "2017-01-01": {3, 10}} {
		got := p.balances(d(on))
		for i, unit := range []string{"T1", "T2"} {
			if !got[balance{unit, "PUBLIC_SERVICE", "ALLOCATED", want[i]}] {
				t.Errorf("%s %s: %v", unit, on, got)
			}
		}
	}
	if n := p.count("SELECT count(*) FROM quota_entry e JOIN decision d ON d.id = e.decision_id WHERE d.number = '15' AND d.symbol = 'QĐ-UBND'"); n != 4 {
		t.Errorf("%d entries name the decision", n)
	}
	if n := p.count("SELECT count(*) FROM decision"); n != 1 {
		t.Errorf("%d decisions", n)
	}
}

// aPerson is a row of the first sheet without mistakes.
var aPerson = cells{"staff_code": "S1", "full_name": "Nguyễn Văn Đức", "birth_date": "02/03/1980", "sex": "Nam", "citizen_id": "024080000001",
	"unit_code": "T2", "staff_class": "Viên chức", "category": "PUBLIC_SERVICE", "appointed_from": "01/09/2014",
	"grade": "01.003", "step": 2, "coefficient": 2.67, "pay_from": "01/09/2014"}

func (p *place) withSchool() {
	p.Helper()
	p.take(Units, write(p.T, map[string][]cells{"units": {top, school}}, unitSheet()))
}

func staffBook(t *testing.T, people []cells, events ...cells) []byte {
	t.Helper()
	return write(t, map[string][]cells{"staff": people, "history": events}, staffSheet(), historySheet())
}

func TestImportedPeopleChangeOnlyWhereTheWorkbookSaysSo(t *testing.T) {
	p := newPlace(t)
	p.withSchool()
	if out := p.take(Staff, staffBook(t, []cells{aPerson})); out.Changed != 4 {
		t.Errorf("a new person has %d facts, want name, identity, post and pay", out.Changed)
	}
	for _, c := range []struct {
		name    string
		row     cells
		changed int64
	}{
		{"nothing", aPerson, 0},
		{"numbers as texts with a comma, the name decomposed", aPerson.with(cells{"coefficient": "2,67", "full_name": "Nguyê\u0303n Va\u0306n Đức", "step": "2"}), 0},
		{"a new phone number", aPerson.with(cells{"phone": "0912345678"}), 1},
		{"another staff code for the same citizen ID", aPerson.with(cells{"staff_code": "S77", "phone": "0912345678"}), 0},
		{"a raise that ends the step before", aPerson.with(cells{"phone": "0912345678", "step": 3, "coefficient": nil, "pay_from": "01/09/2017"}), 1},
		{"the end of the post", aPerson.with(cells{"phone": "0912345678", "appointed_to": "31/08/2020", "end_reason": "Nghỉ hưu", "grade": nil, "step": nil, "coefficient": nil, "pay_from": nil}), 1},
	} {
		for _, dry := range []bool{true, false} {
			out := p.load(Staff, staffBook(t, []cells{c.row}), dry)
			if out.Refused() || out.Changed != c.changed {
				t.Errorf("%s (dry run %v): %d changes, want %d; %+v", c.name, dry, out.Changed, c.changed, first(out.Errors))
			}
		}
		if out := p.take(Staff, staffBook(t, []cells{c.row})); out.Changed != 0 {
			t.Errorf("%s, once more: %d changes", c.name, out.Changed)
		}
	}
	type pay struct {
		Step     int
		From, To day.Day
		Value    string
	}
	got, err := models.Rows[pay](models.WithAccess(t.Context(), models.Everything), p.db, models.Q(`SELECT step, valid_from AS "from", valid_to AS "to", coefficient::text AS value
		FROM staff_pay WHERE known_to = 'infinity' ORDER BY valid_from`))
	p.must(err)
	want := []pay{{2, d("2014-09-01"), d("2017-09-01"), "2.67"}, {3, d("2017-09-01"), day.Forever, "3.00"}}
	if !slices.Equal(got, want) {
		t.Errorf("pay is %v", got)
	}
	for on, n := range map[string]int64{"2020-08-31": 1, "2020-09-01": 0} {
		if has := p.balances(d(on))[balance{"T2", "PUBLIC_SERVICE", "PRESENT", 1}]; has != (n == 1) {
			t.Errorf("present on %s: %v", on, p.balances(d(on)))
		}
	}
	if n := p.count("SELECT count(*) FROM staff_member"); n != 1 {
		t.Errorf("%d people", n)
	}
}

func TestMistakesAmongPeople(t *testing.T) {
	p := newPlace(t)
	p.withSchool()
	p.take(Staff, staffBook(t, []cells{aPerson}))
	other := aPerson.with(cells{"staff_code": "S2", "citizen_id": "024080000002"})
	for _, c := range []struct {
		name   string
		people []cells
		events []cells
		want   []string
	}{
		{"one code twice, and the pay of the second is not held against it", []cells{other, other.with(cells{"citizen_id": "024080000003"})}, nil, []string{"duplicate_code 3 staff_code"}},
		{"a code that belongs to somebody else", []cells{aPerson.with(cells{"citizen_id": "024081000009", "birth_date": "01/01/1981"})}, nil, []string{"other_person 2 staff_code"}},
		{"a new person without a post", []cells{other.with(cells{"unit_code": nil, "staff_class": nil, "category": nil, "appointed_from": nil})}, nil, []string{"no_post 2 unit_code"}},
		{"a new person whose post is wrong", []cells{other.with(cells{"unit_code": "T8"})}, nil, []string{"unknown_unit 2 unit_code"}},
		{"a rating that stands twice", []cells{other}, []cells{
			{"staff_code": "S2", "history_kind": "Xếp loại", "from": "31/12/2019", "year": 2019, "detail_level": "GOOD"},
			{"staff_code": "S2", "history_kind": "RATING", "from": "31/12/2019", "year": 2019, "detail_level": "Hoàn thành nhiệm vụ"}}, []string{"duplicate_event 3 year"}},
		{"a history for a person of the database", nil, []cells{{"staff_code": "S1", "history_kind": "WORK", "from": "01/01/2010", "to": "31/12/2013", "content": "Giáo viên"}}, nil},
		{"a history for nobody", nil, []cells{{"staff_code": "S3", "history_kind": "WORK", "from": "01/01/2010", "content": "Giáo viên"}}, []string{"unknown_staff 2 staff_code"}},
	} {
		out := p.load(Staff, staffBook(t, c.people, c.events...), true)
		if got := found(sheetOf(out), out); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	out := p.load(Staff, staffBook(t, []cells{other.with(cells{"citizen_id": "024180000002", "birth_date": "1981"})}), true)
	var doubts []string
	for _, w := range out.Warnings {
		doubts = append(doubts, w.Key)
	}
	if out.Refused() || !slices.Equal(doubts, []string{"exchange.citizen_id_sex", "exchange.citizen_id_birth"}) {
		t.Errorf("a citizen ID that disagrees: %v, %v", doubts, out.Errors)
	}
}

// sheetOf is the sheet that the first mistake stands in.
func sheetOf(out *Outcome) sheet {
	if len(out.Errors) > 0 && out.Errors[0].Sheet == past {
		return historySheet()
	}
	return staffSheet()
}
