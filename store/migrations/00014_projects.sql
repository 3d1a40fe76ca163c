-- +goose Up
-- Projects: what they may cost, what was worked on them, how far they are. What they
-- cost is in the journal, on lines with their code among the dimensions. Of who
-- worked the hours nothing is kept but a mark, by which the same row of a list is
-- known again.

CREATE TABLE projects (
    adm         BIGINT  NOT NULL,
    id          BIGINT  NOT NULL,
    code        TEXT    NOT NULL, -- the dimension project of the ledger
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL,
    lead        TEXT    NOT NULL, -- person who leads it
    start_day   TEXT    NOT NULL, -- first and last day as planned; '' not told
    end_day     TEXT    NOT NULL,
    minutes     BIGINT  NOT NULL, -- of own people, planned in all, where no plan of people says more
    rate        BIGINT  NOT NULL, -- cents of an hour
    own_hours   BOOLEAN NOT NULL, -- the credit pays the hours of own people
    to_buy      BIGINT  NOT NULL, -- cents that are planned to be bought in all
    closed      BOOLEAN NOT NULL,
    made_by     TEXT    NOT NULL,
    made_at     TEXT    NOT NULL,
    PRIMARY KEY (adm, id),
    UNIQUE (adm, code)
);

-- Decisions on what a project may cost. They are never changed: another one comes.
CREATE TABLE project_credits (
    adm        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    day        TEXT   NOT NULL, -- from which it holds
    amount     BIGINT NOT NULL, -- cents on top; negative: taken off
    reference  TEXT   NOT NULL, -- of the decision
    note       TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    at         TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX project_credits_project ON project_credits (adm, project_id, day);

CREATE TABLE project_hours (
    adm        BIGINT  NOT NULL,
    project_id BIGINT  NOT NULL,
    mark       TEXT    NOT NULL, -- hash of who, when and what for
    day        TEXT    NOT NULL, -- or the Monday of the week
    assignment TEXT    NOT NULL, -- '' the project as a whole
    minutes    BIGINT  NOT NULL,
    rate       BIGINT  NOT NULL, -- cents of an hour; 0 that of the project
    sha256     TEXT    NOT NULL, -- of the list that says so
    PRIMARY KEY (adm, project_id, mark)
);

-- What the project lead says is done; the last word of a part counts.
CREATE TABLE project_progress (
    adm        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    day        TEXT   NOT NULL,
    part       TEXT   NOT NULL, -- seat or milestone; '' the whole
    weight     BIGINT NOT NULL, -- of the part among the parts
    done       BIGINT NOT NULL, -- thousandths
    note       TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    at         TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX project_progress_project ON project_progress (adm, project_id, day);

-- For which project an order or contract is; each for one at most.
CREATE TABLE project_orders (
    adm        BIGINT NOT NULL,
    order_id   BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    PRIMARY KEY (adm, order_id)
);
CREATE INDEX project_orders_project ON project_orders (adm, project_id);

CREATE INDEX journal_lines_project ON journal_lines (adm, dimensions, day, account, amount) WHERE dimensions LIKE '%project=%';

-- +goose Down
DROP INDEX journal_lines_project;
DROP TABLE project_orders;
DROP TABLE project_progress;
DROP TABLE project_hours;
DROP TABLE project_credits;
DROP TABLE projects;
