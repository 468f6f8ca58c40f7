package graph

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/graphql-go/graphql"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

type callDated struct {
	AsOf    *day.Day
	KnownAt *time.Time
}

type callIn struct {
	callDated
	Page
	Text     string
	Kind     testKind
	Kinds    []testKind
	Count    int
	Max      *int32
	Amount   int64
	Share    float64
	On       bool
	Factor   decimal.Decimal
	Factors  []decimal.Decimal
	UnitID   *string
	URLPath  string
	StaffIDs []string
	Renamed  string `arg:"other"`
	Left     string `arg:"-"`
	Input    *callNested
	Lines    []callNested
	Raw      map[string]any
}

type callNested struct {
	Name string
	From day.Day
}

func TestArgumentsAreDecodedByName(t *testing.T) {
	d, at, factor := day.MustParse("2020-12-31"), time.Unix(5, 0), decimal.RequireFromString("2.34")
	limit, first, id := int32(7), 20, "u"
	tests := []struct {
		name string
		args map[string]any
		want callIn
	}{
		{"nothing", map[string]any{}, callIn{}},
		{"embedded structs", map[string]any{"asOf": d, "knownAt": at, "first": 20}, callIn{callDated: callDated{&d, &at}, Page: Page{First: &first}}},
		{"plain values", map[string]any{"text": "a", "count": 3, "max": 7, "amount": int64(1) << 60, "share": 0.5, "on": true, "factor": factor},
			callIn{Text: "a", Count: 3, Max: &limit, Amount: 1 << 60, Share: 0.5, On: true, Factor: factor}},
		{"named strings, as strings and as themselves", map[string]any{"kind": "A", "kinds": []any{testKind("B"), "C"}}, callIn{Kind: "A", Kinds: []testKind{"B", "C"}}},
		{"names", map[string]any{"unitId": "u", "urlPath": "p", "staffIds": []any{"s"}, "other": "o", "left": "x", "hidden": 1},
			callIn{UnitID: &id, URLPath: "p", StaffIDs: []string{"s"}, Renamed: "o"}},
		{"nested objects", map[string]any{"input": map[string]any{"name": "n", "from": d}, "lines": []any{map[string]any{"from": d}, nil}, "raw": map[string]any{"a": 1}},
			callIn{Input: &callNested{"n", d}, Lines: []callNested{{From: d}, {}}, Raw: map[string]any{"a": 1}}},
		{"an empty list is not an absent one", map[string]any{"factors": []any{}}, callIn{Factors: []decimal.Decimal{}}},
		{"marks written apart are put together", map[string]any{"text": "Nguye\u0302\u0303n"}, callIn{Text: "Nguy\u1ec5n"}},
	}
	resolve := call(func(_ context.Context, in callIn) (callIn, error) { return in, nil })
	for _, tt := range tests {
		got, err := resolve(graphql.ResolveParams{Args: tt.args, Context: context.Background()})
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", tt.name, err, got, tt.want)
		}
	}
}

func TestArgumentsThatDoNotFitAreAnError(t *testing.T) {
	resolve := call(func(_ context.Context, in callIn) (callIn, error) { return in, nil })
	for name, args := range map[string]map[string]any{
		"text for a number":       {"count": "1"},
		"a number for text":       {"text": 65},
		"a number that overflows": {"max": 1 << 40},
		"a number for a day":      {"asOf": 1},
		"text for a list":         {"kinds": "A"},
		"text for an object":      {"input": "A"},
	} {
		if got, err := resolve(graphql.ResolveParams{Args: args}); err == nil {
			t.Errorf("%s became %+v", name, got)
		}
	}
}

func TestATypeThatArgumentsCannotHavePanicsAtOnce(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	call(func(context.Context, struct{ C chan int }) (int, error) { return 0, nil })
}

func TestIDs(t *testing.T) {
	good := EncodeID("unit", 123)
	if n, err := DecodeID("unit", good); n != 123 || err != nil {
		t.Errorf("%s became %d, %v", good, n, err)
	}
	for name, id := range map[string]string{
		"nothing": "", "of another kind": EncodeID("staff", 123), "not base64": "unit:123!", "not a number": EncodeID("unit:x", 1),
		"zero": EncodeID("unit", 0), "negative": EncodeID("unit", -1), "written in another way": "dW5pdDowMTIz", "with a line break": good + "\n",
	} {
		if n, err := DecodeID("unit", id); err == nil {
			t.Errorf("an id %s became %d", name, n)
		}
	}
}

func TestCursors(t *testing.T) {
	c := EncodeCursor("Nguyễn Đức", "17")
	if got, err := DecodeCursor(c, 2); err != nil || !reflect.DeepEqual(got, []string{"Nguyễn Đức", "17"}) {
		t.Errorf("%v, %v", got, err)
	}
	for name, s := range map[string]string{"of another list": c, "empty": "", "not base64": "!", "not ours": "e30"} {
		if got, err := DecodeCursor(s, 3); err == nil {
			t.Errorf("a cursor %s became %v", name, got)
		}
	}
}
