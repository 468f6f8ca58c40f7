package models

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// violations says, for a constraint of the database, what its reader is told. Code checks the same before; these
// answers are for what only the database can see, such as another writer at the same moment.
var violations = map[string]*fault.Error{
	"appointment_no_overlap":      fault.New(fault.Conflict, "staff.appointment_overlap").At("effectiveOn"),
	"staff_pay_no_overlap":        fault.New(fault.Conflict, "staff.pay_overlap").At("effectiveOn"),
	"staff_core_no_overlap":       fault.New(fault.Conflict, "fault.stale"),
	"staff_identity_citizen_once": fault.New(fault.Conflict, "staff.citizen_id_taken").At("citizenId"),
	"staff_member_code_key":       fault.New(fault.Conflict, "staff.code_taken").At("code"),
	"org_unit_code_key":           fault.New(fault.Conflict, "org.code_taken").At("code"),
	"org_unit_cycle":              fault.New(fault.RuleViolation, "org.cycle").At("parent"),
	"org_unit_version_own_parent": fault.New(fault.RuleViolation, "org.cycle").At("parent"),
	"org_unit_version_no_overlap": fault.New(fault.Conflict, "org.version_overlap").At("effectiveOn"),
	"unit_position_no_overlap":    fault.New(fault.Conflict, "position.overlap").At("position"),
	"decision_number_once":        fault.New(fault.Conflict, "decision.number_taken").At("number"),
	"record_change_four_eyes":     fault.New(fault.Forbidden, "staff.own_change"),
	"rule_choice_four_eyes":       fault.New(fault.Forbidden, "lawbook.own_proposal"),
	"rule_choice_no_overlap":      fault.New(fault.Conflict, "lawbook.overlap_plain").At("from"),
	"request_answer_pkey":         fault.New(fault.Retry, "fault.retry"),
	"role_grant_no_overlap":       fault.New(fault.Conflict, "auth.grant_overlap").At("role"),
	"role_grant_exclusive":        fault.New(fault.RuleViolation, "access.exclusive_plain").At("role"),
	"role_grant_own":              fault.New(fault.Forbidden, "auth.own_grant"),
	"role_grant_lent_within":      fault.New(fault.RuleViolation, "access.lend_longer_plain").At("until"),
	"grant_review_item_once":      fault.New(fault.Conflict, "access.review_decided").At("items"),
	"grant_review_item_own":       fault.New(fault.Forbidden, "access.review_own").At("items"),
	"app_user_staff_id_key":       fault.New(fault.Conflict, "access.staff_taken").At("staffCode"),
	"app_user_username_key":       fault.New(fault.Conflict, "auth.username_taken").At("username"),
}

// asFault turns a constraint violation into what its reader is told, and a lost or busy server into RETRY.
func asFault(err error) error {
	if err == nil {
		return nil
	}
	if lost(err) {
		return fault.New(fault.Retry, "fault.retry").Because(err)
	}
	pg, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return err
	}
	switch pg.Code {
	case "40001", "40P01", "55P03", "53300": // another writer was in the way, or too many are connected
		return fault.New(fault.Retry, "fault.retry").Because(err)
	}
	if pg.Code == "23514" && strings.HasSuffix(pg.ConstraintName, "_known") {
		// The fact to be closed was recorded by somebody who began later and was waited for: seen from the moment at
		// which this transaction began, it is not known yet.
		return fault.New(fault.Retry, "fault.retry").Because(err)
	}
	if pg.ConstraintName == "quota_not_negative" {
		return quotaNegative(pg).Because(err)
	}
	if f, ok := violations[pg.ConstraintName]; ok {
		return f.Because(err)
	}
	return err
}

// quotaNegative reads the unit, category and day that the ledger's check found.
func quotaNegative(pg *pgconn.PgError) *fault.Error {
	var d struct {
		Unit     int64   `json:"unit"`
		Category string  `json:"category"`
		On       day.Day `json:"on"`
		Balance  int     `json:"balance"`
	}
	if json.Unmarshal([]byte(pg.Detail), &d) != nil {
		return fault.New(fault.RuleViolation, "headcount.negative_plain").At("posts")
	}
	return fault.New(fault.RuleViolation, "headcount.negative", fault.Args{
		"category": d.Category, "on": d.On, "balance": d.Balance,
	}).At("posts")
}
