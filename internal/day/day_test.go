package day

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name, in string
		ok       bool
	}{
		{"a plain day", "2020-12-31", true},
		{"29 February of a leap year", "2020-02-29", true},
		{"29 February of a common year", "2021-02-29", false},
		{"Vietnamese order is not ISO", "31/12/2020", false},
		{"a year far outside any record", "0202-01-01", false},
		{"trailing text", "2020-12-31x", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Parse(tt.in)
			if (err == nil) != tt.ok {
				t.Fatalf("Parse(%q) error %v, want ok=%v", tt.in, err, tt.ok)
			}
			if tt.ok && d.String() != tt.in {
				t.Errorf("Parse(%q) = %s", tt.in, d)
			}
		})
	}
}

func TestAddMonthsStopsAtTheMonthsLastDay(t *testing.T) {
	tests := []struct {
		from string
		n    int
		want string
	}{
		{"2021-01-31", 1, "2021-02-28"},
		{"2020-01-31", 1, "2020-02-29"},
		{"2020-02-29", 12, "2021-02-28"},
		{"2020-12-31", 2, "2021-02-28"},
		{"2021-03-31", -1, "2021-02-28"},
		{"2021-03-15", -15, "2019-12-15"},
	}
	for _, tt := range tests {
		if got := MustParse(tt.from).AddMonths(tt.n).String(); got != tt.want {
			t.Errorf("%s + %d months = %s, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

func TestInFollowsTheProvincesCalendar(t *testing.T) {
	lastSecond := time.Date(2020, 12, 31, 16, 59, 59, 0, time.UTC)
	if got := In(lastSecond).String(); got != "2020-12-31" {
		t.Errorf("the last second of the year falls on %s", got)
	}
	if got := In(lastSecond.Add(time.Second)).String(); got != "2021-01-01" {
		t.Errorf("midnight in Hà Nội falls on %s", got)
	}
}

func TestForeverIsAfterEveryDay(t *testing.T) {
	if !Forever.After(MustParse("2200-12-31")) || Forever.AddDays(-1) != Forever {
		t.Error("Forever must stay after every day")
	}
	if (Day{}).IsForever() || !(Day{}).IsZero() {
		t.Error("the zero Day is no day")
	}
}
