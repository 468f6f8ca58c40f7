package demo

import (
	"bienche/internal/day"
)

// settleBirths gives everybody a day of birth, and a day of entry into service, that fit the story: who retired
// reached the age of that month, and nobody works beyond it.
func (w *world) settleBirths() {
	for _, p := range w.people {
		month := w.birthMonth(p)
		p.birth = month.AddDays(w.rng.IntN(28))
		p.recruitedOn = p.posts[0].from
		if p.posts[0].reason == "OPENING_RECORD" {
			start := month.AddMonths(12 * (21 + w.rng.IntN(12)))
			if !start.Before(opening) {
				start = opening.AddMonths(-1 - w.rng.IntN(24))
			}
			p.recruitedOn = day.Of(start.Year(), start.Month(), 1)
		}
	}
}

func (w *world) birthMonth(p *person) day.Day {
	entry := p.posts[0].from
	if p.leftReason == "RETIREMENT" {
		for on := p.leftOn; on.Year() > 2005; on = on.AddMonths(-1) {
			if m, ok := w.codes.births[p.female][on]; ok {
				return m
			}
		}
	}
	if p.leftDetail == "EARLY_RETIREMENT" {
		// Reduced between two and five years before the age.
		for on, i := p.leftOn.AddMonths(25+w.rng.IntN(34)), 0; i < 24; on, i = on.AddMonths(-1), i+1 {
			if m, ok := w.codes.births[p.female][firstOfMonth(on)]; ok {
				return m
			}
		}
	}
	youngest := day.Of(entry.Year()-22, entry.Month(), 1)
	oldest := youngest.AddMonths(-11 * 12)
	if p.elder {
		oldest = youngest.AddMonths(-38 * 12)
	}
	// The oldest who still works on the last day: a pension starts after it.
	last := w.today.AddMonths(1)
	if !p.leftOn.IsZero() {
		last = p.leftOn
	}
	for w.codes.starts[p.female][oldest].Before(last) && oldest.Before(youngest) {
		oldest = oldest.AddMonths(1)
	}
	span := oldest.DaysUntil(youngest) / 31
	return firstOfMonth(oldest.AddMonths(w.rng.IntN(span + 1)))
}
