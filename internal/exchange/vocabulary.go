package exchange

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// vocabulary is what a choice may hold: codes, each with a label. Both are understood when read.
type vocabulary struct {
	codes  []string
	labels map[string]string        // code -> the label it got last
	dated  map[string][]rules.Entry // code -> its labels by day, for those of the law
	by     map[string]string        // folded code or label -> code; "" when a label stands for several codes
	asCode bool                     // exports write codes, which people know by heart
}

// vocabularies are those of the layouts, by name.
type vocabularies map[string]*vocabulary

// fixed are the vocabularies of the product itself; their labels are messages.
var fixed = map[string][]string{
	"sex":                {"MALE", "FEMALE"},
	"level":              {"CENTRAL", "PROVINCE", "DISTRICT", "COMMUNE"},
	"tranche":            {"REGULAR", "SURPLUS", "CONTINGENCY"},
	"funding":            {"STATE_BUDGET", "OWN_INCOME"},
	"staff_class":        {"CADRE", "CIVIL_SERVANT", "PUBLIC_EMPLOYEE", "CONTRACT", "COMMUNE_NON_PROFESSIONAL", "VILLAGE_NON_PROFESSIONAL", "COMMUNE_EXTENSION"},
	"leadership":         {"HEAD", "DEPUTY"},
	"start_reason":       {"RECRUITMENT", "CONTRACT", "TRANSFER", "POSITION_CHANGE", "ROTATION", "LEADER_SELECTION", "LEADER_APPOINTMENT", "REORGANISATION", "ADMISSION", "OPENING_RECORD"},
	"end_reason":         {"NEXT_POST", "RETIREMENT", "STAFF_REDUCTION", "RESIGNATION", "DISMISSAL", "DEATH", "TRANSFER_OUT", "CONTRACT_END"},
	"pay_reason":         {"OPENING_RECORD", "RECRUITMENT", "STEP_RAISE", "EARLY_STEP_RAISE", "GRADE_PROMOTION", "REGRADING", "CORRECTION"},
	"history_kind":       {"APPOINTMENT", "PAY", "QUALIFICATION", "RATING", "TRAINING", "DISCIPLINE", "COMMENDATION", "WORK"},
	"appointment_kind":   {"MAIN", "CONCURRENT", "SECONDMENT"},
	"qualification_kind": {"GENERAL", "PROFESSIONAL", "POLITICAL_THEORY", "STATE_MANAGEMENT", "FOREIGN_LANGUAGE", "ETHNIC_LANGUAGE", "IT", "DEFENCE"},
	"rating":             {"EXCELLENT", "GOOD", "SATISFACTORY", "UNSATISFACTORY"},
	"discipline_form":    {"REPRIMAND", "WARNING", "SALARY_REDUCTION", "DEMOTION", "REMOVAL_FROM_POST", "DISMISSAL"},
}

// catalogues are the vocabularies that the law gives, by the id of the catalogue.
var catalogues = map[string]string{
	"unit_kind": "org.kinds", "category": "headcount.categories", "grade": "staff.grades",
	"ethnic_group": "staff.ethnic_groups", "position_group": "position.groups",
}

// newVocabularies reads the words of the product and those of the law. All days count: history names what is gone.
func newVocabularies(book *rules.Book) vocabularies {
	all := vocabularies{}
	for name, codes := range fixed {
		v := newVocabulary()
		for _, c := range codes {
			key := "exchange.value." + name + "." + c
			v.add(c, fault.Text("vi", key, nil), fault.Text("en", key, nil))
		}
		all[name] = v
	}
	for name, id := range catalogues {
		v := newVocabulary()
		for _, e := range book.History(id) {
			v.add(e.Code, e.VI, e.EN)
			v.dated[e.Code] = append(v.dated[e.Code], e)
		}
		all[name] = v
	}
	all["grade"].asCode = true
	all["role"] = roleWords()
	return all
}

func newVocabulary() *vocabulary {
	return &vocabulary{labels: map[string]string{}, dated: map[string][]rules.Entry{}, by: map[string]string{}}
}

// add takes a code with its labels.
func (v *vocabulary) add(code string, labels ...string) {
	if _, known := v.labels[code]; !known {
		v.codes = append(v.codes, code)
	}
	v.labels[code] = labels[0]
	for _, s := range append([]string{code}, labels...) {
		f := folded(s)
		if other, taken := v.by[f]; taken && other != code {
			v.by[f] = "" // says nothing
			continue
		}
		v.by[f] = code
	}
	v.by[folded(code)] = code
}

// find gives the code that a cell means.
func (v *vocabulary) find(cell string) (string, bool) {
	if _, ok := v.labels[cell]; ok {
		return cell, true
	}
	code := v.by[folded(cell)]
	return code, code != ""
}

// label is what an export of a day writes for a code: its label of that day when that means the code alone, else the
// code.
func (v *vocabulary) label(code string, on day.Day) string {
	l := v.labels[code]
	for i, e := range v.dated[code] {
		if i == 0 || !on.Before(e.From) {
			l = e.VI
		}
	}
	if l == "" || v.asCode || v.by[folded(l)] != code {
		return code
	}
	return l
}

// folded is how titles and labels are compared: without case, marks, spaces and signs.
func folded(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == 'đ' || r == 'Đ':
			b.WriteByte('d')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
