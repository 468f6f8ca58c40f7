package models

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// search matches names through the table of distinct names, so that only ids are compared on people; and codes and
// citizen IDs as a whole.
func (f StaffQuery) search(q *Query) {
	q.Add("AND (c.name_id = ANY(ARRAY(SELECT s.id FROM staff_name s WHERE TRUE")
	f.names(q, "s")
	q.Add(")) OR m.code = upper(?)", f.Search)
	if isCitizenID(f.Search) && !f.IdentityScope.Nowhere() {
		q.Add("OR (m.id = ANY(ARRAY(SELECT i.staff_id FROM staff_identity i WHERE i.citizen_id = ?", f.Search).
			Known("i", f.AsOf).Add("))").PeopleIn("m", f.IdentityScope).Add(")")
	}
	q.Add(")")
}

// names narrows the table of distinct names n to those that hold every word searched for. What is searched for is folded
// once, in a SELECT of its own: a kept plan would fold it again for every name.
func (f StaffQuery) names(q *Query, n string) {
	for _, word := range strings.Fields(f.Search) {
		like := likeEscape.Replace(word)
		if utf8.RuneCountInString(word) <= shortWord {
			q.Add("AND ("+n+".given LIKE (SELECT fold(?) || '%') OR "+n+".folded LIKE (SELECT fold(?) || ' %'))", like, like)
			continue
		}
		q.Add("AND "+n+".folded LIKE (SELECT '%' || fold(?) || '%')", like)
	}
}

// shortWord is how many letters a word may have that is searched at the beginning of given names, and as a family name,
// only: elsewhere it would be found in nearly every name.
const shortWord = 2

// short tells that only such words are searched for.
func (f StaffQuery) short() bool {
	for _, word := range strings.Fields(f.Search) {
		if utf8.RuneCountInString(word) > shortWord {
			return false
		}
	}
	return true
}

func isCitizenID(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

// relevance are the keys of a search without an order of its own: names with just these marks first, then names with the
// whole words side by side, then in the order of tones (Đức before Dục). n names staff_name.
func (f StaffQuery) relevance() []orderKey {
	typed := strings.ToLower(norm.NFC.String(f.Search))
	return []orderKey{
		{expr: `CASE WHEN strpos(n.lowered, ?) > 0 THEN 0 ELSE 1 END`, args: []any{typed}, cast: "int"},
		{expr: `CASE WHEN strpos(' ' || n.folded || ' ', (SELECT ' ' || fold(?) || ' ') COLLATE "C") > 0 THEN 0
			WHEN strpos(n.folded, (SELECT fold(?)) COLLATE "C") > 0 THEN 1 ELSE 2 END`, args: []any{typed, typed}, cast: "int"},
		{expr: `substr(n.tones, greatest(strpos(n.folded, (SELECT fold(?)) COLLATE "C"), 1), length(?)) COLLATE "C"`, args: []any{typed, typed}, cast: "text"},
	}
}

// namesFirst tells that a search is best answered from the table of names on: whoever may see everybody, and narrows the
// list by nothing else, finds enough people by the first names. Those who see few have their people looked through instead.
func (f StaffQuery) namesFirst() bool {
	return f.Search != "" && len(f.Sort) == 0 && f.Scope.All && f.Units == nil && f.Gap == "" &&
		len(f.Classes)+len(f.Categories)+len(f.Grades)+len(f.Positions) == 0 && !strings.ContainsAny(f.Search, "0123456789")
}

// firstNames is how many of the best names are looked at before all are.
const firstNames = 300

// staffByName reads one page of a search by name: the best names first, and of each the people, as many as are wanted. Its
// plan is the same for every name and is kept: planning it takes longer than most searches.
func staffByName(ctx context.Context, db *DB, f StaffQuery) ([]StaffRow, error) {
	got, err := f.byName(ctx, db, "LIMIT "+strconv.Itoa(firstNames))
	if err != nil || len(got) == f.Limit {
		return got, err
	}
	return f.byName(ctx, db, "") // people of the first names have left, or the page is the last
}

func (f StaffQuery) byName(ctx context.Context, db *DB, names string) ([]StaffRow, error) {
	const order = "n.key0, n.key1, n.key2, n.sort_name"
	q := Q("WITH n AS MATERIALIZED (SELECT n.id AS name_id, n.sort_name")
	for i, k := range f.relevance() {
		if i > 0 && f.short() { // so many names are found that only their marks are looked at
			k = orderKey{expr: [...]string{1: "0", 2: `''::text COLLATE "C"`}[i]}
		}
		q.Add(", "+k.expr+" AS key"+strconv.Itoa(i), k.args...)
	}
	q.Add("FROM staff_name n WHERE TRUE")
	f.names(q, "n")
	q.Add(") SELECT x.*, TRUE AS on_duty, ARRAY[n.key0::text, n.key1::text, n.key2, n.sort_name, x.id::text] AS keys FROM (SELECT * FROM n")
	if f.After != nil {
		q.Add("WHERE ("+order+") >= (?::text::int, ?::text::int, ?::text, ?::text)", texts(f.After[:4])...)
	}
	q.Add("ORDER BY " + order + " " + names + ") n CROSS JOIN LATERAL (SELECT " + staffColumns)
	q.Add("FROM staff_core c JOIN staff_member m ON m.id = c.staff_id JOIN appointment a ON a.staff_id = c.staff_id AND a.kind = 'MAIN'").Valid("a", f.AsOf)
	q.Add("LEFT JOIN staff_pay p ON p.staff_id = c.staff_id").Valid("p", f.AsOf).Add("WHERE c.name_id = n.name_id").Valid("c", f.AsOf)
	if f.After != nil {
		q.Add("AND ("+order+", c.staff_id) > (?::text::int, ?::text::int, ?::text, ?::text, ?::text::bigint)", texts(f.After)...)
	}
	q.Add("ORDER BY c.staff_id LIMIT " + strconv.Itoa(f.Limit) + ") x ORDER BY " + order + ", x.id LIMIT " + strconv.Itoa(f.Limit))
	return Rows[StaffRow](ctx, db, q)
}

func texts(of []string) []any {
	args := make([]any, len(of))
	for i, s := range of {
		args[i] = s
	}
	return args
}
