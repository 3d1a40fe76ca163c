-- +goose Up
-- Who has which page open, so that two people on one thing see each other. A row
-- counts for less than a minute after it was seen and is then dropped.
CREATE TABLE presences (
    adm    BIGINT NOT NULL,
    thing  TEXT   NOT NULL, -- address of the page
    person TEXT   NOT NULL,
    seen   TEXT   NOT NULL, -- time
    PRIMARY KEY (adm, thing, person)
);

-- +goose Down
DROP TABLE presences;
