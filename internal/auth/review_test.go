package auth

import (
	"context"
	"slices"
	"sync"
	"testing"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

// campaign is a town with a review under way; items are by the name of the holder.
func campaign(t *testing.T) (w *town, review int64, users, items map[string]int64) {
	t.Helper()
	w = newTown(t)
	users, items = map[string]int64{}, map[string]int64{}
	for _, u := range [][3]string{
		{"quantri", policies.SystemAdministrator, "H"}, {"lanhdao", policies.HomeAffairsLeader, "H"}, {"thutruong", policies.AgencyHead, "H.1"},
		{"nhansu", policies.AgencyPersonnelOfficer, "H.1.1"}, {"taichinh", policies.FinanceOfficer, "H.2"},
	} {
		users[u[0]] = w.user(t, u[0], u[1], u[2])
	}
	users["pho"] = w.user(t, "pho")
	_, err := w.DelegateGrant(w.as(t, users["thutruong"]), DelegateGrant{newID(), w.held(t, users["thutruong"]).No, "pho", today(), today().AddDays(10), "5/UQ"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.StartGrantReview(w.as(t, users["quantri"]), StartGrantReview{newID(), "Rà soát năm 2026", today().AddDays(30)})
	if err != nil || r.Total != 5 || r.Confirmed+r.Ended != 0 {
		t.Fatalf("started %+v, %v", r, err)
	}
	all, _, err := w.ReviewItems(w.as(t, users["quantri"]), r.ID, ItemFilter{}, 50, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range users {
		for _, i := range all {
			if i.UserID == id {
				items[name] = i.ID
			}
		}
	}
	return w, r.ID, users, items
}

func TestStartGrantReview(t *testing.T) {
	w := newTown(t)
	admin := w.user(t, "quantri", policies.SystemAdministrator, "H")
	head := w.user(t, "thutruong", policies.AgencyHead, "H.1")
	start := func(by int64, title string, in int) error {
		_, err := w.StartGrantReview(w.as(t, by), StartGrantReview{newID(), title, today().AddDays(in)})
		return err
	}
	refused(t, "by the head of an agency", start(head, "Rà soát", 30), fault.Forbidden, "fault.forbidden", "")
	refused(t, "without a title", start(admin, " ", 30), fault.BadInput, "fault.required", "title")
	refused(t, "due yesterday", start(admin, "Rà soát", -1), fault.BadInput, "access.review_past", "dueOn")
	in := StartGrantReview{"mot-lan", "Rà soát", today()}
	first, err := w.StartGrantReview(w.as(t, admin), in)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.StartGrantReview(w.as(t, admin), in); err != nil || again.ID != first.ID {
		t.Errorf("the same request again: %+v, %v", again, err)
	}
	in.Title = "Khác"
	_, err = w.StartGrantReview(w.as(t, admin), in)
	refused(t, "the same request id for another thing", err, fault.Conflict, "fault.request_reused", "clientRequestId")
}

func TestWhoDecidesInAReview(t *testing.T) {
	w, review, users, items := campaign(t)
	names := func(by string, f ItemFilter) (seen, decides []string) {
		t.Helper()
		rows, total, err := w.ReviewItems(w.as(t, users[by]), review, f, 50, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			for name, id := range items {
				if id == r.ID {
					seen = append(seen, name)
					if r.MayDecide {
						decides = append(decides, name)
					}
				}
			}
		}
		if n, err := total(w.as(t, users[by])); n != len(rows) || err != nil {
			t.Errorf("%s counts %d of %d, %v", by, n, len(rows), err)
		}
		slices.Sort(seen)
		slices.Sort(decides)
		return seen, decides
	}
	open := true
	for _, tt := range []struct {
		by            string
		f             ItemFilter
		seen, decides []string
	}{
		{"quantri", ItemFilter{}, []string{"lanhdao", "nhansu", "quantri", "taichinh", "thutruong"}, []string{"lanhdao", "nhansu", "taichinh", "thutruong"}},
		{"lanhdao", ItemFilter{Mine: true}, []string{"nhansu", "quantri", "taichinh", "thutruong"}, []string{"nhansu", "quantri", "taichinh", "thutruong"}},
		{"thutruong", ItemFilter{}, []string{"nhansu", "thutruong"}, []string{"nhansu"}},
		{"thutruong", ItemFilter{Mine: true, Open: &open}, []string{"nhansu"}, []string{"nhansu"}},
	} {
		if seen, decides := names(tt.by, tt.f); !slices.Equal(seen, tt.seen) || !slices.Equal(decides, tt.decides) {
			t.Errorf("%s %+v sees %v and decides on %v", tt.by, tt.f, seen, decides)
		}
	}
	if r, err := w.Review(w.as(t, users["thutruong"]), review); err != nil || r.Total != 2 {
		t.Errorf("the head of an agency counts %+v, %v", r, err)
	}
	_, err := w.Review(w.as(t, users["taichinh"]), review)
	refused(t, "a finance officer", err, fault.Forbidden, "fault.forbidden", "")
	_, err = w.Review(w.as(t, users["quantri"]), 999)
	refused(t, "a review there is not", err, fault.NotFound, "fault.not_found", "id")
}

func TestDecideGrantReviewItems(t *testing.T) {
	w, review, users, items := campaign(t)
	note := "không còn làm việc này"
	decide := func(by string, confirm bool, n *string, names ...string) error {
		in := DecideGrantReviewItems{ClientRequestID: newID(), Confirm: confirm, Note: n}
		for _, name := range names {
			id, ok := items[name]
			if !ok {
				id = 9999
			}
			in.Items = append(in.Items, id)
		}
		_, err := w.DecideGrantReviewItems(w.as(t, users[by]), in)
		return err
	}
	refused(t, "nothing", decide("quantri", true, nil), fault.BadInput, "access.review_items", "items")
	refused(t, "one's own", decide("quantri", true, nil, "nhansu", "quantri"), fault.Forbidden, "access.review_own", "items[1]")
	refused(t, "of another agency", decide("thutruong", true, nil, "taichinh"), fault.NotFound, "fault.not_found", "items[0]")
	refused(t, "one there is not", decide("thutruong", true, nil, "không có"), fault.NotFound, "fault.not_found", "items[0]")
	refused(t, "an ending without a reason", decide("quantri", false, nil, "nhansu"), fault.BadInput, "access.review_note", "note")
	refused(t, "confirmed", decide("thutruong", true, nil, "nhansu"), "", "", "")
	refused(t, "decided twice, and the other with it undone", decide("quantri", false, &note, "taichinh", "nhansu"), fault.Conflict, "access.review_decided", "items")
	if g := w.held(t, users["nhansu"]); g.ReviewedBy != "thutruong" || g.ReviewedAt == nil || !g.ReviewDueOn.IsZero() {
		t.Errorf("confirmed %+v", g)
	}
	if g := w.held(t, users["taichinh"]); g.ReviewDueOn != today().AddDays(30) || g.ReviewedAt != nil {
		t.Errorf("waiting %+v", g)
	}
	refused(t, "ended with what was lent of it", decide("lanhdao", false, &note, "thutruong"), "", "", "")
	for _, name := range []string{"thutruong", "pho"} {
		if v := ViewerOf(w.as(t, users[name])); len(v.Grants) != 0 {
			t.Errorf("%s still holds %+v", name, v.Grants)
		}
	}
	if err := w.EndGrant(w.console, EndOfGrant{"taichinh", policies.FinanceOfficer, "H.2", today()}); err != nil {
		t.Fatal(err)
	}
	if r, err := w.Review(w.as(t, users["quantri"]), review); err != nil || r.Total != 5 || r.Confirmed != 1 || r.Ended != 2 {
		t.Errorf("one confirmed, one ended, one gone otherwise: %+v, %v", r, err)
	}
	_, err := w.owner.Pool.Exec(context.Background(), `UPDATE grant_review_item SET outcome = 'CONFIRMED', decided_by = $1, decided_at = now(), decided_in = recorded_in WHERE id = $2`,
		users["lanhdao"], items["lanhdao"])
	if err == nil {
		t.Error("the database let somebody confirm the own grant")
	}
}

func TestOfTwoWhoDecideAtOnceOneDoes(t *testing.T) {
	w, _, users, items := campaign(t)
	errs := make([]error, 2)
	var all sync.WaitGroup
	for i, by := range []string{"quantri", "lanhdao"} {
		ctx, note := w.as(t, users[by]), "kết thúc"
		all.Go(func() {
			_, errs[i] = w.DecideGrantReviewItems(ctx, DecideGrantReviewItems{ClientRequestID: newID(), Items: []int64{items["nhansu"]}, Confirm: i == 0, Note: &note})
		})
	}
	all.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("%v", errs)
	}
	held, err := models.GrantsHeld(context.Background(), w.db, users["nhansu"], today())
	if err != nil || (len(held) == 1) != (errs[0] == nil) {
		t.Errorf("holds %+v, %v; %v", held, err, errs)
	}
}

func TestGrantsThatNobodyReviewedAreDue(t *testing.T) {
	w, review, users, _ := campaign(t)
	given := day.Of(2020, 1, 1) // every grant of the town
	began := func(days int) {
		w.exec(t, "UPDATE grant_review SET started_on = $1 WHERE id = $2", today().AddDays(-days), review)
	}
	due := func(when, by string, grants int, since day.Day) {
		t.Helper()
		r, err := w.ReviewDue(w.as(t, users[by]))
		switch {
		case err != nil || (r == nil) != (grants == 0):
			t.Errorf("%s, %s is told %+v, %v", when, by, r, err)
		case r != nil && (r.Grants != grants || r.Since != since || r.Days != 365):
			t.Errorf("%s, %s is told %+v, want %d since %s", when, by, r, grants, since)
		}
	}
	began(3000)
	due("no reminder is set", "quantri", 0, given)
	w.settings.ReviewDays = 365
	began(365)
	due("after a year to the day", "quantri", 0, given)
	began(366)
	due("a day later", "quantri", 5, today().AddDays(-366))
	for _, by := range []string{"lanhdao", "thutruong", "taichinh", "pho"} {
		due("without the right to start a review", by, 0, given)
	}
	users["quantri.so"] = w.user(t, "quantri.so", policies.SystemAdministrator, "H.1")
	due("one was given since, long ago", "quantri", 6, given)
	due("at one agency", "quantri.so", 3, given)
	if _, err := w.StartGrantReview(w.as(t, users["quantri.so"]), StartGrantReview{newID(), "Rà soát của Sở", today()}); err != nil {
		t.Fatal(err)
	}
	due("the agency has started", "quantri.so", 0, given)
	due("the others have not", "quantri", 3, today().AddDays(-366))
	_, err := w.ReviewDue(context.Background())
	refused(t, "a stranger", err, fault.Unauthenticated, "fault.unauthenticated", "")
}
