-- name: Persons :many
SELECT * FROM persons WHERE adm = @adm ORDER BY name;

-- name: PersonByID :one
SELECT * FROM persons WHERE adm = @adm AND id = @id;

-- name: PersonByName :one
SELECT * FROM persons WHERE adm = @adm AND name = @name;

-- name: PersonByMail :one
SELECT * FROM persons WHERE adm = @adm AND mail = @mail AND mail <> '';

-- name: PersonBySubject :one
SELECT * FROM persons WHERE adm = @adm AND issuer = @issuer AND subject = @subject AND subject <> '';

-- name: CountPersons :one
SELECT COUNT(*) FROM persons WHERE adm = @adm;

-- name: SetPersonMail :execrows
UPDATE persons SET mail = @mail WHERE adm = @adm AND id = @id;

-- name: SetPersonPassword :execrows
UPDATE persons SET password = @password WHERE adm = @adm AND id = @id;

-- name: SetPersonSubject :execrows
UPDATE persons SET issuer = @issuer, subject = @subject WHERE adm = @adm AND id = @id AND subject = '';

-- name: SetPersonLanguage :execrows
UPDATE persons SET language = @language WHERE adm = @adm AND id = @id;

-- name: SetPersonBlocked :execrows
UPDATE persons SET blocked_by = @blocked_by, blocked_at = @blocked_at WHERE adm = @adm AND id = @id;

-- name: PersonRoles :many
SELECT * FROM person_roles WHERE adm = @adm AND person_id = @person_id ORDER BY role, from_day, id;

-- name: AllPersonRoles :many
SELECT * FROM person_roles WHERE adm = @adm ORDER BY person_id, role, from_day, id;

-- name: EndPersonRole :exec
UPDATE person_roles SET until_day = @until_day WHERE adm = @adm AND id = @id;

-- name: DropPersonRole :exec
DELETE FROM person_roles WHERE adm = @adm AND id = @id;

-- name: PersonLink :one
SELECT * FROM person_links WHERE adm = @adm AND hash = @hash;

-- name: DropPersonLinks :execrows
DELETE FROM person_links WHERE adm = @adm AND person_id = @person_id;

-- name: SessionByHash :one
SELECT * FROM sessions WHERE adm = @adm AND hash = @hash;

-- name: SessionsOf :many
SELECT * FROM sessions WHERE adm = @adm AND person_id = @person_id ORDER BY seen DESC, hash;

-- name: KeepSession :exec
INSERT INTO sessions (adm, hash, person_id, agent, began, seen, expires, data)
VALUES (@adm, @hash, @person_id, @agent, @began, @seen, @expires, @data)
ON CONFLICT (adm, hash) DO UPDATE SET person_id = @person_id, seen = @seen, expires = @expires, data = @data;

-- name: SeeSession :exec
UPDATE sessions SET seen = @seen WHERE adm = @adm AND hash = @hash AND seen < @seen;

-- name: DropSession :execrows
DELETE FROM sessions WHERE adm = @adm AND hash = @hash;

-- name: DropSessionsOf :execrows
DELETE FROM sessions WHERE adm = @adm AND person_id = @person_id AND hash <> @keep;

-- name: DropOldSessions :execrows
DELETE FROM sessions WHERE adm = @adm AND expires < @now;

-- name: UntiePerson :execrows
UPDATE persons SET issuer = '', subject = '' WHERE adm = @adm AND id = @id AND subject <> '';
