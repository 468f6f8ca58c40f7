package models

import (
	"context"
	"encoding/json"
	"time"
)

// StoredFile is a file that came in or was made for somebody: a workbook, a result.
type StoredFile struct {
	ID         int64
	Name       string
	MediaType  string
	Size       int64
	SHA256     string `gorm:"column:sha256"`
	Content    []byte
	CreatedBy  *int64
	CreatedAt  time.Time `gorm:"->"`
	RecordedIn int64
}

// ImportBatch is what imported facts came in with; it stands where a decision would.
type ImportBatch struct {
	ID         int64
	Kind       string // UNITS, QUOTAS, STAFF, DEMO
	FileName   string
	FileSHA256 string `gorm:"column:file_sha256"`
	RowCount   int
	Changed    int
	Synthetic  bool
	Note       string
	RecordedIn int64
}

// JobState is where a job stands. REFUSED: its input was wrong; FAILED: our fault.
type JobState string

// The states of a job; the last four are final.
const (
	JobQueued    JobState = "QUEUED"
	JobRunning   JobState = "RUNNING"
	JobSucceeded JobState = "SUCCEEDED"
	JobRefused   JobState = "REFUSED"
	JobFailed    JobState = "FAILED"
	JobCancelled JobState = "CANCELLED"
)

// Final tells that the job will not change any more.
func (s JobState) Final() bool { return s != JobQueued && s != JobRunning }

// Job is long work as its owner sees it.
type Job struct {
	ID                int64
	Kind              string
	State             JobState
	Params            json.RawMessage
	InputFileID       *int64
	Done              int64
	Total             int64
	Step              string // message key
	Outcome           json.RawMessage
	ResultFileID      *int64
	CancelRequestedAt *time.Time
	CreatedBy         int64
	CreatedAt         time.Time
	StartedAt         *time.Time
	FinishedAt        *time.Time
	RecordedIn        int64
}

// JobError is one mistake that a job found in its file. Col is the letter and the title of the column.
type JobError struct {
	JobID   int64
	Ordinal int
	Sheet   string
	Row     int
	Col     string
	Value   string
	Key     string // message key
	Args    json.RawMessage
}

// AddFile stores a file in tx and gives its id.
func (tx *Tx) AddFile(f *StoredFile) error {
	f.RecordedIn = tx.AuditID
	return tx.Create(f).Error
}

// File reads a stored file with its content; nil when there is none, or none of the reader's.
func (db *DB) File(ctx context.Context, id int64) (*StoredFile, error) {
	return first(Rows[StoredFile](ctx, db, Q(`SELECT id, name, media_type, size, sha256, content, created_by, created_at, recorded_in
		FROM stored_file WHERE id = ?`, id)))
}

// JobByID reads a job; nil when there is none. Whether a reader may see it is for the caller to decide.
func (db *DB) JobByID(ctx context.Context, id int64) (*Job, error) {
	got, err := Rows[Job](ctx, db, Q("SELECT * FROM job WHERE id = ?", id))
	if err != nil || len(got) == 0 {
		return nil, err
	}
	return &got[0], nil
}
