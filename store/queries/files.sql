-- name: FileByHash :one
SELECT * FROM files WHERE adm = @adm AND sha256 = @sha256;

-- name: SetFileState :exec
UPDATE files SET format = @format, state = @state, code = @code, args = @args WHERE adm = @adm AND sha256 = @sha256;

-- name: Files :many
SELECT * FROM files WHERE adm = @adm AND state = @state ORDER BY received, sha256 LIMIT @page;

-- name: Chunk :one
SELECT bytes FROM blob_chunks WHERE adm = @adm AND sha256 = @sha256 AND pos = @pos;

-- name: Quarantined :many
SELECT quarantine.*, files.name AS file_name FROM quarantine
JOIN files ON files.adm = quarantine.adm AND files.sha256 = quarantine.sha256
WHERE quarantine.adm = @adm AND quarantine.state = 'open' ORDER BY quarantine.id;

-- name: QuarantineByID :one
SELECT * FROM quarantine WHERE adm = @adm AND id = @id;

-- name: QuarantineOf :many
SELECT * FROM quarantine WHERE adm = @adm AND sha256 = @sha256 AND state = 'open' ORDER BY idx;

-- name: ReleaseQuarantine :exec
UPDATE quarantine SET state = 'released' WHERE adm = @adm AND id = @id;
