package graph

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// names are the people that a list answered with, in order.
func names(a answer) []string {
	var out []string
	edges, _ := a.at("staff", "edges").([]any)
	for _, e := range edges {
		out = append(out, e.(map[string]any)["node"].(map[string]any)["fullName"].(string))
	}
	return out
}

func TestStaffSearch(t *testing.T) {
	w := newWorld(t)
	tests := []struct{ name, search, want string }{
		{"without marks, in the order of tones", "nguyen duc", "Nguyễn Đức Anh, Nguyễn Dục Anh, Hoàng Nguyễn Ducan, Phạm Đức Nguyên"},
		{"exact marks first", "nguyễn dục", "Nguyễn Dục Anh, Nguyễn Đức Anh, Hoàng Nguyễn Ducan, Phạm Đức Nguyên"},
		{"decomposed marks are the same", norm.NFD.String("nguyễn dục"), "Nguyễn Dục Anh, Nguyễn Đức Anh, Hoàng Nguyễn Ducan, Phạm Đức Nguyên"},
		{"đ typed as d", "dat", "Lê Văn Đạt"},
		{"a code", "cb005", "Phạm Đức Nguyên"},
		{"a citizen ID", "024190000003", "Trần Thị Ổn"},
		{"LIKE's signs mean themselves", "%", ""},
		{"nobody", "khong co ai", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.must("lanhdao", fmt.Sprintf(`{ staff(filter: {search: %q}) { totalCount edges { node { fullName } } } }`, tt.search))
			got := names(a)
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("found %v, want %s", got, tt.want)
			}
			if n := a.at("staff", "totalCount"); n != float64(len(got)) {
				t.Errorf("counted %v of %d", n, len(got))
			}
		})
	}
}

func TestStaffPagesMeetInEveryOrder(t *testing.T) {
	w := newWorld(t)
	for _, sort := range []string{"", `{field: "NAME"}`, `{field: "NAME", direction: DESC}`, `{field: "CODE", direction: DESC}`,
		`{field: "UNIT"}, {field: "NAME", direction: DESC}`, `{field: "GRADE"}, {field: "BIRTH_DATE", direction: DESC}`, `{field: "BIRTH_DATE"}`} {
		t.Run(sort, func(t *testing.T) {
			whole := names(w.must("lanhdao", `{ staff(first: 100, sort: [`+sort+`]) { edges { node { fullName } } } }`))
			var paged []string
			after := ""
			for range 10 {
				a := w.must("lanhdao", `{ staff(first: 2, sort: [`+sort+`]`+after+`) { pageInfo { hasNextPage endCursor } edges { node { fullName } } } }`)
				paged = append(paged, names(a)...)
				if a.at("staff", "pageInfo", "hasNextPage") != true {
					break
				}
				after = fmt.Sprintf(`, after: %q`, a.at("staff", "pageInfo", "endCursor"))
			}
			if fmt.Sprint(paged) != fmt.Sprint(whole) || len(whole) != len(worldPeople)-1+1 {
				t.Errorf("pages gave %v, the whole is %v", paged, whole)
			}
		})
	}
}

func TestNamesSortByGivenName(t *testing.T) {
	w := newWorld(t)
	got := names(w.must("lanhdao", `{ staff(sort: [{field: "NAME"}]) { edges { node { fullName } } } }`))
	want := "Nguyễn Dục Anh, Nguyễn Đức Anh, Hoàng Nguyễn Ducan, Lê Văn Đạt, Phạm Đức Nguyên, Trần Thị Ổn, Vũ Thị Yến"
	if strings.Join(got, ", ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// everyField selects all of a record.
const everyField = `id code fullName birthDate birthDateText sex staffClass title leadership step coefficient headcountCategory onDuty
	recruitedOn recruitedBy otherNames priorOccupation strength version
	unit { name parent { name } kindLabel } position { name groupLabel } grade { code name salaryClass } quotaUnit { name }
	latestRating { year level label } identity { citizenId ethnicGroup } party { organisations } health { status } relatives { fullName }
	pay { from to coefficient decision { number } } ratings { year } disciplinaryActions { form } commendations { form }
	appointments { from unit { name } position { name } decision { title } } qualifications { level } trainings { title } workHistory { content }
	timeline { totalCount edges { node { on kind text decision { number } } } } hidden { field missingGrant }`

func TestAWholeRecordCostsAFixedNumberOfStatements(t *testing.T) {
	w := newWorld(t)
	a := w.must("lanhdao", `{ staffMember(code: "CB001") { `+everyField+` } }`)
	if a.at("staffMember", "relatives", 0, "fullName") != "Người thân" || a.at("staffMember", "latestRating", "year") != 2019.0 ||
		a.at("staffMember", "coefficient") != "2.67" || a.at("staffMember", "unit", "parent", "name") != "Tỉnh Thử" {
		t.Errorf("got %v", a.Data)
	}
	if len(a.at("staffMember", "hidden").([]any)) != 0 {
		t.Errorf("hidden from the leader: %v", a.at("staffMember", "hidden"))
	}
	if a.statements > 10 {
		t.Errorf("%d statements", a.statements)
	}
}

func TestStatementsDoNotGrowWithRows(t *testing.T) {
	w := newWorld(t)
	q := func(n int) string {
		return fmt.Sprintf(`{ staff(first: %d) { totalCount edges { node { id fullName unit { name parent { name } } position { name } grade { name } step
			latestRating { label } relatives { fullName } appointments { unit { name } decision { number } } } } } }`, n)
	}
	one, many := w.must("lanhdao", q(1)), w.must("lanhdao", q(7))
	if many.statements > one.statements || many.statements > 9 {
		t.Errorf("%d statements for one row, %d for seven", one.statements, many.statements)
	}
}

func TestTheThirteenthStatementIsRefused(t *testing.T) {
	w := newWorld(t)
	var b strings.Builder
	for i := range 14 {
		fmt.Fprintf(&b, `a%d: staff(filter: {search: "x%d"}) { totalCount } `, i, i)
	}
	a := w.ask("lanhdao", "{ "+b.String()+"}")
	if len(a.Errors) == 0 || a.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" {
		t.Errorf("got %+v", a.Errors)
	}
	if a.statements > 12 {
		t.Errorf("%d statements were sent", a.statements)
	}
}

func TestARecordAsOfThePast(t *testing.T) {
	w := newWorld(t)
	a := w.must("lanhdao", `{ past: staffMember(code: "CB004", asOf: "2015-06-01") { onDuty unit { code } latestRating { year } }
		then: staffMember(code: "CB004", asOf: "2016-01-01") { onDuty unit { code } } }`)
	if a.at("past", "onDuty") != false || a.at("then", "onDuty") != true || a.at("then", "unit", "code") != "T.A.1" || a.at("past", "latestRating") != nil {
		t.Errorf("got %v", a.Data)
	}
}

func TestBadInputNamesItsField(t *testing.T) {
	w := newWorld(t)
	tests := []struct{ name, query, code, field string }{
		{"a date that does not exist", `{ headcountReport(asOf: "2021-02-29") { asOf } }`, "BAD_INPUT", "asOf"},
		{"a date in Vietnamese order", `{ staff(filter: {asOf: "31/12/2020"}) { totalCount } }`, "BAD_INPUT", "filter.asOf"},
		{"a page below one", `{ staff(first: -1) { totalCount } }`, "BAD_INPUT", "first"},
		{"a page above the limit", `{ staff(first: 101) { totalCount } }`, "LIMIT_EXCEEDED", "first"},
		{"a malformed id", `{ staffMember(id: "x") { id } }`, "BAD_INPUT", "id"},
		{"an id of another kind", `{ staffMember(id: "` + unitID(1) + `") { id } }`, "BAD_INPUT", "id"},
		{"an unknown unit", `{ staff(filter: {unit: "` + unitID(77) + `"}) { totalCount } }`, "NOT_FOUND", "filter.unit"},
		{"an unknown order", `{ staff(sort: [{field: "SALARY"}]) { totalCount } }`, "BAD_INPUT", "sort[0].field"},
		{"an unknown category", `{ orgTree(categories: ["X"]) { depth } }`, "BAD_INPUT", "categories[0]"},
		{"a cursor of another list", `{ staff(after: "bm9wZQ") { totalCount } }`, "BAD_INPUT", "after"},
		{"a period that ends before it begins", `{ periodReport(from: "2020-01-01", to: "2019-12-31") { from } }`, "BAD_INPUT", "to"},
		{"a person who does not exist", `{ staffMember(code: "CB999") { id } }`, "NOT_FOUND", ""},
		{"nobody named", `{ staffMember { id } }`, "BAD_INPUT", "id"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := w.ask("lanhdao", tt.query)
			if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != tt.code || a.Errors[0].Extensions.Field != tt.field {
				t.Errorf("got %+v", a.Errors)
			}
		})
	}
}

func TestTimelinesAreWrittenAsTheReaderWrites(t *testing.T) {
	w := newWorld(t)
	w.exec(`INSERT INTO qualification (staff_id, kind, level, school, valid_from, recorded_in) VALUES (1, 'IT', 'Cơ bản', 'Trường Thử', '2014-01-01', 1)`)
	texts := map[string]bool{}
	for _, lang := range []string{"vi", "en"} {
		a := w.must("lanhdao", `{ staffMember(code: "CB001") { timeline { edges { node { text(lang: "`+lang+`") } } } } }`)
		for _, e := range a.at("staffMember", "timeline", "edges").([]any) {
			texts[e.(map[string]any)["node"].(map[string]any)["text"].(string)] = true
		}
	}
	for _, want := range []string{"Xếp lương: ngạch 01.003, bậc 2, hệ số 2,67", "First pay: grade 01.003, step 2, coefficient 2.67",
		"Trình độ: Cơ bản, Trường Thử", "Tuyển dụng vào Sở Khoa học và Công nghệ. Chuyên viên"} {
		if !texts[want] {
			t.Errorf("no %q among %v", want, texts)
		}
	}
}
