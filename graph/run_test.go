package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bienche/internal/fault"
)

func TestErrorsShowOnlyWhatTheirReaderMaySee(t *testing.T) {
	tests := []struct {
		name   string
		unit   int
		want   fault.Code
		logged string
	}{
		{"a refusal", 1, fault.RuleViolation, ""},
		{"an error of the program", 2, fault.Internal, "resolver failed"},
		{"a panic", 3, fault.Internal, "panic"},
		{"a database that shuts down", 4, fault.Retry, "did not answer"},
		{"an error of a statement", 5, fault.Internal, "SQLSTATE 22P02 staff"},
		{"a panic in a thunk", 6, fault.Internal, "panic"},
		{"a statement that the database cut off", 8, fault.LimitExceeded, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			s := newTestSchema(t, Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
			query := fmt.Sprintf("{\n unit(id:%q){id\n broken}}", EncodeID("unit", int64(tt.unit)))
			r := s.engine.Run(context.Background(), Request{Query: query, Lang: "vi"})
			if codeOf(r) != tt.want || len(r.Errors) != 1 {
				t.Fatalf("got %v, want %s", r.Errors, tt.want)
			}
			e := r.Errors[0]
			if !reflect.DeepEqual(e.Path, []any{"unit", "broken"}) || !reflect.DeepEqual(e.Locations, []Location{{3, 2}}) {
				t.Errorf("path %v, locations %v", e.Path, e.Locations)
			}
			if unit := r.Data()["unit"].(map[string]any); unit["id"] == nil || unit["broken"] != nil {
				t.Errorf("data %v", r.Data())
			}
			shown := string(r.AppendJSON(nil))
			for _, text := range []string{shown, log.String()} {
				if strings.Contains(text, "Văn A") && tt.unit != 2 || strings.Contains(text, "secret\"") {
					t.Errorf("a secret is in %s", text)
				}
			}
			if strings.Contains(shown, "secret") {
				t.Errorf("the answer holds the error: %s", shown)
			}
			if tt.logged == "" && log.Len() > 0 || !strings.Contains(log.String(), tt.logged) {
				t.Errorf("logged %q", log.String())
			}
			if tt.logged == "panic" && !strings.Contains(log.String(), "engine_test.go") {
				t.Errorf("no stack in %q", log.String())
			}
		})
	}
}

func TestErrorsAfterWhichToTryAgain(t *testing.T) {
	_, refused := pgconn.Connect(context.Background(), "host=127.0.0.1 port=1 user=nobody connect_timeout=1")
	for name, err := range map[string]error{
		"nobody listens":          refused,
		"a connection that broke": fmt.Errorf("read: %w", io.ErrUnexpectedEOF),
		"a closed connection":     &net.OpError{Op: "read", Err: net.ErrClosed},
		"a connection exception":  &pgconn.PgError{Code: "08006"},
		"a shutdown":              &pgconn.PgError{Code: "57P01"},
		"a server that starts":    &pgconn.PgError{Code: "57P03"},
		"too many connections":    &pgconn.PgError{Code: "53300"},
		"a serialisation failure": &pgconn.PgError{Code: "40001"},
		"a deadlock":              &pgconn.PgError{Code: "40P01"},
	} {
		if !lostDatabase(err) {
			t.Errorf("%s: %v is not one", name, err)
		}
	}
	for name, err := range map[string]error{
		"a duplicate": &pgconn.PgError{Code: "23505"},
		"a bug":       errors.New("bug"),
		"no rows":     pgx.ErrNoRows,
	} {
		if lostDatabase(err) {
			t.Errorf("%s: %v is one", name, err)
		}
	}
}

func TestARefusalCarriesItsGroundAndField(t *testing.T) {
	s := newTestSchema(t, Config{})
	r := s.ask(fmt.Sprintf(`{unit(id:%q){broken}}`, EncodeID("unit", 1)))
	want := `{"data":{"unit":{"broken":null}},"errors":[{"message":"Somebody changed this record after you opened it. Look at the current state first.",` +
		`"locations":[{"line":1,"column":22}],"path":["unit","broken"],"extensions":{"code":"RULE_VIOLATION","field":"units",` +
		`"sources":[{"document":"Luật 80/2025/QH15","at":"Điều 5"}],"version":3}}]}`
	if got := string(r.AppendJSON(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAnErrorOfARequiredFieldReachesTheNearestNullableOne(t *testing.T) {
	s := newTestSchema(t, Config{})
	r := s.ask(fmt.Sprintf(`{node{id} unit(id:%q){twin{strict}}}`, EncodeID("unit", 1)))
	if got := string(r.AppendJSON(nil)); !strings.HasPrefix(got, `{"data":{"node":{"id":"dW5pdDo3"},"unit":{"twin":null}},"errors":[{`) {
		t.Errorf("got %s", got)
	}
}

// size ends a query of a page.
const size = `{totalCount}}`

var valueTests = []struct {
	name, query, variables, field string
	want                          fault.Code
}{
	{"a day that the calendar lacks", `{units(asOf:"2021-02-30")` + size, ``, "asOf", fault.BadInput},
	{"a day without zeros", `{units(asOf:"2021-2-3")` + size, ``, "asOf", fault.BadInput},
	{"a day as a number", `{units(asOf:20210203)` + size, ``, "asOf", fault.BadInput},
	{"a day in a filter", `{units(filter:{search:"a" asOf:"x"})` + size, ``, "filter.asOf", fault.BadInput},
	{"a day by variable", `query($d:Date){units(asOf:$d)` + size, `{"d":"2021-02-30"}`, "asOf", fault.BadInput},
	{"a day by variable into a filter", `query($d:Date){units(filter:{asOf:$d})` + size, `{"d":"x"}`, "filter.asOf", fault.BadInput},
	{"a filter by variable", `query($f:UnitFilter){units(filter:$f)` + size, `{"f":{"asOf":"x"}}`, "filter.asOf", fault.BadInput},
	{"a filter by variable in a fragment", `query($f:UnitFilter){...Q} fragment Q on Query{units(filter:$f)` + size, `{"f":{"asOf":"x"}}`, "filter.asOf", fault.BadInput},
	{"a default of a variable", `query($d:Date="x"){units(asOf:$d)` + size, ``, "d", fault.BadInput},
	{"a default with a NUL", `query($s:String="\u0000"){text(of:$s)}`, ``, "s", fault.BadInput},
	{"a default for a required variable", `query($n:Int!=5){units(first:$n)` + size, ``, "", fault.BadInput},
	{"a flag by variable", `query($b:Boolean!){node{id @skip(if:$b)}}`, `{"b":1}`, "b", fault.BadInput},
	{"an enum value that does not exist", `{units(kind:WARD)` + size, ``, "kind", fault.BadInput},
	{"an enum value as a string", `{units(kind:"COMMUNE")` + size, ``, "kind", fault.BadInput},
	{"an enum value in a list by variable", `query($k:[Kind!]){units(filter:{kinds:$k})` + size, `{"k":["COMMUNE","WARD"]}`, "filter.kinds[1]", fault.BadInput},
	{"null in a list that has none", `query($k:[Kind!]){units(filter:{kinds:$k})` + size, `{"k":[null]}`, "filter.kinds[0]", fault.BadInput},
	{"a field that does not exist", `{units(filter:{nothing:1})` + size, ``, "filter.nothing", fault.BadInput},
	{"a field that does not exist by variable", `query($f:UnitFilter){units(filter:$f)` + size, `{"f":{"nothing":1}}`, "filter.nothing", fault.BadInput},
	{"an object where text should be", `query($s:String){units(filter:{search:$s})` + size, `{"s":{"a":1}}`, "filter.search", fault.BadInput},
	{"a number where text should be", `query($s:String){units(filter:{search:$s})` + size, `{"s":1}`, "filter.search", fault.BadInput},
	{"a NUL in text", `query($s:String){units(filter:{search:$s})` + size, `{"s":"a\u0000"}`, "filter.search", fault.BadInput},
	{"a fraction as a page size", `query($n:Int){units(first:$n)` + size, `{"n":1.5}`, "first", fault.BadInput},
	{"a whole number written with a fraction", `query($n:Int){units(first:$n)` + size, `{"n":2.0}`, "", ""},
	{"a text as a page size", `query($n:Int){units(first:$n)` + size, `{"n":"2"}`, "first", fault.BadInput},
	{"an integer of 33 bits", `{units(filter:{countLimit:2147483648})` + size, ``, "filter.countLimit", fault.BadInput},
	{"a decimal as a number", `{units(filter:{factor:2.34})` + size, ``, "filter.factor", fault.BadInput},
	{"a decimal with an exponent", `{units(filter:{factor:"1e9"})` + size, ``, "filter.factor", fault.BadInput},
	{"a decimal", `{units(filter:{factor:"-2.34"})` + size, ``, "", ""},
	{"an amount as text", `{units(filter:{budget:"5"})` + size, ``, "filter.budget", fault.BadInput},
	{"an amount of 54 bits by variable", `query($m:Money){units(filter:{budget:$m})` + size, `{"m":9007199254740993}`, "", ""},
	{"an amount with a fraction", `query($m:Money){units(filter:{budget:$m})` + size, `{"m":1.5}`, "filter.budget", fault.BadInput},
	{"an instant without an offset", `{units(filter:{seenAt:"2020-01-01T00:00:00"})` + size, ``, "filter.seenAt", fault.BadInput},
	{"an instant", `{units(filter:{seenAt:"2020-01-01T00:00:00.5+07:00"})` + size, ``, "", ""},
	{"a required argument left out", `{unit{id}}`, ``, "", fault.BadInput},
	{"a required variable left out", `query($i:ID!){unit(id:$i){id}}`, ``, "id", fault.BadInput},
	{"a required variable that is null", `query($i:ID!){unit(id:$i){id}}`, `{"i":null}`, "id", fault.BadInput},
	{"an id that is none", `{unit(id:"x"){id}}`, ``, "", fault.BadInput},
	{"an id of another kind", `{unit(id:"` + EncodeID("staff", 1) + `"){id}}`, ``, "", fault.BadInput},
	{"null for what may be absent", `query($d:Date){units(asOf:$d)` + size, `{"d":null}`, "", ""},
	{"a variable that is not declared is left alone", `{units` + size, `{"x":{"y":[1]}}`, "", ""},
}

func TestAWrongValueNamesItsField(t *testing.T) {
	s := newTestSchema(t, Config{})
	for _, tt := range valueTests {
		t.Run(tt.name, func(t *testing.T) {
			body := `{"query":` + string(appendString(nil, tt.query)) + `}`
			if tt.variables != "" {
				body = body[:len(body)-1] + `,"variables":` + tt.variables + `}`
			}
			req, _, refusal := s.engine.decode([]byte(body))
			if refusal != nil {
				t.Fatal(refusal)
			}
			r := s.engine.Run(context.Background(), req)
			if codeOf(r) != tt.want {
				t.Fatalf("got %v, want %q", r.Errors, tt.want)
			}
			if field, _ := s.field(r); field != tt.field {
				t.Errorf("field %q, want %q: %v", field, tt.field, r.Errors)
			}
		})
	}
}

// field is the input field that the first error names.
func (s *testSchema) field(r *Response) (string, bool) {
	if len(r.Errors) == 0 {
		return "", false
	}
	f, ok := r.Errors[0].Extensions["field"].(string)
	return f, ok
}

func TestMistakesAreFoundInTheirPlace(t *testing.T) {
	tests := []struct {
		name, query string
		at          Location
	}{
		{"a character that is none", "{\n  node { id ? }\n}", Location{2, 13}},
		{"an unfinished query", "{\n  node { id }\n", Location{3, 1}},
		{"a token too many, after marks in a comment", "{ # đơn vị\n  node { id } } }", Location{2, 17}},
		{"an unknown field, after marks in a string", "{\n text(of:\"đơn\") noode { id }\n}", Location{2, 17}},
		{"a fragment that spreads itself", "{node{...A}}\nfragment A on Unit{id\n ...A}", Location{3, 2}},
		{"two fields for one key", "{node{id:name id}}", Location{1, 7}},
	}
	s := newTestSchema(t, Config{})
	for _, tt := range tests {
		r := s.ask(tt.query)
		if codeOf(r) != fault.BadInput || len(r.Errors[0].Locations) == 0 || r.Errors[0].Locations[0] != tt.at {
			t.Errorf("%s: got %v, want %v", tt.name, r.Errors, tt.at)
		}
	}
}

func TestTheOperationIsChosenByName(t *testing.T) {
	const both = `query a{node{id}} query b{node{number}}`
	tests := []struct {
		query, name, want string
	}{
		{both, "a", `{"data":{"node":{"id":"dW5pdDo3"}}}`},
		{both, "b", `{"data":{"node":{"number":7}}}`},
		{both, "", "BAD_INPUT"}, {both, "c", "BAD_INPUT"},
		{`query a{node{number}}`, "", `{"data":{"node":{"number":7}}}`},
		{`query a{node{number}}`, "b", "BAD_INPUT"},
		{`mutation{rename(id:"x"){number}}`, "", `{"data":{"rename":{"number":7}}}`},
	}
	s := newTestSchema(t, Config{})
	for _, tt := range tests {
		r := s.engine.Run(context.Background(), Request{Query: tt.query, OperationName: tt.name})
		got := string(r.AppendJSON(nil))
		if c := codeOf(r); c != "" {
			got = string(c)
		}
		if got != tt.want {
			t.Errorf("%s of %s: got %s, want %s", tt.name, tt.query, got, tt.want)
		}
	}
}

func TestADocumentIsKeptAndNeverWrittenTo(t *testing.T) {
	s := newTestSchema(t, Config{})
	req := Request{
		Query:     `query($f:UnitFilter $n:Int $b:Boolean!){units(filter:$f first:$n){edges{node{...F}} totalCount @include(if:$b)}} fragment F on Unit{id kind parent{label(lang:"en")}}`,
		Variables: map[string]any{"f": map[string]any{"asOf": "2020-12-31"}, "n": json.Number("3"), "b": true},
	}
	s.engine.Run(context.Background(), req)
	d, err := s.engine.document(req)
	again, _ := s.engine.document(req)
	if err != nil || d != again {
		t.Fatalf("parsed twice: %v", err)
	}
	before, err := json.Marshal(d.ast)
	if err != nil {
		t.Fatal(err)
	}
	s.engine.Run(context.Background(), req)
	if after, _ := json.Marshal(d.ast); !bytes.Equal(before, after) {
		t.Error("execution wrote to the document")
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	c := newCache(100)
	for i := range 50 {
		d := &queryDoc{weight: 9}
		d.key[0] = byte(i)
		c.put(d)
		if i == 30 {
			first := [32]byte{20}
			if c.get(first) == nil {
				t.Fatal("a document of the last ten is gone")
			}
		}
	}
	large := &queryDoc{weight: 11, key: [32]byte{99}}
	c.put(large)
	if c.weight > 100 || len(c.byKey) != 11 || c.order.Len() != 11 {
		t.Errorf("%d documents of weight %d", len(c.byKey), c.weight)
	}
	if c.get([32]byte{49}) == nil || c.get([32]byte{0}) != nil || c.get(large.key) != nil {
		t.Error("the wrong documents are kept")
	}
}

func TestRequestsInParallel(t *testing.T) {
	s := newTestSchema(t, Config{})
	queries := []string{introspection, `{node{kind parent{id} children{edges{node{name}}}}}`, `{node{id}}`, `{node{zzzzzzzz}}`}
	want := map[string]string{}
	for _, q := range queries {
		want[q] = string(s.ask(q).AppendJSON(nil))
	}
	e := newTestSchema(t, Config{}).engine // nothing warm
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			q := queries[i%len(queries)]
			got := string(e.Run(context.Background(), Request{Query: q, Lang: "en"}).AppendJSON(nil))
			if q != introspection && got != want[q] {
				t.Errorf("got %s, want %s", got, want[q])
			}
		})
	}
	wg.Wait()
}
