package exchange

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

// Grants is the kind of workbook that gives many roles at once.
const Grants Kind = "grants"

// exportable refuses with NOT_FOUND a kind that is only read: grants are exported as the list that screens show.
func (k Kind) exportable() error {
	if k == Grants {
		return fault.New(fault.NotFound, "exchange.unknown_kind", fault.Args{"value": string(k)})
	}
	return nil
}

// confirmed stands before an import that gives rights.
func (k Kind) confirmed(ctx context.Context) error {
	if k == Grants {
		return auth.Confirmed(ctx)
	}
	return nil
}

func grantSheet() sheet {
	return sheet{"grants", []column{
		{key: "username", required: true, width: 20},
		{key: "role", form: choice, words: "role", required: true, width: 36},
		{key: "unit_code", required: true, width: 16},
		{key: "granted_from", form: date, required: true, width: 14},
		{key: "granted_to", form: date, width: 14},
		{key: "grant_decision", required: true, width: 20},
	}}
}

// roleWords are the roles by the names that people read.
func roleWords() *vocabulary {
	v := newVocabulary()
	for _, r := range policies.Roles() {
		v.add(r, policies.RoleLabel("vi", r), policies.RoleLabel("en", r))
	}
	return v
}

// grantRow is a role to be held by a user at a unit over a stretch of days.
type grantRow struct {
	*line
	user, unit int64
	role       string
	from, to   day.Day
	decision   string
}

// grantee is what the import knows of a user.
type grantee struct {
	id       int64
	disabled bool
	held     []models.RoleGrant // as known now, with those of earlier rows
}

// runGrants reads the rows, checks each against what its user holds and against the other rows, and records those that
// are new. A grant that stands just so already is left alone, so that the same file twice changes nothing.
func (im *importing) runGrants(ctx context.Context) error {
	users, err := im.grantees(ctx)
	if err != nil {
		return err
	}
	book, err := policies.Load()
	if err != nil {
		return err
	}
	var fresh []*grantRow
	err = im.read(ctx, grantSheet(), 0, func(l *line) error {
		l.cells = slices.Clone(l.cells) // kept beyond the row
		if r := im.readGrant(ctx, l, users); !l.bad && !r.known(users) && r.fits(users, book) {
			fresh = append(fresh, r)
		}
		return nil
	})
	if err != nil || im.found.count > 0 {
		return err
	}
	im.progress("exchange.step.write")
	return im.writeGrants(ctx, fresh)
}

// grantees reads all accounts with what they hold.
func (im *importing) grantees(ctx context.Context) (map[string]*grantee, error) {
	rows, err := im.tx.Pgx.Query(ctx, "SELECT username, id, disabled_at IS NOT NULL FROM app_user")
	if err != nil {
		return nil, fmt.Errorf("load accounts: %w", err)
	}
	users, byID := map[string]*grantee{}, map[int64]*grantee{}
	var name string
	var g grantee
	_, err = pgx.ForEachRow(rows, []any{&name, &g.id, &g.disabled}, func() error {
		user := g
		users[name], byID[g.id] = &user, &user
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load accounts: %w", err)
	}
	held, err := models.FactsIn[models.RoleGrant](im.tx, "TRUE")
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		byID[h.UserID].held = append(byID[h.UserID].held, h)
	}
	return users, nil
}

func (im *importing) readGrant(ctx context.Context, l *line, users map[string]*grantee) *grantRow {
	l.requireAll()
	r := &grantRow{line: l, role: l.choice("role"), from: l.day("granted_from"), decision: l.text("grant_decision")}
	r.to = l.until("granted_to", r.from)
	r.unit = l.unitID(im.units, "unit_code", day.Max(r.from, im.clock.Today()))
	name := l.text("username")
	user := users[name]
	switch {
	case name == "":
	case user == nil:
		l.wrong("username", "exchange.unknown_user", nil)
	case user.disabled:
		l.wrong("username", "exchange.disabled_user", nil)
	case user.id == auth.ViewerOf(ctx).UserID:
		l.wrong("username", "exchange.own_grant", nil)
	default:
		r.user = user.id
	}
	return r
}

// known tells whether the grant stands just so already, or in an earlier row.
func (r *grantRow) known(users map[string]*grantee) bool {
	return slices.ContainsFunc(users[r.text("username")].held, func(h models.RoleGrant) bool {
		return h.Role == r.role && h.UnitID == r.unit && h.ValidFrom == r.from && h.ValidTo == r.to && h.DecisionNumber == r.decision && h.LentFrom == nil
	})
}

// fits notes what the row contradicts: a role held at the unit on some of the days, or one that excludes it.
func (r *grantRow) fits(users map[string]*grantee, book *policies.Book) bool {
	user := users[r.text("username")]
	for _, h := range user.held {
		if !h.ValidFrom.Before(r.to) || !r.from.Before(h.ValidTo) {
			continue
		}
		switch {
		case h.Role == r.role && h.UnitID == r.unit && h.ID < 0:
			r.wrong("role", "exchange.overlap", map[string]string{"row": strconv.FormatInt(-h.ID, 10)})
		case h.Role == r.role && h.UnitID == r.unit:
			r.wrong("role", "exchange.held_grant", nil)
		case book.Exclude(h.Role, r.role):
			r.wrong("role", "exchange.exclusive_roles", map[string]string{"held": fault.Text("vi", "role."+h.Role, nil)})
		default:
			continue
		}
		return false
	}
	user.held = append(user.held, models.RoleGrant{Fact: models.Fact{ID: -int64(r.row), ValidFrom: r.from, ValidTo: r.to}, UserID: r.user, Role: r.role,
		UnitID: r.unit, DecisionNumber: r.decision})
	return true
}

func (im *importing) writeGrants(ctx context.Context, rows []*grantRow) error {
	im.changed = int64(len(rows))
	if len(rows) == 0 || im.in.DryRun {
		return nil
	}
	batchID, err := im.batch(ctx)
	if err != nil {
		return err
	}
	values := make([][]any, len(rows))
	for i, r := range rows {
		values[i] = []any{r.user, r.role, r.unit, r.decision, r.from, r.to, batchID, im.tx.AuditID}
	}
	_, err = im.tx.Pgx.CopyFrom(ctx, pgx.Identifier{"role_grant"}, []string{"user_id", "role", "unit_id", "decision_number", "valid_from", "valid_to",
		"batch_id", "recorded_in"}, pgx.CopyFromRows(values))
	if err != nil {
		return fmt.Errorf("record grants: %w", models.Refusal(err))
	}
	return nil
}
