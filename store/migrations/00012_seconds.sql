-- +goose Up
-- What one person asked for and a second one must confirm, because it can widen
-- what somebody may do: a link into an account, roles, letting somebody in again, a
-- policy. A row is never changed but for how it ended.
CREATE TABLE seconds (
    adm       BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    kind      TEXT   NOT NULL, -- link, roles, unblock, policy
    person_id BIGINT NOT NULL, -- whom it is about; 0 the policy
    ref       TEXT   NOT NULL, -- link: SHA-256 of its secret; policy: version of the text
    said      TEXT   NOT NULL, -- what is asked, and what it was asked upon, as JSON
    state     TEXT   NOT NULL, -- open, confirmed, refused, withdrawn, replaced, outdated
    made_by   TEXT   NOT NULL,
    made_at   TEXT   NOT NULL,
    ended_by  TEXT   NOT NULL, -- '' as long as it is open
    ended_at  TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX seconds_open ON seconds (adm, kind, person_id) WHERE state = 'open';

-- +goose Down
DROP TABLE seconds;
