package staff

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// Changes takes changes of records that have no legal effect: one declares with evidence, somebody else verifies.
type Changes struct {
	DB    *models.DB
	Book  *rules.Book
	Clock day.Clock
}

// DeclareRecordChange says what is to change in whose record, and on what evidence.
type DeclareRecordChange struct {
	ClientRequestID string        `json:"-"`
	Staff           int64         `json:"staff" id:"staff"`
	Kind            string        `json:"kind"` // DECLARE, UPDATE, CORRECT
	Section         string        `json:"section"`
	Fields          []RecordField `json:"fields"`
	Clear           []string      `json:"clear"`
	Target          *int64        `json:"target" id:"entry"` // the relative, qualification or history line
	Remove          bool          `json:"remove"`
	Evidence        string        `json:"evidence"`
	EffectiveOn     *day.Day      `json:"effectiveOn"` // today when absent
}

// RecordField is a field by name with its new value as text.
type RecordField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Declare (kê khai, cập nhật, đính chính) records what a person or an officer asks to change, for somebody else to
// verify. It refuses with BAD_INPUT naming the field, FORBIDDEN for who may not, and NOT_FOUND for a record out of
// sight. The same request again answers with the same change.
func (s *Changes) Declare(ctx context.Context, in DeclareRecordChange) (*RecordChange, error) {
	// Load who asks, and what can be told without data.
	if auth.ViewerOf(ctx) == nil {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	sec, c, err := s.read(&in)
	if err != nil {
		return nil, err
	}
	viewer, _, err := auth.Require(ctx, sec.object(), "declare")
	if err != nil {
		return nil, err
	}
	request, err := models.NewRequest(viewer.UserID, in.ClientRequestID, in)
	if err != nil {
		return nil, err
	}

	// Decide and write.
	return s.once(ctx, request, s.entry("staff.declare_change", in.Staff, c, in.Section), func(tx *models.Tx) (int64, error) {
		person, err := models.LockStaff(tx, in.Staff)
		if err == nil {
			err = sees(viewer, person, sec.object(), "declare")
		}
		if err != nil {
			return 0, decision.At("staff", err)
		}
		if err := sec.prepare(tx, c); err != nil {
			return 0, err
		}
		payload, err := json.Marshal(c.ChangeContent)
		if err != nil {
			return 0, fmt.Errorf("write down the change: %w", err)
		}
		row := &models.RecordChange{
			StaffID: in.Staff, Kind: in.Kind, Section: in.Section, Payload: payload, Evidence: in.Evidence,
			State: "PENDING", DeclaredBy: viewer.UserID, Version: 1, RecordedIn: tx.AuditID,
		}
		err = tx.Create(row).Error
		return row.ID, err
	})
}

var changeKinds = []string{"DECLARE", "UPDATE", "CORRECT"}

const maxEvidence = 1000

// read checks and cleans what needs no data.
func (s *Changes) read(in *DeclareRecordChange) (section, *change, error) {
	sec := sectionOf(s.Book, in.Section)
	if sec == nil {
		return nil, nil, fault.Bad("section", "fault.bad_choice", fault.Args{"value": in.Section})
	}
	if !slices.Contains(changeKinds, in.Kind) {
		return nil, nil, fault.Bad("kind", "fault.bad_choice", fault.Args{"value": in.Kind})
	}
	if err := decision.Required("evidence", &in.Evidence, maxEvidence); err != nil {
		return nil, nil, err
	}
	c := &change{staffID: in.Staff, kind: in.Kind, ChangeContent: models.ChangeContent{
		Target: in.Target, Remove: in.Remove, EffectiveOn: s.Clock.Today(),
	}}
	if in.EffectiveOn != nil {
		c.EffectiveOn = *in.EffectiveOn
	}
	for i, f := range in.Fields {
		value := models.CleanText(f.Value)
		if value == "" {
			return nil, nil, fault.Bad(fmt.Sprintf("fields[%d].value", i), "staff.clear_instead")
		}
		c.Fields = append(c.Fields, models.ChangeField{Name: f.Name, After: &value})
	}
	c.given = len(c.Fields)
	for _, name := range in.Clear {
		c.Fields = append(c.Fields, models.ChangeField{Name: name})
	}
	if len(c.Fields) == 0 && !in.Remove {
		return nil, nil, fault.Bad("fields", "fault.required")
	}
	return sec, c, nil
}

// sees refuses a viewer who may not do an act on a person: NOT_FOUND where there is none, or none that may be read.
func sees(viewer *auth.Viewer, person *models.LockedStaff, object, act string) error {
	switch {
	case person == nil, !viewer.Scope("staff.core", "read").HasPerson(person.Place()):
		return fault.Unknown("staff")
	case !viewer.Scope(object, act).HasPerson(person.Place()):
		return missing(object, act)
	}
	return acts(viewer, person, object, act)
}

// entry is what the audit log says: names of fields and never their values, which the change itself holds.
func (s *Changes) entry(action string, staffID int64, c *change, section string) audit.Entry {
	names := make([]string, len(c.Fields))
	for i, f := range c.Fields {
		names[i] = f.Name
	}
	return audit.Entry{Action: action, ObjectKind: "staff", ObjectID: staffID, Detail: map[string]any{
		"section": section, "kind": c.kind, "fields": names, "remove": c.Remove,
	}}
}

func (s *Changes) once(ctx context.Context, r models.Request, e audit.Entry, f func(*models.Tx) (int64, error)) (*RecordChange, error) {
	once := models.Once{DB: s.DB, Request: r, Write: func(ctx context.Context, do func(*models.Tx) error) error {
		return audit.Write(ctx, s.DB, e, do)
	}}
	id, err := once.Do(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.find(ctx, auth.ViewerOf(ctx), id)
}

// DecideRecordChange verifies or rejects a change in the state that the reader saw.
type DecideRecordChange struct {
	ClientRequestID string  `json:"-"`
	ID              int64   `json:"id" id:"change"`
	Version         int     `json:"version"`
	Verify          bool    `json:"verify"`
	Reason          *string `json:"reason"` // needed to reject
}

// Decide (xác minh, từ chối) ends a declared change. It is for somebody who neither declared it nor is the person
// concerned. A verified change is applied at once: an update from its day on, a correction to all days on which the
// wrong value stood. It refuses with CONFLICT when the change or the record is no longer as it was.
func (s *Changes) Decide(ctx context.Context, in DecideRecordChange) (*RecordChange, error) {
	// Load.
	viewer := auth.ViewerOf(ctx)
	if viewer == nil {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	reason, err := decision.Optional("reason", in.Reason, maxEvidence)
	if err != nil {
		return nil, err
	}
	if !in.Verify && reason == "" {
		return nil, fault.Bad("reason", "fault.required")
	}
	request, err := models.NewRequest(viewer.UserID, in.ClientRequestID, in)
	if err != nil {
		return nil, err
	}
	row, err := models.FindRecordChange(ctx, s.DB, in.ID)
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, fault.Unknown("change").At("id")
	}
	content, err := row.Content()
	if err != nil {
		return nil, err
	}
	c := &change{staffID: row.StaffID, kind: row.Kind, ChangeContent: content}

	// Decide and write.
	action := "staff.reject_change"
	if in.Verify {
		action = "staff.verify_change"
	}
	return s.once(ctx, request, s.entry(action, row.StaffID, c, row.Section), func(tx *models.Tx) (int64, error) {
		return in.ID, s.decide(tx, viewer, in, reason)
	})
}

// decide does it on the row as it is once it is locked.
func (s *Changes) decide(tx *models.Tx, viewer *auth.Viewer, in DecideRecordChange, reason string) error {
	row, err := models.LockRecordChange(tx, in.ID)
	if err != nil {
		return err
	}
	if row == nil {
		return fault.Unknown("change").At("id")
	}
	content, err := row.Content()
	if err != nil {
		return err
	}
	sec := sectionOf(s.Book, row.Section)
	if err := mayDecide(tx, viewer, row, sec.object()); err != nil {
		return err
	}
	if row.State != "PENDING" || row.Version != in.Version {
		return fault.New(fault.Conflict, "fault.stale").At("version").With("state", row.State).With("version", row.Version)
	}
	if in.Verify {
		if err := verify(tx, sec, &change{staffID: row.StaffID, kind: row.Kind, ChangeContent: content}); err != nil {
			return err
		}
		if err := models.TouchStaff(tx, row.StaffID); err != nil {
			return err
		}
	}
	row.State = "REJECTED"
	if in.Verify {
		row.State = "VERIFIED"
	}
	now := s.Clock()
	row.DecidedBy, row.DecidedAt, row.DecidedReason = &viewer.UserID, &now, reason
	row.DecidedIn, row.Version = &tx.AuditID, row.Version+1
	return tx.Save(row).Error
}

// mayDecide refuses a viewer without the right, the one who declared, and the person concerned.
func mayDecide(tx *models.Tx, viewer *auth.Viewer, row *models.RecordChange, object string) error {
	person, err := models.LockStaff(tx, row.StaffID)
	if err == nil {
		err = sees(viewer, person, object, "verify")
	}
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		return fault.Unknown("change").At("id")
	case row.DeclaredBy == viewer.UserID, row.StaffID == viewer.StaffID:
		return fault.New(fault.Forbidden, "staff.own_change").At("id")
	}
	return decision.At("id", err)
}

// verify applies a change, if the record still says what it said when the change was declared.
func verify(tx *models.Tx, sec section, c *change) error {
	declared := slices.Clone(c.Fields)
	if err := sec.prepare(tx, c); err != nil {
		f := fault.From(err)
		if f.Code == fault.Internal || f.Code == fault.Retry {
			return err
		}
		return fault.New(fault.Conflict, "staff.change_outdated").At("id").Because(err)
	}
	for i, f := range c.Fields {
		if valueOf(f.Before) != valueOf(declared[i].Before) {
			return fault.New(fault.Conflict, "staff.change_outdated").At("id").With("field", f.Name)
		}
	}
	return sec.apply(tx, c)
}
