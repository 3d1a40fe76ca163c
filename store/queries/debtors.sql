-- Debtors: who owes us something that is open, the largest sum first.
-- name: Debtors :many
SELECT party_number, CAST(MAX(party_name) AS TEXT) AS party_name, CAST(COUNT(*) AS BIGINT) AS items,
       CAST(SUM(amount - settled) AS BIGINT) AS open,
       CAST(SUM(CASE WHEN due <> '' AND due < @today THEN amount - settled ELSE 0 END) AS BIGINT) AS late,
       CAST(MIN(due) AS TEXT) AS oldest
FROM items
WHERE adm = @adm AND kind = 'receivable' AND settled < amount AND party_number <> ''
  AND search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND search LIKE CAST(@word4 AS TEXT) ESCAPE '!'
GROUP BY party_number
HAVING SUM(amount - settled) < CAST(@under AS BIGINT) OR (SUM(amount - settled) = CAST(@under AS BIGINT) AND party_number > @after)
ORDER BY SUM(amount - settled) DESC, party_number LIMIT @page;

-- DebtorsAll: Debtors, whatever is said of them: an index has what is summed, and only
-- the names of a page are looked up.
-- name: DebtorsAll :many
SELECT top.party_number,
       CAST(COALESCE((SELECT MAX(named.party_name) FROM items AS named WHERE named.adm = @adm AND named.kind = 'receivable' AND named.settled < named.amount
                      AND named.party_number = top.party_number), '') AS TEXT) AS party_name,
       top.items, top.open, top.late, top.oldest
FROM (
    SELECT owed.party_number, CAST(COUNT(*) AS BIGINT) AS items, CAST(SUM(owed.amount - owed.settled) AS BIGINT) AS open,
           CAST(SUM(CASE WHEN owed.due <> '' AND owed.due < @today THEN owed.amount - owed.settled ELSE 0 END) AS BIGINT) AS late,
           CAST(MIN(owed.due) AS TEXT) AS oldest
    FROM items AS owed
    WHERE owed.adm = @adm AND owed.kind = 'receivable' AND owed.settled < owed.amount AND owed.party_number <> ''
    GROUP BY owed.party_number
    HAVING SUM(owed.amount - owed.settled) < CAST(@under AS BIGINT) OR (SUM(owed.amount - owed.settled) = CAST(@under AS BIGINT) AND owed.party_number > @after)
    ORDER BY SUM(owed.amount - owed.settled) DESC, owed.party_number LIMIT @page
) AS top
ORDER BY top.open DESC, top.party_number;

-- name: DebtTotals :one
SELECT CAST(COUNT(DISTINCT party_number) AS BIGINT) AS debtors, CAST(COALESCE(SUM(amount - settled), 0) AS BIGINT) AS open,
       CAST(COALESCE(SUM(CASE WHEN due <> '' AND due < @today THEN amount - settled ELSE 0 END), 0) AS BIGINT) AS late,
       CAST(COALESCE(SUM(CASE WHEN party_number = '' THEN 1 ELSE 0 END), 0) AS BIGINT) AS nameless,
       CAST(COALESCE(SUM(CASE WHEN party_number = '' THEN amount - settled ELSE 0 END), 0) AS BIGINT) AS nameless_open
FROM items WHERE adm = @adm AND kind = 'receivable' AND settled < amount;

-- name: DebtorHead :one
SELECT CAST(COUNT(*) AS BIGINT) AS items, CAST(COALESCE(MAX(party_name), '') AS TEXT) AS party_name, CAST(COALESCE(MAX(iban), '') AS TEXT) AS iban,
       CAST(COALESCE(SUM(amount - settled), 0) AS BIGINT) AS open, CAST(COALESCE(SUM(settled), 0) AS BIGINT) AS settled,
       CAST(COALESCE(SUM(CASE WHEN due <> '' AND due < @today THEN amount - settled ELSE 0 END), 0) AS BIGINT) AS late
FROM items WHERE adm = @adm AND party_number = @party_number AND kind = 'receivable';

-- name: DebtorItems :many
SELECT id, number, amount, settled, currency, issued, due, reference, description FROM items
WHERE adm = @adm AND party_number = @party_number AND kind = 'receivable' AND settled < amount
  AND (due > @after_due OR (due = @after_due AND id > @after))
ORDER BY due, id LIMIT @page;

-- DebtorPayments: what settled items of a debtor, or was taken back, and still stands; the latest first.
-- name: DebtorPayments :many
SELECT allocations.id, allocations.amount, allocations.line_id, items.number, bank_lines.booked, bank_lines.party_name, decisions.actor,
       statements.id AS statement_id, statements.sequence, statements.bank_id
FROM items
JOIN allocations ON allocations.adm = items.adm AND allocations.item_id = items.id AND allocations.item_id <> 0
JOIN decisions ON decisions.adm = allocations.adm AND decisions.id = allocations.decision_id
JOIN bank_lines ON bank_lines.adm = allocations.adm AND bank_lines.id = allocations.line_id
JOIN entries ON entries.adm = bank_lines.adm AND entries.id = bank_lines.entry_id
JOIN statements ON statements.adm = entries.adm AND statements.id = entries.statement_id
WHERE items.adm = @adm AND items.party_number = @party_number AND items.kind = 'receivable'
  AND decisions.kind <> 'undone' AND decisions.undone_by = 0
ORDER BY allocations.id DESC LIMIT @page;
