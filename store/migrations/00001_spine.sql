-- +goose Up
-- One schema for SQLite and PostgreSQL. Every table leads with adm, the key of
-- the administration, so that it partitions and distributes by it. Amounts are
-- BIGINT cents; days are ISO text, times RFC 3339 text in UTC; identifiers are
-- given out by the administration's own row, which is also the lock that keeps
-- its writers in line.

CREATE TABLE administrations (
    adm        BIGINT NOT NULL PRIMARY KEY,
    slug       TEXT   NOT NULL UNIQUE,
    name       TEXT   NOT NULL,
    next_id    BIGINT NOT NULL,
    audit_seq  BIGINT NOT NULL,
    audit_hash TEXT   NOT NULL,
    created    TEXT   NOT NULL
);

-- Originals, byte for byte, before anything is read from them.
CREATE TABLE files (
    adm      BIGINT NOT NULL,
    sha256   TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    size     BIGINT NOT NULL,
    format   TEXT   NOT NULL,
    state    TEXT   NOT NULL, -- received, read, refused
    code     TEXT   NOT NULL, -- fault code when refused
    args     TEXT   NOT NULL, -- its values, JSON
    received TEXT   NOT NULL,
    PRIMARY KEY (adm, sha256)
);

CREATE TABLE blob_chunks (
    adm    BIGINT NOT NULL,
    sha256 TEXT   NOT NULL,
    pos    BIGINT NOT NULL,
    bytes  BYTEA  NOT NULL,
    PRIMARY KEY (adm, sha256, pos)
);

CREATE TABLE accounts (
    adm      BIGINT NOT NULL,
    id       BIGINT NOT NULL,
    iban     TEXT   NOT NULL,
    currency TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    PRIMARY KEY (adm, id),
    UNIQUE (adm, iban, currency)
);

CREATE TABLE statements (
    adm         BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    sha256      TEXT   NOT NULL,
    idx         BIGINT NOT NULL, -- place in the file
    format      TEXT   NOT NULL,
    kind        TEXT   NOT NULL, -- booked, interim, notification
    account_id  BIGINT NOT NULL,
    bank_id     TEXT   NOT NULL,
    sequence    TEXT   NOT NULL,
    from_day    TEXT   NOT NULL, -- of the first entry, or the closing day
    to_day      TEXT   NOT NULL, -- of the closing balance
    opening     BIGINT NOT NULL,
    closing     BIGINT NOT NULL,
    entries     BIGINT NOT NULL,
    details     BIGINT NOT NULL,
    fingerprint TEXT   NOT NULL, -- of what it says, apart from the format
    PRIMARY KEY (adm, id)
);
CREATE INDEX statements_account ON statements (adm, account_id, to_day, id);
CREATE INDEX statements_fingerprint ON statements (adm, fingerprint);

CREATE TABLE entries (
    adm          BIGINT  NOT NULL,
    id           BIGINT  NOT NULL,
    statement_id BIGINT  NOT NULL,
    account_id   BIGINT  NOT NULL,
    kind         TEXT    NOT NULL, -- that of the statement
    idx          BIGINT  NOT NULL,
    ref          TEXT    NOT NULL, -- the bank's own reference, else sequence/position
    bank_ref     TEXT    NOT NULL,
    amount       BIGINT  NOT NULL,
    booked       TEXT    NOT NULL,
    batch_info   TEXT    NOT NULL, -- PmtInfId of our own batch
    details      BIGINT  NOT NULL,
    tied         BIGINT  NOT NULL, -- notification: the booked entry it explains, 0 none yet
    PRIMARY KEY (adm, id)
);
CREATE INDEX entries_statement ON entries (adm, statement_id, idx);
CREATE INDEX entries_day ON entries (adm, account_id, kind, booked, amount, statement_id);
CREATE INDEX entries_tie ON entries (adm, account_id, kind, amount, booked, details);

-- What is matched: an entry, or each detail inside it.
CREATE TABLE bank_lines (
    adm          BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    entry_id     BIGINT NOT NULL,
    account_id   BIGINT NOT NULL,
    idx          BIGINT NOT NULL, -- detail in the entry, 0-based; -1 the entry as a whole
    booked       TEXT   NOT NULL,
    amount       BIGINT NOT NULL, -- signed: in is positive
    left_amount  BIGINT NOT NULL, -- not yet allocated, same sign
    state        TEXT   NOT NULL, -- open, matched, shown (interim and notification), split
    party_name   TEXT   NOT NULL,
    party_iban   TEXT   NOT NULL,
    content      TEXT   NOT NULL, -- everything the bank said, JSON
    search       TEXT   NOT NULL, -- what people search by, folded
    PRIMARY KEY (adm, id)
);
CREATE INDEX bank_lines_state ON bank_lines (adm, state, id);
CREATE INDEX bank_lines_entry ON bank_lines (adm, entry_id, idx);
-- these two answer from the index alone what status asks on every page
CREATE INDEX bank_lines_account ON bank_lines (adm, account_id, state, booked, left_amount);
CREATE INDEX bank_lines_waiting ON bank_lines (adm, state, booked, left_amount);

CREATE TABLE items (
    adm          BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    kind         TEXT   NOT NULL, -- receivable, payable
    number       TEXT   NOT NULL,
    party_number TEXT   NOT NULL,
    party_name   TEXT   NOT NULL,
    iban         TEXT   NOT NULL,
    amount       BIGINT NOT NULL,
    settled      BIGINT NOT NULL, -- sum of allocations, 0 … amount
    currency     TEXT   NOT NULL,
    issued       TEXT   NOT NULL,
    due          TEXT   NOT NULL,
    reference    TEXT   NOT NULL,
    end_to_end   TEXT   NOT NULL,
    mandate      TEXT   NOT NULL,
    batch        TEXT   NOT NULL,
    description  TEXT   NOT NULL,
    attributes   TEXT   NOT NULL, -- columns we do not know, JSON
    sha256       TEXT   NOT NULL,
    search       TEXT   NOT NULL, -- what people search by, folded
    decision_id  BIGINT NOT NULL, -- decision that put it on account of a party, 0: it came in a list
    PRIMARY KEY (adm, id),
    CHECK (settled >= 0 AND settled <= amount)
);
CREATE INDEX items_party ON items (adm, party_number);
CREATE INDEX items_reference ON items (adm, reference);

CREATE INDEX items_number ON items (adm, kind, number);
CREATE INDEX items_mandate ON items (adm, mandate) WHERE mandate <> '';

CREATE TABLE batches (
    adm        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    message_id TEXT   NOT NULL,
    info_id    TEXT   NOT NULL,
    account    TEXT   NOT NULL,
    execution  TEXT   NOT NULL,
    count      BIGINT NOT NULL,
    total      BIGINT NOT NULL,
    PRIMARY KEY (adm, id)
);

CREATE TABLE instructions (
    adm        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    batch_id   BIGINT NOT NULL,
    idx        BIGINT NOT NULL,
    end_to_end TEXT   NOT NULL,
    amount     BIGINT NOT NULL,
    party_name TEXT   NOT NULL,
    party_iban TEXT   NOT NULL,
    mandate    TEXT   NOT NULL,
    reference  TEXT   NOT NULL,
    remittance TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX instructions_batch ON instructions (adm, batch_id, idx);
CREATE INDEX instructions_mandate ON instructions (adm, mandate) WHERE mandate <> '';

-- Orders that the bank refused (pain.002), which may come before the file of the
-- orders is read.
CREATE TABLE refusals (
    adm        BIGINT NOT NULL,
    info_id    TEXT   NOT NULL,
    end_to_end TEXT   NOT NULL, -- '' is the whole batch
    code       TEXT   NOT NULL, -- the bank's reason, '' none
    sha256     TEXT   NOT NULL, -- of the file that says so
    PRIMARY KEY (adm, info_id, end_to_end)
);

CREATE TABLE quarantine (
    adm     BIGINT NOT NULL,
    id      BIGINT NOT NULL,
    sha256  TEXT   NOT NULL,
    idx     BIGINT NOT NULL, -- statement, batch or row in the file
    what    TEXT   NOT NULL, -- statement, item, batch
    subject TEXT   NOT NULL, -- account or number, for people
    code    TEXT   NOT NULL,
    args    TEXT   NOT NULL,
    state   TEXT   NOT NULL, -- open, released
    since   TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);

CREATE TABLE policies (
    adm     BIGINT NOT NULL,
    version TEXT   NOT NULL, -- SHA-256 of the text, shortened
    body    TEXT   NOT NULL,
    since   TEXT   NOT NULL,
    seq     BIGINT NOT NULL,
    PRIMARY KEY (adm, version)
);

-- At most one standing proposal for a line. One of probability 0 proposes
-- nothing: it says why nothing was found.
CREATE TABLE proposals (
    adm         BIGINT           NOT NULL,
    line_id     BIGINT           NOT NULL,
    id          BIGINT           NOT NULL,
    probability DOUBLE PRECISION NOT NULL,
    safe        BOOLEAN          NOT NULL,
    model       TEXT             NOT NULL,
    content     TEXT             NOT NULL, -- reconcile.Proposal, JSON
    PRIMARY KEY (adm, line_id)
);
CREATE INDEX proposals_likely ON proposals (adm, probability DESC, line_id);

CREATE TABLE decisions (
    adm         BIGINT           NOT NULL,
    id          BIGINT           NOT NULL,
    line_id     BIGINT           NOT NULL,
    kind        TEXT             NOT NULL, -- accepted, changed, rejected, undone
    actor       TEXT             NOT NULL, -- autopilot, or the user
    policy      TEXT             NOT NULL,
    model       TEXT             NOT NULL,
    probability DOUBLE PRECISION NOT NULL,
    content     TEXT             NOT NULL, -- what was proposed and what was done, JSON
    at          TEXT             NOT NULL,
    undoes      BIGINT           NOT NULL, -- decision it takes back, 0 none
    undone_by   BIGINT           NOT NULL, -- 0: stands
    ground      TEXT             NOT NULL, -- of the autopilot: rule, claim; "" a person
    PRIMARY KEY (adm, id)
);
CREATE INDEX decisions_line ON decisions (adm, line_id, id);
CREATE INDEX decisions_actor ON decisions (adm, undone_by, actor, kind);
CREATE INDEX decisions_ground ON decisions (adm, ground, at, undone_by, kind);

-- What the first decision of a person on a line says of the proposal that stood
-- for it: the evidence of the error budget.
CREATE TABLE cases (
    adm         BIGINT           NOT NULL,
    decision_id BIGINT           NOT NULL,
    line_id     BIGINT           NOT NULL,
    claimed     DOUBLE PRECISION NOT NULL, -- probability of the best choice
    safe        BOOLEAN          NOT NULL,
    blind       BOOLEAN          NOT NULL, -- drawn from what would have been done
    correct     BOOLEAN          NOT NULL, -- the person booked the same
    at          TEXT             NOT NULL,
    PRIMARY KEY (adm, decision_id)
);

-- What the engine learns from the first decision of a person on a line: the
-- evidence of what was proposed and which of it was right, as that version of the
-- engine writes it.
CREATE TABLE lessons (
    adm         BIGINT NOT NULL,
    decision_id BIGINT NOT NULL,
    model       TEXT   NOT NULL,
    content     TEXT   NOT NULL,
    PRIMARY KEY (adm, decision_id)
);

-- The blind sample: lines that go to a person although the autopilot could do
-- them. No page shows who is in it.
CREATE TABLE draws (
    adm     BIGINT           NOT NULL,
    line_id BIGINT           NOT NULL,
    ground  TEXT             NOT NULL, -- what it would have been done on
    claimed DOUBLE PRECISION NOT NULL,
    at      TEXT             NOT NULL,
    PRIMARY KEY (adm, line_id)
);

-- How the autopilot stood, and why: a row for each change and each look.
CREATE TABLE standings (
    adm       BIGINT           NOT NULL,
    id        BIGINT           NOT NULL,
    at        TEXT             NOT NULL,
    mode      TEXT             NOT NULL, -- off, propose, safe, prior, proved
    threshold DOUBLE PRECISION NOT NULL, -- 0 none
    why       TEXT             NOT NULL, -- key of the catalogue
    cases     BIGINT           NOT NULL, -- that decided about it
    wrong     BIGINT           NOT NULL,
    bound     DOUBLE PRECISION NOT NULL,
    since     TEXT             NOT NULL, -- of mode and threshold
    evidence  TEXT             NOT NULL, -- counts from here on; "" all
    look      BIGINT           NOT NULL,
    refuted   BOOLEAN          NOT NULL, -- the prior threshold, by own decisions
    terms     TEXT             NOT NULL, -- promise and engine
    policy    TEXT             NOT NULL,
    PRIMARY KEY (adm, id)
);

CREATE TABLE allocations (
    adm         BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    decision_id BIGINT NOT NULL,
    line_id     BIGINT NOT NULL,
    item_id     BIGINT NOT NULL, -- 0: on a ledger account
    account     TEXT   NOT NULL, -- ledger account code
    amount      BIGINT NOT NULL, -- signed as the bank line
    opens       BIGINT NOT NULL, -- item that keeps it on account of a party, 0 none
    dimensions  TEXT   NOT NULL DEFAULT '', -- name=value;name=value
    PRIMARY KEY (adm, id)
);
CREATE INDEX allocations_decision ON allocations (adm, decision_id);
CREATE INDEX allocations_line ON allocations (adm, line_id);
CREATE INDEX allocations_item ON allocations (adm, item_id);
CREATE INDEX allocations_back ON allocations (adm, item_id) WHERE amount < 0;

CREATE TABLE journal (
    adm          BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    day          TEXT   NOT NULL,
    kind         TEXT   NOT NULL, -- opening, statement, decision, reversal
    text         TEXT   NOT NULL,
    statement_id BIGINT NOT NULL,
    decision_id  BIGINT NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX journal_decision ON journal (adm, decision_id);

CREATE TABLE journal_lines (
    adm        BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    pos        BIGINT NOT NULL,
    day        TEXT   NOT NULL,
    account    TEXT   NOT NULL,
    role       TEXT   NOT NULL, -- bank, suspense, opening, receivables, payables, onaccount, difference, other
    amount     BIGINT NOT NULL, -- debit positive, credit negative
    account_id BIGINT NOT NULL, -- bank account it concerns
    item       TEXT   NOT NULL,
    dimensions TEXT   NOT NULL DEFAULT '', -- name=value;name=value
    PRIMARY KEY (adm, journal_id, pos)
);
CREATE INDEX journal_lines_account ON journal_lines (adm, account_id, role, day, amount);

CREATE TABLE audit (
    adm     BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    at      TEXT   NOT NULL,
    actor   TEXT   NOT NULL,
    act     TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    payload TEXT   NOT NULL,
    hash    TEXT   NOT NULL,
    PRIMARY KEY (adm, seq)
);

-- +goose Down
DROP TABLE audit;
DROP TABLE journal_lines;
DROP TABLE journal;
DROP TABLE allocations;
DROP TABLE standings;
DROP TABLE draws;
DROP TABLE lessons;
DROP TABLE cases;
DROP TABLE decisions;
DROP TABLE proposals;
DROP TABLE policies;
DROP TABLE quarantine;
DROP TABLE refusals;
DROP TABLE instructions;
DROP TABLE batches;
DROP TABLE items;
DROP TABLE bank_lines;
DROP TABLE entries;
DROP TABLE statements;
DROP TABLE accounts;
DROP TABLE blob_chunks;
DROP TABLE files;
DROP TABLE administrations;
