package store

import (
	"path/filepath"
	"testing"
)

// A new library has the large pages and the log that its settings name, whatever the
// order in which the driver sets them.
func TestPages(t *testing.T) {
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "library.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for pragma, want := range map[string]string{"page_size": "16384", "journal_mode": "wal", "synchronous": "2", "wal_autocheckpoint": "4000", "foreign_keys": "1"} {
		var got string
		if err := db.write.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", pragma, got, err, want)
		}
	}
}
