package rules

import (
	"errors"
	"strings"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// Flaw is one thing that is wrong with the files of the law.
type Flaw struct {
	File string  // such as rules/pay/base_salary.yaml
	At   string  // id of a parameter or catalogue, with the code of an entry, or number of a document; "" for the file
	From day.Day // first day of the value; no day where it is about no value
	Text Text
}

// In is the flaw for a reader of lang ("vi" or "en"): the file, what in it, the day, and what is wrong.
func (f Flaw) In(lang string) string {
	parts := []string{f.File}
	if f.At != "" {
		parts = append(parts, f.At)
	}
	if !f.From.IsZero() {
		parts = append(parts, fault.Text(lang, "rules.flaw.from", fault.Args{"day": f.From}))
	}
	return strings.Join(append(parts, f.Text.In(lang)), ": ")
}

// flawError is what is wrong, before it is known where.
type flawError struct{ Text }

// Error is what is wrong in English.
func (f flawError) Error() string { return f.In("en") }

// wrong says what is wrong; pairs are names and values in turn.
func wrong(what string, pairs ...any) error { return flawError{Say("rules.flaw."+what, pairs...)} }

// at places what is wrong; a nil error is no flaw.
func at(where string, from day.Day, errs ...error) []Flaw {
	var all []Flaw
	for _, err := range errs {
		if err == nil {
			continue
		}
		text := Say("rules.flaw.unreadable", "error", err)
		if f, ok := errors.AsType[flawError](err); ok {
			text = f.Text
		}
		all = append(all, Flaw{At: where, From: from, Text: text})
	}
	return all
}
