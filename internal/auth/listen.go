package auth

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"bienche/models"
)

const (
	dataChannel  = "bienche_data" // told by the triggers that bump a data version
	safetyReload = time.Minute    // even when nothing is heard
	firstRetry   = 50 * time.Millisecond
	longestRetry = 5 * time.Second
)

// Listen keeps the rights of this server in step with the database until ctx ends: it hears of each change and rebuilds
// ahead of the next request. Requests are exact without it, by the versions that their look-up finds; they only wait
// for a rebuild more often. After a lost connection it listens again and reads everything anew, as it does once a
// minute.
func (s *Service) Listen(ctx context.Context, log *slog.Logger) {
	wait := firstRetry
	for ctx.Err() == nil {
		heard, err := s.listenOnce(ctx)
		if ctx.Err() != nil {
			return
		}
		if heard {
			wait = firstRetry
		}
		log.WarnContext(ctx, "listening to changes of rights was interrupted", "error", err, "again_in", wait)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = min(2*wait, longestRetry)
	}
}

// listenOnce listens until the connection is lost; connected tells whether it ever stood.
func (s *Service) listenOnce(ctx context.Context) (connected bool, err error) {
	l, err := models.Listen(ctx, s.db, dataChannel)
	if err != nil {
		return false, err
	}
	defer l.Close()
	for {
		if err := s.rights.renew(ctx); err != nil {
			return true, err
		}
		topic, heard := "", true
		for heard && topic != "grants" && topic != "org" { // other topics are none of the rights
			if topic, heard, err = l.Next(ctx, safetyReload); err != nil {
				return true, err
			}
		}
		if heard {
			continue
		}
		if err := s.rights.reload(ctx); err != nil {
			return true, err
		}
	}
}

// renew rebuilds when the database has newer rights than the snapshot.
func (r *rights) renew(ctx context.Context) error {
	versions, today, err := models.VersionsToday(ctx, r.db)
	if err != nil {
		return fmt.Errorf("read data versions: %w", err)
	}
	_, err = r.asOf(ctx, versions, today)
	return err
}

// reload rebuilds whatever the versions say.
func (r *rights) reload(ctx context.Context) error {
	_, today, err := models.VersionsToday(ctx, r.db)
	if err != nil {
		return fmt.Errorf("read the day: %w", err)
	}
	_, err, _ = r.build.Do("rights", func() (any, error) { return nil, r.rebuild(context.WithoutCancel(ctx), today) })
	return err
}
