package models

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// Fact is what every dated fact carries: the days it is valid on, [ValidFrom, ValidTo), what gave it its effect and
// which audit entries recorded and closed it. The database sets the known range.
type Fact struct {
	ID         int64
	ValidFrom  day.Day
	ValidTo    day.Day
	KnownFrom  time.Time `gorm:"->"`
	DecisionID *int64
	BatchID    *int64
	RecordedIn int64
	ClosedIn   *int64 `gorm:"->"`
}

func (f *Fact) fact() *Fact { return f }

// row is a pointer to a model that embeds Fact and knows its table.
type row[T any] interface {
	*T
	fact() *Fact
	schema.Tabler
}

// Record adds a fact to tx; an empty end is open.
func Record[T any, P row[T]](tx *Tx, next P) error {
	f := next.fact()
	if f.ValidTo.IsZero() {
		f.ValidTo = day.Forever
	}
	if !f.ValidFrom.Before(f.ValidTo) {
		return fault.New(fault.BadInput, "fault.bad_range", fault.Args{"from": f.ValidFrom, "to": f.ValidTo})
	}
	f.RecordedIn = tx.AuditID
	return tx.Omit(clause.Associations).Create(next).Error
}

// Replace records next and takes its days away from the facts among current knowledge that match where: each is
// closed, and what remains of it before and after next is recorded again on its own ground.
func Replace[T any, P row[T]](tx *Tx, next P, where string, args ...any) error {
	f := next.fact()
	if f.ValidTo.IsZero() {
		f.ValidTo = day.Forever
	}
	if err := Vacate[T, P](tx, f.ValidFrom, f.ValidTo, where, args...); err != nil {
		return err
	}
	return Record[T](tx, next)
}

// Vacate takes the days [from, to) away from the facts among current knowledge that match where.
func Vacate[T any, P row[T]](tx *Tx, from, to day.Day, where string, args ...any) error {
	var old []T
	err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where(where, args...).
		Where("known_to = 'infinity' AND valid_from < ? AND valid_to > ?", to, from).Find(&old).Error
	if err != nil {
		return fmt.Errorf("load facts to replace: %w", err)
	}
	for i := range old {
		was := *P(&old[i]).fact()
		if err := CloseFact(tx, P(&old[i]).TableName(), was.ID); err != nil {
			return err
		}
		if was.ValidFrom.Before(from) {
			if err := again[T, P](tx, old[i], was.ValidFrom, from); err != nil {
				return err
			}
		}
		if to.Before(was.ValidTo) {
			if err := again[T, P](tx, old[i], to, was.ValidTo); err != nil {
				return err
			}
		}
	}
	return nil
}

// again records a part of a closed fact anew; its decision and batch stay its ground.
func again[T any, P row[T]](tx *Tx, old T, from, to day.Day) error {
	f := P(&old).fact()
	f.ID, f.ClosedIn, f.ValidFrom, f.ValidTo = 0, nil, from, to
	return Record[T, P](tx, &old)
}

// CloseFact ends what we hold true: the fact stays readable as it was known until now.
func CloseFact(tx *Tx, table string, id int64) error {
	res := tx.Exec("UPDATE "+table+" SET known_to = now(), closed_in = ? WHERE id = ? AND known_to = 'infinity'", tx.AuditID, id)
	if res.Error != nil {
		return fmt.Errorf("close fact %d of %s: %w", id, table, res.Error)
	}
	if res.RowsAffected != 1 {
		return fault.New(fault.Conflict, "fault.stale")
	}
	return nil
}
