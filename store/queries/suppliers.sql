-- name: Suppliers :many
SELECT * FROM suppliers WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- name: ChangedSuppliers :many
SELECT * FROM suppliers WHERE adm = @adm AND changed > @since ORDER BY changed, id LIMIT @page;

-- name: AccountsOfChangedSuppliers :many
SELECT supplier_accounts.* FROM suppliers
JOIN supplier_accounts ON supplier_accounts.adm = suppliers.adm AND supplier_accounts.supplier_id = suppliers.id
WHERE suppliers.adm = @adm AND suppliers.changed > @since ORDER BY supplier_accounts.supplier_id, supplier_accounts.iban;

-- name: SupplierChanged :exec
UPDATE suppliers SET changed = @version WHERE adm = @adm AND id = @id;

-- name: SupplierByID :one
SELECT * FROM suppliers WHERE adm = @adm AND id = @id;

-- name: SupplierByNumber :one
SELECT * FROM suppliers WHERE adm = @adm AND number = @number;

-- SupplierPage: newest last; what is waited for is found by its state.
-- name: SupplierPage :many
SELECT * FROM suppliers
WHERE adm = @adm AND (CAST(@state AS TEXT) = '' OR state = @state) AND search LIKE CAST(@pattern AS TEXT) ESCAPE '!'
  AND (number > @after OR number = @after AND id > @after_id)
ORDER BY number, id LIMIT @page OFFSET @skip;

-- name: UpdateSupplier :exec
UPDATE suppliers SET number = @number, name = @name, also = @also, kvk = @kvk, vat = @vat, oin = @oin, street = @street,
       post_code = @post_code, city = @city, country = @country, state = @state, attributes = @attributes, sha256 = @sha256, search = @search, changed = @version
WHERE adm = @adm AND id = @id;

-- name: SupplierAccounts :many
SELECT * FROM supplier_accounts WHERE adm = @adm ORDER BY supplier_id, iban;

-- name: AccountsOfSupplier :many
SELECT * FROM supplier_accounts WHERE adm = @adm AND supplier_id = @supplier_id ORDER BY iban;

-- name: SupplierAccount :one
SELECT * FROM supplier_accounts WHERE adm = @adm AND supplier_id = @supplier_id AND iban = @iban;

-- name: UpdateSupplierAccount :exec
UPDATE supplier_accounts SET state = @state, holders = @holders, sha256 = @sha256, first_by = @first_by, first_at = @first_at,
       second_by = @second_by, second_at = @second_at
WHERE adm = @adm AND supplier_id = @supplier_id AND iban = @iban;

-- name: CountSuppliers :many
SELECT state, CAST(COUNT(*) AS BIGINT) AS suppliers FROM suppliers WHERE adm = @adm GROUP BY state ORDER BY state;

-- name: VersionOf :one
SELECT version FROM versions WHERE adm = @adm AND what = @what;

-- name: SetVersion :exec
INSERT INTO versions (adm, what, version) VALUES (@adm, @what, @version)
ON CONFLICT (adm, what) DO UPDATE SET version = excluded.version;
