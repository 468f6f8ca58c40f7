package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"bienche/internal/fault"
)

func TestAStrongRoleIsRefused(t *testing.T) {
	tests := []struct {
		name string
		role dbRole
		want fault.Ref
	}{
		{"the application", dbRole{}, ""},
		{"a superuser", dbRole{Super: true, Above: true, Owns: true}, "auth.serve.superuser"},
		{"above row-level security", dbRole{Above: true}, "auth.serve.bypassrls"},
		{"the owner of the tables", dbRole{Owns: true}, "auth.serve.owner"},
	}
	for _, tt := range tests {
		err := tt.role.refusal()
		if tt.want == "" && err != nil || tt.want != "" && fault.From(err).Args["why"] != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestOnlyALostConnectionIsRetriable(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want fault.Code
	}{
		{"none", nil, ""},
		{"the server shuts down", &pgconn.PgError{Code: "57P01"}, fault.Retry},
		{"the server starts up", fmt.Errorf("load: %w", &pgconn.PgError{Code: "57P03"}), fault.Retry},
		{"the line broke", fmt.Errorf("read: %w", io.ErrUnexpectedEOF), fault.Retry},
		{"nobody listens", fmt.Errorf("connect: %w", &net.OpError{Op: "dial", Err: errors.New("refused")}), fault.Retry},
		{"a statement of ours is wrong", &pgconn.PgError{Code: "42601"}, fault.Internal},
		{"the request ran out of time", context.DeadlineExceeded, fault.Internal},
		{"a refusal stays what it is", fault.Unknown("unit").Because(io.ErrUnexpectedEOF), fault.NotFound},
	}
	for _, tt := range tests {
		if got := fault.CodeOf(Retriable(tt.err)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
