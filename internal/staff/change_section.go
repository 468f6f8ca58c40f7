package staff

import (
	"errors"
	"fmt"
	"slices"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// section is a part of the record that changes without legal effect may touch.
type section interface {
	object() string // the policy object that guards it
	// prepare refuses what cannot be declared, and notes beside each field what it says now.
	prepare(tx *models.Tx, c *change) error
	apply(tx *models.Tx, c *change) error
}

// change is a record change at work.
type change struct {
	staffID int64
	kind    string // DECLARE, UPDATE, CORRECT
	given   int    // how many of the fields are given a value; the others are cleared
	models.ChangeContent
}

// place is where the input names field i.
func (c *change) place(i int, part string) string {
	if i >= c.given {
		return fmt.Sprintf("clear[%d]", i-c.given)
	}
	return fmt.Sprintf("fields[%d].%s", i, part)
}

func (c *change) correction() bool { return c.kind == "CORRECT" }

// state is a section of which a person has one fact on any day, such as the identity.
type state[T any, P models.Dated[T]] struct {
	guard  string
	fields []field[T]
	first  func(staffID int64) *T // an empty fact to declare into; nil where the record always has one
	finish func(*models.Tx, *T) error
}

func (s state[T, P]) object() string { return s.guard }

func (s state[T, P]) prepare(tx *models.Tx, c *change) error {
	if c.Target != nil || c.Remove {
		return fault.Bad("target", "staff.no_target_here")
	}
	facts, err := models.FactsIn[T, P](tx, "staff_id = ?", c.staffID)
	if err != nil {
		return err
	}
	var now *T
	for i := range facts {
		if f := models.FactOf[T](P(&facts[i])); !c.EffectiveOn.Before(f.ValidFrom) && c.EffectiveOn.Before(f.ValidTo) {
			now = &facts[i]
		}
	}
	if now == nil && (s.first == nil || c.correction()) {
		return fault.New(fault.RuleViolation, "staff.nothing_on_day", fault.Args{"on": c.EffectiveOn}).At("effectiveOn")
	}
	return compare(c, s.fields, now)
}

func (s state[T, P]) apply(tx *models.Tx, c *change) error {
	facts, err := models.FactsIn[T, P](tx, "staff_id = ?", c.staffID)
	if err != nil {
		return err
	}
	_, err = models.Amend[T, P](tx, facts, models.Amendment[T]{
		On: c.EffectiveOn, Whole: c.correction(), Edits: edits(c, s.fields), Ground: groundOf(c), Finish: s.finish,
	})
	if !errors.Is(err, models.ErrNoFact) {
		return err
	}
	next := s.first(c.staffID)
	put(c, s.fields, next)
	f := models.FactOf[T](P(next))
	f.ValidFrom, f.ValidTo = c.EffectiveOn, day.Forever
	for i := range facts {
		if from := models.FactOf[T](P(&facts[i])).ValidFrom; from.After(c.EffectiveOn) {
			f.ValidTo = day.Min(f.ValidTo, from)
		}
	}
	return models.Record[T, P](tx, next)
}

// entries is a section with many facts beside each other, such as relatives. Each is named by its own id.
type entries[T any, P models.Dated[T]] struct {
	guard   string
	fields  []field[T]
	first   func(staffID int64) *T
	ownDays bool // the days of the fact are among its fields, and no change splits it
}

func (s entries[T, P]) object() string { return s.guard }

func (s entries[T, P]) prepare(tx *models.Tx, c *change) error {
	switch {
	case c.Target == nil && c.Remove:
		return fault.Bad("target", "fault.required")
	case c.Target == nil && c.kind != "DECLARE":
		return fault.Bad("target", "fault.required")
	case c.Target != nil && c.kind == "DECLARE":
		return fault.Bad("target", "staff.no_target_here")
	case c.Remove && len(c.Fields) > 0:
		return fault.Bad("fields", "staff.remove_alone")
	}
	now, err := s.target(tx, c)
	if err != nil || c.Remove {
		return err
	}
	if err := compare(c, s.fields, now); err != nil {
		return err
	}
	return s.whole(c, now)
}

// whole refuses an entry that would lack something, or end before it begins.
func (s entries[T, P]) whole(c *change, now *T) error {
	next := s.first(c.staffID)
	if now != nil {
		copied := *now
		next = &copied
	}
	put(c, s.fields, next)
	for _, f := range s.fields {
		if f.need && f.slot.get(next) == "" {
			return fault.Bad("fields", "staff.field_missing", fault.Args{"name": f.name})
		}
	}
	if f := models.FactOf[T](P(next)); s.ownDays && !f.ValidFrom.Before(f.ValidTo) {
		return fault.Bad("fields", "fault.bad_range", fault.Args{"from": f.ValidFrom, "to": f.ValidTo})
	}
	return nil
}

// target is the fact that a change is about; nil for a new one.
func (s entries[T, P]) target(tx *models.Tx, c *change) (*T, error) {
	if c.Target == nil {
		return nil, nil
	}
	found, err := models.FactsIn[T, P](tx, "id = ? AND staff_id = ?", *c.Target, c.staffID)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "staff.no_entry").At("target")
	}
	return &found[0], nil
}

func (s entries[T, P]) apply(tx *models.Tx, c *change) error {
	now, err := s.target(tx, c)
	if err != nil {
		return err
	}
	if now == nil {
		next := s.first(c.staffID)
		models.FactOf[T](P(next)).ValidFrom = c.EffectiveOn
		put(c, s.fields, next)
		return models.Record[T, P](tx, next)
	}
	fact := *models.FactOf[T](P(now))
	if c.Remove {
		return s.strike(tx, c, now)
	}
	if s.ownDays {
		if err := models.CloseFact(tx, P(now).TableName(), fact.ID); err != nil {
			return err
		}
		put(c, s.fields, now)
		f := models.FactOf[T](P(now))
		f.ID, f.ClosedIn = 0, nil
		if set := groundOf(c); set != nil {
			set(f)
		}
		return models.Record[T, P](tx, now)
	}
	_, err = models.Amend[T, P](tx, []T{*now}, models.Amendment[T]{
		On: day.Max(c.EffectiveOn, fact.ValidFrom), Whole: c.correction(), Edits: edits(c, s.fields), Ground: groundOf(c),
	})
	if errors.Is(err, models.ErrNoFact) { // it ended before the day
		return fault.New(fault.Conflict, "staff.change_outdated").At("effectiveOn")
	}
	return err
}

// strike takes an entry off the record: from a day on, or as a mistake altogether.
func (s entries[T, P]) strike(tx *models.Tx, c *change, now *T) error {
	fact := *models.FactOf[T](P(now))
	if err := models.CloseFact(tx, P(now).TableName(), fact.ID); err != nil {
		return err
	}
	if s.ownDays || c.correction() || !fact.ValidFrom.Before(c.EffectiveOn) {
		return nil
	}
	f := models.FactOf[T](P(now))
	f.ID, f.ClosedIn, f.ValidTo = 0, nil, day.Min(c.EffectiveOn, fact.ValidTo)
	return models.Record[T, P](tx, now)
}

// compare refuses fields that do not exist or cannot have their value, and notes what they say now. A change that
// changes nothing is refused too.
func compare[T any](c *change, fields []field[T], now *T) error {
	changes := false
	for i := range c.Fields {
		v := &c.Fields[i]
		j := slices.IndexFunc(fields, func(f field[T]) bool { return f.name == v.Name })
		if j < 0 {
			return fault.Bad(c.place(i, "name"), "staff.no_field", fault.Args{"name": v.Name})
		}
		if slices.ContainsFunc(c.Fields[:i], func(o models.ChangeField) bool { return o.Name == v.Name }) {
			return fault.Bad(c.place(i, "name"), "staff.field_twice", fault.Args{"name": v.Name})
		}
		if err := fields[j].check(valueOf(v.After)); err != nil {
			return err.At(c.place(i, "value"))
		}
		v.Before = nil
		if now != nil {
			if s := fields[j].slot.get(now); s != "" {
				v.Before = &s
			}
		}
		changes = changes || valueOf(v.Before) != valueOf(v.After)
	}
	if !changes {
		return fault.Bad("fields", "staff.nothing_changed")
	}
	return nil
}

// put writes the new values into a fact.
func put[T any](c *change, fields []field[T], t *T) {
	for _, v := range c.Fields {
		for _, f := range fields {
			if f.name == v.Name {
				f.slot.put(t, valueOf(v.After))
			}
		}
	}
}

func edits[T any](c *change, fields []field[T]) []models.Edit[T] {
	var all []models.Edit[T]
	for _, v := range c.Fields {
		for _, f := range fields {
			if f.name == v.Name {
				all = append(all, models.Edit[T]{Get: f.slot.get, Set: func(t *T) { f.slot.put(t, valueOf(v.After)) }})
			}
		}
	}
	return all
}

// groundOf says what a changed fact rests on: a corrected one on the same document as before; an updated one on the
// declaration alone, which its audit entry names.
func groundOf(c *change) func(*models.Fact) {
	if c.correction() {
		return nil
	}
	return func(f *models.Fact) { f.DecisionID, f.BatchID = nil, nil }
}

func valueOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
