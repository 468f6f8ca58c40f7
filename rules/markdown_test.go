package rules

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

var update = flag.Bool("update", false, "write docs/rules.md anew")

func TestTheListOfTheLawIsCurrent(t *testing.T) {
	const name = "../docs/rules.md"
	var now bytes.Buffer
	// Whatever figure the walk changes, this is about the files.
	b, err := LoadFrom(files)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Markdown(&now, "vi"); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(name, now.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(kept, now.Bytes()) {
		t.Errorf("docs/rules.md does not say what rules/ says (%v); run make law", err)
	}
}

func TestTheListSaysEverything(t *testing.T) {
	b := mustLoad(t)
	for lang, want := range map[string][]string{
		"vi": {"### `reduction.retirement_age.male`", "| 01/01/2025 | 31/12/2025 | 735 tháng | Điều 4 khoản 2, 135/2020/NĐ-CP | Đã đọc văn bản |", "2.340.000 đồng",
			"A1: chênh lệch giữa hai bậc 0,33; số tháng giữ bậc 36; hệ số bậc 1 2,34; số bậc 9", "được sửa đổi bởi 67/2025/NĐ-CP", "tính từ 01/01/2025"},
		"en": {"| 2025-01-01 | 2025-12-31 | 735 months |", "2,340,000 VND", "amended by 67/2025/NĐ-CP"},
	} {
		var out bytes.Buffer
		if err := b.Markdown(&out, lang); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s: no %q", lang, w)
			}
		}
		for _, d := range b.Documents() {
			if !strings.Contains(out.String(), "| "+d.Number+" |") {
				t.Errorf("%s: no document %s", lang, d.Number)
			}
		}
		if strings.Contains(out.String(), "rules.") && strings.Contains(out.String(), "rules.print.") {
			t.Errorf("%s: a message is missing", lang)
		}
	}
}

func TestAValueIsShownAsItIsRead(t *testing.T) {
	number := func(s string) Value { return Value{Number: decimal.RequireFromString(s)} }
	way := &Parameter{Unit: Choice, Options: map[string]Label{"UP": {"Lên", "Up"}}}
	tests := []struct {
		name   string
		p      *Parameter
		v      Value
		vi, en string
	}{
		{"money", &Parameter{Unit: Dong}, number("2340000"), "2.340.000 đồng", "2,340,000 VND"},
		{"a share of a hundred", &Parameter{Unit: Share}, number("0.125"), "12,5 %", "12.5 %"},
		{"half a month", &Parameter{Unit: Months}, number("1.5"), "1,5 tháng", "1.5 months"},
		{"a coefficient", &Parameter{Unit: Coefficient}, number("2.34"), "2,34", "2.34"},
		{"a negative number", &Parameter{Unit: Dong}, number("-1000"), "−1.000 đồng", "−1,000 VND"},
		{"a choice", way, Value{Choice: "UP"}, "Lên", "Up"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if vi, en := tt.p.Show(tt.v, "vi"), tt.p.Show(tt.v, "en"); vi != tt.vi || en != tt.en {
				t.Errorf("got %q and %q", vi, en)
			}
		})
	}
	for _, u := range []Unit{Months, Years, Days, WorkingDays, Count, Share, Coefficient, Dong, Points, Choice} {
		if strings.Contains(u.In("vi"), "rules.") {
			t.Errorf("the unit %s has no name", u)
		}
	}
}
