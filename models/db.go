// Package models knows what is always true: the tables as gorm structs, the invariants the database holds, and the
// statements that read and write them.
package models

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"
)

// DB is one pool of connections, seen by pgx for reads and bulk writes and by gorm for single records.
type DB struct {
	Pool *pgxpool.Pool
	Gorm *gorm.DB
	sql  *sql.DB
}

// Open connects to url. Every statement is counted against the budget of its context.
func Open(ctx context.Context, url string, maxConns int) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	if maxConns > 0 {
		cfg.MaxConns = int32(maxConns)
	}
	cfg.ConnConfig.Tracer = statementCounter{}
	cfg.ConnConfig.RuntimeParams["application_name"] = "bienche"
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	sqlDB := stdlib.OpenDBFromPool(pool)
	g, err := gorm.Open(postgres.New(postgres.Config{Conn: sqlDB}), &gorm.Config{
		SkipDefaultTransaction: true, // every write stands in a transaction of ours already
		DisableAutomaticPing:   true,
		NamingStrategy:         schema.NamingStrategy{SingularTable: true},
		Logger:                 logger.Discard,
		NowFunc:                func() time.Time { return time.Now().UTC() },
	})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open gorm: %w", err)
	}
	return &DB{Pool: pool, Gorm: g, sql: sqlDB}, nil
}

// Close ends all connections.
func (db *DB) Close() {
	_ = db.sql.Close() // closes only the view; the pool's own errors have nowhere to go at the end
	db.Pool.Close()
}

// Tx is one write transaction. AuditID is the audit entry that every fact recorded in it names.
type Tx struct {
	*gorm.DB
	Pgx     *pgx.Conn // the same connection, for COPY and batches
	AuditID int64
}

// InTx runs f in one transaction: all of it is stored, or nothing. Constraint violations come back as faults.
func (db *DB) InTx(ctx context.Context, f func(tx *Tx) error) error {
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return fmt.Errorf("take a connection: %w", err)
	}
	defer func() { _ = conn.Close() }() // back to the pool; what went wrong with it came out above
	var raw *pgx.Conn
	err = conn.Raw(func(dc any) error {
		raw = dc.(*stdlib.Conn).Conn()
		return nil
	})
	if err != nil {
		return fmt.Errorf("reach the connection: %w", err)
	}
	g := db.Gorm.WithContext(ctx)
	g.Statement.ConnPool = conn
	return asFault(g.Transaction(func(tx *gorm.DB) error {
		if _, err := raw.Exec(ctx, setAccess, settings(ctx, "on")...); err != nil {
			return fmt.Errorf("set the reader's reach: %w", err)
		}
		return f(&Tx{DB: tx, Pgx: raw})
	}))
}

// Snapshot runs reads on one unchanging state of the database, with the reach of ctx: for what is read in many pieces
// that must fit together.
func (db *DB) Snapshot(ctx context.Context, f func(tx pgx.Tx) error) error {
	tx, err := db.Pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return fmt.Errorf("begin a snapshot: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // nothing was written
	if _, err := tx.Exec(ctx, setAccess, settings(ctx, "")...); err != nil {
		return fmt.Errorf("set the reader's reach: %w", err)
	}
	return f(tx)
}

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.Pool.Ping(ctx) }
