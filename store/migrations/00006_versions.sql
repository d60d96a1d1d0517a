-- +goose Up

-- The lookup keys of the reports that a study says to be versions of
-- (study.VersionLinks), to be found from the other side as well.
CREATE TABLE linked (
    value TEXT NOT NULL,
    type  TEXT NOT NULL,
    study TEXT NOT NULL,
    PRIMARY KEY (value, type, study)
);
CREATE INDEX linked_study ON linked (study);

-- +goose Down
SELECT 1;
