package exchange

import (
	"testing"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/models"
)

func numericOf(s string) pgtype.Numeric {
	v := decimal.RequireFromString(s)
	return numeric(&v)
}

// balance is what headcountReport adds up.
type balance struct {
	Unit, Category, Measure string
	N                       int64
}

func (p *place) balances(on day.Day) map[balance]bool {
	p.Helper()
	rows, err := models.Rows[balance](models.WithAccess(p.Context(), models.Everything), p.db, models.Q(`SELECT u.code AS unit, category, measure, sum(n) AS n
		FROM headcount_delta h JOIN org_unit u ON u.id = h.unit_id WHERE h.day <= ? GROUP BY 1, 2, 3 HAVING sum(n) <> 0`, on))
	p.must(err)
	all := map[balance]bool{}
	for _, b := range rows {
		all[b] = true
	}
	return all
}

func (p *place) count(sql string) int64 {
	p.Helper()
	n, err := models.One[int64](models.WithAccess(p.Context(), models.Everything), p.db, models.Q(sql))
	p.must(err)
	return n
}

func TestWhatIsExportedIsImportedIntoAnEmptyDatabaseWithTheSameHeadcount(t *testing.T) {
	from := newPlace(t)
	from.fill(300, 1)
	for _, on := range []day.Day{today, d("2016-12-31")} {
		to := newPlace(t)
		for _, kind := range []Kind{Units, Quotas, Staff} {
			file := from.save(kind, on)
			if dry := to.load(kind, file, true); dry.Refused() || dry.Changed == 0 {
				t.Fatalf("%s: the dry run found %d mistakes and %d changes: %+v", kind, dry.ErrorCount, dry.Changed, first(dry.Errors))
			}
			out := to.take(kind, file)
			if out.Changed == 0 {
				t.Errorf("%s changed nothing", kind)
			}
			if again := to.take(kind, file); again.Changed != 0 {
				t.Errorf("%s: the same file changed %d facts when it came again", kind, again.Changed)
			}
			if back := from.take(kind, file); back.Changed != 0 {
				t.Errorf("%s: an export changed %d facts of its own database", kind, back.Changed)
			}
		}
		want, got := from.balances(on), to.balances(on)
		if len(want) < 40 {
			t.Fatalf("only %d balances to compare", len(want))
		}
		for b := range want {
			if !got[b] {
				t.Errorf("%s: %+v is missing", on, b)
			}
		}
		for b := range got {
			if !want[b] {
				t.Errorf("%s: %+v is too much", on, b)
			}
		}
		if on == today {
			sameFacts(t, from, to)
		}
	}
}

func first(all []Mistake) any {
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

// sameFacts holds that the round trip lost no fact of the kinds a workbook holds.
func sameFacts(t *testing.T, a, b *place) {
	t.Helper()
	for _, sql := range []string{
		`SELECT m.code, c.full_name, c.birth_date, c.birth_precision, c.sex, c.recruited_on, c.recruited_by FROM staff_core c JOIN staff_member m ON m.id = c.staff_id WHERE c.known_to = 'infinity'`,
		`SELECT m.code, i.citizen_id, i.citizen_id_on, i.ethnic_group, i.home_town FROM staff_identity i JOIN staff_member m ON m.id = i.staff_id WHERE i.known_to = 'infinity'`,
		`SELECT m.code, u.code, q.code, j.code, a.kind, a.title, a.staff_class, a.category, a.start_reason, a.end_reason, a.valid_from, a.valid_to
			FROM appointment a JOIN staff_member m ON m.id = a.staff_id JOIN org_unit u ON u.id = a.unit_id
			LEFT JOIN org_unit q ON q.id = a.quota_unit_id LEFT JOIN job_position j ON j.id = a.position_id WHERE a.known_to = 'infinity'`,
		`SELECT m.code, s.grade, s.step, s.coefficient, s.step_since, s.reason, s.valid_from, s.valid_to FROM staff_pay s JOIN staff_member m ON m.id = s.staff_id WHERE s.known_to = 'infinity'`,
		`SELECT m.code, q.kind, q.level, q.major, q.school, q.valid_from FROM qualification q JOIN staff_member m ON m.id = q.staff_id WHERE q.known_to = 'infinity'`,
		`SELECT m.code, r.year, r.level, r.label, r.valid_from FROM staff_rating r JOIN staff_member m ON m.id = r.staff_id WHERE r.known_to = 'infinity'`,
		`SELECT m.code, c.code, c.title, c.starts_on, c.ends_on, r.result, r.valid_to FROM training_attendance r JOIN training_class c ON c.id = r.class_id JOIN staff_member m ON m.id = r.staff_id WHERE r.known_to = 'infinity'`,
		`SELECT m.code, w.content, w.valid_from, w.valid_to FROM work_history w JOIN staff_member m ON m.id = w.staff_id WHERE w.known_to = 'infinity'`,
		`SELECT u.code, v.name, v.kind, v.level, p.code, v.valid_from, v.valid_to FROM org_unit_version v JOIN org_unit u ON u.id = v.unit_id LEFT JOIN org_unit p ON p.id = v.parent_id WHERE v.known_to = 'infinity'`,
	} {
		digest := "SELECT count(*)::text || ' ' || coalesce(md5(string_agg(x::text, ',' ORDER BY x::text)), '') FROM (" + sql + ") x"
		want, err := models.One[string](models.WithAccess(t.Context(), models.Everything), a.db, models.Q(digest))
		a.must(err)
		got, err := models.One[string](models.WithAccess(t.Context(), models.Everything), b.db, models.Q(digest))
		b.must(err)
		if want != got {
			t.Errorf("facts differ: %s, after the round trip %s\n%s", want, got, sql)
		}
	}
}
