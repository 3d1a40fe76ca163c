-- ItemsByNumber: suppliers may use one number for invoices of their own.
-- name: ItemsByNumber :many
SELECT * FROM items WHERE adm = @adm AND kind = @kind AND number = @number ORDER BY id;

-- name: ItemByID :one
SELECT * FROM items WHERE adm = @adm AND id = @id;

-- name: Items :many
SELECT * FROM items WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- name: ItemIdentities :many
SELECT id, kind, number, party_number, party_name FROM items WHERE adm = @adm;

-- name: UpdateItem :exec
UPDATE items SET party_number = @party_number, party_name = @party_name, iban = @iban, amount = @amount,
       currency = @currency, issued = @issued, due = @due, reference = @reference, end_to_end = @end_to_end,
       mandate = @mandate, batch = @batch, description = @description, attributes = @attributes, sha256 = @sha256, search = @search
WHERE adm = @adm AND id = @id;

-- name: SettleItem :execrows
UPDATE items SET settled = settled + @amount WHERE adm = @adm AND id = @id
  AND settled + @amount >= 0 AND settled + @amount <= amount;
