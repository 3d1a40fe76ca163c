-- name: CreateAdministration :exec
INSERT INTO administrations (adm, slug, name, next_id, audit_seq, audit_hash, created)
VALUES (@adm, @slug, @name, 1, 0, '', @created);

-- name: Administrations :many
SELECT adm, slug, name FROM administrations ORDER BY adm;

-- LockAdministration takes the row of the administration until the step ends: its
-- writers go one after the other, on SQLite and on PostgreSQL alike.
-- name: LockAdministration :one
UPDATE administrations SET next_id = next_id WHERE adm = @adm
RETURNING next_id, audit_seq, audit_hash;

-- name: SaveAdministration :exec
UPDATE administrations SET next_id = @next_id, audit_seq = @audit_seq, audit_hash = @audit_hash WHERE adm = @adm;

-- name: AuditHead :one
SELECT next_id, audit_seq, audit_hash FROM administrations WHERE adm = @adm;

-- name: AuditFrom :many
SELECT seq, at, actor, act, subject, payload, hash FROM audit
WHERE adm = @adm AND seq > @after ORDER BY seq LIMIT @page;

-- name: DeletePolicy :exec
DELETE FROM policies WHERE adm = @adm AND version = @version;

-- name: CurrentPolicy :one
SELECT version, body, since FROM policies WHERE adm = @adm ORDER BY seq DESC LIMIT 1;
