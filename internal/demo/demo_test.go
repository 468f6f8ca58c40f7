package demo

import (
	"context"
	"testing"
	"time"

	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/internal/fault"
	"bienche/migrations"
	"bienche/models"
	"bienche/rules"
)

var lastDay = day.Of(2026, 11, 21)

func law(t *testing.T) *rules.Book {
	t.Helper()
	book, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// loaded makes a province in a database of its own and gives the owner's connection to it.
func loaded(t *testing.T, o Options) *models.DB {
	t.Helper()
	url := dbtest.New(t).OwnerURL
	if err := migrations.Up(context.Background(), url); err != nil { // the code lists of today's law
		t.Fatal(err)
	}
	db, err := models.Open(context.Background(), url, 2)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	began := time.Now()
	report, err := Load(context.Background(), db, law(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d units, %d people, %d decisions, %d rows in %s", report.Units, report.People, report.Decisions, report.Rows, time.Since(began).Round(time.Millisecond))
	return db
}

func TestAScaledProvinceKeepsItsOwnFigures(t *testing.T) {
	var last, total int64
	db := loaded(t, Options{Staff: 2000, Seed: 1, Today: lastDay, Password: "mật khẩu thử", Hash: func(p string) (string, error) { return "hashed " + p, nil },
		Progress: func(done, of int64, _ string) {
			if done < last || done > of {
				t.Errorf("progress went from %d to %d of %d", last, done, of)
			}
			last, total = done, of
		}})
	if last != total {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	p, err := loadPlan(2000)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]int{}
	for _, pool := range p.Pools {
		n := want[pool.Category]
		want[pool.Category] = [2]int{n[0] + pool.Quota[day.Of(2020, 1, 1)], n[1] + pool.Present}
	}
	for category, n := range want {
		if got := count(t, db, allocated, "2020-12-31", category); got != n[0] {
			t.Errorf("allocated %s: %d, want %d", category, got, n[0])
		}
		if got := count(t, db, present, "2020-12-31", category); got != n[1] {
			t.Errorf("present %s: %d, want %d", category, got, n[1])
		}
	}
	t.Run("rows", func(t *testing.T) { everyRow(t, db) })
	t.Run("accounts", func(t *testing.T) { signIns(t, db) })
	for _, name := range []string{"Nguyễn Đức", "Nguyễn Dục"} {
		if count(t, db, `SELECT count(*) FROM staff_core c JOIN appointment a ON a.staff_id = c.staff_id AND a.valid_to = 'infinity' WHERE c.full_name = $1`, name) == 0 {
			t.Errorf("nobody in service is called %s", name)
		}
	}
	t.Run("ids go on", func(t *testing.T) {
		n := count(t, db, `INSERT INTO org_unit (code, recorded_in) VALUES ('T.1', 1) RETURNING id`)
		if before := count(t, db, `SELECT max(id) FROM org_unit WHERE code <> 'T.1'`); n <= before {
			t.Errorf("the next unit has id %d, the last had %d", n, before)
		}
	})
	_, err = Load(context.Background(), db, law(t), Options{Staff: 2000, Seed: 1, Today: lastDay})
	if fault.CodeOf(err) != fault.Conflict {
		t.Errorf("loading over a province: %v", err)
	}
}

func signIns(t *testing.T, db *models.DB) {
	for _, a := range Accounts() {
		if n := count(t, db, `SELECT count(*) FROM app_user u JOIN role_grant g ON g.user_id = u.id WHERE u.username = $1 AND g.role = $2 AND u.password_hash = 'hashed mật khẩu thử'`, a.Username, a.Role); n != 1 {
			t.Errorf("%s holds %s %d times", a.Username, a.Role, n)
		}
	}
	if n := count(t, db, `SELECT count(*) FROM app_user u JOIN staff_member m ON m.id = u.staff_id JOIN org_unit h ON h.id = m.home_unit_id
		JOIN org_unit_version v ON v.name = $1 AND h.access_path LIKE '%/' || v.unit_id || '/%' WHERE u.username = 'canhan'`, scienceAndTech); n != 1 {
		t.Errorf("canhan is not linked to somebody of %s", scienceAndTech)
	}
}

func TestOneSeedGivesOneProvince(t *testing.T) {
	// The texts of all rows in the order they were stored, without the instants of loading.
	print := func(seed uint64) (out [4]string) {
		db := loaded(t, Options{Staff: 400, Seed: seed, Today: lastDay})
		for i, columns := range []string{
			"staff_id, full_name, birth_date, sex, recruited_on FROM staff_core", "staff_id, grade, step, valid_from, valid_to, decision_id FROM staff_pay",
			"staff_id, unit_id, position_id, title, start_reason, valid_from, valid_to FROM appointment", "act, category, giver_id, receiver_id, posts, valid_from FROM quota_entry",
		} {
			if err := db.Pool.QueryRow(context.Background(), "SELECT md5(string_agg(x::text, '\n' ORDER BY x::text)) FROM (SELECT "+columns+") x").Scan(&out[i]); err != nil {
				t.Fatal(err)
			}
		}
		return out
	}
	first := print(7)
	if again := print(7); again != first {
		t.Errorf("the same seed gave %v, then %v", first, again)
	}
	if other := print(8); other[0] == first[0] || other[2] == first[2] {
		t.Error("another seed gave the same people")
	}
}

// A crowd of a hundred stands for millions: the story is the published one, and everybody beside it has a post, pay and
// a rating of their own.
func TestACrowdServesBesideTheStory(t *testing.T) {
	const serving = `SELECT count(*)::int FROM appointment WHERE kind = 'MAIN' AND valid_to = 'infinity'`
	if testing.Short() {
		t.Skip("needs PostgreSQL")
	}
	p, err := loadPlan(mostTold + 1)
	if err != nil {
		t.Fatal(err)
	}
	if p.crowd != mostTold+1-p.Posts {
		t.Fatalf("the crowd of %d posts is %d", mostTold+1, p.crowd)
	}
	plain := count(t, loaded(t, Options{Staff: 400, Seed: 1, Today: lastDay}), serving)
	db := loaded(t, Options{Staff: 400, Seed: 1, Today: lastDay, crowd: 1000})
	if got := count(t, db, serving); got != plain+1000 {
		t.Errorf("%d serve, %d without the crowd", got, plain)
	}
	for what, sql := range map[string]string{
		"people without pay":       `SELECT count(*)::int FROM appointment a WHERE a.valid_to = 'infinity' AND a.kind = 'MAIN' AND NOT EXISTS (SELECT FROM staff_pay p WHERE p.staff_id = a.staff_id AND p.valid_to = 'infinity')`,
		"people without a degree":  `SELECT count(*)::int FROM appointment a WHERE a.valid_to = 'infinity' AND a.kind = 'MAIN' AND NOT EXISTS (SELECT FROM qualification q WHERE q.staff_id = a.staff_id AND q.kind = 'PROFESSIONAL')`,
		"people at home elsewhere": `SELECT count(*)::int FROM appointment a JOIN staff_member m ON m.id = a.staff_id WHERE a.valid_to = 'infinity' AND a.kind = 'MAIN' AND m.home_unit_id <> a.unit_id`,
		"accounts that differ": `SELECT count(*)::int FROM (SELECT quota_unit_id, category, count(*) AS n FROM appointment WHERE kind = 'MAIN' AND valid_to = 'infinity' GROUP BY 1, 2) a
			JOIN (SELECT unit_id, category, sum(n) AS n FROM headcount_delta WHERE measure = 'PRESENT' GROUP BY 1, 2) d ON d.unit_id = a.quota_unit_id AND d.category = a.category WHERE a.n <> d.n`,
	} {
		if n := count(t, db, sql); n != 0 {
			t.Errorf("%s: %d", what, n)
		}
	}
}
