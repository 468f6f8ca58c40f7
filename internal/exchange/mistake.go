package exchange

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/xuri/excelize/v2"

	"bienche/internal/fault"
)

// Mistake is one thing that is wrong in a workbook. Args hold texts only, so that they survive being stored.
type Mistake struct {
	Sheet  string
	Row    int
	Column string // letter; "" when the whole sheet is meant
	Title  string // of the column
	Value  string
	Key    string // message key
	Args   map[string]string
	// Warning is worth a look but keeps nothing from being imported.
	Warning bool

	sheet, column int // for the order
}

// Message says what is wrong, in the language of the reader.
func (m Mistake) Message(lang string) string { return MistakeText(lang, m.Key, m.Args) }

// At is the letter and title of the column, as error lists show it.
func (m Mistake) At() string {
	if m.Column == "" || m.Title == "" {
		return m.Column + m.Title
	}
	return m.Column + ": " + m.Title
}

// MistakeText is the message of a stored mistake.
func MistakeText(lang, key string, args map[string]string) string {
	a := fault.Args{}
	for k, v := range args {
		a[k] = v
	}
	return fault.Text(lang, key, a)
}

// maxMistakes bounds what is kept of a workbook that is wrong all through; the count goes on.
const maxMistakes = 20_000

// mistakes collects what is wrong, one entry for each mistake.
type mistakes struct {
	errors, warnings []Mistake
	count            int
}

func (ms *mistakes) add(m Mistake) {
	switch {
	case m.Warning && len(ms.warnings) < maxMistakes:
		ms.warnings = append(ms.warnings, m)
	case m.Warning:
	default:
		ms.count++
		if len(ms.errors) < maxMistakes {
			ms.errors = append(ms.errors, m)
		}
	}
}

// inOrder gives mistakes as a reader meets them: by sheet, row and column.
func inOrder(all []Mistake) []Mistake {
	slices.SortStableFunc(all, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.sheet, b.sheet), cmp.Compare(a.Row, b.Row), cmp.Compare(a.column, b.column))
	})
	return all
}

// letter is the name of a column counted from 0.
func letter(i int) string {
	s, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return "" // beyond what a sheet can have; such cells are never read
	}
	return s
}

func (m Mistake) argsJSON() []byte {
	if len(m.Args) == 0 {
		return []byte("{}")
	}
	b, err := json.Marshal(m.Args)
	if err != nil {
		return []byte("{}") // a map of strings always encodes
	}
	return b
}
