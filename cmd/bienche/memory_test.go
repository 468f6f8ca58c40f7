package main

import (
	"testing"
	"testing/fstest"
)

func TestTheMemoryLimitIsTheSystems(t *testing.T) {
	const own = "0::/system.slice/bienche.service\n"
	tests := []struct {
		name  string
		files map[string]string
		want  int64
	}{
		{"nothing is known", nil, usualMemory},
		{"no limit", map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "max\n"}, usualMemory},
		{"a container's limit", map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "268435456\n"}, 192 << 20},
		{"a service's limit", map[string]string{"proc/self/cgroup": own, "sys/fs/cgroup/system.slice/bienche.service/memory.max": "1073741824\n"}, 768 << 20},
		{"a smaller limit around it", map[string]string{
			"proc/self/cgroup": own, "sys/fs/cgroup/system.slice/bienche.service/memory.max": "1073741824\n",
			"sys/fs/cgroup/system.slice/memory.max": "536870912\n",
		}, 384 << 20},
		{"a limit of version 1", map[string]string{"proc/self/cgroup": "4:memory:/\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": "1073741824\n"}, 768 << 20},
		{"no limit of version 1", map[string]string{"sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, usualMemory},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := fstest.MapFS{}
			for name, text := range tt.files {
				root[name] = &fstest.MapFile{Data: []byte(text)}
			}
			if got := memoryLimit(root); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
