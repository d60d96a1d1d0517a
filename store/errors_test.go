package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"evidelic/study"
)

// A full disk stores nothing of a page, says so, and harms nothing.
func TestFullDisk(t *testing.T) {
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "library.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var pages int
	if err := db.write.QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := db.write.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+4)); err != nil {
		t.Fatal(err)
	}
	b := study.Batch{Source: "pubmed", Cursor: []byte(`{}`)}
	for i := range 200 {
		b.Records = append(b.Records, study.Record{Source: "pubmed", Key: fmt.Sprint(i), Report: study.Report{Title: fmt.Sprint("title ", i)}})
	}
	if _, err := db.Apply(t.Context(), b); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Fatalf("Apply on a full disk: %v, want it named", err)
	}
	if cursor, err := db.Cursor(t.Context(), "pubmed"); cursor != nil || err != nil {
		t.Errorf("cursor = %s, %v, want none", cursor, err)
	}
	if _, err := db.write.Exec(`PRAGMA max_page_count = 100000`); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Apply(t.Context(), b); err != nil || got.New != 200 || got.Seq != 200 {
		t.Errorf("Apply with space again: %+v, %v, want all stored", got, err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A lock that another program keeps is study.ErrBusy with the next step.
func TestLockedFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "library.db")
	db, err := Open(t.Context(), "sqlite:"+file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other, err := sql.Open("sqlite", "file:"+escapePath(file)+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := db.write.Exec(`PRAGMA busy_timeout = 10`); err != nil {
		t.Fatal(err)
	}
	_, err = db.Apply(t.Context(), study.Batch{Source: "pubmed"})
	if !errors.Is(err, study.ErrBusy) || !strings.Contains(err.Error(), hintBusy) {
		t.Errorf("Apply while another writes: %v, want ErrBusy with the next step", err)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser may write everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), "sqlite:"+filepath.Join(dir, "library.db"), Options{})
	if err == nil || !strings.Contains(err.Error(), "--data") {
		t.Errorf("Open in a read-only folder: %v, want the next step", err)
	}
}

func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{&pgconn.PgError{Code: "53100"}, hintFull},
		{&pgconn.PgError{Code: "28P01"}, hintDenied},
		{&pgconn.PgError{Code: "42501"}, hintDenied},
		{&pgconn.PgError{Code: "25006"}, hintReadOnly},
		{&os.PathError{Op: "mkdir", Path: "data", Err: syscall.ENOSPC}, hintFull},
		{&os.PathError{Op: "mkdir", Path: "data", Err: fs.ErrPermission}, hintReadOnly},
		{&os.PathError{Op: "mkdir", Path: "data", Err: syscall.EROFS}, hintReadOnly},
	} {
		got := explain(tt.err)
		if !strings.HasPrefix(got.Error(), tt.want) || !errors.Is(got, tt.err) {
			t.Errorf("explain(%v) = %v, want %q before it", tt.err, got, tt.want)
		}
	}
	if plain := errors.New("x"); explain(plain) != plain {
		t.Error("explain changes an error that it does not know")
	}
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"sqlite:data/evidelic.db", "postgres://u:secret@h/db?sslmode=disable", "sqlite:///a/b?c#d", "mysql://", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a, err := parseURL(raw)
		if err == nil && a.file == "" && a.dsn == "" {
			t.Errorf("%q is accepted and leads nowhere", raw)
		}
	})
}

func FuzzUnpack(f *testing.F) {
	good := new(packer).pack([]byte(`{"title":"x"}`))
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add([]byte("\x28\xb5\x2f\xfd\x04\x00\x01\x00\x00"))
	f.Add([]byte("not packed"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var r study.Report
		// Whatever a damaged file holds is an error, never a panic.
		_ = unmarshal(b, &r)
	})
}

func FuzzReference(f *testing.F) {
	for _, s := range []string{"pmid:1", "doi:10.1000/x", "nct:NCT01234567", "pmcid:PMC1", ":", "doi:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, err := lookupKey(s)
		if (err == nil) != (key != "") {
			t.Errorf("lookupKey(%q) = %q, %v", s, key, err)
		}
		if err != nil && !errors.Is(err, study.ErrInvalid) {
			t.Errorf("lookupKey(%q): %v, want ErrInvalid", s, err)
		}
	})
}
