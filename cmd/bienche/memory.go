package main

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"runtime/debug"
	"strconv"
	"strings"

	"bienche/internal/platform/config"
)

// Soft limits: of commands where nothing else sets one, and of a server, whose work for a province takes a fifth of it,
// so that what a burst left behind does not stay.
const (
	usualMemory   = 512 << 20
	servingMemory = 120 << 20
)

// settleMemory gives back what starting took, such as the load of the demo, and keeps a server small from then on.
func settleMemory(c config.Config) {
	if c.MemoryLimit == "" {
		debug.SetMemoryLimit(min(servingMemory, memoryLimit(os.DirFS("/"))))
	}
	debug.FreeOSMemory()
}

// boundMemory makes the collector run less often than it would by itself, which costs memory, and more often near the
// limit. Whatever of the two the environment sets, the runtime has read by itself.
func boundMemory(c config.Config) error {
	percent, err := strconv.Atoi(c.GCPercent)
	if c.GCPercent == "off" {
		percent, err = -1, nil
	}
	if err != nil {
		return fmt.Errorf("settings: GOGC is neither a number nor off: %q", c.GCPercent)
	}
	debug.SetGCPercent(percent)
	if c.MemoryLimit == "" {
		debug.SetMemoryLimit(memoryLimit(os.DirFS("/")))
	}
	return nil
}

// memoryLimit is three quarters of what the system allows the program: its parts outside the Go heap, and an embedded
// PostgreSQL, live on the rest.
func memoryLimit(root fs.FS) int64 {
	least := int64(math.MaxInt64)
	for _, file := range limitFiles(root) {
		text, err := fs.ReadFile(root, file)
		if err != nil {
			continue
		}
		if n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && n > 0 {
			least = min(least, n)
		}
	}
	if least > 1<<50 { // version 1 writes "no limit" as a number
		return usualMemory
	}
	return least / 4 * 3
}

// limitFiles are the files that may hold a limit of this process's control group or of those around it.
func limitFiles(root fs.FS) []string {
	const v1, v2 = "sys/fs/cgroup/memory", "sys/fs/cgroup"
	files := []string{v1 + "/memory.limit_in_bytes"}
	text, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return files
	}
	for line := range strings.Lines(string(text)) {
		part := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(part) < 3 || part[1] != "" {
			continue
		}
		for at := path.Clean("/" + part[2]); ; at = path.Dir(at) {
			files = append(files, path.Join(v2, at, "memory.max"))
			if at == "/" {
				break
			}
		}
	}
	return files
}
