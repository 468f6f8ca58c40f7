// Package org answers for the organisation: which units exist on a day, where they hang, and how they change.
package org

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/singleflight"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// Node is a unit in the tree of a day.
type Node struct {
	models.UnitNode
	Parent   *Node
	Children []*Node
	Depth    int
	// Place and End are the unit's stretch in pre-order: its subtree is Tree.Nodes[Place:End].
	Place, End int
}

// Tree is the organisation of one day, as it was known at one instant. It is shared and never changed.
type Tree struct {
	AsOf  models.AsOf
	Nodes []*Node // pre-order
	byID  map[int64]*Node
	byKey map[string]*Node
}

// Unit finds a unit that exists on the tree's day.
func (t *Tree) Unit(id int64) (*Node, bool) {
	n, ok := t.byID[id]
	return n, ok
}

// Code finds a unit that exists on the tree's day by its code.
func (t *Tree) Code(code string) (*Node, bool) {
	n, ok := t.byKey[code]
	return n, ok
}

// Subtree is the unit and all below it, in pre-order.
func (t *Tree) Subtree(n *Node) []*Node { return t.Nodes[n.Place:n.End] }

// IDs are the ids of nodes.
func IDs(nodes []*Node) []int64 {
	ids := make([]int64, len(nodes))
	for i, n := range nodes {
		ids[i] = n.ID
	}
	return ids
}

// Ancestors are the units above n, from the province down.
func (n *Node) Ancestors() []*Node {
	var up []*Node
	for p := n.Parent; p != nil; p = p.Parent {
		up = append(up, p)
	}
	slices.Reverse(up)
	return up
}

// Trees keeps the trees that were asked for lately, and the versions of all units, of which a tree of any other day is made
// without the database. Both are keyed by the version of the organisation's data, so that what a change has made stale is
// not found again.
type Trees struct {
	DB *models.DB

	mu      sync.Mutex
	kept    map[treeKey]*Tree
	order   []treeKey
	history history
	flight  singleflight.Group
}

type treeKey struct {
	day     string
	known   int64
	version int64
}

// history is every version of every unit in present knowledge, at one version of the organisation's data.
type history struct {
	version int64
	units   []models.UnitVersion            // in the order of siblings
	of      map[int64][]*models.UnitVersion // by unit
}

// maxTrees bounds the memory: a tree of 3,000 units takes about 1 MB.
const maxTrees = 12

// At is the tree as of a. It costs a statement only when the organisation has changed, or for knowledge of the past.
func (t *Trees) At(ctx context.Context, a models.AsOf) (*Tree, error) {
	k := treeKey{day: a.Day.String(), version: auth.VersionOf(ctx, "org")}
	if !a.IsCurrent() {
		k.known = a.Known.UnixMicro()
	}
	t.mu.Lock()
	tree, ok := t.kept[k]
	t.mu.Unlock()
	if ok && k.version != 0 {
		return tree, nil
	}
	got, err, _ := t.flight.Do(fmt.Sprint(k), func() (any, error) {
		units, err := t.units(ctx, a, k.version)
		if err != nil {
			return nil, fmt.Errorf("load units: %w", err)
		}
		tree := build(units, a)
		t.keep(k, tree)
		return tree, nil
	})
	if err != nil {
		return nil, err
	}
	return got.(*Tree), nil
}

// units are those that exist as of a. Whoever comes without a version, or asks what was known once, reads them anew.
func (t *Trees) units(ctx context.Context, a models.AsOf, version int64) ([]models.UnitNode, error) {
	if version == 0 || !a.IsCurrent() {
		return models.UnitNodes(ctx, t.DB, a)
	}
	h, err := t.versions(ctx)
	if err != nil {
		return nil, err
	}
	var units []models.UnitNode
	for i := range h.units {
		if v := &h.units[i]; !a.Day.Before(v.ValidFrom) && a.Day.Before(v.ValidTo) {
			units = append(units, v.UnitNode)
		}
	}
	return units, nil
}

// versions is the history as of the version of the request; whoever comes without one reads it anew.
func (t *Trees) versions(ctx context.Context) (history, error) {
	version := auth.VersionOf(ctx, "org")
	t.mu.Lock()
	h := t.history
	t.mu.Unlock()
	if version != 0 && h.version == version {
		return h, nil
	}
	all, err := models.UnitVersions(ctx, t.DB)
	if err != nil {
		return history{}, err
	}
	h = history{version, all, make(map[int64][]*models.UnitVersion, len(all))}
	for i := range all {
		v := &all[i]
		h.of[v.ID] = append(h.of[v.ID], v)
	}
	t.mu.Lock()
	if t.history.version < version {
		t.history = h
	}
	t.mu.Unlock()
	return h, nil
}

// Then finds units as each was called and stood on a day of its own, or nearest to it: by the last version that had begun,
// else the first.
func (t *Trees) Then(ctx context.Context, keys []models.UnitDay) (map[models.UnitDay]models.UnitNode, error) {
	h, err := t.versions(ctx)
	if err != nil {
		return nil, fmt.Errorf("load units: %w", err)
	}
	found := make(map[models.UnitDay]models.UnitNode, len(keys))
	for _, k := range keys {
		var best *models.UnitVersion
		for _, v := range h.of[k.UnitID] {
			if best == nil || nearer(k.Day, v.ValidFrom, best.ValidFrom) {
				best = v
			}
		}
		if best != nil {
			found[k] = best.UnitNode
		}
	}
	return found, nil
}

// nearer tells whether what began on a holds on a day rather than what began on b.
func nearer(on, a, b day.Day) bool {
	if begun := !on.Before(a); begun != !on.Before(b) {
		return begun
	} else if begun {
		return b.Before(a)
	}
	return a.Before(b)
}

func (t *Trees) keep(k treeKey, tree *Tree) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept == nil {
		t.kept = map[treeKey]*Tree{}
	}
	if _, ok := t.kept[k]; !ok {
		t.order = append(t.order, k)
	}
	t.kept[k] = tree
	if len(t.order) > maxTrees {
		delete(t.kept, t.order[0])
		t.order = t.order[1:]
	}
}

// build hangs the units on each other. A unit whose parent does not exist on the day stands as a root of its own, so
// that nothing of it is lost from totals.
func build(units []models.UnitNode, a models.AsOf) *Tree {
	t := &Tree{AsOf: a, byID: make(map[int64]*Node, len(units)), byKey: make(map[string]*Node, len(units))}
	nodes := make([]Node, len(units))
	for i, u := range units {
		n := &nodes[i]
		n.UnitNode = u
		t.byID[u.ID], t.byKey[u.Code] = n, n
	}
	var roots []*Node
	for _, u := range units { // units come in sibling order
		n := t.byID[u.ID]
		if u.ParentID != nil {
			if p, ok := t.byID[*u.ParentID]; ok {
				n.Parent = p
				p.Children = append(p.Children, n)
				continue
			}
		}
		roots = append(roots, n)
	}
	t.Nodes = make([]*Node, 0, len(units))
	for _, r := range roots {
		t.place(r, 0)
	}
	return t
}

func (t *Tree) place(n *Node, depth int) {
	n.Depth, n.Place = depth, len(t.Nodes)
	t.Nodes = append(t.Nodes, n)
	for _, c := range n.Children {
		t.place(c, depth+1)
	}
	n.End = len(t.Nodes)
}

// Find is the unit with this id or code in the tree, within the scope; else NOT_FOUND.
func (t *Tree) Find(id int64, code string, s models.Scope) (*Node, error) {
	n, ok := t.byID[id]
	if code != "" {
		n, ok = t.byKey[code]
	}
	if !ok || !s.HasUnit(n.ID) {
		return nil, fault.Unknown("unit")
	}
	return n, nil
}
