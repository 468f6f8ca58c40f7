package main

import (
	"context"

	"bienche/internal/platform/config"
)

// demoAccounts are the accounts of the demo province with their one password.
type demoAccounts struct {
	password string
	accounts []account
}

// ensureDemo loads the demo province into the embedded database when that is empty, and into an external one only
// with BIENCHE_DEMO. It gives the accounts when there is a demo, and nil otherwise.
func ensureDemo(ctx context.Context, c config.Config, d *database) (*demoAccounts, error) {
	return nil, nil
}
