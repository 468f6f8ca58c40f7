package auth

import (
	"context"
	"strings"

	"bienche/internal/audit"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// behalf names those in whose place the viewer acts, as far as is known by now: it stands in the audit log beside the
// viewer's own name.
func (v *Viewer) behalf() string {
	if v == nil || v.enforcer == nil {
		return ""
	}
	return strings.Join(v.enforcer.ActedFor(), ", ")
}

// Today is the province's day.
func (s *Service) Today() day.Day { return day.In(s.now()) }

// mutation is one act that a client may repeat.
type mutation struct {
	name  string // as the API calls it, so that one request id cannot serve two acts
	id    string // clientRequestId
	input any
	entry audit.Entry
}

// do runs f in one transaction with its entry, once however often the request arrives, and gives the id it answered with.
func (s *Service) do(ctx context.Context, m mutation, f func(tx *models.Tx) (int64, error)) (int64, error) {
	request, err := models.NewRequest(ViewerOf(ctx).UserID, m.id, map[string]any{m.name: m.input})
	if err != nil {
		return 0, err
	}
	return models.Once{DB: s.db, Request: request, Write: func(ctx context.Context, do func(*models.Tx) error) error {
		return audit.Write(ctx, s.db, m.entry, do)
	}}.Do(ctx, f)
}

// The longest texts, in characters.
const (
	maxName     = 200
	maxReason   = 1000
	maxDecision = 100
	maxSearch   = 100
)

// needed is a cleaned text; it refuses an empty one and one longer than max characters.
func needed(field, text string, max int) (string, error) {
	text, err := tidy(field, text, max)
	if err == nil && text == "" {
		err = fault.Bad(field, "fault.required")
	}
	return text, err
}

// tidy is a cleaned text, which may be empty; it refuses one longer than max characters.
func tidy(field, text string, max int) (string, error) {
	if text = models.CleanText(text); len([]rune(text)) > max {
		return "", fault.Bad(field, "fault.too_long", fault.Args{"max": max})
	}
	return text, nil
}
