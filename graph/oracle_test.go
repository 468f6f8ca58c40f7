package graph

import (
	"regexp"
	"strconv"

	"bienche/policies"
)

// sight is what a user may see, worked out by walking the province with loops: no tree of paths, no scope, no casbin.
type sight struct {
	p     *province
	user  *fakeUser
	roles map[policies.Permission]bool
	units map[int]bool // that some answer may name
	docs  map[int]bool // decisions
}

// up is a unit and the units above it in today's tree, a dissolved one under its heir.
func (p *province) up(unit int) []int {
	var all []int
	for unit != 0 {
		all = append(all, unit)
		u := p.units[unit-1]
		unit = u.above
		if u.heir != 0 {
			unit = u.heir
		}
	}
	return all
}

// may tells whether a role of the user, held at the unit or above it, lets them read an object there.
func (s *sight) may(object string, unit int) bool { return s.mayBy(object, "read", unit) }

func (s *sight) mayBy(object, act string, unit int) bool {
	for _, g := range s.user.grants {
		if !g.now() || !s.roles[policies.Permission{Role: g.role, Object: object, Act: act}] {
			continue
		}
		for _, at := range s.p.up(unit) {
			if at == g.unit {
				return true
			}
		}
	}
	return false
}

// anywhere tells whether the user may read an object at some unit, or in their own record.
func (s *sight) anywhere(object string) bool {
	return s.does(object, "read") || s.own(object)
}

// host is the unit that a person is lent to today; 0 for none.
func (f *fakePerson) host() int {
	for _, post := range f.posts {
		if post.kind == "SECONDMENT" && post.from <= oracleToday && oracleToday < post.to {
			return post.unit
		}
	}
	return 0
}

func (s *sight) own(object string) bool {
	return s.user.staff != 0 && s.does(object, "read_self")
}

// home is the unit of the main post held today, else of the one whose beginning is nearest, past ones first.
func (f *fakePerson) home() int {
	unit, last := 0, ""
	for _, post := range f.posts {
		if post.kind == "MAIN" && !post.superseded && post.from <= oracleToday && post.from > last {
			unit, last = post.unit, post.from
		}
	}
	return unit
}

// person tells whether the user may see a group of a person's record.
func (s *sight) person(f *fakePerson, group string) bool {
	for _, object := range []string{"staff.core", "staff." + group} {
		guest := f.host() != 0 && s.mayBy(object, "read_hosted", f.host())
		if !s.may(object, f.home()) && !guest && !(s.user.staff == f.id && s.own(object)) {
			return false
		}
	}
	return true
}

// account tells whether the user may be told the name of another: of an account within reach, of who declared a change
// that is seen, of who holds or lent a grant that is seen, and of those who give grants, whom everybody may ask.
func (s *sight) account(of *fakeUser) bool {
	held := false
	for _, g := range of.grants {
		if g.closed {
			continue
		}
		held = true
		if g.lent/10 == s.user.id { // who lends knows to whom
			return true
		}
		if s.may("auth.user", g.unit) || s.may("auth.grant", g.unit) || g.now() && s.roles[policies.Permission{Role: g.role, Object: "auth.grant", Act: "manage"}] {
			return true
		}
	}
	for _, u := range s.p.users {
		for _, g := range u.grants {
			if g.lent != 0 && g.lent/10 == of.id && (u == s.user || s.may("auth.grant", g.unit) || s.may("auth.user", g.unit)) {
				return true
			}
		}
	}
	for _, f := range s.p.people {
		for i, section := range f.changes {
			if f.declaredBy(i) == of.id && s.person(f, groupOfSection[section]) {
				return true
			}
		}
	}
	for _, f := range s.p.people {
		if f.computedBy() == of.id && s.person(f, "computation") {
			return true
		}
	}
	return of == s.user || s.batch(of.id) || !held && (s.does("auth.user", "manage") || s.everywhere("auth.user"))
}

// computation tells whether the user may see a kept computation: two are of each person.
func (s *sight) computation(id int) bool {
	return id >= 1 && id <= 2*len(s.p.people) && s.person(s.p.people[(id-1)/2], "computation")
}

// batch tells whether the user may see a batch, of which each user has made one.
func (s *sight) batch(id int) bool {
	if id < 1 || id > len(s.p.users) || !s.anywhere("staff.computation") {
		return false
	}
	return id == s.user.id || s.may("staff.computation", batchUnit(id))
}

// everywhere tells whether the user may read an object at every unit there ever was: then nothing of it is out of reach,
// what hangs on no unit included.
func (s *sight) everywhere(object string) bool {
	for _, u := range s.p.units {
		if !s.may(object, u.id) {
			return false
		}
	}
	return true
}

// does tells whether the user may do an act somewhere.
func (s *sight) does(object, act string) bool {
	for _, g := range s.user.grants {
		if g.now() && s.roles[policies.Permission{Role: g.role, Object: object, Act: act}] {
			return true
		}
	}
	return false
}

func (s *sight) quota(q fakeQuota) bool {
	return q.giver != 0 && s.may("headcount.quota", q.giver) || s.may("headcount.quota", q.receiver)
}

func newSight(p *province, user *fakeUser, roles map[policies.Permission]bool) *sight {
	s := &sight{p: p, user: user, roles: roles, units: map[int]bool{}, docs: map[int]bool{}}
	for _, u := range p.units {
		if s.may("org.unit", u.id) {
			s.units[u.id] = true
		}
		if s.may("report.headcount", u.id) && s.anywhere("decision.document") {
			s.docs[u.seatsBy] = true
		}
	}
	for _, g := range user.grants { // one's own, also those that are over or to come
		s.units[g.unit] = s.units[g.unit] || !g.closed
	}
	for _, f := range p.people {
		s.lookInto(f)
	}
	for _, q := range append([]fakeQuota{{100, 0, 1, 1}}, p.quotas...) {
		if s.quota(q) {
			s.units[q.receiver], s.units[q.giver] = true, true
			s.docs[q.decision] = s.docs[q.decision] || s.anywhere("decision.document")
		}
	}
	for _, d := range p.decisions {
		if s.may("decision.document", d.issuer) {
			s.docs[d.id] = true
		}
	}
	for _, u := range p.users {
		if s.batch(u.id) {
			s.units[batchUnit(u.id)] = true
		}
	}
	for range p.units { // what names what, until nothing is added
		s.follow()
	}
	return s
}

// lookInto adds what the record of a person names.
func (s *sight) lookInto(f *fakePerson) {
	if !s.person(f, "core") {
		return
	}
	for _, post := range f.posts {
		s.units[post.unit], s.units[post.quota] = true, true
		if s.anywhere("decision.document") {
			s.docs[post.decision], s.docs[post.ended] = true, true
		}
	}
	for group, decision := range f.grounds {
		if s.person(f, group) && s.anywhere("decision.document") {
			s.docs[decision] = true
		}
	}
}

// follow adds the units that stand beside those seen: above them on any day, before or after them, and the issuers of
// decisions; and the decisions behind their names.
func (s *sight) follow() {
	for _, u := range s.p.units {
		if s.units[u.id] {
			s.units[u.above], s.units[u.earlier], s.units[u.heir] = true, true, true
			s.docs[u.groundBy] = s.docs[u.groundBy] || s.anywhere("decision.document")
		}
		if s.units[u.heir] && u.heir != 0 {
			s.units[u.id] = true
		}
	}
	for _, d := range s.p.decisions {
		if s.docs[d.id] {
			s.units[d.issuer] = true
		}
	}
}

// sees tells whether the user may be told what a marker stands for.
func (s *sight) sees(kind string, id int, group string) bool {
	switch {
	case id < 1:
		return false
	case kind == "p" && id <= len(s.p.people):
		return s.person(s.p.people[id-1], group)
	case kind == "u":
		return s.units[id]
	case kind == "a" && id <= len(s.p.users):
		return s.account(s.p.users[id-1])
	case kind == "d":
		return s.docs[id]
	case kind == "j" || kind == "i":
		return id == s.user.id
	case kind == "c":
		return s.computation(id)
	case kind == "b":
		return s.batch(id)
	case kind == "q" && id == 100:
		return s.may("headcount.quota", 1)
	case kind == "q" && id <= len(s.p.quotas):
		return s.quota(s.p.quotas[id-1])
	}
	return false
}

// traces are what tells of something in an answer, with what it tells of.
var traces = []struct {
	form  *regexp.Regexp
	kind  string // "" is the form's own first part
	group string // "" is the form's own third part
}{
	{regexp.MustCompile(`~([a-z])(\d+):([a-z]*)~`), "", ""},
	{regexp.MustCompile(`()CB(\d{3})`), "p", "core"},
	{regexp.MustCompile(`()0241(\d{8})`), "p", "identity"},
	{regexp.MustCompile(`()[" ]5[.,](\d\d)[^\d]`), "p", "salary"},
	{regexp.MustCompile(`()"U(\d\d)"`), "u", "-"},
	{regexp.MustCompile(`()\nstaff:(\d+)\n`), "p", "core"},
	{regexp.MustCompile(`()\nunit:(\d+)\n`), "u", "-"},
	{regexp.MustCompile(`()\nuser:(\d+)\n`), "a", "-"},
	{regexp.MustCompile(`()"user(\d+)"`), "a", "-"},
	{regexp.MustCompile(`()\ndecision:(\d+)\n`), "d", "-"},
	{regexp.MustCompile(`()\njob:(\d+)\n`), "j", "-"},
	{regexp.MustCompile(`()\nquota:(\d+)\n`), "q", "-"},
	{regexp.MustCompile(`()\ncomputation:(\d+)\n`), "c", "-"},
	{regexp.MustCompile(`()\ncomputation_batch:(\d+)\n`), "b", "-"},
	{regexp.MustCompile(`()\nlaw_impact:(\d+)\n`), "i", "-"},
}

// told is everything in an answer that its reader may not see. What the request itself said is no news.
func (s *sight) told(request, raw string) (found []string) {
	text, asked := opened(raw), opened(request)
	for _, trace := range traces {
		for _, m := range trace.form.FindAllStringSubmatch(text, -1) {
			kind, group := trace.kind, trace.group
			if kind == "" {
				kind = m[1]
			}
			if group == "" {
				group = m[3]
			}
			if id, err := strconv.Atoi(m[2]); err != nil || !s.sees(kind, id, group) && !saysIt(trace.form, asked, m[2]) {
				found = append(found, m[0])
			}
		}
	}
	return found
}

// saysIt tells whether a request names the same thing.
func saysIt(form *regexp.Regexp, asked, id string) bool {
	for _, m := range form.FindAllStringSubmatch(asked, -1) {
		if m[2] == id {
			return true
		}
	}
	return false
}
