-- name: OutboxByID :one
SELECT * FROM outbox WHERE adm = @adm AND id = @id;

-- name: OutboxByOnce :one
SELECT * FROM outbox WHERE adm = @adm AND once = @once;

-- OutboxPage: the newest first.
-- name: OutboxPage :many
SELECT * FROM outbox WHERE adm = @adm AND (CAST(@state AS TEXT) = '' OR state = @state) AND (CAST(@about AS TEXT) = '' OR about = @about)
ORDER BY id DESC LIMIT @page;

-- OutboxDue: what waits and may be tried, and what a sending that was broken off left.
-- name: OutboxDue :many
SELECT id FROM outbox WHERE adm = @adm AND state IN ('waiting', 'sending') AND due <= @now ORDER BY id LIMIT @page;

-- name: ClaimOutbox :execrows
UPDATE outbox SET state = 'sending', attempts = attempts + 1, tried = @now, due = @until
WHERE adm = @adm AND id = @id AND state IN ('waiting', 'sending') AND due <= @now;

-- EndOutbox: what came of an attempt; not when another took it over meanwhile.
-- name: EndOutbox :execrows
UPDATE outbox SET state = @state, due = @due, code = @code, args = @args, ended = @ended
WHERE adm = @adm AND id = @id AND state = 'sending' AND attempts = @attempts;

-- OutboxMissed: the mail server was away, for all that would have gone now.
-- name: OutboxMissed :exec
UPDATE outbox SET attempts = attempts + 1, tried = @now, due = @until, code = @code, args = @args
WHERE adm = @adm AND state = 'waiting' AND due <= @now;

-- name: SetOutboxState :execrows
UPDATE outbox SET state = @state, due = @due, ended = @ended WHERE adm = @adm AND id = @id AND state = @was;

-- name: CountOutbox :many
SELECT state, CAST(COUNT(*) AS BIGINT) AS letters FROM outbox WHERE adm = @adm GROUP BY state ORDER BY state;
