package rules

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// openLaw is a small law that leaves some matters open: a way of counting, a limit through three values, and a term that is
// not open at all.
const openLaw = `parameters:
  way:
    label: { vi: Cách tính, en: Way }
    unit: choice
    options: { UP: { vi: Lên, en: Up }, DOWN: { vi: Xuống, en: Down }, NEAREST: { vi: Gần nhất, en: Nearest } }
    values:
      - from: 2015-01-01
        choice: UP
        cite: { document: 1/2015, at: Điều 3 }
        confidence: LOCAL_CHOICE
        note: Không rõ cách làm tròn.
        alternatives: [ { choice: NEAREST, cite: { document: 2/2020, at: Điều 7 } }, { choice: DOWN, note: Cách đọc khác. } ]
  limit:
    label: { vi: Giới hạn, en: Limit }
    unit: VND
    values:
      - { from: 2015-01-01, value: 1, alternatives: [{ value: 1000, note: Nghìn. }], cite: { document: 1/2015, at: Điều 4 }, confidence: SECONDARY }
      - { from: 2016-01-01, value: 2, cite: { document: 1/2015, at: Điều 4 }, confidence: SECONDARY }
      - { from: 2017-01-01, value: 3, alternatives: [{ value: 1000.0, note: Nghìn. }, { value: 500, note: Năm trăm. }], cite: { document: 1/2015, at: Điều 4 }, confidence: SECONDARY }
  term:
    label: { vi: Thời hạn, en: Term }
    unit: months
    values: [ { from: 2015-01-01, value: 12, cite: { document: 1/2015, at: Điều 1 }, confidence: OFFICIAL_TEXT } ]
`

func openBook(t *testing.T) *Book {
	t.Helper()
	tree := spoiled(t, "", "", "")
	tree["trial/open.yaml"] = tree["trial/term.yaml"]
	delete(tree, "trial/term.yaml")
	file := *tree["trial/open.yaml"]
	file.Data = []byte(openLaw)
	tree["trial/open.yaml"] = &file
	b, err := LoadFrom(tree)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// reading is a computation that reads parameters on days ("way 2015-01-01") and says what it read.
func reading(places ...string) func(*Work) (string, error) {
	return func(w *Work) (string, error) {
		var said []string
		for _, p := range places {
			name, on, _ := strings.Cut(p, " ")
			v, err := w.On("trial.open."+name, day.MustParse(on))
			if err != nil {
				return "", err
			}
			said = append(said, v.plain())
		}
		return strings.Join(said, " "), nil
	}
}

// told are the alternatives of a computation, one a line: the parameter, what is put in place of what, and what comes out.
func told(t *testing.T, w *Work, run func(*Work) (string, error)) string {
	t.Helper()
	if _, err := run(w); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, o := range Alternatives(w, run) {
		as := Value{Number: o.Alternative.Number, Choice: o.Alternative.Choice}
		lines = append(lines, fmt.Sprintf("%s %s for %s: %s", strings.TrimPrefix(o.Parameter.ID, "trial.open."), as.plain(), o.Taken.plain(), o.Result))
	}
	return strings.Join(lines, "\n")
}

// local are choices for days from one on.
type local struct {
	id    string
	from  day.Day
	value Value
}

func (c local) Choice(id string, on day.Day) (Value, bool) {
	return c.value, id == c.id && !on.Before(c.from)
}

func TestWhatIsOpenIsReadTheOtherWaysToo(t *testing.T) {
	ten := local{"trial.open.term", dayOne, Value{Number: decimal.NewFromInt(10), Alternatives: []Alternative{{Number: decimal.NewFromInt(12), Cite: Cite{"1/2015", "Điều 1"}}}}}
	down := local{"trial.open.way", day.Of(2016, 1, 1), Value{Choice: "DOWN", Alternatives: []Alternative{{Choice: "UP"}, {Choice: "NEAREST"}}}}
	tests := []struct {
		name    string
		choices Choices
		reads   []string
		want    []string
	}{
		{"nothing is open in what was read", nil, []string{"term 2015-01-01", "limit 2016-05-01"}, nil},
		{"each alternative of a value, as the law names them", nil, []string{"way 2015-01-01"},
			[]string{"way NEAREST for UP: NEAREST", "way DOWN for UP: DOWN"}},
		{"parameters in the order of reading, one at a time", nil, []string{"limit 2015-01-01", "way 2015-01-01", "term 2015-01-01"},
			[]string{"limit 1000 for 1: 1000 UP 12", "way NEAREST for UP: 1 NEAREST 12", "way DOWN for UP: 1 DOWN 12"}},
		{"several days of one value are one alternative", nil, []string{"limit 2015-01-01", "limit 2015-02-01", "limit 2015-03-01"},
			[]string{"limit 1000 for 1: 1000 1000 1000"}},
		{"an alternative holds on the days whose value names it and on no other", nil, []string{"limit 2015-06-01", "limit 2016-06-01", "limit 2017-06-01"},
			[]string{"limit 1000 for 1: 1000 2 1000", "limit 500 for 3: 1 2 500"}},
		{"what the law says is the alternative to a local choice", ten, []string{"term 2015-01-01", "limit 2016-01-01"},
			[]string{"term 12 for 10: 12 2"}},
		{"a local choice of another parameter stays", ten, []string{"way 2015-01-01", "term 2015-01-01"},
			[]string{"way NEAREST for UP: NEAREST 10", "way DOWN for UP: DOWN 10", "term 12 for 10: UP 12"}},
		{"a local choice that begins later", down, []string{"way 2015-06-01", "way 2016-06-01"},
			[]string{"way NEAREST for UP: NEAREST NEAREST", "way DOWN for UP: DOWN DOWN", "way UP for DOWN: UP UP"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := openBook(t)
			want := strings.Join(tt.want, "\n")
			for range 3 {
				if got := told(t, b.Begin(tt.choices), reading(tt.reads...)); got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			}
		})
	}
}

func TestARefusalUnderAnAlternativeIsItsOutcome(t *testing.T) {
	w := openBook(t).Begin(nil)
	run := func(w *Work) (string, error) {
		way, source, err := w.Choice("trial.open.way", dayOne)
		if way == "DOWN" {
			return "", fault.New(fault.RuleViolation, "rules.no_row").Citing(source.Cite.Source())
		}
		return way + " by " + source.Document + " " + string(source.Confidence), err
	}
	if _, err := run(w); err != nil {
		t.Fatal(err)
	}
	all := Alternatives(w, run)
	if len(all) != 2 || all[0].Result != "NEAREST by 2/2020 LOCAL_CHOICE" || all[0].Err != nil {
		t.Fatalf("got %+v", all)
	}
	f, ok := errors.AsType[*fault.Error](all[1].Err)
	if !ok || f.Sources[0].Document != "1/2015" {
		t.Errorf("an alternative that cites nothing is refused with %v", all[1].Err)
	}
}

func TestAlternativesAreBounded(t *testing.T) {
	many := Value{Number: decimal.NewFromInt(1)}
	for n := range 100 {
		many.Alternatives = append(many.Alternatives, Alternative{Number: decimal.NewFromInt(int64(n + 2))})
	}
	w := openBook(t).Begin(local{"trial.open.limit", dayOne, many})
	runs := 0
	run := func(w *Work) (int, error) { runs++; return w.book.Months("trial.open.term", dayOne) }
	if _, err := w.On("trial.open.limit", dayOne); err != nil {
		t.Fatal(err)
	}
	if all := Alternatives(w, run); len(all) != maxOthers || runs != maxOthers {
		t.Errorf("%d alternatives, %d runs", len(all), runs)
	}
}

func TestAStepNamesWhatWasReadSinceTheOneBefore(t *testing.T) {
	w := openBook(t).Begin(nil)
	read := func(places ...string) {
		if _, err := reading(places...)(w); err != nil {
			t.Fatal(err)
		}
	}
	step := func() { w.AddText(Text{}, Text{}, "x") }
	read("way 2015-01-01", "limit 2015-01-01", "limit 2016-01-01")
	step()
	step()
	read("limit 2015-01-01") // again
	step()
	read("way 2015-01-01")
	step()
	kept := len(w.Steps)
	read("term 2015-01-01")
	w.Back(kept - 1)
	if _, err := w.On("trial.open.nothing", dayOne); err == nil {
		t.Fatal("a parameter that is none was read")
	}
	step()
	var got []string
	for _, s := range w.Steps {
		got = append(got, strings.ReplaceAll(strings.Join(s.Parameters, " "), "trial.open.", ""))
	}
	if said := strings.Join(got, "; "); said != "way limit; ; limit; " {
		t.Errorf("the steps name %q", said)
	}
}
