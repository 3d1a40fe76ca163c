-- name: CountStatements :many
SELECT kind, CAST(COUNT(*) AS BIGINT) AS statements FROM statements WHERE adm = @adm GROUP BY kind ORDER BY kind;

-- name: CountItems :one
SELECT CAST(COUNT(*) AS BIGINT) FROM items WHERE adm = @adm AND (amount > 0 OR decision_id = 0);

-- OnAccount: what waits on account of parties, by the items and by the ledger.
-- name: OnAccount :one
SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'payable' THEN settled - amount ELSE amount - settled END), 0) AS BIGINT) AS by_items,
       CAST((SELECT COALESCE(SUM(journal_lines.amount), 0) FROM journal_lines
             WHERE journal_lines.adm = @adm AND journal_lines.role = 'onaccount') AS BIGINT) AS by_ledger
FROM items WHERE items.adm = @adm AND items.decision_id <> 0;

-- OnAccountOutOfStep: an item on account is what its decision put there, or
-- nothing when that was taken back.
-- name: OnAccountOutOfStep :many
SELECT items.id, items.number FROM items
JOIN decisions ON decisions.adm = items.adm AND decisions.id = items.decision_id
JOIN allocations ON allocations.adm = items.adm AND allocations.decision_id = items.decision_id AND allocations.opens = items.id
WHERE items.adm = @adm AND items.decision_id <> 0
  AND items.amount <> CASE WHEN decisions.undone_by <> 0 THEN 0 ELSE ABS(allocations.amount) END
ORDER BY items.id;

-- name: CountQuarantine :one
SELECT CAST(COUNT(*) AS BIGINT) FROM quarantine WHERE adm = @adm AND state = 'open';

-- name: CountFiles :many
SELECT state, CAST(COUNT(*) AS BIGINT) AS files FROM files WHERE adm = @adm GROUP BY state ORDER BY state;

-- name: UnbalancedJournal :many
SELECT journal_id FROM journal_lines WHERE adm = @adm GROUP BY journal_id HAVING SUM(amount) <> 0 ORDER BY journal_id;

-- name: ItemsOutOfStep :many
SELECT items.id, items.number FROM items
LEFT JOIN allocations ON allocations.adm = items.adm AND allocations.item_id = items.id AND allocations.item_id <> 0
WHERE items.adm = @adm
GROUP BY items.id, items.number, items.settled, items.kind
HAVING items.settled <> CASE WHEN items.kind = 'payable' THEN -COALESCE(SUM(allocations.amount), 0) ELSE COALESCE(SUM(allocations.amount), 0) END
ORDER BY items.id;

-- name: LinesOutOfStep :many
SELECT bank_lines.id FROM bank_lines
LEFT JOIN allocations ON allocations.adm = bank_lines.adm AND allocations.line_id = bank_lines.id
WHERE bank_lines.adm = @adm AND bank_lines.state IN ('open', 'matched')
GROUP BY bank_lines.id, bank_lines.amount, bank_lines.left_amount
HAVING bank_lines.left_amount <> bank_lines.amount - COALESCE(SUM(allocations.amount), 0)
ORDER BY bank_lines.id;
