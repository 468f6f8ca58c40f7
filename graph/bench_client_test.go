package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// benchClient is one of those who ask, on connections of its own.
type benchClient struct {
	*http.Client
	read bytes.Buffer
}

// asked is one side of a comparison: what is asked where, and the process that answers.
type asked struct {
	url, token, query string
	variables         func() map[string]any
	pid               int
}

func (p *benchProvince) client(b *testing.B, n int) *benchClient {
	b.Helper()
	for len(p.clients) <= n {
		p.clients = append(p.clients, &benchClient{Client: &http.Client{Transport: &http.Transport{}}})
	}
	return p.clients[n]
}

func benchBody(query string, variables map[string]any) []byte {
	text, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		panic(err)
	}
	return text
}

// ask sends one request and reads the answer, which must be whole; it is good until the next.
func (c *benchClient) ask(url, token string, body []byte) ([]byte, error) {
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := c.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	c.read.Reset()
	_, err = c.read.ReadFrom(resp.Body)
	answer := c.read.Bytes()
	if err != nil || resp.StatusCode != http.StatusOK || bytes.Contains(answer[max(0, len(answer)-500):], []byte(`"errors":`)) {
		return nil, errors.Join(err, fmt.Errorf("%s answered %d: %.500s", url, resp.StatusCode, answer))
	}
	return answer, nil
}

// benchSide is what was seen of one side.
type benchSide struct {
	times           []time.Duration
	spent           time.Duration // by the clock
	server, storage time.Duration // of CPU: by the server, by PostgreSQL
}

func (s *benchSide) perSecond() float64 { return float64(len(s.times)) / s.spent.Seconds() }

func (s *benchSide) at(percent int) time.Duration { return s.times[len(s.times)*percent/100] }

// during asks for a while, at many at a time, and adds what it took to side.
func (p *benchProvince) during(b *testing.B, a asked, at int, span time.Duration, side *benchSide) {
	b.Helper()
	var mu sync.Mutex
	var wait sync.WaitGroup
	var failed error
	server, storage := cpuOf(a.pid), p.storageCPU(b)
	start := time.Now()
	for n := range at {
		c := p.client(b, n)
		wait.Go(func() {
			var times []time.Duration
			var err error
			for first := true; err == nil && (first || time.Since(start) < span); first = false {
				body := benchBody(a.query, a.variables())
				began := time.Now()
				_, err = c.ask(a.url, a.token, body)
				times = append(times, time.Since(began))
			}
			mu.Lock()
			defer mu.Unlock()
			side.times = append(side.times, times...)
			if err != nil {
				failed = err
			}
		})
	}
	wait.Wait()
	must(b, failed)
	side.spent += time.Since(start)
	side.server += cpuOf(a.pid) - server
	for pid, cpu := range p.storageCPU(b) { // one that has ended meanwhile is not counted
		side.storage += cpu - storage[pid]
	}
}

// statements is the most that one request of late has cost.
func (p *benchProvince) statements(b *testing.B) int {
	b.Helper()
	answer, err := p.client(b, 0).ask(p.server.URL+"/statements", "", nil)
	must(b, err)
	n, err := strconv.Atoi(string(answer))
	must(b, err)
	return n
}

// storageCPU is the CPU time so far of each process of PostgreSQL that serves the province.
func (p *benchProvince) storageCPU(b *testing.B) map[int]time.Duration {
	b.Helper()
	var pids []int
	must(b, p.owner.Pool.QueryRow(b.Context(), `SELECT array_agg(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&pids))
	cpu := map[int]time.Duration{}
	for _, pid := range pids {
		cpu[pid] = cpuOf(pid)
	}
	return cpu
}

// cpuOf is the CPU time of a process by Linux's count of hundredths of a second.
func cpuOf(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11]) // what is not a number counts as none
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// memoryOf is the resident memory of a process now and at its most, in MB; 0 where the system does not tell.
func memoryOf(pid int) (now, most int) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		n, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB"))
		switch name {
		case "VmRSS":
			now = n / 1024
		case "VmHWM":
			most = n / 1024
		}
	}
	return now, most
}

// benchRow is one line of the tables.
type benchRow struct {
	work
	at         int
	api, other benchSide
	statements int
}

// String is the row as Markdown.
func (r benchRow) String() string {
	if len(r.other.times) == 0 {
		r.other = benchSide{times: []time.Duration{0}, spent: time.Hour}
	}
	ms := func(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d)/1e6) }
	each := func(d time.Duration, s benchSide) string {
		return fmt.Sprintf("%.2f", float64(d)/1e6/float64(len(s.times)))
	}
	line := fmt.Sprintf("| %s | %s | %d | %s / %s | %.0f | %s + %s | %s / %s | %.0f | %s + %s | %d | **%.2f** |", r.name, r.what, r.at,
		ms(r.api.at(50)), ms(r.api.at(99)), r.api.perSecond(), each(r.api.server, r.api), each(r.api.storage, r.api),
		ms(r.other.at(50)), ms(r.other.at(99)), r.other.perSecond(), each(r.other.server, r.other), each(r.other.storage, r.other),
		r.statements, r.api.perSecond()/r.other.perSecond())
	if r.other.spent == time.Hour { // alone
		line = strings.Join(append(strings.Split(line, " | ")[:6], "-", "-", "-", fmt.Sprint(r.statements), "- |"), " | ")
	}
	return line
}

// benchHead is the head of the tables; other is what the API is compared with.
func benchHead(other string) string {
	return strings.ReplaceAll("| | what is asked | at once | p50 / p99 ms | requests/s | CPU ms: server + PostgreSQL | % p50 / p99 ms | % requests/s | % CPU ms | statements | × % |\n", "%", other) +
		strings.Repeat("| --- ", 11) + "|\n"
}

// report prints the tables in the form of docs/performance.md.
func (p *benchProvince) report(b *testing.B, other string) {
	b.Helper()
	if len(p.rows) == 0 {
		return
	}
	var out strings.Builder
	out.WriteString("\n" + benchHead(other))
	for _, r := range p.rows {
		out.WriteString(r.String() + "\n")
	}
	now, most := memoryOf(p.server.cmd.Process.Pid)
	fmt.Fprintf(&out, "\nServer memory after the load: %d MB (most: %d MB).\n", now, most)
	fmt.Print(out.String())
	if *tables != "" {
		f, err := os.OpenFile(*tables, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		must(b, err)
		_, err = io.WriteString(f, out.String())
		must(b, err)
		must(b, f.Close())
	}
}

// difference is the first place where two JSON values differ.
func difference(at string, a, b any) string {
	if x, ok := a.(map[string]any); ok {
		if y, ok := b.(map[string]any); ok && len(x) == len(y) {
			for k := range x {
				if !reflect.DeepEqual(x[k], y[k]) {
					return difference(at+"."+k, x[k], y[k])
				}
			}
		}
	}
	if x, ok := a.([]any); ok {
		if y, ok := b.([]any); ok && len(x) == len(y) {
			for i := range x {
				if !reflect.DeepEqual(x[i], y[i]) {
					return difference(fmt.Sprintf("%s[%d]", at, i), x[i], y[i])
				}
			}
		}
	}
	return fmt.Sprintf("%s: %.300v and %.300v", at, a, b)
}
