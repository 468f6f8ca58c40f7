package exchange

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

// where is the place of a mistake, as it must be reported.
type where struct {
	sheet  string
	row    int
	column string
}

// planter changes cells of a workbook of people, one person at a time, and keeps where each mistake must be found.
type planter struct {
	*testing.T
	f    *excelize.File
	rng  *rand.Rand
	rows map[string][][]string // by sheet, as shown
	used map[string]bool       // staff codes
	want map[where]string
}

const present, past = "Nhân sự", "Quá trình"

func newPlanter(t *testing.T, content []byte) *planter {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	p := &planter{T: t, f: f, rng: rand.New(rand.NewPCG(7, 7)), rows: map[string][][]string{}, used: map[string]bool{}, want: map[where]string{}}
	for _, s := range []string{present, past} {
		if p.rows[s], err = f.GetRows(s); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func (p *planter) column(sheet, key string) int {
	p.Helper()
	i := slices.Index(p.rows[sheet][0], column{key: key}.title("vi"))
	if i < 0 {
		p.Fatalf("%s has no column %s", sheet, key)
	}
	return i
}

func (p *planter) at(sheet string, row int, key string) string {
	cells := p.rows[sheet][row-1]
	if i := p.column(sheet, key); i < len(cells) {
		return cells[i]
	}
	return ""
}

// pick finds a row that fits, of a person who has no mistake yet; 0 when there is none.
func (p *planter) pick(sheet string, fits func(row int) bool) int {
	for _, i := range p.rng.Perm(len(p.rows[sheet]) - 1) {
		row := i + 2
		if code := p.at(sheet, row, "staff_code"); !p.used[code] && fits(row) {
			p.used[code] = true
			return row
		}
	}
	return 0
}

func (p *planter) write(sheet string, row int, key, value string) {
	p.Helper()
	name, err := excelize.CoordinatesToCellName(p.column(sheet, key)+1, row)
	if err == nil {
		err = p.f.SetCellStr(sheet, name, value)
	}
	if err != nil {
		p.Fatal(err)
	}
}

func (p *planter) expect(sheet string, row int, key, why string) {
	p.want[where{sheet, row, letter(p.column(sheet, key))}] = why
}

func (p *planter) content() []byte {
	p.Helper()
	b, err := p.f.WriteToBuffer()
	if err != nil {
		p.Fatal(err)
	}
	return b.Bytes()
}

// kinds of mistake: which rows can have it, what to write where, and where it is found if not there.
var plantedKinds = []struct {
	name, sheet, write, value string
	found                     string
	fits                      func(p *planter, row int) bool
}{
	{"a day that the calendar lacks", present, "birth_date", "31/02/1980", "", nil},
	{"a birth in the future", present, "birth_date", "01/01/2030", "", nil},
	{"too young for the first post", present, "birth_date", "05/05/2005", "", nil},
	{"a word that is not in the list", present, "sex", "Khác", "", nil},
	{"eleven digits", present, "citizen_id", "02408012345", "", nil},
	{"no name", present, "full_name", "  ", "", nil},
	{"an unknown unit", present, "unit_code", "T999", "", inPost},
	{"an unknown category", present, "category", "Biên chế khác", "", inPost},
	{"an unknown position", present, "position_code", "VT.X", "", inPost},
	{"an unknown grade", present, "grade", "99.999", "", inPost},
	{"a day in words", present, "appointed_from", "đầu năm 2015", "", inPost},
	{"an end before the start", present, "appointed_to", "01/01/2009", "", inPost},
	{"a unit that did not exist yet", present, "appointed_from", "01/06/2005", "unit_code", inPost},
	{"a coefficient of another step", present, "coefficient", "4,98", "", inPost},
	{"a number with an unclear separator", present, "coefficient", "2.345", "", inPost},
	{"a step beyond the scale", present, "step", "15", "", inPost},
	{"a negative number", present, "position_allowance", "-1", "", inPost},
	{"a person nobody knows", past, "staff_code", "S99999", "", notPost},
	{"an unknown kind of event", past, "history_kind", "Sự kiện", "", notPost},
	{"an end before the start, in the past", past, "to", "01/01/1970", "", notPost},
	{"no first day", past, "from", "", "", notPost},
	{"a year that is none", past, "year", "hai nghìn", "", func(p *planter, row int) bool { return p.at(past, row, "year") != "" }},
}

func inPost(p *planter, row int) bool { return p.at(present, row, "unit_code") != "" }

// notPost fits events whose loss leaves no trace elsewhere.
func notPost(p *planter, row int) bool {
	return p.at(past, row, "history_kind") != "Vị trí công tác"
}

func TestAWorkbookWith200PlantedMistakesIsRefusedWithExactlyThose(t *testing.T) {
	from, to := newPlace(t), newPlace(t)
	from.fill(320, 3)
	for _, kind := range []Kind{Units, Quotas} {
		to.take(kind, from.save(kind, today))
	}
	p := newPlanter(t, from.save(Staff, today))
	p.plantOverlaps(6)
	p.plantDuplicates(6)
	for i := 0; len(p.want) < 200; i++ {
		k := plantedKinds[i%len(plantedKinds)]
		row := p.pick(k.sheet, func(row int) bool { return k.fits == nil || k.fits(p, row) })
		if row == 0 {
			t.Fatalf("no row is left for %s after %d mistakes", k.name, len(p.want))
		}
		p.write(k.sheet, row, k.write, k.value)
		if k.found == "" {
			k.found = k.write
		}
		p.expect(k.sheet, row, k.found, k.name)
	}
	before := to.everything()
	content := p.content()
	out := to.load(Staff, content, false)
	p.compare(out, 200)
	if after := to.everything(); after != before {
		t.Errorf("a refused workbook left traces: %s, before %s", after, before)
	}
	if dry := to.load(Staff, content, true); dry.ErrorCount != 200 {
		t.Errorf("the dry run found %d mistakes", dry.ErrorCount)
	}

	var b bytes.Buffer
	to.must(to.ErrorBook(Staff, content, out.Errors, &b))
	p.compareReasons(b.Bytes(), out.Errors)
	if again := to.load(Staff, b.Bytes(), true); again.ErrorCount != 200 || len(again.Warnings) != len(out.Warnings) {
		t.Errorf("the workbook of mistakes reads as %d mistakes and %d warnings", again.ErrorCount, len(again.Warnings))
	}
}

// plantOverlaps leaves past posts open, so that the next one begins within them.
func (p *planter) plantOverlaps(n int) {
	for range n {
		row := p.pick(past, func(row int) bool {
			main := p.mainRow(p.at(past, row, "staff_code"))
			return p.at(past, row, "end_reason") == "Chuyển vị trí khác" && inPost(p, main)
		})
		p.write(past, row, "to", "")
		p.expect(present, p.mainRow(p.at(past, row, "staff_code")), "appointed_from", "a post within another")
	}
}

// plantDuplicates gives people the citizen ID of somebody before them.
func (p *planter) plantDuplicates(n int) {
	for range n {
		first := p.pick(present, func(row int) bool { return row < 100 })
		second := p.pick(present, func(row int) bool { return row > 100 })
		p.write(present, second, "citizen_id", p.at(present, first, "citizen_id"))
		p.expect(present, second, "citizen_id", "a citizen ID that stands twice")
	}
}

func (p *planter) mainRow(code string) int {
	for i, cells := range p.rows[present] {
		if cells[0] == code {
			return i + 1
		}
	}
	return 0
}

// compare holds the mistakes that were found against those that were planted.
func (p *planter) compare(out *Outcome, n int) {
	p.Helper()
	if len(p.want) != n || out.ErrorCount != n {
		p.Errorf("%d mistakes were planted and %d found", len(p.want), out.ErrorCount)
	}
	left := maps.Clone(p.want)
	for _, m := range out.Errors {
		w := where{m.Sheet, m.Row, m.Column}
		if _, planted := left[w]; !planted {
			p.Errorf("not planted: %+v %q: %s", w, m.Value, m.Message("en"))
		}
		delete(left, w)
	}
	for w, name := range left {
		p.Errorf("not found: %+v, %s", w, name)
	}
	if !slices.IsSortedFunc(out.Errors, func(a, b Mistake) int { return a.sheet*1_000_000 + a.Row - b.sheet*1_000_000 - b.Row }) {
		p.Error("the mistakes are not in the order of the workbook")
	}
}

// compareReasons holds that the workbook of mistakes has the sheets, titles and rows of the first, a reason in every
// wrong row and in no other.
func (p *planter) compareReasons(content []byte, wrong []Mistake) {
	p.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		p.Fatal(err)
	}
	rowsOf := map[string]map[int]bool{}
	for _, m := range wrong {
		if rowsOf[m.Sheet] == nil {
			rowsOf[m.Sheet] = map[int]bool{}
		}
		rowsOf[m.Sheet][m.Row] = true
	}
	for _, sheet := range []string{present, past} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			p.Fatal(err)
		}
		if len(rows) != len(p.rows[sheet]) {
			p.Fatalf("%s has %d rows, the original %d", sheet, len(rows), len(p.rows[sheet]))
		}
		reason := len(p.rows[sheet][0])
		if got := fmt.Sprint(rows[0][:reason]); got != fmt.Sprint(p.rows[sheet][0]) || rows[0][reason] != "Lý do lỗi" {
			p.Errorf("%s has the titles %v", sheet, rows[0])
		}
		for i, cells := range rows[1:] {
			if has := len(cells) > reason && cells[reason] != ""; has != rowsOf[sheet][i+2] {
				p.Errorf("%s row %d: reason %v, mistake %v", sheet, i+2, has, rowsOf[sheet][i+2])
			}
		}
	}
}

// everything counts the rows of every table that an import writes to.
func (p *place) everything() string {
	p.Helper()
	s := ""
	for _, table := range []string{"org_unit", "org_unit_version", "quota_entry", "headcount_delta", "staff_member", "staff_name", "staff_core",
		"staff_identity", "staff_party", "appointment", "staff_pay", "qualification", "staff_rating", "training_class", "training_attendance",
		"work_history", "job_position", "decision", "import_batch", "audit_log"} {
		s += fmt.Sprintf("%s %d ", table, p.count("SELECT count(*) FROM "+table))
	}
	return s
}
