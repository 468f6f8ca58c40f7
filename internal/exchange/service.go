package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/models"
	"bienche/rules"
)

// Service moves data in and out of one database.
type Service struct {
	db    *models.DB
	book  *rules.Book
	clock day.Clock
	words vocabularies
}

// New makes the service. The clock gives the day that a change without a date of its own begins on.
func New(db *models.DB, book *rules.Book, clock day.Clock) *Service {
	return &Service{db, book, clock, newVocabularies(book)}
}

// Progress is told how far the work is: rows done, rows in all (0: not known), and the message key of the step.
type Progress func(done, total int64, step string)

// Input is a workbook to be imported.
type Input struct {
	Kind     Kind
	FileName string
	Content  []byte
	DryRun   bool // check everything and count what would change, but keep nothing
	Progress Progress
}

// Outcome is what came of an import. With errors nothing was changed.
type Outcome struct {
	Rows       int64
	Changed    int64 // facts recorded; of a dry run, that would be
	Errors     []Mistake
	ErrorCount int // of all errors, also of those beyond the number kept
	Warnings   []Mistake
}

// Refused tells that mistakes kept the workbook out.
func (o *Outcome) Refused() bool { return o.ErrorCount > 0 }

// errUndo ends a transaction whose outcome is known but not wanted.
var errUndo = errors.New("undo")

// Import reads a workbook and records what it changes, in one transaction: all of it, or nothing when it holds a
// single mistake. It needs the right exchange.<kind>:import; units and people outside its scope do not exist for it.
// It refuses with BAD_INPUT a file that is not a readable workbook.
func (s *Service) Import(ctx context.Context, in Input) (*Outcome, error) {
	viewer, scope, err := auth.Require(ctx, "exchange."+string(in.Kind), "import")
	if err != nil {
		return nil, err
	}
	w, err := openWorkbook(in.Content)
	if err != nil {
		return nil, err
	}
	if err := w.countRows(in.Kind); err != nil {
		return nil, err
	}
	ctx, _ = models.WithBudget(ctx, 0)
	out := &Outcome{}
	err = audit.Write(ctx, s.db, audit.Entry{
		Action: "exchange.import", ObjectKind: string(in.Kind), Detail: map[string]any{"file": in.FileName, "sha256": digest(in.Content)},
	}, func(tx *models.Tx) error {
		im := &importing{Service: s, tx: tx, in: in, w: w, scope: scope, mayAddPositions: viewer.MayAnywhere("position.catalogue", "issue"),
			tables: map[int]*table{}}
		err := im.run(ctx)
		*out = Outcome{Rows: im.rows, Changed: im.changed, Errors: inOrder(im.found.errors), ErrorCount: im.found.count, Warnings: inOrder(im.found.warnings)}
		switch {
		case err != nil:
			return err
		case out.Refused() || in.DryRun:
			return errUndo
		}
		return im.stage.clear(ctx)
	})
	if err != nil && !errors.Is(err, errUndo) {
		return nil, err
	}
	return out, nil
}

// importing is one import at work.
type importing struct {
	*Service
	tx              *models.Tx
	in              Input
	w               *workbook
	scope           models.Scope
	mayAddPositions bool
	stage           *stage
	found           mistakes
	units           unitIndex
	tables          map[int]*table // by ordinal
	rows, changed   int64
}

func (im *importing) run(ctx context.Context) (err error) {
	visible := im.scope
	if im.in.Kind == Staff {
		visible.All = true // people may come from anywhere; what they change is held against the scope later
	}
	if im.units, err = loadUnits(ctx, im.tx, visible); err != nil {
		return err
	}
	if im.stage, err = newStage(ctx, im.tx, append([]facts{unitFacts(), positionFacts()}, staffFacts()...)); err != nil {
		return err
	}
	switch im.in.Kind {
	case Units:
		return im.runUnits(ctx)
	case Quotas:
		return im.runQuotas(ctx)
	case Grants:
		return im.runGrants(ctx)
	}
	return im.runStaff(ctx)
}

// read reads the sheets of the layout row by row, numbered from ordinal on; an optional sheet may be absent.
func (im *importing) read(ctx context.Context, s sheet, ordinal int, f func(l *line) error) error {
	names := im.w.find(s)
	if len(names) == 0 && !s.optional() {
		im.found.add(Mistake{Sheet: s.name("vi"), Row: 1, Key: "exchange.no_sheet", Args: map[string]string{"sheet": s.name("vi")}, sheet: ordinal})
	}
	for i, name := range names {
		t := &table{sheet: s, ordinal: ordinal + i, name: name, found: &im.found, words: im.words}
		im.tables[t.ordinal] = t
		if err := im.readSheet(ctx, t, f); err != nil {
			return err
		}
	}
	return nil
}

func (im *importing) readSheet(ctx context.Context, t *table, f func(l *line) error) error {
	return readTable(im.w, t, func(l *line) error {
		im.rows++
		if im.rows%1000 == 0 {
			im.progress("exchange.step.read")
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("read the workbook: %w", context.Cause(ctx))
			}
		}
		return f(l)
	})
}

func (im *importing) progress(step string) {
	if im.in.Progress != nil {
		im.in.Progress(im.rows, im.w.rows, step)
	}
}

// batch stores what the facts of this import come in with.
func (im *importing) batch(ctx context.Context) (id int64, err error) {
	err = im.tx.Pgx.QueryRow(ctx, `INSERT INTO import_batch (kind, file_name, file_sha256, row_count, changed, recorded_in)
		VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`, strings.ToUpper(string(im.in.Kind)), im.in.FileName, digest(im.in.Content),
		im.rows, im.changed, im.tx.AuditID).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("store the batch: %w", err)
	}
	return id, nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
