-- name: ApprovalActs :many
SELECT * FROM approval_acts WHERE adm = @adm AND invoice_id = @invoice_id ORDER BY id;

-- VoidApprovals: the booking that they led to was taken back.
-- name: VoidApprovals :exec
UPDATE approval_acts SET void = TRUE WHERE adm = @adm AND invoice_id = @invoice_id AND act = 'approve';

-- name: InvoicesInState :many
SELECT * FROM invoices WHERE adm = @adm AND state = @state AND id > @after ORDER BY id LIMIT @page;

-- name: SetInvoiceContent :exec
UPDATE invoices SET content = @content WHERE adm = @adm AND id = @id;

-- name: SetInvoiceClock :exec
UPDATE invoices SET clock = @clock, pay_by = @pay_by WHERE adm = @adm AND id = @id;

-- name: SetInvoiceBlocked :exec
UPDATE invoices SET blocked = @blocked WHERE adm = @adm AND id = @id;

-- name: SetInvoiceCredits :exec
UPDATE invoices SET credits = @credits WHERE adm = @adm AND id = @id;

-- InvoicesOfNumber: the latest invoices of a supplier under the key of a number.
-- name: InvoicesOfNumber :many
SELECT invoices.id, invoices.number FROM duplicate_keys JOIN invoices ON invoices.adm = duplicate_keys.adm AND invoices.id = duplicate_keys.invoice_id
WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @key AND invoices.supplier_id = @supplier_id
  AND invoices.kind <> 'creditnote' AND invoices.state <> 'rejected'
ORDER BY duplicate_keys.invoice_id DESC LIMIT @page;

-- CreditedOn: what booked credit notes take off an invoice.
-- name: CreditedOn :one
SELECT CAST(COALESCE(SUM(ABS(payable)), 0) AS BIGINT) AS credited FROM invoices
WHERE adm = @adm AND credits = @credits AND credits <> 0 AND state IN ('booked', 'paying');

-- name: RemindersOfInvoice :many
SELECT key, person FROM reminders WHERE adm = @adm AND invoice_id = @invoice_id ORDER BY key, person;
