-- Collections that failed: what was taken back of receivables, by decisions that
-- stand. Whether a bank line says that a payment came back stands in its content.
-- TakenBackSince: the lines of those days come first, which CROSS JOIN says: left to
-- itself a database may begin with all that was ever allocated.
-- name: TakenBackSince :many
SELECT allocations.id, bank_lines.id AS line_id, bank_lines.booked, bank_lines.content, allocations.item_id, allocations.amount,
       items.number, items.party_number, items.party_name, items.iban, items.mandate
FROM bank_lines
CROSS JOIN allocations
JOIN decisions ON decisions.adm = allocations.adm AND decisions.id = allocations.decision_id
JOIN items ON items.adm = allocations.adm AND items.id = allocations.item_id
WHERE bank_lines.adm = @adm AND allocations.adm = bank_lines.adm AND allocations.line_id = bank_lines.id AND bank_lines.state IN ('open', 'matched', 'shown', 'split') AND bank_lines.booked >= @since
  AND allocations.amount < 0 AND allocations.item_id + 0 <> 0 AND items.kind = 'receivable'
  AND decisions.kind <> 'undone' AND decisions.undone_by = 0
ORDER BY bank_lines.booked, allocations.id;

-- TakenBackOf: whenever it was, of a mandate or of the party under it.
-- name: TakenBackOf :many
SELECT allocations.id, bank_lines.id AS line_id, bank_lines.booked, bank_lines.content, allocations.item_id, allocations.amount,
       items.number, items.party_number, items.party_name, items.iban, items.mandate
FROM items
JOIN allocations ON allocations.adm = items.adm AND allocations.item_id = items.id AND allocations.item_id <> 0
JOIN decisions ON decisions.adm = allocations.adm AND decisions.id = allocations.decision_id
JOIN bank_lines ON bank_lines.adm = allocations.adm AND bank_lines.id = allocations.line_id
WHERE items.adm = @adm AND items.kind = 'receivable' AND allocations.amount < 0
  AND ((items.mandate = @mandate AND items.mandate <> '') OR (items.party_number = @party_number AND items.party_number <> ''))
  AND decisions.kind <> 'undone' AND decisions.undone_by = 0
ORDER BY bank_lines.booked, allocations.id;

-- RefusedCollections: what the bank refused to collect, with the item it was for
-- where the list of items names it. It never was on the account.
-- name: RefusedCollections :many
SELECT batches.execution, instructions.amount, instructions.mandate, instructions.party_name, instructions.party_iban, refusals.code,
       CAST(COALESCE(items.number, '') AS TEXT) AS number, CAST(COALESCE(items.party_number, '') AS TEXT) AS party_number
FROM refusals
JOIN batches ON batches.adm = refusals.adm AND batches.info_id = refusals.info_id
JOIN instructions ON instructions.adm = batches.adm AND instructions.batch_id = batches.id AND instructions.end_to_end = refusals.end_to_end
LEFT JOIN items ON items.adm = instructions.adm AND items.mandate = instructions.mandate AND items.mandate <> ''
  AND items.end_to_end = instructions.end_to_end
WHERE refusals.adm = @adm AND batches.kind = 'direct-debit' AND instructions.mandate <> ''
ORDER BY batches.execution, instructions.id;

-- Collected: what came in on receivables under a mandate, or of a party where the
-- list of items names no mandate.
-- name: Collected :many
SELECT bank_lines.booked, bank_lines.content, allocations.item_id
FROM items
JOIN allocations ON allocations.adm = items.adm AND allocations.item_id = items.id AND allocations.item_id <> 0
JOIN decisions ON decisions.adm = allocations.adm AND decisions.id = allocations.decision_id
JOIN bank_lines ON bank_lines.adm = allocations.adm AND bank_lines.id = allocations.line_id
WHERE items.adm = @adm AND items.kind = 'receivable' AND allocations.amount > 0
  AND ((items.mandate = @mandate AND items.mandate <> '')
    OR (items.mandate = '' AND items.party_number = @party_number AND items.party_number <> ''))
  AND decisions.kind <> 'undone' AND decisions.undone_by = 0
ORDER BY bank_lines.booked, allocations.id;

-- OrdersOfMandate: batches that collect under a mandate after a day.
-- name: OrdersOfMandate :many
SELECT batches.info_id, batches.message_id, batches.execution, instructions.amount
FROM instructions
JOIN batches ON batches.adm = instructions.adm AND batches.id = instructions.batch_id
WHERE instructions.adm = @adm AND instructions.mandate = @mandate AND instructions.mandate <> '' AND batches.execution > @after
ORDER BY batches.execution, batches.id;

-- LastDay: until when the bank told what happened.
-- name: LastDay :one
SELECT CAST(COALESCE(MAX(to_day), '') AS TEXT) FROM statements WHERE adm = @adm AND kind = 'booked';
