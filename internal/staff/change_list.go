package staff

import (
	"context"
	"fmt"
	"slices"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/models"
)

// RecordChange is a declared change as its reader sees it.
type RecordChange struct {
	models.RecordChangeRow
	models.ChangeContent
	MayDecide bool // it waits for somebody, and that may be this reader
}

// ChangeFilter narrows the list of declared changes.
type ChangeFilter struct {
	State   string
	StaffID int64
}

// ChangePage is one page of declared changes and the way to count all of them. One more than the limit is read when
// there are more.
type ChangePage struct {
	Changes []*RecordChange
	Count   func(context.Context) (int, error)
}

// changeSections are the sections that changes may touch.
var changeSections = []string{"CORE", "IDENTITY", "PARTY", "HEALTH", "FAMILY", "QUALIFICATION", "WORK_HISTORY"}

// List reads the declared changes of the records, and of the groups of fields in them, that the reader may see.
func (s *Changes) List(ctx context.Context, f ChangeFilter, limit, offset int) (*ChangePage, error) {
	viewer, core, err := auth.Require(ctx, "staff.core", "read")
	if err != nil {
		return nil, err
	}
	if f.State != "" && !slices.Contains([]string{"PENDING", "VERIFIED", "REJECTED", "WITHDRAWN"}, f.State) {
		return nil, fault.Bad("state", "fault.bad_choice", fault.Args{"value": f.State})
	}
	q := models.RecordChangeFilter{State: f.State, StaffID: f.StaffID, Scopes: map[string]models.Scope{}}
	for _, name := range changeSections {
		q.Scopes[name] = core.And(viewer.Scope(sectionOf(s.Book, name).object(), "read"))
	}
	rows, err := models.RecordChanges(ctx, s.DB, q, limit+1, offset)
	if err != nil {
		return nil, fmt.Errorf("list record changes: %w", err)
	}
	page := &ChangePage{Count: func(ctx context.Context) (int, error) { return models.CountRecordChanges(ctx, s.DB, q) }}
	for _, row := range rows {
		c, err := s.view(viewer, row)
		if err != nil {
			return nil, err
		}
		page.Changes = append(page.Changes, c)
	}
	return page, nil
}

func (s *Changes) find(ctx context.Context, viewer *auth.Viewer, id int64) (*RecordChange, error) {
	row, err := models.FindRecordChange(ctx, s.DB, id)
	if err != nil {
		return nil, fmt.Errorf("read record change %d: %w", id, err)
	}
	return s.view(viewer, *row)
}

func (s *Changes) view(viewer *auth.Viewer, row models.RecordChangeRow) (*RecordChange, error) {
	content, err := row.Content()
	if err != nil {
		return nil, err
	}
	return &RecordChange{
		RecordChangeRow: row, ChangeContent: content,
		MayDecide: row.State == "PENDING" && row.DeclaredBy != viewer.UserID && row.StaffID != viewer.StaffID &&
			viewer.Scope(sectionOf(s.Book, row.Section).object(), "verify").HasUnit(row.HomeUnitID),
	}, nil
}
