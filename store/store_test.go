package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"evidelic/store"
	"evidelic/study"
)

// clock is a time that a test moves by hand.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newClock() *clock { return &clock{time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)} }

// eachStore runs a test over a fresh library of every kind: SQLite always,
// PostgreSQL when TEST_POSTGRES names a server.
func eachStore(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, "sqlite:"+filepath.Join(t.TempDir(), "library.db"))
	})
	t.Run("postgres", func(t *testing.T) { test(t, postgresURL(t)) })
}

// postgresURL makes a schema of its own for a test and gives an address that
// leads there.
func postgresURL(t *testing.T) string {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		t.Skip("TEST_POSTGRES names no PostgreSQL server")
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("t%d_%s", time.Now().UnixNano(), strings.ToLower(strings.NewReplacer("/", "_", "-", "_").Replace(t.Name())))
	name = name[:min(len(name), 60)]
	if _, err := db.Exec(`CREATE SCHEMA ` + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dropSchema(t, server, name) })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func dropSchema(t *testing.T, server, name string) {
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Error(err)
		return
	}
	defer db.Close()
	if _, err := db.Exec(`DROP SCHEMA ` + name + ` CASCADE`); err != nil {
		t.Error(err)
	}
}

func open(t *testing.T, url string, opt store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), url, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func apply(t *testing.T, db *store.DB, b study.Batch) study.Applied {
	t.Helper()
	got, err := db.Apply(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// article is a record of PubMed.
func article(pmid, doi, title string) study.Record {
	return study.Record{Source: "pubmed", Key: pmid, Revision: "2025-01-01", Fetched: time.Unix(1735689600, 0).UTC(),
		Report: study.Report{Kind: study.KindArticle, IDs: study.IDs{PMID: pmid, DOI: doi}, Title: title,
			Abstract: []study.Section{{Label: "METHODS", Text: "We gave ketamine."}}},
		Raw: []byte("<PubmedArticle>" + title + "</PubmedArticle>"), RawType: "application/xml"}
}

// crossref is a record without a PMID.
func crossref(doi, title string) study.Record {
	return study.Record{Source: "crossref", Key: doi, Fetched: time.Unix(1735689600, 0).UTC(),
		Report: study.Report{Kind: study.KindArticle, IDs: study.IDs{DOI: doi}, Title: title}}
}

func batch(records ...study.Record) study.Batch {
	return study.Batch{Source: records[0].Source, Records: records}
}

func resolve(t *testing.T, db *store.DB, ref string) string {
	t.Helper()
	id, err := db.Resolve(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func allChanges(t *testing.T, ctx context.Context, db *store.DB) []study.Change {
	t.Helper()
	var out []study.Change
	for {
		after := uint64(0)
		if len(out) > 0 {
			after = out[len(out)-1].Seq
		}
		page, err := db.Changes(ctx, after, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			return out
		}
		out = append(out, page...)
	}
}
