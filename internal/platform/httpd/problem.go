package httpd

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"

	"bienche/internal/fault"
	"bienche/models"
)

// Problem answers with a refusal in the manner of RFC 9457, in the language the reader asks for: title is the code,
// detail the sentence, and code, field, sources and requestId are extensions. What is no fault.Error is logged and
// answered as INTERNAL.
func Problem(w http.ResponseWriter, r *http.Request, err error) {
	f := fault.From(models.Retriable(err))
	log, onRefusal := slog.Default(), (func(context.Context, error) error)(nil)
	if c := callOf(r.Context()); c != nil {
		log, onRefusal = c.server.options.Log, c.server.options.OnRefusal
	}
	id := RequestID(r.Context())
	if f.Code == fault.Internal || f.Code == fault.Retry {
		log.ErrorContext(r.Context(), "refused", "code", f.Code, "error", err, "request_id", id)
	}
	if onRefusal != nil {
		if err := onRefusal(r.Context(), f); err != nil {
			log.ErrorContext(r.Context(), "refusal not noted", "error", err, "request_id", id)
		}
	}
	status := Status(f.Code)
	body := map[string]any{
		"type": "about:blank", "title": f.Code, "status": status, "detail": f.Message(fault.Lang(r.Header.Get("Accept-Language"))),
		"code": f.Code, "requestId": id,
	}
	if f.Field != "" {
		body["field"] = f.Field
	}
	if len(f.Sources) > 0 {
		body["sources"] = f.Sources
	}
	for k, v := range f.Extra {
		body[k] = v
	}
	if f.Code == fault.Retry {
		w.Header().Set("Retry-After", "1")
	} else if seconds, ok := f.Extra["retryAfter"].(int); ok {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	writeJSON(w, status, "application/problem+json", body)
}

// Status is the HTTP status of a code.
func Status(c fault.Code) int {
	switch c {
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.BadInput:
		return http.StatusBadRequest
	case fault.Conflict:
		return http.StatusConflict
	case fault.RuleViolation, fault.NotCovered:
		return http.StatusUnprocessableEntity
	case fault.LimitExceeded:
		return http.StatusTooManyRequests
	case fault.Retry:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// JSON answers 200 with v.
func JSON(w http.ResponseWriter, v any) { writeJSON(w, http.StatusOK, "application/json", v) }

func writeJSON(w http.ResponseWriter, status int, mediaType string, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		status, b = http.StatusInternalServerError, []byte(`{"code":"INTERNAL"}`)
	}
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	w.Write(b) // an error here means that the reader has gone
}
