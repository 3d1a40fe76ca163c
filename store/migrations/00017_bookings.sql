-- +goose Up
-- Of which invoice a line of the journal is, is asked by the journal too.
CREATE INDEX invoice_bookings_journal ON invoice_bookings (adm, journal_id);

-- +goose Down
DROP INDEX invoice_bookings_journal;
