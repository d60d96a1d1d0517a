package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidelic/store"
	"evidelic/study"
)

func TestBackupWhileServingAndRestore(t *testing.T) {
	dir := t.TempDir()
	file, copied := filepath.Join(dir, "library.db"), filepath.Join(dir, "copy.db")
	db, err := store.Open(t.Context(), "sqlite:"+file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, db, batch(article("101", "", "A")))
	before, err := db.Library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(t.Context(), copied); !errors.Is(err, study.ErrInvalid) {
		t.Errorf("a backup over a file: %v, want it refused", err)
	}
	apply(t, db, batch(article("102", "", "B")))
	if err := store.Restore(t.Context(), copied, file); !errors.Is(err, study.ErrBusy) {
		t.Errorf("restoring over an open library: %v, want ErrBusy", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), copied, file); err != nil {
		t.Fatal(err)
	}
	restored := open(t, "sqlite:"+file, store.Options{})
	after, err := restored.Library(t.Context())
	if err != nil || after.ID != before.ID || after.Epoch == before.Epoch || after.Count != 1 {
		t.Errorf("Library = %+v, %v, want that of the backup in a new epoch; it was %+v", after, err, before)
	}
	aside := open(t, "sqlite:"+file+".before-restore", store.Options{})
	if lib, err := aside.Library(t.Context()); err != nil || lib.Count != 2 {
		t.Errorf("what was replaced = %+v, %v, want it kept", lib, err)
	}
}

func TestRestoreRefusesWhatIsNoLibrary(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "library.db")
	db, err := store.Open(t.Context(), "sqlite:"+file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, db, batch(article("101", "", "A")))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	text, cut, other := filepath.Join(dir, "text"), filepath.Join(dir, "cut"), filepath.Join(dir, "other.db")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{text: []byte(strings.Repeat("no library ", 1000)), cut: whole[:len(whole)/2]} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	makeTable(t, other)
	for _, from := range []string{text, cut, other, filepath.Join(dir, "missing"), file} {
		if err := store.Restore(t.Context(), from, file); err == nil {
			t.Errorf("Restore(%s) succeeds, want it refused", filepath.Base(from))
		}
	}
	again := open(t, "sqlite:"+file, store.Options{})
	if err := again.Check(t.Context()); err != nil {
		t.Errorf("the library after refused restores: %v, want it sound", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "missing")); err == nil {
		t.Error("a missing backup was created")
	}
	if _, err := os.Stat(file + ".restoring"); err == nil {
		t.Error("a refused restore left its copy behind")
	}
}

// A damaged library is what people restore: it is moved aside as it is.
func TestRestoreOverADamagedLibrary(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.db"), filepath.Join(dir, "bad.db")
	db, err := store.Open(t.Context(), "sqlite:"+good, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, db, batch(article("101", "", "A")))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bad, []byte(strings.Repeat("garbage ", 4096)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), "sqlite:"+bad, store.Options{}); err == nil || !strings.Contains(err.Error(), "no library of evidelic") {
		t.Errorf("opening garbage: %v, want it named", err)
	}
	if err := store.Restore(t.Context(), good, bad); err != nil {
		t.Fatal(err)
	}
	if got := resolve(t, open(t, "sqlite:"+bad, store.Options{}), "pmid:101"); got == "" {
		t.Error("nothing restored")
	}
}

func makeTable(t *testing.T, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE other (a INTEGER)`); err != nil {
		t.Fatal(err)
	}
}

func TestBackupOnPostgresNamesItsTool(t *testing.T) {
	db := open(t, postgresURL(t), store.Options{})
	if err := db.Backup(t.Context(), filepath.Join(t.TempDir(), "b")); err == nil || !strings.Contains(err.Error(), "pg_dump") {
		t.Errorf("Backup = %v, want pg_dump named", err)
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		open(t, url, store.Options{})
		driver, dsn := "pgx", url
		if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
			driver, dsn = "sqlite", file
		}
		raw, err := sql.Open(driver, dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		if _, err := raw.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, TRUE)`); err != nil {
			t.Fatal(err)
		}
		_, err = store.Open(t.Context(), url, store.Options{})
		if err == nil || !strings.Contains(err.Error(), "newer evidelic (schema 999") {
			t.Errorf("Open = %v, want the newer schema named", err)
		}
	})
}

func TestOpenRefusesBadAddresses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"", "library.db", "sqlite:", "sqlite:dir/", "mysql://x", "postgres://u:secret@[::1", "sqlite:" + file + "/below/library.db"} {
		_, err := store.Open(t.Context(), url, store.Options{})
		if err == nil {
			t.Errorf("Open(%q) succeeds, want an error", url)
		}
		if strings.Contains(fmt.Sprint(err), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}
