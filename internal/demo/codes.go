package demo

import (
	"sort"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/rules"
	"bienche/rules/reduction"
)

// codes are the lists of the law that the province uses, looked up once.
type codes struct {
	categories  []string
	ethnic      []string
	generations []day.Day // the days on which grades change
	grades      []map[string][]grade
	expiry      map[string]day.Day
	classes     map[string]rules.SalaryClass
	births      map[bool]map[day.Day]day.Day // pension start by sex (female) → month of birth
	starts      map[bool]map[day.Day]day.Day // month of birth by sex → pension start
}

// grade is a grade of a family on a day, with its salary class; a family is ordered from the lowest class.
type grade struct {
	code  string
	class rules.SalaryClass
}

func readCodes(book *rules.Book) (codes, error) {
	c := codes{expiry: map[string]day.Day{}, classes: map[string]rules.SalaryClass{}}
	seen := map[string]bool{}
	for _, e := range book.History("headcount.categories") {
		if !seen[e.Code] {
			seen[e.Code] = true
			c.categories = append(c.categories, e.Code)
		}
	}
	groups, err := book.Entries("staff.ethnic_groups", opening)
	if err != nil {
		return c, err
	}
	for _, g := range groups {
		c.ethnic = append(c.ethnic, g.Code)
	}
	classes, err := book.SalaryClasses(opening)
	if err != nil {
		return c, err
	}
	for _, k := range classes {
		c.classes[k.Code] = k
	}
	if err := c.readGrades(book); err != nil {
		return c, err
	}
	return c, c.readRetirements(book)
}

// readGrades lists the families of grades for each stretch of days between two changes.
func (c *codes) readGrades(book *rules.Book) error {
	changes := map[day.Day]bool{opening: true}
	for _, g := range book.AllGrades() {
		c.expiry[g.Code] = g.To // the last of a code's entries ends it
		if g.From.After(opening) {
			changes[g.From] = true
		}
		if g.To.After(opening) && !g.To.IsForever() {
			changes[g.To] = true
		}
	}
	for on := range changes {
		c.generations = append(c.generations, on)
	}
	sort.Slice(c.generations, func(i, j int) bool { return c.generations[i].Before(c.generations[j]) })
	for _, on := range c.generations {
		all, err := book.Grades(on)
		if err != nil {
			return err
		}
		families := map[string][]grade{}
		for _, g := range all {
			families[g.Family] = append(families[g.Family], grade{g.Code, c.classes[g.SalaryClass]})
		}
		for _, f := range families {
			sort.SliceStable(f, func(i, j int) bool { return f[i].class.Start.LessThan(f[j].class.Start) })
		}
		c.grades = append(c.grades, families)
	}
	return nil
}

// family is the grades of a family on a day, from the lowest.
func (c *codes) family(name string, on day.Day) []grade {
	i := sort.Search(len(c.generations), func(i int) bool { return c.generations[i].After(on) }) - 1
	return c.grades[max(i, 0)][name]
}

// readRetirements works out, for each month of birth, when a pension starts, and the other way round.
func (c *codes) readRetirements(book *rules.Book) error {
	c.births = map[bool]map[day.Day]day.Day{}
	c.starts = map[bool]map[day.Day]day.Day{}
	for female, sex := range map[bool]reduction.Sex{false: reduction.Male, true: reduction.Female} {
		c.births[female], c.starts[female] = map[day.Day]day.Day{}, map[day.Day]day.Day{}
		for m := day.Of(1945, 1, 1); m.Year() < 2010; m = m.AddMonths(1) {
			r, err := reduction.RetirementMonth(book, m, sex, false)
			if err != nil {
				return err
			}
			c.births[female][r.PensionFrom] = m
			c.starts[female][m] = r.PensionFrom
		}
	}
	return nil
}

// atOrAbove is the first step of a class whose coefficient is not below c; the last step when there is none.
func atOrAbove(class rules.SalaryClass, c decimal.Decimal) int {
	for step := 1; step <= class.Steps; step++ {
		if class.Coefficient(step).GreaterThanOrEqual(c) {
			return step
		}
	}
	return class.Steps
}
