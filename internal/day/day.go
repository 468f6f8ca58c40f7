// Package day holds a calendar day, the unit in which law and staffing facts are dated.
package day

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Zone is the zone whose calendar the product follows (Asia/Ho_Chi_Minh, UTC+7 without summer time since 1975).
var Zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Day is a calendar day without a time. Its value counts days since 1970-01-01; the zero Day is "no day".
// Forever and the zero Day are never equal to a real day of the calendar.
type Day struct {
	n   int32
	set bool
}

// Forever is the open end of a range: PostgreSQL's infinity.
var Forever = Day{n: 1<<31 - 1, set: true}

// Of makes the day y-m-d; a day past the end of its month runs over into the next, as time.Date does.
func Of(y int, m time.Month, d int) Day {
	return fromUnix(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix())
}

// In is the day that an instant falls on in Zone.
func In(t time.Time) Day {
	y, m, d := t.In(Zone).Date()
	return Of(y, m, d)
}

// Parse reads YYYY-MM-DD and refuses days that the calendar does not have (2021-02-29).
func Parse(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Day{}, fmt.Errorf("day %q is not YYYY-MM-DD", s)
	}
	if y := t.Year(); y < 1800 || y > 2200 {
		return Day{}, fmt.Errorf("day %q is outside 1800-2200", s)
	}
	return fromUnix(t.Unix()), nil
}

// MustParse is Parse for constants in code and tests.
func MustParse(s string) Day {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func fromUnix(sec int64) Day { return Day{n: int32(sec / 86400), set: true} }

// IsZero tells "no day".
func (d Day) IsZero() bool { return !d.set }

// IsForever tells the open end of a range.
func (d Day) IsForever() bool { return d == Forever }

// Time is midnight UTC of the day; it is meant for calendars and formatting, not for instants.
func (d Day) Time() time.Time { return time.Unix(int64(d.n)*86400, 0).UTC() }

// Year, Month and DayOfMonth are the parts of the date.
func (d Day) Year() int { return d.Time().Year() }

// Month is the month of the date.
func (d Day) Month() time.Month { return d.Time().Month() }

// DayOfMonth is the day within its month, from 1.
func (d Day) DayOfMonth() int { return d.Time().Day() }

// Before tells whether d comes before o.
func (d Day) Before(o Day) bool { return d.n < o.n }

// After tells whether d comes after o.
func (d Day) After(o Day) bool { return d.n > o.n }

// AddDays moves by n days; Forever stays Forever.
func (d Day) AddDays(n int) Day {
	if d.IsForever() || d.IsZero() {
		return d
	}
	return Day{n: d.n + int32(n), set: true}
}

// AddMonths moves by n months; a day that the target month lacks becomes its last day (31/01 + 1 month = 28/02),
// as legal terms in months are counted.
func (d Day) AddMonths(n int) Day {
	if d.IsForever() || d.IsZero() {
		return d
	}
	y, m, dd := d.Time().Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(first.Year(), first.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return Of(first.Year(), first.Month(), min(dd, last))
}

// DaysUntil counts the days from d to o.
func (d Day) DaysUntil(o Day) int { return int(o.n - d.n) }

// String is YYYY-MM-DD, "infinity" for Forever and "" for no day.
func (d Day) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.IsForever():
		return "infinity"
	}
	return d.Time().Format(time.DateOnly)
}

// Vietnamese is dd/mm/yyyy, as people here write a date.
func (d Day) Vietnamese() string {
	if d.IsZero() || d.IsForever() {
		return ""
	}
	return d.Time().Format("02/01/2006")
}

// MarshalText writes YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Day{}
		return nil
	}
	return d.scanText(string(b))
}

// Value hands the day to the database; no day is NULL.
func (d Day) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan takes a date column; NULL is no day, infinity is Forever.
func (d *Day) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Day{}
	case time.Time:
		*d = Of(v.Year(), v.Month(), v.Day())
	case string:
		return d.scanText(v)
	case []byte:
		return d.scanText(string(v))
	default:
		return fmt.Errorf("day: cannot scan %T", src)
	}
	return nil
}

func (d *Day) scanText(s string) (err error) {
	if s == "infinity" {
		*d = Forever
		return nil
	}
	*d, err = Parse(s)
	return err
}

// Min is the earlier of two days.
func Min(a, b Day) Day {
	if b.Before(a) {
		return b
	}
	return a
}

// Max is the later of two days.
func Max(a, b Day) Day {
	if b.After(a) {
		return b
	}
	return a
}
