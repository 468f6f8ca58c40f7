package exchange

import (
	"context"

	"bienche/internal/day"
	"bienche/models"
)

// history writes the second sheet: every fact up to the day that is not the post or the pay on the first.
func (ex *exporting) history(ctx context.Context) error {
	w, err := ex.begin(historySheet())
	if err != nil {
		return err
	}
	if err := ex.pastPosts(ctx, w); err != nil {
		return err
	}
	if !ex.hidden["salary"] {
		if err := ex.pastPay(ctx, w); err != nil {
			return err
		}
	}
	for _, e := range []struct {
		kind, group string
		q           string // form, level, content, place, result, year, started, ended
		from        string
	}{
		{"QUALIFICATION", "", "f.kind, f.level, f.major, f.school, f.mode, NULL::int, f.started_on, NULL::date", "qualification f"},
		{"RATING", "evaluation", "'', f.level, f.label, '', '', f.year, NULL::date, NULL::date", "staff_rating f"},
		{"TRAINING", "", "t.kind, '', t.title, t.code, f.result, NULL::int, t.starts_on, t.ends_on", "training_attendance f JOIN training_class t ON t.id = f.class_id"},
		{"DISCIPLINE", "discipline", "f.form, '', f.conduct, '', '', NULL::int, NULL::date, NULL::date", "disciplinary_action f"},
		{"COMMENDATION", "", "f.form, '', f.reason, '', '', NULL::int, NULL::date, NULL::date", "commendation f"},
		{"WORK", "", "'', '', f.content, '', '', NULL::int, NULL::date, NULL::date", "work_history f"},
	} {
		if ex.hidden[e.group] {
			continue
		}
		q := ex.withPeople().Add("SELECT p.code, f.valid_from, f.valid_to, "+e.q+" FROM "+e.from+` JOIN p ON p.id = f.staff_id
			WHERE f.known_to = 'infinity' AND f.valid_from <= ? ORDER BY p.code, f.valid_from, f.id`, ex.AsOf)
		if err := ex.events(ctx, w, e.kind, q); err != nil {
			return err
		}
	}
	return w.end()
}

// empty is the cells of the columns that a kind of event does not use.
var (
	noDetails = make([]any, 8)
	noPost    = make([]any, 11)
	noPay     = make([]any, 8)
)

func (ex *exporting) pastPosts(ctx context.Context, w *sheetWriter) error {
	q := ex.withPeople().Add(`SELECT p.code, a.kind, `+postSelect+` FROM appointment a JOIN p ON p.id = a.staff_id `+postJoin+`
		WHERE a.known_to = 'infinity' AND a.valid_from <= ? AND (a.kind <> 'MAIN' OR a.valid_to <= ?) ORDER BY p.code, a.valid_from, a.id`, ex.AsOf, ex.AsOf)
	var code, kind string
	var post postRow
	cells := make([]any, 0, len(w.columns))
	return ex.each(ctx, w, q, append([]any{&code, &kind}, post.targets()...), func() []any {
		cells = append(cells[:0], code, "APPOINTMENT", post.from, lastDay(post.to), ex.word("appointment_kind", kind))
		cells = append(append(cells, noDetails[1:]...), post.place()...)
		return append(append(cells, post.reasons()...), noPay...)
	})
}

func (ex *exporting) pastPay(ctx context.Context, w *sheetWriter) error {
	q := ex.withPeople().Add(`SELECT p.code, `+paySelect+` FROM staff_pay s JOIN p ON p.id = s.staff_id
		WHERE s.known_to = 'infinity' AND s.valid_to <= ? ORDER BY p.code, s.valid_from`, ex.AsOf)
	var code string
	var pay payRow
	cells := make([]any, 0, len(w.columns))
	return ex.each(ctx, w, q, append([]any{&code}, pay.targets()...), func() []any {
		cells = append(cells[:0], code, "PAY", pay.from, lastDay(pay.to))
		return append(append(append(cells, noDetails...), noPost...), pay.values()...)
	})
}

// formWords are the vocabularies of the column "form", by kind of event; others are free texts.
var formWords = map[string]string{"QUALIFICATION": "qualification_kind", "DISCIPLINE": "discipline_form"}

func (ex *exporting) events(ctx context.Context, w *sheetWriter, kind string, q *models.Query) error {
	var code, form, level, content, place, result string
	var year *int32
	var from, to, started, ended day.Day
	cells := make([]any, 0, len(w.columns))
	targets := []any{&code, &from, &to, &form, &level, &content, &place, &result, &year, &started, &ended}
	return ex.each(ctx, w, q, targets, func() []any {
		if words, ok := formWords[kind]; ok {
			form = ex.word(words, form)
		}
		if kind == "RATING" {
			level = ex.word("rating", level)
		}
		cells = append(cells[:0], code, kind, from, lastDay(to), form, level, content, place, result, year, started, ended)
		return append(append(cells, noPost...), noPay...)
	})
}

// word is the label of a code; "" stays empty.
func (ex *exporting) word(words, code string) string {
	if code == "" {
		return ""
	}
	return ex.book.words[words].label(code, ex.on)
}
