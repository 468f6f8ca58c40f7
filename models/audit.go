package models

import (
	"encoding/json"
	"fmt"
	"strconv"
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

// InsertAudit adds an entry and makes it the one that every fact recorded in tx names.
func InsertAudit(tx *Tx, e *AuditEntry) error {
	if err := tx.Create(e).Error; err != nil {
		return fmt.Errorf("write audit entry: %w", err)
	}
	tx.AuditID = e.ID
	// What the transaction records is within its own reach, wherever the people stand.
	if _, err := tx.Pgx.Exec(tx.Statement.Context, "SELECT set_config('bienche.entry', $1, true)", strconv.FormatInt(e.ID, 10)); err != nil {
		return fmt.Errorf("name the audit entry: %w", err)
	}
	return nil
}
