package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"evidelic/study"
)

// Oldest gives n live studies after an id in the order in which they came into
// the library, "" for the first: for sources that complete what is there. An id
// that was joined into another keeps its place; one that was never given is
// study.ErrNotFound.
func (db *DB) Oldest(ctx context.Context, after string, n int) ([]study.Study, error) {
	var born int64
	if after != "" {
		err := db.read.QueryRowContext(ctx, `SELECT born FROM studies WHERE id = $1`, after).Scan(&born)
		if errors.Is(err, sql.ErrNoRows) {
			err = study.ErrNotFound
		}
		if err != nil {
			return nil, fmt.Errorf("read studies younger than %q: %w", after, explain(err))
		}
	}
	var list []packed
	err := each(ctx, db.read, `SELECT s.id, s.tags, v.body FROM studies s JOIN versions v ON v.seq = s.seq
		WHERE s.state = 'live' AND s.born > $1 ORDER BY s.born LIMIT $2`, []any{born, n}, func(rows *sql.Rows) error {
		var p packed
		err := rows.Scan(&p.id, &p.tags, &p.body)
		list = append(list, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read studies younger than %q: %w", after, explain(err))
	}
	return unpackAll(list)
}
