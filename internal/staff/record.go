package staff

import (
	"context"
	"fmt"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/models"
)

// Person is one record as its reader may see it.
type Person struct {
	models.StaffRow
	// Decisions are those behind appointments and pay, where they were wanted.
	Decisions []models.Decision

	group *group
}

// group is the people that one field of a request answered with. What is read beside their heads is read for all of
// them at once, when the first of it is asked for.
type group struct {
	service  *Service
	viewer   *auth.Viewer
	asOf     models.AsOf
	ids      []int64
	sections []string
	records  map[int64]*models.StaffRecord
	ratings  map[int64]*models.LatestRating
}

func (s *Service) people(v *auth.Viewer, rows []models.StaffRow, a models.AsOf) []*Person {
	g := &group{service: s, viewer: v, asOf: a, ids: make([]int64, len(rows))}
	people := make([]*Person, len(rows))
	for i, r := range rows {
		g.ids[i] = r.ID
		people[i] = &Person{StaffRow: r, group: g}
	}
	return people
}

// Find reads one record by id or code, whether the person is on duty or not, with the sections that are wanted of it.
func (s *Service) Find(ctx context.Context, who models.StaffKey, sections []string) (*Person, error) {
	viewer, scope, err := auth.Require(ctx, "staff.core", "read")
	if err != nil {
		return nil, err
	}
	if who.ID == 0 && who.Code == "" {
		return nil, fault.Bad("id", "fault.required")
	}
	file, err := models.FindStaffFile(ctx, s.DB, who, sections, scope)
	if err != nil {
		return nil, fmt.Errorf("load record: %w", err)
	}
	if file == nil {
		return nil, fault.Unknown("staff")
	}
	p := s.people(viewer, []models.StaffRow{file.Head}, who.AsOf)[0]
	p.group.records = map[int64]*models.StaffRecord{p.ID: &file.StaffRecord}
	p.Decisions = file.Decisions
	return p, nil
}

// Among reads the heads of several records by id within the reader's scope; who is outside is left out.
func (s *Service) Among(ctx context.Context, ids []int64, a models.AsOf) (map[int64]*Person, error) {
	viewer, scope, err := auth.Require(ctx, "staff.core", "read")
	if err != nil {
		return nil, err
	}
	rows, err := models.StaffHeads(ctx, s.DB, ids, a, scope)
	if err != nil {
		return nil, fmt.Errorf("load records: %w", err)
	}
	found := make(map[int64]*Person, len(rows))
	for _, p := range s.people(viewer, rows, a) {
		found[p.ID] = p
	}
	return found, nil
}

// Want adds the sections that a request selects, so that the group reads them in one statement.
func (p *Person) Want(sections ...string) { p.group.sections = append(p.group.sections, sections...) }

// AsOf is the day and knowledge that the record is read as of.
func (p *Person) AsOf() models.AsOf { return p.group.asOf }

// Record is the sections wanted; nil when the person has none of them.
func (p *Person) Record(ctx context.Context) (*models.StaffRecord, error) {
	g := p.group
	if g.records == nil {
		got, err := models.StaffRecords(ctx, g.service.DB, g.ids, g.sections, g.asOf)
		if err != nil {
			return nil, fmt.Errorf("load record sections: %w", err)
		}
		g.records = got
	}
	if r := g.records[p.ID]; r != nil {
		return r, nil
	}
	return new(models.StaffRecord), nil
}

// LatestRating is the newest yearly rating; nil when there is none or the reader may not see it.
func (p *Person) LatestRating(ctx context.Context) (*models.LatestRating, error) {
	g := p.group
	if !p.May("staff.evaluation") {
		return nil, nil
	}
	if g.ratings == nil {
		rows, err := models.LatestRatings(ctx, g.service.DB, g.ids, g.asOf)
		if err != nil {
			return nil, fmt.Errorf("load ratings: %w", err)
		}
		g.ratings = make(map[int64]*models.LatestRating, len(rows))
		for i := range rows {
			g.ratings[rows[i].StaffID] = &rows[i]
		}
	}
	return g.ratings[p.ID], nil
}

// May tells whether the reader may see a field group (a policy object such as "staff.salary") of this person.
func (p *Person) May(object string) bool {
	return p.group.viewer.Scope(object, "read").HasPerson(p.Place())
}

// Hidden is a field that the reader may not see, and the grant that is missing.
type Hidden struct{ Field, MissingGrant string }

// fieldGroups are the fields of a record that a grant of their own opens.
var fieldGroups = []struct {
	object string
	fields []string
}{
	{"staff.identity", []string{"identity"}},
	{"staff.salary", []string{"coefficient", "pay", "separationEstimate"}},
	{"staff.evaluation", []string{"latestRating", "ratings"}},
	{"staff.party", []string{"party"}},
	{"staff.family", []string{"relatives"}},
	{"staff.health", []string{"health"}},
	{"staff.discipline", []string{"disciplinaryActions", "nextStepRaise"}},
}

// Hidden lists the fields that the reader may not see of this person.
func (p *Person) Hidden() []Hidden {
	hidden := []Hidden{}
	for _, g := range fieldGroups {
		if p.May(g.object) {
			continue
		}
		for _, f := range g.fields {
			hidden = append(hidden, Hidden{f, g.object + ":read"})
		}
	}
	return hidden
}

// timelineObjects are the policy objects whose events a timeline may hold.
var timelineObjects = []string{"staff.core", "staff.salary", "staff.evaluation", "staff.discipline"}

// Timeline lists the events of the record that the reader may see, newest first.
func (p *Person) Timeline(ctx context.Context, limit, offset int) ([]models.TimelineRow, error) {
	var objects []string
	for _, o := range timelineObjects {
		if p.May(o) {
			objects = append(objects, o)
		}
	}
	rows, err := models.StaffTimeline(ctx, p.group.service.DB, p.ID, objects, limit, offset)
	if err != nil {
		return nil, fmt.Errorf("load timeline: %w", err)
	}
	return rows, nil
}
