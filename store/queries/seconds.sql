-- name: SecondByID :one
SELECT * FROM seconds WHERE adm = @adm AND id = @id;

-- name: OpenSeconds :many
SELECT * FROM seconds WHERE adm = @adm AND state = 'open' ORDER BY id;

-- name: EndSecond :execrows
UPDATE seconds SET state = @state, ended_by = @ended_by, ended_at = @ended_at WHERE adm = @adm AND id = @id AND state = 'open';

-- name: ReplaceSeconds :execrows
UPDATE seconds SET state = 'replaced', ended_by = @ended_by, ended_at = @ended_at
WHERE adm = @adm AND kind = @kind AND person_id = @person_id AND state = 'open';
