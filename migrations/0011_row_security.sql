-- +goose Up
-- Who may read which rows is held by the database too. The application tells with every statement what its reader may
-- reach, as settings of the transaction (models/access.go); a statement that tells nothing reads no personal data. Every
-- table has a line in row_security.yaml, which says how it is protected or why it need not be.

-- Where a person is seconded to today: the host may read what the policies give to hosts.
ALTER TABLE staff_member ADD COLUMN host_unit_id bigint REFERENCES org_unit;
CREATE INDEX staff_member_host ON staff_member (host_unit_id) WHERE host_unit_id IS NOT NULL;

-- bienche.<group> is "*" (all), "" (nothing) or "<units>;<hosts>;<own record>"; bienche.reader is who reads, bienche.entry
-- the audit entry of the transaction, bienche.writing "on" in one that writes. The rules read them by built-in functions
-- alone. What is dear, or asked of every row, stands in a subquery of its own and is worked out once for a statement; the
-- rest is asked only of rows that are not seen otherwise, since each subquery costs every statement something.
-- +goose StatementBegin
CREATE FUNCTION access_open(grp text) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN format('(SELECT current_setting(%L, true) = ''*'')', 'bienche.' || grp);
CREATE FUNCTION access_own() RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN 'recorded_in = nullif(current_setting(''bienche.entry'', true), '''')::bigint';
CREATE FUNCTION access_reader() RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN '(SELECT nullif(current_setting(''bienche.reader'', true), '''')::bigint)';
CREATE FUNCTION access_writing() RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN '(SELECT coalesce(current_setting(''bienche.writing'', true), '''') = ''on'')';
-- The rule for the person m of staff_member under a group.
CREATE FUNCTION access_person(grp text) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN replace('(m.home_unit_id = ANY ((SELECT nullif(nullif(split_part(current_setting(''bienche.GRP'', true), '';'', 1), ''*''), '''')::bigint[])::bigint[])
        OR m.host_unit_id = ANY (nullif(split_part(current_setting(''bienche.GRP'', true), '';'', 2), '''')::bigint[])
        OR m.id = nullif(split_part(current_setting(''bienche.GRP'', true), '';'', 3), '''')::bigint)', 'GRP', grp);
-- +goose StatementEnd

-- protect puts tbl under row security: rows that seen allows are read, and changed by transactions that write.
-- +goose StatementBegin
CREATE PROCEDURE protect(tbl regclass, seen text)
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
    EXECUTE format('CREATE POLICY seen ON %s FOR SELECT USING (%s)', tbl, seen);
    EXECUTE format('CREATE POLICY added ON %s FOR INSERT WITH CHECK (%s)', tbl, access_writing());
    EXECUTE format('CREATE POLICY changed ON %s FOR UPDATE USING (%s) WITH CHECK (%s)', tbl, seen, access_writing());
    EXECUTE format('CREATE POLICY removed ON %s FOR DELETE USING ((%s) AND %s)', tbl, seen, access_writing());
END $$;

-- protect_facts puts a table of facts about people under the rule of a group.
CREATE PROCEDURE protect_facts(tbl regclass, grp text)
    LANGUAGE plpgsql AS $$
BEGIN
    -- A person who is seen is so under the group core: staff_member stands under its own rule here too.
    CALL protect(tbl, access_open(grp) || ' OR ' || access_own() || ' OR EXISTS (SELECT FROM staff_member m WHERE m.id = staff_id'
        || CASE grp WHEN 'core' THEN ')' ELSE ' AND ' || access_person(grp) || ')' END);
END $$;
-- +goose StatementEnd

CALL protect('staff_member', access_open('core') || ' OR ' || access_own() || ' OR ' || replace(access_person('core'), 'm.', ''));
CALL protect_facts('staff_core', 'core');
CALL protect_facts('appointment', 'core');
CALL protect_facts('staff_pay', 'core');          -- grade and step are core; the coefficients are left out by the application
CALL protect_facts('qualification', 'core');
CALL protect_facts('training_attendance', 'core');
CALL protect_facts('commendation', 'core');
CALL protect_facts('work_history', 'core');
CALL protect_facts('staff_identity', 'identity');
CALL protect_facts('staff_party', 'party');
CALL protect_facts('staff_health', 'health');
CALL protect_facts('relative', 'family');
CALL protect_facts('disciplinary_action', 'discipline');
CALL protect_facts('staff_rating', 'evaluation');

-- A change that somebody declared is of the group of its section.
-- +goose StatementBegin
DO $$
DECLARE
    rule text;
BEGIN
    SELECT string_agg(format('(section = ANY (%L) AND (%s OR EXISTS (SELECT FROM staff_member m WHERE m.id = staff_id AND %s)))',
        s.sections, access_open(s.grp), access_person(s.grp)), ' OR ')
    INTO rule
    FROM (VALUES ('core', '{CORE,QUALIFICATION,WORK_HISTORY}'), ('identity', '{IDENTITY}'), ('party', '{PARTY}'),
        ('health', '{HEALTH}'), ('family', '{FAMILY}')) s (grp, sections);
    CALL protect('record_change', access_own() || ' OR ' || rule);
END $$;
-- +goose StatementEnd

-- Files and the mistakes found in them hold people; they are their owner's.
CALL protect('stored_file', access_open('files') || ' OR created_by = ' || access_reader() || ' OR ' || access_own());
CALL protect('job_error', access_open('files') || ' OR EXISTS (SELECT FROM job j WHERE j.id = job_id AND j.created_by = ' || access_reader() || ')');

-- The log is read by those who inspect it. Whoever writes an entry learns its number.
CALL protect('audit_log', access_open('audit') || ' OR (at = now() AND ' || access_writing() || ')');

-- Upkeep stands above row security, as the triggers do; what the host column says follows the secondments.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION refresh_home_units() RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
DECLARE
    moved int;
BEGIN
    WITH place AS (
        SELECT m.id, coalesce(h.unit_id, m.home_unit_id) AS home, g.unit_id AS host
        FROM staff_member m
        LEFT JOIN (
            SELECT DISTINCT ON (a.staff_id) a.staff_id, a.unit_id
            FROM appointment a
            WHERE a.kind = 'MAIN' AND a.known_to = 'infinity'
            ORDER BY a.staff_id, a.valid_from > today(), abs(a.valid_from - today())
        ) h ON h.staff_id = m.id
        LEFT JOIN (
            SELECT DISTINCT ON (a.staff_id) a.staff_id, a.unit_id
            FROM appointment a
            WHERE a.kind = 'SECONDMENT' AND a.known_to = 'infinity' AND a.valid_from <= today() AND a.valid_to > today()
            ORDER BY a.staff_id, a.valid_from DESC
        ) g ON g.staff_id = m.id
    )
    UPDATE staff_member m SET home_unit_id = p.home, host_unit_id = p.host
    FROM place p
    WHERE p.id = m.id AND (m.home_unit_id, m.host_unit_id) IS DISTINCT FROM (p.home, p.host);
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;

CREATE OR REPLACE FUNCTION appointment_post() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
DECLARE
    sign int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    INSERT INTO headcount_delta AS d (unit_id, category, measure, tranche, day, n)
    SELECT c.quota_unit_id, c.category, 'PRESENT', '', s.day, sign * sum(s.n)
    FROM changed c
    CROSS JOIN LATERAL (VALUES (c.valid_from, 1), (c.valid_to, -1)) s (day, n)
    WHERE c.kind = 'MAIN' AND s.day <> 'infinity'
    GROUP BY 1, 2, 5
    ORDER BY 1, 2, 5
    ON CONFLICT (unit_id, category, measure, tranche, day) DO UPDATE SET n = d.n + excluded.n;

    UPDATE staff_member m SET home_unit_id = h.unit_id
    FROM (
        SELECT DISTINCT ON (a.staff_id) a.staff_id, a.unit_id
        FROM appointment a
        WHERE a.staff_id IN (SELECT staff_id FROM changed) AND a.kind = 'MAIN' AND a.known_to = 'infinity'
        ORDER BY a.staff_id, a.valid_from > today(), abs(a.valid_from - today())
    ) h
    WHERE h.staff_id = m.id AND m.home_unit_id IS DISTINCT FROM h.unit_id;

    IF EXISTS (SELECT FROM changed WHERE kind = 'SECONDMENT') THEN
        UPDATE staff_member m SET host_unit_id = (
            SELECT a.unit_id FROM appointment a
            WHERE a.staff_id = m.id AND a.kind = 'SECONDMENT' AND a.known_to = 'infinity'
                AND a.valid_from <= today() AND a.valid_to > today()
            ORDER BY a.valid_from DESC LIMIT 1)
        WHERE m.id IN (SELECT staff_id FROM changed WHERE kind = 'SECONDMENT');
    END IF;
    RETURN NULL;
END $$;

-- The accounts of a day whose kept numbers differ from a recount of the facts; a healthy ledger has none.
CREATE FUNCTION headcount_differences(on_day date)
    RETURNS TABLE (unit_id bigint, category text, allocated int, present int, promised int)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog
BEGIN ATOMIC
    WITH kept AS (
        SELECT d.unit_id, d.category, coalesce(sum(d.n) FILTER (WHERE d.measure = 'ALLOCATED'), 0) AS a,
            coalesce(sum(d.n) FILTER (WHERE d.measure = 'PRESENT'), 0) AS p
        FROM headcount_delta d WHERE d.day <= on_day GROUP BY 1, 2
    ), counted AS (
        SELECT f.unit_id, f.category, sum(f.a) AS a, sum(f.p) AS p FROM (
            SELECT q.receiver_id AS unit_id, q.category, q.posts AS a, 0 AS p FROM quota_entry q
                WHERE q.receiver_id IS NOT NULL AND q.known_to = 'infinity' AND q.valid_from <= on_day AND q.valid_to > on_day
            UNION ALL SELECT q.giver_id, q.category, -q.posts, 0 FROM quota_entry q
                WHERE q.giver_id IS NOT NULL AND q.known_to = 'infinity' AND q.valid_from <= on_day AND q.valid_to > on_day
            UNION ALL SELECT m.quota_unit_id, m.category, 0, 1 FROM appointment m
                WHERE m.kind = 'MAIN' AND m.known_to = 'infinity' AND m.valid_from <= on_day AND m.valid_to > on_day
        ) f GROUP BY 1, 2
    )
    SELECT coalesce(k.unit_id, c.unit_id), coalesce(k.category, c.category),
        (coalesce(k.a, 0) - coalesce(c.a, 0))::int, (coalesce(k.p, 0) - coalesce(c.p, 0))::int, 0
    FROM kept k FULL JOIN counted c ON c.unit_id = k.unit_id AND c.category = k.category
    WHERE coalesce(k.a, 0) <> coalesce(c.a, 0) OR coalesce(k.p, 0) <> coalesce(c.p, 0);
END;

-- Whether a staff code or a citizen ID is somebody's, wherever that person stands: both are given out once in the
-- province, so whoever adds people learns as much in any case, and learns no more.
CREATE FUNCTION staff_taken(staff_code text, citizen text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog
    RETURN EXISTS (SELECT FROM staff_member m WHERE m.code = staff_code)
        OR EXISTS (SELECT FROM staff_identity i WHERE i.citizen_id = citizen AND i.known_to = 'infinity');
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION staff_taken(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_taken(text, text) TO bienche_app;
REVOKE EXECUTE ON FUNCTION headcount_differences(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION headcount_differences(date) TO bienche_app;
SELECT refresh_home_units();
