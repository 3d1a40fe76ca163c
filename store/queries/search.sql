-- What people look for: rows by a range of words, of which only so many are looked at,
-- that have each of up to four patterns too: those between two of them. The newest first.

-- WordsIn: how many there are in a range, up to a most
-- name: WordsIn :one
SELECT CAST(COUNT(*) AS BIGINT) FROM (
    SELECT 1 FROM search_words WHERE search_words.adm = @adm AND search_words.kind = @kind AND search_words.word BETWEEN @low AND @high LIMIT @most) AS few;

-- name: SubjectsIn :many
SELECT DISTINCT id FROM (
    SELECT id FROM search_words WHERE search_words.adm = @adm AND search_words.kind = @kind AND search_words.word BETWEEN @low AND @high LIMIT @most) AS few
ORDER BY id DESC;

-- name: FindLines :many
SELECT bank_lines.id, bank_lines.booked, bank_lines.amount, bank_lines.state, bank_lines.party_name, bank_lines.party_iban, bank_lines.content, accounts.currency,
       entries.statement_id
FROM bank_lines
JOIN entries ON entries.adm = bank_lines.adm AND entries.id = bank_lines.entry_id
JOIN accounts ON accounts.adm = bank_lines.adm AND accounts.id = bank_lines.account_id
WHERE bank_lines.adm = @adm AND bank_lines.state <> 'split' AND bank_lines.id IN (
    SELECT id FROM (SELECT id FROM search_words WHERE search_words.adm = @adm AND search_words.kind = 1 AND search_words.word BETWEEN @low AND @high LIMIT @most) AS few) AND bank_lines.id + 0 BETWEEN CAST(@oldest AS BIGINT) AND CAST(@newest AS BIGINT)
  AND bank_lines.search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND bank_lines.search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND bank_lines.search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND bank_lines.search LIKE CAST(@word4 AS TEXT) ESCAPE '!'
ORDER BY bank_lines.id DESC LIMIT @page;

-- name: FindInvoices :many
SELECT invoices.id, invoices.number, invoices.supplier_name, invoices.issued, invoices.payable, invoices.currency, invoices.state, invoices.iban, invoices.about,
       invoices.reference, invoices.order_number
FROM invoices
WHERE invoices.adm = @adm AND invoices.id IN (
    SELECT id FROM (SELECT id FROM search_words WHERE search_words.adm = @adm AND search_words.kind = 2 AND search_words.word BETWEEN @low AND @high LIMIT @most) AS few) AND invoices.id + 0 BETWEEN CAST(@oldest AS BIGINT) AND CAST(@newest AS BIGINT)
  AND invoices.search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND invoices.search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND invoices.search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND invoices.search LIKE CAST(@word4 AS TEXT) ESCAPE '!'
ORDER BY invoices.id DESC LIMIT @page;

-- name: FindSuppliers :many
SELECT suppliers.id, suppliers.number, suppliers.name, suppliers.city, suppliers.kvk, suppliers.vat, suppliers.state FROM suppliers
WHERE suppliers.adm = @adm AND suppliers.id IN (
    SELECT id FROM (SELECT id FROM search_words WHERE search_words.adm = @adm AND search_words.kind = 3 AND search_words.word BETWEEN @low AND @high LIMIT @most) AS few) AND suppliers.id + 0 BETWEEN CAST(@oldest AS BIGINT) AND CAST(@newest AS BIGINT)
  AND suppliers.search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND suppliers.search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND suppliers.search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND suppliers.search LIKE CAST(@word4 AS TEXT) ESCAPE '!'
ORDER BY suppliers.id DESC LIMIT @page;

-- name: FindItems :many
SELECT items.id, items.kind, items.number, items.party_number, items.party_name, items.iban, items.amount, items.settled, items.currency, items.due, items.reference,
       items.description
FROM items
WHERE items.adm = @adm AND items.id IN (
    SELECT id FROM (SELECT id FROM search_words WHERE search_words.adm = @adm AND search_words.kind = 4 AND search_words.word BETWEEN @low AND @high LIMIT @most) AS few) AND items.id + 0 BETWEEN CAST(@oldest AS BIGINT) AND CAST(@newest AS BIGINT)
  AND items.search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND items.search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND items.search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND items.search LIKE CAST(@word4 AS TEXT) ESCAPE '!'
ORDER BY items.id DESC LIMIT @page;

-- name: FindOrders :many
SELECT purchase_orders.id, purchase_orders.number, purchase_orders.supplier_name, purchase_orders.description, purchase_orders.amount, purchase_orders.ordered
FROM purchase_orders
WHERE purchase_orders.adm = @adm AND purchase_orders.id IN (
    SELECT id FROM (SELECT id FROM search_words WHERE search_words.adm = @adm AND search_words.kind = 5 AND search_words.word BETWEEN @low AND @high LIMIT @most) AS few) AND purchase_orders.id + 0 BETWEEN CAST(@oldest AS BIGINT) AND CAST(@newest AS BIGINT)
  AND purchase_orders.search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND purchase_orders.search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND purchase_orders.search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND purchase_orders.search LIKE CAST(@word4 AS TEXT) ESCAPE '!'
ORDER BY purchase_orders.id DESC LIMIT @page;

-- name: ForgetWord :exec
DELETE FROM search_words WHERE adm = @adm AND kind = @kind AND word = @word AND id = @id;

-- name: ForgetWords :exec
DELETE FROM search_words WHERE adm = @adm;

-- What can be found, page by page, to write its words anew.
-- name: SearchOfLines :many
SELECT id, search FROM bank_lines WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- name: SearchOfInvoices :many
SELECT id, search FROM invoices WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- name: SearchOfSuppliers :many
SELECT id, search FROM suppliers WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- name: SearchOfItems :many
SELECT id, search FROM items WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- name: SearchOfOrders :many
SELECT id, search FROM purchase_orders WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- name: AllRuns :many
SELECT * FROM payment_runs WHERE adm = @adm ORDER BY id;

-- name: PaymentsOfRuns :many
SELECT * FROM payment_run_payments WHERE adm = @adm ORDER BY run_id, pos;

-- name: SearchOfInvoice :one
SELECT search FROM invoices WHERE adm = @adm AND id = @id;

-- name: SearchOfSupplier :one
SELECT search FROM suppliers WHERE adm = @adm AND id = @id;

-- name: SearchOfItem :one
SELECT search FROM items WHERE adm = @adm AND id = @id;

-- name: SearchOfOrder :one
SELECT search FROM purchase_orders WHERE adm = @adm AND id = @id;
