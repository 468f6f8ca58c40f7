package graph

import (
	"flag"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
	"bienche/models"
)

var benchStaff = flag.Int("staff", 2_000_000, "people of the province that BenchmarkSearch loads")

// BenchmarkSearch is W5, the search by name in a province of two million, and the other screens there. The province takes
// some 7 GB and ten minutes to load; BIENCHE_BENCH_PROVINCE and BIENCHE_BENCH_OWNER, the addresses of one that is loaded already
// (for the application and for the owner), spare that.
func BenchmarkSearch(b *testing.B) {
	p := loadedProvince()
	if p == nil {
		p = newBenchProvince(b, *benchStaff)
	} else {
		var err error
		p.owner, err = models.Open(b.Context(), p.config.OwnerURL, 2)
		must(b, err)
		b.Cleanup(p.owner.Close)
	}
	p.server = startMeasured(b, p.config, *serverOn)
	kinds := p.terms(b)
	var all []string
	for _, k := range kinds {
		all = append(all, k.terms...)
	}
	search := work{name: "W5", what: "people by name among " + strconv.Itoa(*benchStaff), user: leader, query: benchSearch, floor: "search", variables: oneOf(all), unlike: true}
	for _, at := range []int{1, *benchMany} {
		b.Run(search.name+"/"+strconv.Itoa(at), func(b *testing.B) { p.compare(b, search, p.floor(search), at) })
	}
	for _, k := range kinds {
		w := search
		w.name, w.what, w.variables = "W5-"+k.name, "by "+k.what, oneOf(k.terms)
		b.Run(w.name, func(b *testing.B) { p.alone(b, w) })
	}
	narrow := search
	narrow.name, narrow.what, narrow.user = "W5-officer", "the same, officer of one department", officer
	b.Run(narrow.name, func(b *testing.B) { p.alone(b, narrow) })
	for _, s := range screens {
		v := func() map[string]any { return s.variables }
		w := work{name: s.name, what: s.what, user: leader, query: s.query, variables: v, unlike: true}
		b.Run(s.name, func(b *testing.B) { p.alone(b, w) })
	}
	p.report(b, "floor")
}

// loadedProvince is a province that somebody has loaded; nil when none is named.
func loadedProvince() *benchProvince {
	app, owner := os.Getenv("BIENCHE_BENCH_PROVINCE"), os.Getenv("BIENCHE_BENCH_OWNER")
	if app == "" || owner == "" {
		return nil
	}
	today := day.Clock(time.Now).Today()
	return &benchProvince{today: today, config: measuredConfig{AppURL: app, OwnerURL: owner, Today: today.String(), Users: []string{leader, officer}}}
}

const benchSearch = `query($search: String!) { staff(first: 50, filter: {search: $search}) { edges { node { code fullName unit { code name } position { name } } } } }`

// kindOfTerm is a way in which people are looked for.
type kindOfTerm struct {
	name, what string
	cut        func(words []string) string
	terms      []string
}

// terms are what people look for, as many of each kind, without marks.
func (p *benchProvince) terms(b *testing.B) []kindOfTerm {
	b.Helper()
	rows, err := p.owner.Pool.Query(b.Context(), `SELECT folded FROM staff_name WHERE folded LIKE '% % %' ORDER BY hashtext(name) LIMIT 400`)
	must(b, err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(b, err)
	last := func(words []string) string { return words[len(words)-1] }
	kinds := []kindOfTerm{
		{name: "whole", what: "whole names", cut: func(words []string) string { return strings.Join(words, " ") }},
		{name: "end", what: "the last two words", cut: func(words []string) string { return words[len(words)-2] + " " + last(words) }},
		{name: "family", what: "family and middle name", cut: func(words []string) string { return words[0] + " " + words[1] }},
		{name: "given", what: "given names", cut: last},
		{name: "letters", what: "two letters", cut: func(words []string) string { return last(words)[:min(2, len(last(words)))] }},
	}
	for i, name := range all {
		k := &kinds[i%len(kinds)]
		k.terms = append(k.terms, k.cut(strings.Fields(name)))
	}
	return kinds
}

func oneOf(terms []string) func() map[string]any {
	return func() map[string]any { return map[string]any{"search": terms[rand.IntN(len(terms))]} }
}

// screens are the pages that open on everybody.
var screens = []struct {
	name, what, query string
	variables         map[string]any
}{
	{"list", "first page of everybody", `{ staff(first: 50) { edges { node { code fullName unit { name } grade { code } step } } } }`, nil},
	{"count", "how many there are", `{ staff(first: 1) { totalCount } }`, nil},
	{"grade", "the list by grade", `{ staff(first: 50, sort: [{field: "GRADE"}]) { edges { node { code fullName grade { code } } } } }`, nil},
	{"unit", "the list by unit", `{ staff(first: 50, sort: [{field: "UNIT"}]) { edges { node { code fullName unit { code } } } } }`, nil},
	{"nobody", "a filter that matches nobody", `{ staff(first: 50, filter: {staffClasses: [VILLAGE_NON_PROFESSIONAL]}) { edges { node { code } } } }`, nil},
	{"no-pay", "people without pay", `{ staff(first: 50, filter: {gap: "NO_PAY"}) { edges { node { code } } } }`, nil},
	{"gaps", "what is missing on the records", `{ dataGaps { code count } }`, nil},
	{"tree", "the tree of all units", benchTree, nil},
	{"period", "the report of ten years", `{ periodReport(from: "2011-01-01", to: "2020-12-31") { figures { key value } } }`, nil},
	{"decisions", "decisions by a word of their title", `{ decisions(first: 50, search: "bổ nhiệm") { edges { node { number title } } } }`, nil},
}
