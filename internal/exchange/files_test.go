package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bienche/internal/fault"
)

// pack makes a zip file of names and contents.
func pack(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// raw is the least that makes a workbook of one sheet, whose rows are given as XML.
func raw(rows string, more map[string]string) map[string]string {
	files := map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"xl/workbook.xml":            `<workbook xmlns:r="x"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	for k, v := range more {
		files[k] = v
	}
	return files
}

func TestFilesThatAreNotPlainWorkbooksAreRefusedBeforeTheyAreUnpacked(t *testing.T) {
	for _, c := range []struct {
		name, key string
		content   []byte
	}{
		{"nothing at all", "exchange.not_xlsx", nil},
		{"a text", "exchange.not_xlsx", []byte("Họ và tên;Ngày sinh")},
		{"a zip file without a workbook", "exchange.not_xlsx", pack(t, map[string]string{"a.txt": "a"})},
		{"a workbook with macros", "exchange.file_macro", pack(t, raw("", map[string]string{"xl/vbaProject.bin": "x"}))},
		{"a workbook that links to others", "exchange.file_links", pack(t, raw("", map[string]string{"xl/externalLinks/externalLink1.xml": "x"}))},
		{"a workbook with an embedded object", "exchange.file_links", pack(t, raw("", map[string]string{"xl/embeddings/oleObject1.bin": "x"}))},
		{"a path out of the folder", "exchange.not_xlsx", pack(t, raw("", map[string]string{"../../etc/passwd": "x"}))},
		{"an absolute path", "exchange.not_xlsx", pack(t, raw("", map[string]string{"/etc/passwd": "x"}))},
		{"a bomb", "exchange.file_too_dense", pack(t, raw("", map[string]string{"xl/media/big.xml": strings.Repeat("0", 20<<20)}))},
		{"too many entries", "exchange.file_too_dense", pack(t, manyFiles())},
		{"a broken sheet", "exchange.not_xlsx", pack(t, raw("<row><c><v>1</c></row", nil))},
		{"a text that is not there", "exchange.not_xlsx", pack(t, raw(`<row r="1"><c r="A1" t="s"><v>7</v></c></row>`, nil))},
		{"rows that go back", "exchange.not_xlsx", pack(t, raw(`<row r="2"><c r="A2"><v>7</v></c></row><row r="1"/>`, nil))},
		{"a column that no sheet has", "exchange.not_xlsx", pack(t, raw(`<row r="1"><c r="ZZZZZ1"><v>7</v></c></row>`, nil))},
		{"a text without end", "exchange.not_xlsx", pack(t, raw(`<row r="1"><c r="A1" t="inlineStr"><is><t>`+noise(3<<20)+`</t></is></c></row>`, nil))},
		{"days counted from 1904", "exchange.file_1904", pack(t, raw("", map[string]string{
			"xl/workbook.xml": `<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets/></workbook>`}))},
		{"more bytes than may be sent", "exchange.file_too_large", make([]byte, MaxFile+1)},
	} {
		w, err := openWorkbook(c.content)
		if err == nil {
			t1 := &table{sheet: unitSheet(), name: "Sheet1", found: &mistakes{}}
			err = readTable(w, t1, func(*line) error { return nil })
		}
		if !errors.Is(err, fault.New(fault.BadInput, c.key)) {
			t.Errorf("%s: %v, want %s", c.name, err, c.key)
		}
	}
}

// noise is a text that does not pack well.
func noise(n int) string {
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = 'a' + byte(x>>24)%26
	}
	return string(b)
}

func manyFiles() map[string]string {
	files := raw("", nil)
	for i := range maxEntries {
		files["xl/media/"+letter(i)] = ""
	}
	return files
}

func TestOddButHonestSheetsAreRead(t *testing.T) {
	cell := func(ref, s string) string {
		return `<c r="` + ref + `" t="inlineStr"><is><t>` + s + `</t></is></c>`
	}
	rows := `<row r="2">` + cell("B2", "DANH SÁCH ĐƠN VỊ") + `</row>` +
		// Titles in another order, case and spacing, one written decomposed; columns empty between them.
		`<row r="4">` + cell("B4", "  tên ĐƠN   vị ") + cell("D4", "Ma\u0303 đơn vị") + cell("E4", "Loại đơn vị") + cell("F4", "Cấp") +
		cell("G4", "Từ ngày") + cell("H4", "Ghi chú") + `</row>` +
		`<row r="5"><c r="B5" t="s"><v>0</v></c>` + cell("D5", "T001") + cell("E5", "PROVINCE") + cell("F5", "Cấp tỉnh") + `<c r="G5"><v>38353</v></c></row>` +
		`<row r="6"/><row r="7"><c r="B7"/>` + cell("D7", "   ") + `</row>`
	w, err := openWorkbook(pack(t, raw(rows, map[string]string{
		"xl/sharedStrings.xml": `<sst><si><r><t>Tỉnh </t></r><r><t>Mẫu</t></r><rPh><t>x</t></rPh></si></sst>`})))
	if err != nil {
		t.Fatal(err)
	}
	t1 := &table{sheet: unitSheet(), name: "Sheet1", found: &mistakes{}, words: vocabularies{}}
	var got []string
	err = readTable(w, t1, func(l *line) error {
		got = append(got, l.cell("unit_code"), l.cell("unit_name"), l.day("valid_from").String(), l.cell("short_name"))
		return nil
	})
	if err != nil || strings.Join(got, "|") != "T001|Tỉnh Mẫu|2005-01-01|" {
		t.Errorf("read %q, %v", got, err)
	}
	if len(t1.found.errors) != 0 || len(t1.found.warnings) != 1 || t1.found.warnings[0].Column != "H" || t1.found.warnings[0].Row != 4 {
		t.Errorf("noted %+v", t1.found)
	}
}

func TestTitlesThatAreMissingOrDoubledAreSaid(t *testing.T) {
	p := newPlace(t)
	for _, c := range []struct {
		name   string
		titles []any
		want   []string
	}{
		{"two are missing", []any{"Mã đơn vị", "Tên đơn vị", "Loại đơn vị"}, []string{"exchange.title_missing", "exchange.title_missing"}},
		{"one stands twice", []any{"Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Cấp", "Từ ngày", "mã ĐƠN VỊ"}, []string{"exchange.title_twice"}},
		{"there are none", []any{"a", "b"}, []string{"exchange.no_titles"}},
	} {
		f := excelize.NewFile()
		p.must(f.SetSheetRow("Sheet1", "A1", &c.titles))
		p.must(f.SetSheetRow("Sheet1", "A2", &[]any{"x"}))
		b, err := f.WriteToBuffer()
		p.must(err)
		out := p.load(Units, b.Bytes(), false)
		var keys []string
		for _, m := range out.Errors {
			keys = append(keys, m.Key)
		}
		if strings.Join(keys, " ") != strings.Join(c.want, " ") {
			t.Errorf("%s: %v", c.name, keys)
		}
	}
}

func TestTemplatesHaveTheTitlesThatImportsKnowAndListsToChooseFrom(t *testing.T) {
	p := newPlace(t)
	for _, kind := range []Kind{Units, Quotas, Staff} {
		b, err := p.Template(kind)
		p.must(err)
		if out := p.load(kind, b, true); out.Refused() || len(out.Warnings) > 0 || out.Rows != 0 {
			t.Errorf("%s: an empty template gives %+v", kind, out)
		}
		f, err := excelize.OpenReader(bytes.NewReader(b))
		p.must(err)
		for _, s := range kind.sheets() {
			seen := map[string]bool{}
			choices := 0
			for _, c := range s.columns {
				for _, lang := range []string{"vi", "en"} {
					title := lang + folded(c.title(lang))
					if seen[title] || c.title(lang) == "exchange.col."+c.key {
						t.Errorf("%s: the title of %s is missing or stands twice", s.key, c.key)
					}
					seen[title] = true
				}
				if help := fault.Text("vi", "exchange.help."+c.key, nil); strings.HasPrefix(help, "exchange.") {
					t.Errorf("%s is not explained", c.key)
				}
				if c.form == choice {
					choices++
				}
			}
			lists, err := f.GetDataValidations(s.name("vi"))
			p.must(err)
			if len(lists) != choices {
				t.Errorf("%s offers %d lists for %d columns of choices", s.key, len(lists), choices)
			}
		}
	}
}
