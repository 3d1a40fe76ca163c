-- +goose Up
-- Who acts, by the name that stands in mandates, decisions and the audit chain.
CREATE TABLE persons (
    adm        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    mail       TEXT   NOT NULL, -- in small letters; '' none
    password   TEXT   NOT NULL, -- Argon2id in PHC form; '' none
    issuer     TEXT   NOT NULL, -- of the login elsewhere that is his; '' none yet
    subject    TEXT   NOT NULL,
    language   TEXT   NOT NULL, -- nl, en, '' not chosen
    made_by    TEXT   NOT NULL,
    made_at    TEXT   NOT NULL,
    blocked_by TEXT   NOT NULL, -- '' may come in
    blocked_at TEXT   NOT NULL,
    PRIMARY KEY (adm, id),
    UNIQUE (adm, name)
);
CREATE UNIQUE INDEX persons_by_mail ON persons (adm, mail) WHERE mail <> '';
CREATE UNIQUE INDEX persons_by_subject ON persons (adm, issuer, subject) WHERE subject <> '';

-- What policy lets a role do, a person may do on these days.
CREATE TABLE person_roles (
    adm       BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    role      TEXT   NOT NULL,
    from_day  TEXT   NOT NULL,
    until_day TEXT   NOT NULL, -- the last one; '' without end
    made_by   TEXT   NOT NULL,
    made_at   TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX person_roles_by_person ON person_roles (adm, person_id);

-- A link that lets somebody choose a password, once. Only its hash is kept.
CREATE TABLE person_links (
    adm       BIGINT NOT NULL,
    hash      TEXT   NOT NULL, -- SHA-256 of the secret
    person_id BIGINT NOT NULL, -- 0 whoever comes first
    made_by   TEXT   NOT NULL,
    made_at   TEXT   NOT NULL,
    expires   TEXT   NOT NULL, -- time
    PRIMARY KEY (adm, hash)
);

-- Who is in. Only the hash of what his browser holds is kept.
CREATE TABLE sessions (
    adm       BIGINT NOT NULL,
    hash      TEXT   NOT NULL,
    person_id BIGINT NOT NULL,
    agent     TEXT   NOT NULL, -- browser, as it says itself
    began     TEXT   NOT NULL, -- time
    seen      TEXT   NOT NULL, -- time, to within a minute
    expires   TEXT   NOT NULL, -- time
    data      BYTEA  NOT NULL,
    PRIMARY KEY (adm, hash)
);
CREATE INDEX sessions_by_person ON sessions (adm, person_id);

-- +goose Down
DROP TABLE sessions;
DROP TABLE person_links;
DROP TABLE person_roles;
DROP TABLE persons;
