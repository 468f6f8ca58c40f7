package staff

import (
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// field is one thing of a section that people may declare. Its value travels as text; an empty text is no value.
type field[T any] struct {
	name string
	need bool // it may not be empty
	slot slot[T]
	rule rule
}

// check refuses a value that the field cannot have.
func (f field[T]) check(value string) *fault.Error {
	if value != "" {
		return f.rule(value)
	}
	if f.need {
		return fault.New(fault.BadInput, "fault.required")
	}
	return nil
}

// slot is where a value stands in a fact. put is given only what the rule let pass.
type slot[T any] struct {
	get func(*T) string
	put func(*T, string)
}

func plain[T any](at func(*T) *string) slot[T] {
	return slot[T]{func(t *T) string { return *at(t) }, func(t *T, s string) { *at(t) = s }}
}

// nullable is a text that is absent in the database when it is empty.
func nullable[T any](at func(*T) **string) slot[T] {
	return slot[T]{
		func(t *T) string {
			if p := *at(t); p != nil {
				return *p
			}
			return ""
		},
		func(t *T, s string) {
			*at(t) = nil
			if s != "" {
				*at(t) = &s
			}
		},
	}
}

// dated is a day; open is what an empty text means: no day, or for ever.
func dated[T any](at func(*T) *day.Day, open day.Day) slot[T] {
	return slot[T]{
		func(t *T) string {
			if d := *at(t); d != open {
				return d.String()
			}
			return ""
		},
		func(t *T, s string) {
			*at(t) = open
			if s != "" {
				*at(t) = day.MustParse(s)
			}
		},
	}
}

func counted[T any](at func(*T) **int) slot[T] {
	return slot[T]{
		func(t *T) string {
			if n := *at(t); n != nil {
				return strconv.Itoa(*n)
			}
			return ""
		},
		func(t *T, s string) {
			*at(t) = nil
			if n, err := strconv.Atoi(s); err == nil {
				*at(t) = &n
			}
		},
	}
}

// rule refuses a text that is not empty and not a value.
type rule func(string) *fault.Error

func short(max int) rule {
	return func(s string) *fault.Error {
		if utf8.RuneCountInString(s) > max {
			return fault.New(fault.BadInput, "fault.too_long", fault.Args{"max": max})
		}
		return nil
	}
}

func written(form *regexp.Regexp, key string) rule {
	return func(s string) *fault.Error {
		if !form.MatchString(s) {
			return fault.New(fault.BadInput, key, fault.Args{"value": s})
		}
		return nil
	}
}

func oneOf(codes ...string) rule {
	return func(s string) *fault.Error {
		if !slices.Contains(codes, s) {
			return fault.New(fault.BadInput, "fault.bad_choice", fault.Args{"value": s})
		}
		return nil
	}
}

func aDay(s string) *fault.Error {
	if _, err := day.Parse(s); err != nil {
		return fault.New(fault.BadInput, "fault.bad_date", fault.Args{"value": s})
	}
	return nil
}

func within(low, high int) rule {
	return func(s string) *fault.Error {
		n, err := strconv.Atoi(s)
		if err != nil {
			return fault.New(fault.BadInput, "fault.bad_number", fault.Args{"value": s})
		}
		if n < low || n > high {
			return fault.New(fault.BadInput, "staff.out_of_range", fault.Args{"low": strconv.Itoa(low), "high": strconv.Itoa(high)})
		}
		return nil
	}
}

func textField[T any](name string, max int, at func(*T) *string) field[T] {
	return field[T]{name: name, slot: plain(at), rule: short(max)}
}

func dayField[T any](name string, at func(*T) *day.Day) field[T] {
	return field[T]{name: name, slot: dated(at, day.Day{}), rule: aDay}
}

// validFrom and validTo let the days of a fact itself be declared, where they are part of what is declared: a
// certificate is valid from the day it was awarded.
func validFrom[T any, P models.Dated[T]](name string) field[T] {
	return field[T]{name: name, need: true, rule: aDay,
		slot: dated(func(t *T) *day.Day { return &models.FactOf[T](P(t)).ValidFrom }, day.Day{})}
}

func validTo[T any, P models.Dated[T]](name string) field[T] {
	return field[T]{name: name, rule: aDay,
		slot: dated(func(t *T) *day.Day { return &models.FactOf[T](P(t)).ValidTo }, day.Forever)}
}

// named is a person's name: letters of any script, not too many.
func named(s string) *fault.Error {
	if err := short(maxPersonName)(s); err != nil {
		return err
	}
	return written(fullName, "staff.bad_name")(s)
}
