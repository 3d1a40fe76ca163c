-- What waits for people, and what was done without them: what the first page shows.
-- Each list has an index that gives it in order, so that its length does not matter.

-- The first lines in some order, each with how likely the best proposal is; 0 there is
-- none.
-- name: LargestIn :many
SELECT first.id, first.booked, first.left_amount, first.party_name, accounts.currency, CAST(COALESCE(proposals.probability, 0) AS DOUBLE PRECISION) AS probability
FROM (SELECT bank_lines.adm, bank_lines.id, bank_lines.account_id, bank_lines.booked, bank_lines.left_amount, bank_lines.party_name FROM bank_lines WHERE bank_lines.adm = @adm AND bank_lines.state = 'open' ORDER BY bank_lines.left_amount DESC LIMIT @page) AS first
JOIN accounts ON accounts.adm = first.adm AND accounts.id = first.account_id
LEFT JOIN proposals ON proposals.adm = first.adm AND proposals.line_id = first.id
ORDER BY first.left_amount DESC;

-- name: LargestOut :many
SELECT first.id, first.booked, first.left_amount, first.party_name, accounts.currency, CAST(COALESCE(proposals.probability, 0) AS DOUBLE PRECISION) AS probability
FROM (SELECT bank_lines.adm, bank_lines.id, bank_lines.account_id, bank_lines.booked, bank_lines.left_amount, bank_lines.party_name FROM bank_lines WHERE bank_lines.adm = @adm AND bank_lines.state = 'open' ORDER BY bank_lines.left_amount LIMIT @page) AS first
JOIN accounts ON accounts.adm = first.adm AND accounts.id = first.account_id
LEFT JOIN proposals ON proposals.adm = first.adm AND proposals.line_id = first.id
ORDER BY first.left_amount;

-- name: OldestLines :many
SELECT first.id, first.booked, first.left_amount, first.party_name, accounts.currency, CAST(COALESCE(proposals.probability, 0) AS DOUBLE PRECISION) AS probability
FROM (SELECT bank_lines.adm, bank_lines.id, bank_lines.account_id, bank_lines.booked, bank_lines.left_amount, bank_lines.party_name FROM bank_lines WHERE bank_lines.adm = @adm AND bank_lines.state = 'open' ORDER BY bank_lines.booked LIMIT @page) AS first
JOIN accounts ON accounts.adm = first.adm AND accounts.id = first.account_id
LEFT JOIN proposals ON proposals.adm = first.adm AND proposals.line_id = first.id
ORDER BY first.booked;

-- WaitingLine: a line with how likely the best
-- proposal is; 0 there is none.
-- name: WaitingLine :one
SELECT bank_lines.id, bank_lines.booked, bank_lines.left_amount, bank_lines.party_name, accounts.currency,
       CAST(COALESCE(proposals.probability, 0) AS DOUBLE PRECISION) AS probability
FROM bank_lines
JOIN accounts ON accounts.adm = bank_lines.adm AND accounts.id = bank_lines.account_id
LEFT JOIN proposals ON proposals.adm = bank_lines.adm AND proposals.line_id = bank_lines.id
WHERE bank_lines.adm = @adm AND bank_lines.id = @id;

-- The first invoices in some order, with how likely the coding is that is proposed; 0
-- there is none.
-- name: UrgentInvoices :many
SELECT first.id, first.number, first.pay_by, first.payable, first.currency, first.supplier_name, CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name,
       CAST(COALESCE(coding_worklist.probability, 0) AS DOUBLE PRECISION) AS probability
FROM (SELECT invoices.adm, invoices.id, invoices.number, invoices.pay_by, invoices.payable, invoices.currency, invoices.supplier_name, invoices.supplier_id FROM invoices
      WHERE invoices.adm = @adm AND invoices.state = @state AND invoices.done = FALSE ORDER BY invoices.pay_by, invoices.id LIMIT @page) AS first
LEFT JOIN suppliers ON suppliers.adm = first.adm AND suppliers.id = first.supplier_id
LEFT JOIN coding_worklist ON coding_worklist.adm = first.adm AND coding_worklist.invoice_id = first.id
ORDER BY first.pay_by, first.id;

-- name: LargestInvoices :many
SELECT first.id, first.number, first.pay_by, first.payable, first.currency, first.supplier_name, CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name,
       CAST(COALESCE(coding_worklist.probability, 0) AS DOUBLE PRECISION) AS probability
FROM (SELECT invoices.adm, invoices.id, invoices.number, invoices.pay_by, invoices.payable, invoices.currency, invoices.supplier_name, invoices.supplier_id FROM invoices
      WHERE invoices.adm = @adm AND invoices.state = @state ORDER BY invoices.payable DESC LIMIT @page) AS first
LEFT JOIN suppliers ON suppliers.adm = first.adm AND suppliers.id = first.supplier_id
LEFT JOIN coding_worklist ON coding_worklist.adm = first.adm AND coding_worklist.invoice_id = first.id
ORDER BY first.payable DESC;

-- name: SmallestInvoices :many
SELECT first.id, first.number, first.pay_by, first.payable, first.currency, first.supplier_name, CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name,
       CAST(COALESCE(coding_worklist.probability, 0) AS DOUBLE PRECISION) AS probability
FROM (SELECT invoices.adm, invoices.id, invoices.number, invoices.pay_by, invoices.payable, invoices.currency, invoices.supplier_name, invoices.supplier_id FROM invoices
      WHERE invoices.adm = @adm AND invoices.state = @state ORDER BY invoices.payable LIMIT @page) AS first
LEFT JOIN suppliers ON suppliers.adm = first.adm AND suppliers.id = first.supplier_id
LEFT JOIN coding_worklist ON coding_worklist.adm = first.adm AND coding_worklist.invoice_id = first.id
ORDER BY first.payable;

-- name: CountWaitingInvoices :many
SELECT state, CAST(COUNT(*) AS BIGINT) AS invoices, CAST(COALESCE(SUM(payable), 0) AS BIGINT) AS payable
FROM invoices WHERE adm = @adm AND state IN ('held', 'coding') GROUP BY state;

-- LateInvoices: booked, not in a payment run and not paid, though it must be paid by a
-- day by the law and by the invoice; those that the invoice wants first. The invoices
-- come first, which CROSS JOIN says: of what is open most is of no invoice.
-- name: LateInvoices :many
SELECT invoices.id, invoices.number, invoices.pay_by, invoices.currency, invoices.supplier_name,
       CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name,
       CAST(items.amount - items.settled - invoices.blocked AS BIGINT) AS left_amount
FROM invoices
CROSS JOIN items
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
WHERE invoices.adm = @adm AND invoices.state = 'booked' AND invoices.done = FALSE AND invoices.pay_by <= @until AND invoices.item_id <> 0
  AND items.adm = invoices.adm AND items.id = invoices.item_id AND items.kind = 'payable' AND items.settled < items.amount AND items.due <= @until
  AND items.amount - items.settled > invoices.blocked
ORDER BY items.due, items.id LIMIT @page;

-- name: WaitingDocuments :many
SELECT id, name, sender, received, probability FROM documents WHERE adm = @adm AND state = @state ORDER BY id LIMIT @page;

-- name: CountDocumentsIn :one
SELECT CAST(COUNT(*) AS BIGINT) FROM documents WHERE adm = @adm AND state IN ('unread', 'asked');

-- name: RunsIn :many
SELECT * FROM payment_runs WHERE adm = @adm AND state = @state ORDER BY id LIMIT @page;

-- name: QuarantineWaits :many
SELECT quarantine.id, quarantine.subject, quarantine.code, quarantine.args, quarantine.since, files.name AS file_name
FROM quarantine
JOIN files ON files.adm = quarantine.adm AND files.sha256 = quarantine.sha256
WHERE quarantine.adm = @adm AND quarantine.state = 'open' ORDER BY quarantine.id LIMIT @page;

-- name: LettersFailed :many
SELECT id, recipient, subject, code, args, ended FROM outbox WHERE adm = @adm AND state = 'failed' ORDER BY due, id LIMIT @page;

-- DoneLines: bank lines that were matched without a person since a moment, and which
-- of those a person took back.
-- name: DoneLines :one
SELECT CAST(COUNT(*) AS BIGINT) AS done, CAST(COALESCE(SUM(CASE WHEN undone_by <> 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS corrected
FROM decisions WHERE adm = @adm AND ground IN ('claim', 'rule') AND at >= @since;

-- name: DoneCodings :one
SELECT CAST(COUNT(*) AS BIGINT) AS done, CAST(COALESCE(SUM(CASE WHEN undone OR misbooked THEN 1 ELSE 0 END), 0) AS BIGINT) AS corrected
FROM coding_cases WHERE adm = @adm AND ground = 'claim' AND at >= @since;

-- DoneBookings: invoices that were booked, and which of these bookings were reversed.
-- name: DoneBookings :one
SELECT CAST(COUNT(*) AS BIGINT) AS done, CAST(COUNT(back.journal_id) AS BIGINT) AS corrected
FROM invoice_bookings
LEFT JOIN invoice_bookings AS back ON back.adm = invoice_bookings.adm AND back.invoice_id = invoice_bookings.invoice_id
  AND back.reverses = invoice_bookings.journal_id
WHERE invoice_bookings.adm = @adm AND invoice_bookings.at >= @since AND invoice_bookings.reverses = 0;

-- name: DoneLetters :one
SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE adm = @adm AND state = 'sent' AND ended >= @since;

-- AnyFile: 1 when anything was ever brought in.
-- name: AnyFile :one
SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM files WHERE adm = @adm LIMIT 1) AS one;
