-- What charts draw.

-- LinesByHand: those of a month that a person explained and that stand: far fewer
-- than what the autopilot did, which is the rest.
-- name: LinesByHand :many
SELECT CAST(substr(bank_lines.booked, 1, 7) AS TEXT) AS month, CAST(COUNT(DISTINCT bank_lines.id) AS BIGINT) AS lines
FROM decisions JOIN bank_lines ON bank_lines.adm = decisions.adm AND bank_lines.id = decisions.line_id
WHERE decisions.adm = @adm AND decisions.ground = '' AND decisions.undone_by = 0 AND decisions.kind IN ('accepted', 'changed') AND bank_lines.state = 'matched'
GROUP BY substr(bank_lines.booked, 1, 7);

-- LinesCorrected: those of a month of which a person took back what the autopilot did.
-- name: LinesCorrected :many
SELECT CAST(substr(bank_lines.booked, 1, 7) AS TEXT) AS month, CAST(COUNT(DISTINCT bank_lines.id) AS BIGINT) AS lines
FROM decisions JOIN bank_lines ON bank_lines.adm = decisions.adm AND bank_lines.id = decisions.line_id
WHERE decisions.adm = @adm AND decisions.ground IN ('claim', 'rule') AND decisions.undone_by <> 0
GROUP BY substr(bank_lines.booked, 1, 7);

-- CodingsByDay: CodingsByMonth, by day, from one day on.
-- name: CodingsByDay :many
SELECT CAST(substr(at, 1, 10) AS TEXT) AS day, CAST(COUNT(*) AS BIGINT) AS decided,
       CAST(SUM(CASE WHEN ground = 'claim' THEN 1 ELSE 0 END) AS BIGINT) AS automatic,
       CAST(SUM(CASE WHEN ground = 'claim' AND (undone OR misbooked) THEN 1 ELSE 0 END) AS BIGINT) AS corrected
FROM coding_cases WHERE adm = @adm AND at >= @since GROUP BY substr(at, 1, 10) ORDER BY substr(at, 1, 10);

-- name: CodingStandings :many
SELECT * FROM coding_standings WHERE adm = @adm ORDER BY id DESC LIMIT @page;

-- Ageing: what is open of a kind of item, by how long it is late: due today or
-- later, or when nobody knows, in a group of its own.
-- name: Ageing :many
SELECT CAST(CASE WHEN due = '' THEN 'unknown' WHEN due >= @today THEN 'in-time' WHEN due >= CAST(@day30 AS TEXT) THEN '30'
            WHEN due >= CAST(@day60 AS TEXT) THEN '60' WHEN due >= CAST(@day90 AS TEXT) THEN '90' ELSE 'older' END AS TEXT) AS age,
       CAST(COUNT(*) AS BIGINT) AS items, CAST(SUM(amount - settled) AS BIGINT) AS open
FROM items WHERE adm = @adm AND kind = @kind AND settled < amount
GROUP BY age;
