package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"bienche/models"
)

// The floors take what the request asks for. @today is filled in, so that PostgreSQL can keep their plans; @day is $1 or
// filled in. The tree counts the people and posts of the day and spreads them to the units above, as one would without
// dated deltas.
const (
	floorPage = `SELECT json_build_object('data', json_build_object('staff', json_build_object('edges', coalesce(json_agg(json_build_object('node', json_build_object(
			'code', x.code, 'fullName', x.full_name,
			'unit', (SELECT json_build_object('code', u.code, 'name', v.name, 'parent', (SELECT json_build_object('code', pu.code, 'name', pv.name)
					FROM org_unit pu JOIN org_unit_version pv ON pv.unit_id = pu.id WHERE pu.id = v.parent_id AND pv.known_to = 'infinity' AND pv.valid_from <= @today AND pv.valid_to > @today))
				FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id WHERE u.id = x.unit_id AND v.known_to = 'infinity' AND v.valid_from <= @today AND v.valid_to > @today),
			'position', (SELECT json_build_object('name', j.name) FROM job_position_version j WHERE j.position_id = x.position_id AND j.known_to = 'infinity' ORDER BY j.valid_from DESC LIMIT 1),
			'grade', CASE WHEN x.grade IS NOT NULL THEN json_build_object('code', x.grade) END, 'step', x.step,
			'latestRating', (SELECT json_build_object('year', r.year, 'level', r.level, 'label', r.label) FROM staff_rating r
				WHERE r.staff_id = x.staff_id AND r.known_to = 'infinity' AND r.valid_to <= @today ORDER BY r.year DESC LIMIT 1)))
			ORDER BY x.sort_name, x.staff_id), '[]'))))
		FROM (SELECT m.code, c.full_name, c.sort_name, c.staff_id, a.unit_id, a.position_id, p.grade, p.step
			FROM staff_core c JOIN staff_member m ON m.id = c.staff_id
			JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= @today AND a.valid_to > @today
			LEFT JOIN staff_pay p ON p.staff_id = m.id AND p.known_to = 'infinity' AND p.valid_from <= @today AND p.valid_to > @today
			WHERE (c.sort_name, c.staff_id) > ($1::text, $2::text::bigint) @scope AND c.known_to = 'infinity' AND c.valid_from <= @today AND c.valid_to > @today
			ORDER BY c.sort_name, c.staff_id LIMIT 50) x`
	floorPerson = `SELECT json_build_object('data', json_build_object('staffMember', json_build_object(
			'code', m.code, 'fullName', c.full_name, 'birthDate', c.birth_date, 'sex', c.sex, 'recruitedOn', c.recruited_on,
			'unit', (SELECT json_build_object('code', u.code, 'name', v.name, 'parent', (SELECT json_build_object('code', pu.code, 'name', pv.name)
					FROM org_unit pu JOIN org_unit_version pv ON pv.unit_id = pu.id WHERE pu.id = v.parent_id AND pv.known_to = 'infinity' AND pv.valid_from <= @today AND pv.valid_to > @today))
				FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id WHERE u.id = a.unit_id AND v.known_to = 'infinity' AND v.valid_from <= @today AND v.valid_to > @today),
			'position', (SELECT json_build_object('name', j.name) FROM job_position_version j WHERE j.position_id = a.position_id AND j.known_to = 'infinity' ORDER BY j.valid_from DESC LIMIT 1),
			'grade', CASE WHEN p.grade IS NOT NULL THEN json_build_object('code', p.grade) END, 'step', p.step, 'coefficient', trim_scale(p.coefficient)::text,
			'identity', (SELECT json_build_object('citizenId', i.citizen_id, 'homeTown', i.home_town, 'currentResidence', i.current_residence)
				FROM staff_identity i WHERE i.staff_id = m.id AND i.known_to = 'infinity' AND i.valid_from <= @today AND i.valid_to > @today),
			'appointments', (SELECT coalesce(json_agg(json_build_object('from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'),
					'unit', (SELECT json_build_object('code', u.code, 'name', v.name) FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id
						WHERE u.id = x.unit_id AND v.known_to = 'infinity' ORDER BY v.valid_from > x.valid_from, abs(v.valid_from - x.valid_from) LIMIT 1),
					'position', (SELECT json_build_object('name', j.name) FROM job_position_version j WHERE j.position_id = x.position_id AND j.known_to = 'infinity' ORDER BY j.valid_from DESC LIMIT 1),
					'title', x.title, 'category', x.category, 'startReason', x.start_reason, 'endReason', x.end_reason,
					'decision', (SELECT json_build_object('number', d.number, 'symbol', d.symbol, 'issuedOn', d.issued_on) FROM decision d WHERE d.id = x.decision_id))
				ORDER BY x.valid_from DESC), '[]') FROM appointment x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'pay', (SELECT coalesce(json_agg(json_build_object('from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'), 'grade', json_build_object('code', x.grade),
					'step', x.step, 'coefficient', trim_scale(x.coefficient)::text, 'reason', x.reason,
					'decision', (SELECT json_build_object('number', d.number, 'symbol', d.symbol, 'issuedOn', d.issued_on) FROM decision d WHERE d.id = x.decision_id))
				ORDER BY x.valid_from DESC), '[]') FROM staff_pay x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'ratings', (SELECT coalesce(json_agg(json_build_object('year', x.year, 'level', x.level, 'label', x.label) ORDER BY x.year DESC), '[]')
				FROM staff_rating x WHERE x.staff_id = m.id AND x.valid_to <= @today AND x.known_to = 'infinity'),
			'qualifications', (SELECT coalesce(json_agg(json_build_object('kind', x.kind, 'level', x.level, 'major', x.major, 'school', x.school, 'awardedOn', x.valid_from)
				ORDER BY x.valid_from DESC), '[]') FROM qualification x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'trainings', (SELECT coalesce(json_agg(json_build_object('title', k.title, 'from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'), 'result', x.result)
				ORDER BY x.valid_from DESC), '[]') FROM training_attendance x JOIN training_class k ON k.id = x.class_id WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'commendations', (SELECT coalesce(json_agg(json_build_object('form', x.form, 'reason', x.reason, 'on', x.valid_from)
				ORDER BY x.valid_from DESC), '[]') FROM commendation x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'disciplinaryActions', (SELECT coalesce(json_agg(json_build_object('form', x.form, 'conduct', x.conduct, 'from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'))
				ORDER BY x.valid_from DESC), '[]') FROM disciplinary_action x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'),
			'relatives', (SELECT coalesce(json_agg(json_build_object('relation', x.relation, 'fullName', x.full_name, 'birthYear', x.birth_year)
				ORDER BY x.side, x.id), '[]') FROM relative x WHERE x.staff_id = m.id AND x.known_to = 'infinity' AND x.valid_from <= @today AND x.valid_to > @today),
			'workHistory', (SELECT coalesce(json_agg(json_build_object('from', x.valid_from, 'to', nullif(x.valid_to, 'infinity'), 'content', x.content)
				ORDER BY x.valid_from), '[]') FROM work_history x WHERE x.staff_id = m.id AND x.valid_from <= @today AND x.known_to = 'infinity'))))
		FROM staff_member m JOIN staff_core c ON c.staff_id = m.id AND c.known_to = 'infinity' AND c.valid_from <= @today AND c.valid_to > @today
		JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= @today AND a.valid_to > @today
		LEFT JOIN staff_pay p ON p.staff_id = m.id AND p.known_to = 'infinity' AND p.valid_from <= @today AND p.valid_to > @today
		WHERE m.code = $1`
	floorTree = `WITH RECURSIVE unit AS MATERIALIZED (
			SELECT v.unit_id, v.parent_id, u.code, v.name, row_number() OVER (ORDER BY v.ordinal, v.name COLLATE vietnamese, v.unit_id)::int AS place
			FROM org_unit_version v JOIN org_unit u ON u.id = v.unit_id WHERE v.known_to = 'infinity' AND v.valid_from <= @day AND v.valid_to > @day),
		tree AS (
			SELECT unit_id, code, name, 0 AS depth, ARRAY[place] AS path FROM unit WHERE parent_id IS NULL
			UNION ALL SELECT c.unit_id, c.code, c.name, t.depth + 1, t.path || c.place FROM tree t JOIN unit c ON c.parent_id = t.unit_id),
		own AS (
			SELECT unit_id, sum(allocated) AS allocated, sum(present) AS present FROM (
				SELECT receiver_id AS unit_id, posts AS allocated, 0 AS present FROM quota_entry
					WHERE receiver_id IS NOT NULL AND known_to = 'infinity' AND valid_from <= @day AND valid_to > @day
				UNION ALL SELECT giver_id, -posts, 0 FROM quota_entry
					WHERE giver_id IS NOT NULL AND known_to = 'infinity' AND valid_from <= @day AND valid_to > @day
				UNION ALL SELECT quota_unit_id, 0, 1 FROM appointment
					WHERE kind = 'MAIN' AND known_to = 'infinity' AND valid_from <= @day AND valid_to > @day) f
			GROUP BY unit_id),
		below AS (
			SELECT p.place, sum(o.allocated) AS allocated, sum(o.present) AS present
			FROM tree t JOIN own o USING (unit_id) CROSS JOIN LATERAL unnest(t.path) p (place) GROUP BY p.place)
		SELECT json_build_object('data', json_build_object('orgTree', json_agg(json_build_object('unit', json_build_object('code', t.code, 'name', t.name),
			'depth', t.depth, 'allocated', coalesce(o.allocated, 0), 'present', coalesce(o.present, 0), 'vacant', coalesce(o.allocated - o.present, 0),
			'subtreeAllocated', coalesce(s.allocated, 0), 'subtreePresent', coalesce(s.present, 0), 'subtreeVacant', coalesce(s.allocated - s.present, 0)) ORDER BY t.path)))
		FROM tree t LEFT JOIN own o USING (unit_id) LEFT JOIN below s ON s.place = t.path[t.depth + 1]`
)

// floorCorrection does by hand what one line that sets pay costs the API: the same statements, one after the other in one
// transaction, with the entry in the audit log.
func floorCorrection(ctx context.Context, db *models.DB, v map[string]any) ([]byte, error) {
	tx, err := db.Pool.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // after a commit there is nothing to undo
	var audit, decision, pay int64
	steps := []struct {
		into []any
		sql  string
		args func() []any
	}{
		{[]any{&audit}, `INSERT INTO audit_log (actor_name, action, object_kind, detail) VALUES ('floor', 'decision.issue', 'decision', $1) RETURNING id`,
			func() []any { return []any{`{"number": "` + v["number"].(string) + `"}`} }},
		{nil, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, func() []any { return []any{v["number"]} }},
		{nil, `SELECT input_sha256, answer FROM request_answer WHERE user_id = 0 AND client_request_id = $1`, func() []any { return []any{v["number"]} }},
		{nil, `SELECT pg_advisory_xact_lock_shared(hashtextextended('org_unit', $1))`, func() []any { return []any{v["issuerId"]} }},
		{nil, `SELECT v.unit_id, v.name, v.kind, v.level, v.parent_id FROM org_unit_version v WHERE v.unit_id = $1
			AND v.valid_from <= $2::text::date AND v.valid_to > $2::text::date AND v.known_to = 'infinity'`, func() []any { return []any{v["issuerId"], v["on"]} }},
		{[]any{&decision}, `INSERT INTO decision (number, symbol, kind, title, issuer_unit_id, signer_name, signer_title, issued_on, effective_on, state, recorded_in)
			VALUES ($1, 'QĐ-TAY', 'PAY', 'Điều chỉnh phụ cấp', $2, 'Lê Văn Ký', 'Giám đốc', $3::text::date, $3::text::date, 'ISSUED', $4) RETURNING id`,
			func() []any { return []any{v["number"], v["issuerId"], v["on"], audit} }},
		{nil, `SELECT id, home_unit_id FROM staff_member WHERE id = $1 FOR NO KEY UPDATE`, func() []any { return []any{v["staffId"]} }},
		{nil, `SELECT * FROM staff_pay WHERE staff_id = $1 AND valid_to > $2::text::date AND known_to = 'infinity' ORDER BY valid_from, id FOR UPDATE`,
			func() []any { return []any{v["staffId"], v["on"]} }},
		{nil, `WITH closed AS (UPDATE staff_pay SET known_to = now(), closed_in = $3 WHERE staff_id = $1 AND valid_to > $2::text::date AND known_to = 'infinity' RETURNING *)
			INSERT INTO staff_pay (staff_id, grade, step, coefficient, beyond_frame_percent, reserve_coefficient, position_allowance, step_since, reason,
				valid_from, valid_to, decision_id, batch_id, recorded_in)
			SELECT staff_id, grade, step, coefficient, beyond_frame_percent, reserve_coefficient, position_allowance, step_since, reason,
				valid_from, $2::text::date, decision_id, batch_id, $3 FROM closed WHERE valid_from < $2::text::date`,
			func() []any { return []any{v["staffId"], v["on"], audit} }},
		{[]any{&pay}, `INSERT INTO staff_pay (staff_id, grade, step, position_allowance, coefficient, step_since, reason, valid_from, decision_id, recorded_in)
			VALUES ($1, $2, $3, $4::text::numeric, $5::text::numeric, $6::text::date, 'CORRECTION', $6::text::date, $7, $8) RETURNING id`,
			func() []any {
				return []any{v["staffId"], v["grade"], v["step"], v["allowance"], v["coefficient"], v["on"], decision, audit}
			}},
		{nil, `UPDATE staff_member SET version = version + 1 WHERE id = $1`, func() []any { return []any{v["staffId"]} }},
		{nil, `INSERT INTO decision_line (decision_id, ordinal, kind, payload, applied, recorded_in) VALUES ($1, 1, 'staff.pay', $2, $3, $4)`,
			func() []any {
				return []any{decision, `{"staff": 1, "reason": "CORRECTION"}`, fmt.Sprintf(`{"pay": %d}`, pay), audit}
			}},
		{nil, `INSERT INTO request_answer (user_id, client_request_id, input_sha256, answer, recorded_in) VALUES (0, $1, '', to_jsonb($2::bigint), $3)`,
			func() []any { return []any{v["number"], decision, audit} }},
	}
	for _, s := range steps {
		rows, err := tx.Query(ctx, s.sql, s.args()...)
		if err != nil {
			return nil, err
		}
		if s.into == nil {
			rows.Close()
		} else if _, err := pgx.ForEachRow(rows, s.into, func() error { return nil }); err != nil {
			return nil, fmt.Errorf("%.60s: %w", s.sql, err)
		}
		if err := rows.Err(); err != nil {
			return nil, fmt.Errorf("%.60s: %w", s.sql, err)
		}
	}
	if err := tx.Commit(ctx); err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{"data": map[string]any{"issueDecision": map[string]any{"decision": map[string]any{"number": v["number"]}}}})
}

// floorSearch is the search by a name without marks, as one would write it on the table of distinct names.
const floorSearch = `SELECT json_build_object('data', json_build_object('staff', json_build_object('edges', coalesce(json_agg(json_build_object('node', json_build_object(
			'code', x.code, 'fullName', x.full_name)) ORDER BY x.sort_name, x.id), '[]'))))
		FROM (SELECT m.id, m.code, c.full_name, c.sort_name FROM staff_core c JOIN staff_member m ON m.id = c.staff_id
			WHERE c.name_id = ANY(ARRAY(SELECT s.id FROM staff_name s WHERE s.folded LIKE '%' || $1 || '%')) AND c.known_to = 'infinity'
			ORDER BY c.sort_name, m.id LIMIT 50) x`

// onDay fills the day and the scope into a floor.
func onDay(sql, today, day, scope string) string {
	today = "DATE '" + today + "'"
	if day == "" {
		day = today
	}
	return strings.NewReplacer("@today", today, "@day", day, "@scope", scope).Replace(sql)
}
