package exchange

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/dbtest"
	"bienche/models"
	"bienche/rules"
)

// today is the day on which the tests play.
var today = day.MustParse("2024-06-15")

func d(s string) day.Day { return day.MustParse(s) }

// place is a database with the code lists of the law and nothing else, and the service on it.
type place struct {
	*testing.T
	db, owner *models.DB
	url       string // of the owner
	*Service
}

func newPlace(t *testing.T) *place {
	t.Helper()
	fresh := dbtest.New(t)
	p := &place{T: t, db: open(t, fresh.AppURL), owner: open(t, fresh.OwnerURL), url: fresh.OwnerURL}
	book, err := rules.Load()
	p.must(err)
	p.Service = New(p.db, book, func() time.Time { return today.Time().Add(5 * time.Hour) })
	p.exec("INSERT INTO audit_log (id, actor_name, action) OVERRIDING SYSTEM VALUE VALUES (1000000, 'test', 'test')")
	for table, id := range map[string]string{"unit_kind": "org.kinds", "headcount_category": "headcount.categories",
		"grade": "staff.grades", "ethnic_group": "staff.ethnic_groups"} {
		for _, e := range book.History(id) {
			p.exec("INSERT INTO "+table+" VALUES ($1) ON CONFLICT DO NOTHING", e.Code)
		}
	}
	return p
}

func open(t testing.TB, url string) *models.DB {
	t.Helper()
	db, err := models.Open(t.Context(), url, 8)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

func (p *place) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *place) exec(sql string, args ...any) {
	p.Helper()
	_, err := p.owner.Pool.Exec(p.Context(), sql, args...)
	p.must(err)
}

// console is a context of whoever runs commands beside the database.
func (p *place) console() context.Context {
	return auth.WithViewer(audit.WithActor(p.Context(), audit.Actor{Name: "console"}), auth.Console())
}

func (p *place) load(kind Kind, content []byte, dry bool) *Outcome {
	p.Helper()
	out, err := p.Import(p.console(), Input{Kind: kind, FileName: string(kind) + ".xlsx", Content: content, DryRun: dry})
	p.must(err)
	return out
}

// take imports a workbook that has no mistakes.
func (p *place) take(kind Kind, content []byte) *Outcome {
	p.Helper()
	out := p.load(kind, content, false)
	for i, m := range out.Errors {
		if i < 10 {
			p.Errorf("%s %s row %d %s %q: %s", kind, m.Sheet, m.Row, m.At(), m.Value, m.Message("en"))
		}
	}
	if out.Refused() {
		p.FailNow()
	}
	return out
}

func (p *place) save(kind Kind, asOf day.Day) []byte {
	p.Helper()
	var b bytes.Buffer
	_, err := p.Export(p.console(), Output{Kind: kind, AsOf: asOf}, &b)
	p.must(err)
	return b.Bytes()
}

// copyIn stores rows as the owner, all recorded in the entry 1000000.
func (p *place) copyIn(table string, columns []string, rows [][]any) {
	p.Helper()
	for i := range rows {
		rows[i] = append(rows[i], int64(1_000_000))
	}
	_, err := p.owner.Pool.CopyFrom(p.Context(), pgx.Identifier{table}, append(columns, "recorded_in"), pgx.CopyFromRows(rows))
	p.must(err)
}

// province makes up units, quotas and people with a past, differently for each seed but always the same for one.
type province struct {
	*place
	rng    *rand.Rand
	units  []int64 // those that people may work in; ids
	people int
	posts  [][]any
	pay    [][]any
}

var postColumnsInDB = []string{"staff_id", "unit_id", "position_id", "title", "kind", "staff_class", "leadership", "category", "quota_unit_id",
	"start_reason", "end_reason", "valid_from", "valid_to"}

func (p *place) fill(people int, seed uint64) {
	w := &province{place: p, rng: rand.New(rand.NewPCG(seed, 1)), people: people}
	p.exec("INSERT INTO import_batch (id, kind, recorded_in) OVERRIDING SYSTEM VALUE VALUES (1, 'TEST', 1000000)")
	w.makeUnits()
	w.makeQuotas()
	w.makePeople()
	for _, table := range []string{"org_unit", "staff_member", "job_position", "training_class", "decision", "import_batch"} {
		w.exec(fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%[1]s', 'id'), max(id)) FROM %[1]s", table))
	}
}

func (w *province) makeUnits() {
	var units, versions [][]any
	add := func(id int64, parent any, name, kind, level string, from, to day.Day) {
		versions = append(versions, []any{id, parent, name, "", kind, level, "", "", int(id), from, to})
	}
	for id := int64(1); id <= 40; id++ {
		units = append(units, []any{id, fmt.Sprintf("T%03d", id)})
		from, to := d("2010-01-01"), day.Forever
		switch {
		case id == 1:
			add(id, nil, "Tỉnh Mẫu", "PROVINCE", "PROVINCE", d("2004-01-01"), to)
		case id <= 6:
			add(id, int64(1), fmt.Sprintf("Sở số %d", id), "DEPARTMENT", "PROVINCE", from, to)
		case id == 7: // renamed
			add(id, int64(2), "Trường Tiểu học Cũ", "PRIMARY_SCHOOL", "DISTRICT", from, d("2016-07-01"))
			add(id, int64(3), "Trường Tiểu học Mới", "PRIMARY_SCHOOL", "DISTRICT", d("2016-07-01"), to)
		case id == 8: // dissolved
			add(id, int64(2), "=Trường Mầm non Đã Giải Thể", "PRESCHOOL", "DISTRICT", from, d("2018-01-01"))
			continue
		default:
			add(id, 2+id%5, fmt.Sprintf("Trường Mầm non %d", id), "PRESCHOOL", "DISTRICT", from, to)
		}
		w.units = append(w.units, id)
	}
	w.copyIn("org_unit", []string{"id", "code"}, units)
	w.copyIn("org_unit_version", []string{"unit_id", "parent_id", "name", "short_name", "kind", "level", "field", "autonomy", "ordinal",
		"valid_from", "valid_to"}, versions)
}

func (w *province) makeQuotas() {
	w.exec(`INSERT INTO decision (id, number, symbol, kind, title, issuer_unit_id, issued_on, effective_on, state, recorded_in)
		OVERRIDING SYSTEM VALUE VALUES (1, '12', 'QĐ-UBND', 'QUOTA', 'Giao biên chế', 1, '2014-12-20', '2015-01-01', 'ISSUED', 1000000)`)
	var rows [][]any
	entry := func(giver, receiver any, category string, posts int, from day.Day) {
		rows = append(rows, []any{"ALLOCATE", category, giver, receiver, posts, from, int64(1), int64(1)})
	}
	entry(nil, int64(1), "PUBLIC_SERVICE", 900, d("2015-01-01"))
	entry(nil, int64(1), "ADMINISTRATIVE", 300, d("2015-01-01"))
	for _, u := range w.units[1:] {
		entry(int64(1), u, "PUBLIC_SERVICE", 5+w.rng.IntN(12), d("2015-01-01"))
		if u <= 6 {
			entry(int64(1), u, "ADMINISTRATIVE", 10+w.rng.IntN(20), d("2015-01-01"))
		}
	}
	rows = append(rows, []any{"RECALL", "PUBLIC_SERVICE", w.units[8], int64(1), 2, d("2017-01-01"), nil, int64(1)})
	w.copyIn("quota_entry", []string{"act", "category", "giver_id", "receiver_id", "posts", "valid_from", "decision_id", "batch_id"}, rows)
}

func (w *province) makePeople() {
	w.copyIn("job_position", []string{"id", "code"}, [][]any{{int64(1), "GV.MN"}, {int64(2), "CV"}, {int64(3), "HT"}})
	w.copyIn("job_position_version", []string{"position_id", "name", "group_code", "staff_class", "leadership", "grade_from", "grade_to", "valid_from"},
		[][]any{{int64(1), "Giáo viên mầm non", "PROFESSIONAL", "PUBLIC_EMPLOYEE", "", "", "", d("2010-01-01")},
			{int64(2), "Chuyên viên", "PROFESSIONAL", "CIVIL_SERVANT", "", "01.003", "01.002", d("2010-01-01")},
			{int64(3), "Hiệu trưởng", "LEADERSHIP", "PUBLIC_EMPLOYEE", "HEAD", "", "", d("2010-01-01")}})
	w.copyIn("training_class", []string{"id", "code", "title", "kind", "starts_on", "ends_on"},
		[][]any{{int64(1), "LOP-1", "Quản lý nhà nước", "STATE_MANAGEMENT", d("2019-03-01"), d("2019-05-30")}})
	var members, names, core, identity, party, side, degrees, ratings, trainings, work [][]any
	for i := range w.people {
		id := int64(i + 1)
		female := w.rng.IntN(2)
		born := d("1965-01-01").AddDays(w.rng.IntN(9000))
		name := fmt.Sprintf("Nguyễn Văn Mẫu %03d", id)
		recruited := born.AddMonths(12*22 + w.rng.IntN(36))
		if recruited.Before(d("2010-01-01")) {
			recruited = d("2010-01-01")
		}
		precision := "DAY"
		if i%50 == 0 {
			born, precision = day.Of(born.Year(), 1, 1), "YEAR"
		}
		members = append(members, []any{id, fmt.Sprintf("S%05d", id)})
		names = append(names, []any{name})
		core = append(core, []any{id, name, id, models.SortName(name), born, precision, []string{"MALE", "FEMALE"}[female], recruited, "@Sở Nội vụ", recruited})
		citizen := fmt.Sprintf("024%d%02d%06d", female, born.Year()%100, id)
		identity = append(identity, []any{id, citizen, d("2021-05-01"), "01", "Xã Mẫu", recruited})
		if i%3 == 0 {
			party = append(party, []any{id, recruited.AddMonths(30), recruited.AddMonths(42), recruited})
		}
		w.career(i, id, recruited)
		if i%20 == 0 {
			side = append(side, []any{id, w.units[2], nil, "Kiêm nhiệm", "CONCURRENT", "PUBLIC_EMPLOYEE", "", nil, nil, "TRANSFER", "", d("2020-01-01"), day.Forever})
		}
		degrees = append(degrees, []any{id, "PROFESSIONAL", "Đại học", "Sư phạm", "Trường Mẫu", born.AddMonths(12 * 22)})
		ratings = append(ratings, []any{id, 2022, "GOOD", "Hoàn thành tốt nhiệm vụ", d("2022-12-31"), day.Forever})
		if i%4 == 0 {
			trainings = append(trainings, []any{id, int64(1), "Đạt", d("2019-03-01"), d("2019-05-31")})
			work = append(work, []any{id, "Giáo viên hợp đồng", d("2008-01-01"), d("2009-12-01")})
		}
	}
	w.copyIn("staff_member", []string{"id", "code"}, members)
	_, err := w.owner.Pool.CopyFrom(w.Context(), pgx.Identifier{"staff_name"}, []string{"name"}, pgx.CopyFromRows(names))
	w.must(err)
	w.copyIn("staff_core", []string{"staff_id", "full_name", "name_id", "sort_name", "birth_date", "birth_precision", "sex", "recruited_on", "recruited_by", "valid_from"}, core)
	w.copyIn("staff_identity", []string{"staff_id", "citizen_id", "citizen_id_on", "ethnic_group", "home_town", "valid_from"}, identity)
	w.copyIn("staff_party", []string{"staff_id", "party_joined_on", "party_official_on", "valid_from"}, party)
	w.copyIn("appointment", postColumnsInDB, append(w.posts, side...))
	w.copyIn("staff_pay", []string{"staff_id", "grade", "step", "coefficient", "step_since", "reason", "valid_from", "valid_to"}, w.pay)
	w.copyIn("qualification", []string{"staff_id", "kind", "level", "major", "school", "valid_from"}, degrees)
	w.copyIn("staff_rating", []string{"staff_id", "year", "level", "label", "valid_from", "valid_to"}, ratings)
	w.copyIn("training_attendance", []string{"staff_id", "class_id", "result", "valid_from", "valid_to"}, trainings)
	w.copyIn("work_history", []string{"staff_id", "content", "valid_from", "valid_to"}, work)
}

// career gives a person posts and steps: most go on to today, some move in 2017, some have left in 2021.
func (w *province) career(i int, id int64, from day.Day) {
	unit := w.units[1+w.rng.IntN(len(w.units)-1)]
	post := func(unit int64, from, to day.Day, start, end string) {
		category, class, position := "PUBLIC_SERVICE", "PUBLIC_EMPLOYEE", int64(1)
		if unit <= 6 {
			category, class, position = "ADMINISTRATIVE", "CIVIL_SERVANT", 2
		}
		w.posts = append(w.posts, []any{id, unit, position, "", "MAIN", class, "", category, unit, start, end, from, to})
	}
	end, last := day.Forever, ""
	if i%7 == 0 {
		end, last = d("2021-09-01"), "RETIREMENT"
	}
	if i%5 == 0 && from.Before(d("2016-01-01")) {
		post(unit, from, d("2017-03-01"), "RECRUITMENT", "NEXT_POST")
		post(w.units[1+w.rng.IntN(len(w.units)-1)], d("2017-03-01"), end, "TRANSFER", last)
	} else {
		post(unit, from, end, "RECRUITMENT", last)
	}
	for step, since := 1, from; step <= 4 && since.Before(end); step++ {
		to := since.AddMonths(36)
		if step == 4 || end.Before(to) {
			to = end
		}
		coefficient := []string{"2.34", "2.67", "3.00", "3.33"}[step-1]
		w.pay = append(w.pay, []any{id, "01.003", step, numericOf(coefficient), since, "STEP_RAISE", since, to})
		since = to
	}
}
