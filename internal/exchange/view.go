package exchange

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/models"
)

// listObjects are the lists with a screen of their own, by code, and the policy object that one must be allowed to
// read to see each.
var listObjects = map[string]string{
	"staff": "staff.core", "units": "org.unit", "positions": "position.catalogue", "decisions": "decision.document",
	"changes": "staff.core", "over-quota": "report.headcount", "users": "auth.user", "grants": "auth.grant",
	"computations": "staff.computation",
}

// Limits of saved views, in characters and in views of one user and list.
const (
	maxViewName = 80
	maxSearch   = 2000
	maxOwnViews = 100
)

// parseSearch reads the query string of a screen, with or without its question mark. It refuses one that is too long,
// not well formed, or has control characters.
func parseSearch(text string) (string, url.Values, error) {
	text = strings.TrimPrefix(text, "?")
	if utf8.RuneCountInString(text) > maxSearch {
		return "", nil, fault.Bad("search", "fault.too_long", fault.Args{"max": maxSearch})
	}
	values, err := url.ParseQuery(text)
	if err != nil || strings.ContainsFunc(text, unicode.IsControl) {
		return "", nil, fault.Bad("search", "view.bad_search").Because(err)
	}
	for name, all := range values {
		for _, v := range append(slices.Clone(all), name) {
			if !utf8.ValidString(v) || strings.ContainsFunc(v, unicode.IsControl) {
				return "", nil, fault.Bad("search", "view.bad_search")
			}
		}
	}
	return text, values, nil
}

// Views keeps saved views: names that users give to what they filtered.
type Views struct{ DB *models.DB }

// readerOf is who looks at views. Everybody who holds a role at a unit, whichever, sees those for that unit.
func readerOf(v *auth.Viewer) models.ViewReader {
	r := models.ViewReader{UserID: v.UserID}
	for _, g := range v.Grants {
		r.Places = append(r.Places, g.UnitID)
	}
	return r
}

// requireList refuses a list that does not exist (BAD_INPUT), and one that the viewer may read nowhere.
func requireList(ctx context.Context, list string) (*auth.Viewer, error) {
	object, known := listObjects[list]
	if auth.ViewerOf(ctx) != nil && !known {
		return nil, fault.Bad("list", "fault.bad_choice", fault.Args{"value": list})
	}
	v, _, err := auth.Require(ctx, object, "read")
	return v, err
}

// List are the views of a list that the viewer sees: the own ones first, then what others offer.
func (s *Views) List(ctx context.Context, list string) ([]models.SavedViewRow, error) {
	viewer, err := requireList(ctx, list)
	if err != nil {
		return nil, err
	}
	return models.SavedViews(ctx, s.DB, list, readerOf(viewer))
}

// SaveView is a view to be kept: a new one, or with ID and Version what an own one is to become.
type SaveView struct {
	ClientRequestID string `json:"-"`
	ID              *int64 `json:"id" id:"view"`
	Version         *int   `json:"version"`
	List            string `json:"list"`
	Name            string `json:"name"`
	Search          string `json:"search"`
	Sharing         string `json:"sharing"`
	Unit            *int64 `json:"unit" id:"unit"`
}

// Save keeps a view. It refuses with BAD_INPUT naming the field; NOT_FOUND a view or a unit out of sight; FORBIDDEN
// somebody else's view, a unit at which the viewer holds no role, and offering to all without the right view:share;
// CONFLICT a name that stands already, a hundredth and first view, and a view that has changed since. The same request
// again answers with the same view.
func (s *Views) Save(ctx context.Context, in SaveView) (*models.SavedViewRow, error) {
	// Load who asks, and what can be told without data.
	viewer, err := requireList(ctx, in.List)
	if err != nil {
		return nil, err
	}
	request, err := models.NewRequest(viewer.UserID, in.ClientRequestID, in)
	if err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}

	// Decide; what stands already decides the rest.
	if err := in.mayShare(viewer); err != nil {
		return nil, err
	}

	// Write.
	entry := audit.Entry{Action: "exchange.save_view", ObjectKind: "view", Detail: in}
	if in.ID != nil {
		entry.ObjectID = *in.ID
	}
	id, err := s.once(ctx, request, entry, func(tx *models.Tx) (int64, error) { return in.save(tx, viewer) })
	if err != nil {
		return nil, err
	}
	row, err := models.FindSavedView(ctx, s.DB, id, readerOf(viewer))
	if err == nil && row == nil { // the same request long ago, and the view was deleted since
		err = fault.Unknown("view").At("id")
	}
	return row, err
}

func (s *Views) once(ctx context.Context, r models.Request, e audit.Entry, f func(*models.Tx) (int64, error)) (int64, error) {
	once := models.Once{DB: s.DB, Request: r, Write: func(ctx context.Context, do func(*models.Tx) error) error {
		return audit.Write(ctx, s.DB, e, do)
	}}
	return once.Do(ctx, f)
}

// check refuses what is missing or malformed, and cleans the texts.
func (in *SaveView) check() (err error) {
	if in.Name = models.CleanText(in.Name); in.Name == "" {
		return fault.Bad("name", "fault.required")
	}
	if utf8.RuneCountInString(in.Name) > maxViewName {
		return fault.Bad("name", "fault.too_long", fault.Args{"max": maxViewName})
	}
	if in.Search, _, err = parseSearch(in.Search); err != nil {
		return err
	}
	if in.ID != nil && in.Version == nil {
		return fault.Bad("version", "fault.required")
	}
	switch in.Sharing {
	case models.SharedWithUnit:
		if in.Unit == nil {
			return fault.Bad("unit", "fault.required")
		}
	case models.SharedWithNobody, models.SharedWithAll:
		if in.Unit != nil {
			return fault.Bad("unit", "view.unit_alone")
		}
	default:
		return fault.Bad("sharing", "fault.bad_choice", fault.Args{"value": in.Sharing})
	}
	return nil
}

// mayShare refuses to offer a view to more people than the viewer may.
func (in *SaveView) mayShare(v *auth.Viewer) error {
	switch {
	case in.Sharing == models.SharedWithAll && !v.MayAnywhere("view", "share"):
		return fault.Missing("view:share").At("sharing")
	case in.Sharing != models.SharedWithUnit, slices.Contains(readerOf(v).Places, *in.Unit):
		return nil
	case !v.Scope("org.unit", "read").HasUnit(*in.Unit):
		return fault.Unknown("unit").At("unit")
	}
	return fault.New(fault.Forbidden, "view.no_role_there").At("unit")
}

// save stores the view. The own views are held, so that two saves at a moment cannot pass the limits together.
func (in *SaveView) save(tx *models.Tx, v *auth.Viewer) (int64, error) {
	row := &models.SavedView{OwnerID: v.UserID, List: in.List}
	if in.ID != nil {
		held, err := holdOwn(tx, v, *in.ID, *in.Version)
		if err != nil {
			return 0, err
		}
		if held.List != in.List {
			return 0, fault.Bad("list", "view.other_list")
		}
		row = held
	}
	own, err := models.OwnSavedViews(tx, v.UserID, in.List)
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(own, func(o models.SavedView) bool { return o.Name == in.Name && o.ID != row.ID }) {
		return 0, fault.New(fault.Conflict, "view.name_taken").At("name")
	}
	if row.ID == 0 && len(own) >= maxOwnViews {
		return 0, fault.New(fault.Conflict, "view.too_many", fault.Args{"max": maxOwnViews})
	}
	row.Name, row.Search, row.Sharing, row.UnitID = in.Name, in.Search, in.Sharing, in.Unit
	row.Version++
	row.RecordedIn = tx.AuditID
	err = tx.Save(row).Error
	return row.ID, err
}

// holdOwn holds a view of the viewer's own in the state that they saw.
func holdOwn(tx *models.Tx, v *auth.Viewer, id int64, version int) (*models.SavedView, error) {
	row, err := models.HoldSavedView(tx, id, readerOf(v))
	switch {
	case err != nil:
		return nil, err
	case row == nil:
		return nil, fault.Unknown("view").At("id")
	case row.OwnerID != v.UserID:
		return nil, fault.New(fault.Forbidden, "view.not_yours").At("id")
	case row.Version != version:
		return nil, fault.New(fault.Conflict, "fault.stale").At("version").With("version", row.Version)
	}
	return row, nil
}

// DeleteView names an own view in the state that its owner saw.
type DeleteView struct {
	ClientRequestID string `json:"-"`
	ID              int64  `json:"id" id:"view"`
	Version         int    `json:"version"`
}

// Delete takes an own view away and answers with its id. It refuses with NOT_FOUND a view out of sight, with FORBIDDEN
// somebody else's, with CONFLICT one that has changed since. The same request again answers the same.
func (s *Views) Delete(ctx context.Context, in DeleteView) (int64, error) {
	viewer := auth.ViewerOf(ctx)
	if viewer == nil {
		return 0, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	request, err := models.NewRequest(viewer.UserID, in.ClientRequestID, in)
	if err != nil {
		return 0, err
	}
	entry := audit.Entry{Action: "exchange.delete_view", ObjectKind: "view", ObjectID: in.ID}
	return s.once(ctx, request, entry, func(tx *models.Tx) (int64, error) {
		if _, err := holdOwn(tx, viewer, in.ID, in.Version); err != nil {
			return 0, err
		}
		return in.ID, tx.DeleteSavedView(in.ID)
	})
}
