package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"evidelic/study"
)

// explain adds to an error of a database what it means and what to do next; an
// error that it does not know comes back as it is.
func explain(err error) error {
	if err == nil {
		return nil
	}
	if hint := sqliteHint(err); hint != "" {
		return wrapHint(err, hint)
	}
	if hint := postgresHint(err); hint != "" {
		return wrapHint(err, hint)
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return wrapHint(err, hintFull)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return wrapHint(err, hintReadOnly)
	}
	return err
}

// What an operator can do, by what went wrong.
const (
	hintFull     = "the disk is full: nothing of this step was stored; free some space and run it again"
	hintReadOnly = "the data folder cannot be written: give this user write permission, or choose another with --data"
	hintBusy     = "another program holds the library's lock: wait for it or stop it, then run this again"
	hintCorrupt  = "the file is damaged: stop the program and put back a backup with `evidelic restore FILE`"
	hintNotDB    = "the file is no library of evidelic: choose another --data folder"
	hintIO       = "the disk does not answer as it should: check the disk and the data folder, then run this again"
	hintNoServer = "the PostgreSQL server does not answer: check that it runs and that the address is right"
	hintDenied   = "PostgreSQL refused the user: check name, password and rights on the database"
)

// wrapHint puts the hint before the error; a lock is study.ErrBusy as well.
func wrapHint(err error, hint string) error {
	if hint == hintBusy {
		return fmt.Errorf("%s (%w: %w)", hint, study.ErrBusy, err)
	}
	return fmt.Errorf("%s (%w)", hint, err)
}

// sqliteHint reads SQLite's result codes; the low byte is the class.
func sqliteHint(err error) string {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return hintFull
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return hintReadOnly
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return hintBusy
	case sqlite3.SQLITE_CORRUPT:
		return hintCorrupt
	case sqlite3.SQLITE_NOTADB:
		return hintNotDB
	case sqlite3.SQLITE_IOERR:
		return hintIO
	}
	return ""
}

// postgresHint reads PostgreSQL's error classes
// (https://www.postgresql.org/docs/current/errcodes-appendix.html).
func postgresHint(err error) string {
	var connect *pgconn.ConnectError
	var e *pgconn.PgError
	switch {
	case errors.As(err, &e):
	case errors.As(err, &connect):
		return hintNoServer
	default:
		return ""
	}
	switch {
	case e.Code == "53100":
		return hintFull
	case e.Code == "55P03", e.Code == "57014":
		return hintBusy
	case e.Code == "25006":
		return hintReadOnly
	case len(e.Code) == 5 && (e.Code[:2] == "28" || e.Code == "42501"):
		return hintDenied
	}
	return ""
}
