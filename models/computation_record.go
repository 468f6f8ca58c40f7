package models

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"bienche/internal/day"
)

// StaffIDs lists who is on a list, ascending, at most as many as its limit.
func StaffIDs(ctx context.Context, db *DB, f StaffQuery) ([]int64, error) {
	f.AsOf.Today = false // as for an order that no index gives
	q := Q("SELECT m.id")
	f.from(q, false)
	f.where(q)
	q.wide = q.wide || f.narrowed()
	q.whole = f.everybody()
	return Column[int64](ctx, db, q.Add("ORDER BY m.id LIMIT ?", f.Limit))
}

// EstimateRecord is what a record tells of a person for the benefit on leaving.
type EstimateRecord struct {
	StaffID     int64
	UnitID      *int64
	StaffClass  string
	Sex         string
	BirthDate   day.Day
	RecruitedOn day.Day     // zero: not on record
	Pay         []RecordPay // latest first
}

// EstimateRecord takes from a record what the benefit on leaving rests on; it wants the sections core and pay.
func (r *StaffRecord) EstimateRecord(head *StaffRow) *EstimateRecord {
	e := &EstimateRecord{StaffID: head.ID, UnitID: head.UnitID, StaffClass: head.StaffClass, Sex: head.Sex, BirthDate: head.BirthDate, Pay: r.Pay}
	if len(r.Core) > 0 {
		e.RecruitedOn = r.Core[0].RecruitedOn
	}
	return e
}

// EstimateRecords reads what the records of several people tell for the benefit on leaving, in the order of ids; whoever is
// outside the scope or the reader's reach is left out.
func EstimateRecords(ctx context.Context, db *DB, ids []int64, a AsOf, s Scope) ([]*EstimateRecord, error) {
	rows, err := Rows[staffSections](ctx, db, Q("SELECT k.id, staff_file(k.id, '', ?, ?, ?) AS sections FROM unnest(?::bigint[]) WITH ORDINALITY k (id, place) ORDER BY k.place",
		[]string{partHead, SectionCore, SectionPay}, a.Day, a.moment(), ids))
	if err != nil {
		return nil, err
	}
	all := make([]*EstimateRecord, 0, len(rows))
	for _, r := range rows {
		if r.Sections == nil {
			continue
		}
		var f StaffFile
		if err := json.Unmarshal(r.Sections, &f); err != nil {
			return nil, fmt.Errorf("read record %d: %w", r.ID, err)
		}
		if s.HasPerson(f.Head.Place()) {
			all = append(all, f.EstimateRecord(&f.Head))
		}
	}
	return all, nil
}
