package auth

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/text/unicode/norm"

	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/models"
)

const (
	shortest, longest = 12, 128 // characters of a password

	hashesAtOnce = 2               // each takes 64 MiB
	hashesQueued = 20              // beyond those under way
	hashPatience = 5 * time.Second // what one waits in the queue
	saltLen      = 16
	keyLen       = 32
)

// common are passwords that guessers try first. Only those of twelve characters and more matter.
//
//go:embed common_passwords.txt
var common string

// hasher makes and checks Argon2id hashes, a few at a time.
type hasher struct {
	memoryKiB, passes uint32
	slots             *semaphore.Weighted
	queue             *semaphore.Weighted
}

func newHasher(c config.SignIn) *hasher {
	return &hasher{
		memoryKiB: c.MemoryKiB, passes: c.Passes,
		slots: semaphore.NewWeighted(hashesAtOnce),
		queue: semaphore.NewWeighted(hashesAtOnce + hashesQueued),
	}
}

// slot waits for a place to hash in. A queue that is full, or too slow, is refused with LIMIT_EXCEEDED.
func (h *hasher) slot(ctx context.Context) (release func(), err error) {
	busy := fault.New(fault.LimitExceeded, "auth.busy").With("retryAfter", 5)
	if !h.queue.TryAcquire(1) {
		return nil, busy
	}
	ctx, cancel := context.WithTimeout(ctx, hashPatience)
	defer cancel()
	if err := h.slots.Acquire(ctx, 1); err != nil {
		h.queue.Release(1)
		return nil, busy.Because(err)
	}
	return func() { h.slots.Release(1); h.queue.Release(1) }, nil
}

// hash makes the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	release, err := h.slot(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	p := phc{h.memoryKiB, h.passes, random(saltLen), nil}
	p.key = p.derive(password)
	return p.String(), nil
}

// verify tells whether password is the one behind a PHC string, and whether that was made with other parameters than
// today's. Without a string (no such user, or no password) the same work is done in vain.
func (h *hasher) verify(ctx context.Context, password, stored string) (ok, stale bool, err error) {
	p, err := parsePHC(stored)
	if err != nil {
		p = phc{h.memoryKiB, h.passes, random(saltLen), random(keyLen)}
	}
	release, err := h.slot(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	ok = subtle.ConstantTimeCompare(p.derive(password), p.key) == 1
	return ok, p.memoryKiB != h.memoryKiB || p.passes != h.passes, nil
}

// phc is an Argon2id hash with its parameters, one lane.
type phc struct {
	memoryKiB, passes uint32
	salt, key         []byte
}

func (p phc) derive(password string) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(password)), p.salt, p.passes, p.memoryKiB, 1, keyLen)
}

func (p phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s",
		argon2.Version, p.memoryKiB, p.passes, b64.EncodeToString(p.salt), b64.EncodeToString(p.key))
}

func parsePHC(s string) (phc, error) {
	var p phc
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, errors.New("not an Argon2id PHC string of this version")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &p.memoryKiB, &p.passes); err != nil {
		return p, fmt.Errorf("PHC parameters: %w", err)
	}
	var errs [2]error
	p.salt, errs[0] = base64.RawStdEncoding.DecodeString(parts[4])
	p.key, errs[1] = base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(errs[:]...); err != nil {
		return p, fmt.Errorf("PHC salt or key: %w", err)
	}
	if p.passes == 0 || len(p.key) != keyLen {
		return p, errors.New("PHC string without passes or of another length")
	}
	return p, nil
}

// checkPassword refuses a new password that is too short, too long, common, or contains the user name. There are no
// rules of composition.
func checkPassword(username, password string) error {
	password = norm.NFC.String(password)
	n := utf8.RuneCountInString(password)
	folded := strings.ToLower(password)
	switch {
	case n < shortest || n > longest:
		return fault.Bad("password", "auth.password_length", fault.Args{"min": shortest, "max": longest})
	case strings.Contains(folded, strings.ToLower(username)):
		return fault.Bad("password", "auth.password_name")
	case isCommon(folded):
		return fault.Bad("password", "auth.password_common")
	}
	return nil
}

// isCommon looks a password up in the list, and refuses one that repeats a few characters.
func isCommon(folded string) bool {
	runes := slices.Compact(slices.Sorted(slices.Values([]rune(folded))))
	if len(runes) < 4 {
		return true
	}
	lines := bufio.NewScanner(strings.NewReader(common))
	for lines.Scan() {
		if lines.Text() == folded {
			return true
		}
	}
	return false
}

// ChangePassword gives the viewer another password for the one they have, and ends their other sessions. The one they
// have is asked for as at sign-in, with the same guard.
func (s *Service) ChangePassword(ctx context.Context, requestID, current, next string) error {
	v := ViewerOf(ctx)
	if v == nil {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	if current == "" {
		return fault.Bad("current", "fault.required")
	}
	if norm.NFC.String(next) == norm.NFC.String(current) {
		return fault.Bad("next", "auth.password_same")
	}
	if err := checkPassword(v.Username, next); err != nil {
		return fault.From(err).At("next")
	}
	hash, err := s.hasher.hash(ctx, next)
	if err != nil {
		return err
	}
	a := act{name: "auth.change_password", requestID: requestID, proof: &Proof{Password: current, Field: "current"}}
	return s.own(ctx, a, func(tx *models.Tx, v *Viewer) error {
		if err := tx.Exec("UPDATE app_user SET password_hash = ?, must_change_password = false WHERE id = ?", hash, v.UserID).Error; err != nil {
			return fmt.Errorf("change password: %w", err)
		}
		_, err := models.EndOtherSessions(tx, v.UserID, SessionOf(ctx).ID)
		return err
	})
}

// TemporaryPassword makes up a password for somebody who is to change it at their next sign-in, and its hash for
// SetTemporaryPassword.
func (s *Service) TemporaryPassword(ctx context.Context) (password, hash string, err error) {
	c := strings.ToLower(rand.Text())
	password = c[:4] + "-" + c[4:8] + "-" + c[8:12] + "-" + c[12:16] // 80 bits
	hash, err = s.hasher.hash(ctx, password)
	return password, hash, err
}

// random gives n bytes nobody can guess; the system's source does not fail.
func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}
