-- name: TokenByID :one
SELECT * FROM tokens WHERE adm = @adm AND id = @id;

-- name: Tokens :many
SELECT * FROM tokens WHERE adm = @adm ORDER BY id;

-- name: RevokeToken :execrows
UPDATE tokens SET revoked_by = @revoked_by, revoked_at = @revoked_at WHERE adm = @adm AND id = @id AND revoked_by = '';
