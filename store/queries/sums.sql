-- Sums that are kept by the steps that change what they count.

-- DaySums: of the days of an account.
-- name: DaySums :many
SELECT * FROM day_sums WHERE adm = @adm AND account_id = @account_id ORDER BY day;

-- DaySumsBefore: the same before a day, the latest first.
-- name: DaySumsBefore :many
SELECT * FROM day_sums WHERE adm = @adm AND account_id = @account_id AND day < @before ORDER BY day DESC LIMIT @page;

-- DaySumsTill: all of these before a day together.
-- name: DaySumsTill :one
SELECT CAST(COALESCE(SUM(bank), 0) AS BIGINT) AS bank, CAST(COALESCE(SUM(ledger), 0) AS BIGINT) AS ledger,
       CAST(COALESCE(SUM(suspense), 0) AS BIGINT) AS suspense, CAST(COALESCE(SUM(left_amount), 0) AS BIGINT) AS left_amount
FROM day_sums WHERE adm = @adm AND account_id = @account_id AND day < @before;

-- name: AllDaySums :many
SELECT account_id, day, entries, details, bank, ledger, suspense, waiting, left_amount, matched FROM day_sums WHERE adm = @adm;

-- name: AllActSums :many
SELECT month, actor, kind, ground, acts, undone FROM act_sums WHERE adm = @adm;

-- DayTotals: of all days and accounts together.
-- name: DayTotals :one
SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) AS entries, CAST(COALESCE(SUM(details), 0) AS BIGINT) AS details,
       CAST(COALESCE(SUM(waiting), 0) AS BIGINT) AS waiting, CAST(COALESCE(SUM(matched), 0) AS BIGINT) AS matched
FROM day_sums WHERE adm = @adm;

-- LinesByMonth: the bank lines of each month that the bank booked them in, and how
-- many of these wait for a decision.
-- name: LinesByMonth :many
SELECT CAST(substr(day, 1, 7) AS TEXT) AS month, CAST(SUM(waiting + matched) AS BIGINT) AS lines, CAST(SUM(waiting) AS BIGINT) AS waiting
FROM day_sums WHERE adm = @adm AND waiting + matched > 0 GROUP BY substr(day, 1, 7) ORDER BY substr(day, 1, 7);

-- CountActors: decisions that stand.
-- name: CountActors :many
SELECT actor, kind, CAST(SUM(acts - undone) AS BIGINT) AS decisions FROM act_sums
WHERE adm = @adm GROUP BY actor, kind HAVING SUM(acts - undone) > 0 ORDER BY actor, kind;

-- DecisionsByMonth: of the decisions that explain money, which were automatic and
-- which of those a person took back.
-- name: DecisionsByMonth :many
SELECT month, CAST(SUM(acts) AS BIGINT) AS decided, CAST(SUM(CASE WHEN ground <> '' THEN acts ELSE 0 END) AS BIGINT) AS automatic,
       CAST(SUM(CASE WHEN ground <> '' THEN undone ELSE 0 END) AS BIGINT) AS corrected
FROM act_sums WHERE adm = @adm AND kind IN ('accepted', 'changed') GROUP BY month ORDER BY month;

-- DecisionTotals: DecisionsByMonth, of all months together.
-- name: DecisionTotals :one
SELECT CAST(COALESCE(SUM(acts), 0) AS BIGINT) AS decided, CAST(COALESCE(SUM(CASE WHEN ground <> '' THEN acts ELSE 0 END), 0) AS BIGINT) AS automatic,
       CAST(COALESCE(SUM(CASE WHEN ground <> '' THEN undone ELSE 0 END), 0) AS BIGINT) AS corrected
FROM act_sums WHERE adm = @adm AND kind IN ('accepted', 'changed');

-- What they are counted from, when they are not there yet.
-- name: ForgetDaySums :exec
DELETE FROM day_sums WHERE adm = @adm;

-- name: ForgetActSums :exec
DELETE FROM act_sums WHERE adm = @adm;

-- name: CountDaySums :many
SELECT account_id, day, CAST(SUM(entries) AS BIGINT) AS entries, CAST(SUM(details) AS BIGINT) AS details, CAST(SUM(bank) AS BIGINT) AS bank,
       CAST(SUM(ledger) AS BIGINT) AS ledger, CAST(SUM(suspense) AS BIGINT) AS suspense, CAST(SUM(waiting) AS BIGINT) AS waiting,
       CAST(SUM(left_amount) AS BIGINT) AS left_amount, CAST(SUM(matched) AS BIGINT) AS matched
FROM (
    SELECT account_id, booked AS day, COUNT(*) AS entries, SUM(details) AS details, SUM(amount) AS bank,
           0 AS ledger, 0 AS suspense, 0 AS waiting, 0 AS left_amount, 0 AS matched
    FROM entries WHERE entries.adm = @adm AND kind = 'booked' GROUP BY account_id, booked
    UNION ALL
    SELECT account_id, day, 0, 0, 0, SUM(CASE WHEN role = 'bank' THEN amount ELSE 0 END), SUM(CASE WHEN role = 'suspense' THEN amount ELSE 0 END), 0, 0, 0
    FROM journal_lines WHERE journal_lines.adm = @adm AND account_id <> 0 AND role IN ('bank', 'suspense') GROUP BY account_id, day
    UNION ALL
    SELECT account_id, booked, 0, 0, 0, 0, 0, SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END), SUM(CASE WHEN state = 'open' THEN left_amount ELSE 0 END),
           SUM(CASE WHEN state = 'matched' THEN 1 ELSE 0 END)
    FROM bank_lines WHERE bank_lines.adm = @adm AND state IN ('open', 'matched') GROUP BY account_id, booked
) AS parts
GROUP BY account_id, day ORDER BY account_id, day;

-- name: CountActSums :many
SELECT CAST(substr(at, 1, 7) AS TEXT) AS month, actor, kind, ground, CAST(COUNT(*) AS BIGINT) AS acts,
       CAST(SUM(CASE WHEN undone_by <> 0 THEN 1 ELSE 0 END) AS BIGINT) AS undone
FROM decisions WHERE adm = @adm GROUP BY substr(at, 1, 7), actor, kind, ground ORDER BY month, actor, kind, ground;

-- OpeningByDay: where the ledger of an account begins.
-- name: OpeningByDay :many
SELECT day, CAST(SUM(amount) AS BIGINT) AS amount FROM journal_lines
WHERE adm = @adm AND account_id = @account_id AND role = 'opening' GROUP BY day ORDER BY day;

-- OpenTotals: how much is open of items.
-- name: OpenTotals :one
SELECT CAST(COUNT(*) AS BIGINT) AS items, CAST(COALESCE(SUM(amount - settled), 0) AS BIGINT) AS open
FROM items WHERE adm = @adm AND kind IN ('payable', 'receivable') AND settled < amount;
