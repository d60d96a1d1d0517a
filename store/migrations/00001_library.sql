-- SQLite and PostgreSQL both run this file. BYTEA means nothing to SQLite, which
-- keeps bytes in such a column as they are; PostgreSQL has no BLOB. Times are
-- microseconds since 1970 in UTC, 0 when not given.

-- +goose Up

-- The one row of this table is locked first by whoever changes the library: it
-- gives out the numbers of changes and records.
CREATE TABLE library (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    id      TEXT    NOT NULL,
    epoch   TEXT    NOT NULL,
    demo    INTEGER NOT NULL,
    created BIGINT  NOT NULL,
    seq     BIGINT  NOT NULL,
    records BIGINT  NOT NULL,
    studies BIGINT  NOT NULL
);

-- What each source says about each report, as fetched. A record is never
-- removed: gone marks what its source has deleted.
CREATE TABLE records (
    id       BIGINT  PRIMARY KEY,
    source   TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    revision TEXT    NOT NULL,
    fetched  BIGINT  NOT NULL,
    gone     INTEGER NOT NULL,
    study    TEXT    NOT NULL,
    hash     BYTEA   NOT NULL,
    body     BYTEA   NOT NULL,
    raw      BYTEA,
    raw_type TEXT    NOT NULL,
    UNIQUE (source, key)
);
CREATE INDEX records_study ON records (study);

-- The lookup keys of records: "pmid:38011560".
CREATE TABLE identifiers (
    value  TEXT   NOT NULL,
    record BIGINT NOT NULL,
    PRIMARY KEY (value, record)
);

-- An id belongs for ever to the study of its founding record. state: live,
-- joined (other says into which), deleted.
CREATE TABLE studies (
    id      TEXT   PRIMARY KEY,
    founder BIGINT NOT NULL,
    born    BIGINT NOT NULL,
    state   TEXT   NOT NULL,
    other   TEXT   NOT NULL,
    seq     BIGINT NOT NULL,
    created BIGINT NOT NULL,
    tags    TEXT   NOT NULL
);
CREATE INDEX studies_founder ON studies (founder);
CREATE INDEX studies_tags ON studies (tags, id);

CREATE TABLE changes (
    seq   BIGINT PRIMARY KEY,
    study TEXT   NOT NULL,
    kind  TEXT   NOT NULL,
    at    BIGINT NOT NULL,
    other TEXT   NOT NULL
);
CREATE INDEX changes_study ON changes (study, seq);

-- Every state that a study ever had.
CREATE TABLE versions (
    seq   BIGINT PRIMARY KEY,
    study TEXT   NOT NULL,
    body  BYTEA  NOT NULL
);

-- Joins that rules made (undone = 0, frozen = 0) and what operators decided
-- (frozen = 1): together, or, undone, apart.
CREATE TABLE joins (
    a        BIGINT  NOT NULL,
    b        BIGINT  NOT NULL,
    rule     TEXT    NOT NULL,
    evidence TEXT    NOT NULL,
    undone   INTEGER NOT NULL,
    frozen   INTEGER NOT NULL,
    at       BIGINT  NOT NULL,
    PRIMARY KEY (a, b)
);
CREATE INDEX joins_b ON joins (b);

-- The notices of studies, each with the change by which it first came.
CREATE TABLE notices (
    study  TEXT   NOT NULL,
    notice TEXT   NOT NULL,
    type   TEXT   NOT NULL,
    seq    BIGINT NOT NULL,
    PRIMARY KEY (study, notice)
);
CREATE INDEX notices_seq ON notices (seq);

CREATE TABLE harvests (
    id      BIGINT PRIMARY KEY,
    source  TEXT   NOT NULL,
    outcome TEXT   NOT NULL,
    started BIGINT NOT NULL,
    ended   BIGINT NOT NULL,
    body    TEXT   NOT NULL
);
CREATE INDEX harvests_source ON harvests (source, id);

CREATE TABLE cursors (
    source TEXT   PRIMARY KEY,
    cursor TEXT   NOT NULL,
    at     BIGINT NOT NULL
);

CREATE TABLE leases (
    source TEXT   PRIMARY KEY,
    holder TEXT   NOT NULL,
    since  BIGINT NOT NULL,
    until  BIGINT NOT NULL,
    ttl    BIGINT NOT NULL
);

-- When the last reserved request to a host under a key goes out, and how many
-- fall on its day (days since 1970 in UTC).
CREATE TABLE slots (
    host TEXT   NOT NULL,
    key  TEXT   NOT NULL,
    last BIGINT NOT NULL,
    day  BIGINT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (host, key)
);

CREATE TABLE timetable (
    source TEXT   PRIMARY KEY,
    at     BIGINT NOT NULL,
    why    TEXT   NOT NULL
);

-- +goose Down
-- Nothing goes back: a library is restored from a backup.
SELECT 1;
