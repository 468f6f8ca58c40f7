package rules

import (
	"slices"

	"bienche/internal/day"
)

// maxOthers is how many alternatives of one computation are run: far more than any computation meets, so that what the law
// and local choices say cannot make one request run without end. Those beyond are left out.
const maxOthers = 40

// Other is what a computation comes to under another reading of one parameter, everything else read as it was.
type Other[R any] struct {
	Parameter   *Parameter
	Taken       Value       // what the computation read, the first time
	Alternative Alternative // what is put in its place
	Result      R
	Err         error // the computation refuses under the alternative
}

// Alternatives runs a computation again under each other reading of a parameter that w, the same computation, has read: one
// parameter at a time, on every day on which its value names the alternative. They come in the order in which the
// parameters were first read, those of one parameter as its values name them, each once; at most 40.
func Alternatives[R any](w *Work, run func(*Work) (R, error)) []Other[R] {
	var all []Other[R]
	for _, o := range others(w) {
		result, err := run(w.book.Begin(o))
		all = append(all, Other[R]{w.book.parameters[o.id], o.taken, o.alternative, result, err})
	}
	return all
}

// other is a reading of one parameter in place of another, on top of the local choices of a computation.
type other struct {
	id          string
	taken       Value
	alternative Alternative
	book        *Book
	below       Choices
}

// others are the other readings of what a computation has read.
func others(w *Work) []other {
	var ids []string
	found := map[string][]other{}
	for _, key := range w.order {
		r := w.read[key]
		if _, seen := found[r.ID]; !seen {
			ids, found[r.ID] = append(ids, r.ID), nil
		}
		for _, a := range r.Value.Alternatives {
			if !slices.ContainsFunc(found[r.ID], func(o other) bool { return o.alternative.says(a) }) {
				found[r.ID] = append(found[r.ID], other{r.ID, r.Value, a, w.book, w.choices})
			}
		}
	}
	var all []other
	for _, id := range ids {
		all = append(all, found[id]...)
	}
	return all[:min(len(all), maxOthers)]
}

// says tells whether two alternatives of one parameter are the same number or option.
func (a Alternative) says(b Alternative) bool {
	return a.Choice == b.Choice && a.Number.Equal(b.Number)
}

// Choice is the alternative on the days whose value names it, else what is chosen below.
func (o other) Choice(id string, on day.Day) (Value, bool) {
	if id == o.id {
		v, err := o.book.under(o.below, id, on)
		for _, a := range v.Alternatives {
			if err == nil && a.says(o.alternative) {
				return v.as(a), true
			}
		}
	}
	if o.below == nil {
		return Value{}, false
	}
	return o.below.Choice(id, on)
}

// as is the value read as an alternative, by what the alternative cites, or else by what the value does.
func (v Value) as(a Alternative) Value {
	out := Value{Span: v.Span, Authority: Authority{Cite: a.Cite, Confidence: LocalChoice, Note: a.Note}, Number: a.Number, Choice: a.Choice}
	if a.Cite.Document == "" {
		out.Cite = v.Cite
	}
	return out
}
