package exchange

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"bienche/internal/audit"
	"bienche/internal/platform/jobs"
	"bienche/models"
)

// longOffice is an office with more decisions than go into two pages, and their titles in the order of the list.
func longOffice(t *testing.T) (o *office, titles []string) {
	t.Helper()
	o = newOffice(t)
	const n = 2*listPage + 100
	o.exec(`INSERT INTO decision (number, symbol, kind, title, issuer_unit_id, issued_on, effective_on, state, recorded_in)
		SELECT n::text, 'QĐ-DÀI', 'QUOTA', 'Quyết định ' || n, 1, '2024-01-01', '2024-01-01', 'DRAFT', 1000000 FROM generate_series(1, $1::int) n`, n)
	for i := n; i > 0; i-- { // the newest first
		titles = append(titles, fmt.Sprint("Quyết định ", i))
	}
	return o, append(titles, "Giao biên chế") // of 2014, which the office was founded with
}

// longOrder asks for all decisions.
var longOrder = listOrder{List: "decisions", Lang: "vi", AsOf: today, Columns: []string{"title"}}

// titlesIn are the rows of a workbook with the one column of longOrder.
func (o *office) titlesIn(file io.Reader) (titles []string) {
	o.Helper()
	f, err := excelize.OpenReader(file)
	o.must(err)
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	o.must(err)
	for _, r := range rows[7:] {
		titles = append(titles, r[0])
	}
	return titles
}

func TestAListIsOfOneMomentWhateverOthersWriteBetweenItsPages(t *testing.T) {
	o, titles := longOffice(t)
	ctx, err := o.users.ActAs(t.Context(), 1)
	o.must(err)
	pages := 0
	var b bytes.Buffer
	n, err := o.lists().export(ctx, &longOrder, func(_, _ int64, _ string) {
		if pages++; pages == 3 { // a list that never ended would grow for ever
			return
		}
		o.exec("DELETE FROM decision WHERE title IN ('Quyết định 10000', 'Quyết định 9999', 'Quyết định 1')")
		o.exec("UPDATE decision SET title = 'Sửa lại' WHERE title = 'Quyết định 2'")
		o.exec(`INSERT INTO decision (number, symbol, kind, title, issuer_unit_id, issued_on, effective_on, state, recorded_in)
			VALUES ('x' || $1::int, 'QĐ-DÀI', 'QUOTA', 'Chen vào', 1, '2024-06-01', '2024-06-01', 'ISSUED', 1000000)`, pages)
	}, &b)
	o.must(err)
	if n != len(titles) || pages != 3 {
		t.Errorf("%d rows in %d pages", n, pages)
	}
	if got := o.titlesIn(&b); !slices.Equal(got, titles) {
		t.Errorf("%d rows came out other than at the start", len(got))
	}
}

func TestAListThatIsInterruptedIsWrittenOnceByTheNextServer(t *testing.T) {
	o, titles := longOffice(t)
	o.must(o.runner.Stop(t.Context()))
	ctx, err := o.users.ActAs(t.Context(), 1)
	o.must(err)
	quiet := slog.New(slog.DiscardHandler)
	first, err := jobs.New(o.db, quiet)
	o.must(err)
	halfway := make(chan struct{})
	first.Register(ListJob, o.users.Acting(func(ctx context.Context, run *jobs.Run) error {
		var once sync.Once
		_, err := o.lists().export(ctx, &longOrder, func(done, total int64, step string) {
			run.Progress(done, total, step)
			once.Do(func() { close(halfway) })
			<-ctx.Done() // the server is stopped after the first page
		}, io.Discard)
		if err == nil {
			t.Error("the list came out of a server that was stopped")
		}
		return err
	}))
	o.must(first.Start(t.Context()))
	var id int64
	o.must(audit.Write(ctx, o.db, audit.Entry{Action: "test"}, func(tx *models.Tx) (err error) {
		id, err = first.Enqueue(ctx, tx, jobs.Order{Kind: ListJob, Params: &longOrder, CreatedBy: 1})
		return err
	}))
	<-halfway
	o.must(first.Stop(t.Context()))
	if j := o.until(id, func(*models.Job) bool { return true }); j.State != models.JobRunning || j.ResultFileID != nil {
		t.Errorf("interrupted, the job is %s with the file %v", j.State, j.ResultFileID)
	}

	next, err := jobs.New(o.db, quiet)
	o.must(err)
	o.lists().Work(next, o.users)
	o.must(next.Start(t.Context()))
	t.Cleanup(func() { o.must(next.Stop(context.Background())) })
	job := o.until(id, func(j *models.Job) bool { return j.State.Final() })
	if job.State != models.JobSucceeded {
		t.Fatalf("ended %s: %s", job.State, job.Outcome)
	}
	_, file := o.ask("chuyenvien", "GET", fmt.Sprintf("/api/job/job%d/result", id), nil, "")
	if got := o.titlesIn(bytes.NewReader(file)); !slices.Equal(got, titles) {
		t.Errorf("%d rows, want %d", len(got), len(titles))
	}
	if n := o.count("SELECT count(*) FROM stored_file"); n != 1 {
		t.Errorf("%d files are stored", n)
	}
	if n := o.count("SELECT count(*) FROM audit_log WHERE action = 'exchange.export_list'"); n != 1 {
		t.Errorf("the audit log has %d entries of the list", n)
	}
}
