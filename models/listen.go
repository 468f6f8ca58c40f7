package models

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Listener holds a connection of its own that hears what the database tells on one channel. A pooler that shares
// connections between transactions hears nothing.
type Listener struct{ conn *pgx.Conn }

// Listen connects and begins to hear. What was told before is not heard: whoever listens reads everything first.
func Listen(ctx context.Context, db *DB, channel string) (*Listener, error) {
	cfg := db.Pool.Config().ConnConfig
	cfg.Tracer = nil
	cfg.RuntimeParams["application_name"] = "bienche-listen"
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect to listen: %w", err)
	}
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		_ = conn.Close(ctx)
		return nil, fmt.Errorf("listen to %s: %w", channel, err)
	}
	return &Listener{conn}, nil
}

// Next waits for the next message, at most for a time; heard is false when nothing came. Any error means that the
// connection is lost and messages may have been.
func (l *Listener) Next(ctx context.Context, most time.Duration) (payload string, heard bool, err error) {
	short, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	n, err := l.conn.WaitForNotification(short)
	switch {
	case err == nil:
		return n.Payload, true, nil
	case short.Err() != nil && ctx.Err() == nil && !l.conn.IsClosed():
		return "", false, nil
	}
	return "", false, fmt.Errorf("wait for messages: %w", err)
}

// Close gives the connection back to the server.
func (l *Listener) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = l.conn.Close(ctx) // there is nothing left to lose
}
