package models

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"bienche/internal/fault"
)

// maxRequestID is how long a client's request id may be.
const maxRequestID = 100

// Request is what one user asked for under one request id. However often it arrives, it has one effect.
type Request struct {
	userID int64
	id     string
	hash   []byte
}

// NewRequest names a user's request; input is all that was asked for. An empty or overlong id is BAD_INPUT.
func NewRequest(userID int64, id string, input any) (Request, error) {
	if id == "" {
		return Request{}, fault.Bad("clientRequestId", "fault.required")
	}
	if utf8.RuneCountInString(id) > maxRequestID {
		return Request{}, fault.Bad("clientRequestId", "fault.too_long", fault.Args{"max": maxRequestID})
	}
	text, err := json.Marshal(input)
	if err != nil {
		return Request{}, fmt.Errorf("write down the request: %w", err)
	}
	sum := sha256.Sum256(text)
	return Request{userID, id, sum[:]}, nil
}

// Once runs a write for a request unless it was answered already.
type Once struct {
	DB      *DB
	Request Request
	// Write runs a function in one transaction with its audit entry.
	Write func(ctx context.Context, do func(*Tx) error) error
}

var errAnswered = errors.New("answered already")

// Do runs f and keeps the id it answers with. The same request later, or at the same moment, gets that id and f is not
// run again; the same request id with another input is a CONFLICT. The statements of f are not counted against the
// reads that the request may spend.
func (o Once) Do(ctx context.Context, f func(tx *Tx) (int64, error)) (int64, error) {
	rows, err := Rows[answerRow](ctx, o.DB, o.Request.query())
	if id, found, err := o.Request.answer(rows, err); found || err != nil {
		return id, err
	}
	ctx, _ = WithBudget(ctx, 0)
	var id int64
	err = o.Write(ctx, func(tx *Tx) error {
		// Whoever comes second waits here until the first is stored or gone, and then finds its answer.
		if err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended(?, ?))`, o.Request.id, o.Request.userID).Error; err != nil {
			return fmt.Errorf("wait for the same request: %w", err)
		}
		rows, err := RowsIn[answerRow](tx, o.Request.query())
		answered, found, err := o.Request.answer(rows, err)
		if err != nil {
			return err
		}
		if found {
			id = answered
			return errAnswered
		}
		if id, err = f(tx); err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO request_answer (user_id, client_request_id, input_sha256, answer, recorded_in)
			VALUES (?, ?, ?, to_jsonb(?::bigint), ?)`, o.Request.userID, o.Request.id, o.Request.hash, id, tx.AuditID).Error
	})
	if err != nil && !errors.Is(err, errAnswered) {
		return 0, err
	}
	return id, nil
}

type answerRow struct {
	Hash   []byte
	Answer int64
}

func (r Request) query() *Query {
	return Q(`SELECT input_sha256 AS hash, answer::bigint AS answer FROM request_answer
		WHERE user_id = ? AND client_request_id = ?`, r.userID, r.id)
}

func (r Request) answer(rows []answerRow, err error) (id int64, found bool, _ error) {
	switch {
	case err != nil:
		return 0, false, fmt.Errorf("look for an earlier answer: %w", err)
	case len(rows) == 0:
		return 0, false, nil
	case !bytes.Equal(rows[0].Hash, r.hash):
		return 0, false, fault.New(fault.Conflict, "fault.request_reused").At("clientRequestId")
	}
	return rows[0].Answer, true, nil
}
