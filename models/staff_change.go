package models

import "context"

// RecordChangeRow is a record change as it is listed.
type RecordChangeRow struct {
	RecordChange
	DeclaredByName string
	DecidedByName  *string
	HomeUnitID     int64 // of the person concerned; 0 for one who never had a post
}

const recordChangeRows = `SELECT c.id, c.staff_id, c.kind, c.section, c.payload, c.evidence, c.state, c.declared_by, c.declared_at,
	c.decided_by, c.decided_at, c.decided_reason, c.version, c.recorded_in, c.decided_in, u.display_name AS declared_by_name,
	v.display_name AS decided_by_name, coalesce(m.home_unit_id, 0) AS home_unit_id FROM record_change c
	JOIN staff_member m ON m.id = c.staff_id JOIN app_user u ON u.id = c.declared_by LEFT JOIN app_user v ON v.id = c.decided_by `

// EntryKey names a line of a section: a relative, a qualification or a line of work history.
type EntryKey struct {
	Section string
	ID      int64
}

// EntryTexts says in short what each line is.
func EntryTexts(ctx context.Context, db *DB, keys []EntryKey) (map[EntryKey]string, error) {
	ids := make([]int64, len(keys))
	for i, k := range keys {
		ids[i] = k.ID
	}
	type row struct {
		EntryKey
		Text string
	}
	rows, err := Rows[row](ctx, db, Q(`SELECT 'FAMILY' AS section, id, concat_ws(' ', relation, full_name) AS text FROM relative WHERE id = ANY(?)
		UNION ALL SELECT 'QUALIFICATION', id, concat_ws(' ', level, major, school) FROM qualification WHERE id = ANY(?)
		UNION ALL SELECT 'WORK_HISTORY', id, content FROM work_history WHERE id = ANY(?)`, ids, ids, ids))
	texts := make(map[EntryKey]string, len(rows))
	for _, r := range rows {
		texts[r.EntryKey] = r.Text
	}
	return texts, err
}

// RecordChangeFilter narrows the list of record changes. Scopes says for each section whose changes may be seen.
type RecordChangeFilter struct {
	State   string
	StaffID int64
	Scopes  map[string]Scope
}

func (f RecordChangeFilter) where(q *Query) *Query {
	q.Add("WHERE (FALSE")
	for section, scope := range f.Scopes {
		if !scope.Nowhere() {
			q.Add("OR (c.section = ?", section).PeopleIn("m", scope).Add(")")
		}
	}
	q.Add(")")
	if f.State != "" {
		q.Add("AND c.state = ?", f.State)
	}
	if f.StaffID != 0 {
		q.Add("AND c.staff_id = ?", f.StaffID)
	}
	return q
}

// RecordChanges lists record changes, newest first.
func RecordChanges(ctx context.Context, db *DB, f RecordChangeFilter, limit, offset int) ([]RecordChangeRow, error) {
	return Rows[RecordChangeRow](ctx, db, f.where(Q(recordChangeRows)).Add("ORDER BY c.declared_at DESC, c.id DESC LIMIT ? OFFSET ?", limit, offset))
}

// CountRecordChanges counts what RecordChanges lists.
func CountRecordChanges(ctx context.Context, db *DB, f RecordChangeFilter) (int, error) {
	return One[int](ctx, db, f.where(Q("SELECT count(*)::int FROM record_change c JOIN staff_member m ON m.id = c.staff_id")))
}

// FindRecordChange reads a record change whoever asks; nil when there is none.
func FindRecordChange(ctx context.Context, db *DB, id int64) (*RecordChangeRow, error) {
	return first(Rows[RecordChangeRow](ctx, db, Q(recordChangeRows+"WHERE c.id = ?", id)))
}
