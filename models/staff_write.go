package models

import (
	"encoding/json"
	"fmt"

	"bienche/internal/day"
)

// LockedStaff is a person's row, held until the transaction ends.
type LockedStaff struct {
	ID         int64
	HomeUnitID int64 // 0 for a person who never had a post
	HostUnitID int64 // 0 for one who is not seconded
}

// Place is where the person stands for the rights of readers.
func (p LockedStaff) Place() Place { return Place{p.ID, p.HomeUnitID, p.HostUnitID} }

// LockStaff holds a person, so that two writers on one person wait for each other; nil when there is none.
func LockStaff(tx *Tx, id int64) (*LockedStaff, error) {
	got, err := RowsIn[LockedStaff](tx, Q(`SELECT id, coalesce(home_unit_id, 0) AS home_unit_id,
		coalesce(host_unit_id, 0) AS host_unit_id FROM staff_member WHERE id = ?
		FOR NO KEY UPDATE`, id))
	if err != nil || len(got) == 0 {
		return nil, err
	}
	return &got[0], nil
}

// TouchStaff counts up the version of a person's record.
func TouchStaff(tx *Tx, id int64) error {
	if err := tx.Exec(`UPDATE staff_member SET version = version + 1 WHERE id = ?`, id).Error; err != nil {
		return fmt.Errorf("count up the version of record %d: %w", id, err)
	}
	return nil
}

// NameID finds or adds a full name among the distinct names.
func NameID(tx *Tx, name string) (int64, error) {
	if err := tx.Exec(`INSERT INTO staff_name (name) VALUES (?) ON CONFLICT (name) DO NOTHING`, name).Error; err != nil {
		return 0, fmt.Errorf("add a name: %w", err)
	}
	return OneIn[int64](tx, Q(`SELECT id FROM staff_name WHERE name = ?`, name))
}

// PositionOn is a position of the catalogue as it is on one day.
type PositionOn struct {
	StaffClass string
	Leadership string
}

// FindPositionOn finds a position of the catalogue on a day; nil when it does not stand there then.
func FindPositionOn(tx *Tx, id int64, on day.Day) (*PositionOn, error) {
	got, err := RowsIn[PositionOn](tx, Q(`SELECT v.staff_class, v.leadership FROM job_position_version v
		WHERE v.position_id = ?`, id).Valid("v", AsOf{Day: on}))
	if err != nil || len(got) == 0 {
		return nil, err
	}
	return &got[0], nil
}

// ChangeContent is what a record change asks for: the payload of RecordChange.
type ChangeContent struct {
	Fields      []ChangeField `json:"fields"`
	Target      *int64        `json:"target,omitempty"` // the fact that is changed or struck; absent for a new one
	Remove      bool          `json:"remove,omitempty"`
	EffectiveOn day.Day       `json:"effectiveOn"`
}

// ChangeField is one field before and after, as text; absent is empty.
type ChangeField struct {
	Name   string  `json:"name"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// Content reads the payload of a change.
func (c RecordChange) Content() (ChangeContent, error) {
	var got ChangeContent
	if err := json.Unmarshal(c.Payload, &got); err != nil {
		return got, fmt.Errorf("read record change %d: %w", c.ID, err)
	}
	return got, nil
}

// LockRecordChange reads a record change that exists, and holds it until tx ends.
func LockRecordChange(tx *Tx, id int64) (*RecordChange, error) {
	got, err := RowsIn[RecordChange](tx, Q(`SELECT id, staff_id, kind, section, payload, evidence, state, declared_by, declared_at,
		decided_by, decided_at, decided_reason, version, recorded_in, decided_in FROM record_change WHERE id = ? FOR UPDATE`, id))
	if err != nil {
		return nil, fmt.Errorf("lock record change %d: %w", id, err)
	}
	return first(got, nil)
}
