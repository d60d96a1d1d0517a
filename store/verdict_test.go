package store_test

import (
	"errors"
	"testing"

	"evidelic/store"
	"evidelic/study"
)

func TestUndoneJoinStaysUndone(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(crossref("10.1000/a", "A")))
		other := resolve(t, db, "doi:10.1000/a")
		apply(t, db, batch(article("101", "10.1000/a", "A")))
		if got := resolve(t, db, "pmid:101"); got != other {
			t.Fatalf("pmid:101 is %s, want it joined to %s", got, other)
		}
		made, err := db.Unjoin(t.Context(), other, study.RecordKey{Source: "pubmed", Key: "101"}, "a reply with the article's DOI")
		if err != nil {
			t.Fatal(err)
		}
		if got := resolve(t, db, "pmid:101"); got != made || got == other {
			t.Errorf("pmid:101 is %s, want the new study %s", got, made)
		}
		newer := article("101", "10.1000/a", "A, revised")
		newer.Revision = "2025-09-09"
		apply(t, db, batch(newer))
		if got := resolve(t, db, "pmid:101"); got != made {
			t.Errorf("a later page joined it again, to %s", got)
		}
		stays, err := db.Join(t.Context(), made, other, "it is the article after all")
		if err != nil || stays != other {
			t.Errorf("Join = %s, %v, want the older %s", stays, err, other)
		}
		var to *study.Redirect
		if _, err := db.Study(t.Context(), made); !errors.As(err, &to) || to.To != other {
			t.Errorf("Study(%s) = %v, want a redirect to %s", made, err, other)
		}
		back, err := db.Unjoin(t.Context(), other, study.RecordKey{Source: "pubmed", Key: "101"}, "no, a reply")
		if err != nil || back != made {
			t.Errorf("Unjoin = %s, %v, want the id %s back", back, err, made)
		}
		if err := db.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestDecisionsAreChecked(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(article("101", "", "A")))
		id := resolve(t, db, "pmid:101")
		if _, err := db.Join(t.Context(), id, id, "why"); !errors.Is(err, study.ErrInvalid) {
			t.Errorf("joining a study to itself: %v, want ErrInvalid", err)
		}
		if _, err := db.Join(t.Context(), id, "ev00000000", "why"); !errors.Is(err, study.ErrNotFound) {
			t.Errorf("joining what is not there: %v, want ErrNotFound", err)
		}
		if _, err := db.Unjoin(t.Context(), id, study.RecordKey{Source: "pubmed", Key: "101"}, "why"); !errors.Is(err, study.ErrNotFound) {
			t.Errorf("taking out the only record: %v, want ErrNotFound", err)
		}
		if _, err := db.Join(t.Context(), id, "ev00000000", " "); !errors.Is(err, study.ErrInvalid) {
			t.Errorf("without a reason: %v, want ErrInvalid", err)
		}
	})
}
