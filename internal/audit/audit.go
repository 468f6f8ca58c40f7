// Package audit writes what was done: an entry in the same transaction as every change, and entries of their own for
// sign-ins, denials and exports. No entry, no change.
package audit

import (
	"context"
	"encoding/json"
	"fmt"

	"bienche/models"
)

// Actor is who acts: a user, or a system or stranger without an id. OnBehalf names whom a delegate acts for, as far as
// is known when it is asked; nil: nobody.
type Actor struct {
	UserID    int64
	Name      string
	OnBehalf  func() string
	RequestID string
}

// behalf is whom the actor acts for; empty for oneself.
func (a Actor) behalf() string {
	if a.OnBehalf == nil {
		return ""
	}
	return a.OnBehalf()
}

type actorKey struct{}

// WithActor makes a the actor of everything done under ctx.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf is the actor of ctx; without one, the system itself acts.
func ActorOf(ctx context.Context) Actor {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok {
		return a
	}
	return Actor{Name: "system"}
}

// Entry is what is done to which object. Detail is kept as JSON; it holds no secrets.
type Entry struct {
	Action     string // "<domain>.<act>"
	ObjectKind string
	ObjectID   int64 // 0: no single object
	Detail     any
}

// Write does f in one transaction that begins with the entry; tx.AuditID is what facts recorded by f name. When
// either fails nothing is stored.
func Write(ctx context.Context, db *models.DB, e Entry, f func(tx *models.Tx) error) error {
	actor := ActorOf(ctx)
	row, err := e.row(actor)
	if err != nil {
		return err
	}
	return db.InTx(ctx, func(tx *models.Tx) error {
		if err := models.InsertAudit(tx, row); err != nil {
			return err
		}
		if err := f(tx); err != nil {
			return err
		}
		return addBehalf(tx, actor, row)
	})
}

// addBehalf adds an entry about row when it turned out only during the act that it is done in somebody's place: row
// itself cannot be changed any more.
func addBehalf(tx *models.Tx, a Actor, row *models.AuditEntry) error {
	whom := a.behalf()
	if whom == row.OnBehalf {
		return nil
	}
	late, err := Entry{Action: "audit.on_behalf", ObjectKind: "audit", ObjectID: tx.AuditID}.row(a)
	if err != nil {
		return err
	}
	id := tx.AuditID
	defer func() { tx.AuditID = id }()
	return models.InsertAudit(tx, late)
}

// Note writes an entry alone, for what changes nothing else: a denial, an export, a failed sign-in.
func Note(ctx context.Context, db *models.DB, e Entry) error {
	return Write(ctx, db, e, func(*models.Tx) error { return nil })
}

func (e Entry) row(a Actor) (*models.AuditEntry, error) {
	detail := []byte("{}")
	if e.Detail != nil {
		var err error
		if detail, err = json.Marshal(e.Detail); err != nil {
			return nil, fmt.Errorf("audit detail of %s: %w", e.Action, err)
		}
	}
	return &models.AuditEntry{
		ActorID: orNil(a.UserID), ActorName: a.Name, OnBehalf: a.behalf(), RequestID: a.RequestID,
		Action: e.Action, ObjectKind: e.ObjectKind, ObjectID: orNil(e.ObjectID), Detail: detail,
	}, nil
}

func orNil(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}
