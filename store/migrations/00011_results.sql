-- +goose Up
-- Results are counted by month: what held invoices is found by when it began to.
CREATE INDEX holds_opened ON holds (adm, opened);

-- +goose Down
DROP INDEX holds_opened;
