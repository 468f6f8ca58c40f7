-- +goose Up
-- A record is read by one function above row security, which asks once for each group of fields whether the reader may see
-- it of this person. Under the rules of eleven tables the same cost twice as much. See docs/adr/0025-reading-a-record.md.

-- access_reaches tells whether a reader's reach ("*", "" or "<units>;<hosts>;<own record>") takes a person in: the rule of
-- access_person, asked once.
-- +goose StatementBegin
CREATE FUNCTION access_reaches(reach text, person staff_member) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF reach = '*' THEN
        RETURN true;
    END IF;
    RETURN coalesce(person.home_unit_id = ANY (nullif(split_part(reach, ';', 1), '')::bigint[]), false)
        OR coalesce(person.host_unit_id = ANY (nullif(split_part(reach, ';', 2), '')::bigint[]), false)
        OR coalesce(person.id = nullif(split_part(reach, ';', 3), '')::bigint, false);
END $$;

-- staff_file is the record of one person, by id or (with 0) by code, as one JSON text: those of the wanted parts that the
-- reader may see; null when the reader may not see the person. States are those of on_day, histories go up to it; moment
-- is whose knowledge is asked for, null for present knowledge. Each part is a statement of its own: only what is wanted
-- costs anything. The plans fit any person, so none is planned anew.
CREATE FUNCTION staff_file(who bigint, staff_code text, wanted text[], on_day date, moment timestamptz) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    at timestamptz := coalesce(moment, '294276-01-01'); -- what is held true now has no end of knowledge: it is known then too
    core text := current_setting('bienche.core', true);
    reach text;
    grp text;
    m staff_member;
    part text;
    file text := '{"found":true';
BEGIN
    IF who <> 0 THEN
        SELECT * INTO m FROM staff_member s WHERE s.id = who;
    ELSE
        SELECT * INTO m FROM staff_member s WHERE s.code = staff_code;
    END IF;
    IF m.id IS NULL OR access_reaches(core, m) IS NOT TRUE THEN
        RETURN NULL;
    END IF;
    FOREACH grp IN ARRAY ARRAY['identity', 'family', 'health', 'discipline', 'party', 'evaluation'] LOOP
        reach := current_setting('bienche.' || grp, true);
        IF reach IS DISTINCT FROM core AND access_reaches(reach, m) IS NOT TRUE THEN
            wanted := array_remove(wanted, CASE grp WHEN 'family' THEN 'relatives' WHEN 'evaluation' THEN 'ratings' ELSE grp END);
        END IF;
    END LOOP;

    IF 'head' = ANY (wanted) THEN
        SELECT row_to_json(y) INTO part FROM (
            SELECT m.id, m.code, coalesce(m.home_unit_id, 0) AS home_unit_id, coalesce(m.host_unit_id, 0) AS host_unit_id,
                m.version, c.full_name, c.birth_date, c.birth_precision, c.sex, a.unit_id, a.position_id,
                coalesce(a.title, '') AS title, coalesce(a.staff_class, '') AS staff_class, coalesce(a.leadership, '') AS leadership,
                a.category, a.quota_unit_id, coalesce(a.valid_from <= on_day AND a.valid_to > on_day, false) AS on_duty,
                p.grade, p.step, p.coefficient
            FROM (SELECT * FROM staff_core x WHERE x.staff_id = m.id AND x.known_from <= at AND x.known_to > at
                ORDER BY x.valid_from > on_day, abs(x.valid_from - on_day) LIMIT 1) c
            LEFT JOIN (SELECT * FROM appointment x WHERE x.staff_id = m.id AND x.kind = 'MAIN' AND x.known_from <= at AND x.known_to > at
                ORDER BY x.valid_from > on_day, abs(x.valid_from - on_day) LIMIT 1) a ON true
            LEFT JOIN staff_pay p ON p.staff_id = m.id AND p.valid_from <= on_day AND p.valid_to > on_day
                AND p.known_from <= at AND p.known_to > at) y;
        IF part IS NULL THEN
            RETURN NULL; -- nothing was known of the person at that moment
        END IF;
        file := file || ',"head":' || part;
    END IF;
    IF 'core' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.other_names, x.recruited_on, x.recruited_by, x.prior_occupation, x.strength
            FROM staff_core x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.valid_to > on_day
                AND x.known_from <= at AND x.known_to > at) y;
        file := file || ',"core":' || coalesce(part, 'null');
    END IF;
    IF 'identity' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.citizen_id, x.citizen_id_on, x.old_id, x.insurance_number, x.ethnic_group, x.religion, x.birth_place,
                x.home_town, x.permanent_residence, x.current_residence, x.phone, x.email
            FROM staff_identity x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.valid_to > on_day
                AND x.known_from <= at AND x.known_to > at) y;
        file := file || ',"identity":' || coalesce(part, 'null');
    END IF;
    IF 'party' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.party_joined_on, x.party_official_on, x.organisations, x.enlisted_on, x.discharged_on, x.military_rank,
                x.state_title, x.policy_family
            FROM staff_party x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.valid_to > on_day
                AND x.known_from <= at AND x.known_to > at) y;
        file := file || ',"party":' || coalesce(part, 'null');
    END IF;
    IF 'health' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.status, x.height_cm, x.weight_kg, x.blood_group
            FROM staff_health x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.valid_to > on_day
                AND x.known_from <= at AND x.known_to > at) y;
        file := file || ',"health":' || coalesce(part, 'null');
    END IF;
    IF 'relatives' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.id, x.side, x.relation, x.full_name, x.birth_year, x.home_town, x.occupation, x.workplace, x.residence
            FROM relative x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.valid_to > on_day
                AND x.known_from <= at AND x.known_to > at ORDER BY x.side, x.id) y;
        file := file || ',"relatives":' || coalesce(part, 'null');
    END IF;
    IF 'pay' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.valid_from, x.valid_to, x.decision_id, x.grade, x.step, x.coefficient, x.beyond_frame_percent,
                x.reserve_coefficient, x.position_allowance, x.step_since, x.reason
            FROM staff_pay x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.known_from <= at AND x.known_to > at
            ORDER BY x.valid_from DESC) y;
        file := file || ',"pay":' || coalesce(part, 'null');
    END IF;
    IF 'ratings' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.year, x.level, x.label
            FROM staff_rating x WHERE x.staff_id = m.id AND x.valid_to <= on_day -- a year is rated when it is over
                AND x.known_from <= at AND x.known_to > at ORDER BY x.year DESC) y;
        file := file || ',"ratings":' || coalesce(part, 'null');
    END IF;
    IF 'discipline' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.valid_from, x.valid_to, x.decision_id, x.form, x.conduct
            FROM disciplinary_action x WHERE x.staff_id = m.id AND x.valid_from <= on_day
                AND x.known_from <= at AND x.known_to > at ORDER BY x.valid_from DESC) y;
        file := file || ',"discipline":' || coalesce(part, 'null');
    END IF;
    IF 'commendations' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.valid_from, x.decision_id, x.form, x.reason
            FROM commendation x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.known_from <= at AND x.known_to > at
            ORDER BY x.valid_from DESC) y;
        file := file || ',"commendations":' || coalesce(part, 'null');
    END IF;
    IF 'appointments' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.valid_from, x.valid_to, x.decision_id, x.unit_id, x.position_id, x.title, x.kind, x.staff_class,
                x.leadership, x.category, x.quota_unit_id, x.start_reason, x.end_reason, x.end_decision_id
            FROM appointment x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.known_from <= at AND x.known_to > at
            ORDER BY x.valid_from DESC) y;
        file := file || ',"appointments":' || coalesce(part, 'null');
    END IF;
    IF 'qualifications' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.id, x.valid_from, x.kind, x.level, x.major, x.school, x.mode, x.started_on
            FROM qualification x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.known_from <= at AND x.known_to > at
            ORDER BY x.valid_from DESC) y;
        file := file || ',"qualifications":' || coalesce(part, 'null');
    END IF;
    IF 'trainings' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.valid_from, x.valid_to, k.title, k.kind, x.result
            FROM training_attendance x JOIN training_class k ON k.id = x.class_id
            WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.known_from <= at AND x.known_to > at
            ORDER BY x.valid_from DESC) y;
        file := file || ',"trainings":' || coalesce(part, 'null');
    END IF;
    IF 'workHistory' = ANY (wanted) THEN
        SELECT json_agg(y) INTO part FROM (
            SELECT x.id, x.valid_from, x.valid_to, x.content
            FROM work_history x WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.known_from <= at AND x.known_to > at
            ORDER BY x.valid_from) y;
        file := file || ',"workHistory":' || coalesce(part, 'null');
    END IF;
    IF 'decisions' = ANY (wanted) THEN -- behind appointments and pay
        SELECT json_agg(d) INTO part FROM decision d WHERE d.id IN (
            SELECT unnest(ARRAY[x.decision_id, x.end_decision_id]) FROM appointment x
                WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.known_from <= at AND x.known_to > at
            UNION SELECT x.decision_id FROM staff_pay x
                WHERE x.staff_id = m.id AND x.valid_from <= on_day AND x.known_from <= at AND x.known_to > at);
        file := file || ',"decisions":' || coalesce(part, 'null');
    END IF;
    RETURN file || '}';
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION staff_file(bigint, text, text[], date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_file(bigint, text, text[], date, timestamptz) TO bienche_app;
CREATE INDEX staff_rating_staff ON staff_rating (staff_id);
