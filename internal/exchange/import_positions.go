package exchange

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
)

// positionOrdinal numbers the sheet of positions after all of the history.
const positionOrdinal = 1_000

func positionFacts() facts {
	return facts{table: "job_position_version", stage: "stage.position", owner: "position_id", rule: history,
		columns: []string{"name", "group_code", "staff_class", "leadership", "grade_from", "grade_to"}}
}

// readPositions loads the catalogue of positions and, for those who may change it, adds what the workbook brings that
// it lacks. Positions that exist are left as they are: changing them is not the business of a list of people.
func (p *people) readPositions(ctx context.Context) error {
	if err := p.loadPositions(ctx); err != nil {
		return err
	}
	f := positionFacts()
	var fresh []string
	err := p.read(ctx, positionSheet(), positionOrdinal, func(l *line) error {
		code := l.code("position_code")
		if _, known := p.positions[code]; known && code != "" || !p.mayAddPositions {
			return nil
		}
		l.requireAll()
		from := l.day("valid_from")
		values := []any{l.text("position_name"), l.choice("position_group"), l.choice("staff_class"), l.choice("leadership"),
			l.choice("grade_from"), l.choice("grade_to"), from, day.Forever, code}
		p.positions[code] = 0 // also when the row is wrong, so that those who hold it are not
		if l.bad {
			return nil
		}
		fresh = append(fresh, code)
		return p.stage.add(ctx, f, l, values...)
	})
	if err != nil || len(fresh) == 0 {
		return err
	}
	if err := p.stage.flush(ctx, f.stage); err != nil {
		return err
	}
	if _, err := p.stage.exec(ctx, "add positions", `INSERT INTO job_position (code, recorded_in) SELECT unnest($1::text[]), $2`,
		fresh, p.tx.AuditID); err != nil {
		return err
	}
	if _, err := p.stage.exec(ctx, "find the positions", `UPDATE stage.position s SET position_id = j.id FROM job_position j WHERE j.code = s.ref`); err != nil {
		return err
	}
	return p.loadPositions(ctx)
}

func (p *people) loadPositions(ctx context.Context) error {
	rows, err := p.tx.Pgx.Query(ctx, "SELECT code, id FROM job_position")
	if err != nil {
		return fmt.Errorf("load positions: %w", err)
	}
	if p.positions == nil {
		p.positions = map[string]int64{}
	}
	var code string
	var id int64
	if _, err := pgx.ForEachRow(rows, []any{&code, &id}, func() error { p.positions[code] = id; return nil }); err != nil {
		return fmt.Errorf("load positions: %w", err)
	}
	return nil
}
