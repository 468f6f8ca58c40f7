package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/policies"
)

// access is what users, grants and reviews share.
type access struct {
	user, role, permission, grant, review, reviewItem *graphql.Object
	reviewItems                                       *graphql.Object
	accounts                                          *Loader[int64, *auth.Account]
	linked                                            *Loader[int64, linkedStaff]
	grants                                            *Loader[userDay, []*models.GrantState]
	grantsByNo                                        *Loader[int64, *models.GrantState]
}

// userDay asks for the grants of a user on a day; no day: in force today or to come.
type userDay struct {
	user int64
	on   day.Day
}

// linkedStaff is the person of an account; wanted is shared by all that were read together.
type linkedStaff struct {
	person *staff.Person
	wanted *bool
}

func (b *builder) addAccess() {
	b.access = access{
		accounts: NewLoader(func(ctx context.Context, ids []int64) (map[int64]*auth.Account, error) {
			return b.SignIn.AccountsNamed(ctx, ids)
		}),
		linked: NewLoader(b.loadLinked),
		grants: NewLoader(b.loadGrants),
		grantsByNo: NewLoader(func(ctx context.Context, numbers []int64) (map[int64]*models.GrantState, error) {
			return b.SignIn.GrantsByNo(ctx, numbers)
		}),
	}
	b.addRoles()
	b.access.user = graphql.NewObject(graphql.ObjectConfig{
		Name:        "User",
		Description: "Tài khoản. state is ACTIVE, DISABLED, or UNUSED (no sign-in for as long as the setting says).",
		Fields:      graphql.FieldsThunk(b.userFields),
	})
	b.access.grant = graphql.NewObject(graphql.ObjectConfig{
		Name:        "RoleGrant",
		Description: "Phân quyền: a role held at a unit, and below it, from one day to another, by a decision. delegatedBy lent it.",
		Fields:      graphql.FieldsThunk(b.grantFields),
	})
	b.addUserQueries()
	b.addUserMutations()
	b.addGrants()
	b.addGrantReviews()
	b.addWhy()
}

func (b *builder) loadLinked(ctx context.Context, ids []int64) (map[int64]linkedStaff, error) {
	people, err := b.Staff.Among(ctx, ids, models.AsOf{Day: b.Clock.Today(), Today: true})
	found, wanted := make(map[int64]linkedStaff, len(people)), new(bool)
	for id, p := range people {
		found[id] = linkedStaff{p, wanted}
	}
	return found, err
}

func (b *builder) loadGrants(ctx context.Context, keys []userDay) (map[userDay][]*models.GrantState, error) {
	days := map[day.Day][]int64{}
	for _, k := range keys {
		days[k.on] = append(days[k.on], k.user)
	}
	found := make(map[userDay][]*models.GrantState, len(keys))
	for on, users := range days {
		got, err := b.SignIn.GrantsOf(ctx, users, on)
		if err != nil {
			return nil, err
		}
		for user, grants := range got {
			found[userDay{user, on}] = pointers(grants)
		}
	}
	return found, nil
}

func (b *builder) addRoles() {
	b.access.permission = graphql.NewObject(graphql.ObjectConfig{Name: "Permission", Fields: graphql.Fields{
		"name":  text(func(name string) string { return name }),
		"label": label(func(name, lang string) string { return auth.PermissionLabel(lang, name) }),
	}})
	b.access.role = graphql.NewObject(graphql.ObjectConfig{Name: "Role", Fields: graphql.Fields{
		"code":        text(func(role string) string { return role }),
		"label":       label(func(role, lang string) string { return policies.RoleLabel(lang, role) }),
		"permissions": {Type: listOf(b.access.permission), Resolve: of(func(role string) any { return b.SignIn.PermissionsOf(role) })},
	}})
	b.query["roles"] = &graphql.Field{
		Type: listOf(b.access.role),
		Resolve: call(func(ctx context.Context, _ none) ([]string, error) {
			return policies.Roles(), signedIn(ctx)
		}),
	}
}

func (b *builder) userFields() graphql.Fields {
	return graphql.Fields{
		"id":          {Type: nn(graphql.ID), Resolve: of(func(u *auth.Account) any { return EncodeID("user", u.ID) })},
		"username":    text(func(u *auth.Account) string { return u.Username }),
		"displayName": text(func(u *auth.Account) string { return u.DisplayName }),
		"state":       text(func(u *auth.Account) string { return u.State }),
		"staff": {Type: b.staffMember, Description: "The person, when the reader may see the record.", Resolve: seen(func(p graphql.ResolveParams, u *auth.Account) (any, error) {
			return b.personOf(p, u)
		})},
		"disabledAt": {Type: DateTime, Resolve: seen(func(_ graphql.ResolveParams, u *auth.Account) (any, error) { return optional(u.DisabledAt), nil })},
		"lastSignInAt": {Type: DateTime, Resolve: seen(func(_ graphql.ResolveParams, u *auth.Account) (any, error) {
			return optional(u.LastSignInAt), nil
		})},
		"secondFactor": {Type: nn(graphql.Boolean), Resolve: seen(func(_ graphql.ResolveParams, u *auth.Account) (any, error) { return u.SecondFactor, nil })},
		"openSessions": {Type: nn(graphql.Int), Resolve: seen(func(_ graphql.ResolveParams, u *auth.Account) (any, error) { return u.OpenSessions, nil })},
		"grants": {Type: listOf(b.access.grant), Args: graphql.FieldConfigArgument{"asOf": arg(Date)},
			Description: "What the reader may see of them: on the day given, or in force today and to come.",
			Resolve: with(func(ctx context.Context, u *auth.Account, in struct{ AsOf day.Day }) (any, error) {
				return b.access.grants.Load(ctx, userDay{u.ID, in.AsOf}), nil
			})},
		"version": number(func(u *auth.Account) int { return u.Version }),
	}
}

// seen resolves what only those may know of an account who may see it, and not everybody who may read its name.
func seen(get func(graphql.ResolveParams, *auth.Account) (any, error)) graphql.FieldResolveFn {
	return func(p graphql.ResolveParams) (any, error) {
		u := p.Source.(*auth.Account)
		if !u.Seen {
			return nil, fault.Missing("auth.user:read")
		}
		return get(p, u)
	}
}

// personOf promises the person of an account; null when the reader may not see the record.
func (b *builder) personOf(p graphql.ResolveParams, u *auth.Account) (any, error) {
	if u.StaffID == 0 || !auth.ViewerOf(p.Context).MayAnywhere("staff.core", "read") {
		return nil, nil
	}
	sections := sectionsIn(selected(p))
	person := b.access.linked.Load(p.Context, u.StaffID)
	return func() (any, error) {
		got, err := person()
		found, ok := got.(linkedStaff)
		if err != nil || !ok {
			return nil, err
		}
		if !*found.wanted { // once: they are read for all people together
			*found.wanted = true
			found.person.Want(sections...)
		}
		return found.person, nil
	}, nil
}

func (b *builder) addUserQueries() {
	filter := withDefaults(inputs("UserFilter", map[string]graphql.Input{
		"search": graphql.String, "state": graphql.String, "role": graphql.String, "unit": graphql.ID, "includeSubunits": graphql.Boolean,
	}), map[string]any{"includeSubunits": true})
	type in struct {
		Page
		Filter struct {
			Search          string
			State           string
			Role            string
			Unit            int64 `id:"unit"`
			IncludeSubunits bool
		}
	}
	b.query["users"] = &graphql.Field{
		Type: nn(b.connection("User", b.access.user)),
		Args: pageArguments(graphql.FieldConfigArgument{"filter": arg(filter)}),
		Resolve: call(func(ctx context.Context, in in) (any, error) {
			limit, offset, err := offsetPage(in.Page)
			if err != nil {
				return nil, err
			}
			f := in.Filter
			rows, total, err := b.SignIn.Accounts(ctx, auth.AccountFilter{Search: f.Search, State: f.State, Role: f.Role, UnitID: f.Unit,
				IncludeSubunits: f.IncludeSubunits}, limit, offset)
			if err != nil {
				return nil, err
			}
			return offsetConnection(rows, limit, offset, total), nil
		}),
	}
	b.query["user"] = &graphql.Field{
		Type: b.access.user,
		Args: graphql.FieldConfigArgument{"id": arg(nn(graphql.ID))},
		Resolve: call(func(ctx context.Context, in struct {
			ID int64 `id:"user"`
		}) (*auth.Account, error) {
			return b.SignIn.AccountOf(ctx, in.ID)
		}),
	}
}

func (b *builder) addUserMutations() {
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "UserPayload", Fields: graphql.Fields{
		"user": {Type: nn(b.access.user), Resolve: of(func(u *auth.Account) any { return u })},
	}})
	text, id, version := graphql.Input(nn(graphql.String)), graphql.Input(nn(graphql.ID)), graphql.Input(nn(graphql.Int))
	b.addMutation("createUser", inputs("CreateUserInput", map[string]graphql.Input{
		"clientRequestId": text, "username": text, "displayName": text, "staffCode": graphql.String}), payload,
		call(func(ctx context.Context, in struct{ Input auth.CreateUser }) (*auth.Account, error) {
			return b.SignIn.CreateUser(ctx, in.Input)
		}))
	b.addMutation("updateUser", inputs("UpdateUserInput", map[string]graphql.Input{
		"clientRequestId": text, "id": id, "version": version, "displayName": graphql.String, "staffCode": graphql.String, "clear": graphql.NewList(text)}), payload,
		call(func(ctx context.Context, in struct{ Input auth.UpdateUser }) (*auth.Account, error) {
			return b.SignIn.UpdateUser(ctx, in.Input)
		}))
	b.addMutation("disableUser", inputs("DisableUserInput", map[string]graphql.Input{
		"clientRequestId": text, "id": id, "version": version, "reason": text}), payload,
		call(func(ctx context.Context, in struct{ Input auth.DisableAccount }) (*auth.Account, error) {
			return b.SignIn.DisableAccount(ctx, in.Input)
		}))
	b.addMutation("enableUser", inputs("EnableUserInput", map[string]graphql.Input{
		"clientRequestId": text, "id": id, "version": version, "reason": text}), payload,
		call(func(ctx context.Context, in struct{ Input auth.EnableAccount }) (*auth.Account, error) {
			return b.SignIn.EnableAccount(ctx, in.Input)
		}))
	b.addMutation("endUserSessions", inputs("EndUserSessionsInput", map[string]graphql.Input{"clientRequestId": text, "id": id}), payload,
		call(func(ctx context.Context, in struct{ Input auth.EndUserSessions }) (*auth.Account, error) {
			return b.SignIn.EndUserSessions(ctx, in.Input)
		}))
	b.addResetPassword()
}

// resetAnswer is an account and its new password, which is shown this once.
type resetAnswer struct {
	user     *auth.Account
	password string
}

func (b *builder) addResetPassword() {
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "ResetPasswordPayload", Fields: graphql.Fields{
		"user":     {Type: nn(b.access.user), Resolve: of(func(r resetAnswer) any { return r.user })},
		"password": text(func(r resetAnswer) string { return r.password }),
	}})
	input := inputs("ResetPasswordInput", map[string]graphql.Input{
		"clientRequestId": nn(graphql.String), "id": nn(graphql.ID), "version": nn(graphql.Int)})
	b.addMutation("resetPassword", input, payload, call(func(ctx context.Context, in struct{ Input auth.ResetPassword }) (resetAnswer, error) {
		user, password, err := b.SignIn.ResetPassword(ctx, in.Input)
		return resetAnswer{user, password}, err
	}))
}
