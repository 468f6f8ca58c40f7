package demo

import (
	"context"

	"bienche/models"
)

// State says what a database holds.
type State int

// The states of a database, as a loader of the demo sees them.
const (
	Empty    State = iota // no units: the demo may be loaded
	Province              // the demo province
	Real                  // somebody's own data
)

// Loaded tells what the database holds.
func Loaded(ctx context.Context, db *models.DB) (State, error) {
	return models.One[State](ctx, db, models.Q(`SELECT CASE
		WHEN EXISTS (SELECT FROM import_batch WHERE kind = 'DEMO') THEN 1
		WHEN EXISTS (SELECT FROM org_unit) THEN 2 ELSE 0 END`))
}

// Accounts are the accounts that the demo makes.
func Accounts() []Account {
	all := make([]Account, len(accounts))
	for i, a := range accounts {
		all[i] = Account{a.username, a.name, a.role}
	}
	return all
}
