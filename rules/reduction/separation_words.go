package reduction

import (
	"strings"

	"github.com/shopspring/decimal"

	"bienche/rules"
)

// number is a decimal as people write it in a formula: 15.356.250 or 2,5 in Vietnamese, 15,356,250 or 2.5 in English.
type number decimal.Decimal

func num(d decimal.Decimal) number { return number(d) }

// In writes the number for a reader of lang.
func (n number) In(lang string) string {
	point, comma := ",", "."
	if lang == "en" {
		point, comma = ".", ","
	}
	whole, part, broken := strings.Cut(decimal.Decimal(n).String(), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + comma + whole[i:]
	}
	if broken {
		return sign + whole + point + part
	}
	return sign + whole
}

// terms are sentences joined by a sign, such as the terms of a sum.
type terms struct {
	sign string
	all  []rules.Text
}

// In writes the terms for a reader of lang.
func (t terms) In(lang string) string {
	said := make([]string, len(t.all))
	for i, one := range t.all {
		said[i] = one.In(lang)
	}
	return strings.Join(said, t.sign)
}

// product is a number of months, with how it came about.
type product struct {
	n   decimal.Decimal
	how rules.Text
}

// monthsOf is a number of months that the law names.
func monthsOf(n decimal.Decimal) product {
	return product{n, rules.Say("separation.months_times", "months", num(n))}
}

// yearsTimes is so many months for each year.
func yearsTimes(years, per decimal.Decimal) product {
	n := years.Mul(per)
	return product{n, rules.Say("separation.years_times", "years", num(years), "per", num(per), "months", num(n))}
}

// factorTimes is a part of a month for each of so many months.
func factorTimes(factor decimal.Decimal, count int) product {
	n := factor.Mul(whole(count))
	if n.Equal(whole(count)) {
		return monthsOf(n)
	}
	return product{n, rules.Say("separation.factor_times", "factor", num(factor), "count", count, "months", num(n))}
}
