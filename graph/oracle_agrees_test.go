package graph

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"bienche/models"
	"bienche/policies"
)

// requestsForEach is how many requests stand for one check of -rapid.checks: 20,000 in make test, 1,000,000 in make soak.
const requestsForEach, requestsForProvince = 200, 4000

// TestWhatIsToldAgreesWithAPlainOracle sends random requests of random users in random provinces: the bytes of an
// answer hold no marker of anything that the user may not see, and what the user may not see answers, byte for byte and
// in as many statements, like what does not exist.
func TestWhatIsToldAgreesWithAPlainOracle(t *testing.T) {
	checks, err := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	for done := 0; done < checks*requestsForEach && !t.Failed(); done += requestsForProvince {
		t.Run(fmt.Sprintf("province %d", seed), func(t *testing.T) { askProvince(t, seed, requestsForProvince) })
		seed++
	}
}

// oracleSeed draws the province of a failure again: go test -run AgreesWithAPlainOracle -oracle.seed N.
var oracleSeed = flag.Uint64("oracle.seed", 0, "the province to ask, as a failure named it")

func TestOneProvinceAgreesWithAPlainOracle(t *testing.T) {
	if *oracleSeed == 0 {
		t.Skip("no -oracle.seed")
	}
	askProvince(t, *oracleSeed, requestsForProvince)
}

func askProvince(t *testing.T, seed uint64, requests int) {
	book, err := policies.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := drawProvince(rand.New(rand.NewPCG(seed, 0)), book)
	w := p.store(t)
	roles := readRights(t)
	var wait sync.WaitGroup
	var told, compared atomic.Int64
	defer func() {
		t.Logf("of %d requests %d were told something of somebody, %d compared with what does not exist", requests, told.Load(), compared.Load())
	}()
	const askers, requestsForUser = 4, 50
	for n := range askers {
		r := rand.New(rand.NewPCG(seed, uint64(n+1)))
		wait.Go(func() {
			for left := requests / askers; left > 0 && !t.Failed(); left -= requestsForUser {
				user := p.users[r.IntN(len(p.users))]
				o := &oracleAsker{t: t, w: w, s: newSight(p, user, roles), told: &told, compared: &compared}
				o.count()
				ctx := w.asUser(user.id)
				for range requestsForUser {
					d := &drawer{Rand: r, roots: w.engine.schema.QueryType().Fields(), p: p, s: o.s}
					o.hold(ctx, d)
				}
			}
		})
	}
	wait.Wait()
}

// oracleAsker asks for one user.
type oracleAsker struct {
	t *testing.T
	w *world
	s *sight

	told, compared *atomic.Int64 // how many answers held a marker, or were held against those for nothing
}

func (o *oracleAsker) answer(ctx context.Context, query string) answer {
	ctx, budget := models.WithBudget(ctx, 0)
	r := o.w.engine.Run(ctx, Request{Query: query, Lang: "vi"})
	a := answer{raw: string(r.AppendJSON(nil)), statements: budget.Spent()}
	if json.Unmarshal([]byte(a.raw), &a) != nil {
		o.t.Errorf("not JSON: %s", a.raw)
	}
	return a
}

// hold holds one random request against the oracle; what fails is made small before it is printed.
func (o *oracleAsker) hold(ctx context.Context, d *drawer) {
	fields := d.request()
	wrong := o.wrong(ctx, write(fields), d.aliens)
	if wrong == "" {
		return
	}
	for smaller(&fields, func() bool { return o.wrong(ctx, write(fields), d.aliens) != "" }) {
	}
	o.t.Errorf("%s: user %d of %+v, own record %d: %s\n%s", o.t.Name(), o.s.user.id, o.s.user.grants, o.s.user.staff,
		o.wrong(ctx, write(fields), d.aliens), write(fields))
}

// wrong is what an answer does wrong; "" when nothing.
func (o *oracleAsker) wrong(ctx context.Context, query string, aliens []string) string {
	a := o.answer(ctx, query)
	if found := o.s.told(query, a.raw); len(found) > 0 {
		return fmt.Sprintf("told of %q in %.2000s", found, a.raw)
	}
	if strings.Contains(a.raw, "~") {
		o.told.Add(1)
	}
	if internal(a) {
		return fmt.Sprintf("failed: %.500s", a.raw)
	}
	if len(aliens) == 0 {
		return ""
	}
	o.compared.Add(1)
	var nothing answer
	for range 3 { // what is kept in memory may spare one of the two a statement the first time
		nothing = o.answer(ctx, strings.NewReplacer(aliens...).Replace(query))
		if placeless(nothing.raw) == placeless(a.raw) && nothing.statements == a.statements {
			return ""
		}
		a = o.answer(ctx, query)
	}
	return fmt.Sprintf("in %d statements %.1000s\nfor what does not exist in %d %.1000s", a.statements, a.raw, nothing.statements, nothing.raw)
}

var errorColumns = regexp.MustCompile(`"column":\d+`)

// placeless is an answer without the columns of its errors, which move with the length of the ids asked for.
func placeless(raw string) string { return errorColumns.ReplaceAllString(raw, "") }

// count holds counts and totals against the oracle's own.
func (o *oracleAsker) count() {
	ctx := o.w.asUser(o.s.user.id)
	for _, on := range []string{"2017-01-01", oracleToday} {
		people, present := 0, 0
		for _, f := range o.s.p.people {
			for _, post := range f.posts {
				if post.superseded || post.kind != "MAIN" || post.from > on || post.to <= on {
					continue
				}
				if o.s.person(f, "core") {
					people++
				}
				if o.s.may("report.headcount", post.quota) {
					present++
				}
			}
		}
		a := o.answer(ctx, fmt.Sprintf(`{ staff(filter: {asOf: %q}) { totalCount } }`, on))
		if got := a.at("staff", "totalCount"); o.s.anywhere("staff.core") && got != float64(people) {
			o.t.Errorf("user %d of %+v counts %v people on %s, the oracle %d: %.300s", o.s.user.id, o.s.user.grants, got, on, people, a.raw)
		}
		a = o.answer(ctx, fmt.Sprintf(`{ headcountReport(asOf: %q) { total { present } } }`, on))
		if got := a.at("headcountReport", "total", "present"); o.s.anywhere("report.headcount") && got != float64(present) {
			o.t.Errorf("user %d of %+v counts %v present on %s, the oracle %d: %.300s", o.s.user.id, o.s.user.grants, got, on, present, a.raw)
		}
	}
}
