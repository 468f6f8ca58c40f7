package rules

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

var dayOne = day.Of(2015, 1, 1)

func TestReadersRefuseWhatIsNotOfTheirKind(t *testing.T) {
	tests := []struct {
		name string
		read func(w *Work) error
		want string
	}{
		{"a table read as a number", func(w *Work) error { _, _, err := w.Decimal("trial.several.steps", dayOne); return err }, "no number"},
		{"a choice read as a number", func(w *Work) error { _, _, err := w.Decimal("trial.several.way", dayOne); return err }, "no number"},
		{"a number read as a choice", func(w *Work) error { _, _, err := w.Choice("trial.term", dayOne); return err }, "no choice"},
		{"a number read as a table", func(w *Work) error { _, _, err := w.Table("trial.term", dayOne); return err }, "no table"},
		{"a row of a number", func(w *Work) error { _, _, err := w.Row("trial.term", "A", dayOne); return err }, "no table"},
		{"half a month read as whole months", func(w *Work) error { _, _, err := w.Whole("trial.term", day.Of(2020, 1, 1)); return err }, "not a whole number"},
		{"months read as a share", func(w *Work) error { _, _, err := w.Share("trial.term", dayOne); return err }, "no share"},
		{"money rounded to months", func(w *Work) error { _, _, err := w.Money(decimal.NewFromInt(5), "trial.term", dayOne); return err }, "no amount to round to"},
		{"a row that the table has not", func(w *Work) error { _, _, err := w.Row("trial.several.steps", "C", dayOne); return err }, `no row "C"`},
		{"an unknown parameter", func(w *Work) error { _, _, err := w.Whole("trial.none", dayOne); return err }, "NOT_FOUND"},
		{"a day not covered", func(w *Work) error { _, _, err := w.Table("trial.several.steps", day.Of(2014, 12, 31)); return err }, "NOT_COVERED"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.read(trial(t).Begin(nil)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestReadersGiveTheValueAndItsSource(t *testing.T) {
	w := trial(t).Begin(nil)
	months, source, err := w.Whole("trial.term", dayOne)
	if err != nil || months != 12 || source.At != "Điều 1" || source.Confidence != OfficialText {
		t.Errorf("months: %d, %+v, %v", months, source, err)
	}
	way, _, err := w.Choice("trial.several.way", dayOne)
	if err != nil || way != "UP" {
		t.Errorf("choice: %s, %v", way, err)
	}
	row, _, err := w.Row("trial.several.steps", "B", dayOne)
	if err != nil || !row.Cells["high"].Equal(decimal.NewFromInt(4)) {
		t.Errorf("row: %v, %v", row, err)
	}
	rows, _, err := w.Table("trial.several.steps", dayOne)
	if err != nil || len(rows) != 2 {
		t.Errorf("table: %v, %v", rows, err)
	}
	if got := strings.Join(w.ReadIDs(), " "); got != "trial.several.steps trial.several.way trial.term" {
		t.Errorf("read: %s", got)
	}
}

func TestMoneyIsRoundedOnceHalfUp(t *testing.T) {
	for _, tt := range []struct {
		name, amount, to string
		want             int64
	}{
		{"below the half", "1000.49", "1", 1000}, {"the half", "1000.5", "1", 1001}, {"whole already", "15356250", "1", 15356250},
		{"to thousands, below the half", "1499.99", "1000", 1000}, {"to thousands, the half", "1500", "1000", 2000},
		{"beyond what a float can tell apart", "9007199254740993", "1", 9007199254740993},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := LoadFrom(spoiled(t, "trial/several.yaml", "value: 1, alternatives: [{ value: 1000,", "value: "+tt.to+", alternatives: [{ value: 7,"))
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := b.Begin(nil).Money(decimal.RequireFromString(tt.amount), "trial.several.limit", dayOne)
			if err != nil || got != tt.want {
				t.Errorf("got %d, %v, want %d", got, err, tt.want)
			}
		})
	}
}

func TestSearchFindsWithoutMarks(t *testing.T) {
	b := mustLoad(t)
	const male = "reduction.retirement_age.male"
	tests := []struct {
		name string
		q    Query
		want bool // the retirement age of men is found
	}{
		{"everything", Query{}, true},
		{"words without marks and case", Query{Words: "TUOI nghi huu nam"}, true},
		{"words with marks", Query{Words: "tuổi nghỉ hưu"}, true},
		{"words with the marks of another word", Query{Words: "tuổi nghỉ hữu"}, false},
		{"words in English", Query{Words: "retirement men"}, true},
		{"a word that does not stand there", Query{Words: "tuoi nghi huu nuoc"}, false},
		{"the id", Query{Words: "retirement_age.male"}, true},
		{"the number of a document", Query{Words: "135/2020"}, true},
		{"the title of a document", Query{Words: "labour code"}, true},
		{"the document", Query{Document: "135/2020/NĐ-CP"}, true},
		{"another document", Query{Document: "154/2025/NĐ-CP"}, false},
		{"the document on the eve of its first value", Query{Document: "135/2020/NĐ-CP", On: day.Of(2020, 12, 31)}, false},
		{"the document on the day of its first value", Query{Document: "135/2020/NĐ-CP", On: day.Of(2021, 1, 1)}, true},
		{"a day before any value", Query{On: day.Of(1994, 12, 31)}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := false
			for _, p := range b.Search(tt.q) {
				found = found || p.ID == male
			}
			if found != tt.want {
				t.Errorf("found: %v", found)
			}
		})
	}
	if all := b.SearchDocuments("tinh gian bien che", day.Of(2025, 6, 16)); len(all) == 0 || all[len(all)-1].Number != "154/2025/NĐ-CP" {
		t.Errorf("documents on staff reduction: %v", all)
	}
}

func TestWhatOnlyADocumentCitedHoldsIsFoundLast(t *testing.T) {
	b := mustLoad(t)
	for _, words := range []string{"tuoi nghi huu", "retirement", "luong co so"} {
		t.Run(words, func(t *testing.T) {
			found := b.Search(Query{Words: words})
			own := func(p *Parameter) bool { return stand(wanted(words), p.text) }
			last := slices.IndexFunc(found, func(p *Parameter) bool { return !own(p) })
			if last <= 0 {
				t.Fatalf("found %d, of which number %d is the first only by a document: the case shows nothing", len(found), last)
			}
			if i := slices.IndexFunc(found[last:], own); i >= 0 {
				t.Errorf("%s stands behind %s", found[last+i].ID, found[last].ID)
			}
			byID := func(a, b *Parameter) int { return strings.Compare(a.ID, b.ID) }
			if !slices.IsSortedFunc(found[:last], byID) || !slices.IsSortedFunc(found[last:], byID) {
				t.Error("neither part is in the order of ids")
			}
		})
	}
}

func TestHistorySaysWhatChanged(t *testing.T) {
	b := mustLoad(t)
	p, ok := b.Parameter("reduction.retirement_age.male")
	if !ok {
		t.Fatal("the parameter is missing")
	}
	for _, c := range p.History() {
		if c.Value.From == day.Of(2021, 1, 1) && (c.Difference == nil || c.Difference.String() != "3" || c.Before.Cite.Document != "10/2012/QH13") {
			t.Errorf("2021: %+v", c)
		}
	}
	number := func(n int64) Value { return Value{Number: decimal.NewFromInt(n)} }
	dated := func(v Value, from, to string) Value {
		v.Span = Span{day.MustParse(from), day.MustParse(to)}
		return v
	}
	gap := Parameter{Values: []Value{dated(number(1), "2015-01-01", "2016-01-01"), dated(number(2), "2017-01-01", "2018-01-01")}}
	if h := gap.History(); h[1].Before != nil || h[1].Difference != nil {
		t.Errorf("a value after a gap is compared: %+v", h[1])
	}
	cells := func(n int64) map[string]decimal.Decimal {
		return map[string]decimal.Decimal{"a": decimal.NewFromInt(n), "b": decimal.NewFromInt(9)}
	}
	tables := Parameter{Values: []Value{
		dated(Value{Rows: []Row{{"X", cells(1)}, {"Y", cells(1)}}}, "2015-01-01", "2016-01-01"),
		dated(Value{Rows: []Row{{"X", cells(2)}, {"Z", cells(1)}}}, "2016-01-01", "2017-01-01")}}
	var got []string
	for _, c := range tables.History()[1].Cells {
		got = append(got, c.Row+c.Column+" "+show(c.Before)+">"+show(c.After))
	}
	if want := "Xa 1>2, Za ->1, Zb ->9, Ya 1>-, Yb 9>-"; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}

func show(n *decimal.Decimal) string {
	if n == nil {
		return "-"
	}
	return n.String()
}

func TestReadersAreFoundByRunning(t *testing.T) {
	b := trial(t)
	reads := func(ids ...string) func(*Work) error {
		return func(w *Work) error {
			for _, id := range ids {
				if _, err := w.On(id, dayOne); err != nil {
					return err
				}
			}
			return nil
		}
	}
	first := Calculator{Code: "first", Samples: []func(*Work) error{reads("trial.term"), reads("trial.term", "trial.several.way")}}
	second := Calculator{Code: "second", Samples: []func(*Work) error{reads("trial.term")}}
	got, err := b.Readers([]Calculator{first, second})
	if err != nil || len(got["trial.term"]) != 2 || len(got["trial.several.way"]) != 1 || got["trial.several.way"][0].Code != "first" || len(got["trial.several.steps"]) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	broken := Calculator{Code: "broken", Samples: []func(*Work) error{reads("trial.none")}}
	if _, err := b.Readers([]Calculator{broken}); err == nil || !strings.Contains(err.Error(), "sample 1 of broken") || !errors.Is(err, fault.New(fault.NotFound, "")) {
		t.Errorf("a sample that does not run: %v", err)
	}
}
