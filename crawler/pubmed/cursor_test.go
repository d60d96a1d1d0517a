package pubmed

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
)

// TestHalves sees that halving tiles: every day of a slice is in one half.
func TestHalves(t *testing.T) {
	for _, row := range [][2]string{{"1700-01-01", "2024-06-30"}, {"2024-02-28", "2024-03-01"}, {"2023-12-31", "2024-01-01"}} {
		work, days := []slice{{By: "edat", From: row[0], To: row[1]}}, map[string]int{}
		for n := 0; len(work) > 0 && n < 1_000_000; n++ {
			s := work[len(work)-1]
			work = work[:len(work)-1]
			if older, newer, ok := s.halves(); ok {
				work = append(work, older, newer)
				continue
			}
			days[s.From]++
		}
		from, _ := time.Parse(time.DateOnly, row[0])
		to, _ := time.Parse(time.DateOnly, row[1])
		for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
			if n := days[d.Format(time.DateOnly)]; n != 1 {
				t.Fatalf("%v: got %s %d times, want once", row, d.Format(time.DateOnly), n)
			}
		}
		if want := int((to.Unix()-from.Unix())/86400) + 1; len(days) != want {
			t.Errorf("%v: got %d days, want %d", row, len(days), want)
		}
	}
}

func TestDecodeCursorRefuses(t *testing.T) {
	for name, raw := range map[string]string{
		"text": `hello`, "version": `{"v":2}`, "none": `{}`, "unknown": `{"v":1,"x":1}`, "two": `{"v":1}{"v":1}`, "through": `{"v":1,"through":"soon"}`,
		"kind":  `{"v":1,"run":{"kind":"odd","from":"2024-01-01","to":"2024-01-02"}}`,
		"bound": `{"v":1,"run":{"kind":"first","from":"2024-01-01","to":""}}`,
		"slice": `{"v":1,"run":{"kind":"first","from":"2024-01-01","to":"2024-01-02","slices":[{"by":"pdat","from":"2024-01-01","to":"2024-01-02"}]}}`,
		"order": `{"v":1,"run":{"kind":"first","from":"2024-01-01","to":"2024-01-02","slices":[{"by":"edat","from":"2024-01-03","to":"2024-01-02"}]}}`,
		"place": `{"v":1,"later":{"kind":"first","from":"2024-01-01","to":"2024-01-02","slices":[{"by":"edat","from":"2024-01-01","to":"2024-01-02","at":-1}]}}`,
		"count": `{"v":1,"run":{"kind":"first","from":"2024-01-01","to":"2024-01-02","announced":-1}}`,
	} {
		t.Run(name, func(t *testing.T) {
			if c, err := decodeCursor([]byte(raw)); err == nil {
				t.Errorf("got %+v, want an error", c)
			}
		})
	}
}

// FuzzCursor sees that any bytes give an error or a cursor that survives being
// written and read, and from which a run ends.
func FuzzCursor(f *testing.F) {
	f.Add([]byte(`{"v":1,"query":"ab","translation":"x","through":"2024-06-30","run":{"kind":"update","from":"2024-06-27","to":"2024-07-04","announced":27,"slices":[{"by":"mdat","from":"2024-06-27","to":"2024-07-04","count":9,"at":5,"got":5}],"counted":true},"later":{"kind":"first","from":"1700-01-01","to":"2024-06-30","announced":1,"slices":null,"counted":false}}`))
	f.Add([]byte(`{"v":1}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := decodeCursor(raw)
		if err != nil {
			return
		}
		b, err := c.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeCursor(b)
		if err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if b2, _ := again.encode(); string(b2) != string(b) {
			t.Fatal(cmp.Diff(string(b), string(b2)))
		}
	})
}

// TestForgedPlace sees that a place behind the end of its slice ends the slice.
func TestForgedPlace(t *testing.T) {
	_, base := newEutils(t, worldOf(6, 3))
	raw := `{"v":1,"query":"` + crawler.Fingerprint("ketamine") + `","run":{"kind":"first","from":"1700-01-01","to":"2024-06-30","announced":6,"counted":true,` +
		`"slices":[{"by":"edat","from":"1700-01-01","to":"2024-06-30","count":6,"at":9000,"got":6}]}}`
	s := open(t, base, nil)
	c, _, err := s.begin(planOf(raw))
	if err != nil || c.Run == nil {
		t.Fatal(err)
	}
	if got := take(t, s, planOf(raw), 0); got.err != nil || len(got.pages) != 1 {
		t.Errorf("got %d pages, error %v; want the end", len(got.pages), got.err)
	}
}
