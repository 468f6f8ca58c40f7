package rules

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"bienche/internal/day"
)

// The example of docs/domains/rules.md, done as it says.
func TestTheGuideOfTheJuristWorks(t *testing.T) {
	text, err := os.ReadFile("../docs/domains/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(text), "   ```yaml\n")
	if len(parts) != 3 {
		t.Fatalf("%d examples in the guide, want 2", len(parts)-1)
	}
	example := func(i int) string {
		block, _, _ := strings.Cut(parts[i], "   ```\n")
		return strings.ReplaceAll("\n"+block, "\n   ", "\n")
	}
	tree := fstest.MapFS{}
	names, _ := fs.Glob(files, "*/*.yaml")
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		switch name {
		case "documents/pay.yaml":
			b = append(b, example(1)...)
		case "pay/base_salary.yaml":
			b = append(b, example(2)...)
		}
		tree[name] = &fstest.MapFile{Data: b}
	}
	book, err := LoadFrom(tree)
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]string{"2027-06-30": "2530000", "2027-07-01": "2800000"} {
		if got, err := book.Decimal("pay.base_salary", day.MustParse(on)); err != nil || got.String() != want {
			t.Errorf("%s: %s, %v, want %s", on, got, err, want)
		}
	}
	if d, _ := book.Document("161/2026/NĐ-CP"); d.InForce(day.Of(2027, 7, 1)) || len(d.ReplacedBy) != 1 {
		t.Errorf("the document replaced: %+v", d)
	}
}
