-- CodedBefore: how the invoices of a supplier that were coded last were coded,
-- the latest last. A rejected one says nothing.
-- name: CodedBefore :many
SELECT past.number AS invoice_number, sqlc.embed(invoice_codings)
FROM (SELECT invoices.id, invoices.number, invoices.coded FROM invoices
      WHERE invoices.adm = @adm AND invoices.supplier_id = @supplier_id AND invoices.coded <> 0
        AND invoices.state <> 'rejected' AND invoices.id <> @invoice_id
      ORDER BY invoices.coded DESC LIMIT @page) AS past
JOIN invoice_codings ON invoice_codings.adm = @adm AND invoice_codings.invoice_id = past.id
ORDER BY past.coded, invoice_codings.pos;

-- name: SetCoded :exec
UPDATE invoices SET coded = @coded WHERE adm = @adm AND id = @id;

-- name: DropCodingProposal :exec
DELETE FROM coding_proposals WHERE adm = @adm AND invoice_id = @invoice_id;

-- name: CodingProposal :one
SELECT * FROM coding_proposals WHERE adm = @adm AND invoice_id = @invoice_id;

-- CodingExport: the codings of invoices after one, with what was proposed.
-- name: CodingExport :many
SELECT invoices.number AS invoice_number, invoices.supplier_name, invoices.kind, invoices.issued, invoices.state,
       CAST(COALESCE(suppliers.number, '') AS TEXT) AS supplier_number,
       CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name,
       CAST(COALESCE(coding_proposals.model, '') AS TEXT) AS model,
       CAST(COALESCE(coding_proposals.probability, 0) AS DOUBLE PRECISION) AS probability,
       CAST(COALESCE(coding_proposals.taken, FALSE) AS BOOLEAN) AS taken,
       sqlc.embed(invoice_codings)
FROM invoice_codings
JOIN invoices ON invoices.adm = invoice_codings.adm AND invoices.id = invoice_codings.invoice_id
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
LEFT JOIN coding_proposals ON coding_proposals.adm = invoice_codings.adm AND coding_proposals.invoice_id = invoice_codings.invoice_id
WHERE invoice_codings.adm = @adm AND (invoice_codings.invoice_id > @after_invoice
      OR invoice_codings.invoice_id = @after_invoice AND invoice_codings.pos > @after_pos)
ORDER BY invoice_codings.invoice_id, invoice_codings.pos LIMIT @page;

-- name: LedgerAccounts :many
SELECT * FROM ledger_accounts WHERE adm = @adm ORDER BY code, from_day;

-- name: CostCentres :many
SELECT * FROM cost_centres WHERE adm = @adm ORDER BY code, from_day;

-- name: Iv3Codes :many
SELECT * FROM iv3_codes WHERE adm = @adm ORDER BY year, kind, code;

-- name: Iv3Cells :many
SELECT * FROM iv3_forbidden WHERE adm = @adm AND year = @year;

-- name: DropLedgerAccounts :exec
DELETE FROM ledger_accounts WHERE adm = @adm;

-- name: DropCostCentres :exec
DELETE FROM cost_centres WHERE adm = @adm;

-- name: DropIv3Codes :exec
DELETE FROM iv3_codes WHERE adm = @adm AND year = @year AND kind = @kind;

-- name: DropIv3Cells :exec
DELETE FROM iv3_forbidden WHERE adm = @adm AND year = @year AND kind = @kind AND balance = @balance;

-- CodingLists: what is loaded, and for which years; 0 for what has none.
-- name: CodingLists :many
SELECT CAST('account' AS TEXT) AS what, CAST(0 AS BIGINT) AS year, CAST(COUNT(*) AS BIGINT) AS entries FROM ledger_accounts WHERE ledger_accounts.adm = @adm
UNION ALL
SELECT 'cost_centre', 0, COUNT(*) FROM cost_centres WHERE cost_centres.adm = @adm
UNION ALL
SELECT kind, year, COUNT(*) FROM iv3_codes WHERE iv3_codes.adm = @adm GROUP BY kind, year
UNION ALL
SELECT CASE WHEN balance THEN 'forbidden_balance_' ELSE 'forbidden_' END || kind, year, COUNT(*) FROM iv3_forbidden WHERE iv3_forbidden.adm = @adm
GROUP BY kind, balance, year
ORDER BY 1, 2;
