-- ItemsByNumber: suppliers may use one number for invoices of their own.
-- name: ItemsByNumber :many
SELECT * FROM items WHERE adm = @adm AND kind = @kind AND number = @number ORDER BY id;

-- name: ItemByID :one
SELECT * FROM items WHERE adm = @adm AND id = @id;

-- name: Items :many
SELECT * FROM items WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- EngineItems: what the engine takes of them; what was withdrawn is no item.
-- name: EngineItems :many
SELECT id, kind, number, party_number, party_name, iban, amount, settled, currency, issued, due, reference, end_to_end,
       mandate, batch, description, decision_id
FROM items WHERE adm = @adm AND id > @after AND (amount > 0 OR decision_id = 0) ORDER BY id LIMIT @page;

-- name: ItemIdentities :many
SELECT id, kind, number, party_number, party_name FROM items WHERE adm = @adm;

-- name: UpdateItem :exec
UPDATE items SET party_number = @party_number, party_name = @party_name, iban = @iban, amount = @amount,
       currency = @currency, issued = @issued, due = @due, reference = @reference, end_to_end = @end_to_end,
       mandate = @mandate, batch = @batch, description = @description, attributes = @attributes, sha256 = @sha256, search = @search
WHERE adm = @adm AND id = @id;

-- WithdrawItem: an item that a decision put on account goes with that decision.
-- name: WithdrawItem :execrows
UPDATE items SET amount = 0 WHERE adm = @adm AND id = @id AND decision_id <> 0 AND settled = 0;
