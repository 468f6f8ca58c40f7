package exchange

import (
	"cmp"
	"context"

	"bienche/internal/day"
)

// span is a stretch of days, [from, to); zero days were not understood.
type span struct{ from, to day.Day }

func (s span) known() bool { return !s.from.IsZero() && !s.to.IsZero() }

// event reads a row of the history sheet by its kind.
func (p *people) event(ctx context.Context, l *line) error {
	l.requireAll()
	code, kind := l.code("staff_code"), l.choice("history_kind")
	from := l.day("from")
	days := span{from, l.until("to", from)}
	switch kind {
	case "APPOINTMENT":
		held := "MAIN"
		if l.cell("form") != "" {
			held = l.choose("form", "appointment_kind")
		}
		return p.post(ctx, l, code, days, held)
	case "PAY":
		return p.payLine(ctx, l, code, days)
	case "QUALIFICATION":
		l.require("form")
		return p.put(ctx, qualificationFacts(), l, code, days, l.choose("form", "qualification_kind"), l.text("detail_level"),
			l.text("content"), l.text("place"), l.text("result"), l.day("started_on"))
	case "RATING":
		return p.rating(ctx, l, code, days)
	case "TRAINING":
		return p.training(ctx, l, code, days)
	case "DISCIPLINE":
		l.require("form")
		return p.put(ctx, disciplineFacts(), l, code, days, l.choose("form", "discipline_form"), l.text("content"))
	case "COMMENDATION":
		l.require("form")
		return p.put(ctx, commendationFacts(), l, code, days, l.text("form"), l.text("content"))
	case "WORK":
		l.require("content")
		return p.put(ctx, workFacts(), l, code, days, l.text("content"))
	}
	return nil
}

// put stages a fact when its row is right and it is known whose it is.
func (p *people) put(ctx context.Context, f facts, l *line, code string, days span, values ...any) error {
	if l.bad || code == "" || !days.known() {
		if f.table == "appointment" {
			p.badPosts[code] = true
		}
		return nil
	}
	return p.stage.add(ctx, f, l, append(values, days.from, days.to, code)...)
}

// post stages a post: where, as what, drawing on which quota.
func (p *people) post(ctx context.Context, l *line, code string, days span, kind string) error {
	l.require("unit_code", "staff_class")
	f := sidePostFacts()
	if kind == "MAIN" {
		l.require("category")
		f = mainPostFacts()
	}
	unit := l.unitID(p.units, "unit_code", days.from)
	quota := unit
	if l.cell("quota_unit_code") != "" {
		quota = l.unitID(p.units, "quota_unit_code", days.from)
	}
	category := orNil(l.choice("category"))
	var quotaUnit *int64
	if category != nil {
		quotaUnit = &quota
	}
	var position *int64
	if c := l.code("position_code"); c != "" {
		id, ok := p.positions[c]
		if !ok {
			l.wrong("position_code", "exchange.unknown_position", nil)
		}
		position = &id
	}
	return p.put(ctx, f, l, code, days, unit, position, l.text("title"), kind, l.choice("staff_class"), l.choice("leadership"), category,
		quotaUnit, cmp.Or(l.choice("start_reason"), "OPENING_RECORD"), l.text("start_detail"), l.choice("end_reason"), l.text("end_detail"), nil)
}

// payLine stages grade, step and coefficients, checked against the scales of the day.
func (p *people) payLine(ctx context.Context, l *line, code string, days span) error {
	l.require("grade")
	grade, step, coefficient := l.choice("grade"), l.integer("step"), l.decimal("coefficient")
	since := l.day("step_since")
	if since.IsZero() && l.cell("step_since") == "" {
		since = days.from
	}
	if grade != "" && step != nil && !days.from.IsZero() && (coefficient != nil || l.cell("coefficient") == "") {
		coefficient = p.pay.check(l, payFact{grade, *step, coefficient, days.from})
	}
	return p.put(ctx, payFacts(), l, code, days, grade, step, numeric(coefficient), orZero(l.decimal("beyond_frame_percent")),
		orZero(l.decimal("reserve_coefficient")), orZero(l.decimal("position_allowance")), since, cmp.Or(l.choice("pay_reason"), "OPENING_RECORD"))
}

func (p *people) rating(ctx context.Context, l *line, code string, days span) error {
	l.require("year", "detail_level")
	year := l.integer("year")
	if year != nil && (*year < 1945 || *year > 2200) {
		l.wrong("year", "exchange.bad_number", nil)
	}
	level := l.choose("detail_level", "rating")
	label := l.text("content")
	if label == "" {
		label = p.words["rating"].labels[level]
	}
	return p.put(ctx, ratingFacts(), l, code, days, year, level, label)
}

// trainingClass is a class as the first row that names it says.
type trainingClass struct {
	title, kind string
	from, to    day.Day
}

func (p *people) training(ctx context.Context, l *line, code string, days span) error {
	l.require("place", "content")
	class := l.text("place")
	c := &trainingClass{l.text("content"), l.text("form"), l.day("started_on"), l.day("ended_on")}
	if c.from.IsZero() {
		c.from = days.from
	}
	if c.to.IsZero() || c.to.Before(c.from) {
		c.to = c.from
		if days.known() && !days.to.IsForever() {
			c.to = day.Max(c.from, days.to.AddDays(-1))
		}
	}
	if !l.bad && p.classes[class] == nil {
		p.classes[class] = c
	}
	return p.put(ctx, trainingFacts(), l, code, days, class, nil, l.text("result"))
}
