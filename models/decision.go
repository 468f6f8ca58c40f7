package models

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"strings"
	"time"

	"bienche/internal/day"
)

// Decision (quyết định) is the signed document that gives a change its legal effect.
type Decision struct {
	ID           int64     `json:"id"`
	Number       *string   `json:"number"` // "1612"
	Symbol       *string   `json:"symbol"` // "QĐ-UBND"
	Kind         string    `json:"kind"`
	Title        string    `json:"title"`
	IssuerUnitID *int64    `json:"issuer_unit_id"`
	SignerName   string    `json:"signer_name"`
	SignerTitle  string    `json:"signer_title"`
	IssuedOn     day.Day   `json:"issued_on"`
	EffectiveOn  day.Day   `json:"effective_on"`
	State        string    `json:"state"` // DRAFT, SUBMITTED, SIGNED, ISSUED, ANNULLED
	LegalBases   TextArray `json:"legal_bases"`
	Synthetic    bool      `json:"synthetic"`
	Note         string    `json:"note"`
	Version      int       `json:"version"`
	RecordedAt   time.Time `gorm:"->" json:"recorded_at"`
	RecordedIn   int64     `json:"recorded_in"`
}

// TableName is the table of Decision.
func (Decision) TableName() string { return "decision" }

// DecisionLine is one effect of a decision.
type DecisionLine struct {
	ID         int64
	DecisionID int64
	Ordinal    int
	Kind       string
	Payload    json.RawMessage
	Applied    json.RawMessage
	RecordedIn int64
}

// TableName is the table of DecisionLine.
func (DecisionLine) TableName() string { return "decision_line" }

// TextArray is a text[] column that gorm writes and pgx reads.
type TextArray []string

// Value writes the array in PostgreSQL's text form.
func (a TextArray) Value() (driver.Value, error) {
	quoted := make([]string, len(a))
	for i, s := range a {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	return "{" + strings.Join(quoted, ",") + "}", nil
}

const decisionColumns = `SELECT d.id, d.number, d.symbol, d.kind, d.title, d.issuer_unit_id, d.signer_name, d.signer_title, d.issued_on,
	d.effective_on, d.state, d.legal_bases, d.synthetic, d.note, d.version, d.recorded_at, d.recorded_in FROM decision d`

// DecisionsByID finds decisions.
func DecisionsByID(ctx context.Context, db *DB, ids []int64) ([]Decision, error) {
	return Rows[Decision](ctx, db, Q(decisionColumns+` WHERE d.id = ANY(?)`, ids))
}

// FindDecisionIn finds a decision that a reader sees; nil for none.
func FindDecisionIn(ctx context.Context, db *DB, id int64, s Scope) (*Decision, error) {
	rows, err := Rows[Decision](ctx, db, Q(decisionColumns+" WHERE d.id = ?", id).decisionsIn(s))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// ownGrounds are the decisions behind the facts of one record, which names its person as ?.
const ownGrounds = `SELECT f.decision_id FROM (
	SELECT staff_id, decision_id FROM appointment UNION ALL SELECT staff_id, end_decision_id FROM appointment
	UNION ALL SELECT staff_id, decision_id FROM staff_pay UNION ALL SELECT staff_id, decision_id FROM staff_rating
	UNION ALL SELECT staff_id, decision_id FROM qualification UNION ALL SELECT staff_id, decision_id FROM training_attendance
	UNION ALL SELECT staff_id, decision_id FROM disciplinary_action UNION ALL SELECT staff_id, decision_id FROM commendation
	) f WHERE f.staff_id = ?`

// decisionsIn adds the rule for decisions: issued by a unit within the scope, or the ground of a fact in the reader's
// own record.
func (q *Query) decisionsIn(s Scope) *Query {
	switch {
	case s.All, s.Self == 0:
		return q.UnitsIn("d.issuer_unit_id", s)
	}
	return q.Add("AND (d.issuer_unit_id = ANY(?) OR d.id IN ("+ownGrounds+"))", s.Units, s.Self)
}

// DecisionFilter narrows the list of decisions. Scope is by the issuing unit, or the reader's own record.
type DecisionFilter struct {
	Search string
	Kind   string
	Scope  Scope
}

func (f DecisionFilter) where(q *Query) *Query {
	q.Add("WHERE TRUE").decisionsIn(f.Scope)
	if f.Kind != "" {
		q.Add("AND d.kind = ?", f.Kind)
	}
	if f.Search != "" {
		q.Add("AND (fold(d.title) LIKE '%' || fold(?) || '%' OR d.number || '/' || d.symbol ILIKE ?)", f.Search, likePrefix(f.Search))
	}
	return q
}

// Decisions lists decisions, newest first.
func Decisions(ctx context.Context, db *DB, f DecisionFilter, limit, offset int) ([]Decision, error) {
	return Rows[Decision](ctx, db, f.where(Q(decisionColumns)).Add("ORDER BY d.issued_on DESC, d.id DESC LIMIT ? OFFSET ?", limit, offset))
}

// CountDecisions counts what Decisions lists.
func CountDecisions(ctx context.Context, db *DB, f DecisionFilter) (int, error) {
	return One[int](ctx, db, f.where(Q("SELECT count(*)::int FROM decision d")))
}

// DecisionLines lists the lines of decisions in order.
func DecisionLines(ctx context.Context, db *DB, decisionIDs []int64) ([]DecisionLine, error) {
	return Rows[DecisionLine](ctx, db, Q(`SELECT id, decision_id, ordinal, kind, payload, applied, recorded_in
		FROM decision_line WHERE decision_id = ANY(?) ORDER BY decision_id, ordinal`, decisionIDs))
}
