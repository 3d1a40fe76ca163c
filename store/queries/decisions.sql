-- name: StandingProposals :many
SELECT line_id, content FROM proposals WHERE adm = @adm AND line_id > @after ORDER BY line_id LIMIT @page;

-- name: ProposalOfLine :one
SELECT * FROM proposals WHERE adm = @adm AND line_id = @line_id;

-- name: DecisionByID :one
SELECT * FROM decisions WHERE adm = @adm AND id = @id;

-- name: DecisionsPage :many
SELECT decisions.*, bank_lines.party_name, bank_lines.amount AS line_amount, bank_lines.booked FROM decisions
JOIN bank_lines ON bank_lines.adm = decisions.adm AND bank_lines.id = decisions.line_id
WHERE decisions.adm = @adm AND decisions.id < @before ORDER BY decisions.id DESC LIMIT @page;

-- name: DecisionsOfLine :many
SELECT * FROM decisions WHERE adm = @adm AND line_id = @line_id ORDER BY id;

-- name: RejectedChoices :many
SELECT line_id, content FROM decisions WHERE adm = @adm AND kind = 'rejected' AND undone_by = 0;

-- name: MarkUndone :execrows
UPDATE decisions SET undone_by = @undone_by WHERE adm = @adm AND id = @id AND undone_by = 0;

-- name: AllocationsOfDecision :many
SELECT * FROM allocations WHERE adm = @adm AND decision_id = @decision_id ORDER BY id;

-- StandingAllocations: for returns, and for what is known of payers.
-- name: StandingAllocations :many
SELECT allocations.id, allocations.line_id, allocations.item_id, allocations.opens, allocations.account, allocations.amount
FROM allocations
JOIN decisions ON decisions.adm = allocations.adm AND decisions.id = allocations.decision_id
WHERE allocations.adm = @adm AND allocations.id > @after AND decisions.kind <> 'undone' AND decisions.undone_by = 0
ORDER BY allocations.id LIMIT @page;

-- LastOfItem: what was last done with an item and still stands.
-- name: LastOfItem :one
SELECT allocations.line_id, allocations.decision_id FROM allocations
JOIN decisions ON decisions.adm = allocations.adm AND decisions.id = allocations.decision_id
WHERE allocations.adm = @adm AND allocations.item_id = @item_id AND allocations.item_id <> 0 AND decisions.kind <> 'undone' AND decisions.undone_by = 0
ORDER BY allocations.id DESC LIMIT 1;

-- name: Matches :many
SELECT accounts.iban, statements.sequence, statements.bank_id, entries.ref AS entry_ref, bank_lines.idx, items.number,
       allocations.amount, allocations.account, allocations.item_id, allocations.dimensions, decisions.id AS decision_id, decisions.actor,
       decisions.kind AS decision_kind, decisions.probability, opened.number AS opened, opened.party_number AS party
FROM allocations
JOIN decisions ON decisions.adm = allocations.adm AND decisions.id = allocations.decision_id
JOIN bank_lines ON bank_lines.adm = allocations.adm AND bank_lines.id = allocations.line_id
JOIN entries ON entries.adm = bank_lines.adm AND entries.id = bank_lines.entry_id
JOIN statements ON statements.adm = entries.adm AND statements.id = entries.statement_id
JOIN accounts ON accounts.adm = bank_lines.adm AND accounts.id = bank_lines.account_id
LEFT JOIN items ON items.adm = allocations.adm AND items.id = allocations.item_id
LEFT JOIN items AS opened ON opened.adm = allocations.adm AND opened.id = allocations.opens
WHERE allocations.adm = @adm AND decisions.kind <> 'undone' AND decisions.undone_by = 0
ORDER BY allocations.id;

-- name: JournalOfDecision :many
SELECT journal.id, journal.day, journal.text, journal_lines.pos, journal_lines.account, journal_lines.role,
       journal_lines.amount, journal_lines.account_id, journal_lines.item, journal_lines.dimensions
FROM journal JOIN journal_lines ON journal_lines.adm = journal.adm AND journal_lines.journal_id = journal.id
WHERE journal.adm = @adm AND journal.decision_id = @decision_id AND journal.decision_id <> 0 ORDER BY journal.id, journal_lines.pos;

-- name: JournalExport :many
SELECT journal.id, journal.day, journal.kind, journal.text, journal.statement_id, journal.decision_id,
       journal_lines.pos, journal_lines.account, journal_lines.role, journal_lines.amount, journal_lines.item, journal_lines.dimensions,
       COALESCE(accounts.iban, '') AS iban
FROM journal
JOIN journal_lines ON journal_lines.adm = journal.adm AND journal_lines.journal_id = journal.id
LEFT JOIN accounts ON accounts.adm = journal_lines.adm AND accounts.id = journal_lines.account_id
WHERE journal.adm = @adm ORDER BY journal.id, journal_lines.pos;

-- UndoneLines: what somebody took back once is not done again by itself.
-- name: UndoneLines :many
SELECT line_id FROM decisions WHERE decisions.adm = @adm AND kind = 'undone'
UNION
SELECT parts.id FROM bank_lines AS parts
JOIN bank_lines AS whole ON whole.adm = parts.adm AND whole.entry_id = parts.entry_id AND whole.state = 'split'
JOIN decisions ON decisions.adm = whole.adm AND decisions.line_id = whole.id AND decisions.kind = 'undone'
WHERE parts.adm = @adm;
