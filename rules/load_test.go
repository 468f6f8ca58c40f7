package rules

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// The files of a small law that the loader takes; each test spoils one of them.
var good = map[string]string{
	"documents/issuers.yaml": `issuers: { CP: { vi: Chính phủ, en: Government } }
`,
	"documents/trial.yaml": `documents:
  - { number: 1/2015, title: { vi: Một, en: One }, kind: DECREE, issuer: CP, issued: 2014-12-01, from: 2015-01-01, confidence: OFFICIAL_TEXT }
  - { number: 2/2020, title: { vi: Hai, en: Two }, kind: DECREE, issuer: CP, from: 2020-02-01, applies_from: 2020-01-01, replaces: [1/2015], confidence: SECONDARY }
  - { number: 3/2021, title: { vi: Ba, en: Three }, kind: CIRCULAR, issuer: CP, from: 2021-01-01, amends: [2/2020], repeals: [{ document: 2/2020, at: Điều 9 }], confidence: UNVERIFIED, note: Ngày chưa rõ. }
`,
	"trial/term.yaml": `label: { vi: Thử, en: Trial }
unit: months
values:
  - { from: 2015-01-01, to: 2016-01-01, value: 12, cite: { document: 1/2015, at: Điều 1 }, confidence: OFFICIAL_TEXT }
  - { from: 2020-01-01, value: 24.5, cite: { document: 2/2020, at: Điều 2 }, confidence: SECONDARY }
`,
	"trial/several.yaml": `parameters:
  way:
    label: { vi: Cách tính, en: Way }
    unit: choice
    options: { UP: { vi: Lên, en: Up }, DOWN: { vi: Xuống, en: Down } }
    values:
      - from: 2015-01-01
        choice: UP
        cite: { document: 1/2015, at: Điều 3 }
        confidence: LOCAL_CHOICE
        note: Không rõ cách làm tròn.
        alternatives:
          - { choice: DOWN, note: Cách đọc khác. }
  limit:
    label: { vi: Giới hạn, en: Limit }
    unit: VND
    values:
      - { from: 2015-01-01, value: 1, alternatives: [{ value: 1000, cite: { document: 2/2020, at: Điều 4 } }], cite: { document: 1/2015, at: Điều 4 }, confidence: SECONDARY }
  steps:
    label: { vi: Bảng, en: Table }
    unit: coefficient
    names: { low: { vi: thấp, en: low } }
    values:
      - from: 2015-01-01
        cite: { document: 1/2015, at: Điều 5 }
        confidence: OFFICIAL_TEXT
        table:
          - { key: A, low: 1.5, high: 2 }
          - { key: B, low: 3, high: 4 }
`,
	"trial/kinds.yaml": `label: { vi: Loại, en: Kinds }
attributes: [level]
entries:
  - { code: ONE, vi: Một, en: One, level: "1", from: 2015-01-01, cite: { document: 1/2015, at: Điều 6 }, confidence: OFFICIAL_TEXT }
`,
}

// spoiled is the small law with old replaced by new in one of its files.
func spoiled(t *testing.T, name, old, new string) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	for n, text := range good {
		if n == name {
			if !strings.Contains(text, old) {
				t.Fatalf("%s has no %q", name, old)
			}
			text = strings.Replace(text, old, new, 1)
		}
		tree[n] = &fstest.MapFile{Data: []byte(text)}
	}
	return tree
}

func trial(t *testing.T) *Book {
	t.Helper()
	b, err := LoadFrom(spoiled(t, "", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheLoaderRefusesLawItCannotTrust(t *testing.T) {
	const documents, term, several, kinds = "documents/trial.yaml", "trial/term.yaml", "trial/several.yaml", "trial/kinds.yaml"
	tests := []struct{ name, file, old, new, want string }{
		{"a value without a document", term, "document: 1/2015, ", "", "trial.term: from 2015-01-01: a citation"},
		{"a value without a place in the document", term, "{ document: 2/2020, at: Điều 2 }", "{ document: 2/2020 }", "trial.term: from 2020-01-01: a citation"},
		{"a value of a document unknown", term, "1/2015", "9/2015", `trial.term: from 2015-01-01: the document "9/2015" is not in the register`},
		{"a value on the eve of its document", term, "from: 2015-01-01", "from: 2014-12-31", `trial.term: from 2014-12-31: the document "1/2015" counts from 2015-01-01 only`},
		{"a value on the eve of the day its document applies from", term, "from: 2020-01-01", "from: 2019-12-31", `from 2019-12-31: the document "2/2020" counts from 2020-01-01 only`},
		{"an entry of a document unknown", kinds, "1/2015", "9/2015", `trial.kinds ONE: from 2015-01-01: the document "9/2015"`},
		{"an unknown confidence", term, "SECONDARY", "SURE", "unknown confidence"},
		{"an unknown unit", term, "unit: months", "unit: moons", "unknown unit"},
		{"values out of order", term, "from: 2020-01-01", "from: 2014-01-01", "out of order"},
		{"two values from one day", term, "from: 2020-01-01", "from: 2015-01-01", "out of order"},
		{"overlapping values", term, "to: 2016-01-01", "to: 2020-01-02", "after the next begins"},
		{"a value that ends before it begins", term, "to: 2016-01-01", "to: 2014-01-01", "before it begins"},
		{"a value without a first day", term, "from: 2020-01-01, ", "", "out of order"},
		{"a label in one language", term, ", en: Trial", "", "trial.term: label"},
		{"an unverified value without a note", term, "SECONDARY", "UNVERIFIED", "note"},
		{"a misspelt field", term, "unit:", "untis:", "field untis not found"},
		{"a key given twice", term, "unit: months", "unit: months\nunit: years", "already"},
		{"a number that is none", term, "24.5", "many", "decimal"},
		{"a value without a number", term, "value: 24.5, ", "", "from 2020-01-01: a value is a number or a table"},
		{"a second document in the file", term, "values:", "---\nvalues:", "second YAML document"},
		{"values beside entries", kinds, "entries:", "values: [{ from: 2015-01-01 }]\nentries:", "not several of them"},
		{"a number where a choice is needed", several, "choice: UP", "value: 1", "has a choice"},
		{"a choice that is no option", several, "choice: UP", "choice: AWAY", `trial.several.way: from 2015-01-01: "AWAY" is no option`},
		{"an option in one language", several, ", en: Down", "", `alternative 1: "DOWN" is no option`},
		{"options of a quantity", term, "unit: months", "unit: months\noptions: { UP: { vi: Lên, en: Up } }", "has options"},
		{"an alternative that is no option", several, "choice: DOWN", "choice: AWAY", `alternative 1: "AWAY" is no option`},
		{"an alternative that says the same", several, "choice: DOWN", "choice: UP", "alternative 1: it says what the value"},
		{"an alternative without a word on who reads it so", several, ", note: Cách đọc khác.", "", "alternative 1: a note or a citation"},
		{"an alternative of a document unknown", several, "document: 2/2020", "document: 9/2020", `alternative 1: the document "9/2020"`},
		{"a choice as the alternative of a number", several, "value: 1000", "choice: UP", "no number beside a number"},
		{"a row without a key", several, "key: B, ", "", "has no key"},
		{"a row without cells", several, "key: B, low: 3, high: 4", "key: B", "no cells"},
		{"a row twice", several, "key: B", "key: A", `the row "A" twice`},
		{"an empty cell", several, "high: 4", "high: ", `the row "B" has an empty "high"`},
		{"a name in one language", several, ", en: low", "", `the name of "low" is needed`},
		{"a name of nothing", several, "names: { low:", "names: { middle:", `names has "middle"`},
		{"an entry without an attribute", kinds, `level: "1", `, "", `attribute "level" is missing`},
		{"an entry with an attribute unknown", kinds, `level: "1"`, `level: "1", colour: red`, `unknown attribute "colour"`},
		{"a document twice", documents, "number: 2/2020", "number: 1/2015", "stands in the register twice"},
		{"a document without a title in English", documents, ", en: Two", "", `2/2020: a title`},
		{"a document of an unknown kind", documents, "kind: CIRCULAR", "kind: POEM", "unknown kind"},
		{"a document of an unknown issuer", documents, "issuer: CP", "issuer: QH", "unknown issuer"},
		{"a document without a day", documents, "from: 2015-01-01, ", "", "takes force is missing"},
		{"a document that ends before it begins", documents, "from: 2015-01-01", "from: 2015-01-01, to: 2014-01-01", "before it takes force"},
		{"a document in force before it is issued", documents, "issued: 2014-12-01", "issued: 2015-12-01", "before it is issued"},
		{"a document that applies from no earlier day", documents, "applies_from: 2020-01-01", "applies_from: 2020-02-01", "not before it takes force"},
		{"an unverified document without a note", documents, ", note: Ngày chưa rõ.", "", "note"},
		{"an amendment of a document unknown", documents, "amends: [2/2020]", "amends: [9/2020]", `3/2021: it amends, replaces or repeals "9/2020", which the register does not have`},
		{"a replacement of a document unknown", documents, "replaces: [1/2015]", "replaces: [9/2015]", `2/2020: it amends, replaces or repeals "9/2015"`},
		{"a replacement of a later document", documents, "replaces: [1/2015]", "replaces: [3/2021]", "takes force no earlier"},
		{"a repeal that does not say what", documents, ", at: Điều 9", "", "without saying which"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := LoadFrom(spoiled(t, tt.file, tt.old, tt.new))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want an error with %q", err, tt.want)
			}
			if !strings.Contains(err.Error(), "rules/"+tt.file) {
				t.Errorf("%v does not name the file", err)
			}
		})
	}
}

func TestEveryFlawIsListed(t *testing.T) {
	tree := spoiled(t, "trial/term.yaml", "SECONDARY", "SURE")
	tree["trial/several.yaml"].Data = []byte(strings.ReplaceAll(good["trial/several.yaml"], "choice: UP", "choice: AWAY"))
	if _, flaws := Flaws(tree); len(flaws) != 2 {
		t.Errorf("got %d flaws: %v", len(flaws), flaws)
	}
	if _, flaws := Flaws(files); len(flaws) != 0 {
		t.Errorf("the law of the program: %v", flaws)
	}
}

func TestAFlawIsToldInTheReadersLanguage(t *testing.T) {
	for _, tt := range []struct{ name, file, old, new, vi, en string }{
		{"a document unknown", "trial/term.yaml", "1/2015", "9/2015",
			`rules/trial/term.yaml: trial.term: từ ngày 01/01/2015: văn bản "9/2015" không có trong danh mục văn bản (rules/documents)`,
			`rules/trial/term.yaml: trial.term: from 2015-01-01: the document "9/2015" is not in the register (rules/documents)`},
		{"an alternative", "trial/several.yaml", "choice: DOWN", "choice: UP",
			"rules/trial/several.yaml: trial.several.way: từ ngày 01/01/2015: cách hiểu khác thứ 1: trùng với giá trị hoặc với cách hiểu khác",
			"rules/trial/several.yaml: trial.several.way: from 2015-01-01: alternative 1: it says what the value or another alternative says"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, flaws := Flaws(spoiled(t, tt.file, tt.old, tt.new))
			if len(flaws) != 1 || flaws[0].In("vi") != tt.vi || flaws[0].In("en") != tt.en {
				t.Errorf("got %v", flaws)
			}
		})
	}
}

func TestDocumentsKnowOneAnother(t *testing.T) {
	b := trial(t)
	one, _ := b.Document("1/2015")
	two, _ := b.Document("2/2020")
	if got := one.ReplacedBy; len(got) != 1 || got[0] != "2/2020" || one.To != two.From {
		t.Errorf("the first is replaced by %v and ends %s", got, one.To)
	}
	if len(two.AmendedBy) != 1 || len(two.RepealedBy) != 1 || two.RepealedBy[0] != (Repeal{"3/2021", "Điều 9"}) || !two.To.IsForever() {
		t.Errorf("the second: %+v", two)
	}
	for _, tt := range []struct {
		name, number, on string
		want             bool
	}{
		{"eve of its force", "2/2020", "2020-01-31", false}, {"first day of its force", "2/2020", "2020-02-01", true},
		{"last day before it is replaced", "1/2015", "2020-01-31", true}, {"the day it is replaced", "1/2015", "2020-02-01", false},
	} {
		if d, _ := b.Document(tt.number); d.InForce(day.MustParse(tt.on)) != tt.want {
			t.Errorf("%s: want %v", tt.name, tt.want)
		}
	}
	if all := b.Documents(); len(all) != 3 || all[0] != one || all[2].Issuer.EN != "Government" {
		t.Errorf("all documents: %v", all)
	}
	if got := strings.Join(b.CitedBy("2/2020"), " "); got != "trial.several.limit trial.term" {
		t.Errorf("the second is cited by %s", got)
	}
}

func TestAParameterIsReadByDay(t *testing.T) {
	b := trial(t)
	tests := []struct{ name, on, want, refusal string }{
		{"eve of the first value", "2014-12-31", "", "NOT_COVERED: No rule is loaded for 2014-12-31: Trial. Nearest covered days: 2015-01-01 to 2015-12-31."},
		{"first day of the first value", "2015-01-01", "12", ""},
		{"last day of the first value", "2015-12-31", "12", ""},
		{"a gap between two values", "2019-12-31", "", "NOT_COVERED: No rule is loaded for 2019-12-31: Trial. Rules are loaded from 2020-01-01 on."},
		{"first day of the second value", "2020-01-01", "24.5", ""},
		{"long after", "2099-01-01", "24.5", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := b.Decimal("trial.term", day.MustParse(tt.on))
			if tt.refusal != "" {
				if fault.CodeOf(err) != fault.NotCovered || err.Error() != tt.refusal {
					t.Errorf("got %v, want %s", err, tt.refusal)
				}
				return
			}
			if err != nil || !got.Equal(decimal.RequireFromString(tt.want)) {
				t.Errorf("got %v, %v, want %s", got, err, tt.want)
			}
		})
	}
	if _, err := b.Decimal("trial.none", day.Of(2020, 1, 1)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("an unknown parameter: %v", err)
	}
}
