-- +goose Up
-- Who has no grade on a day is found from two indexes alone. See docs/adr/0023-two-million-people.md.
CREATE INDEX staff_pay_held ON staff_pay (staff_id) INCLUDE (valid_from, valid_to, recorded_in) WHERE known_to = 'infinity';
DROP INDEX staff_pay_known;
