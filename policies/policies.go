// Package policies knows who may ask. What a role may do to which kind of object is written in reviewed CSV files, one
// per domain; who holds which role at which unit, and when, is data. casbin decides, from a snapshot of both.
package policies

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"bienche/internal/fault"
)

//go:embed model.conf *.csv duties.yaml
var files embed.FS

// The roles. What each may do is in the CSV files; its name for people is RoleLabel.
const (
	SystemAdministrator     = "system_administrator"
	ProvincialLeader        = "provincial_leader"
	HomeAffairsLeader       = "home_affairs_leader"
	HomeAffairsOfficer      = "home_affairs_officer"
	FinanceOfficer          = "finance_officer"
	AgencyHead              = "agency_head"
	DivisionHead            = "division_head"
	AgencyPersonnelOfficer  = "agency_personnel_officer"
	CommunePersonnelOfficer = "commune_personnel_officer"
	Inspector               = "inspector"
	StaffMember             = "staff_member"
)

// Roles are all roles, in the order in which screens offer them.
func Roles() []string {
	return []string{
		SystemAdministrator, ProvincialLeader, HomeAffairsLeader, HomeAffairsOfficer, FinanceOfficer, AgencyHead,
		DivisionHead, AgencyPersonnelOfficer, CommunePersonnelOfficer, Inspector, StaffMember,
	}
}

// RoleLabel is a role's name for readers of lang ("vi" or "en").
func RoleLabel(lang, role string) string { return fault.Text(lang, "role."+role, nil) }

// acts are the acts there are. One that ends in _self is on the own record only, wherever the role is held; one that
// ends in _hosted is on people seconded to the place where the role is held.
var acts = []string{
	"read", "issue", "declare", "verify", "import", "export", "manage", "use", "compute", "share", "review", "propose", "approve", "count", "read_self", "declare_self", "read_hosted",
}

// Relations between the reader and a person, as suffixes of an act: the own record, and people seconded to a place of
// the reader's.
const (
	selfSuffix   = "_self"
	hostedSuffix = "_hosted"
)

// related tells whether an act is one of a relation, which is never allowed at a unit as such.
func related(act string) bool {
	return strings.HasSuffix(act, selfSuffix) || strings.HasSuffix(act, hostedSuffix)
}

// Permission is one line of the files: a role may do an act to a kind of object.
type Permission struct{ Role, Object, Act string }

// Name is how screens and refusals name what is permitted: "<object>:<act>".
func (p Permission) Name() string { return p.Object + ":" + p.Act }

// Book is all permissions and the casbin model. It does not change and may be shared.
type Book struct {
	model string
	lines []Permission
	known map[string]bool // "<object>:<act>" that at least one role has

	exclusive map[[2]string]bool // pairs of roles, each in order of the alphabet
	notLent   []string
}

// Load reads the permissions that are part of the program. The server must not start without them.
func Load() (*Book, error) { return LoadFrom(files) }

// LoadFrom reads model.conf and one <domain>.csv for each domain from a tree. It refuses a missing or empty file, a
// line that is not "p, role, object, act", an unknown role or act, and a line that stands twice.
func LoadFrom(tree fs.FS) (*Book, error) {
	model, err := fs.ReadFile(tree, "model.conf")
	if err != nil {
		return nil, fmt.Errorf("policies: %w", err)
	}
	b := &Book{model: string(model), known: map[string]bool{}}
	var wrong []error
	for _, domain := range domains {
		if err := b.read(tree, domain+".csv"); err != nil {
			wrong = append(wrong, fmt.Errorf("policies/%s.csv: %w", domain, err))
		}
	}
	if err := b.readDuties(tree); err != nil {
		wrong = append(wrong, fmt.Errorf("policies/duties.yaml: %w", err))
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	if _, err := b.Enforcer(nil, nil); err != nil { // a broken model shows here, not at the first request
		return nil, err
	}
	return b, nil
}

// domains name the files that must be there: a file lost in packaging must not pass for "nobody may".
var domains = []string{"audit", "auth", "decision", "exchange", "headcount", "lawbook", "org", "position", "report", "staff"}

var objectName = regexp.MustCompile(`^[a-z]+(\.[a-z]+)?$`)

func (b *Book) read(tree fs.FS, name string) error {
	f, err := tree.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.TrimLeadingSpace, r.FieldsPerRecord = '#', true, 4
	records, err := r.ReadAll()
	if err != nil {
		return err
	}
	if len(records) == 0 {
		return errors.New("no permission in it")
	}
	for _, rec := range records {
		p := Permission{Role: rec[1], Object: rec[2], Act: rec[3]}
		if err := b.check(rec[0], p); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(rec, ", "), err)
		}
		b.lines = append(b.lines, p)
		b.known[p.Name()] = true
	}
	return nil
}

func (b *Book) check(kind string, p Permission) error {
	switch {
	case kind != "p":
		return errors.New("a line begins with p")
	case !slices.Contains(Roles(), p.Role):
		return errors.New("unknown role")
	case !objectName.MatchString(p.Object):
		return errors.New("not the name of an object")
	case !slices.Contains(acts, p.Act):
		return errors.New("unknown act")
	case slices.Contains(b.lines, p):
		return errors.New("stands twice")
	}
	return nil
}

// Permissions are all lines, in the order of the files.
func (b *Book) Permissions() []Permission { return slices.Clone(b.lines) }

// Knows tells whether any role may do act on obj: what nobody may is a slip of the pen in the caller.
func (b *Book) Knows(obj, act string) bool { return b.known[obj+":"+act] }
