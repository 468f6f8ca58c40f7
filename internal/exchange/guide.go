package exchange

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"bienche/internal/fault"
)

// blankRows is how many rows of a template offer lists to choose from.
const blankRows = 5_000

// Template is an empty workbook of a kind, with a sheet that explains each column and lists to choose from.
func (s *Service) Template(kind Kind) ([]byte, error) {
	b, err := newBook(s.words, s.clock.Today())
	if err != nil {
		return nil, err
	}
	defer b.Close()
	for _, sh := range kind.sheets() {
		w, err := b.begin(sh)
		if err == nil {
			err = b.offerChoices(kind, sh)
		}
		if err == nil {
			err = w.end()
		}
		if err != nil {
			return nil, err
		}
	}
	if err := b.addGuide(kind, nil); err != nil {
		return nil, err
	}
	buf, err := b.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write the template: %w", err)
	}
	return buf.Bytes(), nil
}

// addGuide adds the sheets that explain the workbook: what each column means, and what its cells may hold. notes
// stand at the head.
func (b *book) addGuide(kind Kind, notes []string) error {
	name := fault.Text("vi", "exchange.sheet.guide", nil)
	if err := b.addSheet(name); err != nil {
		return fmt.Errorf("add the guide: %w", err)
	}
	rows := [][]any{}
	for _, n := range append(notes, strings.Split(fault.Text("vi", "exchange.guide."+string(kind), nil), "\n")...) {
		rows = append(rows, []any{n})
	}
	rows = append(rows, nil, []any{})
	title := len(rows)
	for _, k := range []string{"sheet", "column", "required", "form", "meaning"} {
		rows[title-1] = append(rows[title-1], fault.Text("vi", "exchange.guide.col."+k, nil))
	}
	for _, sh := range kind.sheets() {
		for _, c := range sh.columns {
			must := ""
			if c.required {
				must = "x"
			}
			rows = append(rows, []any{sh.name("vi"), c.title("vi"), must, fault.Text("vi", "exchange.form."+c.form.String(), nil),
				fault.Text("vi", "exchange.help."+c.key, nil)})
		}
	}
	if err := b.fillSheet(name, rows, title, []float64{22, 30, 10, 34, 90}); err != nil {
		return err
	}
	return b.addWords(kind.words())
}

// words are the vocabularies of a kind, in the order of the sheet of words.
func (k Kind) words() []string {
	var words []string
	for _, sh := range k.sheets() {
		for _, c := range sh.columns {
			if c.words != "" && !slices.Contains(words, c.words) {
				words = append(words, c.words)
			}
		}
	}
	if k == Staff { // what the history's column of forms and levels may hold
		words = append(words, "appointment_kind", "qualification_kind", "rating", "discipline_form")
	}
	return words
}

func (b *book) fillSheet(name string, rows [][]any, title int, widths []float64) error {
	for i, r := range rows {
		if err := b.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &r); err != nil {
			return fmt.Errorf("fill sheet %s: %w", name, err)
		}
	}
	for i, w := range widths {
		if err := b.SetColWidth(name, letter(i), letter(i), w); err != nil {
			return fmt.Errorf("fill sheet %s: %w", name, err)
		}
	}
	if err := b.SetRowStyle(name, title, title, b.titleStyle); err != nil {
		return fmt.Errorf("fill sheet %s: %w", name, err)
	}
	return nil
}

// addWords adds the sheet of vocabularies, two columns each: what to write, and the code.
func (b *book) addWords(names []string) error {
	sheet := fault.Text("vi", "exchange.sheet.words", nil)
	if err := b.addSheet(sheet); err != nil {
		return fmt.Errorf("add the words: %w", err)
	}
	for i, n := range names {
		v := b.words[n]
		labels := []any{fault.Text("vi", "exchange.words."+n, nil)}
		codes := []any{fault.Text("vi", "exchange.guide.col.code", nil)}
		for _, c := range v.codes {
			label := v.label(c, b.on)
			if v.asCode {
				label, c = c, v.labels[c]
			}
			labels, codes = append(labels, label), append(codes, c)
		}
		if err := b.SetSheetCol(sheet, letter(2*i)+"1", &labels); err != nil {
			return fmt.Errorf("write the words: %w", err)
		}
		if err := b.SetSheetCol(sheet, letter(2*i+1)+"1", &codes); err != nil {
			return fmt.Errorf("write the words: %w", err)
		}
	}
	if err := b.SetColWidth(sheet, "A", letter(2*len(names)), 26); err != nil {
		return fmt.Errorf("write the words: %w", err)
	}
	return b.SetRowStyle(sheet, 1, 1, b.titleStyle)
}

// offerChoices lets the cells of choices be picked from the sheet of words. It comes before the sheet is ended.
func (b *book) offerChoices(kind Kind, s sheet) error {
	words, place := kind.words(), fault.Text("vi", "exchange.sheet.words", nil)
	for i, c := range s.columns {
		if c.form != choice {
			continue
		}
		at := letter(2 * slices.Index(words, c.words))
		v := excelize.NewDataValidation(true)
		v.Sqref = fmt.Sprintf("%[1]s2:%[1]s%[2]d", letter(i), blankRows)
		v.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$2:$%s$%d", place, at, at, len(b.words[c.words].codes)+1))
		if err := b.AddDataValidation(s.name("vi"), v); err != nil {
			return fmt.Errorf("offer choices: %w", err)
		}
	}
	return nil
}

// String names a form in message keys.
func (f form) String() string {
	return [...]string{"text", "date", "birth", "integer", "decimal", "choice"}[f]
}
