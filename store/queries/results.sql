-- Results by month: what was done without a person, how long invoices took, and what
-- was found. Each query takes a span of time and finds its rows by an index.

-- ResultLines: decisions that explain money, by what they rested on, and which of
-- those were taken back.
-- name: ResultLines :many
SELECT ground, CAST(COUNT(*) AS BIGINT) AS decided, CAST(COALESCE(SUM(CASE WHEN undone_by <> 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS corrected
FROM decisions WHERE adm = @adm AND ground IN ('', 'claim', 'rule') AND at >= @since AND at < @until AND kind IN ('accepted', 'changed')
GROUP BY ground;

-- ResultInvoices: each invoice that was booked for the first time, in one group of
-- those that went alike. Touched: a person did something about it, or about its
-- document, before it was booked; that somebody who must approve it did so, is no
-- touch. Coded: by the autopilot.
-- name: ResultInvoices :many
SELECT CAST(touched AS BIGINT) AS touched, CAST(corrected AS BIGINT) AS corrected, CAST(coded AS BIGINT) AS coded, CAST(recoded AS BIGINT) AS recoded,
       CAST(reversed AS BIGINT) AS reversed, CAST(COUNT(*) AS BIGINT) AS invoices
FROM (
    SELECT CASE WHEN EXISTS (SELECT 1 FROM audit WHERE audit.adm = first.adm AND audit.subject = 'invoice:' || CAST(first.invoice_id AS TEXT)
                             AND audit.at <= first.at AND audit.actor <> 'autopilot'
                             AND audit.act IN ('invoice.coded', 'invoice.uncoded', 'invoice.corrected', 'invoice.assigned', 'invoice.released', 'invoice.half-released',
                                 'invoice.clock', 'invoice.no-duplicate', 'invoice.withdrawn', 'invoice.asked', 'invoice.answered', 'invoice.disputed', 'invoice.settled',
                                 'invoice.rejected', 'invoice.reopened', 'invoice.commented', 'invoice.replied'))
                  OR EXISTS (SELECT 1 FROM audit WHERE audit.adm = first.adm AND audit.subject = 'document:' || CAST(invoices.document_id AS TEXT)
                             AND audit.at <= first.at AND audit.act IN ('document.kind', 'document.read'))
                THEN 1 ELSE 0 END AS touched,
           CASE WHEN EXISTS (SELECT 1 FROM audit WHERE audit.adm = first.adm AND audit.subject = 'invoice:' || CAST(first.invoice_id AS TEXT)
                             AND audit.act = 'invoice.corrected') THEN 1 ELSE 0 END AS corrected,
           CASE WHEN coding_cases.ground = 'claim' THEN 1 ELSE 0 END AS coded,
           CASE WHEN coding_cases.undone OR coding_cases.misbooked THEN 1 ELSE 0 END AS recoded,
           CASE WHEN invoices.misbooked OR EXISTS (SELECT 1 FROM invoice_bookings AS back WHERE back.adm = first.adm AND back.invoice_id = first.invoice_id
                             AND back.reverses <> 0) THEN 1 ELSE 0 END AS reversed
    FROM invoice_bookings AS first
    JOIN invoices ON invoices.adm = first.adm AND invoices.id = first.invoice_id
    LEFT JOIN coding_cases ON coding_cases.adm = first.adm AND coding_cases.invoice_id = first.invoice_id
    WHERE first.adm = @adm AND first.at >= @since AND first.at < @until AND first.reverses = 0
      AND NOT EXISTS (SELECT 1 FROM invoice_bookings AS earlier WHERE earlier.adm = first.adm AND earlier.invoice_id = first.invoice_id
                      AND earlier.reverses = 0 AND earlier.journal_id < first.journal_id)
) AS went
GROUP BY touched, corrected, coded, recoded, reversed;

-- ResultBooked: how many invoices of a day on which they came were booked for the
-- first time in which hour.
-- name: ResultBooked :many
SELECT invoices.received, CAST(substr(first.at, 1, 13) AS TEXT) AS hour, CAST(COUNT(*) AS BIGINT) AS invoices
FROM invoice_bookings AS first
JOIN invoices ON invoices.adm = first.adm AND invoices.id = first.invoice_id
WHERE first.adm = @adm AND first.at >= @since AND first.at < @until AND first.reverses = 0 AND invoices.kind = 'invoice'
  AND NOT EXISTS (SELECT 1 FROM invoice_bookings AS earlier WHERE earlier.adm = first.adm AND earlier.invoice_id = first.invoice_id
                  AND earlier.reverses = 0 AND earlier.journal_id < first.journal_id)
GROUP BY invoices.received, substr(first.at, 1, 13);

-- ResultPaid: how many invoices of a day on which they came were paid to the last
-- cent on which day of the bank.
-- name: ResultPaid :many
SELECT invoices.received, bank_lines.booked, CAST(COUNT(DISTINCT invoices.id) AS BIGINT) AS invoices
FROM bank_lines
JOIN allocations ON allocations.adm = bank_lines.adm AND allocations.line_id = bank_lines.id
JOIN decisions ON decisions.adm = bank_lines.adm AND decisions.id = allocations.decision_id AND decisions.undone_by = 0 AND decisions.kind <> 'undone'
JOIN items ON items.adm = bank_lines.adm AND items.id = allocations.item_id AND items.kind = 'payable' AND items.settled >= items.amount
JOIN invoices ON invoices.adm = bank_lines.adm AND invoices.item_id = items.id AND invoices.item_id <> 0 AND invoices.kind = 'invoice'
WHERE bank_lines.adm = @adm AND bank_lines.state IN ('matched', 'open') AND bank_lines.booked >= @since AND bank_lines.booked <= @until AND bank_lines.amount < 0
  AND NOT EXISTS (SELECT 1 FROM allocations AS other
                  JOIN decisions AS later ON later.adm = other.adm AND later.id = other.decision_id AND later.undone_by = 0 AND later.kind <> 'undone'
                  JOIN bank_lines AS line ON line.adm = other.adm AND line.id = other.line_id
                  WHERE other.adm = bank_lines.adm AND other.item_id = items.id AND other.item_id <> 0 AND line.booked > bank_lines.booked)
GROUP BY invoices.received, bank_lines.booked;

-- ResultHolds: invoices that were held, by why, with what came of it: stopped (the
-- invoice was rejected), open, mended (what it was about is no longer so), released.
-- name: ResultHolds :many
SELECT kind, outcome, CAST(COUNT(*) AS BIGINT) AS invoices, CAST(SUM(payable) AS BIGINT) AS payable
FROM (
    SELECT holds.kind, invoices.payable,
           CASE WHEN invoices.state = 'rejected' THEN 'stopped' WHEN MAX(CASE WHEN holds.state = 'open' THEN 1 ELSE 0 END) = 1 THEN 'open'
                WHEN MAX(CASE WHEN holds.state = 'released' THEN 1 ELSE 0 END) = 1 THEN 'released' ELSE 'mended' END AS outcome
    FROM holds
    JOIN invoices ON invoices.adm = holds.adm AND invoices.id = holds.invoice_id
    WHERE holds.adm = @adm AND holds.opened >= @since AND holds.opened < @until
      AND holds.kind IN ('duplicate', 'iban', 'invalid', 'page', 'order', 'amount')
    GROUP BY holds.kind, invoices.id, invoices.payable, invoices.state
) AS each_one
GROUP BY kind, outcome;

-- ResultCopies: documents that are another copy of an invoice and were put aside,
-- unless a hold tells of them already.
-- name: ResultCopies :one
SELECT CAST(COUNT(*) AS BIGINT) AS copies, CAST(COALESCE(SUM(invoices.payable), 0) AS BIGINT) AS payable
FROM documents
JOIN invoices ON invoices.adm = documents.adm AND invoices.id = documents.invoice_id
WHERE documents.adm = @adm AND documents.state = 'copy' AND documents.received >= @since AND documents.received < @until
  AND NOT EXISTS (SELECT 1 FROM invoices AS held
                  JOIN holds ON holds.adm = held.adm AND holds.invoice_id = held.id AND holds.kind = 'duplicate'
                  WHERE held.adm = documents.adm AND held.document_id = documents.id);

-- ResultRefused: statements, lists and batches that were not right and were kept apart.
-- name: ResultRefused :one
SELECT CAST(COUNT(*) AS BIGINT) FROM quarantine WHERE adm = @adm AND state IN ('open', 'released') AND since >= @since AND since < @until;

-- name: ResultLetters :one
SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE adm = @adm AND state = 'sent' AND ended >= @since AND ended < @until;

-- FirstResult: when the first decision was taken, the first invoice booked, and the
-- first of each without a person; '' never.
-- name: FirstResult :one
SELECT CAST(COALESCE((SELECT MIN(at) FROM decisions WHERE decisions.adm = @adm AND ground = ''), '') AS TEXT) AS by_person,
       CAST(COALESCE((SELECT MIN(at) FROM decisions WHERE decisions.adm = @adm AND ground = 'claim'), '') AS TEXT) AS by_claim,
       CAST(COALESCE((SELECT MIN(at) FROM decisions WHERE decisions.adm = @adm AND ground = 'rule'), '') AS TEXT) AS by_rule,
       CAST(COALESCE((SELECT MIN(at) FROM coding_cases WHERE coding_cases.adm = @adm AND ground = 'claim'), '') AS TEXT) AS coded,
       CAST(COALESCE((SELECT MIN(at) FROM invoice_bookings WHERE invoice_bookings.adm = @adm), '') AS TEXT) AS booked;
