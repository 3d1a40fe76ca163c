-- name: SeePresence :exec
INSERT INTO presences (adm, thing, person, seen) VALUES (@adm, @thing, @person, @seen)
ON CONFLICT (adm, thing, person) DO UPDATE SET seen = excluded.seen;

-- name: PresencesOn :many
SELECT person FROM presences WHERE adm = @adm AND thing = @thing AND person <> @person AND seen >= @since ORDER BY person LIMIT 20;

-- name: ForgetPresences :exec
DELETE FROM presences WHERE adm = @adm AND seen < @before;

-- LastOfSubject: what was last done with one thing.
-- name: LastOfSubject :one
SELECT at, actor, act FROM audit WHERE adm = @adm AND subject = @subject ORDER BY seq DESC LIMIT 1;
