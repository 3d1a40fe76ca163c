-- +goose Up
-- By which the first page finds what is most urgent without looking through all: the
-- largest and the oldest of what waits, what is open, and what was done since.
CREATE INDEX bank_lines_largest ON bank_lines (adm, state, left_amount);
CREATE INDEX invoices_term ON invoices (adm, state, pay_by, id);
CREATE INDEX invoices_largest ON invoices (adm, state, payable);
CREATE INDEX items_open ON items (adm, kind, due, id) WHERE settled < amount;
CREATE INDEX quarantine_state ON quarantine (adm, state, id);
CREATE INDEX coding_cases_done ON coding_cases (adm, ground, at);
CREATE INDEX invoice_bookings_done ON invoice_bookings (adm, at);
CREATE INDEX outbox_done ON outbox (adm, state, ended);

-- +goose Down
DROP INDEX outbox_done;
DROP INDEX invoice_bookings_done;
DROP INDEX coding_cases_done;
DROP INDEX quarantine_state;
DROP INDEX items_open;
DROP INDEX invoices_largest;
DROP INDEX invoices_term;
DROP INDEX bank_lines_largest;
