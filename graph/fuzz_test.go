package graph

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/graphql-go/graphql"

	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/internal/platform/jobs"
	"bienche/models"
)

// fuzzed is the small province behind HTTP with everything the program has, and one sender at a time.
type fuzzed struct {
	*world
	schema  *graphql.Schema
	handler http.Handler
	sender  string // user name; "" for a stranger
	known   map[string]context.Context
	asked   bool // the last request came as far as asking who sends it
	spent   int  // statements of the last request
}

func newFuzzed(t testing.TB) *fuzzed {
	t.Helper()
	f := &fuzzed{world: newWorld(t), known: map[string]context.Context{}}
	for _, table := range []string{"audit_log", "decision", "staff_member", "staff_name", "org_unit", "job_position"} { // the world's ids are fixed
		f.exec("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), 1000)")
	}
	log := slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if err := jobs.Migrate(context.Background(), f.owner.Config().ConnString()); err != nil {
		t.Fatal(err)
	}
	all := f.services
	all.Decisions = &decision.Service{DB: f.db, Book: all.Book, Clock: all.Clock, Appliers: allAppliers(all.Book)}
	schema, err := NewSchema(all)
	if err != nil {
		t.Fatal(err)
	}
	f.schema = &schema
	f.engine = New(schema, Config{Log: log})
	f.handler = Handler(f.engine, func(r *http.Request, _ bool) (context.Context, bool, error) {
		f.asked = true
		ctx, err := f.as(r.Context())
		return ctx, f.sender == "", err
	})
	return f
}

// as is ctx with the sender's rights.
func (f *fuzzed) as(ctx context.Context) (context.Context, error) {
	if f.sender == "" {
		return ctx, nil
	}
	var id int64
	if err := f.owner.QueryRow(ctx, "SELECT id FROM app_user WHERE username = $1", f.sender).Scan(&id); err != nil {
		return nil, err
	}
	return f.auth.ActAs(ctx, id)
}

// contractCodes are the codes of docs/api.md that an answer of the API may carry; INTERNAL is none of them here.
var contractCodes = []fault.Code{fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.BadInput, fault.Conflict,
	fault.RuleViolation, fault.NotCovered, fault.LimitExceeded, fault.Retry}

// send posts a body and tells what is wrong with the answer: "" for nothing.
func (f *fuzzed) send(body string) string {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	ctx, budget := models.WithBudget(r.Context(), models.MaxStatements)
	w := httptest.NewRecorder()
	f.asked = false
	start := time.Now()
	f.handler.ServeHTTP(w, r.WithContext(ctx))
	took := time.Since(start)
	f.spent = budget.Spent()
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code fault.Code }
		}
	}
	switch err := json.Unmarshal(w.Body.Bytes(), &answer); {
	case w.Code >= 500:
		return fmt.Sprintf("status %d", w.Code)
	case err != nil:
		return fmt.Sprintf("no JSON: %v: %.200s", err, w.Body)
	case answer.Data == nil && len(answer.Errors) == 0:
		return "neither data nor errors"
	case took > DefaultLimits().Deadline+grace:
		return fmt.Sprintf("took %v", took)
	case !f.asked && f.spent > 0:
		return fmt.Sprintf("%d statements before it was asked who sends it", f.spent)
	}
	for _, e := range answer.Errors {
		if !slices.Contains(contractCodes, e.Extensions.Code) {
			return fmt.Sprintf("code %q: %s", e.Extensions.Code, e.Message)
		}
		if !saysVietnamese(e.Message) {
			return fmt.Sprintf("not a sentence in Vietnamese: %q", e.Message)
		}
	}
	return ""
}

// saysVietnamese tells a sentence for people from the name of a message, or what a library or the database said. What is
// wrong with the form of a query is said in the words of the specification, behind a sentence.
func saysVietnamese(message string) bool {
	if strings.HasPrefix(message, "Truy vấn GraphQL ") {
		return true
	}
	return strings.ContainsAny(strings.ToLower(message), "ạảãáàậẩẫấầăặẳẵắằâđẹẻẽéèệểễếềêịỉĩíìọỏõóòộổỗốồôợởỡớờơụủũúùựửữứừưỵỷỹýỳ") &&
		strings.HasSuffix(strings.TrimSpace(message), ".") && !strings.Contains(message, "SQLSTATE")
}

// hostile are values that no argument expects, or that few do, as JSON.
var hostile = slices.Concat([]string{
	"null", "0", "-1", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "1.5", "1e400", "-1e400", strings.Repeat("9", 400),
	"true", "[]", "[[]]", "[null]", "{}", `{"a":1}`, `["a","a"]`, "[" + strings.Repeat("1,", 5_000) + "1]", strings.Repeat("[", 30) + strings.Repeat("]", 30),
}, asJSON(
	"", " ", "\u00a0", "'", `"`, `\`, "'; DROP TABLE staff_member; --", "' OR '1'='1", "%", "_", "%%_%", `\%`, "a%' ESCAPE '", "$1", "{}", "{value}",
	"\u0000", "a\u0000b", "\u0001\u0008\u001b[31m", "\r\n", "\u202eđảo\u200f", "\ufeff", "\u2028", "e\u0302\u0301", "Nguye\u0302\u0303n", "🙂", "\ufffd", "\u0301",
	strings.Repeat("a", 100_000), strings.Repeat("ễ ", 50_000), strings.Repeat("%", 100_000), strings.Repeat("1", 100_000), strings.Repeat("\u0301", 2_000),
	"2020-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "infinity", "2020-1-1", "2020-01-01T00:00:00", "2020-01-01T00:00:00+99:99", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
	"NaN", "Infinity", "1e999999999", "-0", "0."+strings.Repeat("0", 500)+"1", "1/0", "NAME", "UPDATE", "ADMINISTRATIVE", "NO_QUALIFICATION", "CB001", "T.A",
	EncodeID("unit", 2), EncodeID("unit", 0), EncodeID("unit", -1), EncodeID("unit", math.MaxInt64), EncodeID("staff", 3), EncodeID("nothing", 1),
	EncodeCursor(), EncodeCursor(""), EncodeCursor("2147483648"), EncodeCursor("9223372036854775807"), EncodeCursor("-1"), EncodeCursor("", ""), EncodeCursor("a", "1"), EncodeCursor("a", "x"),
	EncodeCursor("\u0000", "1"), EncodeCursor("a", "9223372036854775808"), EncodeCursor(strings.Repeat("a", 1000), "1"), EncodeCursor("1", "2", "3"),
), []string{`"\ud800"`})

func asJSON(texts ...string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = string(appendString(nil, s))
	}
	return out
}

// argPlace is one argument of a root field, or one field within it.
type argPlace struct {
	operation string // "query" or "mutation"
	field     *graphql.FieldDefinition
	path      []string // argument, then fields of input objects; "0" is the first of a list
	kind      graphql.Type
}

func (p argPlace) String() string { return p.field.Name + "(" + strings.Join(p.path, ".") + ")" }

// allPlaces are all there are.
func allPlaces(schema *graphql.Schema) []argPlace {
	var out []argPlace
	for _, root := range []*graphql.Object{schema.QueryType(), schema.MutationType()} {
		operation := strings.ToLower(root.Name())
		fields := root.Fields()
		names := make([]string, 0, len(fields))
		for name := range fields {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			for _, arg := range fields[name].Args {
				out = append(out, placesWithin(argPlace{operation, fields[name], []string{arg.PrivateName}, arg.Type})...)
			}
		}
	}
	return out
}

// placesWithin is a place and all within it.
func placesWithin(p argPlace) []argPlace {
	out := []argPlace{p}
	down := func(step string, kind graphql.Type) {
		out = append(out, placesWithin(argPlace{p.operation, p.field, append(slices.Clone(p.path), step), kind})...)
	}
	switch t := graphql.GetNullable(p.kind).(type) {
	case *graphql.List:
		down("0", t.OfType)
	case *graphql.InputObject:
		fields := t.Fields()
		names := make([]string, 0, len(fields))
		for name := range fields {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			down(name, fields[name].Type)
		}
	}
	return out
}

// request asks a place with a value, everything else being as it should; written tells to write the value into the
// document where it can stand there.
func (p argPlace) request(value string, written bool) string {
	given := map[string]any{}
	for _, arg := range p.field.Args {
		if _, must := arg.Type.(*graphql.NonNull); must || arg.PrivateName == p.path[0] {
			given[arg.PrivateName] = fitting(arg.Type, arg.PrivateName, p.field.Name)
		}
	}
	setAt(given, p.path, json.RawMessage(value), p.argument(p.path[0]).Type, p.field.Name)
	var declared, passed, variables []string
	for _, arg := range p.field.Args {
		v, ok := given[arg.PrivateName]
		if !ok {
			continue
		}
		text, err := json.Marshal(v)
		if err != nil {
			text = []byte("null") // what JSON cannot say, no client can send
		}
		if written && arg.PrivateName == p.path[0] && len(p.path) == 1 && !strings.Contains(value, "{\"") {
			passed = append(passed, arg.PrivateName+": "+value)
			continue
		}
		declared = append(declared, "$"+arg.PrivateName+": "+arg.Type.String())
		passed = append(passed, arg.PrivateName+": $"+arg.PrivateName)
		variables = append(variables, string(appendString(nil, arg.PrivateName))+":"+string(text))
	}
	head := p.operation
	if len(declared) > 0 {
		head += "(" + strings.Join(declared, ", ") + ")"
	}
	query := head + " { " + p.field.Name + "(" + strings.Join(passed, ", ") + ")" + leaves(p.field.Type, 2) + " }"
	return `{"query":` + string(appendString(nil, query)) + `,"variables":{` + strings.Join(variables, ",") + `}}`
}

func (p argPlace) argument(name string) *graphql.Argument {
	i := slices.IndexFunc(p.field.Args, func(a *graphql.Argument) bool { return a.PrivateName == name })
	return p.field.Args[i]
}

// setAt puts v at a path below object, making what is missing on the way.
func setAt(object map[string]any, path []string, v any, kind graphql.Type, field string) {
	if len(path) == 1 {
		object[path[0]] = v
		return
	}
	switch t := graphql.GetNullable(kind).(type) {
	case *graphql.List:
		inner := map[string]any{"0": fitting(t.OfType, path[0], field)}
		setAt(inner, path[1:], v, t.OfType, field)
		object[path[0]] = []any{inner["0"]}
	case *graphql.InputObject:
		inner, ok := object[path[0]].(map[string]any)
		if !ok {
			inner, _ = fitting(t, path[0], field).(map[string]any)
			object[path[0]] = inner
		}
		setAt(inner, path[1:], v, t.Fields()[path[1]].Type, field)
	}
}

// leaves selects every leaf without arguments of a type, down to a depth.
func leaves(t graphql.Type, depth int) string {
	object, ok := graphql.GetNamed(t).(*graphql.Object)
	if !ok {
		return ""
	}
	var names []string
	for name, field := range object.Fields() {
		_, isObject := graphql.GetNamed(field.Type).(*graphql.Object)
		switch {
		case !isObject:
			names = append(names, name)
		case depth > 0:
			names = append(names, name+leaves(field.Type, depth-1))
		}
	}
	slices.Sort(names)
	if len(names) == 0 {
		return " { __typename }"
	}
	return " { " + strings.Join(names, " ") + " }"
}

// fitting is a value of an input type that makes sense in the small province.
func fitting(t graphql.Type, name, field string) any {
	switch t := graphql.GetNullable(t).(type) {
	case *graphql.List:
		return []any{fitting(t.OfType, name, field)}
	case *graphql.InputObject:
		object := map[string]any{}
		for inner, f := range t.Fields() {
			if _, must := f.Type.(*graphql.NonNull); must {
				object[inner] = fitting(f.Type, inner, field)
			}
		}
		return object
	case *graphql.Enum:
		return t.Values()[0].Name
	}
	switch graphql.GetNamed(t) {
	case graphql.Int, graphql.Float, Money:
		return 2
	case graphql.Boolean:
		return true
	case Date:
		return "2020-12-31"
	case DateTime:
		return "2026-11-20T00:00:00Z"
	case Decimal:
		return "2.34"
	case graphql.ID:
		return fittingID(name, field)
	}
	return "a"
}

func fittingID(name, field string) string {
	about := strings.ToLower(name + field)
	for _, kind := range []string{"staff", "position", "job", "decision"} {
		if strings.Contains(about, kind) {
			return EncodeID(kind, 1)
		}
	}
	return unitID(2)
}

func TestEveryArgumentTakesHostileValues(t *testing.T) {
	f := newFuzzed(t)
	readers := []string{"lanhdao", "nhansu", "canhan"}
	start, n, step := time.Now(), 0, 5
	if soaking() {
		step = 1
	}
	for i, p := range allPlaces(f.schema) {
		for j, value := range hostile {
			if (i+j)%step != 0 { // every value meets arguments of every type
				continue
			}
			f.sender = readers[(i+j/step)%len(readers)]
			n++
			if wrong := f.send(p.request(value, j%3 == 0)); wrong != "" {
				t.Errorf("%s with %.60s by %s: %s", p, value, f.sender, wrong)
			}
		}
	}
	t.Logf("%d requests in %v", n, time.Since(start))
}

// soaking tells that more cases were asked for than rapid runs by itself (make soak).
func soaking() bool {
	f := flag.Lookup("rapid.checks")
	n, err := strconv.Atoi(f.Value.String())
	return err == nil && n > 1_000
}

// FuzzArguments holds the same for values that nobody thought of.
func FuzzArguments(f *testing.F) {
	w := newFuzzed(f)
	all := allPlaces(w.schema)
	for i, value := range hostile {
		if len(value) < 1_000 {
			f.Add(uint16(i*7), value, i%2 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, at uint16, value string, written bool) {
		if !json.Valid([]byte(value)) {
			value = string(appendString(nil, value))
		}
		w.sender = "lanhdao"
		p := all[int(at)%len(all)]
		if wrong := w.send(p.request(value, written)); wrong != "" {
			t.Errorf("%s with %q: %s", p, value, wrong)
		}
	})
}
