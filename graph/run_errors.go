package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/graphql-go/graphql/gqlerrors"
	"github.com/jackc/pgx/v5/pgconn"

	"bienche/internal/fault"
	"bienche/models"
)

// Location is a place in the query; line and column count from 1.
type Location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Error is one error of an answer. Extensions hold code, field, sources and what the refusal adds.
type Error struct {
	Message    string         `json:"message"`
	Locations  []Location     `json:"locations,omitempty"`
	Path       []any          `json:"path,omitempty"`
	Extensions map[string]any `json:"extensions"`
}

// Code is the machine-readable code of the error.
func (e Error) Code() fault.Code {
	code, _ := e.Extensions["code"].(fault.Code)
	return code
}

// located is a refusal of the query with its place.
type located struct {
	refusal *fault.Error
	at      []Location
}

func (l *located) Error() string { return l.refusal.Error() }

func (l *located) Unwrap() error { return l.refusal }

// refuse answers a request that is not executed.
func (e *Engine) refuse(ctx context.Context, req Request, d *queryDoc, err error) *Response {
	if bad, ok := errors.AsType[*invalidError](err); ok {
		answer := &Response{}
		for _, m := range bad.mistakes {
			answer.Errors = append(answer.Errors, mistake(req, d, m))
		}
		return answer
	}
	shown := showError(e.refusal(ctx, "", err), req.Lang)
	if l, ok := errors.AsType[*located](err); ok {
		shown.Locations = l.at
	}
	return &Response{Errors: []Error{shown}}
}

// mistake shows one mistake in a query.
func mistake(req Request, d *queryDoc, m gqlerrors.FormattedError) Error {
	f, ok := errors.AsType[*fault.Error](rootCause(m))
	if !ok {
		detail := m.Message
		if req.Stranger {
			detail, _, _ = strings.Cut(detail, " Did you mean")
		}
		f = fault.New(fault.BadInput, "graph.invalid", fault.Args{"detail": detail})
	}
	shown := showError(f, req.Lang)
	shown.Locations = places(d, req.Query, m)
	return shown
}

// failures shows the errors of an execution. When its time was up, that alone is said.
func (e *Engine) failures(ctx context.Context, req Request, d *queryDoc, errs []gqlerrors.FormattedError) []Error {
	switch ctx.Err() {
	case nil:
	case context.DeadlineExceeded:
		return []Error{showError(e.overdue(), req.Lang)}
	default:
		return []Error{showError(fault.New(fault.Retry, "fault.retry"), req.Lang)}
	}
	errs = errs[:min(len(errs), mostErrors)]
	slices.SortStableFunc(errs, func(a, b gqlerrors.FormattedError) int { // the library goes through maps
		return strings.Compare(fmt.Sprint(a.Path), fmt.Sprint(b.Path))
	})
	out := make([]Error, 0, len(errs))
	for _, m := range errs {
		shown := showError(e.refusal(ctx, pathText(m.Path), rootCause(m)), req.Lang)
		shown.Path, shown.Locations = m.Path, places(d, req.Query, m)
		out = append(out, shown)
	}
	return out
}

func (e *Engine) overdue() *fault.Error {
	return exceeded("deadline", int(e.limits.Deadline/time.Second))
}

// refusal is what of an error its reader may see; what they may not is logged.
func (e *Engine) refusal(ctx context.Context, path string, err error) *fault.Error {
	switch f, ok := errors.AsType[*fault.Error](err); {
	case ok && (f.Code != fault.Internal || f.Unwrap() == nil):
		if f.Code == fault.Forbidden && e.denied != nil {
			if held, err := models.Settled(ctx); held && err == nil { // else the request begins anew, or is refused whole
				e.denied(ctx, f)
			}
		}
		return f
	case ok:
		e.log.ErrorContext(ctx, "resolver failed", "path", path, "error", logText(f.Unwrap()))
		return f
	case sqlState(err) == "57014": // the server's own time limit
		return e.overdue().Because(err)
	case lostDatabase(err):
		e.log.WarnContext(ctx, "database did not answer", "path", path, "error", logText(err))
		return fault.New(fault.Retry, "fault.retry").Because(err)
	}
	e.log.ErrorContext(ctx, "resolver failed", "path", path, "error", logText(err))
	return fault.From(err)
}

// showError writes a refusal as an error of an answer in the reader's language.
func showError(f *fault.Error, lang string) Error {
	extensions := map[string]any{}
	maps.Copy(extensions, f.Extra)
	extensions["code"] = f.Code
	if f.Field != "" {
		extensions["field"] = f.Field
	}
	if len(f.Sources) > 0 {
		extensions["sources"] = f.Sources
	}
	return Error{Message: f.Message(lang), Extensions: extensions}
}

// rootCause is the error behind the library's wrappers.
func rootCause(err error) error {
	for {
		var behind error
		switch e := err.(type) { //nolint:errorlint // one wrapper is taken off at a time
		case gqlerrors.FormattedError:
			behind = e.OriginalError()
		case *gqlerrors.Error:
			behind = e.OriginalError
		}
		if behind == nil {
			return err
		}
		err = behind
	}
}

// places are the places of an error in the query. The library was given text of its own without a source, so its
// columns count bytes of that text.
func places(d *queryDoc, query string, m gqlerrors.FormattedError) []Location {
	var at []Location
	for _, l := range m.Locations[:min(len(m.Locations), mostMistakes)] {
		at = append(at, d.scan.place(query, l.Column-1))
	}
	return at
}

// syntaxError takes the library's message out of its drawing of the query.
func syntaxError(d *queryDoc, query string, err error) error {
	message, pos := err.Error(), 0
	if e, ok := errors.AsType[*gqlerrors.Error](err); ok && len(e.Positions) > 0 {
		pos = e.Positions[0]
	}
	if _, after, ok := strings.Cut(message, ") "); ok {
		message = after
	}
	message, _, _ = strings.Cut(message, "\n")
	if strings.Contains(message, `Name "null"`) {
		return &located{fault.New(fault.BadInput, "graph.null"), []Location{d.scan.place(query, pos)}}
	}
	refusal := fault.New(fault.BadInput, "graph.syntax", fault.Args{"detail": excerpt(message)})
	return &located{refusal, []Location{d.scan.place(query, pos)}}
}

// pathText is the path of an error without the numbers of rows, for the log.
func pathText(path []any) string {
	var names []string
	for _, p := range path {
		if s, ok := p.(string); ok {
			names = append(names, s)
		}
	}
	return strings.Join(names, ".")
}

// logText is an error without what a person's data may stand in: PostgreSQL quotes values in its messages, and so
// does the library where an abstract type is not resolved.
func logText(err error) string {
	text, _, _ := strings.Cut(err.Error(), " with value")
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		short := "SQLSTATE " + pg.Code + " " + pg.TableName + " " + pg.ConstraintName
		text = strings.ReplaceAll(text, pg.Error(), strings.TrimSpace(short))
	}
	return text
}

func sqlState(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code
	}
	return ""
}

// lostDatabase tells errors after which the same request may well succeed: no connection, a connection that broke, a
// server that restarts or is full, a transaction that lost to another.
func lostDatabase(err error) bool {
	switch state := sqlState(err); {
	case strings.HasPrefix(state, "08"), strings.HasPrefix(state, "57P"):
		return true
	case state == "53300", state == "40001", state == "40P01":
		return true
	case state != "":
		return false
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return pgconn.SafeToRetry(err) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}
