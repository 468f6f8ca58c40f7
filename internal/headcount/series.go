package headcount

import (
	"context"
	"fmt"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// MaxDays is how many days a series may ask for.
const MaxDays = 40

// Point is the figures of one day of a series.
type Point struct {
	Day   day.Day
	Rows  []Row
	Total Row
}

// Series counts the same subtree on several days. The subtree is the unit's place in today's tree, heirs of
// dissolved units included, so that a curve does not break where units were merged.
func (s *Service) Series(ctx context.Context, days []day.Day, unitID int64, category string) ([]Point, error) {
	_, scope, err := auth.Require(ctx, "report.headcount", "read")
	if err != nil {
		return nil, err
	}
	if len(days) == 0 || len(days) > MaxDays {
		return nil, fault.Bad("days", "headcount.series_days", fault.Args{"max": MaxDays})
	}
	if category != "" {
		if err := s.checkCategory("category", category); err != nil {
			return nil, err
		}
	}
	if unitID != 0 {
		if !scope.HasUnit(unitID) {
			return nil, fault.Unknown("unit")
		}
		if scope.Units, err = models.AccessSubtree(ctx, s.DB, unitID, scope); err != nil {
			return nil, fmt.Errorf("load subtree: %w", err)
		}
		scope.All = false
	}
	kept, err := s.ledger.now(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	points := make([]Point, len(days))
	for i, d := range days {
		sums := map[string]Figures{}
		kept.each(d, scope, func(u *models.UnitDeltas, f Figures) {
			if category == "" || u.Category == category {
				sum := sums[u.Category]
				sum.add(f)
				sums[u.Category] = sum
			}
		})
		points[i].Day = d
		if points[i].Rows, points[i].Total, err = s.rows(models.AsOf{Day: d}, sums); err != nil {
			return nil, err
		}
	}
	return points, nil
}
