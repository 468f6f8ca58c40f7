-- What PostGraphile makes its API of: the province as it is on @today, in views and functions over the product's own tables,
-- by the same statements as the floors of graph/bench_floor_test.go. No rights, no audit but in the correction.
CREATE SCHEMA peer;

CREATE VIEW peer.unit AS
SELECT u.id, u.code, v.name, v.parent_id
FROM org_unit u JOIN org_unit_version v ON v.unit_id = u.id AND v.known_to = 'infinity' AND v.valid_from <= DATE '@today' AND v.valid_to > DATE '@today';
COMMENT ON VIEW peer.unit IS E'@primaryKey id\n@foreignKey (parent_id) references peer.unit (id)|@fieldName parent';

CREATE VIEW peer.job AS
SELECT p.id, (SELECT j.name FROM job_position_version j WHERE j.position_id = p.id AND j.known_to = 'infinity' ORDER BY j.valid_from DESC LIMIT 1) AS name
FROM job_position p;
COMMENT ON VIEW peer.job IS E'@primaryKey id';

CREATE VIEW peer.decision AS SELECT id, number, symbol, issued_on FROM decision;
COMMENT ON VIEW peer.decision IS E'@primaryKey id';

CREATE VIEW peer.person AS
SELECT m.id, m.code, c.full_name, c.sort_name, c.birth_date, c.sex, c.recruited_on, a.unit_id, a.position_id, p.grade, p.step,
    trim_scale(p.coefficient)::text AS coefficient
FROM staff_member m
JOIN staff_core c ON c.staff_id = m.id AND c.known_to = 'infinity' AND c.valid_from <= DATE '@today' AND c.valid_to > DATE '@today'
JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= DATE '@today' AND a.valid_to > DATE '@today'
LEFT JOIN staff_pay p ON p.staff_id = m.id AND p.known_to = 'infinity' AND p.valid_from <= DATE '@today' AND p.valid_to > DATE '@today';
COMMENT ON VIEW peer.person IS E'@primaryKey id\n@foreignKey (unit_id) references peer.unit (id)|@fieldName unit\n@foreignKey (position_id) references peer.job (id)|@fieldName position';

CREATE FUNCTION peer.people_after(after_name text, after_id bigint) RETURNS SETOF peer.person LANGUAGE sql STABLE AS $$
    SELECT m.id, m.code, c.full_name, c.sort_name, c.birth_date, c.sex, c.recruited_on, a.unit_id, a.position_id, p.grade, p.step,
        trim_scale(p.coefficient)::text
    FROM staff_core c JOIN staff_member m ON m.id = c.staff_id
    JOIN appointment a ON a.staff_id = m.id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_from <= DATE '@today' AND a.valid_to > DATE '@today'
    LEFT JOIN staff_pay p ON p.staff_id = m.id AND p.known_to = 'infinity' AND p.valid_from <= DATE '@today' AND p.valid_to > DATE '@today'
    WHERE (c.sort_name, c.staff_id) > (after_name, after_id) AND c.known_to = 'infinity' AND c.valid_from <= DATE '@today' AND c.valid_to > DATE '@today'
    ORDER BY c.sort_name, c.staff_id LIMIT 50
$$;

CREATE FUNCTION peer.person_by(code text) RETURNS peer.person LANGUAGE sql STABLE AS $$
    SELECT * FROM peer.person p WHERE p.code = person_by.code
$$;

CREATE VIEW peer.rating AS
SELECT id, staff_id, year, level, label FROM staff_rating WHERE known_to = 'infinity' AND valid_to <= DATE '@today';
COMMENT ON VIEW peer.rating IS E'@primaryKey id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName ratings';

CREATE FUNCTION peer.person_latest_rating(p peer.person) RETURNS peer.rating LANGUAGE sql STABLE AS $$
    SELECT * FROM peer.rating r WHERE r.staff_id = p.id ORDER BY r.year DESC LIMIT 1
$$;

CREATE VIEW peer.identity AS
SELECT id, staff_id, citizen_id, home_town, current_residence FROM staff_identity
WHERE known_to = 'infinity' AND valid_from <= DATE '@today' AND valid_to > DATE '@today';
COMMENT ON VIEW peer.identity IS E'@primaryKey id\n@unique staff_id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName identity';

CREATE VIEW peer.appointment AS
SELECT a.id, a.staff_id, a.valid_from, nullif(a.valid_to, 'infinity') AS valid_to, a.position_id, a.title, a.category, a.start_reason, a.end_reason, a.decision_id,
    (SELECT v.name FROM org_unit_version v WHERE v.unit_id = a.unit_id AND v.known_to = 'infinity'
        ORDER BY v.valid_from > a.valid_from, abs(v.valid_from - a.valid_from) LIMIT 1) AS unit_name,
    (SELECT u.code FROM org_unit u WHERE u.id = a.unit_id) AS unit_code
FROM appointment a WHERE a.known_to = 'infinity' AND a.valid_from <= DATE '@today';
COMMENT ON VIEW peer.appointment IS E'@primaryKey id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName appointments\n@foreignKey (position_id) references peer.job (id)|@fieldName position\n@foreignKey (decision_id) references peer.decision (id)|@fieldName decision';

CREATE VIEW peer.pay AS
SELECT id, staff_id, valid_from, nullif(valid_to, 'infinity') AS valid_to, grade, step, trim_scale(coefficient)::text AS coefficient, reason, decision_id
FROM staff_pay WHERE known_to = 'infinity' AND valid_from <= DATE '@today';
COMMENT ON VIEW peer.pay IS E'@primaryKey id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName pay\n@foreignKey (decision_id) references peer.decision (id)|@fieldName decision';

CREATE VIEW peer.degree AS
SELECT id, staff_id, kind, level, major, school, valid_from AS awarded_on FROM qualification WHERE known_to = 'infinity' AND valid_from <= DATE '@today';
COMMENT ON VIEW peer.degree IS E'@primaryKey id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName qualifications';

CREATE VIEW peer.training AS
SELECT x.id, x.staff_id, k.title, x.valid_from, nullif(x.valid_to, 'infinity') AS valid_to, x.result
FROM training_attendance x JOIN training_class k ON k.id = x.class_id WHERE x.known_to = 'infinity' AND x.valid_from <= DATE '@today';
COMMENT ON VIEW peer.training IS E'@primaryKey id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName trainings';

CREATE VIEW peer.honour AS
SELECT id, staff_id, form, reason, valid_from AS on_day FROM commendation WHERE known_to = 'infinity' AND valid_from <= DATE '@today';
COMMENT ON VIEW peer.honour IS E'@primaryKey id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName commendations';

CREATE VIEW peer.discipline AS
SELECT id, staff_id, form, conduct, valid_from, nullif(valid_to, 'infinity') AS valid_to FROM disciplinary_action WHERE known_to = 'infinity' AND valid_from <= DATE '@today';
COMMENT ON VIEW peer.discipline IS E'@primaryKey id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName disciplinaryActions';

CREATE VIEW peer.kin AS
SELECT id, staff_id, side, relation, full_name, birth_year FROM relative WHERE known_to = 'infinity' AND valid_from <= DATE '@today' AND valid_to > DATE '@today';
COMMENT ON VIEW peer.kin IS E'@primaryKey id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName relatives';

CREATE VIEW peer.past_work AS
SELECT id, staff_id, valid_from, nullif(valid_to, 'infinity') AS valid_to, content FROM work_history WHERE known_to = 'infinity' AND valid_from <= DATE '@today';
COMMENT ON VIEW peer.past_work IS E'@primaryKey id\n@foreignKey (staff_id) references peer.person (id)|@foreignFieldName workHistory';

-- The tree with its figures from the dated deltas, as the product keeps them.
CREATE FUNCTION peer.tree(on_day date) RETURNS TABLE (code text, name text, depth int, allocated int, present int, vacant int,
    subtree_allocated int, subtree_present int, subtree_vacant int) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE unit AS MATERIALIZED (
        SELECT v.unit_id, v.parent_id, u.code, v.name, row_number() OVER (ORDER BY v.ordinal, v.name COLLATE vietnamese, v.unit_id)::int AS place
        FROM org_unit_version v JOIN org_unit u ON u.id = v.unit_id WHERE v.known_to = 'infinity' AND v.valid_from <= on_day AND v.valid_to > on_day),
    tree AS (
        SELECT unit_id, code, name, 0 AS depth, ARRAY[place] AS path FROM unit WHERE parent_id IS NULL
        UNION ALL SELECT c.unit_id, c.code, c.name, t.depth + 1, t.path || c.place FROM tree t JOIN unit c ON c.parent_id = t.unit_id),
    own AS (
        SELECT unit_id, coalesce(sum(n) FILTER (WHERE measure = 'ALLOCATED'), 0) AS allocated, coalesce(sum(n) FILTER (WHERE measure = 'PRESENT'), 0) AS present
        FROM headcount_delta WHERE day <= on_day GROUP BY unit_id),
    below AS (
        SELECT p.place, sum(o.allocated) AS allocated, sum(o.present) AS present
        FROM tree t JOIN own o USING (unit_id) CROSS JOIN LATERAL unnest(t.path) p (place) GROUP BY p.place)
    SELECT t.code, t.name, t.depth, coalesce(o.allocated, 0)::int, coalesce(o.present, 0)::int, coalesce(o.allocated - o.present, 0)::int,
        coalesce(s.allocated, 0)::int, coalesce(s.present, 0)::int, coalesce(s.allocated - s.present, 0)::int
    FROM tree t LEFT JOIN own o USING (unit_id) LEFT JOIN below s ON s.place = t.path[t.depth + 1] ORDER BY t.path
$$;

-- One field of a person corrected by a decision with one line, and its entry in the audit log.
CREATE FUNCTION peer.correct(given_number text, issuer bigint, person bigint, on_day date, grade text, step int, allowance numeric, coefficient numeric)
    RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    entry bigint;
    made bigint;
    fact bigint;
BEGIN
    INSERT INTO audit_log (actor_name, action, object_kind, detail) VALUES ('peer', 'decision.issue', 'decision', jsonb_build_object('number', given_number)) RETURNING id INTO entry;
    PERFORM pg_advisory_xact_lock(hashtextextended(given_number, 0));
    PERFORM FROM request_answer WHERE user_id = 0 AND client_request_id = 'peer ' || given_number;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('org_unit', issuer));
    PERFORM FROM org_unit_version v WHERE v.unit_id = issuer AND v.valid_from <= on_day AND v.valid_to > on_day AND v.known_to = 'infinity';
    INSERT INTO decision (number, symbol, kind, title, issuer_unit_id, signer_name, signer_title, issued_on, effective_on, state, recorded_in)
    VALUES (given_number, 'QĐ-PEER', 'PAY', 'Điều chỉnh phụ cấp', issuer, 'Lê Văn Ký', 'Giám đốc', on_day, on_day, 'ISSUED', entry) RETURNING id INTO made;
    PERFORM FROM staff_member WHERE id = person FOR NO KEY UPDATE;
    PERFORM FROM staff_pay p WHERE p.staff_id = person AND p.valid_to > on_day AND p.known_to = 'infinity' FOR UPDATE;
    WITH closed AS (UPDATE staff_pay p SET known_to = now(), closed_in = entry WHERE p.staff_id = person AND p.valid_to > on_day AND p.known_to = 'infinity' RETURNING p.*)
    INSERT INTO staff_pay (staff_id, grade, step, coefficient, beyond_frame_percent, reserve_coefficient, position_allowance, step_since, reason,
        valid_from, valid_to, decision_id, batch_id, recorded_in)
    SELECT c.staff_id, c.grade, c.step, c.coefficient, c.beyond_frame_percent, c.reserve_coefficient, c.position_allowance, c.step_since, c.reason,
        c.valid_from, on_day, c.decision_id, c.batch_id, entry FROM closed c WHERE c.valid_from < on_day;
    INSERT INTO staff_pay (staff_id, grade, step, position_allowance, coefficient, step_since, reason, valid_from, decision_id, recorded_in)
    VALUES (person, correct.grade, correct.step, allowance, correct.coefficient, on_day, 'CORRECTION', on_day, made, entry) RETURNING id INTO fact;
    UPDATE staff_member SET version = version + 1 WHERE id = person;
    INSERT INTO decision_line (decision_id, ordinal, kind, payload, applied, recorded_in)
    VALUES (made, 1, 'staff.set_pay', '{"reason": "CORRECTION"}', jsonb_build_object('pay', fact), entry);
    INSERT INTO request_answer (user_id, client_request_id, input_sha256, answer, recorded_in) VALUES (0, 'peer ' || given_number, '', to_jsonb(made), entry);
    RETURN given_number;
END $$;
