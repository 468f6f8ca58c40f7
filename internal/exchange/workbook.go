package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"bienche/internal/fault"
)

// Limits on a workbook, looked at before anything is unpacked.
const (
	MaxFile     = 100 << 20 // bytes, as sent; a province with all its history has 52 MB
	maxUnpacked = 2 << 30
	maxEntries  = 2_000
	maxRatio    = 200       // unpacked bytes for each byte of a large entry
	largeEntry  = 1 << 20   // below this the ratio does not matter
	maxRows     = 1_048_576 // what a sheet can have
)

// workbook is an xlsx file that may be read.
type workbook struct {
	*parts
	rows int64 // of the sheets that are read, for progress
}

// openWorkbook checks the file and opens it. It refuses with BAD_INPUT what is not a plain xlsx workbook: too large,
// packed too densely, with macros, links to other files or embedded objects.
func openWorkbook(content []byte) (*workbook, error) {
	if len(content) > MaxFile {
		return nil, badFile("exchange.file_too_large")
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, badFile("exchange.not_xlsx")
	}
	if err := checkEntries(z); err != nil {
		return nil, err
	}
	p, err := openParts(z)
	switch {
	case err != nil:
		return nil, badFile("exchange.not_xlsx")
	case p.epoch == "1" || p.epoch == "true":
		return nil, badFile("exchange.file_1904")
	}
	return &workbook{parts: p}, nil
}

func badFile(key string) error {
	return fault.Bad("file", key, fault.Args{"max": int64(MaxFile >> 20)})
}

// checkEntries looks at the table of contents alone.
func checkEntries(z *zip.Reader) error {
	if len(z.File) > maxEntries {
		return badFile("exchange.file_too_dense")
	}
	var total uint64
	seen := map[string]bool{}
	found := false
	for _, e := range z.File {
		name := strings.ToLower(e.Name)
		switch {
		case strings.Contains(name, `\`), strings.HasPrefix(name, "/"), path.Clean(name) != strings.TrimSuffix(name, "/"),
			strings.HasPrefix(path.Clean(name), ".."), seen[name]:
			return badFile("exchange.not_xlsx")
		case strings.HasSuffix(name, "vbaproject.bin"), strings.Contains(name, "/macrosheets/"):
			return badFile("exchange.file_macro")
		case strings.Contains(name, "externallinks/"), strings.Contains(name, "/embeddings/"), strings.Contains(name, "/activex/"):
			return badFile("exchange.file_links")
		}
		seen[name] = true
		found = found || name == "xl/workbook.xml"
		total += e.UncompressedSize64
		if total > maxUnpacked || (e.UncompressedSize64 > largeEntry && e.UncompressedSize64/max(e.CompressedSize64, 1) > maxRatio) {
			return badFile("exchange.file_too_dense")
		}
	}
	if !found {
		return badFile("exchange.not_xlsx")
	}
	return nil
}

// countRows counts the rows of the sheets of a kind without taking them apart, for progress. archive/zip refuses entries
// that unpack to more than the table of contents says.
func (w *workbook) countRows(k Kind) error {
	for _, s := range k.sheets() {
		for _, name := range w.find(s) {
			n, err := countIn(w.files[name], "<row ")
			if err != nil {
				return badFile("exchange.not_xlsx")
			}
			w.rows += n
		}
	}
	return nil
}

// countIn counts how often word stands in an entry, also across the borders of what is read at once.
func countIn(e *zip.File, word string) (int64, error) {
	if e == nil {
		return 0, errWorkbook
	}
	r, err := e.Open()
	if err != nil {
		return 0, fmt.Errorf("unpack %s: %w", e.Name, err)
	}
	defer r.Close()
	var n int64
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		got, err := r.Read(buf[kept:])
		n += int64(bytes.Count(buf[:kept+got], []byte(word)))
		end := min(kept+got, len(word)-1)
		copy(buf, buf[kept+got-end:kept+got])
		kept = end
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return 0, fmt.Errorf("unpack %s: %w", e.Name, err)
		}
	}
}

// find gives the names of the workbook's sheets for s: by its name in either language, numbered where one sheet was
// not enough ("Quá trình", "Quá trình 2"), or the only sheet there is.
func (w *workbook) find(s sheet) []string {
	var found []string
	for _, n := range w.sheets {
		if f := strings.TrimRight(folded(n), "0123456789"); f == folded(s.name("vi")) || f == folded(s.name("en")) {
			found = append(found, n)
		}
	}
	if len(found) == 0 && len(w.sheets) == 1 && !s.optional() {
		return w.sheets
	}
	return found
}
