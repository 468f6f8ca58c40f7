package rules

import (
	"sort"
	"strconv"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// Entries are the members of a catalogue on a day, in the order of the file. It refuses with NOT_COVERED where the
// catalogue has none on that day, and with NOT_FOUND for an id that no file defines.
func (b *Book) Entries(id string, on day.Day) ([]Entry, error) {
	c, ok := b.catalogues[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "rules.unknown_parameter", fault.Args{"id": id})
	}
	var all []Entry
	for _, e := range c.Entries {
		if e.covers(on) {
			all = append(all, e)
		}
	}
	if len(all) == 0 {
		return nil, notCovered(c.Label, on, spansOf(c.Entries, func(e Entry) Span { return e.Span }))
	}
	return all, nil
}

// History is every entry of a catalogue, whatever its day; nil for an id that no file defines.
func (b *Book) History(id string) []Entry {
	if c, ok := b.catalogues[id]; ok {
		return c.Entries
	}
	return nil
}

// Words is the label of a code on a day: its last where the code does not stand on the day, the code itself where it never did.
func (b *Book) Words(catalogue, code string, on day.Day) Label {
	words := Label{VI: code, EN: code}
	for _, e := range b.History(catalogue) {
		if e.Code != code {
			continue
		}
		if words = e.Label; e.covers(on) {
			break
		}
	}
	return words
}

// Category is a headcount category (loại biên chế) on a day. Its label follows the decree of that day.
type Category struct {
	Entry
	Ordinal int
}

// Categories are the headcount categories that exist on a day, in the order reports print them. A category that
// does not exist is absent, not zero.
func (b *Book) Categories(on day.Day) ([]Category, error) {
	entries, err := b.Entries("headcount.categories", on)
	all := make([]Category, 0, len(entries))
	for _, e := range entries {
		n, _ := strconv.Atoi(e.Attrs["ordinal"]) // the loader's tests hold that it is a number
		all = append(all, Category{e, n})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Ordinal < all[j].Ordinal })
	return all, err
}

// Grade is a civil-service grade (ngạch) or professional title (chức danh nghề nghiệp) on a day.
type Grade struct {
	Entry
	SalaryClass string // key into the salary scales, such as A1
	StaffClass  string // CIVIL_SERVANT, PUBLIC_EMPLOYEE or CONTRACT
	Family      string // titles that follow one another, such as TEACHER_PRIMARY
	TitleClass  string // hạng: I to V; "-" where the title has none
}

func gradeOf(e Entry) Grade {
	return Grade{e, e.Attrs["salary_class"], e.Attrs["staff_class"], e.Attrs["family"], e.Attrs["title_class"]}
}

// Grades are the grades and titles that may be held on a day.
func (b *Book) Grades(on day.Day) ([]Grade, error) {
	entries, err := b.Entries("staff.grades", on)
	all := make([]Grade, len(entries))
	for i, e := range entries {
		all[i] = gradeOf(e)
	}
	return all, err
}

// AllGrades is every grade and title with its days, for the code lists of a database.
func (b *Book) AllGrades() []Grade {
	var all []Grade
	for _, e := range b.History("staff.grades") {
		all = append(all, gradeOf(e))
	}
	return all
}

// SalaryClass is a row of the salary scales: the coefficient of the first step, what each step adds, how many
// steps there are and how many months a step lasts.
type SalaryClass struct {
	Code      string
	Start     decimal.Decimal
	Increment decimal.Decimal
	Steps     int
	Months    int
}

// Coefficient is the coefficient of a step, counted from 1.
func (c SalaryClass) Coefficient(step int) decimal.Decimal {
	return c.Start.Add(c.Increment.Mul(decimal.NewFromInt(int64(step - 1))))
}

const scales = "staff.salary_scales"

// SalaryClasses are the salary classes in force on a day.
func (b *Book) SalaryClasses(on day.Day) ([]SalaryClass, error) {
	rows, err := b.Table(scales, on)
	all := make([]SalaryClass, len(rows))
	for i, r := range rows {
		all[i] = SalaryClass{Code: r.Key, Start: r.Cells["start"], Increment: r.Cells["increment"],
			Steps: int(r.Cells["steps"].IntPart()), Months: int(r.Cells["months"].IntPart())}
	}
	return all, err
}

// Coefficient is the salary coefficient of a step of a class on a day. It refuses a class the scales of that day
// do not have, and a step the class does not have, with RULE_VIOLATION.
func (b *Book) Coefficient(class string, step int, on day.Day) (decimal.Decimal, error) {
	classes, err := b.SalaryClasses(on)
	if err != nil {
		return decimal.Zero, err
	}
	for _, c := range classes {
		if c.Code == class && step >= 1 && step <= c.Steps {
			return c.Coefficient(step), nil
		}
	}
	v, err := b.On(scales, on)
	if err != nil {
		return decimal.Zero, err
	}
	return decimal.Zero, fault.New(fault.RuleViolation, "rules.no_such_step",
		fault.Args{"class": class, "step": step}).Citing(v.Cite.Source())
}

// RatingLabel is how the regime of a day words a rating level (EXCELLENT, GOOD, SATISFACTORY, UNSATISFACTORY) for a
// class of staff (CIVIL_SERVANT or PUBLIC_EMPLOYEE; cadres and contract staff are worded as civil servants are).
func (b *Book) RatingLabel(staffClass, level string, on day.Day) (Label, error) {
	entries, err := b.Entries("staff.ratings", on)
	if err != nil {
		return Label{}, err
	}
	if staffClass != "PUBLIC_EMPLOYEE" {
		staffClass = "CIVIL_SERVANT"
	}
	for _, e := range entries {
		if e.Code == level && e.Attrs["staff_class"] == staffClass {
			return e.Label, nil
		}
	}
	return Label{}, notCovered(b.catalogues["staff.ratings"].Label, on, spansOf(entries, func(e Entry) Span { return e.Span }))
}
