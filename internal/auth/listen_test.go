package auth

import (
	"context"
	"log/slog"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"bienche/internal/audit"
	"bienche/internal/platform/config"
	"bienche/models"
	"bienche/policies"
)

// soak is how many times over the races run: 1, or what BIENCHE_SOAK says.
func soak(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("BIENCHE_SOAK"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// listening is another copy of the server that listens until the test ends.
func (w *town) listening(t *testing.T) *Service {
	t.Helper()
	s, err := New(w.other, config.Config{SignIn: cheap})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { s.Listen(ctx, slog.New(slog.DiscardHandler)) })
	t.Cleanup(func() { stop(); done.Wait() })
	return s
}

// agrees waits until the rights that a copy holds, without any request, are at the database's version; it tells how
// long that took, and fails after most.
func (w *town) agrees(t *testing.T, s *Service, most time.Duration) time.Duration {
	t.Helper()
	versions, _, err := models.VersionsToday(context.Background(), w.owner)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if at := s.rights.at.Load(); at != nil && !at.stale(versions, at.today) {
			return time.Since(began)
		}
		if time.Since(began) > most {
			t.Fatalf("after %s a copy still has other rights than %v", most, versions)
		}
	}
	return 0
}

func TestCopiesOfTheServerAgreeWithinASecond(t *testing.T) {
	w := newTown(t)
	w.user(t, "nhansu")
	one, two := w.listening(t), w.listening(t)
	w.agrees(t, one, 10*time.Second) // until they listen
	w.agrees(t, two, 10*time.Second)
	for range 5 * soak(t) {
		w.grant(t, "nhansu", policies.FinanceOfficer, "H.1")
		w.agrees(t, one, time.Second)
		w.agrees(t, two, time.Second)
		if err := w.EndGrant(w.console, EndOfGrant{"nhansu", policies.FinanceOfficer, "H.1", today()}); err != nil {
			t.Fatal(err)
		}
		w.agrees(t, one, time.Second)
		w.exec(t, "UPDATE role_grant SET known_to = now(), closed_in = recorded_in WHERE known_to = 'infinity'")
	}
	w.found(t, "H.2.1", "H.2") // the tree too
	w.agrees(t, one, time.Second)
	w.agrees(t, two, time.Second)
}

func TestALostListenerCatchesUp(t *testing.T) {
	w := newTown(t)
	w.user(t, "nhansu")
	s := w.listening(t)
	w.agrees(t, s, 10*time.Second)
	for range soak(t) {
		cut, err := models.One[int](context.Background(), w.other, models.Q(`SELECT count(*)::int FROM (SELECT pg_terminate_backend(pid) AS gone
			FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'bienche-listen') x WHERE gone`))
		if err != nil || cut != 1 {
			t.Fatalf("%d listeners were cut off, %v", cut, err)
		}
		w.grant(t, "nhansu", policies.FinanceOfficer, "H.1") // while nobody listens
		w.agrees(t, s, 5*time.Second)
		w.exec(t, "UPDATE role_grant SET known_to = now(), closed_in = recorded_in WHERE known_to = 'infinity'")
		w.agrees(t, s, time.Second) // and it listens again
	}
}

func TestAPolicyChangedUnderLoadGivesNoMixedDecision(t *testing.T) {
	w := newTown(t)
	id := w.user(t, "aido", policies.FinanceOfficer, "H.1")
	s := w.listening(t)
	copies := []*Service{s, w.Service} // one that listens, one that only looks
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	asked, mixed := make([]int, 4), make([]int, 4)
	for i := range asked {
		all.Go(func() {
			for ctx.Err() == nil {
				as, err := copies[i%len(copies)].ActAs(context.Background(), id)
				if err != nil {
					t.Error(err)
					return
				}
				v := ViewerOf(as)
				one, two := v.May("staff.salary", "read", w.units["H.1"]) == nil, v.Scope("staff.salary", "read").HasUnit(w.units["H.2"])
				asked[i]++
				if one == two {
					mixed[i]++
				}
			}
		})
	}
	at, other := "H.1", "H.2"
	for range 20 * soak(t) { // each change moves the role in one transaction
		err := audit.Write(w.console, w.db, audit.Entry{Action: "test.swap"}, func(tx *models.Tx) error {
			held, err := models.FactsIn[models.RoleGrant](tx, "user_id = ?", id)
			if err != nil {
				return err
			}
			if err := models.CloseFact(tx, "role_grant", held[0].ID); err != nil {
				return err
			}
			return models.Record(tx, &models.RoleGrant{Fact: models.Fact{ValidFrom: today()}, UserID: id, Role: policies.FinanceOfficer, UnitID: w.units[other]})
		})
		if err != nil {
			t.Fatal(err)
		}
		at, other = other, at
	}
	stop()
	all.Wait()
	total := 0
	for i := range asked {
		total += asked[i]
		if mixed[i] > 0 {
			t.Errorf("%d of %d decisions were mixed", mixed[i], asked[i])
		}
	}
	t.Logf("%d decisions while the grants changed %d times", total, 20*soak(t))
	if total == 0 {
		t.Error("nobody asked")
	}
}
