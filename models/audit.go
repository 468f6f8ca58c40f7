package models

import (
	"encoding/json"
	"fmt"
	"time"
)

// AuditEntry (dòng nhật ký) says who did what to which object. It is written once and never changed.
type AuditEntry struct {
	ID         int64
	At         time.Time `gorm:"->"`
	ActorID    *int64    // app_user; nil for the system and for strangers
	ActorName  string
	OnBehalf   string
	Action     string
	ObjectKind string
	ObjectID   *int64
	RequestID  string
	Detail     json.RawMessage `gorm:"type:jsonb"`
}

// TableName is the table of the entries.
func (AuditEntry) TableName() string { return "audit_log" }

// InsertAudit adds an entry and makes it the one that every fact recorded in tx names. What the transaction records is
// within its own reach from then on, wherever the people stand.
func InsertAudit(tx *Tx, e *AuditEntry) error {
	err := tx.Pgx.QueryRow(tx.Statement.Context, `WITH entry AS (
			INSERT INTO audit_log (actor_id, actor_name, on_behalf, action, object_kind, object_id, request_id, detail)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)
		SELECT id FROM entry WHERE set_config('bienche.entry', id::text, true) <> ''`,
		e.ActorID, e.ActorName, e.OnBehalf, e.Action, e.ObjectKind, e.ObjectID, e.RequestID, e.Detail).Scan(&e.ID)
	if err != nil {
		return fmt.Errorf("write audit entry: %w", err)
	}
	tx.AuditID = e.ID
	return nil
}
