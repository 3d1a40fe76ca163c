-- CodedBefore: how the invoices of a supplier that were coded last were coded,
-- the latest last. What was taken back says nothing.
-- name: CodedBefore :many
SELECT past.number AS invoice_number, sqlc.embed(invoice_codings)
FROM (SELECT invoices.id, invoices.number, invoices.coded FROM invoices
      WHERE invoices.adm = @adm AND invoices.supplier_id = @supplier_id AND invoices.coded > 0
        AND invoices.id <> @invoice_id
      ORDER BY invoices.coded DESC LIMIT @page) AS past
JOIN invoice_codings ON invoice_codings.adm = @adm AND invoice_codings.invoice_id = past.id
ORDER BY past.coded, invoice_codings.pos;

-- name: SetCoded :exec
UPDATE invoices SET coded = @coded, misbooked = @misbooked WHERE adm = @adm AND id = @id;

-- CodedLines: what was coded after an act, and a part of what it coded, in the
-- order in which that was done.
-- name: CodedLines :many
SELECT invoices.coded, invoices.number AS invoice_number, invoices.kind, invoices.supplier_name,
       CAST(COALESCE(suppliers.number, '') AS TEXT) AS supplier_number,
       CAST(COALESCE(coding_proposals.taken, TRUE) AS BOOLEAN) AS taken,
       sqlc.embed(invoice_codings)
FROM invoices
JOIN invoice_codings ON invoice_codings.adm = invoices.adm AND invoice_codings.invoice_id = invoices.id
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
LEFT JOIN coding_proposals ON coding_proposals.adm = invoices.adm AND coding_proposals.invoice_id = invoices.id
WHERE invoices.adm = @adm AND invoices.coded >= @coded AND (invoices.coded > @coded OR invoice_codings.pos > @after_pos)
ORDER BY invoices.coded, invoice_codings.pos LIMIT @page;

-- CodedAgo: the act of coding that many invoices before the last.
-- name: CodedAgo :one
SELECT coded FROM invoices WHERE adm = @adm AND coded > 0 ORDER BY coded DESC LIMIT 1 OFFSET @invoices;

-- CodingsBack: invoices of which the coding was taken back after an act.
-- name: CodingsBack :many
SELECT id, coded FROM invoices WHERE adm = @adm AND coded < @coded ORDER BY coded DESC;

-- FeedbackAfter: what other programs said after an act.
-- name: FeedbackAfter :many
SELECT * FROM coding_feedback WHERE adm = @adm AND id > @id ORDER BY id LIMIT @page;

-- name: FeedbackAgo :one
SELECT id FROM coding_feedback WHERE adm = @adm ORDER BY id DESC LIMIT 1 OFFSET @lines;

-- name: FeedbackKnown :one
SELECT * FROM coding_feedback WHERE adm = @adm AND known = @known AND known <> '';

-- name: DropFeedback :exec
DELETE FROM coding_feedback WHERE adm = @adm AND id = @id;

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

-- name: PastFiles :many
SELECT * FROM past_files WHERE adm = @adm ORDER BY id;

-- name: SetPastFileState :exec
UPDATE past_files SET state = @state WHERE adm = @adm AND id = @id;

-- PastParties: who in the audit files that are used may be a supplier, by his
-- number there, a key of his name, or a number that others gave him.
-- name: PastParties :many
SELECT past_parties.* FROM past_parties
JOIN past_files ON past_files.adm = past_parties.adm AND past_files.id = past_parties.file_id
WHERE past_parties.adm = @adm AND past_files.state = 'used'
  AND (past_parties.party = @party OR past_parties.key = @key AND past_parties.key <> ''
       OR past_parties.kvk = @kvk AND past_parties.kvk <> '' OR past_parties.vat = @vat AND past_parties.vat <> '')
ORDER BY past_parties.file_id, past_parties.party LIMIT 50;

-- PastCodings: the lines that a party had last, the latest first.
-- name: PastCodings :many
SELECT * FROM past_codings WHERE adm = @adm AND file_id = @file_id AND party = @party
ORDER BY day DESC, pos DESC LIMIT @page;

-- CodingUse: how often each model proposed a coding that a person judged, how often
-- that was taken as it was, and what was claimed of it.
-- name: CodingUse :many
SELECT model, CAST(COUNT(*) AS BIGINT) AS proposed, CAST(SUM(CASE WHEN taken THEN 1 ELSE 0 END) AS BIGINT) AS taken,
       CAST(SUM(probability) AS DOUBLE PRECISION) AS claimed, CAST(MIN(at) AS TEXT) AS first, CAST(MAX(at) AS TEXT) AS last
FROM coding_proposals WHERE coding_proposals.adm = @adm
  AND NOT EXISTS (SELECT 1 FROM coding_cases WHERE coding_cases.adm = coding_proposals.adm AND coding_cases.invoice_id = coding_proposals.invoice_id
                  AND coding_cases.ground = 'claim' AND NOT coding_cases.undone AND NOT coding_cases.misbooked)
GROUP BY model ORDER BY model;

-- name: FirstDecision :one
SELECT CAST(COALESCE(MIN(at), '') AS TEXT) FROM decisions WHERE adm = @adm;

-- CodingWaits: the invoices after one that have no coding yet, with what their
-- standing proposal rests on; '' none.
-- name: CodingWaits :many
SELECT invoices.id, invoices.state, invoices.supplier_id, invoices.content, CAST(COALESCE(coding_worklist.basis, '') AS TEXT) AS basis,
       CAST(COALESCE(coding_worklist.blind, FALSE) AS BOOLEAN) AS blind
FROM invoices
LEFT JOIN coding_worklist ON coding_worklist.adm = invoices.adm AND coding_worklist.invoice_id = invoices.id
WHERE invoices.adm = @adm AND invoices.state IN ('held', 'coding') AND invoices.coded <= 0 AND invoices.id > @after
ORDER BY invoices.id LIMIT @page;

-- CodingWorklist: what waits for a coding, the most urgent first.
-- name: CodingWorklist :many
SELECT coding_worklist.*, invoices.number, invoices.kind, invoices.issued, invoices.received, invoices.pay_by, invoices.currency, invoices.net,
       invoices.payable, invoices.supplier_name, invoices.order_number,
       CAST(COALESCE(suppliers.number, '') AS TEXT) AS supplier_number, CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name
FROM coding_worklist
JOIN invoices ON invoices.adm = coding_worklist.adm AND invoices.id = coding_worklist.invoice_id
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
WHERE coding_worklist.adm = @adm AND invoices.state = 'coding'
  AND invoices.search LIKE CAST(@pattern AS TEXT) ESCAPE '!'
  AND (CAST(@shows AS TEXT) = '' OR (CAST(@shows AS TEXT) = 'sure' AND coding_worklist.filled AND coding_worklist.probability >= CAST(@sure AS DOUBLE PRECISION))
    OR (CAST(@shows AS TEXT) = 'doubt' AND coding_worklist.filled AND coding_worklist.probability < CAST(@sure AS DOUBLE PRECISION))
    OR (CAST(@shows AS TEXT) = 'guess' AND NOT coding_worklist.filled) OR (CAST(@shows AS TEXT) = 'otherwise' AND coding_worklist.otherwise))
  AND (invoices.pay_by > @pay_by OR (invoices.pay_by = @pay_by AND invoices.id > @after))
ORDER BY invoices.pay_by, invoices.id LIMIT @page;

-- CodingTotals: what waits for a coding, by how sure it is.
-- name: CodingTotals :one
SELECT CAST(COUNT(*) AS BIGINT) AS waiting,
       CAST(COALESCE(SUM(CASE WHEN coding_worklist.filled AND coding_worklist.probability >= CAST(@sure AS DOUBLE PRECISION) THEN 1 ELSE 0 END), 0) AS BIGINT) AS sure,
       CAST(COALESCE(SUM(CASE WHEN coding_worklist.filled AND coding_worklist.probability < CAST(@sure AS DOUBLE PRECISION) THEN 1 ELSE 0 END), 0) AS BIGINT) AS doubt,
       CAST(COALESCE(SUM(CASE WHEN coding_worklist.filled THEN 0 ELSE 1 END), 0) AS BIGINT) AS guess,
       CAST(COALESCE(SUM(CASE WHEN coding_worklist.otherwise THEN 1 ELSE 0 END), 0) AS BIGINT) AS otherwise
FROM coding_worklist
JOIN invoices ON invoices.adm = coding_worklist.adm AND invoices.id = coding_worklist.invoice_id
WHERE coding_worklist.adm = @adm AND invoices.state = 'coding';

-- name: CodingWait :one
SELECT * FROM coding_worklist WHERE adm = @adm AND invoice_id = @invoice_id;

-- name: DropCodingWait :exec
DELETE FROM coding_worklist WHERE adm = @adm AND invoice_id = @invoice_id;

-- DropCodingWaits: of what waits no more.
-- name: DropCodingWaits :exec
DELETE FROM coding_worklist WHERE coding_worklist.adm = @adm AND NOT EXISTS (SELECT 1 FROM invoices WHERE invoices.adm = coding_worklist.adm
      AND invoices.id = coding_worklist.invoice_id AND invoices.state IN ('held', 'coding') AND invoices.coded <= 0);

-- name: CodingCase :one
SELECT * FROM coding_cases WHERE adm = @adm AND invoice_id = @invoice_id;

-- name: SetCodingCaseUndone :exec
UPDATE coding_cases SET undone = TRUE WHERE adm = @adm AND invoice_id = @invoice_id;

-- name: SetCodingCaseMisbooked :exec
UPDATE coding_cases SET misbooked = @misbooked WHERE adm = @adm AND invoice_id = @invoice_id;

-- name: SetCodingCaseBatch :exec
UPDATE coding_cases SET batch = @batch WHERE adm = @adm AND invoice_id = @invoice_id;

-- CodingBatch: what was last accepted together, and was not taken back since.
-- name: CodingBatch :many
SELECT invoice_id FROM coding_cases WHERE adm = @adm AND batch = @batch AND batch <> 0 ORDER BY invoice_id;

-- CodingCasesSince: what people judged, the newest first. A yes that was taken back,
-- or proved wrong, counts as wrong.
-- name: CodingCasesSince :many
SELECT at, claimed, blind, CAST(correct AND NOT undone AND NOT misbooked AS BOOLEAN) AS is_right FROM coding_cases
WHERE adm = @adm AND ground = '' AND at >= @since ORDER BY at DESC, invoice_id DESC LIMIT @page;

-- name: CountCodingCases :one
SELECT CAST(COUNT(*) AS BIGINT) FROM coding_cases WHERE adm = @adm AND ground = '' AND claimed >= @least AND at >= @since;

-- AutomaticCodings: what the autopilot coded, and what of that was taken back.
-- name: AutomaticCodings :one
SELECT CAST(COUNT(*) AS BIGINT) AS done, CAST(COALESCE(SUM(CASE WHEN undone OR misbooked THEN 1 ELSE 0 END), 0) AS BIGINT) AS undone
FROM coding_cases WHERE adm = @adm AND ground = 'claim' AND at >= @since;

-- CodingsByMonth: first codings with a proposal, and what the autopilot did of these.
-- name: CodingsByMonth :many
SELECT CAST(substr(at, 1, 7) AS TEXT) AS month, CAST(COUNT(*) AS BIGINT) AS decided,
       CAST(SUM(CASE WHEN ground = 'claim' THEN 1 ELSE 0 END) AS BIGINT) AS automatic,
       CAST(SUM(CASE WHEN ground = 'claim' AND (undone OR misbooked) THEN 1 ELSE 0 END) AS BIGINT) AS corrected
FROM coding_cases WHERE adm = @adm GROUP BY substr(at, 1, 7) ORDER BY substr(at, 1, 7);

-- CodingDraws: how many were drawn for the blind sample, waiting or judged.
-- name: CodingDraws :one
SELECT CAST((SELECT COUNT(*) FROM coding_worklist WHERE coding_worklist.adm = @adm AND coding_worklist.blind)
          + (SELECT COUNT(*) FROM coding_cases WHERE coding_cases.adm = @adm AND coding_cases.blind) AS BIGINT);

-- name: LastCodingStanding :one
SELECT * FROM coding_standings WHERE adm = @adm ORDER BY id DESC LIMIT 1;
