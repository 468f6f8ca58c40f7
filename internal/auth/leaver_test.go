package auth

import (
	"context"
	"testing"

	"bienche/internal/audit"
	"bienche/internal/day"
	"bienche/models"
	"bienche/policies"
)

// worker is a town in which aido has a record, a post at H.1 and a session.
func worker(t *testing.T) (w *town, id int64, secret string) {
	t.Helper()
	w = newTown(t)
	id = w.user(t, "aido", policies.AgencyHead, "H.1")
	w.exec(t, "INSERT INTO staff_member (id, code, recorded_in) SELECT 77, 'CB77', min(id) FROM audit_log")
	w.exec(t, "UPDATE app_user SET staff_id = 77 WHERE id = $1", id)
	w.exec(t, "INSERT INTO headcount_category VALUES ('ADMINISTRATIVE') ON CONFLICT DO NOTHING")
	w.exec(t, `INSERT INTO decision (id, number, symbol, kind, title, issued_on, effective_on, state, recorded_in) OVERRIDING SYSTEM VALUE
		SELECT 900, '90', 'QĐ-SNV', 'APPOINTMENT', 'Nghỉ hưu', '2026-01-01', '2026-01-01', 'ISSUED', min(id) FROM audit_log`)
	w.post(t, day.Of(2015, 1, 1), day.Forever, "")
	return w, id, w.signIn(t, "aido")
}

// post records a main post of CB77 in a transaction of its own.
func (w *town) post(t *testing.T, from, to day.Day, reason string) {
	t.Helper()
	w.posts(t, false, [2]day.Day{from, to}, reason)
}

// posts ends the known post with a reason and, with again, gives the next in the same transaction.
func (w *town) posts(t *testing.T, again bool, days [2]day.Day, reason string) {
	t.Helper()
	err := audit.Write(audit.WithActor(context.Background(), audit.Actor{Name: "chuyenvien"}), w.owner, audit.Entry{Action: "decision.issue"}, func(tx *models.Tx) error {
		old, err := models.FactsIn[models.Appointment](tx, "staff_id = 77")
		if err != nil {
			return err
		}
		for _, a := range old {
			if err := models.CloseFact(tx, "appointment", a.ID); err != nil {
				return err
			}
		}
		decision, unit, category := int64(900), w.units["H.1"], "ADMINISTRATIVE"
		record := func(from, to day.Day, reason string) error {
			a := &models.Appointment{Fact: models.Fact{ValidFrom: from, ValidTo: to}, StaffID: 77, UnitID: unit, Kind: "MAIN", StaffClass: "CIVIL_SERVANT",
				Category: &category, QuotaUnitID: &unit, StartReason: "RECRUITMENT", EndReason: reason}
			if reason != "" {
				a.EndDecisionID = &decision
			}
			return models.Record(tx, a)
		}
		if err := record(days[0], days[1], reason); err != nil || !again {
			return err
		}
		return record(days[1], day.Forever, "")
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALeaversAccountIsShutByTheDecision(t *testing.T) {
	start := day.Of(2015, 1, 1)
	for _, tt := range []struct {
		name, reason string
		until        day.Day
		again        bool // a new post begins on the day on which the old one ends
		shut         bool
	}{
		{"retired from today", "RETIREMENT", today(), false, true},
		{"dismissed last month, recorded today", "DISMISSAL", today().AddDays(-30), false, true},
		{"dead", "DEATH", today().AddDays(-1), false, true},
		{"moved to another province", "TRANSFER_OUT", today(), false, true},
		{"resigned from tomorrow", "RESIGNATION", today().AddDays(1), false, false},
		{"the next post, without a gap", "NEXT_POST", today(), true, false},
		{"retired and taken on again by one decision", "RETIREMENT", today(), true, false},
		{"a contract that ended", "CONTRACT_END", today(), false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, id, secret := worker(t)
			deputy := w.user(t, "pho")
			if _, err := w.DelegateGrant(w.as(t, id), DelegateGrant{newID(), w.held(t, id).No, "pho", today(), today().AddDays(10), "5/UQ"}); err != nil {
				t.Fatal(err)
			}
			w.posts(t, tt.again, [2]day.Day{start, tt.until}, tt.reason)
			if shut := w.bySession(t, secret) == nil; shut != tt.shut {
				t.Fatalf("shut is %v", shut)
			}
			grants := len(ViewerOf(w.as(t, deputy)).Grants) + w.count(t, "SELECT count(*)::int FROM role_grant WHERE user_id = ? AND known_to = 'infinity' AND valid_to > today()", id)
			if (grants == 0) != tt.shut {
				t.Errorf("%d grants are left", grants)
			}
			if tt.shut && w.count(t, `SELECT count(*)::int FROM audit_log WHERE action = 'auth.close_leaver' AND object_id = ? AND actor_name = 'chuyenvien'
				AND detail->>'number' = '90/QĐ-SNV' AND detail->>'reason' = ?`, id, tt.reason) != 1 {
				t.Error("the audit log does not name the decision")
			}
		})
	}
}

func TestADecisionDatedAheadShutsTheAccountOnItsDay(t *testing.T) {
	w, id, secret := worker(t)
	w.posts(t, false, [2]day.Day{day.Of(2015, 1, 1), today().AddDays(1)}, "RETIREMENT")
	run := func(want int) {
		t.Helper()
		if n, err := models.CloseLeavers(context.Background(), w.db); n != want || err != nil {
			t.Fatalf("%d shut, %v, want %d", n, err, want)
		}
	}
	run(0)
	// The day comes: the end is written into the past past the guard of facts.
	w.exec(t, "ALTER TABLE appointment DISABLE TRIGGER USER")
	w.exec(t, "UPDATE appointment SET valid_to = today() WHERE known_to = 'infinity'")
	w.exec(t, "ALTER TABLE appointment ENABLE TRIGGER USER")
	run(1)
	run(0)
	if w.bySession(t, secret) != nil {
		t.Error("the session lives on")
	}
	if n := w.count(t, "SELECT count(*)::int FROM audit_log WHERE action = 'auth.close_leaver' AND actor_name = 'system' AND object_id = ?", id); n != 1 {
		t.Errorf("%d entries", n)
	}
	w.exec(t, "UPDATE app_user SET disabled_at = NULL WHERE id = $1", id) // opened again on purpose
	run(0)
}
