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

-- name: InvoicesOfNumber :many
SELECT id, number FROM invoices
WHERE adm = @adm AND supplier_id = @supplier_id AND kind <> 'creditnote' AND state <> 'rejected' ORDER BY id;

-- CreditedOn: what booked credit notes take off an invoice.
-- name: CreditedOn :one
SELECT CAST(COALESCE(SUM(ABS(payable)), 0) AS BIGINT) AS credited FROM invoices
WHERE adm = @adm AND credits = @credits AND state IN ('booked', 'paying');

-- name: RemindersOfInvoice :many
SELECT key, person FROM reminders WHERE adm = @adm AND invoice_id = @invoice_id ORDER BY key, person;
