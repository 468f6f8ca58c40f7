package exchange

import (
	"context"
	"strings"
	"time"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

// The lists of those who keep access: accounts, and who holds which role where.

// listedUser is a row of the list of accounts.
type listedUser struct {
	*auth.Account
	x     *listing
	roles []string // held today or to come, with their units
}

// accessParams are what both lists are narrowed by.
func accessParams() []param {
	return []param{
		{name: "q"},
		{name: "role", oneOf: policies.Roles(), words: asMessage("role.")},
		{name: "unit", id: "unit", words: unitInWords},
		{name: "reach", oneOf: []string{"own"}, words: asMessage("exchange.list.reach.")},
	}
}

func userList() *listOf[listedUser] {
	type U = listedUser
	text := func(key string, width float64, value func(U) string) listColumn[U] {
		return listColumn[U]{column{key: key, width: width}, func(u U) any { return value(u) }}
	}
	at := func(key string, value func(U) *time.Time) listColumn[U] {
		return listColumn[U]{column{key: key, width: 17}, func(u U) any { return instant(value(u)) }}
	}
	return &listOf[U]{
		listHead: listHead{code: "users", people: true, params: append(accessParams(),
			param{name: "state", oneOf: []string{auth.Active, auth.Disabled, auth.Unused}, words: asMessage("exchange.list.user_state.")})},
		columns: []listColumn[U]{
			text("name", 28, func(u U) string { return u.DisplayName }),
			text("username", 18, func(u U) string { return u.Username }),
			text("state", 18, func(u U) string { return u.x.say("user_state." + u.State) }),
			text("roles", 60, func(u U) string { return strings.Join(u.roles, "; ") }),
			at("lastSignIn", func(u U) *time.Time { return u.LastSignInAt }),
			at("disabledAt", func(u U) *time.Time { return u.DisabledAt }),
			text("secondFactor", 14, func(u U) string {
				return u.x.say(map[bool]string{true: "yes_no.yes", false: "yes_no.no"}[u.SecondFactor])
			}),
			{column{key: "sessions", form: integer, width: 12}, func(u U) any { return u.OpenSessions }},
		},
		open: openUsers,
	}
}

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func openUsers(ctx context.Context, x *listing) (*feed[listedUser], error) {
	if err := x.plantTree(ctx); err != nil {
		return nil, err
	}
	o := x.order
	f := auth.AccountFilter{Search: o.value("q"), State: o.value("state"), Role: o.value("role"), UnitID: number(o.value("unit")),
		IncludeSubunits: o.value("reach") != "own"}
	_, count, err := x.Access.Accounts(ctx, f, 1, 0)
	if err != nil {
		return nil, screenFault(err)
	}
	total, err := count(ctx)
	return byPlace(total, func(ctx context.Context, offset, limit int) ([]listedUser, error) {
		rows, _, err := x.Access.Accounts(ctx, f, limit, offset)
		if err != nil {
			return nil, err
		}
		return x.users(ctx, rows[:min(limit, len(rows))])
	}), err
}

// users adds to a page of accounts the roles of each.
func (x *listing) users(ctx context.Context, accounts []*auth.Account) ([]listedUser, error) {
	held := map[int64][]models.GrantState{}
	if x.wants("roles") && len(accounts) > 0 {
		ids := make([]int64, len(accounts))
		for i, a := range accounts {
			ids[i] = a.ID
		}
		var err error
		if held, err = x.Access.GrantsOf(ctx, ids, day.Day{}); err != nil {
			return nil, err
		}
	}
	var ids []int64
	for _, grants := range held {
		for _, g := range grants {
			ids = append(ids, g.UnitID)
		}
	}
	units, err := x.units(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]listedUser, len(accounts))
	for i, a := range accounts {
		rows[i] = listedUser{Account: a, x: x}
		for _, g := range held[a.ID] {
			rows[i].roles = append(rows[i].roles, policies.RoleLabel(x.order.Lang, g.Role)+" – "+nameOf(units[g.UnitID]))
		}
	}
	return rows, nil
}

// listedGrant is a row of the list of grants.
type listedGrant struct {
	models.GrantState
	x      *listing
	unit   *models.UnitNode
	lender string
}

func grantList() *listOf[listedGrant] {
	type G = listedGrant
	text := func(key string, width float64, value func(G) string) listColumn[G] {
		return listColumn[G]{column{key: key, width: width}, func(g G) any { return value(g) }}
	}
	on := func(key string, value func(G) day.Day) listColumn[G] {
		return listColumn[G]{column{key: key, form: date, width: 13}, func(g G) any { return value(g) }}
	}
	yes := []string{"yes"}
	return &listOf[G]{
		listHead: listHead{code: "grants", people: true, dated: true, params: append(accessParams(),
			param{name: "lent", oneOf: yes, words: asMessage("exchange.list.yes_no.")}, param{name: "due", oneOf: yes, words: asMessage("exchange.list.yes_no.")})},
		columns: []listColumn[G]{
			text("name", 28, func(g G) string { return g.DisplayName }),
			text("username", 18, func(g G) string { return g.Username }),
			text("role", 34, func(g G) string { return policies.RoleLabel(g.x.order.Lang, g.Role) }),
			text("unit", 40, func(g G) string { return nameOf(g.unit) }),
			text("unitCode", 16, func(g G) string { return codeOf(g.unit) }),
			on("from", func(g G) day.Day { return g.From }),
			on("to", func(g G) day.Day { return lastOf(g.To) }),
			text("decisionNumber", 18, func(g G) string { return g.DecisionNumber }),
			text("delegatedBy", 24, func(g G) string { return g.lender }),
			{column{key: "reviewedAt", width: 17}, func(g G) any { return instant(g.ReviewedAt) }},
			text("reviewedBy", 24, func(g G) string { return g.ReviewedBy }),
			on("reviewDueOn", func(g G) day.Day { return g.ReviewDueOn }),
		},
		open: openGrants,
	}
}

// lastOf is the last day of what ends before to; none while no end is set.
func lastOf(to day.Day) day.Day {
	if to.IsForever() {
		return day.Day{}
	}
	return lastDay(to)
}

func openGrants(ctx context.Context, x *listing) (*feed[listedGrant], error) {
	if err := x.plantTree(ctx); err != nil {
		return nil, err
	}
	o, yes := x.order, true
	f := auth.GrantFilter{Search: o.value("q"), Role: o.value("role"), UnitID: number(o.value("unit")),
		IncludeSubunits: o.value("reach") != "own", On: x.asOf.Day}
	if o.value("lent") != "" {
		f.Delegated = &yes
	}
	if o.value("due") != "" {
		f.ReviewDue = &yes
	}
	_, count, err := x.Access.Grants(ctx, f, 1, 0)
	if err != nil {
		return nil, screenFault(err)
	}
	total, err := count(ctx)
	return byPlace(total, func(ctx context.Context, offset, limit int) ([]listedGrant, error) {
		rows, _, err := x.Access.Grants(ctx, f, limit, offset)
		if err != nil {
			return nil, err
		}
		return x.grants(ctx, rows[:min(limit, len(rows))])
	}), err
}

// grants adds to a page of grants the names of units and of those who lent.
func (x *listing) grants(ctx context.Context, states []models.GrantState) ([]listedGrant, error) {
	var ids, lenders []int64
	for _, g := range states {
		ids = append(ids, g.UnitID)
		if g.LenderID != 0 {
			lenders = append(lenders, g.LenderID)
		}
	}
	units, err := x.units(ctx, ids)
	if err != nil {
		return nil, err
	}
	var named map[int64]*auth.Account
	if len(lenders) > 0 {
		if named, err = x.Access.AccountsNamed(ctx, lenders); err != nil {
			return nil, err
		}
	}
	rows := make([]listedGrant, len(states))
	for i, g := range states {
		rows[i] = listedGrant{GrantState: g, x: x, unit: units[g.UnitID]}
		if a := named[g.LenderID]; a != nil {
			rows[i].lender = a.DisplayName
		}
	}
	return rows, nil
}

// say is a word of lists in the language of the order.
func (x *listing) say(key string) string { return fault.Text(x.order.Lang, "exchange.list."+key, nil) }
