// Package computation answers for computations that are kept (bản tính): what a calculator found for a person, one at a time
// or for a whole list by a job, and what a change of the law would make of them.
package computation

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// Separation is the calculator whose computations are kept, as the API names it.
const Separation = "separationBenefit"

// Reading is what a computation read of the law: a parameter, with the first and the last day it was read for.
type Reading struct {
	ID   string  `json:"id"`
	From day.Day `json:"from"`
	To   day.Day `json:"to"`
}

// Problem is why a calculator refused a case, in the words of the day.
type Problem struct {
	Code  string     `json:"code"` // of the refusal: NOT_COVERED, BAD_INPUT, RULE_VIOLATION, with its message key
	Field string     `json:"field,omitzero"`
	Text  rules.Text `json:"text"`
	// Record tells that the record lacked what the calculator needs: no change of the law makes up for that.
	Record bool `json:"record,omitzero"`
}

// Found is what came of a computation. Outcome is nil when it was refused, and Problem is nil when it was not.
type Found struct {
	Result   string // models.Eligible, Ineligible or Refused
	Regime   string
	Total    int64 // đồng
	Outcome  *reduction.SeparationOutcome
	Problem  *Problem
	Readings []Reading // by parameter

	refusal *fault.Error // what Problem says
}

// separate computes a benefit. A refusal of the case is found too; an error is none of the case's making.
func separate(w *rules.Work, in reduction.SeparationInput) (Found, error) {
	out, err := reduction.SeparationBenefit(w, in)
	if err != nil {
		found, refused := refusedBy(err)
		if !refused {
			return Found{}, fmt.Errorf("compute a separation benefit: %w", err)
		}
		found.Readings = readings(w)
		return found, nil
	}
	found := Found{Result: models.Ineligible, Regime: out.RegimeCode, Total: out.Total, Outcome: &out, Readings: readings(w)}
	if out.Eligible {
		found.Result = models.Eligible
	}
	return found, nil
}

// refusedBy is what comes of a case that was refused; false for an error that is not about the case.
func refusedBy(err error) (Found, bool) {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return Found{}, false
	}
	switch f.Code {
	case fault.NotCovered, fault.BadInput, fault.RuleViolation:
		problem := Problem{Code: string(f.Code) + " " + f.Key, Field: f.Field, Text: rules.Text{Key: f.Key, Args: f.Args}}
		return Found{Result: models.Refused, Problem: &problem, refusal: f}, true
	}
	return Found{}, false
}

// readings are what a computation read, each parameter once.
func readings(w *rules.Work) []Reading {
	var all []Reading
	at := map[string]int{}
	for _, r := range w.Readings() {
		i, seen := at[r.ID]
		if !seen {
			at[r.ID] = len(all)
			all = append(all, Reading{r.ID, r.On, r.On})
			continue
		}
		if r.On.Before(all[i].From) {
			all[i].From = r.On
		}
		if r.On.After(all[i].To) {
			all[i].To = r.On
		}
	}
	return all
}

// keep is a computation as it is stored, without who made it, when and why.
func keep(f Found, in reduction.SeparationInput, staffID int64, unitID *int64) (models.Computation, error) {
	c := models.Computation{StaffID: staffID, UnitID: unitID, Calculator: Separation, CaseDay: in.LeavingDate, Result: f.Result,
		Regime: f.Regime, Total: f.Total, Parameters: make([]string, 0, len(f.Readings))}
	for _, r := range f.Readings {
		c.Parameters = append(c.Parameters, r.ID)
	}
	var err error
	text := func(v any) []byte {
		b, e := json.Marshal(v)
		err = errors.Join(err, e)
		return b
	}
	c.Input, c.Readings = text(in), text(f.Readings)
	if f.Outcome != nil {
		c.Outcome = text(f.Outcome)
	} else {
		c.Problem = text(f.Problem)
	}
	if err != nil {
		return models.Computation{}, fmt.Errorf("write down a computation: %w", err)
	}
	return c, nil
}

// Read reads the outcome that a computation was kept with; nil for one that was refused.
func Read(c *models.ComputationBody) (*reduction.SeparationOutcome, error) {
	if c.Outcome == nil {
		return nil, nil
	}
	out := new(reduction.SeparationOutcome)
	if err := json.Unmarshal(c.Outcome, out); err != nil {
		return nil, fmt.Errorf("read computation %d: %w", c.ID, err)
	}
	return out, nil
}

// inputOf reads what a computation was given.
func inputOf(c *models.ComputationBody) (reduction.SeparationInput, error) {
	var in reduction.SeparationInput
	if err := json.Unmarshal(c.Input, &in); err != nil {
		return in, fmt.Errorf("read the input of computation %d: %w", c.ID, err)
	}
	return in, nil
}
