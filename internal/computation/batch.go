package computation

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/internal/platform/jobs"
	"bienche/internal/staff"
	"bienche/models"
)

// maxPeople is how many people one batch may be of. maxTitle is how long its title may be, in characters.
const (
	maxPeople = 100_000
	maxTitle  = 200
)

// OrderBatch (tính hàng loạt) asks for the estimates of all people of a list, as it stands today, and answers with the id of
// the batch; a job computes them and keeps all or none. People outside the scopes that an estimate needs are left out. It
// refuses with BAD_INPUT naming the field a title that is missing or bad, what is wrong with the estimate whoever it is for
// ("estimate.leavingDate"), a filter that makes no sense, and a list of nobody; with NOT_FOUND a unit out of sight; and with
// LIMIT_EXCEEDED a list that is too long. The same request again answers with the same id.
func (s *Service) OrderBatch(ctx context.Context, o BatchOrder) (int64, error) {
	// Load.
	viewer, within, err := requireCompute(ctx)
	if err != nil {
		return 0, err
	}
	o.Filter.AsOf = models.AsOf{}
	request, err := models.NewRequest(viewer.UserID, o.ClientRequestID, o)
	if err != nil {
		return 0, err
	}

	// Decide.
	b := models.ComputationBatch{Calculator: Separation, CreatedBy: viewer.UserID}
	if b.Title, err = titleOf(o.Title); err != nil {
		return 0, err
	}
	if err := s.check(o.Estimate); err != nil {
		return 0, err
	}
	if _, err := s.whom(ctx, o.Filter, within); err != nil {
		return 0, err
	}
	if b.Filter, err = s.writeFilter(ctx, o.Filter); err != nil {
		return 0, err
	}
	if b.Ask, err = json.Marshal(o.Estimate); err != nil {
		return 0, fmt.Errorf("write down the estimate: %w", err)
	}
	if o.Filter.UnitID != 0 {
		b.UnitID = &o.Filter.UnitID
	}

	// Write.
	once := models.Once{DB: s.DB, Request: request, Write: func(ctx context.Context, do func(*models.Tx) error) error {
		return audit.Write(ctx, s.DB, audit.Entry{Action: "computation.order_batch", ObjectKind: "unit", ObjectID: o.Filter.UnitID, Detail: o}, do)
	}}
	return once.Do(ctx, func(tx *models.Tx) (int64, error) {
		job := jobs.Order{Kind: BatchJob, Params: map[string]string{"title": b.Title}, CreatedBy: viewer.UserID}
		if b.JobID, err = s.Jobs.Enqueue(ctx, tx, job); err != nil {
			return 0, err
		}
		return models.AddComputationBatch(tx, b)
	})
}

// titleOf is a title as it is kept.
func titleOf(text string) (string, error) {
	title := models.CleanText(text)
	switch {
	case title == "":
		return "", fault.Bad("title", "fault.required")
	case strings.ContainsFunc(text, unicode.IsControl), !utf8.ValidString(text):
		return "", fault.Bad("title", "computation.bad_title")
	case utf8.RuneCountInString(title) > maxTitle:
		return "", fault.Bad("title", "fault.too_long", fault.Args{"max": maxTitle})
	}
	return title, nil
}

// whom are the people of a list as it stands today, as far as they are within the scope.
func (s *Service) whom(ctx context.Context, f staff.Filter, within models.Scope) ([]int64, error) {
	f.AsOf = s.today()
	ids, err := s.Staff.IDs(ctx, f, within, maxPeople+1)
	switch {
	case err != nil:
		return nil, err
	case len(ids) == 0:
		return nil, fault.Bad("filter", "computation.nobody")
	case len(ids) > maxPeople:
		return nil, fault.New(fault.LimitExceeded, "computation.too_many", fault.Args{"max": maxPeople}).At("filter")
	}
	return ids, nil
}

// errKept tells that an earlier try kept the batch, and ended before it could say so.
var errKept = errors.New("kept already")

// batchJob computes a batch: all of it in one transaction, or nothing. What an earlier try of it kept stays.
func (s *Service) batchJob(ctx context.Context, run *jobs.Run) error {
	viewer, within, err := requireCompute(ctx)
	if err != nil {
		return err
	}
	batch, err := models.ComputationBatchOfJob(ctx, s.DB, run.ID)
	if err != nil {
		return fmt.Errorf("find the batch of job %d: %w", run.ID, err)
	}
	if batch == nil {
		return fmt.Errorf("job %d has no batch", run.ID)
	}
	f, err := readFilter(batch)
	if err != nil {
		return err
	}
	b := &batching{Service: s, id: batch.ID, by: viewer.UserID, within: within, run: run}
	if err := json.Unmarshal(batch.Ask, &b.ask); err != nil {
		return fmt.Errorf("read what batch %d asks: %w", batch.ID, err)
	}
	if b.ids, err = s.whom(ctx, f.filter(), within); err != nil {
		return err
	}
	entry := audit.Entry{Action: "computation.batch", ObjectKind: "computation_batch", ObjectID: batch.ID, Detail: map[string]any{"people": len(b.ids)}}
	err = audit.Write(ctx, s.DB, entry, func(tx *models.Tx) error {
		if b.kept, err = models.HoldComputationBatch(tx, batch.ID); err != nil {
			return err
		}
		if b.kept > 0 {
			return errKept
		}
		return b.keepAll(ctx, tx)
	})
	if err != nil && !errors.Is(err, errKept) {
		return err
	}
	run.Outcome("rowCount", b.kept)
	b.progress(len(b.ids))
	return nil
}
