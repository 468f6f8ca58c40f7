package computation_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"path/filepath"
	"strconv"

	"bienche/internal/day"
	"bienche/models"
)

func pgCPU(db string) (sum float64) {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, f := range files {
		b, _ := os.ReadFile(f)
		c, _ := os.ReadFile(filepath.Dir(f) + "/cmdline")
		if !strings.HasPrefix(string(c), "postgres: bienche_app "+db) {
			continue
		}
		_, rest, _ := strings.Cut(string(b), ") ")
		p := strings.Fields(rest)
		u, _ := strconv.Atoi(p[11])
		s, _ := strconv.Atoi(p[12])
		sum += float64(u+s) / 100
	}
	return sum
}

type row struct {
	StaffID, Home, Host int64
	UnitID *int64
	StaffClass, Sex string
	BirthDate, RecruitedOn day.Day
	Pay []byte
}

func BenchmarkRead(b *testing.B) {
	w := newBenchWorld(b, 10_500)
	i := strings.LastIndex(w.url, "/")
	db, _, _ := strings.Cut(w.url[i+1:], "?")
	var users []int64
	u, err := models.Column[int64](b.Context(), w.DB, models.Q("SELECT u.id FROM app_user u JOIN role_grant g ON g.user_id = u.id WHERE g.role IN ('agency_personnel_officer') ORDER BY 1 LIMIT 1"))
	w.must(err)
	users = append(users, w.officer, u[0])
	ids, err := models.Column[int64](models.WithAccess(b.Context(), models.Everything), w.DB, models.Q("SELECT staff_id FROM appointment WHERE kind = 'MAIN' AND known_to = 'infinity' AND valid_to > now() AND valid_from <= now() ORDER BY staff_id"))
	w.must(err)
	today := models.AsOf{Day: w.today(), Today: true}
	for _, user := range users {
		ctx := w.as(user)
		for range 2 {
			c, t, n := pgCPU(db), time.Now(), 0
			for i := 0; i < len(ids); i += 500 {
				got, err := models.EstimateRecords(ctx, w.DB, ids[i:min(i+500, len(ids))], today, models.Scope{All: true})
				w.must(err)
				n += len(got)
			}
			fmt.Fprintf(os.Stderr, "user %d file: %d, wall %s, pg %.2f\n", user, n, time.Since(t), pgCPU(db)-c)
			c, t, n = pgCPU(db), time.Now(), 0
			for i := 0; i < len(ids); i += 500 {
				q := models.Q(`SELECT m.id AS staff_id, coalesce(m.home_unit_id, 0) AS home, coalesce(m.host_unit_id, 0) AS host, a.unit_id, coalesce(a.staff_class, '') AS staff_class,
					c.sex, c.birth_date, c.recruited_on, (SELECT json_agg(y) FROM (SELECT x.valid_from, x.valid_to, x.coefficient, x.beyond_frame_percent, x.reserve_coefficient, x.position_allowance
						FROM staff_pay x WHERE x.staff_id = m.id AND x.known_to = 'infinity' AND x.valid_from <= ? ORDER BY x.valid_from DESC) y) AS pay
					FROM staff_member m JOIN staff_core c ON c.staff_id = m.id`, today.Day).Valid("c", today).
					Add("LEFT JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN'").Valid("a", today).
					Add("WHERE m.id = ANY(?) ORDER BY m.id", ids[i:min(i+500, len(ids))])
				got, err := models.Rows[row](ctx, w.DB, q)
				w.must(err)
				n += len(got)
			}
			fmt.Fprintf(os.Stderr, "user %d direct: %d, wall %s, pg %.2f\n", user, n, time.Since(t), pgCPU(db)-c)
		}
	}
}
