package exchange

// The facts about people that a workbook holds.

func coreFacts() facts {
	return facts{table: "staff_core", stage: "stage.core", owner: "staff_id", rule: state,
		columns: []string{"full_name", "name_id", "sort_name", "other_names", "birth_date", "birth_precision", "sex",
			"recruited_on", "recruited_by", "prior_occupation", "strength"},
		derived: []string{"name_id", "sort_name"}}
}

func identityFacts() facts {
	return facts{table: "staff_identity", stage: "stage.identity", owner: "staff_id", rule: state, columns: keysOf(identityColumns())}
}

func partyFacts() facts {
	return facts{table: "staff_party", stage: "stage.party", owner: "staff_id", rule: state, columns: keysOf(partyColumns())}
}

var postValues = []string{"unit_id", "position_id", "title", "kind", "staff_class", "leadership", "category", "quota_unit_id",
	"start_reason", "start_detail", "end_reason", "end_detail", "end_decision_id"}

func mainPostFacts() facts {
	return facts{table: "appointment", stage: "stage.main_post", owner: "staff_id", rule: history, only: "o.kind = 'MAIN'",
		columns: postValues, derived: []string{"end_decision_id"}}
}

func sidePostFacts() facts {
	return facts{table: "appointment", stage: "stage.side_post", owner: "staff_id", rule: list, only: "o.kind <> 'MAIN'",
		columns: postValues, derived: []string{"end_decision_id"}, identity: []string{"kind", "unit_id", "valid_from"}}
}

func payFacts() facts {
	return facts{table: "staff_pay", stage: "stage.pay", owner: "staff_id", rule: history, columns: []string{"grade", "step",
		"coefficient", "beyond_frame_percent", "reserve_coefficient", "position_allowance", "step_since", "reason"}}
}

func qualificationFacts() facts {
	return facts{table: "qualification", stage: "stage.qualification", owner: "staff_id", rule: list,
		columns:  []string{"kind", "level", "major", "school", "mode", "started_on"},
		identity: []string{"kind", "level", "major", "valid_from"}}
}

func ratingFacts() facts {
	return facts{table: "staff_rating", stage: "stage.rating", owner: "staff_id", rule: list,
		columns: []string{"year", "level", "label"}, identity: []string{"year"}}
}

func trainingFacts() facts {
	return facts{table: "training_attendance", stage: "stage.training", owner: "staff_id", rule: list,
		columns: []string{"class_id", "result"}, identity: []string{"class_id"}}
}

func disciplineFacts() facts {
	return facts{table: "disciplinary_action", stage: "stage.discipline", owner: "staff_id", rule: list,
		columns: []string{"form", "conduct"}, identity: []string{"form", "valid_from"}}
}

func commendationFacts() facts {
	return facts{table: "commendation", stage: "stage.commendation", owner: "staff_id", rule: list,
		columns: []string{"form", "reason"}, identity: []string{"form", "reason", "valid_from"}}
}

func workFacts() facts {
	return facts{table: "work_history", stage: "stage.work", owner: "staff_id", rule: list,
		columns: []string{"content"}, identity: []string{"content", "valid_from"}}
}

// staffFacts are all of them, in the order in which they are recorded.
func staffFacts() []facts {
	return []facts{coreFacts(), identityFacts(), partyFacts(), mainPostFacts(), sidePostFacts(), payFacts(), qualificationFacts(),
		ratingFacts(), trainingFacts(), disciplineFacts(), commendationFacts(), workFacts()}
}

func keysOf(cols []column) []string {
	keys := make([]string, len(cols))
	for i, c := range cols {
		keys[i] = c.key
	}
	return keys
}
