-- The keys under which records that may be one report find each other without a
-- shared identifier, and which identifiers a record has itself (study.MatchKeys,
-- study.Anchors). match_upto: all records up to this number have the keys of
-- match_version.

-- +goose Up
CREATE TABLE matching (
    value   BIGINT  NOT NULL,
    anchors INTEGER NOT NULL,
    record  BIGINT  NOT NULL,
    PRIMARY KEY (value, anchors, record)
);


ALTER TABLE library ADD COLUMN match_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE library ADD COLUMN match_upto BIGINT NOT NULL DEFAULT 0;

-- +goose Down
SELECT 1;
