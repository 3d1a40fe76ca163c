-- +goose Up
-- What pages of a large town would otherwise count among a million rows: sums by day
-- and by month. They are changed in the step that changes what they count (see
-- sums.go); those of what was there before are counted when the store opens.

-- Of a bank account on a day: what was booked and what the ledger says of it.
CREATE TABLE day_sums (
    adm         BIGINT NOT NULL,
    account_id  BIGINT NOT NULL,
    day         TEXT   NOT NULL,
    entries     BIGINT NOT NULL, -- that the bank booked
    details     BIGINT NOT NULL, -- inside these
    bank        BIGINT NOT NULL, -- sum of these
    ledger      BIGINT NOT NULL, -- on the bank account in the ledger
    suspense    BIGINT NOT NULL, -- likewise in suspense; a credit is negative
    waiting     BIGINT NOT NULL, -- bank lines on the worklist
    left_amount BIGINT NOT NULL, -- of these
    matched     BIGINT NOT NULL, -- bank lines that are done
    PRIMARY KEY (adm, account_id, day)
);

-- Of decisions taken in a month.
CREATE TABLE act_sums (
    adm    BIGINT NOT NULL,
    month  TEXT   NOT NULL, -- 2026-04
    actor  TEXT   NOT NULL,
    kind   TEXT   NOT NULL,
    ground TEXT   NOT NULL,
    acts   BIGINT NOT NULL,
    undone BIGINT NOT NULL, -- of these
    PRIMARY KEY (adm, month, actor, kind, ground)
);

-- What is owed is summed from what is open alone.
CREATE INDEX items_owed ON items (adm, kind, party_number, amount, settled, due) WHERE settled < amount;

-- Most journal entries are of no decision, and many allocations of no item. An index in
-- which these stand too looks useless to a database that only looks at its beginning.
DROP INDEX journal_decision;
CREATE INDEX journal_decision ON journal (adm, decision_id) WHERE decision_id <> 0;
DROP INDEX allocations_item;
CREATE INDEX allocations_item ON allocations (adm, item_id) WHERE item_id <> 0;

-- +goose Down
DROP INDEX allocations_item;
CREATE INDEX allocations_item ON allocations (adm, item_id);
DROP INDEX journal_decision;
CREATE INDEX journal_decision ON journal (adm, decision_id);
DROP INDEX items_owed;
DROP TABLE act_sums;
DROP TABLE day_sums;
DELETE FROM versions WHERE what = 'sums';
