package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/store"
	"evidelic/study"
)

func TestOldest(t *testing.T) {
	eachStore(t, func(t *testing.T, url string) {
		db := open(t, url, store.Options{})
		apply(t, db, batch(article("101", "", "A"), article("102", "", "B")))
		apply(t, db, batch(article("103", "", "C"), article("104", "", "D")))
		a, b, c, d := resolve(t, db, "pmid:101"), resolve(t, db, "pmid:102"), resolve(t, db, "pmid:103"), resolve(t, db, "pmid:104")
		if _, err := db.Join(t.Context(), a, c, "one paper"); err != nil {
			t.Fatal(err)
		}
		for name, tt := range map[string]struct {
			after string
			n     int
			want  []string
		}{
			"from the beginning":   {"", 9, []string{a, b, d}},
			"at most n":            {"", 2, []string{a, b}},
			"after one":            {a, 9, []string{b, d}},
			"after one joined":     {c, 9, []string{d}},
			"nothing is left then": {d, 9, nil},
		} {
			got, err := db.Oldest(t.Context(), tt.after, tt.n)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var ids []string
			for _, s := range got {
				ids = append(ids, s.ID)
			}
			if diff := cmp.Diff(tt.want, ids); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		if _, err := db.Oldest(t.Context(), "ev00000000", 9); !errors.Is(err, study.ErrNotFound) {
			t.Errorf("an id never given: %v", err)
		}
	})
}
