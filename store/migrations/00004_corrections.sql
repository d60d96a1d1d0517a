-- +goose Up

-- What operators decided about tags, append-only: of the decisions about a task
-- whose records are one study the last holds. tag is the answer as JSON, empty
-- where the decision was taken back. A decision hangs on the study's first record,
-- so that it follows joins and splits.
CREATE TABLE corrections (
    seq    BIGINT PRIMARY KEY,
    source TEXT   NOT NULL,
    key    TEXT   NOT NULL,
    task   TEXT   NOT NULL,
    tag    TEXT   NOT NULL,
    reason TEXT   NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX corrections_record ON corrections (key, source);

-- +goose Down
SELECT 1;
