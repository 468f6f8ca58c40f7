package policies

import (
	"slices"
	"sync"

	"bienche/models"
)

// acted is in whose place a request has acted so far.
type acted struct {
	mu    sync.Mutex
	names []string
}

// ForRequest is the same enforcer for one request; it remembers in whose place the request acts.
func (e *Enforcer) ForRequest() *Enforcer {
	own := *e
	own.acted = new(acted)
	return &own
}

// ActedFor are the names of those by whose lent grants alone the request was allowed an act that changes something, in
// the order in which it asked.
func (e *Enforcer) ActedFor() []string {
	if e.acted == nil {
		return nil
	}
	e.acted.mu.Lock()
	defer e.acted.mu.Unlock()
	return slices.Clone(e.acted.names)
}

// looking are the acts that leave no trace in the audit log.
var looking = []string{"read", "count", "use"}

// note remembers whose place a yes is owed to. What only looks is not noted.
func (e *Enforcer) note(user int64, obj, act string, unitID int64) error {
	if e.acted == nil || slices.Contains(looking, act) || related(act) ||
		!slices.ContainsFunc(e.held[user], func(g models.Grant) bool { return g.LenderID != 0 }) {
		return nil
	}
	lenders, err := e.Lenders(user, obj, act, unitID)
	if err != nil {
		return err
	}
	e.acted.mu.Lock()
	defer e.acted.mu.Unlock()
	for _, name := range lenders {
		if !slices.Contains(e.acted.names, name) {
			e.acted.names = append(e.acted.names, name)
		}
	}
	return nil
}

// Lenders are the names of those in whose place a user does act on obj at a unit (0: somewhere): when the answer is yes
// by lent grants alone. With a grant of the user's own that gives the same, and without any, there are none.
func (e *Enforcer) Lenders(user int64, obj, act string, unitID int64) ([]string, error) {
	var names []string
	for _, g := range e.held[user] {
		if unitID != 0 && !e.tree.within(unitID, g.UnitID) {
			continue
		}
		ok, err := e.at(user, obj, act, g.UnitID)
		switch {
		case err != nil:
			return nil, err
		case !ok || !e.book.has(g.Role, obj, act): // another role at the unit may be what gives it
			continue
		case g.LenderID == 0:
			return nil, nil
		case !slices.Contains(names, g.Lender):
			names = append(names, g.Lender)
		}
	}
	return names, nil
}

// Holders are the grants by which anybody may do act on obj at a unit (0: anywhere).
func (e *Enforcer) Holders(obj, act string, unitID int64) []models.Grant {
	var found []models.Grant
	for _, grants := range e.held {
		for _, g := range grants {
			if e.book.has(g.Role, obj, act) && (unitID == 0 || e.tree.within(unitID, g.UnitID)) {
				found = append(found, g)
			}
		}
	}
	return found
}

// has tells whether a line gives a role the act on obj.
func (b *Book) has(role, obj, act string) bool {
	return slices.Contains(b.lines, Permission{Role: role, Object: obj, Act: act})
}

// within tells whether a unit is root or below it.
func (t tree) within(unitID, root int64) bool { return slices.Contains(t.upFrom(unitID), root) }
