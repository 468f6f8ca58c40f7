package exchange

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/platform/jobs"
	"bienche/models"
)

// ListJob is the kind of job that exports a list.
const ListJob = "exchange.export_list"

// Work registers the job.
func (s *Lists) Work(r *jobs.Runner, users *auth.Service) { r.Register(ListJob, users.Acting(s.job)) }

// job leaves the workbook with the job. The entry of the audit log and the workbook are stored together: neither is
// there without the other.
func (s *Lists) job(ctx context.Context, run *jobs.Run) error {
	var o listOrder
	if err := run.Read(&o); err != nil {
		return err
	}
	var b bytes.Buffer
	rows, err := s.export(ctx, &o, run.Progress, &b)
	if err != nil {
		return err
	}
	run.Outcome("rowCount", rows)
	entry := audit.Entry{Action: "exchange.export_list", ObjectKind: "job", ObjectID: run.ID, Detail: map[string]any{
		"list": o.List, "search": o.Search, "columns": o.Columns, "asOf": o.AsOf.String(), "rows": rows,
	}}
	return audit.Write(ctx, s.DB, entry, func(tx *models.Tx) error {
		return attach(tx, run, fmt.Sprintf("%s-%s.xlsx", o.List, o.AsOf), b.Bytes())
	})
}

// start is the export of an order, for who may have it.
func (s *Lists) start(ctx context.Context, o *listOrder) (listed, *listing, error) {
	l, err := s.find(o.List)
	if err != nil {
		return nil, nil, err
	}
	viewer, err := allowed(ctx, l)
	if err != nil {
		return nil, nil, err
	}
	asOf := models.AsOf{Day: o.AsOf, Today: o.AsOf == s.Clock.Today()}
	return l, &listing{Lists: s, order: o, viewer: viewer, asOf: asOf}, nil
}

// export writes the workbook of a list and gives the number of its rows. All pages are read in one state of the
// database, whatever others write meanwhile.
func (s *Lists) export(ctx context.Context, o *listOrder, told Progress, to io.Writer) (int, error) {
	l, x, err := s.start(ctx, o)
	if err != nil {
		return 0, err
	}
	x.told = told
	ctx, _ = models.WithBudget(ctx, 0)
	b, err := newBook(nil, o.AsOf)
	if err != nil {
		return 0, err
	}
	defer b.Close()
	n, counted := 0, 0
	read := s.DB.InSnapshot
	if l.about().whole {
		read = func(ctx context.Context, f func(context.Context) error) error { return f(ctx) }
	}
	err = read(ctx, func(ctx context.Context) error {
		n, err = l.pour(ctx, x, func(total int, columns []column) (*sheetWriter, error) {
			counted = total
			return x.begin(ctx, b, l.about(), columns, total)
		})
		return err
	})
	if err != nil {
		return 0, err
	}
	if n != counted {
		return 0, fmt.Errorf("list %s has %d rows and came out with %d", o.List, counted, n)
	}
	if _, err := b.WriteTo(to); err != nil {
		return 0, fmt.Errorf("write the export: %w", err)
	}
	return n, nil
}

// begin makes the sheet of a list: what it is, of which day, how it was filtered, for whom, and its titles.
func (x *listing) begin(ctx context.Context, b *book, head *listHead, columns []column, total int) (*sheetWriter, error) {
	filter, err := x.words(ctx, head.params)
	if err != nil {
		return nil, err
	}
	lang, now := x.order.Lang, x.Clock().In(day.Zone)
	say := func(key string, args fault.Args) string { return fault.Text(lang, "exchange.list."+key, args) }
	title := say("title."+head.code, nil)
	w := &sheetWriter{book: b, name: say("sheet."+head.code, nil), columns: columns, cells: make([]any, len(columns)), above: []string{
		title,
		say("as_of", fault.Args{"on": x.asOf.Day}),
		filter,
		say("made", fault.Args{"by": x.viewer.DisplayName, "at": now.Format("15:04"), "on": day.In(now)}),
		say("count", fault.Args{"count": total}),
		"",
	}}
	for _, c := range columns {
		w.titles = append(w.titles, say("col."+head.code+"."+c.key, nil))
	}
	if err := b.SetDocProps(&excelize.DocProperties{Title: title, Creator: x.viewer.DisplayName, Created: now.UTC().Format(time.RFC3339)}); err != nil {
		return nil, fmt.Errorf("describe the workbook: %w", err)
	}
	return w, w.open(w.name)
}

// checkColumns refuses a column that the list does not have, and one that is named twice.
func checkColumns(l listed, columns []string) error {
	known := l.keys()
	for i, c := range columns {
		at := fmt.Sprintf("columns[%d]", i)
		if !slices.Contains(known, c) {
			return fault.Bad(at, "fault.bad_choice", fault.Args{"value": c})
		}
		if slices.Contains(columns[:i], c) {
			return fault.Bad(at, "exchange.list.column_twice", fault.Args{"value": c})
		}
	}
	return nil
}
