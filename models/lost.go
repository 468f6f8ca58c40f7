package models

import (
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"bienche/internal/fault"
)

// Retriable turns a lost connection into RETRY and passes every other error on. Nothing was stored then, unless the
// connection broke during a commit; a repeated request is told apart by its client request id.
func Retriable(err error) error {
	if err == nil || fault.CodeOf(err) != fault.Internal || !lost(err) {
		return err
	}
	return fault.New(fault.Retry, "fault.retry").Because(err)
}

// lost tells whether err says that the server could not be reached or went away.
func lost(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "57P01" || pg.Code == "57P02" || pg.Code == "57P03" // shut down, crashed, starting
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	return pgconn.SafeToRetry(err) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}
