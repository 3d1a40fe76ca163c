-- +goose Up
-- What pages of a large town need: an index for each order in which something is
-- listed, and of each invoice whether it is done with, so that the list of invoices,
-- which shows those last, need not look at every open item.
ALTER TABLE invoices ADD COLUMN done BOOLEAN NOT NULL DEFAULT FALSE; -- paid to the last cent, or rejected
UPDATE invoices SET done = TRUE WHERE state = 'rejected' OR (state IN ('booked', 'paying')
  AND NOT EXISTS (SELECT 1 FROM items WHERE items.adm = invoices.adm AND items.id = invoices.item_id AND items.settled <> items.amount));
CREATE INDEX invoices_done ON invoices (adm, done, pay_by, id, state, issued, payable);
CREATE INDEX invoices_stand ON invoices (adm, state, done, pay_by, id, issued, payable);
DROP INDEX invoices_term;
CREATE INDEX payment_run_lines_line ON payment_run_lines (adm, line_id);

-- +goose Down
DROP INDEX payment_run_lines_line;
CREATE INDEX invoices_term ON invoices (adm, state, pay_by, id);
DROP INDEX invoices_stand;
DROP INDEX invoices_done;
ALTER TABLE invoices DROP COLUMN done;
