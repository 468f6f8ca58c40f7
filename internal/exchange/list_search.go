package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// param is a parameter in the address of a list's screen, and what it may hold.
type param struct {
	name      string
	many      bool
	oneOf     []string // nil: any text
	otherwise string   // what the screen takes when the address has none
	id        string   // the object that it names by id
	day       bool     // it holds a day, YYYY-MM-DD
	// words says a value as people do; nil: as it is. "" is not worth saying.
	words func(ctx context.Context, x *listing, value string) (string, error)
}

// shownOnly are parameters of screens that choose no rows: pages, columns and panels.
var shownOnly = []string{"after", "skip", "size", "cols", "open", "tab", "view"}

// listOrder is an export that was asked for: the parameters of its job.
type listOrder struct {
	List    string              `json:"list"`
	Search  string              `json:"search"` // as it was sent
	Values  map[string][]string `json:"values"` // what it says, by parameter; ids as numbers
	Columns []string            `json:"columns"`
	Lang    string              `json:"lang"`
	AsOf    day.Day             `json:"asOf"`
}

// value is the value of a parameter that holds one; "" when it is absent.
func (o *listOrder) value(name string) string {
	if v := o.Values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// day is the day of a parameter that holds one, checked already; nil when it is absent.
func (o *listOrder) day(name string) *day.Day {
	d, err := day.Parse(o.value(name))
	if err != nil {
		return nil
	}
	return &d
}

// read fills the order from the query string of a screen. It refuses, naming the parameter, what the screen does not
// know: a filter that was passed over would give more than is shown.
func (o *listOrder) read(head *listHead, text string, ids IDs) error {
	search, values, err := parseSearch(text)
	if err != nil {
		return err
	}
	o.Search, o.Values = search, map[string][]string{}
	for _, p := range head.params {
		if p.otherwise != "" && values.Get(p.name) == "" {
			o.Values[p.name] = []string{p.otherwise}
			delete(values, p.name)
		}
	}
	for name, all := range values {
		if slices.Contains(shownOnly, name) {
			continue
		}
		if name == "asOf" {
			if o.AsOf.IsZero() {
				if o.AsOf, err = day.Parse(all[0]); err != nil {
					return fault.Bad("search.asOf", "fault.bad_date", fault.Args{"value": all[0]})
				}
			}
			continue
		}
		at := slices.IndexFunc(head.params, func(p param) bool { return p.name == name })
		if at < 0 {
			return fault.Bad("search."+name, "exchange.list.no_param", fault.Args{"value": name})
		}
		if o.Values[name], err = head.params[at].read(all, ids); err != nil {
			return err
		}
	}
	return nil
}

// read checks the values of one parameter. Empty ones say nothing.
func (p *param) read(values []string, ids IDs) ([]string, error) {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	bad := func(v string) error {
		return fault.Bad("search."+p.name, "fault.bad_choice", fault.Args{"value": v})
	}
	if len(values) > 1 && !p.many {
		return nil, bad(strings.Join(values, ", "))
	}
	for i, v := range values {
		if p.oneOf != nil && !slices.Contains(p.oneOf, v) {
			return nil, bad(v)
		}
		if p.day {
			if _, err := day.Parse(v); err != nil {
				return nil, fault.Bad("search."+p.name, "fault.bad_date", fault.Args{"value": v})
			}
		}
		if p.id != "" {
			n, err := ids.Decode(p.id, v)
			if err != nil {
				return nil, fault.From(err).At("search." + p.name)
			}
			values[i] = numeral(n)
		}
	}
	return values, nil
}

// words says what was filtered, parameter by parameter.
func (x *listing) words(ctx context.Context, params []param) (string, error) {
	var said []string
	for _, p := range params {
		var values []string
		for _, v := range x.order.Values[p.name] {
			if p.words != nil {
				var err error
				if v, err = p.words(ctx, x, v); err != nil {
					return "", err
				}
			}
			if v != "" {
				values = append(values, v)
			}
		}
		if len(values) > 0 {
			said = append(said, fault.Text(x.order.Lang, "exchange.list.param."+p.name, nil)+": "+strings.Join(values, ", "))
		}
	}
	if len(said) == 0 {
		return fault.Text(x.order.Lang, "exchange.list.unfiltered", nil), nil
	}
	return fault.Text(x.order.Lang, "exchange.list.filter", fault.Args{"words": strings.Join(said, "; ")}), nil
}

// asDay says a day as people write it.
func asDay(_ context.Context, _ *listing, v string) (string, error) {
	d, err := day.Parse(v)
	return d.Vietnamese(), err
}

// inWords says the codes of a vocabulary.
func inWords(vocabulary string) func(context.Context, *listing, string) (string, error) {
	return func(_ context.Context, x *listing, v string) (string, error) { return x.code(vocabulary, v), nil }
}

// asMessage says a value by the message of its key.
func asMessage(prefix string) func(context.Context, *listing, string) (string, error) {
	return func(_ context.Context, x *listing, v string) (string, error) {
		return fault.Text(x.order.Lang, prefix+v, nil), nil
	}
}

// screenFault names the parameter of the screen where a use case names the field of its filter.
func screenFault(err error) error {
	f, told := errors.AsType[*fault.Error](err)
	if !told {
		return err
	}
	switch name, _ := strings.CutPrefix(f.Field, "filter."); name {
	case "search":
		return f.At("search.q")
	case "unit", "gap", "role", "state", "retiresFrom", "retiresTo":
		return f.At("search." + name)
	}
	return err
}

// codesOf are all codes that a catalogue ever had.
func codesOf(book *rules.Book, catalogue string) []string {
	var codes []string
	for _, e := range book.History(catalogue) {
		codes = append(codes, e.Code)
	}
	return codes
}
