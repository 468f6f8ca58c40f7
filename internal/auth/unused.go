package auth

import (
	"context"

	"bienche/internal/audit"
	"bienche/models"
	"bienche/policies"
)

// DisableUnused shuts the accounts that nobody has used for as long as the settings allow, and tells how many. The
// system administrator's account that was used last stays open (models.UnusedUsers says why).
func (s *Service) DisableUnused(ctx context.Context) (int, error) {
	if s.settings.UnusedDays <= 0 {
		return 0, nil
	}
	ctx, err := s.ActAsConsole(ctx)
	if err != nil {
		return 0, err
	}
	ctx = audit.WithActor(ctx, audit.Actor{Name: "system"})
	unused, err := models.UnusedUsers(ctx, s.db, s.settings.UnusedDays, policies.SystemAdministrator)
	if err != nil {
		return 0, err
	}
	for n, u := range unused {
		detail := map[string]any{"days": s.settings.UnusedDays}
		entry := audit.Entry{Action: "auth.disable_unused", ObjectKind: "user", ObjectID: u.UserID, Detail: detail}
		err := audit.Write(ctx, s.db, entry, func(tx *models.Tx) error { return models.DisableUser(tx, u.UserID) })
		if err != nil {
			return n, err
		}
	}
	return len(unused), nil
}
