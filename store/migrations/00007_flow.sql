-- +goose Up

-- How a study stands: the rule by which it is out of scope ('' when it is not),
-- and the type of its gravest notice ('' when it has none).
ALTER TABLE studies ADD COLUMN out_rule TEXT NOT NULL DEFAULT '';
ALTER TABLE studies ADD COLUMN notice TEXT NOT NULL DEFAULT '';

-- Which studies cite a work: hashes of the lookup keys of their references
-- (study.Cited), so that a list of forty takes a kilobyte. What is found is held
-- against the study's own list.
CREATE TABLE cited (
    value BIGINT NOT NULL,
    study TEXT   NOT NULL,
    PRIMARY KEY (value, study)
);

-- +goose Down
SELECT 1;
