package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	_ "modernc.org/sqlite"             // registers "sqlite"

	"evidelic/study"
)

// address is where a library lives.
type address struct {
	file  string // of SQLite; "" for PostgreSQL
	dsn   string // of PostgreSQL
	shown string // for messages, without a password
}

// postgres says whether the library lives on a PostgreSQL server.
func (a address) postgres() bool { return a.file == "" }

// parseURL reads "sqlite:path/file.db" and "postgres://…".
func parseURL(raw string) (address, error) {
	if file, ok := strings.CutPrefix(raw, "sqlite:"); ok {
		file = strings.TrimPrefix(file, "//")
		if file == "" || strings.ContainsRune(file, 0) || strings.HasSuffix(file, "/") {
			return address{}, fmt.Errorf("store URL %q: %w: want sqlite:path/file.db", raw, study.ErrInvalid)
		}
		return address{file: filepath.Clean(file), shown: filepath.Clean(file)}, nil
	}
	if strings.HasPrefix(raw, "postgres://") || strings.HasPrefix(raw, "postgresql://") {
		u, err := url.Parse(raw)
		if err != nil {
			return address{}, fmt.Errorf("store URL (postgres): %w: it does not parse; percent-encode special characters of the password", study.ErrInvalid)
		}
		shown := *u
		shown.RawQuery = ""
		return address{dsn: raw, shown: shown.Redacted()}, nil
	}
	scheme, _, _ := strings.Cut(raw, ":")
	return address{}, fmt.Errorf("store URL %.20q…: %w: want sqlite:path/file.db or postgres://…", scheme, study.ErrInvalid)
}

// Bounds of the pools of connections.
const (
	sqliteReaders   = 8
	postgresMaxOpen = 16
	busyTimeout     = 30 * time.Second // how long one process waits for another's write
)

// connect opens the pools.
func (db *DB) connect(ctx context.Context) error {
	if db.at.postgres() {
		pool, err := sql.Open("pgx", db.at.dsn)
		if err != nil {
			return fmt.Errorf("%w: the postgres URL does not parse", study.ErrInvalid)
		}
		pool.SetMaxOpenConns(postgresMaxOpen)
		db.read, db.write = pool, pool
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(db.at.file), 0o755); err != nil {
		return err
	}
	return db.connectSQLite(ctx)
}

// connectSQLite opens one connection for writing and several for reading. The
// pragmas go into the address, or they would reach one connection only.
func (db *DB) connectSQLite(ctx context.Context) error {
	var err error
	if db.write, err = sql.Open("sqlite", sqliteDSN(db.at.file, false)); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	// Not among the pragmas of the address: the driver sets those in the order of the
	// alphabet, and this one makes the file, with pages of whatever size then holds.
	if _, err := db.write.ExecContext(ctx, `PRAGMA journal_mode = WAL`); err != nil {
		return err
	}
	if db.read, err = sql.Open("sqlite", sqliteDSN(db.at.file, true)); err != nil {
		return err
	}
	db.read.SetMaxOpenConns(max(sqliteReaders, runtime.NumCPU()))
	db.read.SetMaxIdleConns(sqliteReaders)
	return nil
}

// sqliteDSN gives the address of a connection. WAL lets readers go on beside the
// writer; synchronous=FULL makes an answered commit survive a power cut;
// immediate transactions wait for the lock instead of failing midway.
func sqliteDSN(file string, readOnly bool) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "page_size(16384)", "synchronous(FULL)",
		"foreign_keys(1)", "cache_size(-65536)", "wal_autocheckpoint(4000)", "temp_store(MEMORY)"}}
	if readOnly {
		q["_pragma"] = []string{fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "query_only(1)", "cache_size(-16384)"}
	}
	return "file:" + escapePath(file) + "?" + q.Encode()
}

// escapePath writes a path so that nothing in it counts as part of the query.
func escapePath(file string) string { return (&url.URL{Path: file}).EscapedPath() }
