package rules

import (
	"strings"
	"testing"

	"bienche/internal/day"
)

func TestAChangedFigureLeavesTheBookAsItWas(t *testing.T) {
	b := trial(t)
	tests := []struct {
		name string
		f    Figure
		to   string
		read func(b *Book) string
		was  string
	}{
		{"a number", Figure{ID: "trial.term", From: dayOne}, "13",
			func(b *Book) string { n, _ := b.Decimal("trial.term", dayOne); return n.String() }, "12"},
		{"a cell", Figure{ID: "trial.several.steps", From: dayOne, Row: "B", Column: "high"}, "5",
			func(b *Book) string {
				rows, _ := b.Table("trial.several.steps", dayOne)
				return rows[1].Cells["high"].String()
			}, "4"},
		{"a choice", Figure{ID: "trial.several.way", From: dayOne}, "DOWN",
			func(b *Book) string { v, _ := b.On("trial.several.way", dayOne); return v.Choice }, "UP"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changed, err := b.Changed(tt.f, tt.to)
			if err != nil {
				t.Fatal(err)
			}
			if now, was := tt.read(changed), tt.read(b); now != tt.to || was != tt.was {
				t.Errorf("changed to %s, the book says %s", now, was)
			}
		})
	}
	for name, f := range map[string]Figure{
		"no such parameter": {ID: "trial.none", From: dayOne}, "no value from the day": {ID: "trial.term", From: day.Of(2015, 1, 2)},
		"no such row": {ID: "trial.several.steps", From: dayOne, Row: "C", Column: "high"},
	} {
		if _, err := b.Changed(f, "1"); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestFiguresAreAllThatCanBeChanged(t *testing.T) {
	b := trial(t)
	var got []string
	for _, f := range b.Figures() {
		got = append(got, f.String()+"="+f.Now+">"+strings.Join(b.Others(f), ","))
	}
	want := []string{
		"trial.several.limit from 2015-01-01=1>2,0",
		"trial.several.steps from 2015-01-01 A high=2>2.01,1.99", "trial.several.steps from 2015-01-01 A low=1.5>1.51,1.49",
		"trial.several.steps from 2015-01-01 B high=4>4.01,3.99", "trial.several.steps from 2015-01-01 B low=3>3.01,2.99",
		"trial.several.way from 2015-01-01=UP>DOWN",
		"trial.term from 2015-01-01=12>13,11", "trial.term from 2020-01-01=24.5>25.5,23.5",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}
