-- What the pages show. Everything here only reads.

-- name: ViewStatement :one
SELECT sqlc.embed(statements), sqlc.embed(accounts), files.name AS file_name
FROM statements
JOIN accounts ON accounts.adm = statements.adm AND accounts.id = statements.account_id
JOIN files ON files.adm = statements.adm AND files.sha256 = statements.sha256
WHERE statements.adm = @adm AND statements.id = @id;

-- name: ViewStatements :many
SELECT sqlc.embed(statements), files.name AS file_name
FROM statements
JOIN files ON files.adm = statements.adm AND files.sha256 = statements.sha256
WHERE statements.adm = @adm AND statements.account_id = @account_id
  AND statements.to_day <= @until AND (statements.to_day < @until OR statements.id < @before)
ORDER BY statements.to_day DESC, statements.id DESC LIMIT @page;

-- name: StatementSums :one
SELECT CAST(COALESCE(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END), 0) AS BIGINT) AS sum_in,
       CAST(COALESCE(SUM(CASE WHEN amount < 0 THEN amount ELSE 0 END), 0) AS BIGINT) AS sum_out,
       CAST(COUNT(*) AS BIGINT) AS entries
FROM entries WHERE adm = @adm AND statement_id = @statement_id AND kind = @kind;

-- WaitingByStatement: what waits comes first, which CROSS JOIN says: left to itself a
-- database may begin with all that was ever booked.
-- name: WaitingByStatement :many
SELECT entries.statement_id, CAST(COUNT(*) AS BIGINT) AS lines
FROM bank_lines
CROSS JOIN entries
WHERE entries.adm = bank_lines.adm AND entries.id = bank_lines.entry_id AND bank_lines.adm = @adm AND bank_lines.account_id = @account_id AND bank_lines.state = 'open'
GROUP BY entries.statement_id;

-- name: ViewLines :many
SELECT sqlc.embed(bank_lines), sqlc.embed(entries)
FROM entries
JOIN bank_lines ON bank_lines.adm = entries.adm AND bank_lines.entry_id = entries.id
WHERE entries.adm = @adm AND entries.statement_id = @statement_id AND bank_lines.state <> 'split'
  AND entries.idx >= @entry AND (entries.idx > @entry OR bank_lines.idx > @detail)
ORDER BY entries.idx, bank_lines.idx LIMIT @page;

-- name: ViewLine :one
SELECT sqlc.embed(bank_lines), sqlc.embed(entries), sqlc.embed(statements), sqlc.embed(accounts)
FROM bank_lines
JOIN entries ON entries.adm = bank_lines.adm AND entries.id = bank_lines.entry_id
JOIN statements ON statements.adm = entries.adm AND statements.id = entries.statement_id
JOIN accounts ON accounts.adm = bank_lines.adm AND accounts.id = bank_lines.account_id
WHERE bank_lines.adm = @adm AND bank_lines.id = @id;

-- The worklist has two parts: lines with a proposal, the likeliest first, then
-- lines without one.
-- name: WorklistLikely :many
SELECT proposals.line_id, proposals.probability FROM proposals
JOIN bank_lines ON bank_lines.adm = proposals.adm AND bank_lines.id = proposals.line_id
WHERE proposals.adm = @adm AND proposals.probability > 0 AND proposals.probability >= @least AND proposals.probability < @below
  AND proposals.probability <= @under AND (proposals.probability < @under OR proposals.line_id > @after)
  AND (CAST(@account_id AS BIGINT) = 0 OR bank_lines.account_id = @account_id)
  AND bank_lines.search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND bank_lines.search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND bank_lines.search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND bank_lines.search LIKE CAST(@word4 AS TEXT) ESCAPE '!'
ORDER BY proposals.probability DESC, proposals.line_id LIMIT @page;

-- name: WorklistBare :many
SELECT bank_lines.id FROM bank_lines
WHERE bank_lines.adm = @adm AND bank_lines.state = 'open' AND bank_lines.id > @after
  AND (CAST(@account_id AS BIGINT) = 0 OR bank_lines.account_id = @account_id)
  AND bank_lines.search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND bank_lines.search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND bank_lines.search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND bank_lines.search LIKE CAST(@word4 AS TEXT) ESCAPE '!'
  AND NOT EXISTS (SELECT 1 FROM proposals
                  WHERE proposals.adm = bank_lines.adm AND proposals.line_id = bank_lines.id AND proposals.probability > 0)
ORDER BY bank_lines.id LIMIT @page;

-- name: CountWorklist :one
SELECT CAST(COUNT(*) AS BIGINT) AS lines, CAST(COUNT(proposals.line_id) AS BIGINT) AS likely,
       CAST(COALESCE(SUM(CASE WHEN proposals.probability >= @sure THEN 1 ELSE 0 END), 0) AS BIGINT) AS sure
FROM bank_lines
LEFT JOIN proposals ON proposals.adm = bank_lines.adm AND proposals.line_id = bank_lines.id AND proposals.probability > 0
WHERE bank_lines.adm = @adm AND bank_lines.state = 'open'
  AND (CAST(@account_id AS BIGINT) = 0 OR bank_lines.account_id = @account_id)
  AND bank_lines.search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND bank_lines.search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND bank_lines.search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND bank_lines.search LIKE CAST(@word4 AS TEXT) ESCAPE '!';

-- name: CountOpenLines :one
SELECT CAST(COUNT(*) AS BIGINT) FROM bank_lines WHERE adm = @adm AND state = 'open';

-- name: CountProposals :one
SELECT CAST(COUNT(*) AS BIGINT) AS likely,
       CAST(COALESCE(SUM(CASE WHEN probability >= @sure THEN 1 ELSE 0 END), 0) AS BIGINT) AS sure
FROM proposals WHERE adm = @adm AND probability > 0;

-- name: Waiting :one
SELECT CAST(COALESCE(SUM(CASE WHEN left_amount > 0 THEN left_amount ELSE 0 END), 0) AS BIGINT) AS sum_in,
       CAST(COALESCE(SUM(CASE WHEN left_amount < 0 THEN left_amount ELSE 0 END), 0) AS BIGINT) AS sum_out,
       CAST(COALESCE(MIN(booked), '') AS TEXT) AS oldest
FROM bank_lines WHERE adm = @adm AND state = 'open';

-- ViewDecisions: which decisions a page has is settled before anything is joined to
-- them, which a database may else do the other way round.
-- name: ViewDecisions :many
SELECT sqlc.embed(decisions), sqlc.embed(bank_lines), sqlc.embed(entries), sqlc.embed(statements), sqlc.embed(accounts)
FROM decisions
JOIN bank_lines ON bank_lines.adm = decisions.adm AND bank_lines.id = decisions.line_id
JOIN entries ON entries.adm = bank_lines.adm AND entries.id = bank_lines.entry_id
JOIN statements ON statements.adm = entries.adm AND statements.id = entries.statement_id
JOIN accounts ON accounts.adm = bank_lines.adm AND accounts.id = bank_lines.account_id
WHERE decisions.adm = @adm AND decisions.id IN (SELECT d.id FROM decisions AS d WHERE d.adm = @adm AND d.id < @before ORDER BY d.id DESC LIMIT @page)
ORDER BY decisions.id DESC;

-- name: ViewQuarantine :many
SELECT sqlc.embed(quarantine), files.name AS file_name FROM quarantine
JOIN files ON files.adm = quarantine.adm AND files.sha256 = quarantine.sha256
WHERE quarantine.adm = @adm AND quarantine.state = 'open' AND quarantine.id < @before
ORDER BY quarantine.id DESC LIMIT @page;

-- name: ItemsByReference :many
SELECT * FROM items WHERE adm = @adm AND reference = @reference ORDER BY id LIMIT @page;

-- name: ItemsByParty :many
SELECT * FROM items WHERE adm = @adm AND party_number = @party_number ORDER BY id LIMIT @page;

-- SearchItems: what a line could settle (of kind) or take back (of the other kind).
-- name: SearchItems :many
SELECT * FROM items
WHERE adm = @adm AND ((kind = @kind AND settled < amount) OR (kind <> @kind AND settled > 0))
  AND search LIKE CAST(@word1 AS TEXT) ESCAPE '!' AND search LIKE CAST(@word2 AS TEXT) ESCAPE '!'
  AND search LIKE CAST(@word3 AS TEXT) ESCAPE '!' AND search LIKE CAST(@word4 AS TEXT) ESCAPE '!'
ORDER BY id LIMIT @page;
