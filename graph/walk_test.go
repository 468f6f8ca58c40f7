package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bienche/models"
)

// bothWays runs a request by the engine's own executor and by the library, and tells where they differ.
func bothWays(ctx context.Context, e *Engine, req Request) (own *Response, difference string) {
	run := func(byLibrary bool) *Response {
		e.byLibrary = byLibrary
		defer func() { e.byLibrary = false }()
		ctx, _ := models.WithBudget(ctx, 0)
		return e.Run(ctx, req)
	}
	own = run(false)
	library := run(true)
	switch {
	case !own.executed && !library.executed: // what is suggested in the place of a mistake comes in any order
	case library.Data() == nil && len(library.Errors) > 0 && len(own.Errors) > 0:
		// A promised value that may not be null and is takes all of the answer along in the library, and not only the
		// nearest around it that may be null, as the specification has it.
	case !reflect.DeepEqual(nulls(own), nulls(library)):
		return own, fmt.Sprintf("the errors are %+v, by the library %+v", own.Errors, library.Errors)
	case !sameJSON(own, library):
		return own, fmt.Sprintf("the answer is %s, by the library %s", own.AppendJSON(nil), library.AppendJSON(nil))
	}
	return own, ""
}

// nulls are the places that errors have made null, each with the message when the error is the place's own. Which of
// several fields that may not be null takes the object around it along is chance in the library.
func nulls(r *Response) map[string]string {
	out := map[string]string{}
	for _, e := range r.Errors {
		var at any = r.Data()
		n := 0
		for ; n < len(e.Path) && !isNull(at); n++ {
			switch key := e.Path[n].(type) {
			case string:
				object, _ := at.(map[string]any)
				at = object[key]
			case int:
				list, _ := at.([]any)
				at = list[key]
			}
			if object, ok := at.(map[string]any); ok && object == nil {
				at = nil
			}
		}
		place := fmt.Sprint(e.Path[:n])
		if r.Data() == nil {
			place = "all"
		}
		if n == len(e.Path) && r.Data() != nil {
			out[place] = e.Message
		} else if out[place] == "" {
			out[place] = ""
		}
	}
	return out
}

// walked tells that the engine's own executor gave the answer.
func (r *Response) walked() bool { _, ok := r.data.(*walked); return ok }

// sameJSON compares the data of answers but for the order of keys, which the library loses and a plan keeps from where a key is
// first mentioned, be it skipped there.
func sameJSON(a, b *Response) bool {
	var x, y struct{ Data any }
	return json.Unmarshal(a.AppendJSON(nil), &x) == nil && json.Unmarshal(b.AppendJSON(nil), &y) == nil && reflect.DeepEqual(x, y)
}

func TestTheExecutorAgreesWithTheLibrary(t *testing.T) {
	s := newTestSchema(t, Config{})
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		id := EncodeID("unit", int64(rapid.IntRange(1, 9).Draw(t, "unit")))
		query := `{unit(id:"` + id + `"){...F ...G ` + drawSelection(t, 4) + `}} fragment F on Unit{number twin{id ...G}} fragment G on Unit{open twin{kind}}`
		own, differ := bothWays(context.Background(), s.engine, Request{Query: query, Lang: "vi"})
		if differ != "" {
			t.Fatalf("%s\n%s", differ, query)
		}
		if own.walked() {
			n++
		}
	})
	if n == 0 {
		t.Error("every request was left to the library")
	}
}

func TestTheExecutorAgreesWithTheLibraryOnGeneratedDocuments(t *testing.T) {
	f := newFuzzed(t)
	walked, executed := 0, 0
	for _, sender := range []string{"lanhdao", "nhansu", "taichinh", "canhan"} {
		f.sender = sender
		ctx, err := f.as(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		t.Run("by "+sender, rapid.MakeCheck(func(t *rapid.T) {
			req, _, bad := f.engine.decode([]byte((&generator{t: t, schema: f.schema, readsOnly: true, mild: true}).document()))
			if bad != nil {
				t.Skip("no request")
			}
			req.Lang = "vi"
			own, differ := bothWays(ctx, f.engine, req)
			if differ != "" {
				t.Fatalf("%s\n%s\n%v", differ, req.Query, req.Variables)
			}
			if own.executed {
				executed++
			}
			if own.walked() {
				walked++
			}
		}))
	}
	if walked < executed/4 {
		t.Errorf("only %d of %d requests were executed by the engine itself", walked, executed)
	}
	t.Logf("%d of %d requests were executed by the engine itself", walked, executed)
}

// BenchmarkExecutor sets the engine's own executor beside the library, without a database: ns/op is one request of 50
// rows of 16 fields, encoded.
func BenchmarkExecutor(b *testing.B) {
	const query = `{units(first:50){edges{node{id number name kind founded closed seenAt budget factor open codes parent{id number name kind}}}}}`
	for name, byLibrary := range map[string]bool{"own": false, "library": true} {
		b.Run(name, func(b *testing.B) {
			s := newTestSchema(b, Config{})
			s.engine.byLibrary = byLibrary
			out := make([]byte, 0, 1<<16)
			b.ReportAllocs()
			for b.Loop() {
				r := s.engine.Run(context.Background(), Request{Query: query, Lang: "vi"})
				if len(r.Errors) > 0 {
					b.Fatal(r.Errors)
				}
				out = r.AppendJSON(out[:0])
			}
		})
	}
}

func TestAPromisedNullTakesOnlyTheObjectAroundItAlong(t *testing.T) {
	s := newTestSchema(t, Config{})
	r := s.ask(`{unit(id:"dW5pdDo2"){id strict} node{id}}`)
	if got := string(r.AppendJSON(nil)); len(r.Errors) != 1 || !strings.HasPrefix(got, `{"data":{"unit":null,"node":{"id":"dW5pdDo3"}},"errors":[`) {
		t.Errorf("got %s", got)
	}
}
