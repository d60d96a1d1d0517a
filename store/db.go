package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"evidelic/study"
)

// Options say how a library is opened.
type Options struct {
	// Demo says that the library holds the synthetic studies of the demo world. A
	// library is of one kind from its creation and is refused as the other.
	Demo bool
	// Tag reads the tags off a study on its way in; nil gives none. It is called
	// from several goroutines at once and must depend on the study alone.
	Tag func(*study.Study) study.Tags
	// TagVersion names the rules of Tag; see Retag.
	TagVersion string
	Logger     *slog.Logger     // nil: silent
	Now        func() time.Time // nil: time.Now
}

// DB is an open library. Its methods may be called from several goroutines, and
// several processes may have one library open: whoever changes it waits for the
// others. Errors that an operator can mend say how.
type DB struct {
	read  *sql.DB
	write *sql.DB // SQLite: a single connection, so that writers of one process queue here; PostgreSQL: the same as read
	at    address
	opt   Options

	prepared statements // of write, on SQLite
	handover handover   // for whoever follows
	packer   packer
}

// Open opens the library at rawURL, "sqlite:path/file.db" or "postgres://…", and
// makes it, its folder and its tables where they are missing. It fails with
// study.ErrWrongLibrary when the library is of the other kind (Options.Demo), and
// when it was written by a newer program. The password of a URL appears in no
// error.
func Open(ctx context.Context, rawURL string, opt Options) (*DB, error) {
	at, err := parseURL(rawURL)
	if err != nil {
		return nil, err
	}
	db := &DB{at: at, opt: opt.withDefaults()}
	if err := db.open(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("open library %s: %w", at.shown, explain(err))
	}
	return db, nil
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// open connects, brings the tables up to date and looks at the kind.
func (db *DB) open(ctx context.Context) error {
	if err := db.connect(ctx); err != nil {
		return err
	}
	if err := db.migrate(ctx); err != nil {
		return err
	}
	return db.settleKind(ctx)
}

// Close ends every connection. The library must not be used afterwards.
func (db *DB) Close() error {
	var err error
	db.prepared.close()
	if db.write != nil {
		err = db.write.Close()
	}
	if db.read != nil && db.read != db.write {
		if e := db.read.Close(); err == nil {
			err = e
		}
	}
	return err
}

// now gives the time of the clock that was passed in, as precise as it is stored.
func (db *DB) now() time.Time { return db.opt.Now().UTC().Truncate(time.Microsecond) }

// micros and fromMicros are the one form in which times are stored: microseconds
// since 1970 in UTC, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
