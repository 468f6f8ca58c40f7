// Package exchange moves data between the database and Excel workbooks: templates, exports in the same layout, and
// imports that either take a whole workbook or name every mistake in it by sheet, row and column.
package exchange

import (
	"bienche/internal/fault"
)

// Kind is what a workbook holds.
type Kind string

// The kinds of workbook, in the order in which an empty database takes them.
const (
	Units  Kind = "units"
	Quotas Kind = "quotas"
	Staff  Kind = "staff"
)

// ParseKind reads the name of a kind as addresses and commands spell it; any other name is refused with NOT_FOUND.
func ParseKind(s string) (Kind, error) {
	if k := Kind(s); k == Units || k == Quotas || k == Staff || k == Grants {
		return k, nil
	}
	return "", fault.New(fault.NotFound, "exchange.unknown_kind", fault.Args{"value": s})
}

// form is how a cell is written.
type form int

const (
	text     form = iota
	date          // a day
	birth         // a day, a month or a year
	integer       // a whole number, not negative
	decimal2      // a number, at most two places
	choice        // a code or a label of a vocabulary
)

// column is one column of a layout. Its title is the message "exchange.col.<key>", what it means "exchange.help.<key>".
type column struct {
	key      string
	form     form
	required bool
	words    string // the vocabulary of a choice
	width    float64
}

// sheet is one table of a workbook.
type sheet struct {
	key     string // its name is the message "exchange.sheet.<key>"
	columns []column
}

func (c column) title(lang string) string { return fault.Text(lang, "exchange.col."+c.key, nil) }
func (s sheet) name(lang string) string   { return fault.Text(lang, "exchange.sheet."+s.key, nil) }

func (s sheet) column(key string) column {
	for _, c := range s.columns {
		if c.key == key {
			return c
		}
	}
	panic("exchange: sheet " + s.key + " has no column " + key)
}

// sheets are the tables of a kind, in the order of the workbook.
func (k Kind) sheets() []sheet {
	switch k {
	case Units:
		return []sheet{unitSheet()}
	case Quotas:
		return []sheet{quotaSheet()}
	case Grants:
		return []sheet{grantSheet()}
	}
	return []sheet{staffSheet(), historySheet(), positionSheet()}
}

func unitSheet() sheet {
	return sheet{"units", []column{
		{key: "unit_code", required: true, width: 16},
		{key: "unit_name", required: true, width: 44},
		{key: "short_name", width: 22},
		{key: "unit_kind", form: choice, words: "unit_kind", required: true, width: 28},
		{key: "level", form: choice, words: "level", required: true, width: 14},
		{key: "parent_code", width: 16},
		{key: "field", width: 16},
		{key: "autonomy", width: 14},
		{key: "ordinal", form: integer, width: 10},
		{key: "valid_from", form: date, required: true, width: 14},
		{key: "valid_to", form: date, width: 14},
	}}
}

func quotaSheet() sheet {
	return sheet{"quotas", []column{
		{key: "unit_code", required: true, width: 16},
		{key: "category", form: choice, words: "category", required: true, width: 30},
		{key: "tranche", form: choice, words: "tranche", width: 16},
		{key: "funding", form: choice, words: "funding", width: 20},
		{key: "posts", form: integer, required: true, width: 12},
		{key: "effective_from", form: date, required: true, width: 14},
		{key: "decision_number", width: 14},
		{key: "decision_symbol", width: 14},
		{key: "decision_date", form: date, width: 14},
		{key: "decision_issuer", width: 30},
	}}
}

func staffSheet() sheet {
	cols := []column{
		{key: "staff_code", required: true, width: 14},
		{key: "full_name", required: true, width: 28},
		{key: "other_names", width: 18},
		{key: "birth_date", form: birth, required: true, width: 14},
		{key: "sex", form: choice, words: "sex", required: true, width: 10},
		{key: "recruited_on", form: date, width: 14},
		{key: "recruited_by", width: 24},
		{key: "prior_occupation", width: 20},
		{key: "strength", width: 20},
	}
	cols = append(cols, identityColumns()...)
	cols = append(cols, partyColumns()...)
	cols = append(cols, column{key: "true_from", form: date, width: 14})
	cols = append(cols, postColumns()...)
	cols = append(cols, column{key: "appointed_from", form: date, width: 14}, column{key: "appointed_to", form: date, width: 14},
		column{key: "start_reason", form: choice, words: "start_reason", width: 18}, column{key: "start_detail", width: 14},
		column{key: "end_reason", form: choice, words: "end_reason", width: 18}, column{key: "end_detail", width: 14})
	cols = append(cols, payColumns()...)
	return sheet{"staff", append(cols, column{key: "pay_from", form: date, width: 14}, column{key: "pay_to", form: date, width: 14})}
}

func identityColumns() []column {
	return []column{
		{key: "citizen_id", width: 16},
		{key: "citizen_id_on", form: date, width: 14},
		{key: "old_id", width: 14},
		{key: "insurance_number", width: 14},
		{key: "ethnic_group", form: choice, words: "ethnic_group", width: 12},
		{key: "religion", width: 14},
		{key: "birth_place", width: 24},
		{key: "home_town", width: 24},
		{key: "permanent_residence", width: 30},
		{key: "current_residence", width: 30},
		{key: "phone", width: 14},
		{key: "email", width: 24},
	}
}

func partyColumns() []column {
	return []column{
		{key: "party_joined_on", form: date, width: 14},
		{key: "party_official_on", form: date, width: 14},
		{key: "organisations", width: 20},
		{key: "enlisted_on", form: date, width: 14},
		{key: "discharged_on", form: date, width: 14},
		{key: "military_rank", width: 14},
		{key: "state_title", width: 18},
		{key: "policy_family", width: 18},
	}
}

func postColumns() []column {
	return []column{
		{key: "unit_code", width: 16},
		{key: "position_code", width: 16},
		{key: "title", width: 24},
		{key: "staff_class", form: choice, words: "staff_class", width: 18},
		{key: "leadership", form: choice, words: "leadership", width: 14},
		{key: "category", form: choice, words: "category", width: 30},
		{key: "quota_unit_code", width: 16},
	}
}

func payColumns() []column {
	return []column{
		{key: "grade", form: choice, words: "grade", width: 14},
		{key: "step", form: integer, width: 8},
		{key: "coefficient", form: decimal2, width: 10},
		{key: "beyond_frame_percent", form: decimal2, width: 12},
		{key: "reserve_coefficient", form: decimal2, width: 12},
		{key: "position_allowance", form: decimal2, width: 12},
		{key: "step_since", form: date, width: 14},
		{key: "pay_reason", form: choice, words: "pay_reason", width: 18},
	}
}

// historySheet holds every other dated fact about a person, one a row; which columns count depends on the kind.
func historySheet() sheet {
	cols := []column{
		{key: "staff_code", required: true, width: 14},
		{key: "history_kind", form: choice, words: "history_kind", required: true, width: 16},
		{key: "from", form: date, required: true, width: 14},
		{key: "to", form: date, width: 14},
		{key: "form", width: 20},
		{key: "detail_level", width: 20},
		{key: "content", width: 40},
		{key: "place", width: 28},
		{key: "result", width: 18},
		{key: "year", form: integer, width: 8},
		{key: "started_on", form: date, width: 14},
		{key: "ended_on", form: date, width: 14},
	}
	cols = append(cols, postColumns()...)
	cols = append(cols, column{key: "start_reason", form: choice, words: "start_reason", width: 18}, column{key: "start_detail", width: 14},
		column{key: "end_reason", form: choice, words: "end_reason", width: 18}, column{key: "end_detail", width: 14})
	return sheet{"history", append(cols, payColumns()...)}
}

// positionSheet carries the catalogue of positions that the people of the workbook hold.
func positionSheet() sheet {
	return sheet{"positions", []column{
		{key: "position_code", required: true, width: 16},
		{key: "position_name", required: true, width: 40},
		{key: "position_group", form: choice, words: "position_group", required: true, width: 26},
		{key: "staff_class", form: choice, words: "staff_class", required: true, width: 18},
		{key: "leadership", form: choice, words: "leadership", width: 14},
		{key: "grade_from", form: choice, words: "grade", width: 14},
		{key: "grade_to", form: choice, words: "grade", width: 14},
		{key: "valid_from", form: date, required: true, width: 14},
	}}
}

// optional tells that a workbook may leave the sheet out.
func (s sheet) optional() bool { return s.key == "history" || s.key == "positions" }
