package computation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
	"bienche/rules/reduction"
)

// keptFilter is the filter of a batch as it is stored, with its words of the day on which it was ordered.
type keptFilter struct {
	Search          string     `json:"search,omitzero"`
	Unit            int64      `json:"unit,omitzero"`
	IncludeSubunits bool       `json:"includeSubunits,omitzero"`
	Classes         []string   `json:"classes,omitempty"`
	Categories      []string   `json:"categories,omitempty"`
	Grades          []string   `json:"grades,omitempty"`
	Positions       []int64    `json:"positions,omitempty"`
	Gap             string     `json:"gap,omitzero"`
	RetiresFrom     *day.Day   `json:"retiresFrom,omitzero"`
	RetiresTo       *day.Day   `json:"retiresTo,omitzero"`
	Words           rules.Text `json:"words"`
}

func (f *keptFilter) filter() staff.Filter {
	return staff.Filter{Search: f.Search, UnitID: f.Unit, IncludeSubunits: f.IncludeSubunits, Classes: f.Classes, Categories: f.Categories,
		Grades: f.Grades, Positions: f.Positions, Gap: f.Gap, RetiresFrom: f.RetiresFrom, RetiresTo: f.RetiresTo}
}

func readFilter(b *models.ComputationBatch) (*keptFilter, error) {
	f := new(keptFilter)
	if err := json.Unmarshal(b.Filter, f); err != nil {
		return nil, fmt.Errorf("read the filter of batch %d: %w", b.ID, err)
	}
	return f, nil
}

// writeFilter writes a filter down, with its words.
func (s *Service) writeFilter(ctx context.Context, f staff.Filter) ([]byte, error) {
	words, err := s.filterWords(ctx, f)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(keptFilter{Search: f.Search, Unit: f.UnitID, IncludeSubunits: f.IncludeSubunits, Classes: f.Classes,
		Categories: f.Categories, Grades: f.Grades, Positions: f.Positions, Gap: f.Gap, RetiresFrom: f.RetiresFrom, RetiresTo: f.RetiresTo, Words: words})
	if err != nil {
		return nil, fmt.Errorf("write down the filter: %w", err)
	}
	return text, nil
}

// FilterText says in lang which people a batch is of, in the words of the day on which it was ordered.
func FilterText(b *models.ComputationBatch, lang string) (string, error) {
	f, err := readFilter(b)
	if err != nil {
		return "", err
	}
	return f.Words.In(lang), nil
}

// said is a list of words, each said in the language of the reader.
type said struct {
	all     []any
	between string
}

// In says the list in lang.
func (s said) In(lang string) string {
	words := make([]string, len(s.all))
	for i, w := range s.all {
		words[i] = fault.Text(lang, "computation.one", fault.Args{"value": w})
	}
	return strings.Join(words, s.between)
}

// lines are what is said of several things, each by its name and its value.
type lines struct{ said }

func (l *lines) add(name fault.Ref, value any) {
	l.between = "; "
	l.all = append(l.all, rules.Say("computation.line", "name", name, "value", value))
}

// words are values of a list, each said by say.
func words[T any](values []T, say func(T) any) said {
	list := said{between: ", "}
	for _, v := range values {
		list.all = append(list.all, say(v))
	}
	return list
}

// filterWords says a filter as the export of the list does.
func (s *Service) filterWords(ctx context.Context, f staff.Filter) (rules.Text, error) {
	var l lines
	param := func(name string, given bool, value any) {
		if given {
			l.add(fault.Ref("exchange.list.param."+name), value)
		}
	}
	search := models.CleanText(f.Search)
	param("q", search != "", search)
	if f.UnitID != 0 {
		tree, err := s.Trees.At(ctx, s.today())
		if err != nil {
			return rules.Text{}, err
		}
		if n, ok := tree.Unit(f.UnitID); ok {
			param("unit", true, n.Name)
		}
		param("reach", !f.IncludeSubunits, fault.Ref("exchange.list.reach.own"))
	}
	param("class", len(f.Classes) > 0, words(f.Classes, func(c string) any { return fault.Ref("exchange.value.staff_class." + c) }))
	param("category", len(f.Categories) > 0, words(f.Categories, s.labelOf("headcount.categories")))
	param("grade", len(f.Grades) > 0, words(f.Grades, s.labelOf("staff.grades")))
	if len(f.Positions) > 0 {
		names, err := s.positions(ctx, f.Positions)
		if err != nil {
			return rules.Text{}, err
		}
		param("position", true, names)
	}
	param("gap", f.Gap != "", fault.Ref("staff.gap."+f.Gap))
	if f.RetiresFrom != nil {
		param("retiresFrom", true, *f.RetiresFrom)
	}
	if f.RetiresTo != nil {
		param("retiresTo", true, *f.RetiresTo)
	}
	if len(l.all) == 0 {
		return rules.Say("computation.everybody"), nil
	}
	return rules.Say("computation.one", "value", l.said), nil
}

// labelOf words codes of a catalogue by the last words that it had for each.
func (s *Service) labelOf(catalogue string) func(code string) any {
	return func(code string) any {
		var label any = code
		for _, e := range s.Book.History(catalogue) {
			if e.Code == code {
				label = e.Label
			}
		}
		return label
	}
}

// positions names positions of the catalogue.
func (s *Service) positions(ctx context.Context, ids []int64) (said, error) {
	all, err := models.LatestPositions(ctx, s.DB)
	if err != nil {
		return said{}, fmt.Errorf("name positions: %w", err)
	}
	return words(ids, func(id int64) any {
		i := slices.IndexFunc(all, func(p models.PositionRow) bool { return p.ID == id })
		if i < 0 {
			return fault.Ref("computation.unknown_position")
		}
		return all[i].Name
	}), nil
}

// AskText says in lang what was asked of each person of a batch.
func AskText(b *models.ComputationBatch, lang string) (string, error) {
	var e Estimate
	if err := json.Unmarshal(b.Ask, &e); err != nil {
		return "", fmt.Errorf("read what batch %d asks: %w", b.ID, err)
	}
	return e.words().In(lang), nil
}

// words are what an estimate asks.
func (e *Estimate) words() said {
	var l lines
	ask := func(name string, given bool, value any) {
		if given {
			l.add(fault.Ref("computation.ask."+name), value)
		}
	}
	yes := fault.Ref("exchange.list.yes_no.yes")
	ask("family", true, fault.Ref("computation.family."+string(e.Family)))
	ask("policy", true, fault.Ref("separation.policy."+string(e.Policy)))
	ask("leavingDate", true, e.LeavingDate)
	ask("reorganisationDate", !e.ReorganisationDate.IsZero(), e.ReorganisationDate)
	ask("group", e.Group != "" && e.Family == reduction.Reorganisation, fault.Ref("separation.group."+string(e.Group)))
	ask("reducedAge", e.ReducedAge, yes)
	if e.InsuredMonths != nil {
		ask("insuredMonths", true, rules.Say("computation.months", "months", *e.InsuredMonths))
	} else {
		ask("insuredMonths", true, fault.Ref("computation.from_recruitment"))
	}
	if e.ServiceMonths != nil {
		ask("serviceMonths", true, rules.Say("computation.months", "months", *e.ServiceMonths))
	}
	ask("alreadyPensioner", e.AlreadyPensioner, yes)
	if e.TrainingMonths != nil {
		ask("trainingMonths", true, rules.Say("computation.months", "months", *e.TrainingMonths))
	}
	if e.Tuition != nil {
		ask("tuition", true, rules.Say("computation.money", "amount", *e.Tuition))
	}
	ask("regime", e.Regime != "", e.Regime)
	for _, a := range e.allowances() {
		ask(a.name, a.percent.Valid, rules.Say("computation.percent", "percent", a.percent.Decimal))
	}
	return l.said
}

// allowance is an allowance in percent, by the name of its field.
type allowance struct {
	name    string
	percent decimal.NullDecimal
}

// allowances are those that an estimate may be told.
func (e *Estimate) allowances() []allowance {
	return []allowance{{"occupationalSeniorityPercent", e.Parts.OccupationalSeniorityPercent},
		{"occupationalPreferencePercent", e.Parts.OccupationalPreferencePercent},
		{"publicServicePercent", e.Parts.PublicServicePercent}, {"partyWorkPercent", e.Parts.PartyWorkPercent}}
}
