-- +goose Up

-- Which studies register or report on a trial (study.Reporting).
CREATE TABLE trials (
    number TEXT NOT NULL,
    study  TEXT NOT NULL,
    PRIMARY KEY (number, study)
);
CREATE INDEX trials_study ON trials (study);

-- The lookup keys of the reports that a registration lists as its results.
CREATE TABLE listed (
    value  TEXT NOT NULL,
    number TEXT NOT NULL,
    study  TEXT NOT NULL,
    PRIMARY KEY (value, number, study)
);
CREATE INDEX listed_study ON listed (study);

-- The lookup keys of the reports that a record acts against: a retraction notice,
-- an erratum (study.Acts).
CREATE TABLE acts (
    value  TEXT   NOT NULL,
    record BIGINT NOT NULL,
    PRIMARY KEY (value, record)
);

-- When a source was asked about a study apart from the records that it gave, and
-- when it did not answer. Records say themselves when they were fetched.
CREATE TABLE checks (
    study  TEXT   NOT NULL,
    source TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    reason TEXT   NOT NULL,
    PRIMARY KEY (study, source)
);
CREATE INDEX records_fetched ON records (source, fetched);

-- +goose Down
SELECT 1;
