package models

import (
	"context"
	"fmt"
)

// How a saved view is offered to others.
const (
	SharedWithNobody = "PRIVATE"
	SharedWithUnit   = "UNIT" // those who hold a role at the unit or below it
	SharedWithAll    = "ALL"
)

// SavedView is a name for the query string of a list's screen. It opens nothing by itself.
type SavedView struct {
	ID         int64
	OwnerID    int64
	List       string // code of the list: "staff", "units", …
	Name       string
	Search     string // without the question mark
	Sharing    string // PRIVATE, UNIT, ALL
	UnitID     *int64 // with sharing UNIT only
	Version    int
	RecordedIn int64
}

// TableName is the table of SavedView.
func (SavedView) TableName() string { return "saved_view" }

// SavedViewRow is a saved view as it is listed.
type SavedViewRow struct {
	SavedView
	OwnerName string
}

// ViewReader is who looks at saved views: a user, and the units at which the user holds a role.
type ViewReader struct {
	UserID int64
	Places []int64
}

// maxSavedViews bounds a list of saved views; the reader's own come first.
const maxSavedViews = 500

const savedViewColumns = `SELECT v.id, v.owner_id, v.list, v.name, v.search, v.sharing, v.unit_id, v.version, v.recorded_in,
	o.display_name AS owner_name FROM saved_view v JOIN app_user o ON o.id = v.owner_id WHERE TRUE `

// viewsSeenBy adds the rule for saved views: one's own, those for all, and those for a unit at or below which the
// reader holds a role.
func (q *Query) viewsSeenBy(r ViewReader) *Query {
	return q.Add(`AND (v.owner_id = ? OR v.sharing = 'ALL' OR (v.sharing = 'UNIT' AND EXISTS (
		SELECT FROM org_unit u JOIN org_unit p ON starts_with(p.access_path, u.access_path) WHERE u.id = v.unit_id AND u.access_path <> '' AND p.id = ANY(?))))`,
		r.UserID, append([]int64{}, r.Places...))
}

// SavedViews lists the views of a list that the reader sees, the own ones first, by name.
func SavedViews(ctx context.Context, db *DB, list string, r ViewReader) ([]SavedViewRow, error) {
	return Rows[SavedViewRow](ctx, db, Q(savedViewColumns+"AND v.list = ?", list).viewsSeenBy(r).
		Add("ORDER BY v.owner_id <> ?, v.name COLLATE vietnamese, v.id LIMIT ?", r.UserID, maxSavedViews))
}

// FindSavedView reads a view that the reader sees; nil when there is none.
func FindSavedView(ctx context.Context, db *DB, id int64, r ViewReader) (*SavedViewRow, error) {
	return first(Rows[SavedViewRow](ctx, db, Q(savedViewColumns+"AND v.id = ?", id).viewsSeenBy(r)))
}

// HoldSavedView reads a view that the reader sees and holds it until tx ends; nil when there is none.
func HoldSavedView(tx *Tx, id int64, r ViewReader) (*SavedView, error) {
	return first(RowsIn[SavedView](tx, Q(`SELECT v.id, v.owner_id, v.list, v.name, v.search, v.sharing, v.unit_id, v.version, v.recorded_in
		FROM saved_view v WHERE v.id = ?`, id).viewsSeenBy(r).Add("FOR UPDATE OF v")))
}

// OwnSavedViews lists the views of a list that a user saved, and lets no other save of the same user in until tx ends.
func OwnSavedViews(tx *Tx, userID int64, list string) ([]SavedView, error) {
	if err := tx.Exec("SELECT pg_advisory_xact_lock(hashtextextended('saved_view', ?))", userID).Error; err != nil {
		return nil, fmt.Errorf("wait for the same user's views: %w", err)
	}
	return RowsIn[SavedView](tx, Q(`SELECT v.id, v.owner_id, v.list, v.name, v.search, v.sharing, v.unit_id, v.version, v.recorded_in
		FROM saved_view v WHERE v.owner_id = ? AND v.list = ?`, userID, list))
}

// DeleteSavedView takes a view away.
func (tx *Tx) DeleteSavedView(id int64) error {
	if err := tx.Exec("DELETE FROM saved_view WHERE id = ?", id).Error; err != nil {
		return fmt.Errorf("delete saved view %d: %w", id, err)
	}
	return nil
}
