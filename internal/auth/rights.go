package auth

import (
	"context"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/singleflight"

	"bienche/internal/day"
	"bienche/models"
	"bienche/policies"
)

// rights keeps the newest snapshot of all grants in the tree of the day. A request names the versions that its own
// look-up found, and never gets an older snapshot; so rights taken away are gone at the next request, on every copy
// of the server.
type rights struct {
	db    *models.DB
	book  *policies.Book
	at    atomic.Pointer[snapshot]
	build singleflight.Group
}

// snapshot is the rights of one day and one state of the data.
type snapshot struct {
	versions Versions
	today    day.Day
	enforcer *policies.Enforcer
}

// stale tells whether a request that found these versions on that day may not use s.
func (s *snapshot) stale(v Versions, today day.Day) bool {
	return s == nil || s.today.Before(today) || s.versions["grants"] < v["grants"] || s.versions["org"] < v["org"]
}

// asOf is the snapshot for a request that found versions v today. The second try is for a request that joined a
// build that had begun before the change it knows of.
func (r *rights) asOf(ctx context.Context, v Versions, today day.Day) (*snapshot, error) {
	for range 2 {
		if s := r.at.Load(); !s.stale(v, today) {
			return s, nil
		}
		_, err, _ := r.build.Do("rights", func() (any, error) {
			if s := r.at.Load(); !s.stale(v, today) {
				return nil, nil
			}
			return nil, r.rebuild(context.WithoutCancel(ctx), today)
		})
		if err != nil {
			return nil, err
		}
	}
	if s := r.at.Load(); !s.stale(v, today) {
		return s, nil
	}
	return nil, fmt.Errorf("rights are older than %v of %s", v, today)
}

// rebuild reads everything anew, in one statement: versions, grants and tree are of one moment.
func (r *rights) rebuild(ctx context.Context, today day.Day) error {
	ctx, _ = models.WithBudget(ctx, 0) // this work is for all requests, not at the cost of the one that found it due
	if last := r.at.Load(); last == nil || last.today.Before(today) {
		if err := models.RefreshAccessPaths(ctx, r.db); err != nil {
			return fmt.Errorf("refresh access paths: %w", err)
		}
	}
	read, err := models.RightsOn(ctx, r.db, today)
	if err != nil {
		return fmt.Errorf("read rights: %w", err)
	}
	e, err := r.book.Enforcer(read.Grants, read.Places)
	if err != nil {
		return err
	}
	r.at.Store(&snapshot{read.Versions, today, e})
	return nil
}

// viewer gives the caller of a look-up the rights of that moment.
func (s *snapshot) viewer(c *models.Caller) *Viewer {
	v := &Viewer{
		UserID: c.UserID, Username: c.Username, DisplayName: c.DisplayName, StaffID: c.StaffID,
		enforcer: s.enforcer.ForRequest(),
	}
	for _, g := range s.enforcer.Grants(c.UserID) {
		v.Grants = append(v.Grants, Grant{Role: g.Role, UnitID: g.UnitID, From: g.From, To: g.To, DelegatedBy: g.Lender})
	}
	return v
}
