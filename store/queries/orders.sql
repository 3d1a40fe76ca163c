-- name: OrderByNumber :one
SELECT * FROM purchase_orders WHERE adm = @adm AND number = @number;

-- name: OrderByID :one
SELECT * FROM purchase_orders WHERE adm = @adm AND id = @id;

-- name: OrdersByKey :many
SELECT * FROM purchase_orders WHERE adm = @adm AND key = @key ORDER BY id;

-- OrdersOfSupplier: the orders of a supplier, and those that name none.
-- name: OrdersOfSupplier :many
SELECT * FROM purchase_orders WHERE adm = @adm AND (supplier = @supplier OR supplier = '') ORDER BY id;

-- name: OrderPage :many
SELECT * FROM purchase_orders
WHERE adm = @adm AND (CAST(@state AS TEXT) = '' OR CASE WHEN closed THEN 'closed' ELSE 'open' END = @state)
  AND (CAST(@number AS TEXT) = '' OR number = @number) AND (CAST(@supplier AS TEXT) = '' OR supplier = @supplier)
  AND search LIKE CAST(@pattern AS TEXT) ESCAPE '!' AND number > @after
ORDER BY number LIMIT @page OFFSET @skip;

-- name: SetOrder :exec
UPDATE purchase_orders SET kind = @kind, supplier = @supplier, supplier_name = @supplier_name, description = @description, orderer = @orderer,
       account = @account, cost_centre = @cost_centre, ordered = @ordered, from_day = @from_day, until = @until, amount = @amount, gross = @gross,
       every = @every, instalment = @instalment, receipts = @receipts, closed = @closed, sha256 = @sha256, search = @search
WHERE adm = @adm AND id = @id;

-- name: OrderLines :many
SELECT * FROM purchase_order_lines WHERE adm = @adm AND order_id = @order_id ORDER BY pos;

-- name: OrderLinesOfSupplier :many
SELECT purchase_order_lines.* FROM purchase_order_lines
JOIN purchase_orders ON purchase_orders.adm = purchase_order_lines.adm AND purchase_orders.id = purchase_order_lines.order_id
WHERE purchase_orders.adm = @adm AND (purchase_orders.supplier = @supplier OR purchase_orders.supplier = '')
ORDER BY purchase_order_lines.order_id, purchase_order_lines.pos;

-- name: DropOrderLines :exec
DELETE FROM purchase_order_lines WHERE adm = @adm AND order_id = @order_id;

-- name: ReceiptsOfOrder :many
SELECT * FROM receipts WHERE adm = @adm AND order_id = @order_id ORDER BY id;

-- name: ReceiptsOfSupplier :many
SELECT receipts.* FROM receipts
JOIN purchase_orders ON purchase_orders.adm = receipts.adm AND purchase_orders.id = receipts.order_id
WHERE purchase_orders.adm = @adm AND (purchase_orders.supplier = @supplier OR purchase_orders.supplier = '') ORDER BY receipts.id;

-- name: SetReceipt :exec
UPDATE receipts SET day = @day, quantity = @quantity, amount = @amount, person = @person, at = @at WHERE adm = @adm AND id = @id;

-- DropListedReceipts: what a list of orders said was received.
-- name: DropListedReceipts :exec
DELETE FROM receipts WHERE adm = @adm AND order_id = @order_id AND listed;

-- UsesOfOrder: what invoices that were not rejected take of an order.
-- name: UsesOfOrder :many
SELECT invoice_orders.*, invoices.state, invoices.number, invoices.supplier_name, invoices.issued
FROM invoice_orders JOIN invoices ON invoices.adm = invoice_orders.adm AND invoices.id = invoice_orders.invoice_id
WHERE invoice_orders.adm = @adm AND invoice_orders.order_id = @order_id AND invoices.state <> 'rejected'
ORDER BY invoice_orders.invoice_id, invoice_orders.line;

-- name: UsesOfSupplier :many
SELECT invoice_orders.*, invoices.state
FROM invoice_orders
JOIN invoices ON invoices.adm = invoice_orders.adm AND invoices.id = invoice_orders.invoice_id
JOIN purchase_orders ON purchase_orders.adm = invoice_orders.adm AND purchase_orders.id = invoice_orders.order_id
WHERE invoice_orders.adm = @adm AND (purchase_orders.supplier = @supplier OR purchase_orders.supplier = '') AND invoices.state <> 'rejected'
ORDER BY invoice_orders.invoice_id, invoice_orders.line;

-- name: DropUses :exec
DELETE FROM invoice_orders WHERE adm = @adm AND invoice_id = @invoice_id;

-- InvoicesOfOrders: invoices that wait and may be about an order of this supplier.
-- name: InvoicesOfOrders :many
SELECT invoices.id FROM invoices
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
WHERE invoices.adm = @adm AND invoices.state IN ('held', 'coding', 'approval')
  AND (CAST(@supplier AS TEXT) = '' OR suppliers.number = @supplier) ORDER BY invoices.id;
