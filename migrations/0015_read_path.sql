-- +goose Up
-- The read path: what lets a server answer from memory and never be behind the database.

-- changed_in is the transaction that last wrote a delta. A server that keeps a copy of the deltas reads again what was
-- written by transactions that its copy may not have seen; a counter of versions would make every writer wait for the
-- one before. See docs/adr/0020-deltas-in-memory.md.
ALTER TABLE headcount_delta ADD COLUMN changed_in xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX headcount_delta_changed ON headcount_delta (changed_in);

-- +goose StatementBegin
CREATE FUNCTION mark_headcount_delta() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := pg_current_xact_id();
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER headcount_delta_mark BEFORE UPDATE ON headcount_delta
    FOR EACH ROW EXECUTE FUNCTION mark_headcount_delta();

-- Names in the order in which people are listed (given name first), so that a search takes the first names and then
-- their people, instead of sorting everybody who is found.
ALTER TABLE staff_name ADD COLUMN sort_name text COLLATE vietnamese
    GENERATED ALWAYS AS (regexp_replace(name, '^(.*) ([^ ]*)$', '\2 \1')) STORED;
CREATE INDEX staff_core_namesakes ON staff_core (name_id, staff_id) WHERE known_to = 'infinity';
DROP INDEX staff_core_name;
