package staff_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
)

// act is a random decision, or a random correction of one: dated in the past, today or ahead.
func (w *world) act(t *rapid.T, people []int64) (on day.Day, line decision.Line) {
	units := []int64{w.education, w.health, w.school}
	pick := rapid.SampledFrom(units)
	staffID := rapid.SampledFrom(people).Draw(t, "person")
	on = d("2020-01-01").AddDays(rapid.IntRange(0, 3600).Draw(t, "day"))
	switch rapid.IntRange(0, 3).Draw(t, "act") {
	case 0:
		line = w.appoint(staffID, pick.Draw(t, "unit"))
		line.Appoint.QuotaUnit = ref(pick.Draw(t, "quota unit"))
	case 1:
		line.EndAppointment = &decision.EndAppointment{Staff: staffID, Reason: "RESIGNATION"}
	case 2:
		line = quota("TRANSFER", ref(pick.Draw(t, "giver")), ref(pick.Draw(t, "receiver")), rapid.IntRange(1, 6).Draw(t, "posts"))
	default:
		line = quota("LEND", ref(pick.Draw(t, "giver")), ref(pick.Draw(t, "receiver")), rapid.IntRange(1, 6).Draw(t, "posts"))
		line.Quota.Until = ref(on.AddDays(rapid.IntRange(1, 900).Draw(t, "days")))
	}
	return on, line
}

// Whatever is decided, in whatever order, the dated deltas give what a recount of the facts gives, nobody gives what
// they do not have, and what is refused is refused with a reason. The province grows from one round to the next.
func TestTheLedgerAgreesWithARecount(t *testing.T) {
	w := newWorld(t)
	ctx := w.as(w.officer)
	people := []int64{w.hoa, w.binh}
	w.system(func(tx *models.Tx) {
		for i := range 10 {
			people = append(people, w.person(tx, fmt.Sprintf("CB1%02d", i), "Lê Văn Chung", "2020-09-01"))
		}
	})
	accepted := map[string]int{}
	var days []string
	for on := d("2019-12-15"); on.Before(d("2032-01-01")); on = on.AddDays(137) {
		days = append(days, on.String())
	}
	rapid.Check(t, func(r *rapid.T) {
		on, line := w.act(r, people)
		in := w.decide(on.String(), line)
		in.IssuedOn = day.Min(on, today)
		got, err := w.decisions.Issue(ctx, in)
		if code := fault.CodeOf(err); code == fault.Internal || code == fault.Retry {
			r.Fatalf("%+v: %v", line, err)
		}
		if err == nil {
			accepted[got.Kind]++
			days = append(days, on.String(), on.AddDays(-1).String())
		}
		for _, on := range days[max(0, len(days)-8):] {
			if differ, err := models.RecountDifferences(t.Context(), w.db, d(on)); err != nil || len(differ) > 0 {
				r.Fatalf("on %s the deltas differ from a recount: %+v %v", on, differ, err)
			}
		}
	})
	w.balanced(days...)
	for _, on := range days {
		balances, err := models.UnitBalances(t.Context(), w.db, models.AsOf{Day: d(on)}, models.Scope{All: true})
		w.must(err)
		allocated, present := 0, 0
		for _, b := range balances {
			allocated, present = allocated+b.Allocated, present+b.Present
			if b.Allocated < 0 || b.Present < 0 {
				t.Errorf("on %s unit %d has %d posts and %d people", on, b.UnitID, b.Allocated, b.Present)
			}
		}
		if allocated != 30 || present > len(people) {
			t.Errorf("on %s there are %d posts and %d people: posts only moved, and people hold one post", on, allocated, present)
		}
	}
	if len(accepted) < 3 {
		t.Errorf("too little was accepted to show anything: %v", accepted)
	}
	t.Log(fmt.Sprint(accepted))
}
