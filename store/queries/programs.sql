-- name: RequestByKey :one
SELECT * FROM requests WHERE adm = @adm AND token_id = @token_id AND key = @key;

-- TakeRequest: one that was broken off is done by another.
-- name: TakeRequest :exec
UPDATE requests SET owner = @owner, due = @due, expires = @expires WHERE adm = @adm AND token_id = @token_id AND key = @key;

-- RequestStillMine: the time of who is doing a request, as long as nobody took it over.
-- name: RequestStillMine :execrows
UPDATE requests SET due = @due WHERE adm = @adm AND token_id = @token_id AND key = @key AND owner = @owner AND status = 0;

-- name: RequestActed :execrows
UPDATE requests SET acted = @acted WHERE adm = @adm AND token_id = @token_id AND key = @key AND owner = @owner AND status = 0;

-- name: AnswerRequest :execrows
UPDATE requests SET status = @status, media = @media, body = @body WHERE adm = @adm AND token_id = @token_id AND key = @key AND owner = @owner;

-- ForgetRequest: nothing came of it, so that it may be tried again at once.
-- name: ForgetRequest :exec
DELETE FROM requests WHERE adm = @adm AND token_id = @token_id AND key = @key AND owner = @owner AND status = 0;

-- name: ForgetRequests :execrows
DELETE FROM requests WHERE adm = @adm AND expires <= @now;

-- name: CountRequests :one
SELECT CAST(COUNT(*) AS BIGINT) FROM requests WHERE adm = @adm;

-- name: WebhookByID :one
SELECT * FROM webhooks WHERE adm = @adm AND id = @id;

-- name: Webhooks :many
SELECT * FROM webhooks WHERE adm = @adm AND state <> 'removed' AND id > @after ORDER BY id LIMIT @page;

-- name: SetWebhook :exec
UPDATE webhooks SET url = @url, types = @types, secret = @secret, former = @former, until = @until, state = @state, seen = @seen, failing = @failing, why = @why
WHERE adm = @adm AND id = @id;

-- WebhookFails: since when nothing arrives; the first time counts.
-- name: WebhookFails :exec
UPDATE webhooks SET failing = CASE WHEN failing = '' THEN CAST(@now AS TEXT) ELSE failing END, why = @why WHERE adm = @adm AND id = @id AND state = 'on';

-- name: WebhookWorks :exec
UPDATE webhooks SET failing = '', why = '' WHERE adm = @adm AND id = @id AND failing <> '';

-- name: DeliveryByID :one
SELECT * FROM deliveries WHERE adm = @adm AND webhook_id = @webhook_id AND seq = @seq AND n = @n;

-- DeliveriesBefore: of a webhook, the newest first.
-- name: DeliveriesBefore :many
SELECT * FROM deliveries WHERE adm = @adm AND webhook_id = @webhook_id AND (seq < @before OR seq = @before AND n < @n) ORDER BY seq DESC, n DESC LIMIT @page;

-- DeliveriesDue: the longest due first, of webhooks that are on.
-- name: DeliveriesDue :many
SELECT d.webhook_id, d.seq, d.n FROM deliveries d JOIN webhooks w ON w.adm = d.adm AND w.id = d.webhook_id
WHERE d.adm = @adm AND d.state = 'waiting' AND d.due <= @now AND w.state = 'on' ORDER BY d.due, d.seq, d.n LIMIT @page;

-- TakeDelivery: nobody else tries it before until.
-- name: TakeDelivery :execrows
UPDATE deliveries SET attempts = attempts + 1, tried = @now, due = @until
WHERE adm = @adm AND webhook_id = @webhook_id AND seq = @seq AND n = @n AND state = 'waiting' AND due <= @now;

-- EndDelivery: what came of an attempt, not when another took it over meanwhile.
-- name: EndDelivery :execrows
UPDATE deliveries SET state = @state, due = @due, status = @status, why = @why
WHERE adm = @adm AND webhook_id = @webhook_id AND seq = @seq AND n = @n AND state = 'waiting' AND attempts = @attempts;

-- PutOffDeliveries: who has trouble is left alone for a while.
-- name: PutOffDeliveries :exec
UPDATE deliveries SET due = @until WHERE adm = @adm AND webhook_id = @webhook_id AND state = 'waiting' AND due < @until;

-- DeliveriesAgain: what did not arrive waits as if nothing was tried yet.
-- name: DeliveriesAgain :execrows
UPDATE deliveries SET state = 'waiting', due = @now, attempts = 0 WHERE adm = @adm AND webhook_id = @webhook_id AND state <> 'sent';

-- name: DropDeliveries :exec
DELETE FROM deliveries WHERE adm = @adm AND webhook_id = @webhook_id;

-- ForgetDeliveries: what ended long ago.
-- name: ForgetDeliveries :execrows
DELETE FROM deliveries WHERE adm = @adm AND state <> 'waiting' AND tried <= @before;

-- name: LowestTest :one
SELECT CAST(COALESCE(MIN(n), 0) AS BIGINT) FROM deliveries WHERE adm = @adm AND webhook_id = @webhook_id;

-- name: EventsFrom :many
SELECT seq, at, act, subject, payload FROM audit WHERE adm = @adm AND seq > @after ORDER BY seq LIMIT @page;

-- PaidByDecision: invoices of which a decision about a bank line settled the last cent.
-- name: PaidByDecision :many
SELECT DISTINCT invoices.id FROM allocations
JOIN items ON items.adm = allocations.adm AND items.id = allocations.item_id
JOIN invoices ON invoices.adm = items.adm AND invoices.item_id = items.id AND invoices.item_id <> 0
WHERE allocations.adm = @adm AND allocations.decision_id = @decision_id AND items.settled = items.amount
  AND NOT EXISTS (SELECT 1 FROM allocations later WHERE later.adm = allocations.adm AND later.item_id = allocations.item_id AND later.item_id <> 0 AND later.decision_id > allocations.decision_id)
ORDER BY invoices.id;

-- OutboxBefore: letters older than one, the newest first.
-- name: OutboxBefore :many
SELECT * FROM outbox WHERE adm = @adm AND id < @before AND (CAST(@state AS TEXT) = '' OR state = @state) ORDER BY id DESC LIMIT @page;
