-- name: Accounts :many
SELECT * FROM accounts WHERE adm = @adm ORDER BY iban, currency;

-- name: StatementsByFingerprint :many
SELECT * FROM statements WHERE adm = @adm AND fingerprint = @fingerprint ORDER BY id;

-- LinksOfAccount: what an index has of them, in its order.
-- name: LinksOfAccount :many
SELECT id, from_day, to_day, sequence, bank_id, opening, closing FROM statements
WHERE adm = @adm AND account_id = @account_id AND kind = @kind ORDER BY to_day, id;

-- name: LastStatement :one
SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) FROM statements WHERE adm = @adm;

-- name: StatementsPage :many
SELECT * FROM statements WHERE adm = @adm AND account_id = @account_id ORDER BY to_day DESC, id DESC LIMIT @page OFFSET @skip;

-- name: UntiedNotifications :many
SELECT * FROM entries
WHERE adm = @adm AND account_id = @account_id AND kind = 'notification' AND tied = 0
  AND booked >= @from_day AND booked <= @to_day ORDER BY id;

-- name: TieCandidates :many
SELECT * FROM entries
WHERE adm = @adm AND account_id = @account_id AND kind = 'booked' AND amount = @amount
  AND booked >= @from_day AND booked <= @to_day ORDER BY id;

-- name: TieEntry :exec
UPDATE entries SET tied = @tied, details = @details WHERE adm = @adm AND id = @id;

-- name: LinesOfEntry :many
SELECT * FROM bank_lines WHERE adm = @adm AND entry_id = @entry_id ORDER BY idx;

-- name: LineByID :one
SELECT * FROM bank_lines WHERE adm = @adm AND id = @id;

-- name: OpenLines :many
SELECT * FROM bank_lines WHERE adm = @adm AND state = 'open' AND id > @after ORDER BY id LIMIT @page;

-- name: Worklist :many
SELECT bank_lines.id, COALESCE(proposals.probability, 0) AS probability, COALESCE(proposals.content, '') AS proposal
FROM bank_lines
LEFT JOIN proposals ON proposals.adm = bank_lines.adm AND proposals.line_id = bank_lines.id
WHERE bank_lines.adm = @adm AND bank_lines.state = 'open'
ORDER BY COALESCE(proposals.probability, 0) DESC, bank_lines.id LIMIT @page OFFSET @skip;

-- AllocatedLines: lines of which something was allocated.
-- name: AllocatedLines :many
SELECT id, account_id, booked, amount, party_name, party_iban, content FROM bank_lines
WHERE adm = @adm AND id > @after AND state IN ('open', 'matched') AND left_amount <> amount ORDER BY id LIMIT @page;

-- name: Batches :many
SELECT * FROM batches WHERE adm = @adm ORDER BY id;

-- name: BatchesByReference :many
SELECT * FROM batches WHERE adm = @adm AND message_id = @message_id AND info_id = @info_id ORDER BY id;

-- Instructions: of one batch they come in their order, which is that of their identifiers.
-- name: Instructions :many
SELECT * FROM instructions WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- name: AddRefusal :exec
INSERT INTO refusals (adm, info_id, end_to_end, code, sha256) VALUES (@adm, @info_id, @end_to_end, @code, @sha256)
ON CONFLICT (adm, info_id, end_to_end) DO NOTHING;

-- name: Refusals :many
SELECT info_id, end_to_end FROM refusals WHERE adm = @adm ORDER BY info_id, end_to_end;

-- name: NameAccount :exec
UPDATE accounts SET iban = @iban WHERE adm = @adm AND id = @id;

-- name: EntryMarks :many
SELECT statement_id, booked, amount FROM entries
WHERE adm = @adm AND account_id = @account_id AND kind = 'booked' AND booked >= @from_day AND booked <= @to_day;

-- name: EntryByID :one
SELECT * FROM entries WHERE adm = @adm AND id = @id;

-- name: AddRefusedMessage :exec
INSERT INTO refused_messages (adm, message_id, code, sha256) VALUES (@adm, @message_id, @code, @sha256)
ON CONFLICT (adm, message_id) DO NOTHING;

-- name: RefusedMessages :many
SELECT message_id FROM refused_messages WHERE adm = @adm ORDER BY message_id;
