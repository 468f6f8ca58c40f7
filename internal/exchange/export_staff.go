package exchange

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/models"
)

// groupOf is the sensitive group that a column of the first sheet belongs to.
func groupOf(key string) string {
	for group, cols := range map[string][]column{"identity": identityColumns(), "party": partyColumns(), "salary": payColumns()} {
		if slices.Contains(keysOf(cols), key) {
			return group
		}
	}
	if key == "pay_from" || key == "pay_to" {
		return "salary"
	}
	return ""
}

// withPeople begins a query with those who are exported as "p": everybody within the scope who had a post by the day.
func (ex *exporting) withPeople() *models.Query {
	return models.Q(`WITH p AS (SELECT m.id, m.code FROM staff_member m WHERE EXISTS (
			SELECT FROM appointment a WHERE a.staff_id = m.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= ?)`, ex.AsOf).
		PeopleIn("m", ex.scope).Add(")")
}

// nearest joins the fact of a state table that holds on the day, or else the one next to it.
func nearest(q *models.Query, table, alias string, on day.Day) *models.Query {
	return q.Add(`LEFT JOIN LATERAL (SELECT * FROM `+table+` x WHERE x.staff_id = p.id AND x.known_to = 'infinity'
		ORDER BY x.valid_from > ?, abs(x.valid_from - ?) LIMIT 1) `+alias+` ON true`, on, on)
}

const postSelect = `coalesce(u.code, ''), coalesce(j.code, ''), coalesce(a.title, ''), coalesce(a.staff_class, ''), coalesce(a.leadership, ''),
	coalesce(a.category, ''), coalesce(CASE WHEN qu.id <> u.id THEN qu.code END, ''), a.valid_from, a.valid_to, coalesce(a.start_reason, ''),
	coalesce(a.start_detail, ''), coalesce(a.end_reason, ''), coalesce(a.end_detail, '')`

const postJoin = `LEFT JOIN org_unit u ON u.id = a.unit_id LEFT JOIN org_unit qu ON qu.id = a.quota_unit_id LEFT JOIN job_position j ON j.id = a.position_id`

// postRow is what postSelect gives.
type postRow struct {
	unit, position, title, class, leadership, category, quotaUnit string
	from, to                                                      day.Day
	start, startDetail, end, endDetail                            string
}

func (r *postRow) targets() []any {
	return []any{&r.unit, &r.position, &r.title, &r.class, &r.leadership, &r.category, &r.quotaUnit, &r.from, &r.to,
		&r.start, &r.startDetail, &r.end, &r.endDetail}
}

func (r *postRow) place() []any {
	return []any{r.unit, r.position, r.title, r.class, r.leadership, r.category, r.quotaUnit}
}

func (r *postRow) reasons() []any { return []any{r.start, r.startDetail, r.end, r.endDetail} }

const paySelect = `coalesce(s.grade, ''), s.step, s.coefficient, s.beyond_frame_percent, s.reserve_coefficient, s.position_allowance,
	s.step_since, coalesce(s.reason, ''), s.valid_from, s.valid_to`

// payRow is what paySelect gives.
type payRow struct {
	grade                                   string
	step                                    *int32
	coefficient, beyond, reserve, allowance decimal.NullDecimal
	since                                   day.Day
	reason                                  string
	from, to                                day.Day
}

func (r *payRow) targets() []any {
	return []any{&r.grade, &r.step, &r.coefficient, &r.beyond, &r.reserve, &r.allowance, &r.since, &r.reason, &r.from, &r.to}
}

func (r *payRow) values() []any {
	return []any{r.grade, r.step, r.coefficient, r.beyond, r.reserve, r.allowance, r.since, r.reason}
}

func (ex *exporting) staff(ctx context.Context) error {
	if err := ex.people(ctx); err != nil {
		return err
	}
	if err := ex.history(ctx); err != nil {
		return err
	}
	return ex.positions(ctx)
}

// personRow is what a row of the first sheet is made of.
type personRow struct {
	code, name, other, precision, sex, by, prior, strength string
	born, recruited, since                                 day.Day
	states                                                 []any // identity and party, in the order of their columns
	post                                                   postRow
	pay                                                    payRow
	cells                                                  []any
}

func (r *personRow) targets() []any {
	for _, c := range append(identityColumns(), partyColumns()...) {
		if c.form == date {
			r.states = append(r.states, new(day.Day))
		} else {
			r.states = append(r.states, new(string))
		}
	}
	all := append([]any{&r.code, &r.name, &r.other, &r.born, &r.precision, &r.sex, &r.recruited, &r.by, &r.prior, &r.strength}, r.states...)
	return append(append(append(all, &r.since), r.post.targets()...), r.pay.targets()...)
}

// values are the cells of all columns.
func (r *personRow) values() []any {
	r.cells = append(r.cells[:0], r.code, r.name, r.other, birthCell(r.born, r.precision), r.sex, r.recruited, r.by, r.prior, r.strength)
	for _, v := range r.states {
		switch v := v.(type) {
		case *day.Day:
			r.cells = append(r.cells, *v)
		case *string:
			r.cells = append(r.cells, *v)
		}
	}
	r.cells = append(append(append(r.cells, r.since), r.post.place()...), r.post.from, lastDay(r.post.to))
	r.cells = append(append(r.cells, r.post.reasons()...), r.pay.values()...)
	return append(r.cells, r.pay.from, lastDay(r.pay.to))
}

// people writes the first sheet: each person with the post and the pay of the day.
func (ex *exporting) people(ctx context.Context) error {
	full := staffSheet()
	var keep []int
	s := sheet{key: full.key}
	for i, c := range full.columns {
		if !ex.hidden[groupOf(c.key)] {
			keep = append(keep, i)
			s.columns = append(s.columns, c)
		}
	}
	w, err := ex.begin(s)
	if err != nil {
		return err
	}
	q := ex.withPeople().Add(`SELECT p.code, c.full_name, c.other_names, c.birth_date, c.birth_precision, c.sex, c.recruited_on, c.recruited_by,
		c.prior_occupation, c.strength, ` + optional("i", identityColumns()) + `, ` + optional("y", partyColumns()) + `,
		greatest(c.valid_from, i.valid_from, y.valid_from), ` + postSelect + `, ` + paySelect + ` FROM p`)
	nearest(q, "staff_core", "c", ex.AsOf)
	nearest(q, "staff_identity", "i", ex.AsOf)
	nearest(q, "staff_party", "y", ex.AsOf)
	q.Add(`LEFT JOIN appointment a ON a.staff_id = p.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= ? AND a.valid_to > ?
		LEFT JOIN staff_pay s ON s.staff_id = p.id AND s.known_to = 'infinity' AND s.valid_from <= ? AND s.valid_to > ? `+postJoin+
		` WHERE c.full_name IS NOT NULL ORDER BY p.code`, ex.AsOf, ex.AsOf, ex.AsOf, ex.AsOf)
	row := &personRow{}
	kept := make([]any, len(keep))
	err = ex.each(ctx, w, q, row.targets(), func() []any {
		all := row.values()
		for i, at := range keep {
			kept[i] = all[at]
		}
		return kept
	})
	if err != nil {
		return err
	}
	return w.end()
}

func birthCell(d day.Day, precision string) any {
	if precision == "DAY" {
		return d
	}
	return birthText(d, precision)
}

// optional selects columns of a row that may be missing.
func optional(alias string, cols []column) string {
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = alias + "." + c.key
		if c.form != date {
			out[i] = "coalesce(" + out[i] + ", '')"
		}
	}
	return strings.Join(out, ", ")
}

// positions writes the positions that the exported people have held.
func (ex *exporting) positions(ctx context.Context) error {
	w, err := ex.begin(positionSheet())
	if err != nil {
		return err
	}
	q := ex.withPeople().Add(`SELECT j.code, v.name, v.group_code, v.staff_class, v.leadership, v.grade_from, v.grade_to, v.first
		FROM job_position j
		JOIN LATERAL (SELECT x.*, min(x.valid_from) OVER () AS first FROM job_position_version x
			WHERE x.position_id = j.id AND x.known_to = 'infinity' ORDER BY x.valid_from > ?, abs(x.valid_from - ?) LIMIT 1) v ON true
		WHERE j.id IN (SELECT a.position_id FROM appointment a JOIN p ON p.id = a.staff_id WHERE a.known_to = 'infinity' AND a.valid_from <= ?)
		ORDER BY j.code`, ex.AsOf, ex.AsOf, ex.AsOf)
	var code, name, group, class, leadership, gradeFrom, gradeTo string
	var from day.Day
	err = ex.each(ctx, w, q, []any{&code, &name, &group, &class, &leadership, &gradeFrom, &gradeTo, &from}, func() []any {
		return []any{code, name, group, class, leadership, gradeFrom, gradeTo, from}
	})
	if err != nil {
		return err
	}
	return w.end()
}
