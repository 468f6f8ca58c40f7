package exchange

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/jackc/pgx/v5"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// Output says what to export.
type Output struct {
	Kind     Kind
	AsOf     day.Day // what is known today to be true on this day, with the history up to it
	Progress Progress
}

// Export writes the workbook that Import reads, and gives the number of its rows. It needs the right
// exchange.<kind>:export and holds what lies within its scope; columns that the reader may not see of everybody in it
// are left out. The export is noted in the audit log.
func (s *Service) Export(ctx context.Context, o Output, to io.Writer) (int64, error) {
	if err := o.Kind.exportable(); err != nil {
		return 0, err
	}
	viewer, scope, err := auth.Require(ctx, "exchange."+string(o.Kind), "export")
	if err != nil {
		return 0, err
	}
	err = audit.Note(ctx, s.db, audit.Entry{Action: "exchange.export", ObjectKind: string(o.Kind), Detail: map[string]any{"asOf": o.AsOf.String()}})
	if err != nil {
		return 0, err
	}
	b, err := newBook(s.words, o.AsOf)
	if err != nil {
		return 0, err
	}
	defer b.Close()
	ex := &exporting{Service: s, book: b, Output: o, scope: scope, hidden: hiddenGroups(viewer, scope)}
	err = s.db.Snapshot(ctx, func(tx pgx.Tx) error {
		ex.tx = tx
		switch o.Kind {
		case Units:
			return ex.units(ctx)
		case Quotas:
			return ex.quotas(ctx)
		}
		return ex.staff(ctx)
	})
	if err != nil {
		return 0, err
	}
	notes := []string{fault.Text("vi", "exchange.as_of", fault.Args{"on": o.AsOf})}
	if err := b.addGuide(o.Kind, notes); err != nil {
		return 0, err
	}
	if _, err := b.WriteTo(to); err != nil {
		return 0, fmt.Errorf("write the export: %w", err)
	}
	return ex.rows, nil
}

// exporting is one export at work.
type exporting struct {
	*Service
	*book
	Output
	tx     pgx.Tx
	scope  models.Scope
	hidden map[string]bool // groups of columns that are left out
	rows   int64
}

// hiddenGroups are the groups of a record that the viewer may not read of everybody within the scope of the export.
func hiddenGroups(v *auth.Viewer, scope models.Scope) map[string]bool {
	hidden := map[string]bool{}
	for _, g := range []string{"identity", "party", "salary", "discipline", "evaluation"} {
		may := v.Scope("staff."+g, "read")
		hidden[g] = !may.All && (scope.All || slices.ContainsFunc(scope.Units, func(id int64) bool { return !may.HasUnit(id) }))
	}
	return hidden
}

// each runs q and writes a row of the sheet for each of its rows, in the order of its columns.
func (ex *exporting) each(ctx context.Context, w *sheetWriter, q *models.Query, targets []any, values func() []any) error {
	rows, err := ex.tx.Query(ctx, q.String(), q.Args()...)
	if err != nil {
		return fmt.Errorf("read for the export: %w", err)
	}
	_, err = pgx.ForEachRow(rows, targets, func() error {
		ex.rows++
		if ex.rows%1000 == 0 && ex.Progress != nil {
			ex.Progress(ex.rows, 0, "exchange.step.export")
		}
		return w.add(values()...)
	})
	if err != nil {
		return fmt.Errorf("read for the export: %w", err)
	}
	return nil
}

func (ex *exporting) units(ctx context.Context) error {
	w, err := ex.begin(unitSheet())
	if err != nil {
		return err
	}
	var code, name, short, kind, level, parent, field, autonomy string
	var ordinal *int32
	var from, to day.Day
	q := models.Q(`SELECT u.code, v.name, v.short_name, v.kind, v.level, coalesce(p.code, ''), v.field, v.autonomy, v.ordinal, v.valid_from, v.valid_to
		FROM org_unit_version v JOIN org_unit u ON u.id = v.unit_id LEFT JOIN org_unit p ON p.id = v.parent_id
		WHERE v.known_to = 'infinity' AND v.valid_from <= ?`, ex.AsOf).
		UnitsIn("v.unit_id", ex.scope).Add("ORDER BY u.access_path, u.id, v.valid_from")
	err = ex.each(ctx, w, q, []any{&code, &name, &short, &kind, &level, &parent, &field, &autonomy, &ordinal, &from, &to}, func() []any {
		return []any{code, name, short, kind, level, parent, field, autonomy, ordinal, from, lastDay(to)}
	})
	if err != nil {
		return err
	}
	return w.end()
}

// quotas writes every balance of the day. Where posts of one funding were given out of another, which the ledger
// allows, the balances of that account are written as one.
func (ex *exporting) quotas(ctx context.Context) error {
	w, err := ex.begin(quotaSheet())
	if err != nil {
		return err
	}
	var unit, category, tranche, funding, number, symbol, issuer string
	var posts *int32
	var from, issued day.Day
	q := models.Q(`WITH side AS (
			SELECT s.unit_id, e.category, e.tranche, e.funding, s.n, e.valid_from, e.id, e.decision_id
			FROM quota_entry e CROSS JOIN LATERAL (VALUES (e.receiver_id, e.posts), (e.giver_id, -e.posts)) s (unit_id, n)
			WHERE e.known_to = 'infinity' AND s.unit_id IS NOT NULL AND e.valid_from <= ? AND e.valid_to > ?`, ex.AsOf, ex.AsOf).
		UnitsIn("s.unit_id", ex.scope).Add(`), funded AS (
			SELECT unit_id, category, tranche, funding, sum(n) AS posts FROM side GROUP BY 1, 2, 3, 4
		), mixed AS (
			SELECT DISTINCT unit_id, category, tranche FROM funded WHERE posts < 0
		), balance AS (
			SELECT s.unit_id, s.category, s.tranche, CASE WHEN m.unit_id IS NULL THEN s.funding ELSE 'STATE_BUDGET' END AS funding,
				sum(s.n)::int AS posts, max(s.valid_from) AS since,
				(array_agg(s.decision_id ORDER BY s.valid_from DESC, s.id DESC))[1] AS decision_id
			FROM side s LEFT JOIN mixed m USING (unit_id, category, tranche) GROUP BY 1, 2, 3, 4
		)
		SELECT u.code, b.category, b.tranche, b.funding, b.posts, b.since, coalesce(d.number, ''), coalesce(d.symbol, ''), d.issued_on,
			coalesce(i.name, d.note, '')
		FROM balance b JOIN org_unit u ON u.id = b.unit_id
		LEFT JOIN decision d ON d.id = b.decision_id AND d.state = 'ISSUED'
		LEFT JOIN org_unit_version i ON i.unit_id = d.issuer_unit_id AND i.known_to = 'infinity' AND i.valid_from <= d.issued_on AND i.valid_to > d.issued_on
		WHERE b.posts <> 0 ORDER BY u.access_path, u.id, b.category, b.tranche, b.funding`)
	err = ex.each(ctx, w, q, []any{&unit, &category, &tranche, &funding, &posts, &from, &number, &symbol, &issued, &issuer}, func() []any {
		return []any{unit, category, tranche, funding, posts, from, number, symbol, issued, issuer}
	})
	if err != nil {
		return err
	}
	return w.end()
}
