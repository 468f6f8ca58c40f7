// Package auth knows who is asking: accounts, sign-in, sessions and tokens, and what the one who asks may do where.
package auth

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/policies"
)

// Grant is a role that the viewer holds today at a unit, and below it, from one day to another.
type Grant struct {
	Role   string
	UnitID int64
	From   day.Day
	To     day.Day // day.Forever when open

	DelegatedBy string // display name of whoever lent it; empty: the viewer's own
}

// Viewer is who asks, with the rights of one moment. It lives as long as the request.
type Viewer struct {
	UserID      int64
	Username    string
	DisplayName string
	StaffID     int64 // the viewer's own record; 0 for none
	Grants      []Grant

	enforcer *policies.Enforcer // nil for the console
	mu       sync.Mutex
	scopes   map[string]models.Scope
}

// Console is whoever runs a command beside the database: it may do everything, since it could as well write to the
// database itself. No request ever carries it.
func Console() *Viewer { return &Viewer{Username: "console", DisplayName: "console"} }

type viewerKey struct{}

// WithViewer makes v the one who asks under ctx.
func WithViewer(ctx context.Context, v *Viewer) context.Context {
	return context.WithValue(models.WithAccess(ctx, v.access), viewerKey{}, v)
}

// ViewerOf is who asks; nil is a stranger.
func ViewerOf(ctx context.Context) *Viewer {
	v, _ := ctx.Value(viewerKey{}).(*Viewer)
	return v
}

type versionsKey struct{}

// Versions are the versions of what servers keep in memory, by topic, as this request found them.
type Versions map[string]int64

// VersionOf is the version of a topic ("org", "grants", "position") that ctx was given with the look-up of its
// session; 0 when nobody looked.
func VersionOf(ctx context.Context, topic string) int64 {
	v, _ := ctx.Value(versionsKey{}).(Versions)
	return v[topic]
}

// WithVersions gives ctx the versions that reads under it must not fall behind.
func WithVersions(ctx context.Context, v Versions) context.Context {
	return context.WithValue(ctx, versionsKey{}, v)
}

// Scope is where the viewer may do act on obj, the own record included where the role allows that. A stranger may
// nowhere. It is worked out once per viewer.
func (v *Viewer) Scope(obj, act string) models.Scope {
	if v == nil {
		return models.Scope{}
	}
	if v.enforcer == nil {
		return models.Scope{All: true}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	name := obj + ":" + act
	if s, ok := v.scopes[name]; ok {
		return s
	}
	s, err := v.work(obj, act)
	if err != nil {
		return models.Scope{} // an answer that could not be had is no
	}
	if v.scopes == nil {
		v.scopes = map[string]models.Scope{}
	}
	v.scopes[name] = s
	return s
}

// access is what the database is told of the viewer, for row-level security.
func (v *Viewer) access() *models.Access {
	if v == nil {
		return nil
	}
	if v.enforcer == nil {
		return models.Everything()
	}
	return v.enforcer.Access(v.UserID, func() *models.Access {
		return models.NewAccess(v.UserID, func(group string) models.Scope {
			switch group {
			case models.GroupAudit:
				return v.Scope("audit.log", "read")
			case models.GroupFiles:
				return models.Scope{}
			}
			return v.Scope("staff."+group, "read")
		})
	})
}

func (v *Viewer) work(obj, act string) (models.Scope, error) {
	s, err := v.enforcer.Scope(v.UserID, obj, act)
	if err != nil || v.StaffID == 0 || s.All {
		return s, err
	}
	self, err := v.enforcer.MaySelf(v.UserID, obj, act)
	if self {
		s.Self = v.StaffID
	}
	return s, err
}

// May refuses with FORBIDDEN unless the viewer may do act on obj at the unit, and with UNAUTHENTICATED a stranger.
func (v *Viewer) May(obj, act string, unitID int64) error {
	if err := v.asks(obj, act); err != nil || v.enforcer == nil {
		return err
	}
	ok, err := v.enforcer.May(v.UserID, obj, act, unitID)
	if err != nil || ok {
		return err
	}
	return forbidden(obj, act)
}

// MayAnywhere tells whether the viewer may do act on obj at some unit or in the own record.
func (v *Viewer) MayAnywhere(obj, act string) bool { return !v.Scope(obj, act).Nowhere() }

// Permissions are "<object>:<act>" for all that the viewer may do somewhere, sorted. For the console they are
// not listed: it has no screens.
func (v *Viewer) Permissions() []string {
	if v == nil || v.enforcer == nil {
		return nil
	}
	return v.enforcer.Names(v.UserID)
}

// Holds tells whether the viewer holds a role at some unit.
func (v *Viewer) Holds(role string) bool {
	return v != nil && slices.ContainsFunc(v.Grants, func(g Grant) bool { return g.Role == role })
}

// Require is the question at the head of a use case: who asks, and where may they do act on obj? It refuses a stranger
// with UNAUTHENTICATED and one who may nowhere with FORBIDDEN.
func Require(ctx context.Context, obj, act string) (*Viewer, models.Scope, error) {
	v := ViewerOf(ctx)
	if err := v.asks(obj, act); err != nil {
		return nil, models.Scope{}, err
	}
	s := v.Scope(obj, act)
	if s.Nowhere() {
		return nil, models.Scope{}, forbidden(obj, act)
	}
	return v, s, nil
}

// asks refuses strangers, and a question that no policy can ever answer with yes: that is a slip in the caller.
func (v *Viewer) asks(obj, act string) error {
	if v == nil {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	if v.enforcer != nil && !v.enforcer.Book().Knows(obj, act) {
		return fmt.Errorf("no policy names %s:%s", obj, act)
	}
	return nil
}

func forbidden(obj, act string) error { return fault.Missing(obj + ":" + act) }
