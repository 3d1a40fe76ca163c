-- LastStanding: how the autopilot stands now.
-- name: LastStanding :one
SELECT * FROM standings WHERE adm = @adm ORDER BY id DESC LIMIT 1;

-- name: Standings :many
SELECT * FROM standings WHERE adm = @adm AND id < @before ORDER BY id DESC LIMIT @page;

-- CasesSince: the newest first. A yes that was taken back counts as wrong, a no
-- that was taken back tells nothing.
-- name: CasesSince :many
SELECT cases.decision_id, cases.claimed, cases.safe, cases.blind, CAST(cases.correct AND decisions.undone_by = 0 AS BOOLEAN) AS is_right
FROM cases
JOIN decisions ON decisions.adm = cases.adm AND decisions.id = cases.decision_id
WHERE cases.adm = @adm AND cases.at >= @since AND (cases.correct OR decisions.undone_by = 0)
ORDER BY cases.decision_id DESC LIMIT @page;

-- Lessons: the newest first; a decision that was taken back teaches nothing.
-- name: Lessons :many
SELECT lessons.content FROM lessons
JOIN decisions ON decisions.adm = lessons.adm AND decisions.id = lessons.decision_id
WHERE lessons.adm = @adm AND lessons.model = @model AND decisions.undone_by = 0
ORDER BY lessons.decision_id DESC LIMIT @page;

-- name: CountCases :one
SELECT CAST(COALESCE(SUM(CASE WHEN safe THEN 1 ELSE 0 END), 0) AS BIGINT) AS rules,
       CAST(COALESCE(SUM(CASE WHEN NOT safe AND claimed >= @least THEN 1 ELSE 0 END), 0) AS BIGINT) AS claims
FROM cases WHERE adm = @adm AND at >= @since;

-- AutomaticSince: what the autopilot did, by what it rested on.
-- name: AutomaticSince :many
SELECT ground, CAST(COUNT(*) AS BIGINT) AS done, CAST(SUM(CASE WHEN undone_by <> 0 THEN 1 ELSE 0 END) AS BIGINT) AS undone
FROM decisions WHERE adm = @adm AND ground IN ('claim', 'rule') AND at >= @since GROUP BY ground ORDER BY ground;

-- name: DrawnLines :many
SELECT line_id FROM draws WHERE adm = @adm;

-- name: CountDraws :one
SELECT CAST(COUNT(*) AS BIGINT) AS drawn, CAST(COUNT(cases.line_id) AS BIGINT) AS judged FROM draws
LEFT JOIN cases ON cases.adm = draws.adm AND cases.line_id = draws.line_id AND cases.blind
WHERE draws.adm = @adm;

-- IsDrawn: 1 when a line is in the blind sample.
-- name: IsDrawn :one
SELECT CAST(COUNT(*) AS BIGINT) FROM draws WHERE adm = @adm AND line_id = @line_id;

-- IsDecided: how many decisions a line has, also those taken back.
-- name: IsDecided :one
SELECT CAST(COUNT(*) AS BIGINT) FROM decisions WHERE adm = @adm AND line_id = @line_id;

-- Origin: what is particular to an administration and stays so.
-- name: Origin :one
SELECT administrations.slug, administrations.created, COALESCE(audit.hash, '') AS first_hash FROM administrations
LEFT JOIN audit ON audit.adm = administrations.adm AND audit.seq = 1
WHERE administrations.adm = @adm;
