package models

import (
	"context"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Groups of personal data. Each table of facts about people belongs to one; who may read which rows of it is worked out
// per group.
const (
	GroupCore       = "core"
	GroupIdentity   = "identity"
	GroupFamily     = "family"
	GroupHealth     = "health"
	GroupDiscipline = "discipline"
	GroupParty      = "party"
	GroupEvaluation = "evaluation"
	// GroupComputation is what was computed of people, such as what they would be owed on leaving: not for themselves to read.
	GroupComputation = "computation"
	// GroupAudit is the audit log: read whole or not at all.
	GroupAudit = "audit"
	// GroupFiles is files of others: only the console reads them.
	GroupFiles = "files"
)

// Groups are all groups, in the order of the settings of a statement.
var Groups = []string{
	GroupCore, GroupIdentity, GroupFamily, GroupHealth, GroupDiscipline, GroupParty, GroupEvaluation, GroupComputation, GroupAudit, GroupFiles,
}

// Access is what the database is told of a reader with every statement on personal data: for each group which rows are
// within reach. It does not change and may be shared by the requests of one reader.
type Access struct{ settings []any }

// NewAccess writes a reader's reach down. scope says where the reader may read a group; userID is 0 for nobody.
func NewAccess(userID int64, scope func(group string) Scope) *Access {
	a := &Access{settings: make([]any, 0, len(Groups)+1)}
	for _, g := range Groups {
		a.settings = append(a.settings, scope(g).setting())
	}
	user := ""
	if userID != 0 {
		user = strconv.FormatInt(userID, 10)
	}
	a.settings = append(a.settings, user)
	return a
}

// setting is the scope as the rules of the database read it: "<units>;<hosts>;<own record>".
func (s Scope) setting() string {
	if s.All {
		return "*"
	}
	if s.Nowhere() {
		return ""
	}
	var b strings.Builder
	writeIDs(&b, s.Units)
	b.WriteByte(';')
	writeIDs(&b, s.Hosts)
	b.WriteByte(';')
	if s.Self != 0 {
		b.WriteString(strconv.FormatInt(s.Self, 10))
	}
	return b.String()
}

func writeIDs(b *strings.Builder, ids []int64) {
	if len(ids) == 0 {
		return
	}
	b.WriteByte('{')
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(id, 10))
	}
	b.WriteByte('}')
}

type accessKey struct{}

// WithAccess lets statements under ctx read what of says; it is asked when the first statement needs it. Without it
// they read no personal data at all.
func WithAccess(ctx context.Context, of func() *Access) context.Context {
	return context.WithValue(ctx, accessKey{}, of)
}

func accessOf(ctx context.Context) *Access {
	if of, ok := ctx.Value(accessKey{}).(func() *Access); ok {
		if a := of(); a != nil {
			return a
		}
	}
	return nobody
}

// Everything is the reach of whoever could as well read the database itself: the console, and tests.
func Everything() *Access { return everything }

var everything = NewAccess(0, func(string) Scope { return Scope{All: true} })

var nobody = NewAccess(0, func(string) Scope { return Scope{} })

type countingKey struct{}

// counted opens the tables of personal data to a statement that answers with numbers only: figures of a unit count
// people who have since moved beyond the reader's reach. The statement itself cuts the figures to the reader's scope and
// lets no name and no id out.
func counted(ctx context.Context) context.Context {
	return context.WithValue(ctx, countingKey{}, true)
}

// The settings hold until the transaction ends. In one transaction with the statement, sent with it, they cost no
// round trip of their own.
var (
	setAccess = func() string {
		parts := make([]string, 0, len(Groups)+3)
		for i, name := range append(append([]string{}, Groups...), "reader", "writing") {
			parts = append(parts, "set_config('bienche."+name+"', $"+strconv.Itoa(i+1)+", true)")
		}
		return "SELECT " + strings.Join(parts, ", ")
	}()
	setWholeTables = "SELECT set_config('enable_nestloop', 'off', true)"
	setCustomPlan  = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)"
)

// settings are the arguments of setAccess.
func settings(ctx context.Context, writing string) []any {
	a := accessOf(ctx)
	if on, _ := ctx.Value(countingKey{}).(bool); on {
		a = everything
	}
	return append(append(make([]any, 0, len(a.settings)+1), a.settings...), writing)
}

// personal names the tables under row-level security, by what their names hold.
var personal = []string{
	"staff_", "appointment", "qualification", "training_attendance", "disciplinary_action", "commendation", "relative",
	"work_history", "record_change", "computation", "law_impact", "stored_file", "job_error", "audit_log",
}

// readsPersonal tells whether a statement may touch a table of personal data. A statement that it overlooked would read
// nothing there.
func readsPersonal(text string) bool {
	for _, name := range personal {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}

// ask sends q with the reader's reach as one batch, which the server runs as one transaction, and reads the rows of q. What
// is presumed of the reader and not settled yet is asked ahead of it.
func ask[T any](ctx context.Context, db *DB, q *Query, scan pgx.RowToFunc[T]) (got []T, err error) {
	b, n := &pgx.Batch{}, 1
	p, snapshot := presumptionOf(ctx), db.snapshot(ctx)
	if p != nil {
		b.Queue(p.query.String(), p.query.args...)
		n++
	}
	settled := b.Len()
	if snapshot != nil || readsPersonal(q.text.String()) { // in a snapshot, what the last statement set would stay
		b.Queue(setAccess, settings(ctx, "")...)
	}
	if q.wide { // a plan kept for lists of ten is bad for thousands: plan this for the values it has
		b.Queue(setCustomPlan)
	}
	if q.whole {
		b.Queue(setWholeTables)
	}
	ahead := b.Len() - settled
	b.Queue(q.String(), q.args...)
	to := db.Pool.SendBatch
	if snapshot != nil {
		to = snapshot.SendBatch
	}
	sent := to(withStatements(ctx, n), b)
	defer func() {
		if e := sent.Close(); err == nil {
			err = asFault(e)
		}
	}()
	if p != nil {
		if err := p.read(sent); err != nil {
			return nil, asFault(err)
		}
	}
	for range ahead {
		if _, err := sent.Exec(); err != nil {
			return nil, asFault(err)
		}
	}
	rows, err := sent.Query()
	if err != nil {
		return nil, asFault(err)
	}
	got, err = pgx.CollectRows(rows, scan)
	return got, asFault(err)
}
