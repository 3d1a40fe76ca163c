-- UrgentInvoices: what is not settled first, and of that what came first, for the
-- clock of 30 days began then.
-- name: UrgentInvoices :many
SELECT invoices.id, invoices.supplier_id, invoices.supplier_name, invoices.number, invoices.kind, invoices.issued, invoices.due,
       invoices.received, invoices.currency, invoices.payable, invoices.blocked, invoices.iban, invoices.state,
       CAST(COALESCE(items.amount, 0) AS BIGINT) AS item_amount, CAST(COALESCE(items.settled, 0) AS BIGINT) AS item_settled,
       CAST(COALESCE(suppliers.number, '') AS TEXT) AS supplier_number,
       CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name
FROM invoices
LEFT JOIN items ON items.adm = invoices.adm AND items.id = invoices.item_id
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
WHERE invoices.adm = @adm
  AND (CAST(@state AS TEXT) = ''
       OR CASE WHEN invoices.state IN ('booked', 'paying') AND COALESCE(items.settled, 0) = COALESCE(items.amount, 0)
               THEN 'paid' ELSE invoices.state END = @state)
  AND (CAST(@supplier AS TEXT) = '' OR suppliers.number = @supplier)
  AND (CAST(@hold AS TEXT) = '' OR invoices.id IN (SELECT invoice_id FROM holds WHERE holds.adm = @adm AND holds.state = 'open' AND holds.kind = @hold))
  AND invoices.search LIKE CAST(@pattern AS TEXT) ESCAPE '!'
  AND CASE WHEN invoices.state = 'rejected' OR (invoices.state IN ('booked', 'paying') AND COALESCE(items.settled, 0) = COALESCE(items.amount, 0))
           THEN 1 ELSE 0 END >= CAST(@rank AS BIGINT)
  AND (CASE WHEN invoices.state = 'rejected' OR (invoices.state IN ('booked', 'paying') AND COALESCE(items.settled, 0) = COALESCE(items.amount, 0))
            THEN 1 ELSE 0 END > CAST(@rank AS BIGINT)
       OR invoices.received > @received OR (invoices.received = @received AND invoices.id > @after))
ORDER BY CASE WHEN invoices.state = 'rejected' OR (invoices.state IN ('booked', 'paying') AND COALESCE(items.settled, 0) = COALESCE(items.amount, 0))
              THEN 1 ELSE 0 END, invoices.received, invoices.id
LIMIT @page;
