package models

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
)

// StaffRow is one person of a list or the head of a record, as of a day.
type StaffRow struct {
	ID             int64            `json:"id"`
	Code           string           `json:"code"`
	HomeUnitID     int64            `json:"home_unit_id"`
	HostUnitID     int64            `json:"host_unit_id"`
	Version        int              `json:"version"`
	FullName       string           `json:"full_name"`
	BirthDate      day.Day          `json:"birth_date"`
	BirthPrecision string           `json:"birth_precision"`
	Sex            string           `json:"sex"`
	OnDuty         bool             `json:"on_duty"`
	UnitID         *int64           `json:"unit_id"`
	PositionID     *int64           `json:"position_id"`
	Title          string           `json:"title"`
	StaffClass     string           `json:"staff_class"`
	Leadership     string           `json:"leadership"`
	Category       *string          `json:"category"`
	QuotaUnitID    *int64           `json:"quota_unit_id"`
	Grade          *string          `json:"grade"`
	Step           *int             `json:"step"`
	Coefficient    *decimal.Decimal `json:"coefficient"`
	Keys           []string         `json:"-"` // the sort keys as text: the cursor of this row
}

// Place is where the person stands for the rights of readers.
func (r StaffRow) Place() Place { return Place{r.ID, r.HomeUnitID, r.HostUnitID} }

// StaffQuery is a list of the people on duty as of a day.
type StaffQuery struct {
	AsOf          AsOf
	Scope         Scope // who may be seen at all
	IdentityScope Scope // where a citizen ID may be searched
	Search        string
	Units         []int64 // nil: any; else people whose main post is at one of these
	Classes       []string
	Categories    []string
	Grades        []string
	Positions     []int64
	Gap           string
	Births        []BirthSpan // nil: any; else people born in one of these
	Sort          []SortKey
	UnitOrder     []int64 // unit ids in tree order, for sorting by unit
	After         []string
	Limit         int
	Names         *StaffNames // answers searches for names among everybody; nil: the database does

	people []int64 // nil: any; else these
	part   bool    // some groups of the order
	within *string // the one group that the list is of, as the cursor has it
}

// SortKey is one column of an order.
type SortKey struct {
	Field string // NAME, CODE, UNIT, GRADE, BIRTH_DATE
	Desc  bool
}

// BirthSpan is the births of a sex from From up to To, which is excluded.
type BirthSpan struct {
	Sex      string
	From, To day.Day
}

// staffColumns are read with every person.
const staffColumns = `m.id, m.code, coalesce(m.home_unit_id, 0) AS home_unit_id,
	coalesce(m.host_unit_id, 0) AS host_unit_id, m.version, c.full_name, c.birth_date, c.birth_precision, c.sex,
	a.unit_id, a.position_id, coalesce(a.title, '') AS title, coalesce(a.staff_class, '') AS staff_class,
	coalesce(a.leadership, '') AS leadership, a.category, a.quota_unit_id, p.grade, p.step, p.coefficient`

// StaffList reads one page.
func StaffList(ctx context.Context, db *DB, f StaffQuery) ([]StaffRow, error) {
	if f.namesFirst() {
		if page, answered, err := staffByName(ctx, db, f); answered {
			return page, err
		}
	}
	if f.byGroups() {
		return staffByGroups(ctx, db, f)
	}
	return staffPage(ctx, db, f)
}

// staffPage reads one page in one statement.
func staffPage(ctx context.Context, db *DB, f StaffQuery) ([]StaffRow, error) {
	if f.Search != "" || !f.part && (f.sortsBy("UNIT") || f.sortsBy("GRADE")) {
		f.AsOf.Today = false // no index gives such an order: all rows are read, and a plan for an unknown day does that best
	}
	keys := f.keys()
	q := Q("SELECT " + staffColumns + ", TRUE AS on_duty, ARRAY[")
	for i, k := range keys {
		if i > 0 {
			q.Add(",")
		}
		q.Add("("+k.expr+")::text", k.args...)
	}
	q.Add("] AS keys")
	f.from(q, true)
	f.where(q)
	f.after(q, keys)
	q.wide = q.wide || f.narrowed()
	q.whole = f.everybody() && (f.Gap != "" || f.sortsBy("UNIT") || f.sortsBy("GRADE"))
	q.Add("ORDER BY")
	for i, k := range keys {
		if i > 0 {
			q.Add(",")
		}
		q.Add(k.expr+k.direction(), k.args...)
	}
	return Rows[StaffRow](ctx, db, q.Add("LIMIT "+strconv.Itoa(f.Limit))) // a kept plan has to know how few are wanted
}

// CountStaff counts the whole list.
func CountStaff(ctx context.Context, db *DB, f StaffQuery) (int, error) {
	f.AsOf.Today = false // as for an order that no index gives
	q := Q("SELECT count(*)::int")
	f.from(q, false)
	f.where(q)
	q.wide = q.wide || f.narrowed()
	q.whole = f.everybody()
	return One[int](ctx, db, q)
}

// narrowed tells that a filter chooses among people. How many it leaves differs so much by its values that a plan kept for
// some would be bad for others: for a class without people by thousands.
func (f StaffQuery) narrowed() bool {
	return f.Search != "" || f.Births != nil || len(f.Classes)+len(f.Categories)+len(f.Grades)+len(f.Positions) > 0
}

// everybody tells that the list is of all there are.
func (f StaffQuery) everybody() bool {
	return f.Scope.All && f.Units == nil && f.people == nil && !f.narrowed()
}

// serving begins with the people m and their main posts a. For a count of all of them the posts are enough, and the rows of
// the people are left alone.
func (q *Query) serving(a AsOf, posts bool) {
	if posts {
		q.Add("FROM (SELECT * FROM appointment a WHERE a.kind = 'MAIN'").Valid("a", a).Add(") a CROSS JOIN LATERAL (SELECT a.staff_id AS id) m")
		return
	}
	q.Add("FROM staff_member m JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN'").Valid("a", a)
}

// from joins what the list shows; a count leaves out what it does not filter by.
func (f StaffQuery) from(q *Query, all bool) {
	q.serving(f.AsOf, !all && f.Scope.All && f.Search == "")
	if all || f.Search != "" || f.Births != nil {
		q.Add("JOIN staff_core c ON c.staff_id = m.id").Valid("c", f.AsOf)
	}
	if f.Search != "" {
		q.Add("JOIN staff_name n ON n.id = c.name_id")
	}
	if all || len(f.Grades) > 0 || f.Gap == "NO_PAY" {
		q.Add("LEFT JOIN staff_pay p ON p.staff_id = m.id").Valid("p", f.AsOf)
	}
	if f.sortsBy("UNIT") {
		q.Add("LEFT JOIN unnest(?::bigint[]) WITH ORDINALITY o (unit_id, place) ON o.unit_id = a.unit_id", f.UnitOrder)
	}
}

func (f StaffQuery) sortsBy(field string) bool {
	for _, s := range f.Sort {
		if s.Field == field {
			return true
		}
	}
	return false
}

func (f StaffQuery) where(q *Query) {
	q.Add("WHERE TRUE").PeopleIn("m", f.Scope)
	if f.Units != nil {
		q.Add("AND a.unit_id = ANY(?)", f.Units)
	}
	if len(f.Classes) > 0 {
		q.Add("AND a.staff_class = ANY(?)", f.Classes)
	}
	if len(f.Categories) > 0 {
		q.Add("AND a.category = ANY(?)", f.Categories)
	}
	if len(f.Grades) > 0 {
		q.Add("AND p.grade = ANY(?)", f.Grades)
	}
	if f.people != nil {
		q.Add("AND m.id = ANY(?)", f.people)
	}
	if len(f.Positions) > 0 {
		q.Add("AND a.position_id = ANY(?)", f.Positions)
	}
	if f.Births != nil {
		q.Add("AND (FALSE")
		for _, b := range f.Births {
			q.Add("OR c.sex = ? AND c.birth_date >= ? AND c.birth_date < ?", b.Sex, b.From, b.To)
		}
		q.Add(")")
	}
	if f.Search != "" {
		f.search(q)
	}
	if gap, ok := staffGaps[f.Gap]; ok {
		q.Add("AND "+gap).Known("g", f.AsOf).Add(")")
	}
}

// staffGaps are the kinds of missing data; each leaves its bracket open for the knowledge predicate on g.
var staffGaps = map[string]string{
	"NO_CITIZEN_ID":    "NOT EXISTS (SELECT FROM staff_identity g WHERE g.staff_id = m.id AND g.citizen_id IS NOT NULL",
	"NO_PAY":           "NOT EXISTS (SELECT FROM staff_pay g WHERE g.staff_id = m.id",
	"NO_POSITION":      "a.position_id IS NULL AND NOT EXISTS (SELECT FROM appointment g WHERE FALSE",
	"NO_QUALIFICATION": "NOT EXISTS (SELECT FROM qualification g WHERE g.staff_id = m.id AND g.kind = 'PROFESSIONAL'",
}

// StaffGapCodes are the kinds of missing data a list can be narrowed to, in the order they are shown.
var StaffGapCodes = []string{"NO_CITIZEN_ID", "NO_PAY", "NO_POSITION", "NO_QUALIFICATION"}

// orderKey is one expression of the order, always compared as the type of cast.
type orderKey struct {
	expr string
	args []any
	cast string
	desc bool
}

func (k orderKey) direction() string {
	if k.desc {
		return " DESC"
	}
	return ""
}

// keys is the whole order: what was asked for, then what makes it total. A search without an order of its own comes
// by relevance: names with just these marks first, then names with the whole words side by side, then in the order of
// tones (Đức before Dục), then by given name.
func (f StaffQuery) keys() []orderKey {
	name := orderKey{expr: "c.sort_name", cast: "text"}
	var keys []orderKey
	if len(f.Sort) == 0 && f.Search != "" {
		keys = f.relevance()
	}
	for _, s := range f.Sort {
		k := name
		switch s.Field {
		case "CODE":
			k = orderKey{expr: "m.code", cast: "text"}
		case "UNIT":
			k = orderKey{expr: "coalesce(o.place, 0)", cast: "bigint"}
		case "GRADE":
			k = orderKey{expr: "coalesce(p.grade, '')", cast: "text"}
		case "BIRTH_DATE":
			k = orderKey{expr: "c.birth_date", cast: "date"}
		}
		k.desc = s.Desc
		keys = append(keys, k)
	}
	if !f.sortsBy("NAME") {
		keys = append(keys, name)
	}
	return append(keys, orderKey{expr: "m.id", cast: "bigint"})
}

// after continues behind a row. Where all keys ascend, one comparison of rows lets an index serve it.
func (f StaffQuery) after(q *Query, keys []orderKey) {
	if len(f.After) != len(keys) {
		return
	}
	q.Add("AND (FALSE")
	for i := range keys {
		q.Add("OR (TRUE")
		for j := 0; j <= i; j++ {
			op := "="
			if j == i {
				op = ">"
				if keys[j].desc {
					op = "<"
				}
			}
			q.Add("AND "+keys[j].expr+" "+op+" ?::text::"+keys[j].cast, append(append([]any{}, keys[j].args...), f.After[j])...)
		}
		q.Add(")")
	}
	q.Add(")")
	if !keys[0].desc && len(keys[0].args) == 0 {
		// Says the same of the first key alone, in a form that an index on it understands.
		q.Add("AND "+keys[0].expr+" >= ?::text::"+keys[0].cast, f.After[0])
	}
}

// KeyCount is how many keys a cursor of this list has.
func (f StaffQuery) KeyCount() int { return len(f.keys()) }

// StaffHeads reads the heads of records by id within the scope, whoever is on duty or not; who is outside is left out.
func StaffHeads(ctx context.Context, db *DB, ids []int64, a AsOf, s Scope) ([]StaffRow, error) {
	q := Q("SELECT "+staffColumns+`, coalesce(a.on_duty, FALSE) AS on_duty, '{}'::text[] AS keys FROM staff_member m
		JOIN LATERAL (SELECT * FROM staff_core c WHERE c.staff_id = m.id`).Known("c", a).
		Add("ORDER BY c.valid_from > ?, abs(c.valid_from - ?) LIMIT 1) c ON TRUE", a.Day, a.Day).
		Add("LEFT JOIN LATERAL (SELECT a.*, a.valid_from <= ? AND a.valid_to > ? AS on_duty FROM appointment a WHERE a.staff_id = m.id AND a.kind = 'MAIN'", a.Day, a.Day).
		Known("a", a).Add("ORDER BY a.valid_from > ?, abs(a.valid_from - ?) LIMIT 1) a ON TRUE", a.Day, a.Day).
		Add("LEFT JOIN staff_pay p ON p.staff_id = m.id").Valid("p", a).
		Add("WHERE TRUE")
	return Rows[StaffRow](ctx, db, oneOf(q, "m.id", ids).PeopleIn("m", s))
}

// oneOf narrows q to rows whose column is one of values. One value is compared plainly: of a list the planner does not
// know how long it is, and would plan the statement anew at every use.
func oneOf[T any](q *Query, column string, values []T) *Query {
	if len(values) == 1 {
		return q.Add("AND "+column+" = ?", values[0])
	}
	return q.Add("AND "+column+" = ANY(?)", values)
}

// CountStaffGaps counts the people on duty with each kind of missing data. Each kind is counted on its own, so that it
// is found by one comparison of two sets and not by a look-up for every person. scope says where each may be known.
func CountStaffGaps(ctx context.Context, db *DB, a AsOf, scope func(gap string) Scope) ([]int, error) {
	q := Q("SELECT ARRAY[")
	for i, code := range StaffGapCodes {
		if i > 0 {
			q.Add(",")
		}
		q.Add("(SELECT count(*)::int").serving(a, scope(code).All)
		q.Add("WHERE TRUE").PeopleIn("m", scope(code)).Add("AND "+staffGaps[code]).Known("g", a).Add("))")
	}
	q.whole = true
	return One[[]int](ctx, db, q.Add("]"))
}
