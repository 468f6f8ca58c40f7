package exchange

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// ErrorBook writes the workbook again in its own layout, with a column of reasons after the others and the wrong cells
// in colour, so that it can be corrected there and sent again. Sheets that are not read are left out.
func (s *Service) ErrorBook(kind Kind, content []byte, wrong []Mistake, to io.Writer) error {
	w, err := openWorkbook(content)
	if err != nil {
		return err
	}
	b, err := newBook(s.words, s.clock.Today())
	if err != nil {
		return err
	}
	defer b.Close()
	byRow := map[string]map[int][]Mistake{}
	for _, m := range wrong {
		if byRow[m.Sheet] == nil {
			byRow[m.Sheet] = map[int][]Mistake{}
		}
		byRow[m.Sheet][m.Row] = append(byRow[m.Sheet][m.Row], m)
	}
	for _, sh := range kind.sheets() {
		for _, name := range w.find(sh) {
			t := &table{sheet: sh, name: name, found: &mistakes{}, words: s.words}
			if err := b.copyWithReasons(w, t, byRow[name]); err != nil {
				return err
			}
		}
	}
	if b.first { // not one sheet was recognised: there is nothing to colour
		return nil
	}
	if _, err := b.WriteTo(to); err != nil {
		return fmt.Errorf("write the workbook of mistakes: %w", err)
	}
	return nil
}

func (b *book) copyWithReasons(from *workbook, t *table, wrong map[int][]Mistake) error {
	if err := b.addSheet(t.name); err != nil {
		return fmt.Errorf("add sheet %s: %w", t.name, err)
	}
	out, err := b.NewStreamWriter(t.name)
	if err != nil {
		return fmt.Errorf("write sheet %s: %w", t.name, err)
	}
	err = from.readRows(t.name, func(n int, cells []string) error {
		if t.at == nil && n <= headerSearch {
			t.recognise(n, cells)
		}
		return out.SetRow(fmt.Sprintf("A%d", n), b.reasoned(t, n, cells, wrong[n]))
	})
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("write sheet %s: %w", t.name, err)
	}
	return nil
}

// reasoned is a row of the copy: its cells, those that are wrong in colour, and the reasons.
func (b *book) reasoned(t *table, n int, cells []string, wrong []Mistake) []any {
	forms := t.forms()
	width := max(len(cells), len(t.titles))
	out := make([]any, width, width+1)
	for i, c := range cells {
		switch {
		case n == t.row:
			out[i] = excelize.Cell{StyleID: b.titleStyle, Value: neutral(c)}
		case c != "":
			out[i] = b.asWritten(forms[i], c)
		}
	}
	if n == t.row {
		last := len(t.titles)
		if last > 0 && (folded(cells[last-1]) == folded(reasonTitle("vi")) || folded(cells[last-1]) == folded(reasonTitle("en"))) {
			return out // the file has been through this before
		}
		return append(out, excelize.Cell{StyleID: b.titleStyle, Value: reasonTitle("vi")})
	}
	if len(wrong) == 0 {
		return out
	}
	reasons := make([]string, len(wrong))
	for i, m := range wrong {
		reasons[i] = strings.TrimPrefix(m.Title+": "+m.Message("vi"), ": ")
		if m.Column != "" && m.column < len(out) {
			out[m.column] = b.inColour(out[m.column])
		}
	}
	return append(out[:len(t.titles)], strings.Join(reasons, "\n"))
}

// asWritten gives a cell back as its writer meant it: days as days, numbers as numbers, anything else as text.
func (b *book) asWritten(f form, c string) any {
	switch f {
	case date, birth:
		if d, ok := parseDay(c); ok && plainNumber.MatchString(c) {
			return excelize.Cell{StyleID: b.dayStyle, Value: excelDay(0).DaysUntil(d)}
		}
	case integer, decimal2:
		if d, ok := parseDecimal(c); ok && !strings.Contains(c, ",") {
			return d.InexactFloat64()
		}
	}
	return neutral(c)
}

func (b *book) inColour(cell any) excelize.Cell {
	if c, ok := cell.(excelize.Cell); ok {
		return excelize.Cell{StyleID: b.wrongDay, Value: c.Value}
	}
	return excelize.Cell{StyleID: b.wrong, Value: cell}
}

// forms gives the form of each column as it stands in the workbook.
func (t *table) forms() map[int]form {
	forms := map[int]form{}
	for _, c := range t.columns {
		if i, ok := t.at[c.key]; ok {
			forms[i] = c.form
		}
	}
	return forms
}
