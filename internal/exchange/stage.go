package exchange

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"bienche/models"
)

// What a workbook says is first staged: copied into tables that hold rows only within a transaction, in which it is
// checked against itself and against what is known, and from which the differences are recorded in few statements.

// rule is how a staged fact meets the facts that are known.
type rule int

const (
	// history: the fact with its very days. A known fact of the same owner and first day is the same fact, changed;
	// others give way for the days they share.
	history rule = iota
	// state: from its first day on, until the next change that is known.
	state
	// list: any number at a time. A known fact with the same values in identity is the same fact, changed.
	list
)

// facts says how the rows of one stage become facts of a table.
type facts struct {
	table    string
	stage    string   // the table its rows are staged in, made by a migration
	owner    string   // column of the person or unit
	columns  []string // values beside the owner
	derived  []string // of these, the ones that follow from others and are not compared
	identity []string // rule list
	only     string   // which facts of the table take part; names the table o
	rule     rule
}

func (f facts) all() []string { return append([]string{f.owner}, f.columns...) }

// compared are the columns that make a fact another one.
func (f facts) compared() []string {
	var cols []string
	for _, c := range f.columns {
		if !slices.Contains(f.derived, c) {
			cols = append(cols, c)
		}
	}
	return cols
}

// stage is the staged rows of one import.
type stage struct {
	tx      *models.Tx
	buffers map[string]*buffer
}

type buffer struct {
	columns []string
	rows    [][]any
}

// flushAt is how many rows are kept in memory before they are copied.
const flushAt = 4_000

// newStage makes the stages of all ready for the rows of one import.
func newStage(ctx context.Context, tx *models.Tx, all []facts) (*stage, error) {
	s := &stage{tx, map[string]*buffer{}}
	for _, f := range all {
		s.buffers[f.stage] = &buffer{columns: append(append([]string(nil), f.columns...), "valid_from", "valid_to", "ref", "sheet", "row_no")}
	}
	// The planner takes the stages to be as empty as it last saw them; a nested loop over half a million rows that it
	// thinks are one would not end.
	_, err := s.exec(ctx, "prepare the stages", "SET LOCAL enable_nestloop = off")
	return s, err
}

// clear takes all rows away, before others could see them.
func (s *stage) clear(ctx context.Context) error {
	for _, name := range append(slices.Collect(maps.Keys(s.buffers)), "stage.person", "stage.closed") {
		if _, err := s.exec(ctx, "clear the stages", "DELETE FROM "+name); err != nil {
			return err
		}
	}
	return nil
}

// add stages a row: the values of f.columns, the days, the code of its owner and where it stands.
func (s *stage) add(ctx context.Context, f facts, l *line, values ...any) error {
	b := s.buffers[f.stage]
	b.rows = append(b.rows, append(values, l.ordinal, l.row))
	if len(b.rows) < flushAt {
		return nil
	}
	return s.flush(ctx, f.stage)
}

func (s *stage) flush(ctx context.Context, name string) error {
	b := s.buffers[name]
	if len(b.rows) == 0 {
		return nil
	}
	if _, err := s.tx.Pgx.CopyFrom(ctx, strings.Split(name, "."), b.columns, pgx.CopyFromRows(b.rows)); err != nil {
		return fmt.Errorf("stage rows of %s: %w", name, err)
	}
	b.rows = b.rows[:0]
	return nil
}

// flushAll copies what is left.
func (s *stage) flushAll(ctx context.Context) error {
	for name := range s.buffers {
		if err := s.flush(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) exec(ctx context.Context, what, sql string, args ...any) (int64, error) {
	tag, err := s.tx.Pgx.Exec(ctx, sql, args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	return tag.RowsAffected(), nil
}
