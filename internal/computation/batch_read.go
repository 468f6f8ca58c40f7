package computation

import (
	"context"
	"fmt"
	"runtime"

	"github.com/shopspring/decimal"
	"golang.org/x/sync/errgroup"

	"bienche/internal/platform/jobs"
	"bienche/models"
	"bienche/rules"
)

// atATime is how many people are read, computed and written at a time.
const atATime = 500

var one = decimal.NewNullDecimal(decimal.NewFromInt(1))

// batching is one batch at work.
type batching struct {
	*Service
	id     int64
	by     int64 // who ordered it
	within models.Scope
	ask    Estimate
	ids    []int64
	kept   int // of them, so far
	run    *jobs.Run
}

// person is one of a batch: the record, the law of the unit, and the level of that.
type person struct {
	record *models.EstimateRecord
	begin  *rules.Work
	level  string
}

func (b *batching) progress(done int) {
	b.run.Progress(int64(done), int64(len(b.ids)), "computation.step.batch")
}

// keepAll reads, computes and writes, each while the others are at the next people.
func (b *batching) keepAll(ctx context.Context, tx *models.Tx) error {
	g, ctx := errgroup.WithContext(ctx)
	people, results := make(chan []person), make(chan []models.Computation)
	g.Go(func() error {
		defer close(people)
		return b.DB.InSnapshot(ctx, func(ctx context.Context) error { return b.read(ctx, people) })
	})
	g.Go(func() error {
		defer close(results)
		for some := range people {
			computed, err := b.compute(some)
			if err != nil {
				return err
			}
			if err := put(ctx, results, computed); err != nil {
				return err
			}
		}
		return nil
	})
	g.Go(func() error {
		for some := range results {
			if err := models.AddComputations(tx, some); err != nil {
				return err
			}
			b.kept += len(some)
			b.progress(b.kept)
		}
		return nil
	})
	return g.Wait()
}

// put hands v on, unless the work ends before somebody takes it.
func put[T any](ctx context.Context, to chan<- T, v T) error {
	select {
	case to <- v:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("compute a batch: %w", context.Cause(ctx))
	}
}

// read hands on the people of the batch, some at a time.
func (b *batching) read(ctx context.Context, to chan<- []person) error {
	today := b.today()
	at, err := b.placesOn(ctx, today)
	if err != nil {
		return err
	}
	for ids := b.ids; len(ids) > 0; {
		n := min(atATime, len(ids))
		records, err := models.EstimateRecords(ctx, b.DB, ids[:n], today, b.within)
		if err != nil {
			return fmt.Errorf("read %d records: %w", n, err)
		}
		people := make([]person, len(records))
		for i, r := range records {
			begin, err := at.begin(ctx, r.UnitID)
			if err != nil {
				return err
			}
			people[i] = person{r, begin, at.level(r.UnitID)}
		}
		if err := put(ctx, to, people); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// compute computes for some people, on all processors.
func (b *batching) compute(people []person) ([]models.Computation, error) {
	computed := make([]models.Computation, len(people))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for first := range workers {
		g.Go(func() error {
			for i := first; i < len(people); i += workers {
				if err := b.computeOne(&people[i], &computed[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return computed, g.Wait()
}

func (b *batching) computeOne(p *person, to *models.Computation) error {
	found, in, err := b.ask.of(p.begin, p.record, p.level)
	if err != nil {
		return err
	}
	if *to, err = keep(found, in, p.record.StaffID, p.record.UnitID); err != nil {
		return err
	}
	to.BatchID, to.MadeBy = &b.id, b.by
	return nil
}
