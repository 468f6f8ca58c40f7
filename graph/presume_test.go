package graph

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// bySession sends a query with the cookie of a session.
func (s *served) bySession(secret, query string) (code, answer string) {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(asBody(query)))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: "bienche", Value: secret})
	_, code, answer = answerOf(s.t, s.handler, r)
	return code, answer
}

// session makes an open session of a user, used just now.
func (s *served) session(user string) string {
	secret := "session of " + user
	s.exec(fmt.Sprintf(`INSERT INTO session (user_id, secret_sha256, way, expires_at, user_agent, network)
		SELECT id, '\x%x', 'PASSWORD', now() + interval '1 hour', '', '' FROM app_user WHERE username = '%s'`, sha256.Sum256([]byte(secret)), user))
	return secret
}

// TestWhatWasPresumedOfTheAskerNeverOutlivesIt: the second request of a secret starts from what the first found, and
// whatever has changed in between counts for it all the same.
func TestWhatWasPresumedOfTheAskerNeverOutlivesIt(t *testing.T) {
	const query = `{ viewer { displayName } staff { totalCount edges { node { code unit { name } } } } }`
	tests := []struct {
		name, sql   string
		bySession   bool
		code        string // of the second answer; "" for none
		not, wanted string // what it does not hold, what it holds
	}{
		{name: "nothing happened, by token", wanted: `"totalCount":4`},
		{name: "nothing happened, by session", bySession: true, wanted: `"totalCount":4`},
		{name: "the token was revoked", sql: `UPDATE api_token SET revoked_at = now()`, code: "UNAUTHENTICATED"},
		{name: "the token ended", sql: `UPDATE api_token SET expires_at = now()`, code: "UNAUTHENTICATED"},
		{name: "the account was shut, by token", sql: `UPDATE app_user SET disabled_at = now() WHERE username = 'nhansu'`, code: "UNAUTHENTICATED"},
		{name: "the account was shut, by session", sql: `UPDATE app_user SET disabled_at = now() WHERE username = 'nhansu'`, bySession: true, code: "UNAUTHENTICATED"},
		{name: "the session was ended", sql: `DELETE FROM session`, bySession: true, code: "UNAUTHENTICATED"},
		{name: "the session was locked", sql: `UPDATE session SET locked_at = now()`, bySession: true, code: "UNAUTHENTICATED"},
		{name: "nobody was there for long", sql: `UPDATE session SET last_seen_at = now() - interval '2 hours'`, bySession: true, code: "UNAUTHENTICATED"},
		{name: "the account was renamed", sql: `UPDATE app_user SET display_name = 'Tên mới' WHERE username = 'nhansu'`, wanted: `"displayName":"Tên mới"`},
		{name: "the grant was closed", sql: closeGrants("nhansu"),
			bySession: true, code: "FORBIDDEN"},
		{name: "the grant is for another unit", sql: regrant("nhansu", "agency_personnel_officer", 23),
			not: "Sở Khoa học", wanted: `"totalCount":1`},
		{name: "the unit has another name", sql: `UPDATE org_unit_version SET known_to = now(), closed_in = 1 WHERE unit_id = 2;
			INSERT INTO org_unit_version (unit_id, parent_id, name, kind, level, valid_from, recorded_in) VALUES (2, 1, 'Sở Đổi tên', 'DEPARTMENT', 'PROVINCE', '2000-01-01', 1)`, wanted: "Sở Đổi tên", not: "Sở Khoa học"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t)
			var ask func(q string) (code, answer string)
			if tt.bySession {
				secret := s.session("nhansu")
				ask = func(q string) (string, string) { return s.bySession(secret, q) }
			} else {
				token := s.token("nhansu")
				ask = func(q string) (string, string) { _, code, answer := s.post(token, asBody(q)); return code, answer }
			}
			code, before := ask(query)
			if code != "" || !strings.Contains(before, `"totalCount":4`) {
				t.Fatalf("before: %s", before)
			}
			first := s.spent
			if tt.sql != "" {
				s.exec(tt.sql)
			}
			code, after := ask(query)
			if code != tt.code || !strings.Contains(after, tt.wanted) || tt.not != "" && strings.Contains(after, tt.not) {
				t.Errorf("%s\nbefore %s", after, before)
			}
			if tt.sql == "" && s.spent != first-1 && s.spent != first {
				t.Errorf("%d statements at first, then %d", first, s.spent)
			}
		})
	}
}

// TestARefusalThatNoLongerStandsIsNotNoted: the first run of the second request is refused by rights that have changed.
func TestARefusalThatNoLongerStandsIsNotNoted(t *testing.T) {
	s := serve(t)
	noted := 0
	s.engine.denied = func(context.Context, error) { noted++ }
	token := s.token("quantri")
	if _, code, answer := s.post(token, asBody(`{ staff { totalCount } }`)); code != "FORBIDDEN" || noted != 1 {
		t.Fatalf("an administrator reads people: noted %d, %s", noted, answer)
	}
	s.exec(regrant("quantri", "home_affairs_leader", 1))
	if _, code, answer := s.post(token, asBody(`{ staff { totalCount } }`)); code != "" || noted != 1 {
		t.Errorf("with the new role: noted %d, %s", noted, answer)
	}
}

func closeGrants(user string) string {
	return fmt.Sprintf(`UPDATE role_grant SET known_to = now(), closed_in = 1 WHERE user_id = (SELECT id FROM app_user WHERE username = '%s')`, user)
}

// regrant gives a user another role in place of those held.
func regrant(user, role string, unit int) string {
	return closeGrants(user) + fmt.Sprintf(`; INSERT INTO role_grant (user_id, role, unit_id, valid_from, recorded_in)
		SELECT id, '%s', %d, '2015-01-01', 1 FROM app_user WHERE username = '%s'`, role, unit, user)
}
