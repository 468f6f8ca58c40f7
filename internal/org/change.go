package org

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
)

// Changes applies the lines of decisions that change the organisation.
type Changes struct{ Book *rules.Book }

// Stay is the days on which something is to stand at a unit, and the input field that named the unit.
type Stay struct {
	Unit  int64
	Field string
	From  day.Day
	To    day.Day
}

// Hold finds a unit that exists on all days of a stay and keeps it so until tx ends. It refuses with NOT_FOUND a unit
// there never was and one that the viewer may not read, which are told apart by nothing, and with RULE_VIOLATION one
// that does not exist on those days.
func Hold(ctx context.Context, tx *models.Tx, s Stay) (*models.StandingUnit, error) {
	if err := inSight(ctx, s.Unit, s.Field); err != nil {
		return nil, err
	}
	return hold(tx, s)
}

func hold(tx *models.Tx, s Stay) (*models.StandingUnit, error) {
	unit, err := models.HoldUnit(tx, s.Unit, s.From)
	if err != nil {
		return nil, err
	}
	return unit, standsFor(tx, unit, s)
}

// inSight refuses a unit that the viewer may not read, before anything is looked up.
func inSight(ctx context.Context, unitID int64, field string) error {
	if !auth.ViewerOf(ctx).Scope("org.unit", "read").HasUnit(unitID) {
		return fault.Unknown("unit").At(field)
	}
	return nil
}

func standsFor(tx *models.Tx, unit *models.StandingUnit, s Stay) error {
	if unit == nil {
		known, err := models.UnitExists(tx, s.Unit)
		if err != nil {
			return err
		}
		if !known {
			return fault.Unknown("unit").At(s.Field)
		}
		return fault.New(fault.RuleViolation, "org.not_standing", fault.Args{"on": s.From}).At(s.Field)
	}
	if unit.LifeTo.Before(s.To) {
		return fault.New(fault.RuleViolation, "org.ends", fault.Args{"unit": unit.Name, "on": unit.LifeTo}).At(s.Field)
	}
	return nil
}

// codeForm is how codes of units are written; the database holds the same.
var codeForm = regexp.MustCompile(`^[0-9A-Z][0-9A-Z.-]{0,34}$`)

const (
	maxName  = 300
	maxShort = 100
	maxField = 60
)

// Establish founds a unit from the effective day on.
func (c *Changes) Establish(ctx context.Context, tx *models.Tx, d *models.Decision, line decision.EstablishUnit) (any, error) {
	parent, err := Hold(ctx, tx, Stay{line.Parent, "parent", d.EffectiveOn, day.Forever})
	if err != nil {
		return nil, err
	}
	if err := auth.ViewerOf(ctx).May("org.unit", "issue", line.Parent); err != nil {
		return nil, decision.At("parent", err)
	}
	version, err := c.firstVersion(line, parent, d)
	if err != nil {
		return nil, err
	}
	unit := &models.OrgUnit{Code: line.Code, RecordedIn: tx.AuditID}
	if err := tx.Create(unit).Error; err != nil {
		return nil, fmt.Errorf("add unit: %w", err)
	}
	version.UnitID = unit.ID
	if err := models.Record(tx, version); err != nil {
		return nil, err
	}
	return map[string]any{"unit": unit.ID, "version": version.ID}, nil
}

// firstVersion decides whether a unit may be founded as asked, and what it is then.
func (c *Changes) firstVersion(line decision.EstablishUnit, parent *models.StandingUnit, d *models.Decision) (*models.OrgUnitVersion, error) {
	if !codeForm.MatchString(line.Code) {
		return nil, fault.Bad("code", "org.bad_code", fault.Args{"value": line.Code})
	}
	if err := decision.Required("name", &line.Name, maxName); err != nil {
		return nil, err
	}
	shortName, err := decision.Optional("shortName", line.ShortName, maxShort)
	if err != nil {
		return nil, err
	}
	field, err := decision.Optional("field", line.Field, maxField)
	if err != nil {
		return nil, err
	}
	level, err := c.level(line.Kind, parent, d.EffectiveOn)
	if err != nil {
		return nil, err
	}
	return &models.OrgUnitVersion{
		Fact:     models.Fact{ValidFrom: d.EffectiveOn, DecisionID: &d.ID},
		ParentID: &parent.ID, Name: line.Name, ShortName: shortName, Kind: line.Kind, Level: level, Field: field,
	}, nil
}

// levels are those of government, from above.
var levels = []string{"CENTRAL", "PROVINCE", "DISTRICT", "COMMUNE"}

// level is the level of government that a unit of a kind stands at below a parent: that of its kind, unless the parent
// is deeper. It refuses a kind that does not exist on the day.
func (c *Changes) level(kind string, parent *models.StandingUnit, on day.Day) (string, error) {
	kinds, err := c.Book.Entries("org.kinds", on)
	if err != nil {
		return "", decision.At("kind", err)
	}
	i := slices.IndexFunc(kinds, func(e rules.Entry) bool { return e.Code == kind })
	if i < 0 {
		return "", fault.Bad("kind", "org.no_kind", fault.Args{"value": kind, "on": on})
	}
	own := slices.Index(levels, kinds[i].Attrs["level"])
	if parent != nil {
		own = max(own, slices.Index(levels, parent.Level))
	}
	return levels[own], nil
}

// Change renames, moves or reclassifies a unit from the effective day on. A change that is dated later and touches the
// same thing keeps its day.
func (c *Changes) Change(ctx context.Context, tx *models.Tx, d *models.Decision, line decision.ChangeUnit) (any, error) {
	viewer := auth.ViewerOf(ctx)
	unit, err := Hold(ctx, tx, Stay{line.Unit, "unit", d.EffectiveOn, d.EffectiveOn})
	if err != nil {
		return nil, err
	}
	if err := viewer.May("org.unit", "issue", line.Unit); err != nil {
		return nil, decision.At("unit", err)
	}
	if line.Parent != nil {
		if err := inSight(ctx, *line.Parent, "parent"); err != nil {
			return nil, err
		}
	}
	parent, err := parentAfter(tx, d, unit, line.Parent)
	if err != nil {
		return nil, err
	}
	if line.Parent != nil {
		if err := viewer.May("org.unit", "issue", *line.Parent); err != nil {
			return nil, decision.At("parent", err)
		}
	}
	edits, err := c.edits(line, unit, parent, d.EffectiveOn)
	if err != nil {
		return nil, err
	}
	versions, err := models.FactsIn[models.OrgUnitVersion](tx, "unit_id = ?", unit.ID)
	if err != nil {
		return nil, err
	}
	now, err := models.Amend(tx, versions, models.Amendment[models.OrgUnitVersion]{
		On: d.EffectiveOn, Edits: edits,
		Ground: func(f *models.Fact) { f.DecisionID, f.BatchID = &d.ID, nil },
	})
	return map[string]any{"unit": unit.ID, "versions": ids(now)}, err
}

// parentAfter is the unit that a unit hangs under once it is changed; nil for the top. A new parent must exist as long
// as the unit does, and may not hang below it.
func parentAfter(tx *models.Tx, d *models.Decision, unit *models.StandingUnit, next *int64) (*models.StandingUnit, error) {
	if next == nil {
		if unit.ParentID == nil {
			return nil, nil
		}
		return models.HoldUnit(tx, *unit.ParentID, d.EffectiveOn)
	}
	parent, err := hold(tx, Stay{*next, "parent", d.EffectiveOn, unit.LifeTo})
	if err != nil {
		return nil, err
	}
	below, err := models.UnitStandsBelow(tx, parent.ID, unit.ID, d.EffectiveOn)
	if err != nil {
		return nil, fmt.Errorf("look for a circle: %w", err)
	}
	if below {
		return nil, fault.New(fault.RuleViolation, "org.cycle").At("parent")
	}
	return parent, nil
}

type edit = models.Edit[models.OrgUnitVersion]

// edits decides what a line changes.
func (c *Changes) edits(line decision.ChangeUnit, unit, parent *models.StandingUnit, on day.Day) ([]edit, error) {
	var all []edit
	for _, t := range []struct {
		field string
		text  *string
		max   int
		at    func(*models.OrgUnitVersion) *string
	}{
		{"name", line.Name, maxName, func(v *models.OrgUnitVersion) *string { return &v.Name }},
		{"shortName", line.ShortName, maxShort, func(v *models.OrgUnitVersion) *string { return &v.ShortName }},
		{"field", line.Field, maxField, func(v *models.OrgUnitVersion) *string { return &v.Field }},
	} {
		if t.text == nil {
			continue
		}
		value, err := decision.Optional(t.field, t.text, t.max)
		if err != nil {
			return nil, err
		}
		if t.field == "name" && value == "" {
			return nil, fault.Bad("name", "fault.required")
		}
		all = append(all, textEdit(t.at, value))
	}
	if line.Kind != nil || line.Parent != nil {
		kind := unit.Kind
		if line.Kind != nil {
			kind = *line.Kind
		}
		level, err := c.level(kind, parent, on)
		if err != nil {
			return nil, err
		}
		all = append(all,
			textEdit(func(v *models.OrgUnitVersion) *string { return &v.Kind }, kind),
			textEdit(func(v *models.OrgUnitVersion) *string { return &v.Level }, level))
	}
	if line.Parent != nil {
		all = append(all, edit{
			Get: func(v *models.OrgUnitVersion) string { return idText(v.ParentID) },
			Set: func(v *models.OrgUnitVersion) { v.ParentID = line.Parent },
		})
	}
	if len(all) == 0 {
		return nil, fault.Bad("unit", "org.nothing_changed")
	}
	return all, nil
}

func textEdit(at func(*models.OrgUnitVersion) *string, value string) edit {
	return edit{
		Get: func(v *models.OrgUnitVersion) string { return *at(v) },
		Set: func(v *models.OrgUnitVersion) { *at(v) = value },
	}
}

func idText(id *int64) string {
	if id == nil {
		return ""
	}
	return fmt.Sprint(*id)
}

func ids(versions []models.OrgUnitVersion) []int64 {
	all := make([]int64, len(versions))
	for i, v := range versions {
		all[i] = v.ID
	}
	return all
}
