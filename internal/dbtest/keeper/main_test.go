package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func open(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestTheServerIsKeptWhileATestHoldsTheLease(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lease")
	held := open(t, path)
	if err := syscall.Flock(int(held.Fd()), syscall.LOCK_SH); err != nil {
		t.Fatal(err)
	}
	idle := make(chan struct{})
	go func() {
		awaitIdle(t.Context(), open(t, path), watch{every: time.Millisecond, idle: 20 * time.Millisecond})
		close(idle)
	}()
	select {
	case <-idle:
		t.Fatal("the server would be stopped under a running test")
	case <-time.After(100 * time.Millisecond):
	}
	released := time.Now()
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	<-idle
	if d := time.Since(released); d < 15*time.Millisecond {
		t.Errorf("stopped %v after the last use", d)
	}
	late := open(t, path)
	if err := syscall.Flock(int(late.Fd()), syscall.LOCK_SH|syscall.LOCK_NB); !errors.Is(err, syscall.EWOULDBLOCK) {
		t.Errorf("a test that comes while the server is being stopped is not held back: %v", err)
	}
}

func TestASignalEndsTheWatch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	awaitIdle(ctx, open(t, filepath.Join(t.TempDir(), "lease")), watch{every: time.Hour, idle: time.Hour})
}
