-- +goose Up
-- What a workbook says on its way to be known. An import copies its rows here, checks and compares them, and takes
-- them away again before its transaction ends, so that nobody else ever sees a row. The tables are permanent because
-- the application may make none: even a temporary table could stand in front of a real one.

CREATE SCHEMA stage;
GRANT USAGE ON SCHEMA stage TO bienche_app;

-- declare_stage makes a table of the schema for rows of the fact table tbl: its values and days, the code of the row's owner
-- and the place of the row in the workbook.
-- +goose StatementBegin
CREATE PROCEDURE declare_stage(name text, tbl regclass)
    LANGUAGE plpgsql AS $$
DECLARE
    own text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO own
    FROM pg_attribute
    WHERE attrelid = tbl AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attgenerated = ''
        AND attname NOT IN ('known_from', 'known_to', 'batch_id', 'recorded_in', 'closed_in');
    EXECUTE format('CREATE UNLOGGED TABLE stage.%I AS SELECT %s, ''''::text AS ref, 0 AS sheet, 0 AS row_no FROM %s WITH NO DATA',
        name, own, tbl);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON stage.%I TO bienche_app', name);
END $$;
-- +goose StatementEnd

CALL declare_stage('unit', 'org_unit_version');
CALL declare_stage('position', 'job_position_version');
CALL declare_stage('core', 'staff_core');
CALL declare_stage('identity', 'staff_identity');
CALL declare_stage('party', 'staff_party');
CALL declare_stage('main_post', 'appointment');
CALL declare_stage('side_post', 'appointment');
CALL declare_stage('pay', 'staff_pay');
CALL declare_stage('qualification', 'qualification');
CALL declare_stage('rating', 'staff_rating');
CALL declare_stage('training', 'training_attendance');
CALL declare_stage('discipline', 'disciplinary_action');
CALL declare_stage('commendation', 'commendation');
CALL declare_stage('work', 'work_history');
ALTER TABLE stage.training ADD COLUMN class_code text;   -- a class has no id until it is stored

-- The people whom a workbook names, and who they are.
CREATE UNLOGGED TABLE stage.person (
    ref        text,
    citizen_id text,
    birth_date date,
    first_day  date,      -- of the first main post in the workbook
    sheet      int,
    row_no     int,
    staff_id   bigint,
    fresh      boolean
);
-- The known facts that give way to what is staged.
CREATE UNLOGGED TABLE stage.closed (
    stage text,
    id    bigint,
    again boolean         -- the same fact comes again, so that nothing of it remains
);
GRANT SELECT, INSERT, UPDATE, DELETE ON stage.person, stage.closed TO bienche_app;
