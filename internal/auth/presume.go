package auth

import (
	"context"
	"maps"
	"net/http"
	"sync"

	"bienche/internal/audit"
	"bienche/internal/platform/httpd"
	"bienche/models"
)

// lookups keeps what the last look-ups of secrets found. Nothing is ever answered by it alone: a request that starts from
// it has the database say the same again before the answer leaves (models.Presumption).
type lookups struct {
	mu    sync.Mutex
	found map[string]models.SessionCaller // by the secret's digest; of a token without a session
}

// maxLookups bounds the memory: some 600 bytes each.
const maxLookups = 4096

func (l *lookups) get(sum []byte) (models.SessionCaller, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c, ok := l.found[string(sum)]
	return c, ok
}

func (l *lookups) put(sum []byte, c models.SessionCaller) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.found == nil || len(l.found) >= maxLookups {
		l.found = map[string]models.SessionCaller{} // who is still there comes again
	}
	l.found[string(sum)] = c
}

func (l *lookups) drop(sum []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.found, string(sum))
}

// Presume is Who for a request that only reads. It takes what the last look-up of the same secret found, if there was one,
// and leaves the look-up to the request's first statement; models.Settled tells whether it found the same.
func (s *Service) Presume(r *http.Request) (context.Context, *Viewer, error) {
	ctx := audit.WithActor(r.Context(), audit.Actor{Name: "stranger", RequestID: httpd.RequestID(r.Context())})
	token, byToken := bearer(r)
	secret := token
	if !byToken {
		secret = s.secretOf(r)
	}
	sum := digest(secret)
	c, ok := s.lookups.get(sum)
	if !ok || byToken != (c.Session.ID == 0) {
		return s.Who(r)
	}
	in, v, err := s.enter(ctx, &c.Caller)
	if err != nil {
		return ctx, nil, models.Retriable(err)
	}
	if byToken {
		return models.WithPresumption(in, models.PresumeToken(s.db, sum, func(now *models.Caller) bool {
			return now.IdleSeconds <= tokenGrain.Seconds() && same(&c.Caller, now)
		})), v, nil
	}
	session := s.stand(&c, v)
	return models.WithPresumption(withSession(in, session), models.PresumeSession(s.db, sum, func(now *models.SessionCaller) bool {
		return now.LockedAt == nil && seconds(now.IdleSeconds) <= sessionGrain && same(&c.Caller, &now.Caller) && *s.stand(now, v) == *session
	})), v, nil
}

// Sender is Who, or Presume where it may be presumed, as the API asks: with the context, and whether the request is a stranger's.
func (s *Service) Sender(r *http.Request, presume bool) (context.Context, bool, error) {
	who := s.Who
	if presume {
		who = s.Presume
	}
	ctx, v, err := who(r)
	return ctx, v == nil, err
}

// same tells whether two look-ups found the same account and the same versions of the data on the same day.
func same(a, b *models.Caller) bool {
	return a.UserID == b.UserID && a.StaffID == b.StaffID && a.Username == b.Username && a.DisplayName == b.DisplayName &&
		a.Today == b.Today && maps.Equal(a.Versions, b.Versions)
}
