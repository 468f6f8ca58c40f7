package models

import (
	"context"
	"time"

	"bienche/internal/day"
)

// GrantReview (đợt rà soát quyền) is a campaign in which the grants of its first day are confirmed or ended.
type GrantReview struct {
	ID         int64
	Title      string
	StartedOn  day.Day
	DueOn      day.Day
	RecordedIn int64
}

// TableName is the table of the campaigns.
func (GrantReview) TableName() string { return "grant_review" }

// ReviewRow is a campaign with how far it is among the grants that its reader sees.
type ReviewRow struct {
	ID        int64
	Title     string
	StartedOn day.Day
	DueOn     day.Day
	Total     int
	Confirmed int
	Ended     int
}

// ReviewItem is a grant in a campaign. One that ended by other means, or is not held any more, counts as ENDED.
type ReviewItem struct {
	ID        int64
	ReviewID  int64
	GrantNo   int64
	UserID    int64 // the holder
	UnitID    int64
	Outcome   string // CONFIRMED, ENDED, or empty while nobody has decided
	DecidedBy string // display name
	DecidedAt *time.Time
	Note      string
}

// ReviewFilter says which items of a campaign a list holds.
type ReviewFilter struct {
	ReviewID int64
	IDs      []int64 // nil: all
	Scope    Scope   // grants held there
	Open     *bool
	NotOf    int64 // leaves out whose own grants; 0: nobody's
}

// itemTables joins each item with the last state of its grant, and with what came of it by today.
const itemTables = ` FROM grant_review_item i
	JOIN LATERAL (SELECT x.user_id, x.unit_id, x.known_to = 'infinity' AND x.valid_to > today() AS held FROM role_grant x
		WHERE x.grant_no = i.grant_no ORDER BY x.known_to DESC, x.id DESC LIMIT 1) g ON TRUE
	CROSS JOIN LATERAL (SELECT coalesce(i.outcome, CASE WHEN NOT g.held THEN 'ENDED' END, '') AS said) o
	LEFT JOIN app_user w ON w.id = i.decided_by `

// Reviews lists campaigns, newest first, with the counts of what lies within scope. reviewID 0 means all.
func Reviews(ctx context.Context, db *DB, scope Scope, reviewID int64, limit, offset int) ([]ReviewRow, error) {
	q := Q(`SELECT v.id, v.title, v.started_on, v.due_on, coalesce(c.total, 0) AS total, coalesce(c.confirmed, 0) AS confirmed, coalesce(c.ended, 0) AS ended
		FROM (SELECT * FROM grant_review WHERE (? = 0 OR id = ?) ORDER BY id DESC LIMIT ? OFFSET ?) v
		LEFT JOIN LATERAL (SELECT count(*)::int AS total, count(*) FILTER (WHERE o.said = 'CONFIRMED')::int AS confirmed,
			count(*) FILTER (WHERE o.said = 'ENDED')::int AS ended`+itemTables+`WHERE i.review_id = v.id`, reviewID, reviewID, limit, offset).
		UnitsIn("g.unit_id", scope).Add(") c ON TRUE ORDER BY v.id DESC")
	return Rows[ReviewRow](ctx, db, q)
}

// CountReviews is how many campaigns there are.
func CountReviews(ctx context.Context, db *DB) (int, error) {
	return One[int](ctx, db, Q("SELECT count(*)::int FROM grant_review"))
}

// ReviewsDue is how many grants have waited for a review, and since when the longest.
type ReviewsDue struct {
	Grants int
	Since  day.Day
}

// GrantsUnreviewed counts the grants held on a day within scope that since another were neither given nor put into a
// campaign. Lent ones end by themselves and are left out.
func GrantsUnreviewed(ctx context.Context, db *DB, scope Scope, on, since day.Day) (ReviewsDue, error) {
	q := Q(`SELECT count(*)::int AS grants, coalesce(min(d.since), ?) AS since
		FROM role_grant g CROSS JOIN LATERAL (SELECT greatest(g.valid_from, max(v.started_on)) AS since
			FROM grant_review_item i JOIN grant_review v ON v.id = i.review_id WHERE i.grant_no = g.grant_no) d
		WHERE g.lent_from IS NULL AND d.since < ?`, since, since).UnitsIn("g.unit_id", scope).Valid("g", AsOf{Day: on})
	due, err := first(Rows[ReviewsDue](ctx, db, q))
	if err != nil {
		return ReviewsDue{}, err
	}
	return *due, nil
}

// ReviewItems lists items by holder and role.
func ReviewItems(ctx context.Context, db *DB, f ReviewFilter, limit, offset int) ([]ReviewItem, error) {
	q := Q(`SELECT i.id, i.review_id, i.grant_no, g.user_id, g.unit_id, o.said AS outcome, coalesce(w.display_name, '') AS decided_by,
		i.decided_at, i.note` + itemTables)
	return Rows[ReviewItem](ctx, db, f.where(q).Add("ORDER BY i.id LIMIT ? OFFSET ?", limit, offset))
}

// CountReviewItems is how long the list is.
func CountReviewItems(ctx context.Context, db *DB, f ReviewFilter) (int, error) {
	return One[int](ctx, db, f.where(Q("SELECT count(*)::int"+itemTables)))
}

func (f ReviewFilter) where(q *Query) *Query {
	q.Add("WHERE TRUE")
	if f.ReviewID != 0 {
		q.Add("AND i.review_id = ?", f.ReviewID)
	}
	if f.IDs != nil {
		q.Add("AND i.id = ANY(?)", f.IDs)
	}
	if f.Open != nil {
		q.Add("AND (o.said = '') = ?", *f.Open)
	}
	if f.NotOf != 0 {
		q.Add("AND g.user_id <> ?", f.NotOf)
	}
	return q.UnitsIn("g.unit_id", f.Scope)
}

// StartReview stores a campaign and puts into it every grant within scope that is held on its first day and is not
// lent. It tells how many they are.
func StartReview(tx *Tx, r *GrantReview, scope Scope) (int, error) {
	r.RecordedIn = tx.AuditID
	if err := tx.Create(r).Error; err != nil {
		return 0, err
	}
	q := Q(`INSERT INTO grant_review_item (review_id, grant_no, recorded_in)
		SELECT ?::bigint, g.grant_no, ?::bigint FROM role_grant g WHERE g.lent_from IS NULL`, r.ID, tx.AuditID).
		UnitsIn("g.unit_id", scope).Valid("g", AsOf{Day: r.StartedOn}).Add("ORDER BY g.user_id, g.role, g.unit_id RETURNING 1")
	items, err := ColumnIn[int](tx, q)
	return len(items), err
}

// DecideReviewItem stores what came of an item that is open; false when somebody was quicker.
func DecideReviewItem(tx *Tx, id int64, outcome, note string, by int64) (bool, error) {
	res := tx.Exec(`UPDATE grant_review_item SET outcome = ?, note = ?, decided_by = ?, decided_at = now(), decided_in = ?
		WHERE id = ? AND outcome IS NULL`, outcome, note, by, tx.AuditID, id)
	return res.RowsAffected == 1, res.Error
}
