package exchange

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// account is one balance of the ledger. Posts of different tranche or funding are not mixed.
type account struct {
	unit                       int64
	category, tranche, funding string
}

// quotaRow is one row of the sheet of quotas: what a balance shall be from a day on.
type quotaRow struct {
	*line
	account
	code     string
	posts    int
	from     day.Day
	decision decisionRef
}

// decisionRef names a decision as papers do.
type decisionRef struct {
	number, symbol string
	on             day.Day
	issuer         string
}

// change moves posts: from giver to receiver, or from or to the authority above (nil).
type change struct {
	row             *quotaRow
	act             string
	giver, receiver *int64
	posts           int
}

// ledger is every account's changes by day.
type ledger map[account]map[day.Day]int

// runQuotas reads the balances, works out the entries that bring the ledger there, and records them.
func (im *importing) runQuotas(ctx context.Context) error {
	var rows []*quotaRow
	err := im.read(ctx, quotaSheet(), 0, func(l *line) error {
		l.cells = slices.Clone(l.cells) // kept beyond the row
		rows = append(rows, im.readQuota(l))
		return nil
	})
	if err != nil {
		return err
	}
	im.progress("exchange.step.check")
	checkTwice(rows)
	if im.found.count > 0 {
		return nil
	}
	books, err := im.loadLedger(ctx)
	if err != nil {
		return err
	}
	changes, err := im.planQuotas(rows, books)
	if err != nil || im.found.count > 0 {
		return err
	}
	im.progress("exchange.step.write")
	return im.writeQuotas(ctx, changes)
}

func (im *importing) readQuota(l *line) *quotaRow {
	l.requireAll()
	r := &quotaRow{line: l, code: l.code("unit_code"), from: l.day("effective_from")}
	r.account = account{l.unitID(im.units, "unit_code", r.from), l.choice("category"),
		cmp.Or(l.choice("tranche"), "REGULAR"), cmp.Or(l.choice("funding"), "STATE_BUDGET")}
	if n := l.integer("posts"); n != nil {
		r.posts = *n
	}
	r.decision = decisionRef{l.text("decision_number"), l.text("decision_symbol"), l.day("decision_date"), l.text("decision_issuer")}
	if d := r.decision; (d.number != "" || d.symbol != "") && !l.bad {
		l.require("decision_number", "decision_symbol", "decision_date")
	}
	return r
}

// checkTwice refuses a balance that is said twice for one day.
func checkTwice(rows []*quotaRow) {
	type key struct {
		account
		from day.Day
	}
	first := map[key]int{}
	for _, r := range rows {
		k := key{r.account, r.from}
		if r.unit == 0 || r.category == "" || r.from.IsZero() {
			continue
		}
		if at, twice := first[k]; twice {
			r.wrong("unit_code", "exchange.duplicate_quota", map[string]string{"row": strconv.Itoa(at)})
			continue
		}
		first[k] = r.row
	}
}

// loadLedger reads all entries. Their tables change only under the lock of the accounts, taken when ours are stored.
func (im *importing) loadLedger(ctx context.Context) (ledger, error) {
	rows, err := im.tx.Pgx.Query(ctx, `SELECT s.unit_id, e.category, e.tranche, e.funding, s.day, sum(s.n)::int
		FROM quota_entry e CROSS JOIN LATERAL (VALUES
			(e.receiver_id, e.valid_from, e.posts), (e.receiver_id, e.valid_to, -e.posts),
			(e.giver_id, e.valid_from, -e.posts), (e.giver_id, e.valid_to, e.posts)) s (unit_id, day, n)
		WHERE e.known_to = 'infinity' AND s.unit_id IS NOT NULL AND s.day <> 'infinity'
		GROUP BY 1, 2, 3, 4, 5`)
	if err != nil {
		return nil, fmt.Errorf("load the ledger: %w", err)
	}
	books := ledger{}
	var a account
	var on day.Day
	var n int
	_, err = pgx.ForEachRow(rows, []any{&a.unit, &a.category, &a.tranche, &a.funding, &on, &n}, func() error {
		books.add(a, on, n)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load the ledger: %w", err)
	}
	return books, nil
}

func (b ledger) add(a account, on day.Day, n int) {
	if b[a] == nil {
		b[a] = map[day.Day]int{}
	}
	b[a][on] += n
}

// balance is the sum up to a day.
func (b ledger) balance(a account, on day.Day) int {
	sum := 0
	for d, n := range b[a] {
		if !d.After(on) {
			sum += n
		}
	}
	return sum
}

// planQuotas works out the entries, day by day: the head of the tree receives from above what the units of the
// workbook need together, and gives it to each. The head's own row is what it keeps.
func (im *importing) planQuotas(rows []*quotaRow, books ledger) ([]change, error) {
	slices.SortStableFunc(rows, func(a, b *quotaRow) int { return -a.from.DaysUntil(b.from) })
	var all []change
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].from == rows[0].from {
			n++
		}
		day, err := im.planDay(rows[:n], books)
		if err != nil {
			return nil, err
		}
		all = append(all, day...)
		rows = rows[n:]
	}
	for _, c := range all {
		im.checkBalance(c, books)
	}
	return all, nil
}

// need is what the head of a tree must receive for one kind of posts, and the row that is named for it.
type need struct {
	posts int
	row   *quotaRow
}

func (im *importing) planDay(rows []*quotaRow, books ledger) ([]change, error) {
	needs := map[account]*need{}
	var order []account
	var down []change
	for _, r := range rows {
		head := im.units[im.units.top(r.code, r.from)]
		if head == nil || !head.inScope {
			return nil, fault.New(fault.Forbidden, "exchange.quota_head")
		}
		to := account{head.id, r.category, r.tranche, r.funding}
		if needs[to] == nil {
			needs[to] = &need{row: r}
			order = append(order, to)
		}
		d := r.posts - books.balance(r.account, r.from)
		needs[to].posts += d
		if r.unit == head.id || d == 0 {
			continue
		}
		c := change{row: r, act: "ALLOCATE", giver: &head.id, receiver: &r.unit, posts: d}
		if d < 0 {
			c = change{row: r, act: "RECALL", giver: &r.unit, receiver: &head.id, posts: -d}
		}
		down = append(down, c)
	}
	var all []change
	for _, a := range order {
		n := needs[a]
		head := a.unit
		switch {
		case n.posts > 0:
			all = append(all, change{row: n.row, act: "ALLOCATE", receiver: &head, posts: n.posts})
		case n.posts < 0:
			all = append(all, change{row: n.row, act: "RECALL", giver: &head, posts: -n.posts})
		}
	}
	all = append(all, down...)
	for _, c := range all {
		books.post(c)
	}
	return all, nil
}

func (b ledger) post(c change) {
	a := c.row.account
	if c.receiver != nil {
		a.unit = *c.receiver
		b.add(a, c.row.from, c.posts)
	}
	if c.giver != nil {
		a.unit = *c.giver
		b.add(a, c.row.from, -c.posts)
	}
}

// checkBalance refuses a change that leaves a later day, already in the ledger, below zero.
func (im *importing) checkBalance(c change, books ledger) {
	if c.giver == nil || c.row.bad {
		return
	}
	a := c.row.account
	a.unit = *c.giver
	days := map[day.Day]int{}
	for _, funding := range fixed["funding"] {
		a.funding = funding
		for d, n := range books[a] {
			days[d] += n
		}
	}
	order := make([]day.Day, 0, len(days))
	for d := range days {
		order = append(order, d)
	}
	slices.SortFunc(order, func(x, y day.Day) int { return -x.DaysUntil(y) })
	sum := 0
	for _, d := range order {
		if sum += days[d]; sum < 0 {
			c.row.wrong("posts", "exchange.quota_negative", map[string]string{"on": d.Vietnamese(), "balance": strconv.Itoa(sum)})
			return
		}
	}
}
