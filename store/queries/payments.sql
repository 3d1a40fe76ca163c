-- PayItems: what may be paid or set off: what we owe, and credit notes, with the
-- invoice that it was booked by and the last run that it stood in, 0 none.
-- name: PayItems :many
SELECT items.id, items.kind, items.number, items.party_number, items.party_name, items.iban, items.amount, items.settled, items.currency,
       items.issued, items.due, items.reference,
       CAST(COALESCE(invoices.id, 0) AS BIGINT) AS invoice_id, CAST(COALESCE(invoices.supplier_id, 0) AS BIGINT) AS supplier_id,
       CAST(COALESCE(invoices.pay_by, '') AS TEXT) AS pay_by, CAST(COALESCE(invoices.g_iban, '') AS TEXT) AS g_iban,
       CAST(COALESCE(invoices.g_amount, 0) AS BIGINT) AS g_amount, CAST(COALESCE(invoices.discount, 0) AS BIGINT) AS discount,
       CAST(COALESCE(invoices.discount_day, '') AS TEXT) AS discount_day, CAST(COALESCE(invoices.blocked, 0) AS BIGINT) AS blocked,
       CAST(COALESCE((SELECT MAX(s.run_id) FROM payment_run_settles AS s WHERE s.adm = items.adm AND s.item_id = items.id), 0) AS BIGINT) AS run_id
FROM items LEFT JOIN invoices ON invoices.adm = items.adm AND invoices.item_id = items.id AND invoices.item_id <> 0
WHERE items.adm = @adm AND items.id > @after AND items.settled + COALESCE(invoices.blocked, 0) < items.amount AND items.decision_id = 0
  AND (items.kind = 'payable' OR invoices.id IS NOT NULL)
ORDER BY items.id LIMIT @page;

-- PayItem: the same of one item, whether something of it is open or not.
-- name: PayItem :one
SELECT items.id, items.kind, items.number, items.party_number, items.party_name, items.iban, items.amount, items.settled, items.currency,
       items.issued, items.due, items.reference,
       CAST(COALESCE(invoices.id, 0) AS BIGINT) AS invoice_id, CAST(COALESCE(invoices.supplier_id, 0) AS BIGINT) AS supplier_id,
       CAST(COALESCE(invoices.pay_by, '') AS TEXT) AS pay_by, CAST(COALESCE(invoices.g_iban, '') AS TEXT) AS g_iban,
       CAST(COALESCE(invoices.g_amount, 0) AS BIGINT) AS g_amount, CAST(COALESCE(invoices.discount, 0) AS BIGINT) AS discount,
       CAST(COALESCE(invoices.discount_day, '') AS TEXT) AS discount_day, CAST(COALESCE(invoices.blocked, 0) AS BIGINT) AS blocked,
       CAST(COALESCE((SELECT MAX(s.run_id) FROM payment_run_settles AS s WHERE s.adm = items.adm AND s.item_id = items.id), 0) AS BIGINT) AS run_id
FROM items LEFT JOIN invoices ON invoices.adm = items.adm AND invoices.item_id = items.id AND invoices.item_id <> 0
WHERE items.adm = @adm AND items.id = @id;

-- SettlesOfItem: what payments do to an item, how far the bank is with each
-- (paid), and whether that money came back.
-- name: SettlesOfItem :many
SELECT payment_run_settles.run_id, payment_run_settles.pos, payment_run_settles.item_id, payment_run_settles.amount, payment_run_settles.discount,
       payment_runs.message_id, payment_runs.state, payment_run_payments.end_to_end, payment_run_payments.blocked, payment_run_payments.answer,
       CAST(COALESCE(SUM(CASE WHEN decisions.undone_by = 0 THEN payment_run_lines.amount ELSE 0 END), 0) AS BIGINT) AS paid,
       CAST(COALESCE(SUM(CASE WHEN decisions.undone_by = 0 AND payment_run_lines.amount < 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS backs
FROM payment_run_settles
JOIN payment_runs ON payment_runs.adm = payment_run_settles.adm AND payment_runs.id = payment_run_settles.run_id
JOIN payment_run_payments ON payment_run_payments.adm = payment_run_settles.adm AND payment_run_payments.run_id = payment_run_settles.run_id
     AND payment_run_payments.pos = payment_run_settles.pos
LEFT JOIN payment_run_lines ON payment_run_lines.adm = payment_run_settles.adm AND payment_run_lines.run_id = payment_run_settles.run_id
     AND payment_run_lines.pos = payment_run_settles.pos AND payment_run_lines.item_id = payment_run_settles.item_id
LEFT JOIN decisions ON decisions.adm = payment_run_lines.adm AND decisions.id = payment_run_lines.decision_id
WHERE payment_run_settles.adm = @adm AND payment_run_settles.item_id = @item_id
GROUP BY payment_run_settles.run_id, payment_run_settles.pos, payment_run_settles.item_id, payment_run_settles.amount, payment_run_settles.discount,
         payment_runs.message_id, payment_runs.state, payment_run_payments.end_to_end, payment_run_payments.blocked, payment_run_payments.answer
ORDER BY payment_run_settles.run_id, payment_run_settles.pos;

-- RunOfItem: whether any payment is about an item; asked of every item that is
-- settled, so it must cost next to nothing.
-- name: RunOfItem :many
SELECT run_id FROM payment_run_settles WHERE adm = @adm AND item_id = @item_id ORDER BY run_id LIMIT 1;

-- SettlesOfRun: SettlesOfItem for all items of a run.
-- name: SettlesOfRun :many
SELECT payment_run_settles.run_id, payment_run_settles.pos, payment_run_settles.item_id, payment_run_settles.amount, payment_run_settles.discount,
       items.number, items.kind, items.amount AS item_amount, items.settled AS item_settled,
       CAST(COALESCE(SUM(CASE WHEN decisions.undone_by = 0 THEN payment_run_lines.amount ELSE 0 END), 0) AS BIGINT) AS paid,
       CAST(COALESCE(SUM(CASE WHEN decisions.undone_by = 0 AND payment_run_lines.amount < 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS backs
FROM payment_run_settles
JOIN items ON items.adm = payment_run_settles.adm AND items.id = payment_run_settles.item_id
LEFT JOIN payment_run_lines ON payment_run_lines.adm = payment_run_settles.adm AND payment_run_lines.run_id = payment_run_settles.run_id
     AND payment_run_lines.pos = payment_run_settles.pos AND payment_run_lines.item_id = payment_run_settles.item_id
LEFT JOIN decisions ON decisions.adm = payment_run_lines.adm AND decisions.id = payment_run_lines.decision_id
WHERE payment_run_settles.adm = @adm AND payment_run_settles.run_id = @run_id
GROUP BY payment_run_settles.run_id, payment_run_settles.pos, payment_run_settles.item_id, payment_run_settles.amount, payment_run_settles.discount,
         items.number, items.kind, items.amount, items.settled
ORDER BY payment_run_settles.pos, payment_run_settles.item_id;

-- OrdersSettle: what each order of our own runs settles that a bank line may still
-- carry out or bring back, by the reference that it bears through the bank.
-- name: OrdersSettle :many
SELECT payment_run_payments.end_to_end, payment_run_settles.item_id, payment_run_settles.amount, payment_run_settles.discount
FROM payment_runs
JOIN payment_run_payments ON payment_run_payments.adm = payment_runs.adm AND payment_run_payments.run_id = payment_runs.id
JOIN payment_run_settles ON payment_run_settles.adm = payment_run_payments.adm AND payment_run_settles.run_id = payment_run_payments.run_id
     AND payment_run_settles.pos = payment_run_payments.pos
WHERE payment_runs.adm = @adm AND payment_runs.execution >= @since
ORDER BY payment_run_settles.run_id, payment_run_settles.pos, payment_run_settles.item_id;

-- AnyRun: whether there is a run at all.
-- name: AnyRun :many
SELECT id FROM payment_runs WHERE adm = @adm ORDER BY id LIMIT 1;

-- name: RunByID :one
SELECT * FROM payment_runs WHERE adm = @adm AND id = @id;

-- name: RunByMessage :one
SELECT * FROM payment_runs WHERE adm = @adm AND message_id = @message_id;

-- name: RunPage :many
SELECT * FROM payment_runs WHERE adm = @adm AND id < @before ORDER BY id DESC LIMIT @page OFFSET @skip;

-- name: PaymentsOfRun :many
SELECT * FROM payment_run_payments WHERE adm = @adm AND run_id = @run_id ORDER BY pos;

-- name: ReleasesOfRun :many
SELECT * FROM payment_run_releases WHERE adm = @adm AND run_id = @run_id ORDER BY at, person;

-- ReasonsBack: why money of a run came back.
-- name: ReasonsBack :many
SELECT payment_run_lines.pos, payment_run_lines.reason FROM payment_run_lines
JOIN decisions ON decisions.adm = payment_run_lines.adm AND decisions.id = payment_run_lines.decision_id
WHERE payment_run_lines.adm = @adm AND payment_run_lines.run_id = @run_id AND payment_run_lines.amount < 0 AND decisions.undone_by = 0
ORDER BY payment_run_lines.pos, payment_run_lines.decision_id;

-- SetRunState: refused by the number of rows when somebody was first.
-- name: SetRunState :execrows
UPDATE payment_runs SET state = @state, ended_by = @ended_by, ended_why = @ended_why WHERE adm = @adm AND id = @id AND state = @was;

-- name: SetAnswer :exec
UPDATE payment_run_payments SET answer = @answer, reasons = @reasons WHERE adm = @adm AND run_id = @run_id AND pos = @pos;

-- name: SetPayTerms :exec
UPDATE invoices SET g_iban = @g_iban, g_amount = @g_amount, discount = @discount, discount_day = @discount_day WHERE adm = @adm AND id = @id;

-- RunsOutOfStep: a run is what its payments are, and a payment what it settles.
-- name: RunsOutOfStep :many
SELECT payment_runs.id FROM payment_runs
WHERE payment_runs.adm = @adm AND (
      payment_runs.total <> (SELECT COALESCE(SUM(p.amount), 0) FROM payment_run_payments AS p WHERE p.adm = payment_runs.adm AND p.run_id = payment_runs.id)
   OR payment_runs.count <> (SELECT COUNT(*) FROM payment_run_payments AS p WHERE p.adm = payment_runs.adm AND p.run_id = payment_runs.id)
   OR EXISTS (SELECT 1 FROM payment_run_payments AS p WHERE p.adm = payment_runs.adm AND p.run_id = payment_runs.id
              AND p.amount <> (SELECT COALESCE(SUM(s.amount - s.discount), 0) FROM payment_run_settles AS s
                               WHERE s.adm = p.adm AND s.run_id = p.run_id AND s.pos = p.pos)))
ORDER BY payment_runs.id;
