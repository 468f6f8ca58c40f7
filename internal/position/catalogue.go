// Package position answers for job positions (vị trí việc làm): the catalogue, and the seats of units.
package position

import (
	"context"
	"fmt"
	"sync"

	"bienche/internal/auth"
	"bienche/models"
)

// Catalogue keeps the positions in memory, each by its latest version; a change of the catalogue's data version
// drops them.
type Catalogue struct {
	DB *models.DB

	mu      sync.Mutex
	version int64
	byID    map[int64]*models.PositionRow
}

// Position finds a position whatever the day: a post keeps its name in the past. Nil when there is none.
func (c *Catalogue) Position(ctx context.Context, id int64) (*models.PositionRow, error) {
	version := auth.VersionOf(ctx, "position")
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil || version == 0 || c.version != version {
		rows, err := models.LatestPositions(ctx, c.DB)
		if err != nil {
			return nil, fmt.Errorf("load positions: %w", err)
		}
		c.byID = make(map[int64]*models.PositionRow, len(rows))
		for i := range rows {
			c.byID[rows[i].ID] = &rows[i]
		}
		c.version = version
	}
	return c.byID[id], nil
}
