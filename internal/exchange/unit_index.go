package exchange

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
	"bienche/models"
)

// unitLife is a unit and the stretches of its life, by first day.
type unitLife struct {
	id      int64
	inScope bool
	spans   []unitSpan
}

// unitSpan is a stretch of days with one parent; "" for the top of the tree.
type unitSpan struct {
	from, to day.Day
	parent   string
}

// on gives the stretch that holds a day; nil when the unit does not exist then.
func (u *unitLife) on(d day.Day) *unitSpan {
	for i := range u.spans {
		if s := &u.spans[i]; !d.Before(s.from) && d.Before(s.to) {
			return s
		}
	}
	return nil
}

// unitIndex is all units by code.
type unitIndex map[string]*unitLife

// loadUnits reads all units as they are known now. Those outside scope are there, for walks up the tree, but unknown
// to the reader.
func loadUnits(ctx context.Context, tx *models.Tx, scope models.Scope) (unitIndex, error) {
	rows, err := tx.Pgx.Query(ctx, `SELECT u.id, u.code, v.valid_from, v.valid_to, coalesce(p.code, '')
		FROM org_unit u
		LEFT JOIN org_unit_version v ON v.unit_id = u.id AND v.known_to = 'infinity'
		LEFT JOIN org_unit p ON p.id = v.parent_id
		ORDER BY u.id, v.valid_from`)
	if err != nil {
		return nil, fmt.Errorf("load units: %w", err)
	}
	all := unitIndex{}
	var id int64
	var code string
	var s unitSpan
	_, err = pgx.ForEachRow(rows, []any{&id, &code, &s.from, &s.to, &s.parent}, func() error {
		u := all[code]
		if u == nil {
			u = &unitLife{id: id, inScope: scope.HasUnit(id)}
			all[code] = u
		}
		if !s.from.IsZero() {
			u.spans = append(u.spans, s)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load units: %w", err)
	}
	return all, nil
}

// known gives a unit that the importer may see.
func (x unitIndex) known(code string) *unitLife {
	if u := x[code]; u != nil && u.inScope {
		return u
	}
	return nil
}

// top is the unit at the head of the tree over code on a day; "" when the walk leads nowhere.
func (x unitIndex) top(code string, on day.Day) string {
	for range 50 {
		u := x[code]
		if u == nil {
			return ""
		}
		s := u.on(on)
		if s == nil {
			return ""
		}
		if s.parent == "" {
			return code
		}
		code = s.parent
	}
	return ""
}

// code reads a code, which is written in capitals everywhere.
func (l *line) code(key string) string { return strings.ToUpper(l.text(key)) }

// unitID reads the code of a unit that exists on a day; a zero day asks only whether it is known. It gives 0 when the
// cell is empty or wrong.
func (l *line) unitID(x unitIndex, key string, on day.Day) int64 {
	code := l.code(key)
	if code == "" {
		return 0
	}
	u := x.known(code)
	switch {
	case u == nil:
		l.wrong(key, "exchange.unknown_unit", nil)
		return 0
	case !on.IsZero() && u.on(on) == nil:
		l.wrong(key, "exchange.unit_not_on_day", map[string]string{"on": on.Vietnamese()})
		return 0
	}
	return u.id
}
