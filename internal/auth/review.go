package auth

import (
	"context"
	"fmt"
	"slices"

	"bienche/internal/audit"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// What may come of a grant in a review.
const (
	Confirmation = "CONFIRMED"
	Ending       = "ENDED"
)

// maxItems is how many items one request decides.
const maxItems = 200

// StartGrantReview (rà soát quyền) asks for a campaign in which the grants of today are confirmed or ended by DueOn.
type StartGrantReview struct {
	ClientRequestID string `json:"-"`
	Title           string
	DueOn           day.Day
}

// StartGrantReview puts every grant in force within the viewer's scope into a campaign; lent ones end by themselves and
// are left out.
func (s *Service) StartGrantReview(ctx context.Context, in StartGrantReview) (*models.ReviewRow, error) {
	_, scope, err := Require(ctx, "auth.grant", "manage")
	if err != nil {
		return nil, err
	}
	if err := Confirmed(ctx); err != nil {
		return nil, err
	}
	if in.Title, err = needed("title", in.Title, maxName); err != nil {
		return nil, err
	}
	if in.DueOn.Before(s.Today()) {
		return nil, fault.Bad("dueOn", "access.review_past", fault.Args{"today": s.Today()})
	}
	entry := audit.Entry{Action: "auth.start_review", ObjectKind: "grant_review", Detail: map[string]any{"title": in.Title, "dueOn": in.DueOn}}
	id, err := s.do(ctx, mutation{"startGrantReview", in.ClientRequestID, in, entry}, func(tx *models.Tx) (int64, error) {
		r := &models.GrantReview{Title: in.Title, StartedOn: s.Today(), DueOn: in.DueOn}
		n, err := models.StartReview(tx, r, scope)
		if err == nil && n == 0 {
			err = fault.New(fault.RuleViolation, "access.review_empty")
		}
		return r.ID, err
	})
	if err != nil {
		return nil, err
	}
	return s.review(ctx, id)
}

// ReviewDue reminds of grants that have been in no campaign for longer than the setting allows.
type ReviewDue struct {
	models.ReviewsDue
	Days int // the setting
}

// ReviewDue is for whoever may start a campaign; nil for all others, and when nothing within their scope is due.
func (s *Service) ReviewDue(ctx context.Context) (*ReviewDue, error) {
	v, days := ViewerOf(ctx), s.settings.ReviewDays
	if v == nil {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	scope := v.Scope("auth.grant", "manage")
	if days <= 0 || scope.Nowhere() {
		return nil, nil
	}
	due, err := models.GrantsUnreviewed(ctx, s.db, scope, s.Today(), s.Today().AddDays(-days))
	if err != nil || due.Grants == 0 {
		return nil, err
	}
	return &ReviewDue{due, days}, nil
}

// reviewScope is where the viewer sees what is reviewed: where grants are read or decided on.
func reviewScope(ctx context.Context) (*Viewer, models.Scope, error) {
	v, scope, err := Require(ctx, "auth.grant", "review")
	if err == nil {
		return v, scope, nil
	}
	return Require(ctx, "auth.grant", "read")
}

// Reviews lists campaigns, newest first, with the counts of what the viewer sees; one page of limit and one more when
// there is more.
func (s *Service) Reviews(ctx context.Context, limit, offset int) ([]models.ReviewRow, func(context.Context) (int, error), error) {
	_, scope, err := reviewScope(ctx)
	if err != nil {
		return nil, nil, err
	}
	rows, err := models.Reviews(ctx, s.db, scope, 0, limit+1, offset)
	return rows, func(ctx context.Context) (int, error) { return models.CountReviews(ctx, s.db) }, err
}

// Review finds a campaign.
func (s *Service) Review(ctx context.Context, id int64) (*models.ReviewRow, error) {
	if _, _, err := reviewScope(ctx); err != nil {
		return nil, err
	}
	return s.review(ctx, id)
}

func (s *Service) review(ctx context.Context, id int64) (*models.ReviewRow, error) {
	_, scope, err := reviewScope(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := models.Reviews(ctx, s.db, scope, id, 1, 0)
	if err == nil && len(rows) == 0 {
		err = fault.Unknown("grant_review").At("id")
	}
	if err != nil {
		return nil, err
	}
	return &rows[0], nil
}

// ItemFilter says which items of a campaign a list holds: Mine those that the viewer must decide on.
type ItemFilter struct {
	Mine bool
	Open *bool
}

// ReviewItem is a grant in a campaign, and whether the viewer may decide on it.
type ReviewItem struct {
	models.ReviewItem
	MayDecide bool
}

// ReviewItems lists the items of a campaign that the viewer sees, one page of limit and one more when there is more.
func (s *Service) ReviewItems(ctx context.Context, review int64, f ItemFilter, limit, offset int) ([]*ReviewItem, func(context.Context) (int, error), error) {
	v, scope, err := reviewScope(ctx)
	if err != nil {
		return nil, nil, err
	}
	q := models.ReviewFilter{ReviewID: review, Scope: scope, Open: f.Open}
	decides := v.Scope("auth.grant", "review")
	if f.Mine {
		q.Scope, q.NotOf = decides, v.UserID
		if decides.Nowhere() {
			q.Scope = models.Scope{Units: []int64{}}
		}
	}
	rows, err := models.ReviewItems(ctx, s.db, q, limit+1, offset)
	items := make([]*ReviewItem, len(rows))
	for i, r := range rows {
		items[i] = &ReviewItem{r, r.Outcome == "" && r.UserID != v.UserID && decides.HasUnit(r.UnitID)}
	}
	return items, func(ctx context.Context) (int, error) { return models.CountReviewItems(ctx, s.db, q) }, err
}

// GrantsByNo are the last states of grants that the viewer sees in reviews and lists.
func (s *Service) GrantsByNo(ctx context.Context, numbers []int64) (map[int64]*models.GrantState, error) {
	rows, err := models.LastGrantStates(ctx, s.db, numbers)
	found := make(map[int64]*models.GrantState, len(rows))
	for i := range rows {
		found[rows[i].No] = &rows[i]
	}
	return found, err
}

// DecideGrantReviewItems asks to confirm grants, or to end them today.
type DecideGrantReviewItems struct {
	ClientRequestID string  `json:"-"`
	Items           []int64 `id:"grant_review_item"`
	Confirm         bool
	Note            *string
}

// DecideGrantReviewItems decides on items of one campaign, all of them or none. Nobody decides on one's own grant
// (FORBIDDEN), or on one that is decided (CONFLICT); items outside the viewer's scope are not found.
func (s *Service) DecideGrantReviewItems(ctx context.Context, in DecideGrantReviewItems) (*models.ReviewRow, error) {
	v, scope, err := Require(ctx, "auth.grant", "review")
	if err != nil {
		return nil, err
	}
	if err := Confirmed(ctx); err != nil {
		return nil, err
	}
	note, err := tidy("note", textOf(in.Note), maxReason)
	if err != nil {
		return nil, err
	}
	if !in.Confirm && note == "" {
		return nil, fault.Bad("note", "access.review_note")
	}
	ids := slices.Compact(slices.Sorted(slices.Values(in.Items)))
	if len(ids) == 0 || len(ids) > maxItems {
		return nil, fault.Bad("items", "access.review_items", fault.Args{"max": maxItems})
	}
	items, err := models.ReviewItems(ctx, s.db, models.ReviewFilter{IDs: ids, Scope: scope}, len(ids), 0)
	if err != nil {
		return nil, err
	}
	if err := decidable(v, in.Items, items); err != nil {
		return nil, err
	}
	entry := audit.Entry{Action: "auth.decide_review", ObjectKind: "grant_review", ObjectID: items[0].ReviewID,
		Detail: map[string]any{"items": ids, "confirm": in.Confirm, "note": note}}
	id, err := s.do(ctx, mutation{"decideGrantReviewItems", in.ClientRequestID, in, entry}, func(tx *models.Tx) (int64, error) {
		for _, item := range items {
			if err := decideItem(tx, item, decided{in.Confirm, note, v.UserID, s.Today()}); err != nil {
				return 0, err
			}
		}
		return items[0].ReviewID, nil
	})
	if err != nil {
		return nil, err
	}
	return s.review(ctx, id)
}

// decidable refuses items that the viewer does not see, that are of different campaigns, and one's own.
func decidable(v *Viewer, asked []int64, items []models.ReviewItem) error {
	for i, id := range asked {
		field := fmt.Sprintf("items[%d]", i)
		at := slices.IndexFunc(items, func(x models.ReviewItem) bool { return x.ID == id })
		switch {
		case at < 0:
			return fault.Unknown("grant_review_item").At(field)
		case items[at].ReviewID != items[0].ReviewID:
			return fault.Bad(field, "access.review_mixed")
		case items[at].UserID == v.UserID:
			return fault.New(fault.Forbidden, "access.review_own").At(field)
		}
		// Within the scope for sure; asked once more because the log names whose place is taken at this unit.
		if err := v.May("auth.grant", "review", items[at].UnitID); err != nil {
			return err
		}
	}
	return nil
}

// decided is what came of items, by whom and when.
type decided struct {
	Confirm bool
	Note    string
	By      int64
	Today   day.Day
}

func decideItem(tx *models.Tx, item models.ReviewItem, d decided) error {
	if item.Outcome != "" {
		return fault.New(fault.Conflict, "access.review_decided").At("items")
	}
	outcome := Confirmation
	if !d.Confirm {
		outcome = Ending
		if err := models.EndGrant(tx, item.GrantNo, d.Today); err != nil {
			return err
		}
	}
	first, err := models.DecideReviewItem(tx, item.ID, outcome, d.Note, d.By)
	if err == nil && !first {
		err = fault.New(fault.Conflict, "access.review_decided").At("items")
	}
	return err
}

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
