package exchange

import (
	"errors"
	"slices"

	"bienche/internal/fault"
	"bienche/models"
)

// headerSearch is how many rows are looked through for the titles.
const headerSearch = 20

// table is a sheet being read: where its columns are, and where mistakes go.
type table struct {
	sheet
	ordinal int // place of the sheet in the layout
	name    string
	row     int // of the titles
	at      map[string]int
	titles  []string // as written
	unclear bool     // a title stands twice
	found   *mistakes
	words   vocabularies
	looked  map[[2]string]string // words looked up before: few words fill many cells
}

// has tells whether the workbook has the column.
func (t *table) has(key string) bool { _, ok := t.at[key]; return ok }

// readTable reads the sheet row by row and hands each row with content to f. A title that is missing or stands twice
// is a mistake, and then no row is read.
func readTable(w *workbook, t *table, f func(l *line) error) error {
	err := w.readRows(t.name, func(n int, cells []string) error {
		if t.at == nil {
			if n > headerSearch || (t.recognise(n, cells) && !t.complete()) {
				return errStop
			}
			return nil
		}
		for i, c := range cells {
			cells[i] = clean(c)
		}
		l := &line{table: t, row: n, cells: cells}
		if l.blank() {
			return nil
		}
		return f(l)
	})
	if errors.Is(err, errWorkbook) {
		return badFile("exchange.not_xlsx")
	}
	if err != nil && !errors.Is(err, errStop) {
		return err
	}
	if t.at == nil {
		t.found.add(Mistake{Sheet: t.name, Row: 1, Key: "exchange.no_titles", sheet: t.ordinal})
	}
	return nil
}

// errStop ends the reading of a sheet early.
var errStop = errors.New("stop")

// recognise takes row n for the titles when it names at least two columns, whatever their order, case and spaces.
func (t *table) recognise(n int, cells []string) bool {
	keys := map[string]string{}
	for _, c := range t.columns {
		keys[folded(c.title("vi"))] = c.key
		keys[folded(c.title("en"))] = c.key
	}
	at := map[string]int{}
	var twice, strange []int
	for i, cell := range cells {
		name := folded(cell)
		if name == "" || name == folded(reasonTitle("vi")) || name == folded(reasonTitle("en")) {
			continue
		}
		key, known := keys[name]
		switch _, again := at[key]; {
		case !known:
			strange = append(strange, i)
		case again:
			twice = append(twice, i)
		default:
			at[key] = i
		}
	}
	if len(at) < 2 {
		return false
	}
	t.at, t.row, t.titles = at, n, slices.Clone(cells)
	for _, i := range twice {
		t.unclear = true
		t.found.add(t.mistake(n, i, cells[i], "exchange.title_twice", nil))
	}
	for _, i := range strange {
		m := t.mistake(n, i, cells[i], "exchange.title_unknown", nil)
		m.Warning = true
		t.found.add(m)
	}
	return true
}

// complete reports the required columns that the titles lack, and tells whether the titles will do.
func (t *table) complete() bool {
	ok := !t.unclear
	for _, c := range t.columns {
		if c.required && !t.has(c.key) {
			ok = false
			t.found.add(Mistake{Sheet: t.name, Row: t.row, Title: c.title("vi"), Key: "exchange.title_missing",
				Args: map[string]string{"title": c.title("vi")}, sheet: t.ordinal, column: len(t.titles)})
		}
	}
	return ok
}

func (t *table) mistake(row, col int, value, key string, args map[string]string) Mistake {
	m := Mistake{Sheet: t.name, Row: row, Column: letter(col), Value: cut(value, 200), Key: key, Args: args, sheet: t.ordinal, column: col}
	if col < len(t.titles) {
		m.Title = models.CleanText(t.titles[col])
	}
	return m
}

// find gives the code that a cell means in a vocabulary.
func (t *table) find(words, cell string) (string, bool) {
	k := [2]string{words, cell}
	code, known := t.looked[k]
	if !known {
		code, _ = t.words[words].find(cell)
		if t.looked == nil || len(t.looked) > 10_000 {
			t.looked = map[[2]string]string{}
		}
		t.looked[k] = code
	}
	return code, code != ""
}

// missing gives the columns of keys that the workbook does not have.
func (t *table) missing(keys []string) []string {
	var none []string
	for _, k := range keys {
		if !t.has(k) {
			none = append(none, k)
		}
	}
	return none
}

func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

func reasonTitle(lang string) string { return fault.Text(lang, "exchange.reason", nil) }
