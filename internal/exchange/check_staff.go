package exchange

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
)

// resolve finds who the people of the workbook are: by citizen ID, else by staff code.
func (p *people) resolve(ctx context.Context) error {
	var refs []string
	for _, f := range staffFacts() {
		refs = append(refs, "SELECT ref FROM "+f.stage+" WHERE sheet > 0")
	}
	for _, step := range []string{
		`UPDATE stage.person s SET staff_id = o.staff_id FROM staff_identity o WHERE o.citizen_id = s.citizen_id AND o.known_to = 'infinity'`,
		`UPDATE stage.person s SET staff_id = m.id FROM staff_member m WHERE m.code = s.ref AND s.staff_id IS NULL`,
		`UPDATE stage.person SET fresh = staff_id IS NULL`,
		// Those whom only the history names.
		`INSERT INTO stage.person (ref, staff_id, fresh) SELECT r.ref, m.id, false
			FROM (` + strings.Join(refs, " UNION ") + `) r JOIN staff_member m ON m.code = r.ref
			WHERE NOT EXISTS (SELECT FROM stage.person s WHERE s.ref = r.ref)`,
		`UPDATE stage.person s SET first_day = a.first FROM (SELECT ref, min(valid_from) AS first FROM stage.main_post GROUP BY ref) a WHERE a.ref = s.ref`,
	} {
		if _, err := p.stage.exec(ctx, "find the people", step); err != nil {
			return err
		}
	}
	return nil
}

// check looks for the mistakes that a single row does not show.
func (p *people) check(ctx context.Context) error {
	if err := p.checkPeople(ctx); err != nil {
		return err
	}
	if err := p.checkOwners(ctx); err != nil {
		return err
	}
	for _, o := range []struct {
		f    facts
		from string // column of the first sheet
	}{{mainPostFacts(), "appointed_from"}, {payFacts(), "pay_from"}} {
		if err := p.checkOverlap(ctx, o.f, o.from); err != nil {
			return err
		}
	}
	for _, o := range []struct{ stage, by, key string }{{"stage.rating", "year", "year"}, {"stage.training", "class_code", "place"}} {
		err := p.report(ctx, "exchange.duplicate_event", fmt.Sprintf(`SELECT sheet, row_no, $1, %[2]s::text, first::text FROM (
				SELECT *, row_number() OVER w AS n, first_value(row_no) OVER w AS first
				FROM %[1]s e WHERE EXISTS (SELECT FROM stage.person s WHERE s.ref = e.ref) WINDOW w AS (PARTITION BY ref, %[2]s ORDER BY row_no)) x WHERE n > 1`, o.stage, o.by), o.key)
		if err != nil {
			return err
		}
	}
	return p.checkAges(ctx)
}

// checkPeople refuses codes and citizen IDs that belong to somebody else, and people outside the importer's scope.
func (p *people) checkPeople(ctx context.Context) error {
	for _, c := range []struct{ message, sql string }{
		{"exchange.code_of_other", `SELECT s.sheet, s.row_no, 'staff_code', s.ref, '' FROM stage.person s JOIN staff_member m ON m.code = s.ref
			WHERE s.staff_id <> m.id`},
		{"exchange.same_person", `SELECT sheet, row_no, 'citizen_id', citizen_id, first::text FROM (
				SELECT *, row_number() OVER w AS n, first_value(row_no) OVER w AS first FROM stage.person
				WHERE staff_id IS NOT NULL AND sheet = 0 WINDOW w AS (PARTITION BY staff_id ORDER BY row_no)) x WHERE n > 1`},
		{"exchange.other_person", `SELECT s.sheet, s.row_no, 'staff_code', s.ref, '' FROM stage.person s
			JOIN staff_member m ON m.id = s.staff_id AND m.code = s.ref
			JOIN staff_identity i ON i.staff_id = m.id AND i.known_to = 'infinity' AND i.valid_to = 'infinity'
			JOIN staff_core c ON c.staff_id = m.id AND c.known_to = 'infinity' AND c.valid_to = 'infinity'
			WHERE s.sheet = 0 AND i.citizen_id <> s.citizen_id AND c.birth_date <> s.birth_date`},
	} {
		if err := p.report(ctx, c.message, c.sql); err != nil {
			return err
		}
	}
	if !p.scope.All {
		err := p.report(ctx, "exchange.unknown_staff", `SELECT s.sheet, s.row_no, 'staff_code', s.ref, '' FROM stage.person s
			LEFT JOIN staff_member m ON m.id = s.staff_id
			WHERE s.sheet = 0 AND CASE WHEN s.fresh THEN staff_taken(s.ref, s.citizen_id)
				ELSE NOT coalesce(m.home_unit_id = ANY($1), false) END`, p.scope.Units)
		if err != nil {
			return err
		}
	}
	// A person without a post belongs to no unit, so nobody could be given the right to see the record.
	return p.reportEach(ctx, `SELECT s.sheet, s.row_no, 'unit_code', s.ref, '' FROM stage.person s WHERE s.fresh AND s.first_day IS NULL`,
		func(m *mark) bool {
			m.value, m.key, m.args = "", "exchange.no_post", nil
			return !p.badPosts[m.code]
		})
}

// checkOwners refuses rows of the history whose person is neither in the workbook nor known.
func (p *people) checkOwners(ctx context.Context) error {
	visible := ""
	var args []any
	if !p.scope.All {
		visible = " AND (s.sheet = 0 OR EXISTS (SELECT FROM staff_member m WHERE m.id = s.staff_id AND m.home_unit_id = ANY($1)))"
		args = append(args, p.scope.Units)
	}
	for _, f := range staffFacts() {
		if f.rule == state {
			continue
		}
		err := p.report(ctx, "exchange.unknown_staff", `SELECT e.sheet, e.row_no, 'staff_code', e.ref, '' FROM `+f.stage+` e
			WHERE e.sheet > 0 AND NOT EXISTS (SELECT FROM stage.person s WHERE s.ref = e.ref`+visible+`)`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// checkOverlap refuses a fact that begins before the one before it has ended.
func (p *people) checkOverlap(ctx context.Context, f facts, from string) error {
	return p.reportEach(ctx, `SELECT sheet, row_no, CASE sheet WHEN 0 THEN '`+from+`' ELSE 'from' END,
			to_char(valid_from, 'DD/MM/YYYY'), before::text FROM (
				SELECT *, lag(valid_to) OVER w AS ended, lag(row_no) OVER w AS before FROM `+f.stage+` e
				WHERE EXISTS (SELECT FROM stage.person s WHERE s.ref = e.ref) WINDOW w AS (PARTITION BY ref ORDER BY valid_from, sheet, row_no)) x WHERE valid_from < ended`,
		func(m *mark) bool { m.key = "exchange.overlap"; return true })
}

// checkAges refuses people who were too young when their first post began.
func (p *people) checkAges(ctx context.Context) error {
	type asked struct {
		row         int
		born, first day.Day
	}
	rows, err := p.tx.Pgx.Query(ctx, `SELECT row_no, birth_date, first_day FROM stage.person
		WHERE sheet = 0 AND birth_date IS NOT NULL AND first_day IS NOT NULL`)
	if err != nil {
		return fmt.Errorf("check ages: %w", err)
	}
	var a asked
	_, err = pgx.ForEachRow(rows, []any{&a.row, &a.born, &a.first}, func() error {
		least, err := p.book.Decimal("staff.minimum_age", a.first)
		if err != nil {
			return nil // no rule is loaded for that day: nothing to hold it against
		}
		if a.first.Before(a.born.AddMonths(12 * int(least.IntPart()))) {
			p.mark(&mark{sheet: 0, row: a.row, column: "birth_date", value: a.born.Vietnamese(), key: "exchange.too_young",
				args: map[string]string{"age": least.String(), "on": a.first.Vietnamese()}})
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("check ages: %w", err)
	}
	return nil
}

// mark is a mistake found in a stage: where its row came from, and its column by key.
type mark struct {
	sheet, row  int
	column      string
	value, code string
	key         string
	args        map[string]string
}

// mark notes a mistake found in a stage.
func (p *people) mark(m *mark) {
	l := &line{table: p.tables[m.sheet], row: m.row}
	found := l.mistakeAt(m.column, m.key, m.args)
	found.Value = m.value
	p.found.add(found)
}

// report runs a query that gives sheet, row, column, value and the row it clashes with ("" for none), and notes the
// message for each.
func (p *people) report(ctx context.Context, message, sql string, args ...any) error {
	return p.reportEach(ctx, sql, func(m *mark) bool { m.key = message; return true }, args...)
}

func (p *people) reportEach(ctx context.Context, sql string, f func(m *mark) bool, args ...any) error {
	rows, err := p.tx.Pgx.Query(ctx, sql, args...)
	if err != nil {
		return fmt.Errorf("check people: %w", err)
	}
	var m mark
	var other string
	_, err = pgx.ForEachRow(rows, []any{&m.sheet, &m.row, &m.column, &m.value, &other}, func() error {
		found := m
		found.code = m.value
		if _, err := strconv.Atoi(other); err == nil {
			found.args = map[string]string{"row": other}
		}
		if f(&found) {
			p.mark(&found)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("check people: %w", err)
	}
	return nil
}
