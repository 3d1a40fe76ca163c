-- +goose Up
-- By which programs act in the name of a person. Only the hash of a token is kept.
CREATE TABLE tokens (
    adm        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    name       TEXT   NOT NULL, -- what it is for
    person     TEXT   NOT NULL, -- in whose name
    rights     TEXT   NOT NULL, -- that it has, as policy names them, by commas
    hash       TEXT   NOT NULL, -- SHA-256 of the secret
    made_by    TEXT   NOT NULL,
    made_at    TEXT   NOT NULL,
    expires    TEXT   NOT NULL, -- time
    revoked_by TEXT   NOT NULL, -- '' it is good
    revoked_at TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);

-- +goose Down
DROP TABLE tokens;
