package exchange

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"bienche/internal/day"
)

var unitCode = regexp.MustCompile(`^[0-9A-Z][0-9A-Z.-]{0,34}$`)

func unitFacts() facts {
	return facts{table: "org_unit_version", stage: "stage.unit", owner: "unit_id", rule: history,
		columns: []string{"parent_id", "name", "short_name", "kind", "level", "field", "autonomy", "ordinal"}}
}

// unitRow is one row of the sheet of units: a unit over a stretch of days.
type unitRow struct {
	*line
	code, parent string
	from, to     day.Day
	values       []any // name, short name, kind, level, field, autonomy, ordinal
	onCycle      bool
}

// runUnits reads all units, checks them against each other and against what is known, and records the changes.
func (im *importing) runUnits(ctx context.Context) error {
	var rows []*unitRow
	err := im.read(ctx, unitSheet(), 0, func(l *line) error {
		l.cells = slices.Clone(l.cells) // kept beyond the row
		rows = append(rows, readUnit(l))
		return nil
	})
	if err != nil {
		return err
	}
	im.progress("exchange.step.check")
	plan := im.units.with(rows)
	checkUnitSpans(rows)
	checkParents(rows, plan, im.scope.All)
	checkCycles(rows, plan)
	if im.found.count > 0 {
		return nil
	}
	im.progress("exchange.step.write")
	return im.writeUnits(ctx, rows)
}

func readUnit(l *line) *unitRow {
	l.requireAll()
	r := &unitRow{line: l, code: l.code("unit_code"), parent: l.code("parent_code"), from: l.day("valid_from")}
	if r.code != "" && !unitCode.MatchString(r.code) {
		l.wrong("unit_code", "exchange.bad_code", nil)
	}
	r.to = l.until("valid_to", r.from)
	ordinal := 0
	if n := l.integer("ordinal"); n != nil {
		ordinal = *n
	}
	r.values = []any{l.text("unit_name"), l.text("short_name"), l.choice("unit_kind"), l.choice("level"), l.text("field"), l.text("autonomy"), ordinal}
	if r.parent != "" && r.parent == r.code {
		l.wrong("parent_code", "exchange.cycle", nil)
		r.onCycle = true
	}
	return r
}

// with is the index as it will be with the rows: for a unit of the workbook its rows come before what is known.
func (x unitIndex) with(rows []*unitRow) unitIndex {
	all := unitIndex{}
	for code, u := range x {
		all[code] = &unitLife{id: u.id, inScope: u.inScope, spans: slices.Clone(u.spans)}
	}
	for _, r := range slices.Backward(rows) {
		if r.code == "" {
			continue
		}
		u := all[r.code]
		if u == nil {
			u = &unitLife{inScope: true}
			all[r.code] = u
		}
		if !r.from.IsZero() && !r.to.IsZero() {
			u.spans = slices.Insert(u.spans, 0, unitSpan{r.from, r.to, r.parent})
		}
	}
	return all
}

// checkUnitSpans refuses a code that stands twice for the same days.
func checkUnitSpans(rows []*unitRow) {
	sorted := slices.DeleteFunc(slices.Clone(rows), func(r *unitRow) bool { return r.code == "" || r.from.IsZero() || r.to.IsZero() })
	slices.SortStableFunc(sorted, func(a, b *unitRow) int {
		return cmp.Or(cmp.Compare(a.code, b.code), a.from.DaysUntil(b.from)*-1, cmp.Compare(a.row, b.row))
	})
	for i, r := range sorted {
		if i == 0 || sorted[i-1].code != r.code || !r.from.Before(sorted[i-1].to) {
			continue
		}
		first, second := sorted[i-1], r
		if second.row < first.row && second.from == first.from {
			first, second = second, first
		}
		second.wrong("unit_code", "exchange.duplicate_unit", map[string]string{"row": strconv.Itoa(first.row)})
	}
}

// checkParents refuses parents that do not exist, or not on the day the row begins. A parent whose own row is wrong
// is not held against its children.
func checkParents(rows []*unitRow, plan unitIndex, all bool) {
	wrong := map[string]bool{}
	top := ""
	for _, r := range rows {
		if r.bad {
			wrong[r.code] = true
		}
		if top == "" && r.parent == "" {
			top = r.code
		}
	}
	for code, u := range plan {
		if u.id != 0 && len(u.spans) > 0 && u.spans[len(u.spans)-1].parent == "" {
			top = code
		}
	}
	for _, r := range rows {
		parent := plan[r.parent]
		switch {
		case r.onCycle, r.code == "":
		case r.parent == "":
			if r.code != top && r.cell("parent_code") == "" {
				r.wrong("parent_code", "exchange.required", nil)
			}
		case parent == nil || (!parent.inScope && !all):
			r.wrong("parent_code", "exchange.unknown_unit", nil)
		case !r.from.IsZero() && !wrong[r.parent] && parent.on(r.from) == nil:
			r.wrong("parent_code", "exchange.unit_not_on_day", map[string]string{"on": r.from.Vietnamese()})
		}
	}
}

// checkCycles reports each circle of parents once, at the row that stands first.
func checkCycles(rows []*unitRow, plan unitIndex) {
	byCode := map[string][]*unitRow{}
	for _, r := range rows {
		byCode[r.code] = append(byCode[r.code], r)
	}
	for _, r := range rows {
		if r.onCycle || r.from.IsZero() || r.parent == "" {
			continue
		}
		circle := circleFrom(r, plan)
		if circle == nil {
			continue
		}
		for _, code := range circle {
			for _, o := range byCode[code] {
				o.onCycle = true
			}
		}
		r.wrong("parent_code", "exchange.cycle", nil)
	}
}

// circleFrom walks up from r on its first day and gives the units passed when the walk comes back to r.
func circleFrom(r *unitRow, plan unitIndex) []string {
	passed := []string{r.code}
	for at := r.parent; len(passed) < 50; {
		if at == r.code {
			return passed
		}
		u := plan[at]
		if u == nil {
			return nil
		}
		s := u.on(r.from)
		if s == nil || s.parent == "" {
			return nil
		}
		passed = append(passed, at)
		at = s.parent
	}
	return nil
}

// writeUnits records new units and the stretches that changed.
func (im *importing) writeUnits(ctx context.Context, rows []*unitRow) error {
	ids, err := im.addUnits(ctx, rows)
	if err != nil {
		return err
	}
	f := unitFacts()
	for _, r := range rows {
		var parent *int64
		if id, ok := ids[r.parent]; ok {
			parent = &id
		}
		values := append([]any{parent}, r.values...)
		if err := im.stage.add(ctx, f, r.line, append(values, r.from, r.to, r.code)...); err != nil {
			return err
		}
	}
	if err := im.stage.flushAll(ctx); err != nil {
		return err
	}
	if _, err := im.stage.exec(ctx, "find the units", `UPDATE stage.unit s SET unit_id = u.id FROM org_unit u WHERE u.code = s.ref`); err != nil {
		return err
	}
	if err := im.stage.keep(ctx, f, im.tables[0].missing([]string{"short_name", "field", "autonomy", "ordinal"})); err != nil {
		return err
	}
	changed, err := im.settle(ctx, []facts{f})
	if err != nil || im.changed == 0 {
		return err
	}
	return im.record(ctx, []facts{f}, changed)
}

// addUnits stores the units that are new and gives the ids of all by code.
func (im *importing) addUnits(ctx context.Context, rows []*unitRow) (map[string]int64, error) {
	ids := map[string]int64{}
	for code, u := range im.units {
		ids[code] = u.id
	}
	var fresh []string
	for _, r := range rows {
		if _, ok := ids[r.code]; !ok {
			ids[r.code] = 0
			fresh = append(fresh, r.code)
		}
	}
	got, err := im.tx.Pgx.Query(ctx, `INSERT INTO org_unit (code, recorded_in) SELECT code, $2 FROM unnest($1::text[]) WITH ORDINALITY n (code, i)
		ORDER BY i RETURNING code, id`, fresh, im.tx.AuditID)
	if err != nil {
		return nil, fmt.Errorf("add units: %w", err)
	}
	defer got.Close()
	for got.Next() {
		var code string
		var id int64
		if err := got.Scan(&code, &id); err != nil {
			return nil, fmt.Errorf("add units: %w", err)
		}
		ids[code] = id
	}
	return ids, got.Err()
}

// settle drops from every stage what is known already and counts what is left of each.
func (im *importing) settle(ctx context.Context, all []facts) ([]int64, error) {
	changed := make([]int64, len(all))
	for i, f := range all {
		n, err := im.stage.settle(ctx, f)
		if err != nil {
			return nil, err
		}
		changed[i] = n
		im.changed += n
	}
	return changed, nil
}

// record stores the batch and what is left in the stages; a dry run ends here, with all checks behind it.
func (im *importing) record(ctx context.Context, all []facts, changed []int64) error {
	if im.in.DryRun {
		return nil
	}
	id, err := im.batch(ctx)
	if err != nil {
		return err
	}
	for i, f := range all {
		if changed[i] == 0 {
			continue
		}
		if err := im.stage.record(ctx, f, id); err != nil {
			return err
		}
	}
	return nil
}
