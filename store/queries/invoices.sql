-- name: ArrivalByHash :one
SELECT * FROM arrivals WHERE adm = @adm AND sha256 = @sha256;

-- name: DocumentByHash :one
SELECT * FROM documents WHERE adm = @adm AND sha256 = @sha256;

-- name: DocumentByID :one
SELECT * FROM documents WHERE adm = @adm AND id = @id;

-- name: DocumentPage :many
SELECT * FROM documents WHERE adm = @adm AND id > @after ORDER BY id LIMIT @page;

-- DocumentPageIn, DocumentPageOf: of those in a state, and of a kind; the state may be
-- left out of the latter. Each has an index that gives them in order.
-- name: DocumentPageIn :many
SELECT * FROM documents WHERE adm = @adm AND state = @state AND id > @after ORDER BY id LIMIT @page;

-- name: DocumentPageOf :many
SELECT * FROM documents WHERE adm = @adm AND kind = @kind AND (CAST(@state AS TEXT) = '' OR state = @state) AND id > @after ORDER BY id LIMIT @page;

-- name: SetDocument :exec
UPDATE documents SET media = @media, kind = @kind, probability = @probability, why = @why, pages = @pages, scanned = @scanned, state = @state, invoice_id = @invoice_id
WHERE adm = @adm AND id = @id;

-- name: CountDocuments :many
SELECT state, CAST(COUNT(*) AS BIGINT) AS documents FROM documents WHERE adm = @adm GROUP BY state ORDER BY state;

-- name: InvoiceByID :one
SELECT * FROM invoices WHERE adm = @adm AND id = @id;

-- name: InvoicesOfDocument :many
SELECT * FROM invoices WHERE adm = @adm AND document_id = @document_id ORDER BY id;

-- InvoicePage: what is not done with first, and of that what must be paid first, as
-- an index has them: a sum is no way in, which + 0 says. A page goes on behind a
-- place, or after so many.
-- name: InvoicePage :many
SELECT invoices.id, invoices.supplier_id, invoices.supplier_name, invoices.number, invoices.kind, invoices.issued, invoices.due,
       invoices.received, invoices.pay_by, invoices.currency, invoices.payable, invoices.blocked, invoices.iban, invoices.state,
       CAST(COALESCE(items.amount, 0) AS BIGINT) AS item_amount, CAST(COALESCE(items.settled, 0) AS BIGINT) AS item_settled,
       CAST(COALESCE(suppliers.number, '') AS TEXT) AS supplier_number,
       CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name
FROM invoices
LEFT JOIN items ON items.adm = invoices.adm AND items.id = invoices.item_id
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
WHERE invoices.adm = @adm AND (invoices.done, invoices.pay_by, invoices.id) > (CAST(@done AS BOOLEAN), CAST(@pay_by AS TEXT), CAST(@after AS BIGINT))
  AND (CAST(@state AS TEXT) = '' OR CASE WHEN invoices.done AND invoices.state <> 'rejected' THEN 'paid' ELSE invoices.state END = @state)
  AND invoices.payable + 0 >= CAST(@least AS BIGINT) AND invoices.payable + 0 <= CAST(@most AS BIGINT)
  AND invoices.issued >= CAST(@issued_from AS TEXT) AND (CAST(@issued_until AS TEXT) = '' OR invoices.issued <= @issued_until)
  AND (CAST(@due AS TEXT) = '' OR invoices.pay_by <= @due)
  AND (CAST(@hold AS TEXT) = '' OR invoices.id IN (SELECT invoice_id FROM holds WHERE holds.adm = @adm AND holds.state = 'open' AND holds.kind = @hold))
  AND invoices.search LIKE CAST(@pattern AS TEXT) ESCAPE '!'
ORDER BY invoices.done, invoices.pay_by, invoices.id
LIMIT @page OFFSET @skip;

-- InvoicePageBy: the same of those that bear a word that few have, as search finds them:
-- each is looked up, whatever the order.
-- name: InvoicePageBy :many
SELECT invoices.id, invoices.supplier_id, invoices.supplier_name, invoices.number, invoices.kind, invoices.issued, invoices.due,
       invoices.received, invoices.pay_by, invoices.currency, invoices.payable, invoices.blocked, invoices.iban, invoices.state,
       CAST(COALESCE(items.amount, 0) AS BIGINT) AS item_amount, CAST(COALESCE(items.settled, 0) AS BIGINT) AS item_settled,
       CAST(COALESCE(suppliers.number, '') AS TEXT) AS supplier_number,
       CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name
FROM (SELECT DISTINCT search_words.id FROM search_words WHERE search_words.adm = @adm AND search_words.kind = 2
        AND (search_words.word BETWEEN @low AND @high OR search_words.word BETWEEN @other_low AND @other_high)) AS few
CROSS JOIN invoices
LEFT JOIN items ON items.adm = invoices.adm AND items.id = invoices.item_id
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
WHERE invoices.adm = @adm AND invoices.id = few.id AND (invoices.done, invoices.pay_by, invoices.id) > (CAST(@done AS BOOLEAN), CAST(@pay_by AS TEXT), CAST(@after AS BIGINT))
  AND (CAST(@state AS TEXT) = '' OR CASE WHEN invoices.done AND invoices.state <> 'rejected' THEN 'paid' ELSE invoices.state END = @state)
  AND invoices.payable + 0 >= CAST(@least AS BIGINT) AND invoices.payable + 0 <= CAST(@most AS BIGINT)
  AND invoices.issued >= CAST(@issued_from AS TEXT) AND (CAST(@issued_until AS TEXT) = '' OR invoices.issued <= @issued_until)
  AND (CAST(@due AS TEXT) = '' OR invoices.pay_by <= @due)
  AND (CAST(@hold AS TEXT) = '' OR invoices.id IN (SELECT invoice_id FROM holds WHERE holds.adm = @adm AND holds.state = 'open' AND holds.kind = @hold))
  AND invoices.search LIKE CAST(@pattern AS TEXT) ESCAPE '!'
ORDER BY invoices.done, invoices.pay_by, invoices.id
LIMIT @page OFFSET @skip;

-- InvoicePageIn: the same of those that are kept in one state, done with or not.
-- name: InvoicePageIn :many
SELECT invoices.id, invoices.supplier_id, invoices.supplier_name, invoices.number, invoices.kind, invoices.issued, invoices.due,
       invoices.received, invoices.pay_by, invoices.currency, invoices.payable, invoices.blocked, invoices.iban, invoices.state,
       CAST(COALESCE(items.amount, 0) AS BIGINT) AS item_amount, CAST(COALESCE(items.settled, 0) AS BIGINT) AS item_settled,
       CAST(COALESCE(suppliers.number, '') AS TEXT) AS supplier_number,
       CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name
FROM invoices
LEFT JOIN items ON items.adm = invoices.adm AND items.id = invoices.item_id
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
WHERE invoices.adm = @adm AND invoices.state = @state AND invoices.done = CAST(@done AS BOOLEAN)
  AND (invoices.pay_by, invoices.id) > (CAST(@pay_by AS TEXT), CAST(@after AS BIGINT))
  AND invoices.payable + 0 >= CAST(@least AS BIGINT) AND invoices.payable + 0 <= CAST(@most AS BIGINT)
  AND invoices.issued >= CAST(@issued_from AS TEXT) AND (CAST(@issued_until AS TEXT) = '' OR invoices.issued <= @issued_until)
  AND (CAST(@due AS TEXT) = '' OR invoices.pay_by <= @due)
  AND (CAST(@hold AS TEXT) = '' OR invoices.id IN (SELECT invoice_id FROM holds WHERE holds.adm = @adm AND holds.state = 'open' AND holds.kind = @hold))
  AND invoices.search LIKE CAST(@pattern AS TEXT) ESCAPE '!'
ORDER BY invoices.pay_by, invoices.id
LIMIT @page OFFSET @skip;

-- InvoicePageOf: the same of one supplier.
-- name: InvoicePageOf :many
SELECT invoices.id, invoices.supplier_id, invoices.supplier_name, invoices.number, invoices.kind, invoices.issued, invoices.due,
       invoices.received, invoices.pay_by, invoices.currency, invoices.payable, invoices.blocked, invoices.iban, invoices.state,
       CAST(COALESCE(items.amount, 0) AS BIGINT) AS item_amount, CAST(COALESCE(items.settled, 0) AS BIGINT) AS item_settled,
       CAST(COALESCE(suppliers.number, '') AS TEXT) AS supplier_number,
       CAST(COALESCE(suppliers.name, '') AS TEXT) AS known_name
FROM invoices
LEFT JOIN items ON items.adm = invoices.adm AND items.id = invoices.item_id
LEFT JOIN suppliers ON suppliers.adm = invoices.adm AND suppliers.id = invoices.supplier_id
WHERE invoices.adm = @adm AND invoices.supplier_id = @supplier_id
  AND (invoices.done, invoices.pay_by, invoices.id) > (CAST(@done AS BOOLEAN), CAST(@pay_by AS TEXT), CAST(@after AS BIGINT))
  AND (CAST(@state AS TEXT) = '' OR CASE WHEN invoices.done AND invoices.state <> 'rejected' THEN 'paid' ELSE invoices.state END = @state)
  AND invoices.payable + 0 >= CAST(@least AS BIGINT) AND invoices.payable + 0 <= CAST(@most AS BIGINT)
  AND invoices.issued >= CAST(@issued_from AS TEXT) AND (CAST(@issued_until AS TEXT) = '' OR invoices.issued <= @issued_until)
  AND (CAST(@due AS TEXT) = '' OR invoices.pay_by <= @due)
  AND (CAST(@hold AS TEXT) = '' OR invoices.id IN (SELECT invoice_id FROM holds WHERE holds.adm = @adm AND holds.state = 'open' AND holds.kind = @hold))
  AND invoices.search LIKE CAST(@pattern AS TEXT) ESCAPE '!'
ORDER BY invoices.done, invoices.pay_by, invoices.id
LIMIT @page OFFSET @skip;

-- name: CountInvoices :many
SELECT state, done, CAST(COUNT(*) AS BIGINT) AS invoices FROM invoices WHERE adm = @adm GROUP BY state, done ORDER BY state, done;

-- DoneOutOfStep: an invoice is done with when it was rejected, or when it is booked
-- and nothing of it is open.
-- name: DoneOutOfStep :many
SELECT invoices.id FROM invoices
LEFT JOIN items ON items.adm = invoices.adm AND items.id = invoices.item_id
WHERE invoices.adm = @adm
  AND invoices.done <> (invoices.state = 'rejected' OR (invoices.state IN ('booked', 'paying') AND COALESCE(items.settled, 0) = COALESCE(items.amount, 0)))
ORDER BY invoices.id;

-- name: UpdateInvoice :exec
UPDATE invoices SET supplier_id = @supplier_id, supplier_name = @supplier_name, number = @number, kind = @kind, issued = @issued, due = @due,
       currency = @currency, net = @net, vat = @vat, gross = @gross, payable = @payable, iban = @iban, holder = @holder,
       g_iban = @g_iban, g_amount = @g_amount, discount = @discount, discount_day = @discount_day, reference = @reference, order_number = @order_number, state = @state,
       content = @content, item_id = @item_id, about = @about, period_from = @period_from,
       period_to = @period_to, refers = @refers, search = @search
WHERE adm = @adm AND id = @id;

-- name: SetInvoiceState :execrows
UPDATE invoices SET state = @state, item_id = @item_id,
       done = (CAST(@state AS TEXT) = 'rejected' OR (CAST(@state AS TEXT) IN ('booked', 'paying')
               AND NOT EXISTS (SELECT 1 FROM items WHERE items.adm = @adm AND items.id = @item_id AND items.settled <> items.amount)))
WHERE invoices.adm = @adm AND invoices.id = @id AND invoices.state = @was;

-- name: HoldsOfInvoice :many
SELECT * FROM holds WHERE adm = @adm AND invoice_id = @invoice_id ORDER BY id;

-- name: OpenHolds :many
SELECT * FROM holds WHERE adm = @adm AND state = 'open' AND (CAST(@kind AS TEXT) = '' OR kind = @kind) ORDER BY invoice_id, id;

-- OpenHoldsOnAccount: holds of invoices of a supplier that want to be paid on an account.
-- name: OpenHoldsOnAccount :many
SELECT holds.* FROM holds JOIN invoices ON invoices.adm = holds.adm AND invoices.id = holds.invoice_id
WHERE holds.adm = @adm AND holds.state = 'open' AND holds.kind = 'iban'
  AND invoices.supplier_id = @supplier_id AND (invoices.iban = @iban OR invoices.g_iban = @iban) ORDER BY holds.id;

-- name: OpenHoldsOfSupplier :many
SELECT holds.* FROM holds JOIN invoices ON invoices.adm = holds.adm AND invoices.id = holds.invoice_id
WHERE holds.adm = @adm AND holds.state = 'open' AND holds.kind = @kind AND invoices.supplier_id = @supplier_id ORDER BY holds.id;

-- name: UpdateHold :exec
UPDATE holds SET state = @state, first_by = @first_by, first_at = @first_at, second_by = @second_by, second_at = @second_at
WHERE adm = @adm AND id = @id;

-- BillsByKeys: what duplicates are told by, of the latest invoices under each of some
-- keys. Which those are stands in the index of the keys; each is then fetched once.
-- name: BillsByKeys :many
SELECT id, supplier_id, supplier_name, number, kind, issued, received, net, gross, payable, iban, order_number, about, period_from, period_to, refers, channel
FROM invoices
WHERE invoices.adm = @adm AND invoices.state <> 'rejected' AND invoices.id IN (
    SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin1 ORDER BY invoice_id DESC LIMIT @twins) AS twin1
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin2 ORDER BY invoice_id DESC LIMIT @twins) AS twin2
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin3 ORDER BY invoice_id DESC LIMIT @twins) AS twin3
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin4 ORDER BY invoice_id DESC LIMIT @twins) AS twin4
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin5 ORDER BY invoice_id DESC LIMIT @twins) AS twin5
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin6 ORDER BY invoice_id DESC LIMIT @twins) AS twin6
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin7 ORDER BY invoice_id DESC LIMIT @twins) AS twin7
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin8 ORDER BY invoice_id DESC LIMIT @twins) AS twin8
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin9 ORDER BY invoice_id DESC LIMIT @twins) AS twin9
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin10 ORDER BY invoice_id DESC LIMIT @twins) AS twin10
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin11 ORDER BY invoice_id DESC LIMIT @twins) AS twin11
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @twin12 ORDER BY invoice_id DESC LIMIT @twins) AS twin12
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @near1 ORDER BY invoice_id DESC LIMIT @near) AS near1
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @near2 ORDER BY invoice_id DESC LIMIT @near) AS near2
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @near3 ORDER BY invoice_id DESC LIMIT @near) AS near3
    UNION SELECT invoice_id FROM (SELECT invoice_id FROM duplicate_keys WHERE duplicate_keys.adm = @adm AND duplicate_keys.key = @near4 ORDER BY invoice_id DESC LIMIT @near) AS near4
);

-- name: DropDuplicateKeys :exec
DELETE FROM duplicate_keys WHERE adm = @adm AND invoice_id = @invoice_id;

-- name: CodingsOfInvoice :many
SELECT * FROM invoice_codings WHERE adm = @adm AND invoice_id = @invoice_id ORDER BY pos;

-- name: DropCodings :exec
DELETE FROM invoice_codings WHERE adm = @adm AND invoice_id = @invoice_id;

-- name: BookingsOfInvoice :many
SELECT * FROM invoice_bookings WHERE adm = @adm AND invoice_id = @invoice_id ORDER BY journal_id;

-- name: JournalByID :many
SELECT journal.day, journal.text, journal_lines.account, journal_lines.role, journal_lines.amount, journal_lines.account_id,
       journal_lines.item, journal_lines.dimensions
FROM journal JOIN journal_lines ON journal_lines.adm = journal.adm AND journal_lines.journal_id = journal.id
WHERE journal.adm = @adm AND journal.id = @id ORDER BY journal_lines.pos;

-- SetItem gives an item its amount and data anew; it is refused by the number of
-- rows when something of it is settled.
-- name: SetItem :execrows
UPDATE items SET party_number = @party_number, party_name = @party_name, iban = @iban, amount = @amount, issued = @issued, due = @due,
       reference = @reference, end_to_end = @end_to_end, description = @description, search = @search
WHERE adm = @adm AND id = @id AND settled = 0;

-- HeldOutOfStep: an invoice is held when a hold of it is open, and only then,
-- unless it was rejected.
-- name: HeldOutOfStep :many
SELECT invoices.id FROM invoices
LEFT JOIN holds ON holds.adm = invoices.adm AND holds.invoice_id = invoices.id AND holds.state = 'open'
WHERE invoices.adm = @adm AND invoices.state <> 'rejected'
GROUP BY invoices.id, invoices.state
HAVING (invoices.state = 'held' AND COUNT(holds.id) = 0) OR (invoices.state <> 'held' AND COUNT(holds.id) > 0)
ORDER BY invoices.id;

-- InvoicesOutOfStep: what an invoice is to be paid by its open item, by the
-- creditors it was booked on, and by itself while it is booked.
-- name: InvoicesOutOfStep :many
SELECT invoices.id FROM invoices
LEFT JOIN items ON items.adm = invoices.adm AND items.id = invoices.item_id
LEFT JOIN invoice_bookings ON invoice_bookings.adm = invoices.adm AND invoice_bookings.invoice_id = invoices.id
LEFT JOIN journal_lines ON journal_lines.adm = invoices.adm AND journal_lines.journal_id = invoice_bookings.journal_id
     AND journal_lines.role = 'payables'
WHERE invoices.adm = @adm
GROUP BY invoices.id, invoices.state, invoices.kind, invoices.payable, items.amount
HAVING COALESCE(SUM(journal_lines.amount), 0) <> CASE WHEN invoices.state IN ('booked', 'paying')
            THEN CASE WHEN invoices.kind = 'creditnote' THEN invoices.payable ELSE -invoices.payable END ELSE 0 END
    OR COALESCE(items.amount, 0) <> CASE WHEN invoices.state IN ('booked', 'paying') THEN ABS(invoices.payable) ELSE 0 END
ORDER BY invoices.id;

-- name: InvoicesOfSupplier :many
SELECT id FROM invoices WHERE adm = @adm AND supplier_id = @supplier_id ORDER BY id;

-- name: InvoiceOfItem :one
SELECT id FROM invoices WHERE adm = @adm AND item_id = @item_id AND item_id <> 0;

-- name: DocumentsOfInvoice :many
SELECT * FROM documents WHERE adm = @adm AND invoice_id = @invoice_id AND invoice_id <> 0 ORDER BY id;

-- HoldersPaid: under which names the bank paid a supplier's latest invoices on an account.
-- name: HoldersPaid :many
SELECT DISTINCT bank_lines.party_name
FROM (SELECT invoices.adm, invoices.item_id FROM invoices
      WHERE invoices.adm = @adm AND invoices.iban = @iban AND invoices.supplier_id = @supplier_id AND invoices.item_id <> 0
      ORDER BY invoices.id DESC LIMIT 10) AS latest
JOIN allocations ON allocations.adm = latest.adm AND allocations.item_id = latest.item_id AND allocations.item_id <> 0
JOIN bank_lines ON bank_lines.adm = allocations.adm AND bank_lines.id = allocations.line_id
WHERE bank_lines.party_iban = @iban AND bank_lines.party_name <> ''
ORDER BY bank_lines.party_name;

-- name: LearnedVersion :one
SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) AS version FROM learned WHERE adm = @adm AND engine = @engine;

-- name: Learned :many
SELECT * FROM learned WHERE adm = @adm AND engine = @engine ORDER BY name;

-- name: LearnedOf :one
SELECT * FROM learned WHERE adm = @adm AND engine = @engine AND name = @name;

-- name: SetLearned :exec
INSERT INTO learned (adm, engine, name, content, version) VALUES (@adm, @engine, @name, @content, @version)
ON CONFLICT (adm, engine, name) DO UPDATE SET content = excluded.content, version = excluded.version;
