-- +goose Up
-- The read path: what lets a server answer from memory and never be behind the database.

-- changed_in is the transaction that last wrote a delta. A server that keeps a copy of the deltas reads again what was
-- written by transactions that its copy may not have seen; a counter of versions would make every writer wait for the
-- one before. See docs/adr/0022-deltas-in-memory.md.
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
-- their people, instead of sorting everybody who is found; as they are compared with what is typed with its marks; and the given
-- name, which short terms are the beginning of.
ALTER TABLE staff_name
    ADD COLUMN sort_name text COLLATE vietnamese GENERATED ALWAYS AS (regexp_replace(name, '^(.*) ([^ ]*)$', '\2 \1')) STORED,
    ADD COLUMN lowered text COLLATE "C" GENERATED ALWAYS AS (lower(name COLLATE vietnamese)) STORED,
    ADD COLUMN given text COLLATE "C" GENERATED ALWAYS AS (fold(regexp_replace(name, '^.* ', ''))) STORED;
CREATE INDEX staff_name_given ON staff_name (given);
CREATE INDEX staff_core_namesakes ON staff_core (name_id, staff_id) WHERE known_to = 'infinity';
DROP INDEX staff_core_name;

-- Who serves and what is on record, from the indexes alone: counts and missing data of millions are read without their
-- rows. recorded_in is what the rules of row security look at.
CREATE INDEX appointment_serving ON appointment (staff_id) INCLUDE (valid_from, valid_to, unit_id, staff_class, category, recorded_in)
    WHERE kind = 'MAIN' AND known_to = 'infinity';
CREATE INDEX appointment_class ON appointment (staff_class, category) WHERE kind = 'MAIN' AND known_to = 'infinity';
CREATE INDEX staff_pay_known ON staff_pay (staff_id) INCLUDE (recorded_in) WHERE known_to = 'infinity';
CREATE INDEX staff_identity_known ON staff_identity (staff_id) INCLUDE (recorded_in) WHERE citizen_id IS NOT NULL AND known_to = 'infinity';
CREATE INDEX qualification_professional ON qualification (staff_id) INCLUDE (recorded_in) WHERE kind = 'PROFESSIONAL' AND known_to = 'infinity';
