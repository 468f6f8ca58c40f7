package headcount

import (
	"context"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/models"
)

// Entries lists the ledger entries that a unit gave or received, newest first, and a way to count them.
func (s *Service) Entries(ctx context.Context, unitID int64, category string, limit, offset int) ([]models.QuotaEntryRow, func(context.Context) (int, error), error) {
	_, scope, err := auth.Require(ctx, "headcount.quota", "read")
	if err != nil {
		return nil, nil, err
	}
	if !scope.HasUnit(unitID) {
		return nil, nil, fault.Unknown("unit")
	}
	rows, err := models.QuotaEntries(ctx, s.DB, unitID, category, limit, offset)
	return rows, func(ctx context.Context) (int, error) {
		return models.CountQuotaEntries(ctx, s.DB, unitID, category)
	}, err
}
