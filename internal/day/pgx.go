package day

import (
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// ScanDate lets pgx read a date column without going through text.
func (d *Day) ScanDate(v pgtype.Date) error {
	switch {
	case !v.Valid:
		*d = Day{}
	case v.InfinityModifier == pgtype.Infinity:
		*d = Forever
	default:
		*d = Of(v.Time.Year(), v.Time.Month(), v.Time.Day())
	}
	return nil
}

// DateValue lets pgx write a date column in binary, as COPY needs.
func (d Day) DateValue() (pgtype.Date, error) {
	switch {
	case d.IsZero():
		return pgtype.Date{}, nil
	case d.IsForever():
		return pgtype.Date{InfinityModifier: pgtype.Infinity, Valid: true}, nil
	}
	return pgtype.Date{Time: d.Time(), Valid: true}, nil
}

// Clock tells the instant; it is injected so that tests and legal dates never depend on the machine's.
type Clock func() time.Time

// Today is the day of the clock's instant in Zone.
func (c Clock) Today() Day { return In(c()) }
