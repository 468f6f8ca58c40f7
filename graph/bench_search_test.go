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
	terms := p.terms(b)
	one := func() map[string]any { return map[string]any{"search": terms[rand.IntN(len(terms))]} }
	w := work{name: "W5", what: "people by name among " + strconv.Itoa(*benchStaff), user: leader, query: benchSearch, floor: "search", variables: one, unlike: true}
	for _, at := range []int{1, *benchMany} {
		b.Run(w.name+"/"+strconv.Itoa(at), func(b *testing.B) { p.compare(b, w, p.floor(w), at) })
	}
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

// terms are what people look for: whole names, the last two words, family and middle name, a given name, two letters.
func (p *benchProvince) terms(b *testing.B) []string {
	b.Helper()
	rows, err := p.owner.Pool.Query(b.Context(), `SELECT folded FROM staff_name WHERE folded LIKE '% % %' ORDER BY hashtext(name) LIMIT 400`)
	must(b, err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(b, err)
	terms := make([]string, 0, len(all))
	for i, name := range all {
		words := strings.Fields(name)
		last := words[len(words)-1]
		switch i % 5 {
		case 0:
			terms = append(terms, name)
		case 1:
			terms = append(terms, words[len(words)-2]+" "+last)
		case 2:
			terms = append(terms, words[0]+" "+words[1])
		case 3:
			terms = append(terms, last)
		case 4:
			terms = append(terms, last[:min(2, len(last))])
		}
	}
	return terms
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
