package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"bienche/internal/fault"
	"bienche/models"
)

// Reader tells who sends a request: the context that carries them, and whether they are nobody we know. For a request that
// only reads it may presume that (models.Presumption). An error, such as a database that does not answer, refuses the
// request.
type Reader func(r *http.Request, presume bool) (ctx context.Context, stranger bool, err error)

// Handler answers POST requests with one GraphQL operation as JSON. What is no such request is refused with
// problem+json that holds the same codes, and the errors as GraphQL clients look for them.
func Handler(e *Engine, who Reader) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang := fault.Lang(r.Header.Get("Accept-Language"))
		req, status, err := e.read(w, r)
		if err != nil {
			writeProblem(w, status, err, lang)
			return
		}
		req.Lang = lang
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		// The status is sent by now and a client that went away is nobody's error.
		_, _ = w.Write(e.answer(r, req, who).AppendJSON(make([]byte, 0, 4096)))
	})
}

// answer refuses what anybody is refused before it asks who sends it, which costs a statement. Only mistakes that
// validation finds wait for that: strangers are told less of them.
func (e *Engine) answer(r *http.Request, req Request, who Reader) *Response {
	if err := e.admit(r, &req); err != nil {
		return e.refuse(r.Context(), req, nil, err)
	}
	d, err := e.document(req)
	if _, waits := errors.AsType[*invalidError](err); err != nil && !waits {
		return e.refuse(r.Context(), req, d, err)
	}
	if d.onlyReads(req.OperationName) {
		if answer, held := e.answerAs(r, req, who, true); held {
			return answer
		}
		r = r.WithContext(models.RenewBudget(r.Context()))
	}
	answer, _ := e.answerAs(r, req, who, false)
	return answer
}

// answerAs answers the request of whom who tells, and tells whether what was presumed of them held. If not the answer is worth
// nothing.
func (e *Engine) answerAs(r *http.Request, req Request, who Reader, presume bool) (answer *Response, held bool) {
	ctx, stranger, err := who(r, presume)
	if err != nil {
		return e.refuse(r.Context(), req, nil, err), true
	}
	req.Stranger = stranger
	answer = e.Run(ctx, req)
	held, err = models.Settled(ctx)
	if err != nil {
		return e.refuse(r.Context(), req, nil, models.Retriable(err)), true
	}
	return answer, held
}

// read takes the request out of an HTTP body, or tells the status and reason of a refusal.
func (e *Engine) read(w http.ResponseWriter, r *http.Request) (Request, int, *fault.Error) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return Request{}, http.StatusMethodNotAllowed, fault.New(fault.BadInput, "graph.method")
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return Request{}, http.StatusUnsupportedMediaType, fault.New(fault.BadInput, "graph.media_type")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, int64(e.limits.Body)))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return Request{}, http.StatusRequestEntityTooLarge, exceeded("body", e.limits.Body)
	}
	if err != nil {
		return Request{}, http.StatusBadRequest, fault.New(fault.BadInput, "graph.bad_json")
	}
	return e.decode(body)
}

// decode reads the JSON of a request, whose text may be named by its sum alone. Keys it does not know are ignored.
func (e *Engine) decode(body []byte) (Request, int, *fault.Error) {
	body = bytes.TrimSpace(body)
	switch {
	case jsonNesting(body, e.limits.Nesting) > e.limits.Nesting:
		return Request{}, http.StatusBadRequest, exceeded("nesting", e.limits.Nesting)
	case bytes.HasPrefix(body, []byte("[")):
		return Request{}, http.StatusBadRequest, fault.New(fault.BadInput, "graph.batch")
	}
	var in struct {
		Query         *string        `json:"query"`
		OperationName string         `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    persisted      `json:"extensions"`
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber() // amounts of money have more digits than a float64
	if d.Decode(&in) != nil || in.Query == nil && in.Extensions.PersistedQuery.Sum == "" || d.More() {
		return Request{}, http.StatusBadRequest, fault.New(fault.BadInput, "graph.bad_json")
	}
	req := Request{OperationName: in.OperationName, Variables: in.Variables, sum: in.Extensions.PersistedQuery.Sum}
	if in.Query != nil {
		req.Query, req.written = *in.Query, true
	}
	return req, 0, nil
}

// writeProblem refuses an HTTP request by RFC 9457.
func writeProblem(w http.ResponseWriter, status int, f *fault.Error, lang string) {
	shown := showError(f, lang)
	body, err := json.Marshal(map[string]any{
		"type": "about:blank", "title": http.StatusText(status), "status": status,
		"detail": shown.Message, "code": f.Code, "errors": []Error{shown},
	})
	if err != nil {
		http.Error(w, http.StatusText(status), status)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the status is sent; a client that went away is nobody's error
}
