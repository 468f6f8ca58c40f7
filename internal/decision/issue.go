// Package decision issues the signed documents that give changes their legal effect: a decision is applied with all
// its lines in one transaction, or nothing of it is.
package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// Applier gives a line its effect in tx and answers with what it changed, which is kept with the line. It checks the
// rights of whoever issues on the units and people concerned. A refusal names its field as the line spells it.
type Applier func(ctx context.Context, tx *models.Tx, d *models.Decision, payload json.RawMessage) (applied any, err error)

// Apply makes an applier from a function of one kind of line.
func Apply[L any](f func(ctx context.Context, tx *models.Tx, d *models.Decision, line L) (any, error)) Applier {
	return func(ctx context.Context, tx *models.Tx, d *models.Decision, payload json.RawMessage) (any, error) {
		var line L
		if err := json.Unmarshal(payload, &line); err != nil {
			return nil, fmt.Errorf("read line: %w", err)
		}
		return f(ctx, tx, d, line)
	}
}

// Service issues decisions. Appliers is filled by the program that puts the domains together.
type Service struct {
	DB       *models.DB
	Book     *rules.Book
	Clock    day.Clock
	Appliers map[string]Applier
}

// IssueDecision is a signed decision with what it changes.
type IssueDecision struct {
	ClientRequestID string   `json:"-"`
	Number          string   `json:"number"`
	Symbol          string   `json:"symbol"`
	Title           string   `json:"title"`
	Issuer          int64    `json:"issuer" id:"unit"`
	IssuedOn        day.Day  `json:"issuedOn"`
	EffectiveOn     day.Day  `json:"effectiveOn"`
	SignerName      string   `json:"signerName"`
	SignerTitle     string   `json:"signerTitle"`
	LegalBases      []string `json:"legalBases"`
	Lines           []Line   `json:"lines"`
}

// Issue (ban hành) applies a decision with all its lines. It refuses with BAD_INPUT, CONFLICT or RULE_VIOLATION naming
// the field ("lines[2].appoint.unit"), FORBIDDEN for who may not, or decides on themselves, and RETRY when another
// writer was in the way. The same request again answers with the same decision.
func (s *Service) Issue(ctx context.Context, in IssueDecision) (*models.Decision, error) {
	// Load who asks, and what can be told without data.
	viewer, _, err := auth.Require(ctx, "decision.document", "issue")
	if err != nil {
		return nil, err
	}
	request, err := models.NewRequest(viewer.UserID, in.ClientRequestID, in)
	if err != nil {
		return nil, err
	}
	parts, err := in.check(s.Clock.Today())
	if err != nil {
		return nil, err
	}

	// Decide; each line decides the rest on what it finds.
	for i, p := range parts {
		if p.staffID != 0 && p.staffID == viewer.StaffID {
			return nil, fault.New(fault.Forbidden, "decision.own_case").At(place(i, p.member, "staff"))
		}
	}

	// Write.
	entry := audit.Entry{Action: "decision.issue", ObjectKind: "decision", Detail: in.summary()}
	once := models.Once{DB: s.DB, Request: request, Write: func(ctx context.Context, do func(*models.Tx) error) error {
		return audit.Write(ctx, s.DB, entry, do)
	}}
	id, err := once.Do(ctx, func(tx *models.Tx) (int64, error) { return s.issue(ctx, tx, in, parts) })
	if err != nil {
		return nil, err
	}
	return models.FindDecision(ctx, s.DB, id)
}

// issue stores the decision and applies its lines.
func (s *Service) issue(ctx context.Context, tx *models.Tx, in IssueDecision, parts []part) (int64, error) {
	if err := issuedBy(ctx, tx, in); err != nil {
		return 0, err
	}
	d := &models.Decision{
		Number: &in.Number, Symbol: &in.Symbol, Kind: subject(parts), Title: in.Title, IssuerUnitID: &in.Issuer,
		SignerName: in.SignerName, SignerTitle: in.SignerTitle, IssuedOn: in.IssuedOn, EffectiveOn: in.EffectiveOn,
		State: "ISSUED", LegalBases: in.LegalBases, Version: 1, RecordedIn: tx.AuditID,
	}
	if err := tx.Create(d).Error; err != nil {
		return 0, models.Refusal(err)
	}
	for i, p := range parts {
		if err := s.apply(ctx, tx, d, i, p); err != nil {
			return 0, lineFault(i, p.member, models.Refusal(err))
		}
	}
	return d.ID, nil
}

// issuedBy refuses an issuer that does not exist on the day of issue, and one for which the viewer may not issue. One
// that the viewer may not even read is simply not found.
func issuedBy(ctx context.Context, tx *models.Tx, in IssueDecision) error {
	if !auth.ViewerOf(ctx).Scope("org.unit", "read").HasUnit(in.Issuer) {
		return fault.Unknown("unit").At("issuer")
	}
	issuer, err := models.HoldUnit(tx, in.Issuer, in.IssuedOn)
	if err != nil {
		return err
	}
	if issuer == nil {
		known, err := models.UnitExists(tx, in.Issuer)
		if err != nil {
			return err
		}
		if !known {
			return fault.Unknown("unit").At("issuer")
		}
		return fault.New(fault.RuleViolation, "decision.no_issuer", fault.Args{"on": in.IssuedOn}).At("issuer")
	}
	return At("issuer", auth.ViewerOf(ctx).May("decision.document", "issue", in.Issuer))
}

func (s *Service) apply(ctx context.Context, tx *models.Tx, d *models.Decision, i int, p part) error {
	applier, ok := s.Appliers[p.kind]
	if !ok {
		return fmt.Errorf("nothing applies lines of kind %s", p.kind)
	}
	payload, err := json.Marshal(p.payload)
	if err != nil {
		return fmt.Errorf("write down line %d: %w", i+1, err)
	}
	applied, err := applier(ctx, tx, d, payload)
	if err != nil {
		return err
	}
	result, err := json.Marshal(applied)
	if err != nil {
		return fmt.Errorf("write down what line %d changed: %w", i+1, err)
	}
	line := &models.DecisionLine{DecisionID: d.ID, Ordinal: i + 1, Kind: p.kind, Payload: payload, Applied: result, RecordedIn: tx.AuditID}
	if err := tx.Create(line).Error; err != nil {
		return fmt.Errorf("store line %d: %w", i+1, err)
	}
	return nil
}

// Limits of what one decision may hold.
const (
	maxLines      = 500
	maxLegalBases = 50
	maxText       = 1000
	// sanityYears catches a slip of the pen in a date: a decision this far from its effect is none.
	sanityYears = 20
)

// check refuses what is missing or malformed in the document itself, cleans its texts, and splits its lines.
func (in *IssueDecision) check(today day.Day) ([]part, error) {
	for _, t := range []struct {
		field string
		text  *string
		max   int
	}{
		{"number", &in.Number, 30}, {"symbol", &in.Symbol, 60}, {"title", &in.Title, maxText},
		{"signerName", &in.SignerName, 200}, {"signerTitle", &in.SignerTitle, 200},
	} {
		if err := Required(t.field, t.text, t.max); err != nil {
			return nil, err
		}
	}
	if len(in.LegalBases) > maxLegalBases {
		return nil, fault.Bad("legalBases", "decision.too_many", fault.Args{"max": maxLegalBases})
	}
	for i := range in.LegalBases {
		if err := Required(fmt.Sprintf("legalBases[%d]", i), &in.LegalBases[i], maxText); err != nil {
			return nil, err
		}
	}
	if err := in.checkDates(today); err != nil {
		return nil, err
	}
	return in.checkLines()
}

func (in *IssueDecision) checkDates(today day.Day) error {
	switch years := 12 * sanityYears; {
	case in.IssuedOn.IsZero():
		return fault.Bad("issuedOn", "fault.required")
	case in.EffectiveOn.IsZero():
		return fault.Bad("effectiveOn", "fault.required")
	case in.IssuedOn.After(today):
		return fault.Bad("issuedOn", "decision.issued_ahead", fault.Args{"on": in.IssuedOn, "today": today})
	case in.EffectiveOn.Before(in.IssuedOn.AddMonths(-years)), in.EffectiveOn.After(in.IssuedOn.AddMonths(years)):
		return fault.Bad("effectiveOn", "decision.far_from_issue", fault.Args{"on": in.EffectiveOn, "issued": in.IssuedOn})
	}
	return nil
}

func (in *IssueDecision) checkLines() ([]part, error) {
	if len(in.Lines) == 0 {
		return nil, fault.Bad("lines", "decision.no_lines")
	}
	if len(in.Lines) > maxLines {
		return nil, fault.Bad("lines", "decision.too_many", fault.Args{"max": maxLines})
	}
	all := make([]part, 0, len(in.Lines))
	for i, l := range in.Lines {
		given := l.parts()
		if len(given) != 1 {
			return nil, fault.Bad(fmt.Sprintf("lines[%d]", i), "decision.one_member")
		}
		all = append(all, given[0])
	}
	return all, nil
}

// summary is what the audit log says of a decision: no personal data, which the lines themselves hold.
func (in *IssueDecision) summary() map[string]any {
	return map[string]any{
		"number": in.Number, "symbol": in.Symbol, "issuer": in.Issuer, "issuedOn": in.IssuedOn,
		"effectiveOn": in.EffectiveOn, "lines": len(in.Lines),
	}
}

// subject is what a decision is about: what all its lines are about, else MIXED.
func subject(parts []part) string {
	for _, p := range parts[1:] {
		if p.subject != parts[0].subject {
			return "MIXED"
		}
	}
	return parts[0].subject
}

// Required cleans a text in place and refuses an empty one, and one longer than max characters.
func Required(field string, text *string, max int) error {
	if *text = models.CleanText(*text); *text == "" {
		return fault.Bad(field, "fault.required")
	}
	return short(field, *text, max)
}

// Optional is a cleaned text that may be absent; it refuses one longer than max characters.
func Optional(field string, text *string, max int) (string, error) {
	if text == nil {
		return "", nil
	}
	s := models.CleanText(*text)
	return s, short(field, s, max)
}

func short(field, text string, max int) error {
	if utf8.RuneCountInString(text) > max {
		return fault.Bad(field, "fault.too_long", fault.Args{"max": max})
	}
	return nil
}

// At names the field of a refusal that names none yet.
func At(field string, err error) error {
	if f := fault.From(err); err != nil && f.Code != fault.Internal && f.Field == "" {
		return f.At(field)
	}
	return err
}

// lineFault says which line a refusal is about. The effective day and the number are the document's own fields.
func lineFault(i int, member string, err error) error {
	f := fault.From(err)
	switch {
	case f.Code == fault.Internal, f.Code == fault.Retry, f.Field == "effectiveOn":
		return err
	case f.Field == "":
		return f.At(fmt.Sprintf("lines[%d].%s", i, member))
	}
	return f.At(place(i, member, f.Field))
}

func place(i int, member, field string) string {
	return fmt.Sprintf("lines[%d].%s.%s", i, member, field)
}
