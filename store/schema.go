package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"evidelic/study"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables to this program's version, and refuses those of a
// newer one.
func (db *DB) migrate(ctx context.Context) error {
	p, err := db.migrator()
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return fmt.Errorf("it was written by a newer evidelic (schema %d, this program knows %d): "+
			"use that version, or a backup made before the update", have, want)
	}
	if have == want {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		// Another process may have made the tables in the meantime.
		if have, _, e := p.GetVersions(ctx); e == nil && have == want {
			return nil
		}
		return fmt.Errorf("update the tables: %w", err)
	}
	return nil
}

// migrator gives goose over the embedded files. On PostgreSQL one process at a
// time runs it; on SQLite each file is one immediate transaction.
func (db *DB) migrator() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	dialect := goose.DialectSQLite3
	if db.at.postgres() {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, db.write, files, opts...)
}

// settleKind marks a new library demo or real and refuses the other kind.
func (db *DB) settleKind(ctx context.Context) error {
	_, err := db.write.ExecContext(ctx, `INSERT INTO library (one, id, epoch, demo, created, seq, records, studies, match_version)
		VALUES (1, $1, $2, $3, $4, 0, 0, 0, $5) ON CONFLICT (one) DO NOTHING`,
		randomID(), randomID(), boolInt(db.opt.Demo), micros(db.now()), derived)
	if err != nil {
		return err
	}
	lib, err := db.Library(ctx)
	if err != nil {
		return err
	}
	if lib.Demo != db.opt.Demo {
		return fmt.Errorf("%w: it holds %s studies; choose another data folder", study.ErrWrongLibrary, kindWord(lib.Demo))
	}
	return nil
}

func kindWord(demo bool) string {
	if demo {
		return "demo"
	}
	return "real"
}

// Library gives the library's identity and the number of its last change.
func (db *DB) Library(ctx context.Context) (study.Library, error) {
	var lib study.Library
	var demo int
	err := db.read.QueryRowContext(ctx, `SELECT id, epoch, demo, seq, studies FROM library WHERE one = 1`).
		Scan(&lib.ID, &lib.Epoch, &demo, &lib.Seq, &lib.Count)
	if err != nil {
		return study.Library{}, fmt.Errorf("library: %w", explain(err))
	}
	lib.Demo = demo != 0
	return lib, nil
}

// newEpoch gives the library another epoch: what was made from it must be made
// again.
func newEpoch(ctx context.Context, tx *sql.DB) error {
	_, err := tx.ExecContext(ctx, `UPDATE library SET epoch = $1 WHERE one = 1`, randomID())
	return err
}

// randomID gives 128 random bits in hexadecimal.
func randomID() string {
	var b [16]byte
	// Read never fails since Go 1.24.
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
