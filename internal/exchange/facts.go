package exchange

import (
	"context"
	"fmt"
	"strings"
)

// prefixed writes "t.a, t.b".
func prefixed(t string, cols []string) string {
	return t + "." + strings.Join(cols, ", "+t+".")
}

// known is the condition that o is a fact of current knowledge that takes part, of the owner of s.
func (f facts) known() string {
	cond := fmt.Sprintf("o.known_to = 'infinity' AND o.%[1]s = s.%[1]s", f.owner)
	if f.only != "" {
		cond += " AND " + f.only
	}
	return cond
}

func (f facts) sameValues() string {
	cols := f.compared()
	return fmt.Sprintf("(%s) IS NOT DISTINCT FROM (%s)", "ROW("+prefixed("o", cols)+")", "ROW("+prefixed("s", cols)+")")
}

const sameDays = " AND o.valid_from = s.valid_from AND o.valid_to = s.valid_to"

// keep fills the columns that the workbook does not have with what is known, so that they stay as they are.
func (s *stage) keep(ctx context.Context, f facts, missing []string) error {
	if len(missing) == 0 {
		return nil
	}
	sets := make([]string, len(missing))
	for i, c := range missing {
		sets[i] = fmt.Sprintf("%[1]s = o.%[1]s", c)
	}
	_, err := s.exec(ctx, "keep columns of "+f.table, fmt.Sprintf(`UPDATE %s s SET %s FROM %s o
		WHERE %s AND o.valid_from <= s.valid_from AND o.valid_to > s.valid_from`,
		f.stage, strings.Join(sets, ", "), f.table, f.known()))
	return err
}

// settle drops what is known already from the stage and gives states their end. It returns how many rows are left:
// the facts that will be recorded.
func (s *stage) settle(ctx context.Context, f facts) (int64, error) {
	same := f.sameValues()
	switch f.rule {
	case history:
		same += sameDays
	case state:
		same += " AND o.valid_from <= s.valid_from AND o.valid_to > s.valid_from"
	case list:
		same += sameDays
	}
	if _, err := s.exec(ctx, "drop what is known of "+f.table, fmt.Sprintf("DELETE FROM %s s USING %s o WHERE %s AND %s",
		f.stage, f.table, f.known(), same)); err != nil {
		return 0, err
	}
	if f.rule == state {
		if _, err := s.exec(ctx, "end the states of "+f.table, fmt.Sprintf(`UPDATE %[1]s s SET valid_to = coalesce(
			(SELECT o.valid_to FROM %[2]s o WHERE %[3]s AND o.valid_from <= s.valid_from AND o.valid_to > s.valid_from),
			(SELECT min(o.valid_from) FROM %[2]s o WHERE %[3]s AND o.valid_from > s.valid_from), 'infinity')`,
			f.stage, f.table, f.known())); err != nil {
			return 0, err
		}
	}
	var n int64
	if err := s.tx.Pgx.QueryRow(ctx, "SELECT count(*) FROM "+f.stage).Scan(&n); err != nil {
		return 0, fmt.Errorf("count the changes of %s: %w", f.table, err)
	}
	return n, nil
}

// record closes the known facts that the stage changes, records again what remains of them, and records the stage.
func (s *stage) record(ctx context.Context, f facts, batchID int64) error {
	gives := "o.valid_from < s.valid_to AND o.valid_to > s.valid_from"
	if f.rule == list {
		gives = fmt.Sprintf("(%s) IS NOT DISTINCT FROM (%s)", "ROW("+prefixed("o", f.identity)+")", "ROW("+prefixed("s", f.identity)+")")
	}
	if _, err := s.exec(ctx, "find what changes in "+f.table, fmt.Sprintf(`INSERT INTO stage.closed (stage, id, again)
		SELECT DISTINCT '%[1]s', o.id, EXISTS (SELECT FROM %[1]s t WHERE t.%[2]s = o.%[2]s AND t.valid_from = o.valid_from)
		FROM %[3]s o JOIN %[1]s s ON %[4]s AND %[5]s`, f.stage, f.owner, f.table, f.known(), gives)); err != nil {
		return err
	}
	n, err := s.exec(ctx, "close what changes in "+f.table, fmt.Sprintf(`UPDATE %s o SET known_to = now(), closed_in = $1
		FROM stage.closed c WHERE c.id = o.id AND c.stage = '%s'`, f.table, f.stage), s.tx.AuditID)
	if err != nil {
		return err
	}
	cols := strings.Join(f.all(), ", ")
	if n > 0 && f.rule != list {
		if _, err := s.exec(ctx, "record again what remains of "+f.table, fmt.Sprintf(`INSERT INTO %[1]s
				(%[2]s, valid_from, valid_to, decision_id, batch_id, recorded_in)
			SELECT %[3]s, lower(p.days), upper(p.days), o.decision_id, o.batch_id, $1
			FROM stage.closed c JOIN %[1]s o ON o.id = c.id
			JOIN (SELECT %[5]s AS owner, range_agg(daterange(valid_from, valid_to)) AS days FROM %[4]s GROUP BY 1) taken ON taken.owner = o.%[5]s
			CROSS JOIN LATERAL unnest(datemultirange(daterange(o.valid_from, o.valid_to)) - taken.days) p (days)
			WHERE c.stage = '%[4]s' AND NOT c.again`, f.table, cols, prefixed("o", f.all()), f.stage, f.owner), s.tx.AuditID); err != nil {
			return err
		}
	}
	_, err = s.exec(ctx, "record "+f.table, fmt.Sprintf(`INSERT INTO %s (%s, valid_from, valid_to, decision_id, batch_id, recorded_in)
		SELECT %s, valid_from, valid_to, decision_id, $1, $2 FROM %s s ORDER BY %s, valid_from`,
		f.table, cols, cols, f.stage, f.owner), batchID, s.tx.AuditID)
	return err
}
