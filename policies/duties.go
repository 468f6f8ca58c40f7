package policies

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"

	"gopkg.in/yaml.v3"
)

// duties is the file of roles that exclude each other, and of those that may not be lent.
type duties struct {
	Exclusive []struct {
		Role string
		With []string
	}
	NotLent []string `yaml:"not_lent"`
}

// readDuties refuses a missing file, an unknown word or role, and a role paired with itself.
func (b *Book) readDuties(tree fs.FS) error {
	text, err := fs.ReadFile(tree, "duties.yaml")
	if err != nil {
		return err
	}
	var d duties
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&d); err != nil {
		return err
	}
	if len(d.Exclusive) == 0 || len(d.NotLent) == 0 {
		return fmt.Errorf("no duties in it")
	}
	pairs := map[[2]string]bool{}
	for _, e := range d.Exclusive {
		for _, other := range e.With {
			if !slices.Contains(Roles(), e.Role) || !slices.Contains(Roles(), other) || e.Role == other {
				return fmt.Errorf("%s with %s: not two roles", e.Role, other)
			}
			pairs[[2]string{min(e.Role, other), max(e.Role, other)}] = true
		}
	}
	for _, r := range d.NotLent {
		if !slices.Contains(Roles(), r) {
			return fmt.Errorf("%s: unknown role", r)
		}
	}
	b.exclusive, b.notLent = pairs, d.NotLent
	return nil
}

// Exclude tells whether nobody may hold both roles on the same day.
func (b *Book) Exclude(one, other string) bool {
	return b.exclusive[[2]string{min(one, other), max(one, other)}]
}

// MayLend tells whether the holder of a role may lend it.
func (b *Book) MayLend(role string) bool { return !slices.Contains(b.notLent, role) }

// RolesWith are the roles that may do act on obj, in the order in which screens offer them.
func (b *Book) RolesWith(obj, act string) []string {
	var roles []string
	for _, r := range Roles() {
		if slices.Contains(b.lines, Permission{Role: r, Object: obj, Act: act}) {
			roles = append(roles, r)
		}
	}
	return roles
}

// Names are all permissions that any role has, each once, sorted.
func (b *Book) Names() []string {
	names := make([]string, 0, len(b.known))
	for n := range b.known {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
