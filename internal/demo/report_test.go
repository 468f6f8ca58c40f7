package demo

import (
	"context"
	"fmt"
	"testing"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/headcount"
	"bienche/internal/org"
	"bienche/internal/report"
	"bienche/models"
)

// reports asks the product's own reports, and compares them with what the published report printed.
func reports(t *testing.T, db *models.DB) {
	ctx := auth.WithViewer(context.Background(), auth.Console())
	trees := &org.Trees{DB: db}
	counts := &headcount.Service{DB: db, Trees: trees, Book: law(t)}
	service := &report.Service{DB: db, Trees: trees, Headcount: counts}
	// Where the report and the rows differ, and why: see published.yaml.
	gaps := map[string]string{
		"2011 reorganised.divisions_ended":      "1",
		"2016 headcount.allocated_change":       "-117",
		"2016 evaluated.excellent_percent":      "about",
		"2011-2015 evaluated.excellent_percent": "about",
	}
	for _, p := range []struct{ name, from, to string }{{"2011", "2011-01-01", "2020-12-31"}, {"2016", "2016-01-01", "2020-12-31"}, {"2011-2015", "2011-01-01", "2015-12-31"}} {
		r, err := service.PeriodReport(ctx, models.Period{From: day.MustParse(p.from), To: day.MustParse(p.to)}, 0)
		if err != nil {
			t.Fatal(err)
		}
		beside := 0
		for _, f := range r.Figures {
			if f.Published == nil {
				continue
			}
			beside++
			want, ok := gaps[p.name+" "+f.Key]
			if !ok {
				want = "0"
			}
			if got := f.Published.Gap.String(); got != want && want != "about" {
				t.Errorf("%s %s: %s, published %s, gap %s, want %s", p.name, f.Key, f.Value, f.Published.Value, got, want)
			}
		}
		if beside == 0 {
			t.Errorf("no published figure stands beside those of %s", p.name)
		}
	}
	for on, want := range map[string]string{"2011-12-31": "3 rows, 38127", "2015-12-31": "5 rows, 44530", "2020-12-31": "5 rows, 41051"} {
		r, err := counts.Report(ctx, models.AsOf{Day: day.MustParse(on)}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%d rows, %d", len(r.Rows), r.Total.Allocated); got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
}
