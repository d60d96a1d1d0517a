package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

// told makes a record of a file without identifiers, as another database tells
// article n.
func told(key string, n int, title string) study.Record {
	r := study.Record{Source: "import:refs.ris", Key: key, Report: study.Report{Kind: study.KindArticle, Title: title,
		Authors: []study.Author{{Family: "Berg", Given: "Anna"}, {Family: "Lind", Given: "Carl"}},
		Journal: study.Journal{Title: "Journal of Mood"}, Volume: "12", Pages: fmt.Sprintf("%d-%d", 10*n, 10*n+8)}}
	r.Report.Published.Print, _ = study.NewDate(2014, 0, 0)
	return r
}

// indexed is the same article in PubMed.
func indexed(pmid string, n int, title string) study.Record {
	r := told(pmid, n, title)
	r.Source, r.Report.IDs = "pubmed", study.IDs{PMID: pmid, DOI: "10.1000/" + pmid}
	r.Report.Journal = study.Journal{Title: "J Mood"}
	return r
}

const infusions = "Ketamine infusions for resistant depression in veterans"

func TestHarvestedRecordsAreMatched(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(told("a", 1, infusions+". [Review]"), told("b", 2, "Something else about the mood of veterans")))
		apply(t, db, batch(indexed("77", 1, infusions+".")))
		s, err := db.Study(t.Context(), resolve(t, db, "pmid:77"))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"pubmed:77 ", "import:refs.ris:a title-pages"}
		var got []string
		for _, r := range s.Records {
			got = append(got, r.ID().String()+" "+r.Rule)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("records (-want +got):\n%s", diff)
		}
		if len(s.Records) == 2 && !strings.Contains(s.Records[1].Evidence, "same title, volume 12, pages 10-18") {
			t.Errorf("evidence = %q", s.Records[1].Evidence)
		}
		if lib, err := db.Library(t.Context()); err != nil || lib.Count != 2 {
			t.Errorf("library = %+v, %v, want 2 studies", lib, err)
		}
	})
}

func TestUndoneMatchStaysUndone(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(told("a", 1, infusions)))
		page, err := db.Scan(t.Context(), "", 1)
		if err != nil {
			t.Fatal(err)
		}
		imported := page[0].ID
		apply(t, db, batch(indexed("77", 1, infusions)))
		if got := resolve(t, db, "pmid:77"); got != imported {
			t.Fatalf("the article is in %s, want the older %s", got, imported)
		}
		back, err := db.Unjoin(t.Context(), imported, study.RecordKey{Source: "pubmed", Key: "77"}, "another trial")
		if err != nil {
			t.Fatal(err)
		}
		again := indexed("77", 1, infusions+" (revised)")
		again.Revision = "2"
		apply(t, db, batch(again, told("a", 1, infusions+"; Infusions of ketamine in veterans")))
		if got := resolve(t, db, "pmid:77"); got != back || back == imported {
			t.Errorf("after a change: the article is in %s, want it still in %s", got, back)
		}
		// The operator's word goes the other way again, and the index is told each time.
		kept, err := db.Join(t.Context(), back, imported, "one trial after all")
		if err != nil || kept != imported {
			t.Fatalf("Join = %s, %v, want the older %s", kept, err, imported)
		}
		var moved *study.Redirect
		if _, err := db.Study(t.Context(), back); !errors.As(err, &moved) || moved.To != imported {
			t.Errorf("Study of the id that lost: %v, want a redirect to %s", err, imported)
		}
		changes := allChanges(t, t.Context(), db)
		if last := changes[len(changes)-2:]; last[0].Kind != study.ChangeJoined && last[1].Kind != study.ChangeJoined {
			t.Errorf("the last changes are %+v, want one that joins", last)
		}
		if err := db.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// retold makes records of few articles, with and without identifiers.
func retold() []study.Record {
	rng := rand.New(rand.NewPCG(3, 4))
	var out []study.Record
	for i := range 70 {
		n := rng.IntN(12)
		title := fmt.Sprintf("%s of ward %c and its neighbours", infusions, 'a'+n)
		r := told(fmt.Sprint(i), n, []string{"", "", "Erratum: "}[rng.IntN(3)]+title+[]string{"", ". [Review]", " [abstract]"}[rng.IntN(3)])
		r.Source, r.Revision = []string{"pubmed", "crossref", "import:a.ris", "oai:x"}[rng.IntN(4)], "2"
		if rng.IntN(3) == 0 {
			r.Report.Pages = ""
		}
		if r.Source == "pubmed" {
			r.Report.IDs.PMID = fmt.Sprint(1 + n + 12*rng.IntN(2))
		}
		if rng.IntN(3) == 0 {
			r.Report.IDs.DOI = fmt.Sprint("10.1000/", n)
		}
		out = append(out, r)
	}
	return out
}

func TestAnyOrderOfHarvestsGivesTheSameMatches(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		var want map[string]study.Report
		for seed := range uint64(4) {
			at := url
			if seed > 0 && strings.HasPrefix(url, "postgres") {
				at = postgresURL(t)
			} else if seed > 0 {
				at = fmt.Sprintf("%s.%d", url, seed)
			}
			db := open(t, at, store.Options{})
			arrive(t, db, retold(), rand.New(rand.NewPCG(seed, 5)))
			if err := db.Check(t.Context()); err != nil {
				t.Error(err)
			}
			got := contents(t, db)
			if want == nil {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("order %d gives another library (-first +this):\n%s", seed, diff)
			}
		}
		if len(want) > 60 {
			t.Errorf("%d studies of 70 records: too few matches to show anything", len(want))
		}
	})
}

// A library of an earlier version knows no match keys until Rematch made them.
func TestRematchFindsWhatAnEarlierVersionStored(t *testing.T) {
	file := filepath.Join(t.TempDir(), "library.db")
	db := open(t, "sqlite:"+file, store.Options{})
	apply(t, db, batch(told("a", 1, infusions)))
	raw, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.Exec(`DELETE FROM matching; UPDATE library SET match_version = 0, match_upto = 0`); err != nil {
		t.Fatal(err)
	}
	apply(t, db, batch(indexed("77", 1, infusions)))
	if lib, err := db.Library(t.Context()); err != nil || lib.Count != 2 {
		t.Fatalf("before: %+v, %v, want 2 studies", lib, err)
	}
	if n, err := db.Rematch(t.Context()); err != nil || n != 2 {
		t.Fatalf("Rematch = %d, %v, want 2 records", n, err)
	}
	if lib, err := db.Library(t.Context()); err != nil || lib.Count != 1 {
		t.Errorf("after: %+v, %v, want 1 study", lib, err)
	}
	if n, err := db.Rematch(t.Context()); err != nil || n != 0 {
		t.Errorf("Rematch again = %d, %v, want nothing to do", n, err)
	}
}
