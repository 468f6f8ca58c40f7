package exchange

import (
	"bytes"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/platform/jobs"
	"bienche/models"
)

// The kinds of job.
const (
	ImportJob = "exchange.import"
	ExportJob = "exchange.export"
)

// mediaType is that of xlsx workbooks.
const mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// importOrder and exportOrder are the parameters of the jobs.
type importOrder struct {
	Kind     Kind   `json:"kind"`
	DryRun   bool   `json:"dryRun"`
	FileName string `json:"fileName"`
}

type exportOrder struct {
	Kind Kind    `json:"kind"`
	AsOf day.Day `json:"asOf"`
}

// Work registers the jobs of imports and exports.
func (s *Service) Work(r *jobs.Runner, users *auth.Service) {
	r.Register(ImportJob, users.Acting(s.importJob))
	r.Register(ExportJob, users.Acting(s.exportJob))
}

// importJob imports the input file. A refused one leaves its mistakes and the workbook of mistakes with the job.
func (s *Service) importJob(ctx context.Context, run *jobs.Run) error {
	var o importOrder
	if err := run.Read(&o); err != nil {
		return err
	}
	if run.InputFileID == nil {
		return fault.New(fault.BadInput, "exchange.no_file")
	}
	file, err := s.db.File(ctx, *run.InputFileID)
	if err != nil {
		return err
	}
	if file == nil {
		return fault.Unknown("file")
	}
	out, err := s.Import(ctx, Input{Kind: o.Kind, FileName: o.FileName, Content: file.Content, DryRun: o.DryRun, Progress: run.Progress})
	if err != nil {
		return err
	}
	run.Outcome("dryRun", o.DryRun)
	run.Outcome("rowCount", out.Rows)
	run.Outcome("changedCount", out.Changed)
	run.Outcome("errorCount", out.ErrorCount)
	run.Outcome("warningCount", len(out.Warnings))
	if !out.Refused() {
		run.Progress(out.Rows, out.Rows, "exchange.step.write")
		return nil
	}
	run.Progress(out.Rows, out.Rows, "exchange.step.errors")
	if err := s.keepMistakes(ctx, run, o, file.Content, out); err != nil {
		return err
	}
	return fault.New(fault.BadInput, "exchange.refused", fault.Args{"count": out.ErrorCount})
}

func (s *Service) keepMistakes(ctx context.Context, run *jobs.Run, o importOrder, content []byte, out *Outcome) error {
	var b bytes.Buffer
	if err := s.ErrorBook(o.Kind, content, out.Errors, &b); err != nil {
		return err
	}
	return audit.Write(ctx, s.db, audit.Entry{Action: "exchange.refuse_import", ObjectKind: "job", ObjectID: run.ID}, func(tx *models.Tx) error {
		if _, err := tx.Pgx.Exec(ctx, "DELETE FROM job_error WHERE job_id = $1", run.ID); err != nil {
			return fmt.Errorf("clear the mistakes of job %d: %w", run.ID, err)
		}
		insert := &pgx.Batch{} // COPY does not go into tables under row security
		for i, m := range out.Errors {
			insert.Queue(`INSERT INTO job_error (job_id, ordinal, sheet, row, col, value, key, args) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
				run.ID, i+1, m.Sheet, m.Row, m.At(), m.Value, m.Key, m.argsJSON())
		}
		if err := tx.Pgx.SendBatch(ctx, insert).Close(); err != nil {
			return fmt.Errorf("keep the mistakes of job %d: %w", run.ID, err)
		}
		if b.Len() == 0 {
			return nil
		}
		return attach(tx, run, fault.Text("vi", "exchange.error_file", nil)+" "+o.FileName, b.Bytes())
	})
}

// attach stores a workbook as the result of the job.
func attach(tx *models.Tx, run *jobs.Run, name string, content []byte) error {
	f := &models.StoredFile{Name: name, MediaType: mediaType, Size: int64(len(content)), SHA256: digest(content), Content: content, CreatedBy: &run.CreatedBy}
	if err := tx.AddFile(f); err != nil {
		return fmt.Errorf("store the result: %w", err)
	}
	run.Result(f.ID)
	return nil
}

func (s *Service) exportJob(ctx context.Context, run *jobs.Run) error {
	var o exportOrder
	if err := run.Read(&o); err != nil {
		return err
	}
	var b bytes.Buffer
	rows, err := s.Export(ctx, Output{Kind: o.Kind, AsOf: o.AsOf, Progress: run.Progress}, &b)
	if err != nil {
		return err
	}
	run.Outcome("rowCount", rows)
	run.Progress(rows, rows, "exchange.step.export")
	return audit.Write(ctx, s.db, audit.Entry{Action: "exchange.keep_export", ObjectKind: "job", ObjectID: run.ID}, func(tx *models.Tx) error {
		return attach(tx, run, fmt.Sprintf("%s-%s.xlsx", o.Kind, o.AsOf), b.Bytes())
	})
}
