-- BookedLines: lines of which something was allocated, with all that was said of
-- them, for rules to be tried on.
-- name: BookedLines :many
SELECT id, account_id, booked, amount, party_name, party_iban, content FROM bank_lines
WHERE adm = @adm AND id > @after AND state IN ('open', 'matched') AND left_amount <> amount ORDER BY id LIMIT @page;

-- BookedParts: where they went, as far as it stands, and who decided it.
-- name: BookedParts :many
SELECT allocations.id, allocations.line_id, allocations.item_id, allocations.opens, allocations.account, allocations.dimensions,
       allocations.amount, decisions.actor
FROM allocations
JOIN decisions ON decisions.adm = allocations.adm AND decisions.id = allocations.decision_id
WHERE allocations.adm = @adm AND allocations.id > @after AND decisions.kind <> 'undone' AND decisions.undone_by = 0
ORDER BY allocations.id LIMIT @page;
