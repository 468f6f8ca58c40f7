package demo

import (
	"context"
	"testing"

	"bienche/models"
)

// count asks one number.
func count(t *testing.T, db *models.DB, sql string, args ...any) int {
	t.Helper()
	var n int
	if err := db.Pool.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

const (
	allocated = `SELECT coalesce(sum(n), 0) FROM headcount_delta WHERE measure = 'ALLOCATED' AND day <= $1 AND ($2 = '' OR category = $2)`
	present   = `SELECT coalesce(sum(n), 0) FROM headcount_delta WHERE measure = 'PRESENT' AND day <= $1 AND ($2 = '' OR category = $2)`
	started   = `SELECT count(*) FROM appointment WHERE kind = 'MAIN' AND valid_from BETWEEN '2011-01-01' AND '2020-12-31' AND start_reason = `
	gone      = `SELECT count(DISTINCT s.predecessor_id) FROM org_succession s JOIN org_unit_version v ON v.unit_id = s.predecessor_id AND v.valid_to = s.valid_from
		WHERE s.valid_from BETWEEN '2011-01-01' AND '2020-12-31' AND v.kind = ANY($1) AND s.kind = $2`
)

func TestTheFullProvinceGivesThePublishedFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the province in full")
	}
	db := loaded(t, Options{Seed: 1, Today: lastDay})
	for category, want := range map[string][5]int{ // allocated 2011, 2015, 2020, present 2020, vacant 2020
		"ADMINISTRATIVE":    {2264, 2317, 2001, 1957, 44},
		"PUBLIC_SERVICE":    {30623, 36126, 33317, 33928, -611},
		"COMMUNE":           {5240, 5286, 4938, 4864, 74},
		"COMMUNE_EXTENSION": {0, 453, 435, 435, 0},
		"CONTRACT_68":       {0, 348, 360, 360, 0},
		"":                  {38127, 44530, 41051, 41544, -493},
	} {
		for i, on := range []string{"2011-12-31", "2015-12-31", "2020-12-31"} {
			if got := count(t, db, allocated, on, category); got != want[i] {
				t.Errorf("allocated %q on %s: %d, want %d", category, on, got, want[i])
			}
		}
		a, p := count(t, db, allocated, "2020-12-31", category), count(t, db, present, "2020-12-31", category)
		if p != want[3] || a-p != want[4] {
			t.Errorf("present %q at the end of 2020: %d, vacant %d, want %d and %d", category, p, a-p, want[3], want[4])
		}
	}
	t.Run("events", func(t *testing.T) { events(t, db) })
	t.Run("reorganisations", func(t *testing.T) { reorganisations(t, db) })
	t.Run("reports", func(t *testing.T) { reports(t, db) })
	t.Run("ratings", func(t *testing.T) { ratings(t, db) })
	t.Run("rows", func(t *testing.T) { everyRow(t, db) })
}

// events counts what happened to people, posts and units in 2011-2020; S44 and S45 stand beside and inside S43.
func events(t *testing.T, db *models.DB) {
	tests := []struct {
		name string
		want int
		sql  string
	}{
		{"S43 civil servants, talent scheme included", 193, started + `'RECRUITMENT' AND start_detail IN ('CIVIL_SERVANT', 'TALENT')`},
		{"S45 talent scheme", 12, started + `'RECRUITMENT' AND start_detail = 'TALENT'`},
		{"S43 education", 10048, started + `'RECRUITMENT' AND start_detail = 'EDUCATION'`},
		{"S43 health and other", 4721, started + `'RECRUITMENT' AND start_detail IN ('HEALTH', 'OTHER')`},
		{"S43 in all", 14962, started + `'RECRUITMENT' AND start_detail <> 'COMMUNE'`},
		{"S44 commune civil servants", 449, started + `'RECRUITMENT' AND start_detail = 'COMMUNE'`},
		{"S58 changes of position", 2820, started + `'POSITION_CHANGE'`},
		{"S59 rotations", 1102, started + `'ROTATION'`},
		{"S56 heads selected", 248, started + `'LEADER_SELECTION' AND leadership = 'HEAD'`},
		{"S56 deputies selected", 240, started + `'LEADER_SELECTION' AND leadership = 'DEPUTY'`},
		{"S47 promotions", 2537, `SELECT count(*) FROM staff_pay WHERE reason = 'GRADE_PROMOTION' AND valid_from BETWEEN '2011-01-01' AND '2020-12-31'`},
		{"S15 reduced", 1452, `SELECT count(*) FROM appointment WHERE end_reason = 'STAFF_REDUCTION' AND valid_to BETWEEN '2015-01-10' AND '2020-12-31'`},
		{"S61 classes", 393, `SELECT count(*) FROM training_class WHERE starts_on BETWEEN '2011-01-01' AND '2020-12-31'`},
		{"S61 learners", 41803, `SELECT count(*) FROM training_attendance a JOIN training_class c ON c.id = a.class_id WHERE c.starts_on BETWEEN '2011-01-01' AND '2020-12-31'`},
		{"S08 posts ceded", 117, `SELECT sum(posts) FROM quota_entry WHERE act = 'CEDE'`},
		{"S08 people gone with them (invented)", 109, `SELECT count(*) FROM appointment WHERE end_reason = 'TRANSFER_OUT' AND end_detail = 'MARKET_SURVEILLANCE'`},
		{"S62 dismissals", 0, `SELECT count(*) FROM appointment WHERE end_reason = 'DISMISSAL'`},
		{"S17 cadres", 2259, `SELECT count(*) FROM appointment WHERE staff_class = 'CADRE' AND valid_from <= '2020-12-31' AND valid_to > '2020-12-31'`},
		{"S18 degree holders", 1907, `SELECT count(DISTINCT a.staff_id) FROM appointment a JOIN qualification q ON q.staff_id = a.staff_id AND q.kind = 'PROFESSIONAL' AND q.level IN ('Đại học', 'Thạc sĩ')
			WHERE a.category = 'ADMINISTRATIVE' AND a.valid_from <= '2020-12-31' AND a.valid_to > '2020-12-31' AND q.valid_from <= '2020-12-31'`},
		{"S27 communes before", 230, unitsOnKind("2020-02-29", "COMMUNE")},
		{"S27 communes after", 209, unitsOnKind("2020-03-01", "COMMUNE")},
		{"units at the end of 2020", 3000, `SELECT count(*) FROM org_unit_version WHERE valid_from <= '2020-12-31' AND valid_to > '2020-12-31'`},
		{"districts today", 0, unitsOnKind("2026-11-21", "DISTRICT")},
		{"communes today", 70, unitsOnKind("2026-11-21", "COMMUNE")},
		{"S40 administrative positions", 1085, `SELECT count(*) FROM job_position_version WHERE staff_class = 'CIVIL_SERVANT' AND valid_from <= '2020-12-31'`},
		{"S41 service positions: leaders", 235, servicePositionsIn("LEADERSHIP")},
		{"S41 service positions: professional", 403, servicePositionsIn("PROFESSIONAL")},
		{"S41 service positions: support", 179, servicePositionsIn("SUPPORT")},
		{"ethnic groups", 54, `SELECT count(DISTINCT ethnic_group) FROM staff_identity`},
		{"commune quota today", 0, `SELECT coalesce(sum(n), 0) FROM headcount_delta WHERE category = 'COMMUNE'`},
	}
	for _, tt := range tests {
		if got := count(t, db, tt.sql); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

func unitsOnKind(on, kind string) string {
	return `SELECT count(*) FROM org_unit_version WHERE kind = '` + kind + `' AND valid_from <= '` + on + `' AND valid_to > '` + on + `'`
}

func servicePositionsIn(group string) string {
	return `SELECT count(*) FROM job_position_version WHERE staff_class = 'PUBLIC_EMPLOYEE' AND group_code = '` + group + `' AND valid_from <= '2020-12-31'`
}

// reorganisations counts who gave way to whom (S21, S24, S25, S27).
func reorganisations(t *testing.T, db *models.DB) {
	schools := []string{"PRESCHOOL", "PRIMARY_SCHOOL", "LOWER_SECONDARY_SCHOOL"}
	for _, tt := range []struct {
		name  string
		kinds []string
		how   string
		want  int
	}{
		{"schools merged", schools, "MERGE", 172}, {"schools dissolved", schools, "DISSOLVE", 2},
		{"provincial service units", []string{"SERVICE_UNIT"}, "MERGE", 62}, {"district service units", []string{"DISTRICT_SERVICE_UNIT"}, "MERGE", 80},
		{"communes", []string{"COMMUNE"}, "MERGE", 40}, {"divisions", []string{"DIVISION"}, "MERGE", 9}, {"sub-departments", []string{"SUB_DEPARTMENT"}, "MERGE", 2},
	} {
		if got := count(t, db, gone, tt.kinds, tt.how); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
	heirs := `SELECT count(DISTINCT s.successor_id) FROM org_succession s JOIN org_unit_version v ON v.unit_id = s.successor_id AND v.valid_from = s.valid_from
		WHERE s.valid_from BETWEEN '2011-01-01' AND '2020-12-31' AND v.kind = $1`
	for kind, want := range map[string]int{"PRIMARY_LOWER_SECONDARY_SCHOOL": 86, "COMMUNE": 19} {
		if got := count(t, db, heirs, kind); got != want {
			t.Errorf("new units of kind %s: %d, want %d", kind, got, want)
		}
	}
}

// ratings checks the shares of S60.
func ratings(t *testing.T, db *models.DB) {
	for _, span := range []struct {
		from, to, low, high int
	}{{2011, 2015, 68, 72}, {2016, 2025, 25, 30}} {
		got := count(t, db, `SELECT 100 * count(*) FILTER (WHERE level = 'EXCELLENT') / count(*) FROM staff_rating WHERE year BETWEEN $1 AND $2`, span.from, span.to)
		if got < span.low || got > span.high {
			t.Errorf("rated excellent %d-%d: %d %%", span.from, span.to, got)
		}
	}
}

// everyRow checks what must hold of every row of every province.
func everyRow(t *testing.T, db *models.DB) {
	for name, sql := range map[string]string{
		"a category that had ended":          `SELECT count(*) FROM appointment WHERE category = 'COMMUNE' AND valid_to > '2025-07-01'`,
		"a post at a unit that is no more":   `SELECT count(*) FROM appointment a WHERE NOT EXISTS (SELECT FROM org_unit_version v WHERE v.unit_id = a.unit_id AND v.valid_to >= a.valid_to) `,
		"a post at a unit not yet there":     `SELECT count(*) FROM appointment a WHERE NOT EXISTS (SELECT FROM org_unit_version v WHERE v.unit_id = a.unit_id AND v.valid_from <= a.valid_from)`,
		"pay beyond service":                 `SELECT count(*) FROM staff_pay p WHERE NOT EXISTS (SELECT FROM appointment a WHERE a.staff_id = p.staff_id AND a.valid_to >= p.valid_to)`,
		"service without pay":                `SELECT count(*) FROM appointment a WHERE NOT EXISTS (SELECT FROM staff_pay p WHERE p.staff_id = a.staff_id AND p.valid_from <= a.valid_from AND p.valid_to > a.valid_from)`,
		"an act without its decision":        `SELECT count(*) FROM appointment WHERE start_reason <> 'OPENING_RECORD' AND decision_id IS NULL OR end_reason <> '' AND end_decision_id IS NULL`,
		"two heads of one unit today":        `SELECT count(*) FROM (SELECT unit_id FROM appointment WHERE leadership = 'HEAD' AND valid_to = 'infinity' GROUP BY unit_id HAVING count(*) > 1) x`,
		"a decision dated ahead of its act":  `SELECT count(*) FROM decision WHERE issued_on > effective_on`,
		"service entered before eighteen":    `SELECT count(*) FROM staff_core WHERE recruited_on < birth_date + interval '18 years'`,
		"somebody at work beyond retirement": `SELECT count(*) FROM staff_core c JOIN appointment a ON a.staff_id = c.staff_id AND a.valid_to = 'infinity' WHERE c.birth_date < '2026-11-21'::date - interval '62 years'`,
	} {
		if got := count(t, db, sql); got != 0 {
			t.Errorf("%s: %d rows", name, got)
		}
	}
	if differ, err := models.RecountDifferences(context.Background(), db, lastDay); err != nil || len(differ) > 0 {
		t.Errorf("the balances differ from a recount of the facts: %d, %v", len(differ), err)
	}
}
