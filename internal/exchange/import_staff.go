package exchange

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
	"bienche/models"
)

var (
	staffCode = regexp.MustCompile(`^[0-9A-Z][0-9A-Z.-]{1,34}$`)
	citizenID = regexp.MustCompile(`^[0-9]{12}$`)
)

// people is one import of people at work.
type people struct {
	*importing
	today     day.Day
	positions map[string]int64
	pay       payTable
	codes     map[string]int // staff code -> its row on the first sheet
	citizens  map[string]int
	// badPosts are people one of whose posts was not understood: it is not held against them that they have none.
	badPosts map[string]bool
	persons  buffer
	classes  map[string]*trainingClass
}

// runStaff reads the three sheets into stages, checks them there, and records the changes.
func (im *importing) runStaff(ctx context.Context) error {
	p := &people{importing: im, today: im.clock.Today(), pay: newPayTable(im.book), codes: map[string]int{},
		citizens: map[string]int{}, badPosts: map[string]bool{}, classes: map[string]*trainingClass{}}
	training := im.stage.buffers[trainingFacts().stage]
	training.columns = append([]string{"class_code"}, training.columns...) // classes are named by code until they are stored
	if err := p.readPositions(ctx); err != nil {
		return err
	}
	if err := im.read(ctx, staffSheet(), 0, func(l *line) error { return p.person(ctx, l) }); err != nil {
		return err
	}
	if err := im.read(ctx, historySheet(), 1, func(l *line) error { return p.event(ctx, l) }); err != nil {
		return err
	}
	if im.tables[0] == nil || im.tables[0].at == nil {
		return nil // no sheet or no titles: that has been said
	}
	if err := p.flushPersons(ctx); err != nil {
		return err
	}
	if err := im.stage.flushAll(ctx); err != nil {
		return err
	}
	im.progress("exchange.step.check")
	if err := p.resolve(ctx); err != nil {
		return err
	}
	if err := p.check(ctx); err != nil || im.found.count > 0 {
		return err
	}
	im.progress("exchange.step.write")
	return p.write(ctx)
}

// person reads a row of the first sheet: who the person is, the post and the pay of the day.
func (p *people) person(ctx context.Context, l *line) error {
	l.requireAll()
	code := l.code("staff_code")
	if code != "" && !staffCode.MatchString(code) {
		l.wrong("staff_code", "exchange.bad_code", nil)
		code = ""
	}
	twice := p.once(l, "staff_code", code, p.codes, "exchange.duplicate_code")
	born, precision := l.birth("birth_date")
	if !born.IsZero() && born.After(p.today) {
		l.wrong("birth_date", "exchange.born_later", nil)
		born = day.Day{}
	}
	citizen := p.citizen(l, born)
	if code == "" || twice {
		code = "" // what hangs on the row is read for its own mistakes and not staged
	} else {
		p.persons.rows = append(p.persons.rows, []any{code, orNil(citizen), born, l.ordinal, l.row})
		if len(p.persons.rows) >= flushAt {
			if err := p.flushPersons(ctx); err != nil {
				return err
			}
		}
	}
	if err := p.states(ctx, l, code, citizen, born, precision); err != nil {
		return err
	}
	if l.any("unit_code", "position_code", "staff_class", "category", "appointed_from", "appointed_to") {
		l.require("appointed_from")
		from := l.day("appointed_from")
		if err := p.post(ctx, l, code, span{from, l.until("appointed_to", from)}, "MAIN"); err != nil {
			return err
		}
	}
	if l.any(keysOf(payColumns())...) || l.cell("pay_from") != "" {
		l.require("pay_from")
		from := l.day("pay_from")
		return p.payLine(ctx, l, code, span{from, l.until("pay_to", from)})
	}
	return nil
}

// once notes that a value stands twice in its column, and tells so.
func (p *people) once(l *line, key, value string, seen map[string]int, message string) bool {
	if value == "" {
		return false
	}
	if at, twice := seen[value]; twice {
		l.wrong(key, message, map[string]string{"row": strconv.Itoa(at)})
		return true
	}
	seen[value] = l.row
	return false
}

// citizen reads the citizen ID. Digits 4 to 6 say the century, the sex and the year of birth (written into the number
// when it is given); a number that disagrees is worth a look but may be right, where a record was corrected later.
func (p *people) citizen(l *line, born day.Day) string {
	id := l.text("citizen_id")
	if id == "" {
		return ""
	}
	if !citizenID.MatchString(id) {
		l.wrong("citizen_id", "exchange.bad_citizen_id", nil)
		return ""
	}
	if p.once(l, "citizen_id", id, p.citizens, "exchange.duplicate_citizen_id") {
		return ""
	}
	if sex, ok := l.words["sex"].find(l.cell("sex")); ok && (sex == "FEMALE") != ((id[3]-'0')%2 == 1) {
		l.doubt("citizen_id", "exchange.citizen_id_sex", nil)
	}
	if !born.IsZero() && id[4:6] != born.String()[2:4] {
		l.doubt("citizen_id", "exchange.citizen_id_birth", nil)
	}
	return id
}

// states stages what is true of a person from a day on: name and birth, identity, party.
func (p *people) states(ctx context.Context, l *line, code, citizen string, born day.Day, precision string) error {
	from := l.day("true_from")
	name := l.text("full_name")
	core := []any{name, nil, models.SortName(name), l.text("other_names"), born, precision, l.choice("sex"), l.day("recruited_on"),
		l.text("recruited_by"), l.text("prior_occupation"), l.text("strength"), from, nil, code}
	identity := []any{orNil(citizen), l.day("citizen_id_on"), l.text("old_id"), l.text("insurance_number"), orNil(l.choice("ethnic_group")),
		l.text("religion"), l.text("birth_place"), l.text("home_town"), l.text("permanent_residence"), l.text("current_residence"),
		l.text("phone"), l.text("email"), from, nil, code}
	party := []any{l.day("party_joined_on"), l.day("party_official_on"), l.text("organisations"), l.day("enlisted_on"),
		l.day("discharged_on"), l.text("military_rank"), l.text("state_title"), l.text("policy_family"), from, nil, code}
	if code == "" {
		return nil
	}
	if err := p.stage.add(ctx, coreFacts(), l, core...); err != nil {
		return err
	}
	if l.any(keysOf(identityColumns())...) {
		if err := p.stage.add(ctx, identityFacts(), l, identity...); err != nil {
			return err
		}
	}
	if l.any(keysOf(partyColumns())...) {
		return p.stage.add(ctx, partyFacts(), l, party...)
	}
	return nil
}

// any tells whether one of the columns has a value in the row.
func (l *line) any(keys ...string) bool {
	for _, k := range keys {
		if l.cell(k) != "" {
			return true
		}
	}
	return false
}

func (p *people) flushPersons(ctx context.Context) error {
	_, err := p.tx.Pgx.CopyFrom(ctx, pgx.Identifier{"stage", "person"}, []string{"ref", "citizen_id", "birth_date", "sheet", "row_no"},
		pgx.CopyFromRows(p.persons.rows))
	if err != nil {
		return fmt.Errorf("stage people: %w", err)
	}
	p.persons.rows = p.persons.rows[:0]
	return nil
}
