package reduction

import (
	"bienche/internal/fault"
	"bienche/rules"
)

// inGroup tells whether the regime of a reorganisation has the policy for the person's group, and says why not. Other
// regimes have no groups.
func (s *separation) inGroup(column string) bool {
	if s.regime.Attrs["family"] != string(Reorganisation) || s.err != nil {
		return s.err == nil
	}
	row, source, ok := s.row("groups", string(s.in.Group))
	if s.err != nil {
		return false
	}
	if source.Document == "" {
		_, source = s.table("groups")
	}
	args := []any{"group", fault.Ref("separation.group." + string(s.in.Group)), "policy", fault.Ref("separation.policy." + string(s.in.Policy)), "day", s.on}
	s.require(ok, "GROUP_NOT_IN_REGIME", rules.Say("separation.group_in_regime"), source, args...)
	if ok {
		s.require(yes(row.Cells[column]), "POLICY_NOT_FOR_GROUP", rules.Say("separation.policy_for_group"), source, args...)
	}
	s.requireLaterDay()
	if s.needsReorganisation(row) {
		if s.in.ReorganisationDate.IsZero() {
			s.err = fault.Bad("reorganisationDate", "separation.reorganisation_needed", fault.Args{"regime": s.regime.Label})
			return false
		}
		s.require(!s.in.LeavingDate.Before(s.in.ReorganisationDate), "BEFORE_REORGANISATION", rules.Say("separation.after_reorganisation"), source, "leaving", s.in.LeavingDate, "day", s.in.ReorganisationDate)
	}
	return !s.barred
}

// needsReorganisation tells whether the day of the decision matters for a group.
func (s *separation) needsReorganisation(group rules.Row) bool {
	return s.in.Group != BodyMustReduce && (group.Key == "" || yes(group.Cells["later_factor"]))
}

// requireLaterDay holds those who leave on the very first day of the decree against the reading of that day.
func (s *separation) requireLaterDay() {
	if s.in.LeavingDate != s.regime.From {
		return
	}
	first, source := s.option("first_day")
	s.require(first != "NOT_COVERED", "FIRST_DAY_NOT_COVERED", rules.Say("separation.first_day"), source, "day", s.in.LeavingDate)
}

// withinFirst tells whether a person leaves within the first months of the reorganisation. Whoever is too old for
// re-election is always taken so.
func (s *separation) withinFirst() bool {
	group, source, _ := s.row("groups", string(s.in.Group))
	if s.err != nil || !yes(group.Cells["later_factor"]) {
		return true
	}
	start, how := s.in.ReorganisationDate, "separation.window_decision_how"
	sources := []rules.Source{source}
	if s.in.Group == BodyMustReduce {
		row, of, _ := s.row("first_months.body_must_reduce_from", "START")
		start, how, sources = dayOf(row), "separation.window_body_how", []rules.Source{of}
	} else if starts, of := s.option("first_months.starts"); starts == "BODY_WORKS" {
		how, sources = "separation.window_works_how", append(sources, of)
	}
	first, of := s.months("first_months")
	edge, edgeSource := s.option("first_months.last_day")
	if s.err != nil {
		return true
	}
	end := start.AddMonths(first)
	within := s.in.LeavingDate.Before(end) || s.in.LeavingDate == end && edge == "WITHIN"
	said, value := "separation.window_outside", "false"
	if within {
		said, value = "separation.window_within", "true"
	}
	s.AddText(rules.Say("separation.window", "months", first), rules.Say(how, "start", start, "end", end, "leaving", s.in.LeavingDate, "said", fault.Ref(said)), value, append(sources, of, edgeSource)...)
	return within
}
