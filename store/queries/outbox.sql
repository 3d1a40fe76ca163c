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
WHERE adm = @adm AND id = @id AND state = 'sending' AND attempts = @attempts AND tried = @tried;

-- OutboxMissed: the mail server was away, for all that would have gone now.
-- That is no attempt at any of them.
-- name: OutboxMissed :exec
UPDATE outbox SET tried = @now, due = @until, code = @code, args = @args
WHERE adm = @adm AND state = 'waiting' AND due <= @now;

-- name: WithdrawOutbox :execrows
UPDATE outbox SET state = 'withdrawn', due = @now, ended = @now WHERE adm = @adm AND id = @id AND state = @was;

-- RequeueOutbox: it waits as if it was queued now, and nothing was tried yet.
-- name: RequeueOutbox :execrows
UPDATE outbox SET message_id = @message_id, recipient = @recipient, about = @about, subject = @subject, body = @body, attached = @attached, actor = @actor,
    state = 'waiting', attempts = 0, due = @now, code = '', args = '{}', at = @now, tried = '', ended = ''
WHERE adm = @adm AND id = @id AND state = @was;

-- name: CountOutbox :many
SELECT state, CAST(COUNT(*) AS BIGINT) AS letters FROM outbox WHERE adm = @adm GROUP BY state ORDER BY state;
