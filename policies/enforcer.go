package policies

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist"

	"bienche/models"
)

// Enforcer answers from one snapshot of grants and of the tree. It is never changed: a newer snapshot is a newer
// Enforcer, so that a request sees the old rights or the new, never a mixture.
type Enforcer struct {
	book   *Book
	casbin *casbin.Enforcer
	held   map[int64][]models.Grant // by user
	tree   tree
	scopes *sync.Map // question to models.Scope: what Scope has answered, since the answer stays the same
	access *sync.Map // user to *models.Access, likewise
	acted  *acted    // of one request; nil for the enforcer that all share
}

// question is what Scope was asked.
type question struct {
	user     int64
	obj, act string
}

// Enforcer builds the answerer for grants, which must be those in force, in a tree of places.
func (b *Book) Enforcer(grants []models.Grant, places []models.UnitAccess) (*Enforcer, error) {
	m, err := model.NewModelFromString(b.model)
	if err != nil {
		return nil, fmt.Errorf("policies: model: %w", err)
	}
	c, err := casbin.NewEnforcer(m, loader{b.lines, grants})
	if err != nil {
		return nil, fmt.Errorf("policies: build: %w", err)
	}
	e := &Enforcer{book: b, casbin: c, held: map[int64][]models.Grant{}, tree: newTree(places), scopes: new(sync.Map), access: new(sync.Map)}
	for _, g := range grants {
		e.held[g.UserID] = append(e.held[g.UserID], g)
	}
	return e, nil
}

// Book is the permissions behind the answers.
func (e *Enforcer) Book() *Book { return e.book }

// Grants are the roles that a user holds.
func (e *Enforcer) Grants(user int64) []models.Grant { return e.held[user] }

// May tells whether a user may do act on obj at a unit: by a role held there or at any unit above it. An act on the
// own record is never allowed at a unit (see MaySelf).
func (e *Enforcer) May(user int64, obj, act string, unitID int64) (bool, error) {
	if related(act) {
		return false, nil
	}
	for _, at := range e.tree.upFrom(unitID) {
		// casbin is asked only where the user holds a role at all: elsewhere g() cannot be true.
		if !slices.ContainsFunc(e.held[user], func(g models.Grant) bool { return g.UnitID == at }) {
			continue
		}
		if ok, err := e.at(user, obj, act, at); ok || err != nil {
			return ok, errors.Join(err, e.note(user, obj, act, unitID))
		}
	}
	return false, nil
}

// Scope is where a user may do act on obj: the units at which casbin says yes, with everything below them. Self is
// left to the caller, who knows whose record is the user's own (see MaySelf).
func (e *Enforcer) Scope(user int64, obj, act string) (models.Scope, error) {
	if related(act) {
		return models.Scope{}, nil
	}
	if err := e.note(user, obj, act, 0); err != nil {
		return models.Scope{}, err
	}
	asked := question{user, obj, act}
	if known, ok := e.scopes.Load(asked); ok {
		return known.(models.Scope), nil
	}
	scope, err := e.reach(user, obj, act)
	if err != nil {
		return models.Scope{}, err
	}
	if !scope.All && e.book.Knows(obj, act+hostedSuffix) {
		hosts, err := e.reach(user, obj, act+hostedSuffix)
		if err != nil {
			return models.Scope{}, err
		}
		scope.Hosts = hosts.Units
		if hosts.All {
			scope.Hosts = e.tree.all()
		}
	}
	e.scopes.Store(asked, scope)
	return scope, nil
}

// reach is the units at which a user holds a role that may do act on obj, with everything below them.
func (e *Enforcer) reach(user int64, obj, act string) (models.Scope, error) {
	var roots []int64
	for _, g := range e.held[user] {
		ok, err := e.at(user, obj, act, g.UnitID)
		if err != nil {
			return models.Scope{}, err
		}
		if ok && !slices.Contains(roots, g.UnitID) {
			roots = append(roots, g.UnitID)
		}
	}
	return e.tree.below(roots), nil
}

// Access is what the database is told of a user, worked out once: it stays the same as long as the rights do.
func (e *Enforcer) Access(user int64, work func() *models.Access) *models.Access {
	if known, ok := e.access.Load(user); ok {
		return known.(*models.Access)
	}
	a := work()
	e.access.Store(user, a)
	return a
}

// MaySelf tells whether a user may do act ("read" or "read_self", which is the same) on obj in the own record, wherever
// the role is held.
func (e *Enforcer) MaySelf(user int64, obj, act string) (bool, error) {
	act = strings.TrimSuffix(act, selfSuffix)
	for _, g := range e.held[user] {
		if ok, err := e.at(user, obj, act+selfSuffix, g.UnitID); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// Names are "<object>:<act>" for all that a user may do somewhere, sorted.
func (e *Enforcer) Names(user int64) []string {
	names := []string{}
	for _, p := range e.book.lines {
		if slices.ContainsFunc(e.held[user], func(g models.Grant) bool { return g.Role == p.Role }) {
			names = append(names, p.Name())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (e *Enforcer) at(user int64, obj, act string, unitID int64) (bool, error) {
	ok, err := e.casbin.Enforce(key(user), key(unitID), obj, act)
	if err != nil {
		return false, fmt.Errorf("policies: %s:%s: %w", obj, act, err)
	}
	return ok, nil
}

func key(id int64) string { return strconv.FormatInt(id, 10) }

// loader is casbin's way in: permissions from the files, grants from the snapshot. It is read-only.
type loader struct {
	lines  []Permission
	grants []models.Grant
}

var _ persist.Adapter = loader{}

// LoadPolicy fills casbin's model.
func (l loader) LoadPolicy(m model.Model) error {
	for _, p := range l.lines {
		if err := persist.LoadPolicyArray([]string{"p", p.Role, p.Object, p.Act}, m); err != nil {
			return err
		}
	}
	for _, g := range l.grants {
		if err := persist.LoadPolicyArray([]string{"g", key(g.UserID), g.Role, key(g.UnitID)}, m); err != nil {
			return err
		}
	}
	return nil
}

var errReadOnly = errors.New("policies are files under review and grants are recorded facts; neither is written here")

// SavePolicy refuses.
func (loader) SavePolicy(model.Model) error { return errReadOnly }

// AddPolicy refuses.
func (loader) AddPolicy(string, string, []string) error { return errReadOnly }

// RemovePolicy refuses.
func (loader) RemovePolicy(string, string, []string) error { return errReadOnly }

// RemoveFilteredPolicy refuses.
func (loader) RemoveFilteredPolicy(string, string, int, ...string) error { return errReadOnly }

// tree is today's places of all units, dissolved ones under their heirs.
type tree struct {
	sorted []models.UnitAccess // by path, so that a subtree is one run
	path   map[int64]string
}

func newTree(places []models.UnitAccess) tree {
	t := tree{path: make(map[int64]string, len(places))}
	for _, p := range places {
		if p.Path != "" { // a unit that has no place yet is below nobody
			t.sorted = append(t.sorted, p)
			t.path[p.ID] = p.Path
		}
	}
	slices.SortFunc(t.sorted, func(a, b models.UnitAccess) int { return strings.Compare(a.Path, b.Path) })
	return t
}

// upFrom is the unit and all above it, nearest first: "/1/14/203/" gives 203, 14, 1.
func (t tree) upFrom(unitID int64) []int64 {
	steps := strings.Split(strings.Trim(t.path[unitID], "/"), "/")
	slices.Reverse(steps)
	ids := make([]int64, 0, len(steps))
	for _, s := range steps {
		if id, err := strconv.ParseInt(s, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// all are the ids of all units, ascending.
func (t tree) all() []int64 {
	ids := make([]int64, len(t.sorted))
	for i, p := range t.sorted {
		ids[i] = p.ID
	}
	slices.Sort(ids)
	return ids
}

// below is the scope of everything at and below roots: All when that leaves no unit out.
func (t tree) below(roots []int64) models.Scope {
	var ids []int64
	for _, root := range roots {
		prefix := t.path[root]
		if prefix == "" {
			continue
		}
		// A path ends in a slash, so that /1/2/ is no prefix of /1/23/.
		at, _ := slices.BinarySearchFunc(t.sorted, prefix, func(p models.UnitAccess, s string) int {
			return strings.Compare(p.Path, s)
		})
		for ; at < len(t.sorted) && strings.HasPrefix(t.sorted[at].Path, prefix); at++ {
			ids = append(ids, t.sorted[at].ID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == len(t.sorted) && len(ids) > 0 {
		return models.Scope{All: true}
	}
	return models.Scope{Units: ids}
}
