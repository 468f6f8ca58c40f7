package auth

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"bienche/internal/audit"
	"bienche/internal/fault"
	"bienche/models"
)

// The one-time codes of RFC 6238 as every authenticator app makes them.
const (
	totpIssuer = "Biên Chế"
	totpPeriod = 30 // seconds
	totpDigits = otp.DigitsSix
	totpDrift  = 1 // steps that a clock may be off either way

	recoveryCodes = 10
	recoveryBytes = 10 // 80 bits, 16 characters of base32
)

// step is the number of the period that a moment lies in.
func step(at time.Time) int64 { return at.Unix() / totpPeriod }

// stepOf is the step that a code of six digits belongs to, among those around now; 0 when it belongs to none.
func stepOf(secret, code string, now time.Time) (int64, error) {
	found := int64(0)
	for i := step(now) - totpDrift; i <= step(now)+totpDrift; i++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(i), hotp.ValidateOpts{Digits: totpDigits, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, fmt.Errorf("work out a code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = i
		}
	}
	return found, nil
}

// code checks a one-time or a recovery code of an account and gives what spends it: errWrong when it is no code of the
// account, there or in the transaction, in case somebody else has spent it by then.
func (s *Service) code(c *models.Credentials, code string) (spend func(*models.Tx) error, err error) {
	if c.TotpSecret == nil {
		return nil, errWrong
	}
	code = plainCode(code)
	taken := func(ok bool, err error) error {
		if err == nil && !ok {
			err = errWrong
		}
		return err
	}
	if !oneTime(code) {
		return func(tx *models.Tx) error { return taken(models.TakeRecoveryCode(tx, c.UserID, digest(code))) }, nil
	}
	secret, err := s.vault.unseal(c.UserID, c.TotpSecret)
	if err != nil {
		return nil, err
	}
	at, err := stepOf(secret, code, s.now())
	if err == nil && at <= c.TotpStep {
		err = errWrong
	}
	return func(tx *models.Tx) error { return taken(models.TakeTotpStep(tx, c.UserID, at)) }, err
}

// oneTime tells whether a plain code is meant as one of the app, and not as a recovery code.
func oneTime(code string) bool { return len(code) == totpDigits.Length() }

// plainCode takes away what people put between the characters of a code.
func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
}

// TotpSetup is what an authenticator app needs: the secret to type, or the address to show as a picture.
type TotpSetup struct {
	Secret string
	URI    string
}

// StartTotp gives the viewer a secret for one-time codes, which counts for nothing until ConfirmTotp. It wants a
// confirmed session: whoever finds a screen open must not make it their own.
func (s *Service) StartTotp(ctx context.Context, requestID string) (*TotpSetup, error) {
	if err := Confirmed(ctx); err != nil {
		return nil, err
	}
	err := s.own(ctx, act{name: "auth.start_totp", requestID: requestID}, func(tx *models.Tx, v *Viewer) error {
		if SessionOf(ctx).Totp {
			return fault.New(fault.Conflict, "auth.totp_on")
		}
		sealed, err := s.vault.seal(v.UserID, base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random(20)))
		if err != nil {
			return err
		}
		return models.SetNextTotp(tx, v.UserID, sealed)
	})
	if err != nil {
		return nil, err
	}
	v := ViewerOf(ctx)
	_, secret, err := s.nextTotp(ctx, v)
	if err != nil {
		return nil, err
	}
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return nil, fmt.Errorf("secret of one-time codes: %w", err)
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: totpIssuer, AccountName: v.Username, Secret: raw})
	if err != nil {
		return nil, fmt.Errorf("address of one-time codes: %w", err)
	}
	return &TotpSetup{Secret: secret, URI: key.URL()}, nil
}

// nextTotp is the secret that the viewer is setting up, as it is stored and in clear.
func (s *Service) nextTotp(ctx context.Context, v *Viewer) (sealed []byte, secret string, err error) {
	c, err := models.CredentialsOf(ctx, s.db, v.Username)
	if err != nil {
		return nil, "", err
	}
	switch {
	case c == nil || c.TotpNext == nil && c.TotpSecret == nil:
		return nil, "", fault.New(fault.Conflict, "auth.totp_not_started")
	case c.TotpNext == nil:
		return nil, "", fault.New(fault.Conflict, "auth.totp_on")
	}
	secret, err = s.vault.unseal(v.UserID, c.TotpNext)
	return c.TotpNext, secret, err
}

// ConfirmTotp turns one-time codes on, once the viewer's app has shown by a code that it has the secret. It answers with
// the recovery codes, which are not kept and cannot be shown again: the same request a second time is a CONFLICT.
func (s *Service) ConfirmTotp(ctx context.Context, requestID, code string) ([]string, error) {
	if err := Confirmed(ctx); err != nil {
		return nil, err
	}
	sealed, secret, err := s.nextTotp(ctx, ViewerOf(ctx))
	if err != nil {
		return nil, err
	}
	at, err := stepOf(secret, plainCode(code), s.now())
	if err != nil {
		return nil, err
	}
	if at == 0 {
		return nil, fault.Bad("code", "auth.wrong_code")
	}
	codes, digests := newRecoveryCodes()
	done := false
	err = s.own(ctx, act{name: "auth.confirm_totp", requestID: requestID}, func(tx *models.Tx, v *Viewer) (err error) {
		if done, err = models.TurnTotpOn(tx, v.UserID, sealed, at); err != nil || !done {
			return err
		}
		return models.SetRecoveryCodes(tx, v.UserID, digests)
	})
	if err == nil && !done {
		err = fault.New(fault.Conflict, "auth.totp_on")
	}
	return codes, err
}

// newRecoveryCodes are codes in groups of four characters, and what is stored of them.
func newRecoveryCodes() (codes []string, digests [][]byte) {
	for range recoveryCodes {
		c := base32.StdEncoding.EncodeToString(random(recoveryBytes))
		codes = append(codes, c[:4]+"-"+c[4:8]+"-"+c[8:12]+"-"+c[12:])
		digests = append(digests, digest(c))
	}
	return codes, digests
}

// DisableTotp turns the viewer's one-time codes off, and their recovery codes with them, unless a role of theirs asks
// for a second factor. It wants a confirmed session.
func (s *Service) DisableTotp(ctx context.Context, requestID string) error {
	if err := Confirmed(ctx); err != nil {
		return err
	}
	return s.own(ctx, act{name: "auth.disable_totp", requestID: requestID}, func(tx *models.Tx, v *Viewer) error {
		if s.mustEnrol(v) {
			return fault.New(fault.RuleViolation, "auth.totp_required")
		}
		return models.TurnTotpOff(tx, v.UserID)
	})
}

// ResetTotp turns somebody's one-time codes off who has lost both the app and the recovery codes. It ends their sessions.
func (s *Service) ResetTotp(ctx context.Context, username string) error {
	user, err := s.managed(ctx, username)
	if err != nil {
		return err
	}
	if err := Confirmed(ctx); err != nil {
		return err
	}
	entry := audit.Entry{Action: "auth.reset_totp", ObjectKind: "user", ObjectID: user.ID}
	return audit.Write(ctx, s.db, entry, func(tx *models.Tx) error {
		if err := models.TurnTotpOff(tx, user.ID); err != nil {
			return err
		}
		_, err := models.EndOtherSessions(tx, user.ID, 0)
		return err
	})
}
