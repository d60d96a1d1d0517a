-- Bodies may be packed with S2 from here on (codec.go), which earlier programs
-- cannot read.

-- +goose Up
SELECT 1;

-- +goose Down
SELECT 1;
