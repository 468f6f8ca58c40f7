package exchange

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// A reader of xlsx that keeps one row at a time and gives every value as it is stored. It stands beside the library
// that writes our workbooks because reading is what people wait for: on the workbook of a whole province it takes a
// third of the library's time (docs/adr/0012-xlsx-reader.md).

// maxShared bounds the texts that a workbook keeps apart from its cells; they are held in memory.
const maxShared = 256 << 20

var errWorkbook = errors.New("not a workbook we can read")

// parts is what is needed of a workbook's files.
type parts struct {
	sheets []string // names, in order
	files  map[string]*zip.File
	shared []string
	epoch  string // attribute date1904 as written
}

// openParts reads which sheets there are and the shared texts.
func openParts(z *zip.Reader) (*parts, error) {
	byName := map[string]*zip.File{}
	for _, f := range z.File {
		byName[strings.ToLower(f.Name)] = f
	}
	p := &parts{files: map[string]*zip.File{}}
	ids := map[string]string{} // relation -> sheet
	err := tokens(byName["xl/workbook.xml"], func(_ *pieces, e xml.StartElement) error {
		switch e.Name.Local {
		case "sheet":
			name := attribute(e, "name")
			p.sheets = append(p.sheets, name)
			ids[attribute(e, "id")] = name
		case "workbookPr":
			p.epoch = attribute(e, "date1904")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = tokens(byName["xl/_rels/workbook.xml.rels"], func(_ *pieces, e xml.StartElement) error {
		name, ok := ids[attribute(e, "Id")]
		if e.Name.Local != "Relationship" || !ok {
			return nil
		}
		target := attribute(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		if f := byName[strings.ToLower(strings.TrimPrefix(target, "/"))]; f != nil {
			p.files[name] = f
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if f := byName["xl/sharedstrings.xml"]; f != nil {
		err = p.readShared(f)
	}
	return p, err
}

func (p *parts) readShared(f *zip.File) error {
	size := 0
	return tokens(f, func(d *pieces, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := textIn(d, "si")
		if size += len(s) + 16; size > maxShared {
			return errWorkbook
		}
		p.shared = append(p.shared, s)
		return err
	})
}

// longestToken bounds one piece of XML: a text of a cell has at most 32,767 characters.
const longestToken = 1 << 20

// pieces reads XML piece by piece and ends where one piece is too long to be kept.
type pieces struct {
	d    *xml.Decoder
	from io.Reader
	left int
}

func (p *pieces) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, errWorkbook
	}
	n, err := p.from.Read(b)
	p.left -= n
	return n, err
}

func (p *pieces) next() (xml.Token, error) {
	p.left = longestToken
	return p.d.RawToken()
}

// tokens calls f for each element of a file.
func tokens(f *zip.File, call func(*pieces, xml.StartElement) error) error {
	if f == nil {
		return errWorkbook
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: unpack %s: %w", errWorkbook, f.Name, err)
	}
	defer r.Close()
	d := &pieces{from: r}
	d.d = xml.NewDecoder(bufio.NewReaderSize(d, 64<<10))
	for {
		t, err := d.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %w", errWorkbook, f.Name, err)
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := call(d, e); err != nil {
				return err
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// textIn gathers the texts (elements t) up to the end of the element named end, without phonetic hints.
func textIn(d *pieces, end string) (string, error) {
	var b strings.Builder
	in, hint := false, false
	for {
		t, err := d.next()
		if err != nil {
			return "", fmt.Errorf("%w: text: %w", errWorkbook, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			in = t.Name.Local == "t"
			hint = hint || t.Name.Local == "rPh"
		case xml.EndElement:
			in = false
			if t.Name.Local == "rPh" {
				hint = false
			}
			if t.Name.Local == end {
				return b.String(), nil
			}
		case xml.CharData:
			if in && !hint {
				b.Write(t)
			}
		}
	}
}

// readRows hands each row of a sheet that has cells to f: its number and the stored values by column. The slice is
// used again for the next row.
func (p *parts) readRows(sheet string, f func(row int, cells []string) error) error {
	row, last := 0, 0
	var cells []string
	flush := func() error {
		if row == 0 || len(cells) == 0 {
			return nil
		}
		return f(row, cells)
	}
	err := tokens(p.files[sheet], func(d *pieces, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			if err := flush(); err != nil {
				return err
			}
			cells = cells[:0]
			row = last + 1
			if n, err := strconv.Atoi(attribute(e, "r")); err == nil {
				row = n
			}
			if row <= last || row > maxRows {
				return errWorkbook
			}
			last = row
		case "c":
			value, err := p.cell(d, attribute(e, "t"))
			if err != nil {
				return err
			}
			return setAt(&cells, attribute(e, "r"), value)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// maxColumns is what a sheet can have; beyond readColumns there is nothing that we know.
const maxColumns, readColumns = 16_384, 1_024

// setAt puts a value where its reference ("AB12") says, or after the last one when it has none.
func setAt(cells *[]string, ref, value string) error {
	at := len(*cells)
	if ref != "" {
		n := 0
		for _, r := range ref {
			if r < 'A' || r > 'Z' {
				break
			}
			if n = n*26 + int(r-'A') + 1; n > maxColumns {
				return errWorkbook
			}
		}
		at = n - 1
	}
	if at < 0 || at >= maxColumns {
		return errWorkbook
	}
	if at >= readColumns {
		return nil
	}
	for len(*cells) <= at {
		*cells = append(*cells, "")
	}
	(*cells)[at] = value
	return nil
}

// cell reads the value of a cell of type kind, up to its end.
func (p *parts) cell(d *pieces, kind string) (string, error) {
	value, in := "", false
	for {
		t, err := d.next()
		if err != nil {
			return "", fmt.Errorf("%w: cell: %w", errWorkbook, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "is" {
				if value, err = textIn(d, "is"); err != nil {
					return "", err
				}
			}
			in = t.Name.Local == "v"
		case xml.CharData:
			if in {
				value += string(t)
			}
		case xml.EndElement:
			in = false
			if t.Name.Local == "c" {
				return p.stored(value, kind)
			}
		}
	}
}

func (p *parts) stored(value, kind string) (string, error) {
	if kind != "s" || value == "" {
		return value, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n >= len(p.shared) {
		return "", errWorkbook
	}
	return p.shared[n], nil
}
