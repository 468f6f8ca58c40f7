package demo

import "bienche/internal/day"

// published are the figures that a sent report printed, beside which the product sets what its rows give.
type published struct {
	Document string
	Figures  []struct {
		Key, Value, At, Note string
		From, To             day.Day
	}
}

// writePublished stores the published figures; a scaled province has none, since they are not its own.
func (w *writer) writePublished() error {
	var p published
	if err := readData("published.yaml", &p); err != nil {
		return err
	}
	for _, f := range p.Figures {
		w.end(w.into("published_figure", "key, from_on, to_on, value, document, at, note, recorded_in").
			str(f.Key).date(f.From).date(f.To).str(f.Value).str(p.Document).str(f.At).str(f.Note))
	}
	return nil
}
