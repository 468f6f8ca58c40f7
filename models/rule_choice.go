package models

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// RuleChoice (lựa chọn của địa phương) is what a unit has chosen, for itself and all below it, where the law leaves a
// choice, or sets in place of the law, by a decision. With neither Value nor Option it only ends an earlier one.
type RuleChoice struct {
	ID         int64
	Parameter  string // id of rules
	UnitID     int64
	Value      *decimal.Decimal
	Option     *string
	HoldsFrom  day.Day
	HoldsTo    day.Day
	Ends       *int64 // the approved choice that ends on HoldsFrom
	DecisionID int64
	Note       string
	State      string `gorm:"->"` // PROPOSED, APPROVED, REFUSED, WITHDRAWN
	ProposedBy int64
	ProposedAt time.Time  `gorm:"->"`
	DecidedBy  *int64     `gorm:"->"`
	DecidedAt  *time.Time `gorm:"->"`
	Reason     string     `gorm:"->"`
	Version    int        `gorm:"->"`
	RecordedIn int64
}

// TableName is the table of RuleChoice.
func (RuleChoice) TableName() string { return "rule_choice" }

// Chooses tells whether it chooses something, and does not only end an earlier choice.
func (c RuleChoice) Chooses() bool { return c.Value != nil || c.Option != nil }

// RuleChoiceRow is a local choice as it is listed.
type RuleChoiceRow struct {
	RuleChoice
	ProposedByName  string
	DecidedByName   *string
	NamedByDecision bool // a line of the decision allows a choice of the parameter
}

const ruleChoiceColumns = `SELECT c.id, c.parameter, c.unit_id, c.value, c.option, c.holds_from, c.holds_to, c.ends, c.decision_id, c.note,
	c.state, c.proposed_by, c.proposed_at, c.decided_by, c.decided_at, c.reason, c.version, c.recorded_in`

const ruleChoiceRows = ruleChoiceColumns + `, u.display_name AS proposed_by_name, v.display_name AS decided_by_name,
	EXISTS (SELECT FROM decision_line l WHERE l.decision_id = c.decision_id AND l.kind = 'rule.allow_choice'
		AND l.payload->>'parameter' = c.parameter) AS named_by_decision
	FROM rule_choice c JOIN app_user u ON u.id = c.proposed_by LEFT JOIN app_user v ON v.id = c.decided_by`

// RuleChoiceFilter narrows the list of local choices: those entered at units of Scope, and approved ones of the units Above.
type RuleChoiceFilter struct {
	Parameter string
	State     string
	UnitID    int64
	Scope     Scope
	Above     []int64
}

func (f RuleChoiceFilter) where(q *Query) *Query {
	if f.Scope.All {
		q.Add("WHERE TRUE")
	} else {
		q.Add("WHERE (c.unit_id = ANY(?) OR c.state = 'APPROVED' AND c.unit_id = ANY(?))", f.Scope.Units, f.Above)
	}
	if f.Parameter != "" {
		q.Add("AND c.parameter = ?", f.Parameter)
	}
	if f.State != "" {
		q.Add("AND c.state = ?", f.State)
	}
	if f.UnitID != 0 {
		q.Add("AND c.unit_id = ?", f.UnitID)
	}
	return q
}

// RuleChoices lists local choices, newest first.
func RuleChoices(ctx context.Context, db *DB, f RuleChoiceFilter, limit, offset int) ([]RuleChoiceRow, error) {
	return Rows[RuleChoiceRow](ctx, db, f.where(Q(ruleChoiceRows)).Add("ORDER BY c.proposed_at DESC, c.id DESC LIMIT ? OFFSET ?", limit, offset))
}

// CountRuleChoices counts what RuleChoices lists.
func CountRuleChoices(ctx context.Context, db *DB, f RuleChoiceFilter) (int, error) {
	return One[int](ctx, db, f.where(Q("SELECT count(*)::int FROM rule_choice c")))
}

// FindRuleChoice reads a local choice whoever asks; nil when there is none.
func FindRuleChoice(ctx context.Context, db *DB, id int64) (*RuleChoiceRow, error) {
	return first(Rows[RuleChoiceRow](ctx, db, Q(ruleChoiceRows+" WHERE c.id = ?", id)))
}

// ApprovedChoice is a local choice in force on its days, with the number of the decision that allows it.
type ApprovedChoice struct {
	Parameter string
	UnitID    int64
	Value     *decimal.Decimal
	Option    *string
	HoldsFrom day.Day
	HoldsTo   day.Day
	Note      string
	Decision  string // "12/QĐ-UBND"
}

const approvedChoices = `SELECT c.parameter, c.unit_id, c.value, c.option, c.holds_from, c.holds_to, c.note,
	d.number || '/' || d.symbol AS decision FROM rule_choice c JOIN decision d ON d.id = c.decision_id
	WHERE c.state = 'APPROVED' AND num_nonnulls(c.value, c.option) = 1`

// ApprovedChoices are all local choices that hold on any day: what a decision allows that was annulled holds on none.
func ApprovedChoices(ctx context.Context, db *DB) ([]ApprovedChoice, error) {
	return Rows[ApprovedChoice](ctx, db, Q(approvedChoices+" AND d.state = 'ISSUED'"))
}

// LockRuleChoice reads a local choice and holds it until tx ends; nil when there is none.
func LockRuleChoice(tx *Tx, id int64) (*RuleChoice, error) {
	got, err := RowsIn[RuleChoice](tx, Q(ruleChoiceColumns+" FROM rule_choice c WHERE c.id = ? FOR UPDATE", id))
	if err != nil {
		return nil, fmt.Errorf("lock local choice %d: %w", id, err)
	}
	return first(got, nil)
}

// OverlappingChoice finds an approved choice of the same parameter and unit on some day of c, but for the one that c ends;
// nil when there is none.
func OverlappingChoice(tx *Tx, c *RuleChoice) (*ApprovedChoice, error) {
	var ends int64
	if c.Ends != nil {
		ends = *c.Ends
	}
	got, err := RowsIn[ApprovedChoice](tx, Q(approvedChoices+` AND c.parameter = ? AND c.unit_id = ? AND c.holds_from < ? AND c.holds_to > ?
		AND c.id <> ? ORDER BY c.holds_from LIMIT 1`, c.Parameter, c.UnitID, c.HoldsTo, c.HoldsFrom, ends))
	if err != nil {
		return nil, fmt.Errorf("look for another choice of %s: %w", c.Parameter, err)
	}
	return first(got, nil)
}

// SettleRuleChoice brings a proposal that is held to its end: APPROVED, REFUSED or WITHDRAWN, by whom and why.
func SettleRuleChoice(tx *Tx, id int64, state string, by int64, reason string) error {
	return tx.Exec(`UPDATE rule_choice SET state = ?, decided_by = ?, decided_at = now(), reason = ?, decided_in = ?, version = version + 1
		WHERE id = ?`, state, by, reason, tx.AuditID, id).Error
}

// EndRuleChoice lets an approved choice that is held end on a day, the first one without it.
func EndRuleChoice(tx *Tx, id int64, on day.Day) error {
	return tx.Exec("UPDATE rule_choice SET holds_to = ?, version = version + 1 WHERE id = ?", on, id).Error
}

// DecisionIn reads a decision inside tx whoever asks; nil when there is none.
func DecisionIn(tx *Tx, id int64) (*Decision, error) {
	return first(RowsIn[Decision](tx, Q(decisionColumns+" WHERE d.id = ?", id)))
}
