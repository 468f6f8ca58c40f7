package exchange

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"bienche/internal/day"
)

// book is a workbook being written.
type book struct {
	*excelize.File
	words                                                    vocabularies
	on                                                       day.Day
	titleStyle, dayStyle, instantStyle, textStyle, headStyle int
	wrong, wrongDay                                          int
	first                                                    bool
}

func newBook(words vocabularies, on day.Day) (*book, error) {
	b := &book{File: excelize.NewFile(), words: words, on: on, first: true}
	format, instant := "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
	for _, s := range []struct {
		to    *int
		style *excelize.Style
	}{
		{&b.titleStyle, &excelize.Style{Font: &excelize.Font{Bold: true}, Fill: fill("DCE6F1"),
			Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}}},
		{&b.dayStyle, &excelize.Style{CustomNumFmt: &format}},
		{&b.instantStyle, &excelize.Style{CustomNumFmt: &instant}},
		{&b.textStyle, &excelize.Style{NumFmt: 49}}, // "@": what is typed keeps its leading zeros
		{&b.headStyle, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}},
		{&b.wrong, &excelize.Style{Fill: fill("FFC7CE"), Font: &excelize.Font{Color: "9C0006"}}},
		{&b.wrongDay, &excelize.Style{Fill: fill("FFC7CE"), Font: &excelize.Font{Color: "9C0006"}, CustomNumFmt: &format}},
	} {
		id, err := b.NewStyle(s.style)
		if err != nil {
			return nil, fmt.Errorf("make a style: %w", err)
		}
		*s.to = id
	}
	return b, nil
}

func fill(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// addSheet makes an empty sheet; the first takes the place of the one every new workbook has.
func (b *book) addSheet(name string) error {
	if b.first {
		b.first = false
		return b.SetSheetName(b.GetSheetName(0), name)
	}
	_, err := b.NewSheet(name)
	return err
}

// sheetWriter writes the rows of a sheet, one after the other, without keeping them.
type sheetWriter struct {
	*book
	name    string
	parts   int // sheets so far
	columns []column
	titles  []string
	above   []string // lines above the titles, the first of them large
	stream  *excelize.StreamWriter
	row     int
	cells   []any
}

// begin makes the sheet with its titles, frozen.
func (b *book) begin(s sheet) (*sheetWriter, error) {
	w := &sheetWriter{book: b, name: s.name("vi"), columns: s.columns, cells: make([]any, len(s.columns))}
	for _, c := range s.columns {
		w.titles = append(w.titles, c.title("vi"))
	}
	return w, w.open(w.name)
}

func (w *sheetWriter) open(name string) (err error) {
	if err := w.addSheet(name); err != nil {
		return fmt.Errorf("add sheet %s: %w", name, err)
	}
	if w.stream, err = w.NewStreamWriter(name); err != nil {
		return fmt.Errorf("write sheet %s: %w", name, err)
	}
	titles := make([]any, len(w.columns))
	for i, c := range slices.Backward(w.columns) { // the library puts each column before the last one
		if err := w.stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return fmt.Errorf("write sheet %s: %w", name, err)
		}
		if c.form == text {
			if err := w.stream.SetColStyle(i+1, i+1, w.textStyle); err != nil {
				return fmt.Errorf("write sheet %s: %w", name, err)
			}
		}
		titles[i] = excelize.Cell{StyleID: w.titleStyle, Value: w.titles[i]}
	}
	top := len(w.above) + 1
	if err := w.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: fmt.Sprintf("A%d", top+1), ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("write sheet %s: %w", name, err)
	}
	w.parts++
	w.row = 0
	style := w.headStyle
	for _, line := range w.above {
		w.row++
		if err := w.set([]any{excelize.Cell{StyleID: style, Value: neutral(line)}}); err != nil {
			return err
		}
		style = 0
	}
	w.row++
	return w.set(titles)
}

func (w *sheetWriter) set(cells []any) error {
	at, err := excelize.CoordinatesToCellName(1, w.row)
	if err == nil {
		err = w.stream.SetRow(at, cells)
	}
	if err != nil {
		return fmt.Errorf("write row %d: %w", w.row, err)
	}
	return nil
}

// add writes a row: one value for each column, nil for an empty cell. Texts of choices are codes.
func (w *sheetWriter) add(values ...any) error {
	if w.row == maxRows { // a sheet holds no more: go on in another
		if err := w.end(); err != nil {
			return err
		}
		if err := w.open(fmt.Sprintf("%s %d", w.name, w.parts+1)); err != nil {
			return err
		}
	}
	w.row++
	for i, v := range values {
		w.cells[i] = w.cell(w.columns[i], v)
	}
	return w.set(w.cells)
}

func (w *sheetWriter) cell(c column, v any) any {
	switch v := v.(type) {
	case string:
		switch {
		case v == "":
			return nil
		case c.form == choice:
			return w.words[c.words].label(v, w.on)
		}
		return neutral(v)
	case *string:
		if v == nil {
			return nil
		}
		return w.cell(c, *v)
	case day.Day:
		return w.dayCell(v)
	case time.Time:
		return w.instantCell(v)
	case *int32:
		if v == nil {
			return nil
		}
		return *v
	case decimal.NullDecimal:
		if !v.Valid {
			return nil
		}
		return v.Decimal.InexactFloat64()
	}
	return v
}

// firstExcelDay is the first that every spreadsheet counts alike; earlier days are written as text.
var firstExcelDay = day.MustParse("1900-03-01")

func (w *sheetWriter) dayCell(d day.Day) any {
	switch {
	case d.IsZero() || d.IsForever():
		return nil
	case d.Before(firstExcelDay):
		return d.Vietnamese()
	}
	return excelize.Cell{StyleID: w.dayStyle, Value: excelDay(0).DaysUntil(d)}
}

// instantCell writes an instant as the clocks here showed it, to the minute.
func (w *sheetWriter) instantCell(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	local := t.In(day.Zone)
	minutes := local.Hour()*60 + local.Minute()
	return excelize.Cell{StyleID: w.instantStyle, Value: float64(excelDay(0).DaysUntil(day.In(t))) + float64(minutes)/(24*60)}
}

func (w *sheetWriter) end() error {
	if err := w.stream.Flush(); err != nil {
		return fmt.Errorf("write sheet: %w", err)
	}
	return nil
}

// lastDay is how people say a span's end: its last day, not the day after.
func lastDay(to day.Day) day.Day { return to.AddDays(-1) }
