-- +goose Up
-- Skills by which people and seats are told: of one's own list, or of one that was
-- published.
CREATE TABLE staff_skills (
    adm    BIGINT NOT NULL,
    id     BIGINT NOT NULL,
    code   TEXT   NOT NULL, -- as the list calls it; a URI of what was published
    name   TEXT   NOT NULL,
    source TEXT   NOT NULL, -- own, esco, competentnl
    PRIMARY KEY (adm, id)
);
CREATE UNIQUE INDEX staff_skills_code ON staff_skills (adm, code);

-- Who masters near masters the skill some levels lower.
CREATE TABLE staff_near (
    adm   BIGINT NOT NULL,
    skill BIGINT NOT NULL,
    near  BIGINT NOT NULL,
    down  BIGINT NOT NULL, -- levels, at least 1
    PRIMARY KEY (adm, skill, near)
);

-- People who can work. They need not be able to log in; login ties one who can.
CREATE TABLE staff_people (
    adm       BIGINT  NOT NULL,
    id        BIGINT  NOT NULL,
    code      TEXT    NOT NULL, -- as the list calls him
    name      TEXT    NOT NULL,
    team      TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    rate      BIGINT  NOT NULL, -- cents an hour, 0 not told
    login     TEXT    NOT NULL, -- name of a person who logs in, '' none
    gone      BOOLEAN NOT NULL, -- works here no more
    forgotten BOOLEAN NOT NULL, -- his name and what he told were removed
    PRIMARY KEY (adm, id)
);
CREATE UNIQUE INDEX staff_people_code ON staff_people (adm, code);

CREATE TABLE staff_levels (
    adm       BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    skill_id  BIGINT NOT NULL,
    level     BIGINT NOT NULL, -- 1 to 5
    PRIMARY KEY (adm, person_id, skill_id)
);

-- What a contract gives to assignments, in minutes a week.
CREATE TABLE staff_contracts (
    adm       BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    from_day  TEXT   NOT NULL,
    until     TEXT   NOT NULL, -- up to and including, '' no end
    minutes   BIGINT NOT NULL,
    PRIMARY KEY (adm, person_id, from_day)
);

-- When somebody is away, and how much of each working day. Why is nowhere.
CREATE TABLE staff_absences (
    adm       BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    from_day  TEXT   NOT NULL,
    until     TEXT   NOT NULL, -- up to and including
    away      BIGINT NOT NULL, -- thousandths of each working day
    source    TEXT   NOT NULL, -- list, calendar, hand
    PRIMARY KEY (adm, id)
);
CREATE INDEX staff_absences_person ON staff_absences (adm, person_id, from_day);

-- What people stated to want; about a skill or an assignment, the other is 0.
CREATE TABLE staff_wishes (
    adm           BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,
    skill_id      BIGINT NOT NULL,
    assignment_id BIGINT NOT NULL,
    kind          TEXT   NOT NULL, -- gladly, not, learn
    PRIMARY KEY (adm, person_id, skill_id, assignment_id)
);

CREATE TABLE staff_assignments (
    adm      BIGINT  NOT NULL,
    id       BIGINT  NOT NULL,
    code     TEXT    NOT NULL, -- as the list calls it
    name     TEXT    NOT NULL,
    project  TEXT    NOT NULL, -- in the ledger
    place    TEXT    NOT NULL,
    priority BIGINT  NOT NULL, -- 1 to 5
    deadline TEXT    NOT NULL, -- last day, '' none
    budget   BIGINT  NOT NULL, -- cents, 0 no limit
    closed   BOOLEAN NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE UNIQUE INDEX staff_assignments_code ON staff_assignments (adm, code);

-- A role in an assignment, for one person.
CREATE TABLE staff_seats (
    adm           BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    assignment_id BIGINT NOT NULL,
    code          TEXT   NOT NULL, -- as the list calls it
    name          TEXT   NOT NULL,
    first         TEXT   NOT NULL, -- Monday of its first week
    work          TEXT   NOT NULL, -- minutes of each week from there on, JSON
    PRIMARY KEY (adm, id)
);
CREATE UNIQUE INDEX staff_seats_code ON staff_seats (adm, code);
CREATE INDEX staff_seats_assignment ON staff_seats (adm, assignment_id);

CREATE TABLE staff_needs (
    adm      BIGINT  NOT NULL,
    seat_id  BIGINT  NOT NULL,
    skill_id BIGINT  NOT NULL,
    level    BIGINT  NOT NULL,
    must     BOOLEAN NOT NULL, -- without it nobody can sit there
    PRIMARY KEY (adm, seat_id, skill_id)
);

-- Who did the work of a seat until now, by the list.
CREATE TABLE staff_before (
    adm       BIGINT NOT NULL,
    seat_id   BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    PRIMARY KEY (adm, seat_id, person_id)
);

CREATE TABLE staff_pairs (
    adm      BIGINT  NOT NULL,
    seat_a   BIGINT  NOT NULL,
    seat_b   BIGINT  NOT NULL,
    together BOOLEAN NOT NULL, -- one person has both; else never the same
    PRIMARY KEY (adm, seat_a, seat_b)
);

CREATE TABLE staff_travel (
    adm     BIGINT NOT NULL,
    place_a TEXT   NOT NULL,
    place_b TEXT   NOT NULL,
    minutes BIGINT NOT NULL, -- there and back
    PRIMARY KEY (adm, place_a, place_b)
);

-- What was agreed: who has a seat. A lock also holds when a plan is repaired.
CREATE TABLE staff_seated (
    adm         BIGINT  NOT NULL,
    seat_id     BIGINT  NOT NULL,
    person_id   BIGINT  NOT NULL,
    locked      BOOLEAN NOT NULL,
    tentative   BOOLEAN NOT NULL, -- an option that may still lapse
    decision_id BIGINT  NOT NULL,
    PRIMARY KEY (adm, seat_id)
);
CREATE INDEX staff_seated_person ON staff_seated (adm, person_id);

-- Who does not get a seat, since a person said so; person 0 is nobody gets it.
CREATE TABLE staff_barred (
    adm         BIGINT NOT NULL,
    seat_id     BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    decision_id BIGINT NOT NULL,
    PRIMARY KEY (adm, seat_id, person_id)
);

-- What was proposed: a plan, or the repair of what was agreed.
CREATE TABLE staff_plans (
    adm         BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    kind        TEXT   NOT NULL, -- plan, repair
    state       TEXT   NOT NULL, -- proposed, done, dropped
    from_day    TEXT   NOT NULL, -- Monday of its first week
    weeks       BIGINT NOT NULL,
    value       BIGINT NOT NULL,
    bound       BIGINT NOT NULL, -- no plan is worth more; equal: the best there is
    content     TEXT   NOT NULL, -- value by term, unfilled seats with reasons, JSON
    model       TEXT   NOT NULL,
    made_by     TEXT   NOT NULL,
    made_at     TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX staff_plans_state ON staff_plans (adm, state, id);

CREATE TABLE staff_placements (
    adm       BIGINT NOT NULL,
    plan_id   BIGINT NOT NULL,
    seat_id   BIGINT NOT NULL,
    person_id BIGINT NOT NULL, -- 0: the seat comes free
    was       BIGINT NOT NULL, -- who had it by then, 0 nobody
    state     TEXT   NOT NULL, -- proposed, kept, accepted, changed, rejected
    value     BIGINT NOT NULL,
    PRIMARY KEY (adm, plan_id, seat_id)
);

-- What people decided of seats. Names stand in staff_people only, so that they can be
-- removed and the decision stays.
CREATE TABLE staff_decisions (
    adm       BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    plan_id   BIGINT NOT NULL, -- 0: of no proposal
    seat_id   BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    was       BIGINT NOT NULL, -- who had the seat, 0 nobody
    kind      TEXT   NOT NULL, -- accepted, changed, rejected, released, locked, unlocked, closed, opened, undone
    reason    TEXT   NOT NULL,
    value     BIGINT NOT NULL, -- of the placement, as the plan told
    before    TEXT   NOT NULL, -- how the seat stood, JSON
    actor     TEXT   NOT NULL,
    at        TEXT   NOT NULL,
    undoes    BIGINT NOT NULL, -- decision it takes back, 0 none
    undone_by BIGINT NOT NULL, -- 0: stands
    PRIMARY KEY (adm, id)
);
CREATE INDEX staff_decisions_seat ON staff_decisions (adm, seat_id, id);

-- What would be, if, beside what would be without.
CREATE TABLE staff_scenarios (
    adm     BIGINT NOT NULL,
    id      BIGINT NOT NULL,
    name    TEXT   NOT NULL,
    changes TEXT   NOT NULL, -- and what came of them, JSON
    made_by TEXT   NOT NULL,
    made_at TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);

-- Calendars that somebody may follow by an address that holds a secret.
CREATE TABLE staff_feeds (
    adm       BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    hash      TEXT   NOT NULL, -- SHA-256 of the secret
    made_by   TEXT   NOT NULL,
    made_at   TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE UNIQUE INDEX staff_feeds_hash ON staff_feeds (adm, hash);

-- +goose Down
DROP TABLE staff_feeds;
DROP TABLE staff_scenarios;
DROP TABLE staff_decisions;
DROP TABLE staff_placements;
DROP TABLE staff_plans;
DROP TABLE staff_barred;
DROP TABLE staff_seated;
DROP TABLE staff_travel;
DROP TABLE staff_pairs;
DROP TABLE staff_before;
DROP TABLE staff_needs;
DROP TABLE staff_seats;
DROP TABLE staff_assignments;
DROP TABLE staff_wishes;
DROP TABLE staff_absences;
DROP TABLE staff_contracts;
DROP TABLE staff_levels;
DROP TABLE staff_people;
DROP TABLE staff_near;
DROP TABLE staff_skills;
