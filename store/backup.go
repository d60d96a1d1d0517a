package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"evidelic/study"
)

// errPostgres says what does the work on PostgreSQL.
func errPostgres(what, tool string) error {
	return fmt.Errorf("%s: %w: the library lives on PostgreSQL, whose own tool does this: %s", what, study.ErrInvalid, tool)
}

// Backup writes a copy of the library, as it is at one moment, to file, which
// must not exist yet. Others may read and write meanwhile. The file appears under
// its name only when it is whole and on the disk. PostgreSQL has pg_dump for it.
func (db *DB) Backup(ctx context.Context, file string) error {
	if db.at.postgres() {
		return errPostgres("backup", "pg_dump --format=custom --file=FILE")
	}
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("backup to %s: %w: there is something of that name; choose another", file, study.ErrInvalid)
	}
	if err := copyLibrary(ctx, db.at.file, file+".partial"); err != nil {
		return fmt.Errorf("backup to %s: %w", file, explain(err))
	}
	if err := os.Rename(file+".partial", file); err != nil {
		return fmt.Errorf("backup to %s: %w", file, explain(err))
	}
	return syncFolder(file)
}

// copyLibrary writes a whole, compact copy of a library and waits until it is on
// the disk. What is left of a failed copy is removed.
func copyLibrary(ctx context.Context, from, to string) (err error) {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(to)
		}
	}()
	src, err := sql.Open("sqlite", sqliteDSN(from, false))
	if err != nil {
		return err
	}
	defer src.Close()
	if _, err := src.ExecContext(ctx, `VACUUM INTO $1`, to); err != nil {
		return err
	}
	return syncFile(to)
}

// Restore puts the backup in file from in the place of the library in file to,
// after checking that it is whole, a library, and not of a newer program. The
// library gets a new epoch, so that every index is made again. What was in place
// is kept beside it as to + ".before-restore". It fails with study.ErrBusy while
// a program has the library open. Nothing is changed before the copy is whole.
func Restore(ctx context.Context, from, to string) error {
	if err := restore(ctx, from, to); err != nil {
		return fmt.Errorf("restore %s: %w", from, explain(err))
	}
	return nil
}

func restore(ctx context.Context, from, to string) error {
	a, err := os.Stat(from)
	if err != nil {
		return err
	}
	if b, err := os.Stat(to); err == nil && os.SameFile(a, b) {
		return fmt.Errorf("%w: that is the library itself", study.ErrInvalid)
	}
	part := to + ".restoring"
	defer func() { _ = os.Remove(part) }()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := copyLibrary(ctx, from, part); err != nil {
		return err
	}
	if err := renewCopy(ctx, part); err != nil {
		return err
	}
	if err := setAside(ctx, to); err != nil {
		return err
	}
	if err := os.Rename(part, to); err != nil {
		return err
	}
	return syncFolder(to)
}

// renewCopy checks the copy, brings it up to date and gives it a new epoch.
func renewCopy(ctx context.Context, file string) error {
	db := &DB{at: address{file: file, shown: file}, opt: Options{}.withDefaults()}
	defer db.Close()
	if err := db.connectSQLite(ctx); err != nil {
		return err
	}
	var one int
	if err := db.write.QueryRowContext(ctx, `SELECT one FROM library`).Scan(&one); err != nil {
		return fmt.Errorf("%s (%w)", hintNotDB, err)
	}
	if err := db.migrate(ctx); err != nil {
		return err
	}
	if err := db.Check(ctx); err != nil {
		return err
	}
	if err := newEpoch(ctx, db.write); err != nil {
		return err
	}
	// The copy is one file again before it is moved.
	if err := errors.Join(db.Close(), closeJournal(ctx, file)); err != nil {
		return err
	}
	return syncFile(file)
}

// setAside renames the library in place, after making sure that nobody has it
// open. A damaged one is moved as it is: it is why people restore.
func setAside(ctx context.Context, file string) error {
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := closeJournal(ctx, file); err != nil && !damaged(err) {
		return err
	}
	for _, ext := range []string{"-wal", "-shm", ""} {
		err := os.Rename(file+ext, file+".before-restore"+ext)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// closeJournal folds the write-ahead log into the file. SQLite refuses it while
// any other connection is open.
func closeJournal(ctx context.Context, file string) error {
	q := "file:" + escapePath(file) + "?_pragma=busy_timeout(2000)"
	db, err := sql.Open("sqlite", q)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `PRAGMA journal_mode = DELETE`)
	return err
}

// damaged says whether SQLite cannot read the file for what it holds.
func damaged(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	c := e.Code() & 0xff
	return c == sqlite3.SQLITE_CORRUPT || c == sqlite3.SQLITE_NOTADB
}

// syncFile waits until a file is on the disk.
func syncFile(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncFolder waits until a file's new name is on the disk.
func syncFolder(file string) error {
	f, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
