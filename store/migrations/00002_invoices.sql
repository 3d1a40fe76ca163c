-- +goose Up
-- Suppliers, documents and invoices: from what arrives to what is paid. As in the
-- first migration every table leads with adm, amounts are BIGINT cents, days are
-- ISO text, times RFC 3339 text in UTC. What people enter as text and may be
-- absent is '' or 0, never NULL.

-- How a file came to us, when it was not brought by hand: written in the step
-- that keeps it, so that a crash before it is read forgets nothing.
CREATE TABLE arrivals (
    adm      BIGINT NOT NULL,
    sha256   TEXT   NOT NULL,
    channel  TEXT   NOT NULL, -- upload, import, folder, mail, api
    sender   TEXT   NOT NULL,
    about    TEXT   NOT NULL, -- subject of the mail
    received TEXT   NOT NULL, -- time; the 30 days count from it
    parent   TEXT   NOT NULL, -- hash of the mail or zip that it came in
    PRIMARY KEY (adm, sha256)
);

CREATE TABLE suppliers (
    adm        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    number     TEXT   NOT NULL, -- in the books; a proposed one has P and its id
    name       TEXT   NOT NULL,
    also       TEXT   NOT NULL, -- other names, JSON
    kvk        TEXT   NOT NULL,
    vat        TEXT   NOT NULL,
    oin        TEXT   NOT NULL,
    street     TEXT   NOT NULL,
    post_code  TEXT   NOT NULL,
    city       TEXT   NOT NULL,
    country    TEXT   NOT NULL,
    state      TEXT   NOT NULL, -- active, proposed, refused, merged, blocked
    attributes TEXT   NOT NULL, -- columns we do not know, JSON
    sha256     TEXT   NOT NULL, -- list or invoice that it comes from
    since      TEXT   NOT NULL,
    search     TEXT   NOT NULL, -- what people search by, folded
    changed    BIGINT NOT NULL, -- version of the register in which he or an account of his changed last
    PRIMARY KEY (adm, id),
    UNIQUE (adm, number)
);
CREATE INDEX suppliers_changed ON suppliers (adm, changed);
CREATE INDEX suppliers_state ON suppliers (adm, state, id);
CREATE INDEX suppliers_kvk ON suppliers (adm, kvk) WHERE kvk <> '';
CREATE INDEX suppliers_vat ON suppliers (adm, vat) WHERE vat <> '';
CREATE INDEX suppliers_oin ON suppliers (adm, oin) WHERE oin <> '';

-- Which version of something stands, so that who keeps it in memory knows when to
-- read it again.
CREATE TABLE versions (
    adm     BIGINT NOT NULL,
    what    TEXT   NOT NULL, -- suppliers
    version BIGINT NOT NULL, -- an identifier of the step that changed it
    PRIMARY KEY (adm, what)
);

-- An account of a supplier is trusted when the list of suppliers names it or two
-- persons released it; nothing is paid to another.
CREATE TABLE supplier_accounts (
    adm         BIGINT NOT NULL,
    supplier_id BIGINT NOT NULL,
    iban        TEXT   NOT NULL,
    state       TEXT   NOT NULL, -- trusted, held, refused
    holders     TEXT   NOT NULL, -- names that it was seen with, JSON
    sha256      TEXT   NOT NULL, -- list or invoice that it comes from
    since       TEXT   NOT NULL,
    first_by    TEXT   NOT NULL,
    first_at    TEXT   NOT NULL,
    second_by   TEXT   NOT NULL, -- or who refused it
    second_at   TEXT   NOT NULL,
    PRIMARY KEY (adm, supplier_id, iban),
    CHECK (first_by = '' OR first_by <> second_by)
);
CREATE INDEX supplier_accounts_iban ON supplier_accounts (adm, iban);

CREATE TABLE documents (
    adm         BIGINT           NOT NULL,
    id          BIGINT           NOT NULL,
    sha256      TEXT             NOT NULL,
    name        TEXT             NOT NULL,
    parent      TEXT             NOT NULL, -- hash of the mail or zip that it came in
    channel     TEXT             NOT NULL,
    sender      TEXT             NOT NULL,
    received    TEXT             NOT NULL, -- time
    media       TEXT             NOT NULL, -- ubl, cii, hybrid, pdf, scan, image, mail
    kind        TEXT             NOT NULL, -- invoice, creditnote, reminder, …; '' not known yet
    probability DOUBLE PRECISION NOT NULL, -- of the kind
    why         TEXT             NOT NULL, -- reasons of the kind, JSON
    pages       BIGINT           NOT NULL,
    scanned     TEXT             NOT NULL, -- of pages that were recognised: how they were turned and what they say, JSON; '' none
    state       TEXT             NOT NULL, -- unread, asked, invoiced, filed, forwarded, copy
    invoice_id  BIGINT           NOT NULL, -- invoice that it is another copy of, 0 none
    PRIMARY KEY (adm, id),
    UNIQUE (adm, sha256)
);
CREATE INDEX documents_state ON documents (adm, state, id);
CREATE INDEX documents_parent ON documents (adm, parent) WHERE parent <> '';
CREATE INDEX documents_invoice ON documents (adm, invoice_id) WHERE invoice_id <> 0;

CREATE TABLE invoices (
    adm           BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    document_id   BIGINT NOT NULL,
    supplier_id   BIGINT NOT NULL, -- 0: nobody knows yet
    supplier_name TEXT   NOT NULL, -- as the invoice says
    number        TEXT   NOT NULL, -- that of the supplier
    kind          TEXT   NOT NULL, -- invoice, creditnote
    issued        TEXT   NOT NULL,
    due           TEXT   NOT NULL,
    received      TEXT   NOT NULL, -- day; the clock of 30 days begins
    clock         TEXT   NOT NULL, -- what people said that moves it, JSON; '' nothing
    pay_by        TEXT   NOT NULL, -- its last day; the careful one while it does not run
    currency      TEXT   NOT NULL,
    net           BIGINT NOT NULL,
    vat           BIGINT NOT NULL,
    gross         BIGINT NOT NULL,
    payable       BIGINT NOT NULL,
    iban          TEXT   NOT NULL,
    holder        TEXT   NOT NULL, -- of the account, as the invoice says
    g_iban        TEXT   NOT NULL, -- blocked account for wage taxes
    g_amount      BIGINT NOT NULL,
    discount      BIGINT NOT NULL, -- that may be kept back when paid in time
    discount_day  TEXT   NOT NULL, -- last day on which the money must be there
    reference     TEXT   NOT NULL, -- to pay with
    order_number  TEXT   NOT NULL,
    about         TEXT   NOT NULL, -- what it is for, as duplicates are compared
    period_from   TEXT   NOT NULL, -- when that was, or was delivered
    period_to     TEXT   NOT NULL,
    refers        TEXT   NOT NULL, -- number of the one invoice before it that it names
    channel       TEXT   NOT NULL, -- by which its document came
    state         TEXT   NOT NULL, -- held, coding, approval, booked, paying, rejected
    content       TEXT   NOT NULL, -- invoice.Invoice, findings, fields with their places, JSON
    item_id       BIGINT NOT NULL, -- open item that it was booked as, 0 none
    blocked       BIGINT NOT NULL, -- of what is owed: disputed, or not owed; no run pays it
    credits       BIGINT NOT NULL, -- of a credit note: the invoice that it takes something off, 0 none
    coded         BIGINT NOT NULL, -- identifiers of acts of coding tell which came last; 0 never coded, negative: it was taken back and says nothing
    misbooked     BOOLEAN NOT NULL, -- a person said that its coding proved wrong
    search        TEXT   NOT NULL, -- what people search by, folded
    PRIMARY KEY (adm, id)
);
CREATE INDEX invoices_state ON invoices (adm, state, received, id);
CREATE INDEX invoices_supplier ON invoices (adm, supplier_id, issued);
CREATE INDEX invoices_coded ON invoices (adm, supplier_id, coded) WHERE coded > 0;
CREATE INDEX invoices_coded_last ON invoices (adm, coded);
CREATE INDEX invoices_document ON invoices (adm, document_id);
CREATE INDEX invoices_item ON invoices (adm, item_id) WHERE item_id <> 0;
CREATE INDEX invoices_iban ON invoices (adm, iban) WHERE iban <> '';
CREATE INDEX invoices_credits ON invoices (adm, credits) WHERE credits <> 0;

-- Why an invoice may not go on, each until it is released.
CREATE TABLE holds (
    adm        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    kind       TEXT   NOT NULL, -- invalid, doubtful, page, supplier, supplier-new, iban, duplicate, order, amount, person
    code       TEXT   NOT NULL, -- sentence of the catalogue
    args       TEXT   NOT NULL, -- its values, JSON
    persons    BIGINT NOT NULL, -- how many must release it: 1 or 2
    state      TEXT   NOT NULL, -- open, released, dropped (what it was about is no longer so)
    opened     TEXT   NOT NULL,
    first_by   TEXT   NOT NULL,
    first_at   TEXT   NOT NULL,
    second_by  TEXT   NOT NULL,
    second_at  TEXT   NOT NULL,
    PRIMARY KEY (adm, id),
    CHECK (first_by = '' OR first_by <> second_by)
);
CREATE INDEX holds_invoice ON holds (adm, invoice_id, id);
CREATE INDEX holds_open ON holds (adm, state, kind, invoice_id);

-- By which an earlier invoice that may be the same one is found.
CREATE TABLE duplicate_keys (
    adm        BIGINT NOT NULL,
    key        BIGINT NOT NULL, -- a hash
    invoice_id BIGINT NOT NULL,
    PRIMARY KEY (adm, key, invoice_id)
);
CREATE INDEX duplicate_keys_invoice ON duplicate_keys (adm, invoice_id);

-- What people taught the engines, one text of JSON for each thing.
CREATE TABLE learned (
    adm     BIGINT NOT NULL,
    engine  TEXT   NOT NULL, -- sorting, extract, duplicates
    name    TEXT   NOT NULL, -- of whom: id of the supplier; '' of all
    content TEXT   NOT NULL,
    version BIGINT NOT NULL, -- an identifier of the step that changed it
    PRIMARY KEY (adm, engine, name)
);

-- How an invoice is coded, as it stands: the parts of each line.
CREATE TABLE invoice_codings (
    adm         BIGINT NOT NULL,
    invoice_id  BIGINT NOT NULL,
    pos         BIGINT NOT NULL,
    line        BIGINT NOT NULL, -- place among the lines that are coded, from 1
    number      TEXT   NOT NULL, -- of the line, as the invoice has it
    description TEXT   NOT NULL, -- of the line
    category    TEXT   NOT NULL, -- of the VAT on the line
    rate        TEXT   NOT NULL,
    area        TEXT   NOT NULL, -- by what the buyer knows the line: meter, department, project, order
    extra       TEXT   NOT NULL, -- its VAT and class, as a coding is predicted by
    amount      BIGINT NOT NULL, -- without VAT
    account     TEXT   NOT NULL,
    cost_centre TEXT   NOT NULL,
    taakveld    TEXT   NOT NULL,
    categorie   TEXT   NOT NULL,
    project     TEXT   NOT NULL,
    other       TEXT   NOT NULL, -- further dimensions, name=value;name=value
    weight      BIGINT NOT NULL, -- share among the parts of one line
    treatment   TEXT   NOT NULL, -- of the VAT, as the coding says: compensable, deductible, cost, mixed; '' as policy says
    vat         BIGINT NOT NULL, -- that the supplier charges
    vat_back    BIGINT NOT NULL, -- VAT that comes back, of what we owe ourselves too
    source      TEXT   NOT NULL, -- model that proposed it, '' a person said so
    coded_by    TEXT   NOT NULL,
    coded_at    TEXT   NOT NULL,
    PRIMARY KEY (adm, invoice_id, pos)
);

-- What was proposed when an invoice was last coded.
CREATE TABLE coding_proposals (
    adm         BIGINT NOT NULL,
    invoice_id  BIGINT NOT NULL,
    model       TEXT   NOT NULL,
    probability DOUBLE PRECISION NOT NULL, -- of its least sure line
    taken       BOOLEAN NOT NULL, -- it was coded exactly so
    content     TEXT   NOT NULL, -- the proposal of each line with its reasons, JSON
    at          TEXT   NOT NULL,
    PRIMARY KEY (adm, invoice_id)
);

-- Invoices that wait for a coding, with what is proposed. A row that is not there,
-- or that rests on something else than what holds now, is made anew.
CREATE TABLE coding_worklist (
    adm         BIGINT  NOT NULL,
    invoice_id  BIGINT  NOT NULL,
    model       TEXT    NOT NULL, -- of the least sure line; '' nothing is proposed
    probability DOUBLE PRECISION NOT NULL, -- of the least sure line; 0 when a line has no proposal
    filled      BOOLEAN NOT NULL, -- sure enough to be filled in on every line
    otherwise   BOOLEAN NOT NULL, -- a line was booked otherwise before
    blind       BOOLEAN NOT NULL, -- it could have been done without a person, who judges it unmarked; never shown
    seen        TEXT    NOT NULL, -- what would be booked, hashed
    basis       TEXT    NOT NULL, -- what it rests on, hashed
    content     TEXT    NOT NULL, -- the proposal of each line, JSON
    at          TEXT    NOT NULL,
    PRIMARY KEY (adm, invoice_id)
);

-- How the first coding of an invoice stands to what was proposed: what the error
-- budget of codings rests on.
CREATE TABLE coding_cases (
    adm        BIGINT  NOT NULL,
    invoice_id BIGINT  NOT NULL,
    model      TEXT    NOT NULL,
    claimed    DOUBLE PRECISION NOT NULL,
    ground     TEXT    NOT NULL, -- '' a person judged it, many: accepted together with others, claim: the autopilot
    blind      BOOLEAN NOT NULL,
    correct    BOOLEAN NOT NULL,
    undone     BOOLEAN NOT NULL, -- it was taken back, or coded otherwise
    misbooked  BOOLEAN NOT NULL, -- a person said that it proved wrong
    batch      BIGINT  NOT NULL, -- what was last accepted together bears one number, 0 none
    at         TEXT    NOT NULL,
    PRIMARY KEY (adm, invoice_id)
);
CREATE INDEX coding_cases_batch ON coding_cases (adm, batch) WHERE batch <> 0;

-- How the autopilot stands on codings, as the table standings has it of bank lines.
CREATE TABLE coding_standings (
    adm       BIGINT           NOT NULL,
    id        BIGINT           NOT NULL,
    at        TEXT             NOT NULL,
    mode      TEXT             NOT NULL,
    threshold DOUBLE PRECISION NOT NULL,
    why       TEXT             NOT NULL,
    cases     BIGINT           NOT NULL,
    wrong     BIGINT           NOT NULL,
    bound     DOUBLE PRECISION NOT NULL,
    since     TEXT             NOT NULL,
    evidence  TEXT             NOT NULL,
    look      BIGINT           NOT NULL,
    refuted   BOOLEAN          NOT NULL,
    terms     TEXT             NOT NULL,
    policy    TEXT             NOT NULL,
    PRIMARY KEY (adm, id)
);

-- Where purchases were booked before we kept them, as an audit file tells: the
-- suppliers in it, and a row for each line of each invoice.
CREATE TABLE past_files (
    adm       BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    sha256    TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    company   TEXT   NOT NULL, -- whose ledger it is
    year      TEXT   NOT NULL, -- financial year
    documents BIGINT NOT NULL,
    lines     BIGINT NOT NULL,
    state     TEXT   NOT NULL, -- used, replaced (by a later file of the same ledger and year), forgotten
    PRIMARY KEY (adm, id),
    UNIQUE (adm, sha256)
);

CREATE TABLE past_parties (
    adm     BIGINT NOT NULL,
    file_id BIGINT NOT NULL,
    party   TEXT   NOT NULL, -- number in that ledger
    name    TEXT   NOT NULL,
    key     TEXT   NOT NULL, -- words of the name, in order of the alphabet
    kvk     TEXT   NOT NULL,
    vat     TEXT   NOT NULL,
    PRIMARY KEY (adm, file_id, party)
);
CREATE INDEX past_parties_key ON past_parties (adm, key) WHERE key <> '';
CREATE INDEX past_parties_kvk ON past_parties (adm, kvk) WHERE kvk <> '';
CREATE INDEX past_parties_vat ON past_parties (adm, vat) WHERE vat <> '';

CREATE TABLE past_codings (
    adm         BIGINT NOT NULL,
    file_id     BIGINT NOT NULL,
    pos         BIGINT NOT NULL,
    party       TEXT   NOT NULL,
    document    TEXT   NOT NULL, -- journal and number of the transaction
    number      TEXT   NOT NULL, -- of the invoice
    day         TEXT   NOT NULL, -- on which it was booked
    description TEXT   NOT NULL, -- of the line
    rate        TEXT   NOT NULL, -- of VAT
    amount      BIGINT NOT NULL, -- without VAT
    account     TEXT   NOT NULL,
    cost_centre TEXT   NOT NULL,
    project     TEXT   NOT NULL,
    PRIMARY KEY (adm, file_id, pos)
);
CREATE INDEX past_codings_party ON past_codings (adm, file_id, party, day);

-- How other programs say that lines were booked: a coding is predicted by these too.
CREATE TABLE coding_feedback (
    adm             BIGINT  NOT NULL,
    id              BIGINT  NOT NULL,
    known           TEXT    NOT NULL, -- hash of the numbers that a line is known by; '' it bears none
    day             TEXT    NOT NULL,
    supplier        TEXT    NOT NULL,
    supplier_number TEXT    NOT NULL,
    description     TEXT    NOT NULL,
    amount          BIGINT  NOT NULL,
    no_amount       BOOLEAN NOT NULL, -- it is not known
    number          TEXT    NOT NULL, -- of the invoice, as the supplier has it
    document        TEXT    NOT NULL, -- number of the other program
    area            TEXT    NOT NULL,
    extra           TEXT    NOT NULL,
    account         TEXT    NOT NULL,
    cost_centre     TEXT    NOT NULL,
    taakveld        TEXT    NOT NULL,
    categorie       TEXT    NOT NULL,
    project         TEXT    NOT NULL,
    treatment       TEXT    NOT NULL, -- of the VAT
    replaces        BIGINT  NOT NULL, -- what was said of the line before, 0 nothing
    person          TEXT    NOT NULL,
    at              TEXT    NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE UNIQUE INDEX coding_feedback_known ON coding_feedback (adm, known) WHERE known <> '';

-- What people did about an invoice on its way to approval. Acts are facts: where
-- the invoice stands is derived from them each time. Only approvals of a booking
-- that was taken back are void.
CREATE TABLE approval_acts (
    adm        BIGINT  NOT NULL,
    id         BIGINT  NOT NULL,
    invoice_id BIGINT  NOT NULL,
    step       TEXT    NOT NULL,
    act        TEXT    NOT NULL, -- approve, withdraw, ask, answer, dispute, comment, reject, reopen …
    person     TEXT    NOT NULL,
    for_whom   TEXT    NOT NULL, -- whom a deputy stands in for
    of_act     BIGINT  NOT NULL, -- act that is answered, settled or withdrawn, 0 none
    amount     BIGINT  NOT NULL,
    lines      TEXT    NOT NULL, -- disputed lines of the invoice, JSON
    to_whom    TEXT    NOT NULL, -- whom a question is for
    basis      TEXT    NOT NULL, -- of the step as the person saw it, JSON
    comment    TEXT    NOT NULL,
    at         TEXT    NOT NULL,
    void       BOOLEAN NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX approval_acts_invoice ON approval_acts (adm, invoice_id, id);

-- Which reminders were given: each once to each person.
CREATE TABLE reminders (
    adm        BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    key        TEXT   NOT NULL,
    person     TEXT   NOT NULL, -- '' nobody in particular
    at         TEXT   NOT NULL,
    PRIMARY KEY (adm, invoice_id, key, person)
);

-- Mail that goes out: written in the step of the act that it is for, so that it
-- stands or falls with it, and sent afterwards.
CREATE TABLE outbox (
    adm        BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    message_id TEXT   NOT NULL, -- the same each time that it is tried
    once       TEXT   NOT NULL, -- the same thing to the same person is queued once
    kind       TEXT   NOT NULL, -- reminder, forward, reply
    about      TEXT   NOT NULL, -- invoice:12, document:7; '' several
    recipient  TEXT   NOT NULL, -- address
    subject    TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    attached   TEXT   NOT NULL, -- files, each a kept original or a text, JSON
    state      TEXT   NOT NULL, -- waiting, sending, sent, failed, withdrawn
    attempts   BIGINT NOT NULL,
    due        TEXT   NOT NULL, -- time: not tried before; while it is being sent: when that counts as broken off
    code       TEXT   NOT NULL, -- why it did not go, '' nothing wrong
    args       TEXT   NOT NULL, -- of that, JSON
    actor      TEXT   NOT NULL, -- in whose name it was queued
    at         TEXT   NOT NULL,
    tried      TEXT   NOT NULL, -- time of the last attempt
    ended      TEXT   NOT NULL, -- time at which it was sent, failed or was withdrawn
    PRIMARY KEY (adm, id),
    UNIQUE (adm, once)
);
CREATE INDEX outbox_state ON outbox (adm, state, due);
CREATE INDEX outbox_about ON outbox (adm, about);

-- Which journal entries an invoice has: bookings and their reversals.
CREATE TABLE invoice_bookings (
    adm        BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    reverses   BIGINT NOT NULL, -- journal entry that it undoes, 0 none
    actor      TEXT   NOT NULL,
    at         TEXT   NOT NULL,
    PRIMARY KEY (adm, invoice_id, journal_id)
);

-- What we ordered or committed to, and what was delivered of it.
CREATE TABLE purchase_orders (
    adm           BIGINT  NOT NULL,
    id            BIGINT  NOT NULL,
    number        TEXT    NOT NULL,
    key           TEXT    NOT NULL, -- letters and figures of the number, as invoices may write it
    kind          TEXT    NOT NULL, -- order, contract
    supplier      TEXT    NOT NULL, -- number of the supplier
    supplier_name TEXT    NOT NULL,
    description   TEXT    NOT NULL,
    orderer       TEXT    NOT NULL,
    account       TEXT    NOT NULL,
    cost_centre   TEXT    NOT NULL,
    ordered       TEXT    NOT NULL,
    from_day      TEXT    NOT NULL,
    until         TEXT    NOT NULL,
    amount        BIGINT  NOT NULL, -- of the whole
    gross         BOOLEAN NOT NULL, -- amounts include VAT
    every         BIGINT  NOT NULL, -- months between instalments, 0 none
    instalment    BIGINT  NOT NULL,
    receipts      BOOLEAN NOT NULL, -- nothing is paid before it is received
    closed        BOOLEAN NOT NULL,
    invoiced      BIGINT  NOT NULL, -- before we kept it, as its first list says
    sha256        TEXT    NOT NULL,
    search        TEXT    NOT NULL, -- what people search by, folded
    PRIMARY KEY (adm, id),
    UNIQUE (adm, number)
);
CREATE INDEX purchase_orders_key ON purchase_orders (adm, key);
CREATE INDEX purchase_orders_supplier ON purchase_orders (adm, supplier, closed);

CREATE TABLE purchase_order_lines (
    adm               BIGINT NOT NULL,
    order_id          BIGINT NOT NULL,
    pos               BIGINT NOT NULL,
    number            TEXT   NOT NULL,
    article           TEXT   NOT NULL,
    description       TEXT   NOT NULL,
    quantity          TEXT   NOT NULL, -- decimal, '' none
    unit              TEXT   NOT NULL,
    price             TEXT   NOT NULL, -- decimal, '' none
    amount            BIGINT NOT NULL,
    invoiced          BIGINT NOT NULL, -- before we kept it, as its first list says
    invoiced_quantity TEXT   NOT NULL,
    PRIMARY KEY (adm, order_id, pos)
);

CREATE TABLE receipts (
    adm      BIGINT NOT NULL,
    id       BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    line     TEXT   NOT NULL, -- number of the line of the order, '' the order as a whole
    number   TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    quantity TEXT   NOT NULL, -- decimal, '' none
    amount   BIGINT NOT NULL,
    person   TEXT   NOT NULL, -- who declares that it was delivered
    note     TEXT   NOT NULL,
    listed   BOOLEAN NOT NULL, -- a list of orders says what was received so far
    at       TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX receipts_order ON receipts (adm, order_id, line);

-- What of an order or contract an invoice takes; negative: gives back.
CREATE TABLE invoice_orders (
    adm        BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    order_id   BIGINT NOT NULL,
    line       TEXT   NOT NULL, -- of the order, '' the whole
    quantity   TEXT   NOT NULL, -- decimal, '' none
    amount     BIGINT NOT NULL,
    PRIMARY KEY (adm, invoice_id, order_id, line)
);
CREATE INDEX invoice_orders_order ON invoice_orders (adm, order_id);

CREATE TABLE payment_runs (
    adm         BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    message_id  TEXT   NOT NULL,
    version     TEXT   NOT NULL, -- pain.001.001.09, pain.001.001.03
    account     TEXT   NOT NULL, -- our IBAN
    execution   TEXT   NOT NULL, -- day
    count       BIGINT NOT NULL,
    total       BIGINT NOT NULL,
    state       TEXT   NOT NULL, -- draft, released, fetched, withdrawn; that it is done is read from its payments
    sha256      TEXT   NOT NULL, -- of the file, which is kept
    content     TEXT   NOT NULL, -- who pays, what was left out and why, risks and gains, JSON
    made_by     TEXT   NOT NULL,
    made_at     TEXT   NOT NULL,
    ended_by    TEXT   NOT NULL, -- who withdrew it
    ended_why   TEXT   NOT NULL,
    PRIMARY KEY (adm, id)
);
CREATE INDEX payment_runs_message ON payment_runs (adm, message_id);
CREATE INDEX payment_runs_state ON payment_runs (adm, state, id);

-- Who released the file of a run, as he saw it: by its hash.
CREATE TABLE payment_run_releases (
    adm    BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    person TEXT   NOT NULL,
    sha256 TEXT   NOT NULL,
    at     TEXT   NOT NULL,
    PRIMARY KEY (adm, run_id, person)
);

CREATE TABLE payment_run_payments (
    adm         BIGINT NOT NULL,
    run_id      BIGINT NOT NULL,
    pos         BIGINT NOT NULL,
    end_to_end  TEXT   NOT NULL,
    supplier_id BIGINT NOT NULL,
    name        TEXT   NOT NULL,
    iban        TEXT   NOT NULL,
    amount      BIGINT NOT NULL,
    reference   TEXT   NOT NULL,
    remittance  TEXT   NOT NULL,
    blocked     BOOLEAN NOT NULL, -- to a blocked account for wage taxes
    answer      TEXT   NOT NULL, -- of the bank before it is booked: '', accepted, refused, unclear
    reasons     TEXT   NOT NULL, -- of that answer, JSON
    PRIMARY KEY (adm, run_id, pos)
);
CREATE INDEX payment_run_payments_e2e ON payment_run_payments (adm, end_to_end);

CREATE TABLE payment_run_settles (
    adm      BIGINT NOT NULL,
    run_id   BIGINT NOT NULL,
    pos      BIGINT NOT NULL, -- of the payment
    item_id  BIGINT NOT NULL,
    amount   BIGINT NOT NULL, -- what is taken off it; negative: a credit note that is netted
    discount BIGINT NOT NULL, -- of that, kept back
    PRIMARY KEY (adm, run_id, pos, item_id)
);
CREATE INDEX payment_run_settles_item ON payment_run_settles (adm, item_id);

-- What bank lines did to an item that a payment settles: money that went, and with
-- a negative amount money that came back. It counts as long as its decision stands.
CREATE TABLE payment_run_lines (
    adm         BIGINT NOT NULL,
    decision_id BIGINT NOT NULL,
    run_id      BIGINT NOT NULL,
    pos         BIGINT NOT NULL,
    item_id     BIGINT NOT NULL,
    line_id     BIGINT NOT NULL,
    amount      BIGINT NOT NULL,
    reason      TEXT   NOT NULL, -- why it came back, JSON
    PRIMARY KEY (adm, decision_id, run_id, pos, item_id)
);
CREATE INDEX payment_run_lines_run ON payment_run_lines (adm, run_id, pos, item_id);

-- Files of orders that the bank refused as a whole (pain.002).
CREATE TABLE refused_messages (
    adm        BIGINT NOT NULL,
    message_id TEXT   NOT NULL,
    code       TEXT   NOT NULL, -- the bank's reason, '' none
    sha256     TEXT   NOT NULL, -- of the file that says so
    PRIMARY KEY (adm, message_id)
);

-- Lists to code by. What holds from a day on has a from_day, '' always.
CREATE TABLE ledger_accounts (
    adm       BIGINT NOT NULL,
    code      TEXT   NOT NULL,
    from_day  TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    kind      TEXT   NOT NULL, -- expense, revenue, balance
    taakveld  TEXT   NOT NULL,
    categorie TEXT   NOT NULL,
    treatment TEXT   NOT NULL, -- of the VAT
    until     TEXT   NOT NULL,
    PRIMARY KEY (adm, code, from_day)
);

CREATE TABLE cost_centres (
    adm       BIGINT NOT NULL,
    code      TEXT   NOT NULL,
    from_day  TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    holder    TEXT   NOT NULL, -- budget holder
    taakveld  TEXT   NOT NULL,
    categorie TEXT   NOT NULL,
    treatment TEXT   NOT NULL, -- of the VAT
    until     TEXT   NOT NULL,
    PRIMARY KEY (adm, code, from_day)
);

CREATE TABLE iv3_codes (
    adm    BIGINT  NOT NULL,
    year   BIGINT  NOT NULL,
    kind   TEXT    NOT NULL, -- taakveld, categorie_lasten, categorie_baten, balanscode
    code   TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    parent TEXT    NOT NULL,
    leaf   BOOLEAN NOT NULL, -- it can be booked on; others are totals
    PRIMARY KEY (adm, year, kind, code)
);

-- The grey cells of Iv3: combinations that may not be used.
CREATE TABLE iv3_forbidden (
    adm       BIGINT  NOT NULL,
    year      BIGINT  NOT NULL,
    kind      TEXT    NOT NULL, -- of the category: categorie_lasten, categorie_baten
    balance   BOOLEAN NOT NULL, -- the code is a balance code, else a taakveld
    code      TEXT    NOT NULL,
    categorie TEXT    NOT NULL,
    PRIMARY KEY (adm, year, kind, balance, code, categorie)
);

-- +goose Down
DROP TABLE iv3_forbidden;
DROP TABLE iv3_codes;
DROP TABLE cost_centres;
DROP TABLE ledger_accounts;
DROP TABLE refused_messages;
DROP TABLE payment_run_lines;
DROP TABLE payment_run_settles;
DROP TABLE payment_run_payments;
DROP TABLE payment_run_releases;
DROP TABLE payment_runs;
DROP TABLE invoice_orders;
DROP TABLE receipts;
DROP TABLE purchase_order_lines;
DROP TABLE purchase_orders;
DROP TABLE invoice_bookings;
DROP TABLE outbox;
DROP TABLE reminders;
DROP TABLE approval_acts;
DROP TABLE past_codings;
DROP TABLE past_parties;
DROP TABLE past_files;

DROP TABLE coding_feedback;
DROP TABLE coding_standings;
DROP TABLE coding_cases;
DROP TABLE coding_worklist;
DROP TABLE coding_proposals;
DROP TABLE invoice_codings;
DROP TABLE learned;
DROP TABLE duplicate_keys;
DROP TABLE holds;
DROP TABLE invoices;
DROP TABLE documents;
DROP TABLE supplier_accounts;
DROP TABLE versions;
DROP TABLE suppliers;
DROP TABLE arrivals;
