-- Trail: events of the audit chain, the newest first. An act is a pattern.
-- name: Trail :many
SELECT seq, at, actor, act, subject, payload, hash FROM audit
WHERE adm = @adm AND seq < @before AND at >= @since AND at < @until AND act LIKE CAST(@act AS TEXT)
ORDER BY seq DESC LIMIT @page;

-- TrailOfActor: those of one person or of the autopilot.
-- name: TrailOfActor :many
SELECT seq, at, actor, act, subject, payload, hash FROM audit
WHERE adm = @adm AND actor = @actor AND seq < @before AND at >= @since AND at < @until AND act LIKE CAST(@act AS TEXT)
ORDER BY seq DESC LIMIT @page;

-- TrailOfSubject: those about one thing.
-- name: TrailOfSubject :many
SELECT seq, at, actor, act, subject, payload, hash FROM audit
WHERE adm = @adm AND subject = @subject AND (CAST(@actor AS TEXT) = '' OR actor = @actor) AND seq < @before
  AND at >= @since AND at < @until AND act LIKE CAST(@act AS TEXT)
ORDER BY seq DESC LIMIT @page;

-- TrailForward: as they happened, to take along.
-- name: TrailForward :many
SELECT seq, at, actor, act, subject, payload, hash FROM audit
WHERE adm = @adm AND seq > @after AND at >= @since AND at < @until AND act LIKE CAST(@act AS TEXT)
  AND (CAST(@actor AS TEXT) = '' OR actor = @actor) AND (CAST(@subject AS TEXT) = '' OR subject = @subject)
ORDER BY seq LIMIT @page;

-- NextActor: who acted, each found by a step along the index.
-- name: NextActor :one
SELECT CAST(COALESCE(MIN(actor), '') AS TEXT) FROM audit WHERE adm = @adm AND actor > @actor;

-- TiesOfInvoice: under which other names the trail speaks of an invoice: its
-- document, the original and what that came in, the runs that pay it, the bank
-- lines that settled it, letters about it.
-- name: TiesOfInvoice :many
SELECT CAST('document:' || CAST(invoices.document_id AS TEXT) AS TEXT) AS subject FROM invoices
WHERE invoices.adm = @adm AND invoices.id = @id AND invoices.document_id <> 0
UNION SELECT documents.sha256 FROM invoices
JOIN documents ON documents.adm = invoices.adm AND documents.id = invoices.document_id
WHERE invoices.adm = @adm AND invoices.id = @id
UNION SELECT documents.parent FROM invoices
JOIN documents ON documents.adm = invoices.adm AND documents.id = invoices.document_id
WHERE invoices.adm = @adm AND invoices.id = @id AND documents.parent <> ''
UNION SELECT 'run:' || CAST(payment_run_settles.run_id AS TEXT) FROM invoices
JOIN payment_run_settles ON payment_run_settles.adm = invoices.adm AND payment_run_settles.item_id = invoices.item_id
WHERE invoices.adm = @adm AND invoices.id = @id AND invoices.item_id <> 0
UNION SELECT 'line:' || CAST(allocations.line_id AS TEXT) FROM invoices
JOIN allocations ON allocations.adm = invoices.adm AND allocations.item_id = invoices.item_id AND allocations.item_id <> 0
WHERE invoices.adm = @adm AND invoices.id = @id AND invoices.item_id <> 0
UNION SELECT 'mail:' || CAST(outbox.id AS TEXT) FROM outbox
WHERE outbox.adm = @adm AND outbox.about = 'invoice:' || CAST(CAST(@id AS BIGINT) AS TEXT);

-- TiesOfLine: the same of a bank line: the file of its statement, the invoices
-- that it settled and the runs that it belongs to.
-- name: TiesOfLine :many
SELECT CAST(statements.sha256 AS TEXT) AS subject FROM bank_lines
JOIN entries ON entries.adm = bank_lines.adm AND entries.id = bank_lines.entry_id
JOIN statements ON statements.adm = entries.adm AND statements.id = entries.statement_id
WHERE bank_lines.adm = @adm AND bank_lines.id = @id
UNION SELECT 'invoice:' || CAST(invoices.id AS TEXT) FROM allocations
JOIN invoices ON invoices.adm = allocations.adm AND invoices.item_id = allocations.item_id
WHERE allocations.adm = @adm AND allocations.line_id = @id AND invoices.item_id <> 0
UNION SELECT 'run:' || CAST(payment_run_lines.run_id AS TEXT) FROM payment_run_lines
WHERE payment_run_lines.adm = @adm AND payment_run_lines.line_id = @id;

-- InvoiceOfDocument: the invoice that a document is, 0 none.
-- name: InvoiceOfDocument :one
SELECT CAST(COALESCE(MIN(id), 0) AS BIGINT) FROM invoices WHERE adm = @adm AND document_id = @document_id;

-- PolicyEvents: each time that a policy was put in force, the newest first.
-- name: PolicyEvents :many
SELECT seq, at, actor, subject, payload FROM audit WHERE adm = @adm AND act = 'policy.set' ORDER BY seq DESC LIMIT @page;
