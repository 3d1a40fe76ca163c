-- Projects. What they cost is asked of the journal by its dimension: the index
-- journal_lines_project holds the lines that have one, and no others.

-- name: Projects :many
SELECT * FROM projects WHERE adm = @adm AND (closed = FALSE OR CAST(@closed AS BOOLEAN)) ORDER BY code;

-- name: ProjectByID :one
SELECT * FROM projects WHERE adm = @adm AND id = @id;

-- name: ProjectByCode :one
SELECT * FROM projects WHERE adm = @adm AND code = @code;

-- name: SetProject :exec
UPDATE projects SET name = @name, description = @description, lead = @lead, start_day = @start_day, end_day = @end_day, minutes = @minutes,
       rate = @rate, own_hours = @own_hours, to_buy = @to_buy, closed = @closed
WHERE adm = @adm AND id = @id;

-- name: ProjectCredits :many
SELECT * FROM project_credits WHERE adm = @adm AND project_id = @project_id ORDER BY day, id;

-- name: ProjectProgress :many
SELECT * FROM project_progress WHERE adm = @adm AND project_id = @project_id ORDER BY day, id;

-- ProjectHours: what was worked, by day and assignment. An hour without a rate of its
-- own has that of the project.
-- name: ProjectHours :many
SELECT project_hours.day, project_hours.assignment, CAST(SUM(project_hours.minutes) AS BIGINT) AS minutes,
       CAST(SUM(project_hours.minutes * CASE WHEN project_hours.rate <> 0 THEN project_hours.rate ELSE projects.rate END) AS BIGINT) AS worth
FROM project_hours
JOIN projects ON projects.adm = project_hours.adm AND projects.id = project_hours.project_id
WHERE project_hours.adm = @adm AND project_hours.project_id = @project_id AND project_hours.day <= @until
GROUP BY project_hours.day, project_hours.assignment ORDER BY project_hours.day, project_hours.assignment;

-- name: ProjectHour :one
SELECT * FROM project_hours WHERE adm = @adm AND project_id = @project_id AND mark = @mark;

-- name: PutProjectHour :exec
INSERT INTO project_hours (adm, project_id, mark, day, assignment, minutes, rate, sha256)
VALUES (@adm, @project_id, @mark, @day, @assignment, @minutes, @rate, @sha256)
ON CONFLICT (adm, project_id, mark) DO UPDATE SET minutes = excluded.minutes, rate = excluded.rate, sha256 = excluded.sha256;

-- ProjectLines: what is booked on projects until a day, by the dimensions it has.
-- name: ProjectLines :many
SELECT journal_lines.dimensions, journal_lines.day, journal_lines.account, CAST(SUM(journal_lines.amount) AS BIGINT) AS amount
FROM journal_lines
WHERE journal_lines.adm = @adm AND journal_lines.dimensions LIKE '%project=%' AND journal_lines.day <= @until
GROUP BY journal_lines.dimensions, journal_lines.day, journal_lines.account
ORDER BY journal_lines.dimensions, journal_lines.day, journal_lines.account;

-- ProjectLinesOf: the same of one project. Lines have few different dimensions: these
-- are found one after the other in the index, which does not look at those between.
-- name: ProjectLinesOf :many
WITH RECURSIVE sets (dimensions) AS (
    SELECT MIN(a.dimensions) FROM journal_lines AS a WHERE a.adm = @adm AND a.dimensions LIKE '%project=%'
    UNION ALL
    SELECT (SELECT MIN(b.dimensions) FROM journal_lines AS b WHERE b.adm = @adm AND b.dimensions LIKE '%project=%' AND b.dimensions > sets.dimensions)
    FROM sets WHERE sets.dimensions IS NOT NULL
)
SELECT journal_lines.dimensions, journal_lines.day, journal_lines.account, CAST(SUM(journal_lines.amount) AS BIGINT) AS amount
FROM sets
CROSS JOIN journal_lines
WHERE journal_lines.adm = @adm AND journal_lines.dimensions = sets.dimensions AND journal_lines.dimensions LIKE '%project=%' AND journal_lines.day <= @until
  AND (';' || sets.dimensions || ';') LIKE CAST(@pattern AS TEXT) ESCAPE '!'
GROUP BY journal_lines.dimensions, journal_lines.day, journal_lines.account
ORDER BY journal_lines.dimensions, journal_lines.day, journal_lines.account;

-- ProjectInvoices: the lines of the journal that are of a project, with the invoice
-- they are of, the latest first. Which lines these are is settled by the index of
-- dimensions before anything is joined to them.
-- name: ProjectInvoices :many
WITH RECURSIVE sets (dimensions) AS (
    SELECT MIN(a.dimensions) FROM journal_lines AS a WHERE a.adm = @adm AND a.dimensions LIKE '%project=%'
    UNION ALL
    SELECT (SELECT MIN(b.dimensions) FROM journal_lines AS b WHERE b.adm = @adm AND b.dimensions LIKE '%project=%' AND b.dimensions > sets.dimensions)
    FROM sets WHERE sets.dimensions IS NOT NULL
)
SELECT lines.journal_id, lines.day, lines.account, lines.amount, lines.dimensions, journal.text,
       CAST(COALESCE(invoice_bookings.invoice_id, 0) AS BIGINT) AS invoice_id
FROM (SELECT j.adm, j.journal_id, j.pos, j.day, j.account, j.amount, j.dimensions FROM journal_lines AS j
      WHERE j.adm = @adm AND j.dimensions LIKE '%project=%' AND j.dimensions IN (
            SELECT sets.dimensions FROM sets WHERE (';' || sets.dimensions || ';') LIKE CAST(@pattern AS TEXT) ESCAPE '!')
      ORDER BY j.day DESC, j.journal_id DESC, j.pos LIMIT @page) AS lines
JOIN journal ON journal.adm = lines.adm AND journal.id = lines.journal_id
LEFT JOIN invoice_bookings ON invoice_bookings.adm = lines.adm AND invoice_bookings.journal_id = lines.journal_id
ORDER BY lines.day DESC, lines.journal_id DESC, lines.pos;

-- ProjectOrders: what is ordered for a project until a day, and what invoices that
-- came until then and were not rejected took of it.
-- name: ProjectOrders :many
SELECT purchase_orders.id, purchase_orders.number, purchase_orders.supplier_name, purchase_orders.description, purchase_orders.amount,
       purchase_orders.ordered, purchase_orders.from_day, purchase_orders.until, purchase_orders.closed,
       CAST(purchase_orders.invoiced + COALESCE((SELECT SUM(invoice_orders.amount) FROM invoice_orders
            JOIN invoices ON invoices.adm = invoice_orders.adm AND invoices.id = invoice_orders.invoice_id
            WHERE invoice_orders.adm = purchase_orders.adm AND invoice_orders.order_id = purchase_orders.id
              AND invoices.state <> 'rejected' AND invoices.received <= @until), 0) AS BIGINT) AS invoiced
FROM project_orders
JOIN purchase_orders ON purchase_orders.adm = project_orders.adm AND purchase_orders.id = project_orders.order_id
WHERE project_orders.adm = @adm AND project_orders.project_id = @project_id AND purchase_orders.ordered <= @until
ORDER BY purchase_orders.number;

-- name: DropProjectOrder :exec
DELETE FROM project_orders WHERE adm = @adm AND order_id = @order_id;

-- name: ProjectOfOrder :one
SELECT * FROM project_orders WHERE adm = @adm AND order_id = @order_id;

-- name: RevenueAccounts :many
SELECT DISTINCT code FROM ledger_accounts WHERE adm = @adm AND kind = 'revenue' ORDER BY code;
