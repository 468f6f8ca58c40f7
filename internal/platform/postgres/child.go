package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// child is the server as our child process.
type child struct {
	process *os.Process
	done    chan struct{} // closed when it has ended
	err     error         // how it ended; read it after done
}

// startChild starts the server from a thread of its own that lives as long as the server: on Linux the signal that
// tells a child of its parent's death is sent when the thread that started it ends.
func startChild(cmd *exec.Cmd) (*child, error) {
	c := &child{done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked, so the thread serves nothing else and ends with this function
		err := cmd.Start()
		c.process = cmd.Process
		started <- err
		if err == nil {
			c.err = cmd.Wait()
			close(c.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	return c, nil
}

// stop asks for a fast shutdown, and for an immediate one when ctx ends before that is done.
func (c *child) stop(ctx context.Context) error {
	if err := c.signal(os.Interrupt); err != nil {
		return fmt.Errorf("stop the server: %w", err)
	}
	select {
	case <-c.done:
		return nil
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("stop the server in order: %w", ctx.Err()), c.kill())
	}
}

// kill stops the server without a flush. Its own processes are told by SIGQUIT; SIGKILL would leave them behind.
func (c *child) kill() error {
	if err := c.signal(syscall.SIGQUIT); err != nil {
		return fmt.Errorf("stop the server: %w", err)
	}
	select {
	case <-c.done:
		return nil
	case <-time.After(10 * time.Second):
		return errors.Join(errors.New("the server did not end"), c.signal(os.Kill))
	}
}

func (c *child) signal(s os.Signal) error {
	if err := c.process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}

// output runs a short command to its end on one thread, for the same reason as startChild.
func output(cmd *exec.Cmd) ([]byte, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return cmd.CombinedOutput()
}
