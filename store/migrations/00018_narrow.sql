-- +goose Up
-- What pages ask of a whole table, in an index that has all they ask.
CREATE INDEX statements_chain ON statements (adm, account_id, kind, to_day, id, from_day, sequence, bank_id, opening, closing);
CREATE INDEX documents_kind ON documents (adm, kind, id);

-- +goose Down
DROP INDEX documents_kind;
DROP INDEX statements_chain;
