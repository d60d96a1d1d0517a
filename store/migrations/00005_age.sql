-- +goose Up

-- Sources that complete the library ask for its studies from the oldest on.
CREATE INDEX studies_born ON studies (born);

-- +goose Down
SELECT 1;
