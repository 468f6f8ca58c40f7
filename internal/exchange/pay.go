package exchange

import (
	"errors"
	"strconv"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// payFact is what is said of a person's pay.
type payFact struct {
	grade       string
	step        int
	coefficient *decimal.Decimal // nil: not said
	from        day.Day
}

// payTable looks coefficients up in the law; the same question is asked for thousands of people.
type payTable struct {
	book   *rules.Book
	grades map[string][]rules.Grade
	asked  map[payKey]payAnswer
}

type payKey struct {
	class string
	step  int
	on    day.Day
}

type payAnswer struct {
	coefficient decimal.Decimal
	err         error
}

func newPayTable(book *rules.Book) payTable {
	t := payTable{book, map[string][]rules.Grade{}, map[payKey]payAnswer{}}
	for _, g := range book.AllGrades() {
		t.grades[g.Code] = append(t.grades[g.Code], g)
	}
	return t
}

// class is the salary class of a grade on a day. People keep an old title until they are moved to the new one, so
// the class of a title that has ended is its last.
func (t payTable) class(grade string, on day.Day) string {
	class := ""
	for _, g := range t.grades[grade] {
		if class == "" || !on.Before(g.From) {
			class = g.SalaryClass
		}
	}
	return class
}

// check holds a step and a coefficient against the scales in force on the day, and gives the coefficient.
func (t payTable) check(l *line, f payFact) *decimal.Decimal {
	k := payKey{t.class(f.grade, f.from), f.step, f.from}
	a, known := t.asked[k]
	if !known {
		a.coefficient, a.err = t.book.Coefficient(k.class, k.step, k.on)
		t.asked[k] = a
	}
	switch {
	case errors.Is(a.err, fault.New(fault.NotCovered, "")):
		l.doubt("step", "exchange.pay_not_covered", map[string]string{"on": f.from.Vietnamese()})
		return f.coefficient
	case a.err != nil:
		l.wrong("step", "exchange.no_such_step", map[string]string{"class": k.class, "step": strconv.Itoa(f.step)})
		return nil
	case f.coefficient == nil:
		return &a.coefficient
	case !f.coefficient.Equal(a.coefficient):
		l.wrong("coefficient", "exchange.coefficient", map[string]string{"class": k.class, "step": strconv.Itoa(f.step),
			"expected": a.coefficient.StringFixed(2)})
		return nil
	}
	return f.coefficient
}
