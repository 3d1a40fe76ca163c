-- +goose Up
-- Requests that programs gave a key, so that the same one sent again is not done
-- again and gets the answer of the first. They are kept for a while.
CREATE TABLE requests (
    adm      BIGINT NOT NULL,
    token_id BIGINT NOT NULL,
    key      TEXT   NOT NULL, -- that the program gave
    sum      TEXT   NOT NULL, -- SHA-256 of what was asked
    owner    TEXT   NOT NULL, -- who is doing it, told from every other
    acted    TEXT   NOT NULL, -- what was changed for it, as the audit chain names it; '' nothing yet
    status   BIGINT NOT NULL, -- of the answer; 0 there is none yet
    media    TEXT   NOT NULL,
    body     TEXT   NOT NULL, -- of the answer
    due      TEXT   NOT NULL, -- time: without an answer by then it was broken off
    expires  TEXT   NOT NULL, -- time: forgotten from then on
    PRIMARY KEY (adm, token_id, key)
);
CREATE INDEX requests_expire ON requests (adm, expires);

-- Where programs want to hear of what happens.
CREATE TABLE webhooks (
    adm       BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    url       TEXT   NOT NULL,
    types     TEXT   NOT NULL, -- of events, as a JSON list; [] all
    secret    TEXT   NOT NULL, -- by which it is signed
    former    TEXT   NOT NULL, -- the secret before, which signs too until
    until     TEXT   NOT NULL, -- this time
    state     TEXT   NOT NULL, -- on, off (it failed too long), removed
    seen      BIGINT NOT NULL, -- event of the audit chain up to which deliveries were made
    failing   TEXT   NOT NULL, -- time since which nothing arrived, '' it does
    why       TEXT   NOT NULL, -- the last attempt failed, '' it did not
    made_by   TEXT   NOT NULL,
    made_at   TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);

-- What is to be told at which webhook. The event itself stands in the audit chain.
CREATE TABLE deliveries (
    adm        BIGINT NOT NULL,
    webhook_id BIGINT NOT NULL,
    seq        BIGINT NOT NULL, -- of the event in the audit chain
    n          BIGINT NOT NULL, -- 0 that event, else what came of it; below 0 it is a test
    type       TEXT   NOT NULL,
    subject    TEXT   NOT NULL, -- what it is about, as the audit chain names it
    at         TEXT   NOT NULL,
    state      TEXT   NOT NULL, -- waiting, sent, failed
    attempts   BIGINT NOT NULL,
    due        TEXT   NOT NULL, -- time: not tried before
    tried      TEXT   NOT NULL,
    status     BIGINT NOT NULL, -- of the last answer, 0 none
    why        TEXT   NOT NULL, -- it did not arrive
    PRIMARY KEY (adm, webhook_id, seq, n)
);
CREATE INDEX deliveries_due ON deliveries (adm, state, due);

-- +goose Down
DROP TABLE deliveries;
DROP TABLE webhooks;
DROP TABLE requests;
