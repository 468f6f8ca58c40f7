package models

import (
	"context"
	"fmt"
	"math"
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

// typed is what is searched for with its marks, as names are compared with it.
func (f StaffQuery) typed() string { return strings.ToLower(norm.NFC.String(f.Search)) }

// relevance are the keys of a search without an order of its own: names with just these marks first, then names with the
// whole words side by side, then in the order of tones (Đức before Dục). n names staff_name.
func (f StaffQuery) relevance() []orderKey {
	typed := f.typed()
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
	return f.Names != nil && f.Search != "" && len(f.Sort) == 0 && f.Scope.All && f.Units == nil && f.Gap == "" &&
		len(f.Classes)+len(f.Categories)+len(f.Grades)+len(f.Positions) == 0 && !strings.ContainsAny(f.Search, "0123456789")
}

// firstNames is how many of the best names have their people looked for before all are: more than fill a page, unless many
// of these people have left.
const firstNames = 100

// staffByName reads one page of a search by name: the best names from the copy in memory, and of each the people, as many as
// are wanted. answered is false for what memory cannot tell: a cursor behind a name that nobody has, text that folds to none.
func staffByName(ctx context.Context, db *DB, f StaffQuery) (page []StaffRow, answered bool, err error) {
	names, a, err := f.Names.now(ctx, db, f)
	if err != nil {
		return nil, true, err
	}
	from, err := f.behind(names, a)
	if err != nil {
		return nil, true, err
	}
	for _, word := range a.Words {
		if word == "" || strings.ContainsAny(word, " \n") {
			return nil, false, nil
		}
	}
	if from != nil && from.place < 0 {
		return nil, false, nil
	}
	found := f.rank(names, a)
	for most := max(firstNames, 2*f.Limit); len(page) < f.Limit; most = math.MaxInt {
		ids, ranks := found.next(names, from, most)
		if len(ids) == 0 {
			break
		}
		rows, err := f.namesakes(ctx, db, ids, from)
		if err != nil {
			return nil, true, err
		}
		for i := range rows[:min(len(rows), f.Limit-len(page))] {
			at, err := strconv.Atoi(rows[i].Keys[0])
			if err != nil {
				return nil, true, fmt.Errorf("read the place of a name: %w", err)
			}
			rows[i].Keys = append(ranks[at-1].keys(), rows[i].Keys[1:]...)
			page = append(page, rows[i])
		}
	}
	return page, true, nil
}

// namesakes reads the people of names, in the order of these. The first key of each is the place of the name among ids. Its
// plan is the same for all names and is kept: planning it takes longer than most searches.
func (f StaffQuery) namesakes(ctx context.Context, db *DB, ids []int64, from *position) ([]StaffRow, error) {
	var list strings.Builder
	writeIDs(&list, ids)
	limit := "LIMIT " + strconv.Itoa(f.Limit)
	q := Q("SELECT x.*")
	q.Add("FROM (SELECT u.name_id, u.place FROM unnest(?::text::bigint[]) WITH ORDINALITY u (name_id, place) ORDER BY u.place) u", list.String())
	q.Add("CROSS JOIN LATERAL (SELECT " + staffColumns + ", TRUE AS on_duty, ARRAY[u.place::text, c.sort_name, m.id::text] AS keys")
	q.Add("FROM staff_core c JOIN staff_member m ON m.id = c.staff_id JOIN appointment a ON a.staff_id = c.staff_id AND a.kind = 'MAIN'").Valid("a", f.AsOf)
	q.Add("LEFT JOIN staff_pay p ON p.staff_id = c.staff_id").Valid("p", f.AsOf).Add("WHERE c.name_id = u.name_id").Valid("c", f.AsOf)
	if from != nil {
		q.Add("AND (c.name_id <> ? OR c.staff_id > ?)", from.nameID, from.staffID)
	}
	q.Add("ORDER BY c.staff_id " + limit + ") x ORDER BY u.place, x.id " + limit)
	return Rows[StaffRow](ctx, db, q)
}
