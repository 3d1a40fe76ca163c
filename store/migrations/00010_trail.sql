-- +goose Up
-- The trail is read by what it is about and by who acted, besides in its order.
CREATE INDEX audit_subject ON audit (adm, subject, seq);
CREATE INDEX audit_actor ON audit (adm, actor, seq);
CREATE INDEX audit_policy ON audit (adm, seq) WHERE act = 'policy.set';

-- +goose Down
DROP INDEX audit_policy;
DROP INDEX audit_actor;
DROP INDEX audit_subject;
