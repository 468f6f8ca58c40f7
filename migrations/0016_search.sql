-- +goose Up
-- Search by name from a copy of the distinct names in the servers' memory. See docs/adr/0023-two-million-people.md.

-- written_in is the transaction that wrote a name, as changed_in of the deltas: a server reads again what was written by
-- transactions that its copy may not have seen. Names are never changed nor taken away.
ALTER TABLE staff_name ADD COLUMN written_in xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX staff_name_written ON staff_name (written_in);

-- Names in the order of lists: the whole copy is read in it, and new names find the one before them.
CREATE INDEX staff_name_sorted ON staff_name (sort_name);

-- Short terms are no longer looked up by it.
DROP INDEX staff_name_given;
