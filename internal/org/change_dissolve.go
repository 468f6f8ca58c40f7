package org

import (
	"context"
	"fmt"
	"slices"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/decision"
	"bienche/internal/fault"
	"bienche/models"
)

// endings are the ways in which a unit ends; all but the last have somebody who takes over.
var endings = []string{"MERGE", "SPLIT", "TRANSFER", "CONVERT", "DISSOLVE"}

// Dissolve ends a unit: the effective day is the first without it. The unit must be empty by then.
func (c *Changes) Dissolve(ctx context.Context, tx *models.Tx, d *models.Decision, line decision.DissolveUnit) (any, error) {
	kind, err := checkEnding(line)
	if err != nil {
		return nil, err
	}
	if err := inSight(ctx, line.Unit, "unit"); err != nil {
		return nil, err
	}
	eve := d.EffectiveOn.AddDays(-1)
	unit, err := models.LockUnit(tx, line.Unit, eve)
	if err != nil {
		return nil, err
	}
	if err := standsFor(tx, unit, Stay{line.Unit, "unit", eve, d.EffectiveOn.AddDays(1)}); err != nil {
		return nil, err
	}
	if err := auth.ViewerOf(ctx).May("org.unit", "issue", line.Unit); err != nil {
		return nil, decision.At("unit", err)
	}
	for i, s := range line.Successors {
		if _, err := Hold(ctx, tx, Stay{s, fmt.Sprintf("successors[%d]", i), d.EffectiveOn, d.EffectiveOn}); err != nil {
			return nil, err
		}
	}
	left, err := models.ContentsOf(tx, unit.ID, d.EffectiveOn)
	if err != nil {
		return nil, err
	}
	if left != (models.UnitContents{}) {
		return nil, fault.New(fault.RuleViolation, "org.not_empty", fault.Args{
			"unit": unit.Name, "on": d.EffectiveOn, "children": left.Children, "people": left.People, "posts": left.Posts,
		}).At("unit")
	}
	if err := models.Vacate[models.OrgUnitVersion](tx, d.EffectiveOn, day.Forever, "unit_id = ?", unit.ID); err != nil {
		return nil, err
	}
	for i, s := range line.Successors {
		if err := models.Record(tx, &models.OrgSuccession{
			Fact:          models.Fact{ValidFrom: d.EffectiveOn, DecisionID: &d.ID},
			PredecessorID: unit.ID, SuccessorID: s, Kind: kind, Main: i == 0,
		}); err != nil {
			return nil, err
		}
	}
	return map[string]any{"unit": unit.ID, "successors": line.Successors}, nil
}

// checkEnding decides whether the way a unit ends fits those who take over.
func checkEnding(line decision.DissolveUnit) (kind string, err error) {
	kind = "DISSOLVE"
	if line.Kind != nil {
		kind = *line.Kind
	}
	if !slices.Contains(endings, kind) {
		return "", fault.Bad("kind", "fault.bad_choice", fault.Args{"value": kind})
	}
	if kind != "DISSOLVE" && len(line.Successors) == 0 {
		return "", fault.Bad("successors", "org.no_successor")
	}
	for i, s := range line.Successors {
		if s == line.Unit || slices.Contains(line.Successors[:i], s) {
			return "", fault.Bad(fmt.Sprintf("successors[%d]", i), "org.bad_successor")
		}
	}
	return kind, nil
}
