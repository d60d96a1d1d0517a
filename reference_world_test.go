package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"evidelic/check"
	"evidelic/cite"
	"evidelic/cite/citetest"
	"evidelic/index"
	"evidelic/store"
	"evidelic/study"
)

// referenceWorld is a library of real citations, imported as a user imports them,
// in which some studies were retracted since and some have a preprint.
type referenceWorld struct {
	data      string
	db        *store.DB
	titles    map[string]check.Titles // both ways in which titles are found
	all       []study.Study           // real citations with authors, title and year
	retracted []study.Study
	preprints []study.Study
}

func newReferenceWorld(t *testing.T) *referenceWorld {
	t.Helper()
	shared := sharedDir(t)
	w := &referenceWorld{data: filepath.Join(t.TempDir(), "data")}
	files := []string{filepath.Join(shared, "corpus", "psychedelic_pubmed_2025.jsonl"), filepath.Join(shared, "evidence", "abstracts.jsonl")}
	files = append(files, citationFiles(t, filepath.Join(shared, "samples", "pubmed"))...)
	if got := command1(t, append([]string{"import", "--data", w.data}, files...)...); got.code != exitPartial {
		t.Fatalf("status %d: %.2000s", got.code, got.faults)
	}
	w.open(t)
	w.change(t)
	return w
}

func (w *referenceWorld) open(t *testing.T) {
	t.Helper()
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(w.data, "evidelic.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w.db = db
}

// change publishes, in a second import, retractions of some studies and preprints
// that came before others.
func (w *referenceWorld) change(t *testing.T) {
	t.Helper()
	var changed []study.Study
	for after := ""; ; {
		page, err := w.db.Scan(t.Context(), after, 500)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, s := range page {
			if s.Kind == study.KindArticle && len(s.Authors) > 0 && s.Year() > 0 && s.IDs.DOI != "" && s.IDs.PMID != "" && len(s.Notices) == 0 && len(strings.Fields(s.Title)) > 5 {
				w.all = append(w.all, s)
			}
		}
		after = page[len(page)-1].ID
	}
	if len(w.all) < 900 {
		t.Fatalf("only %d citations", len(w.all))
	}
	slices.SortFunc(w.all, func(a, b study.Study) int { return strings.Compare(a.IDs.PMID, b.IDs.PMID) }) // ids differ each time
	rng := rand.New(rand.NewPCG(1, 1))
	rng.Shuffle(len(w.all), func(i, j int) { w.all[i], w.all[j] = w.all[j], w.all[i] })
	for i := range 12 {
		s := w.all[i]
		if i%2 == 0 {
			s.Notices = []study.Notice{{Type: study.NoticeRetraction, Source: study.SourcePubMed, Date: study.Date{Year: s.Year(), Month: 12}}}
			changed, w.retracted = append(changed, s), append(w.retracted, s)
		} else {
			p := preprintOf(s, i)
			changed, w.preprints = append(changed, p), append(w.preprints, p)
		}
	}
	w.all = w.all[12:]
	w.add(t, changed)
}

func preprintOf(s study.Study, n int) study.Study {
	p := study.Study{}
	p.Kind, p.Title, p.Authors = study.KindPreprint, s.Title, s.Authors
	p.Published.Electronic = study.Date{Year: s.Year() - 1, Month: 5, Day: 2}
	p.Journal.Title = "medRxiv"
	p.IDs.DOI = fmt.Sprintf("10.1101/%d.05.02.2430%04d", s.Year()-1, n)
	p.Relations = []study.Relation{{Type: study.UpdateIn, Target: study.Ref{DOI: s.IDs.DOI}}}
	return p
}

// add imports studies and makes the titles findable.
func (w *referenceWorld) add(t *testing.T, list []study.Study) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "later.jsonl")
	if err := os.WriteFile(file, []byte(written(t, "jsonl", list)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := command1(t, "import", "--data", w.data, file); got.code != exitOK {
		t.Fatalf("status %d: %s", got.code, got.faults)
	}
	scanned, err := check.ScanTitles(t.Context(), w.db, w.db)
	if err != nil {
		t.Fatal(err)
	}
	x, err := index.Open(t.Context(), t.TempDir(), w.db, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	if err := x.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.titles = map[string]check.Titles{"scan": scanned, "index": check.SearchTitles(x)}
}

// written gives studies in a format of files.
func written(t *testing.T, format string, list []study.Study) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := cite.Write(&b, format, citetest.All(list), cite.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// citedWork is one reference of a list, and what the check must say of it.
type citedWork struct {
	study study.Study // as the writer has it
	doi   string      // the true one, "" for what nobody wrote
	pmid  string      // for a format that holds nothing without one
	want  []check.Kind
	fault string
}

// list makes a list of n references, fourteen of them with a fault: two of each.
func (w *referenceWorld) list(seed uint64, n int) []citedWork {
	rng := rand.New(rand.NewPCG(seed, 60))
	var out []citedWork
	picked := rng.Perm(len(w.all))
	next := func() study.Study {
		s := w.all[picked[0]]
		picked = picked[1:]
		return s
	}
	put := func(s study.Study, doi, fault string, want ...check.Kind) {
		s.Notices, s.Relations = nil, nil // as the writer once copied it
		out = append(out, citedWork{study: s, doi: doi, want: want, fault: fault})
	}
	for len(out) < n-14 {
		s := next()
		put(s, s.IDs.DOI, "")
	}
	for i := range 2 {
		r := w.retracted[(int(seed)*2+i)%len(w.retracted)]
		put(r, r.IDs.DOI, "retracted", check.Retracted)
		p := w.preprints[(int(seed)*2+i)%len(w.preprints)]
		put(p, p.IDs.DOI, "superseded", check.Superseded)
		bad := next()
		doi, pmid := bad.IDs.DOI, bad.IDs.PMID
		bad.IDs = study.IDs{DOI: [2]string{fmt.Sprintf("10.1016/j.jad.%d.0%d", bad.Year(), 10000+rng.IntN(9000)), next().IDs.DOI}[i], PMID: [2]string{bad.IDs.PMID, ""}[rng.IntN(2)]}
		put(bad, doi, "wrong DOI", check.WrongID)
		out[len(out)-1].pmid = pmid
		put(otherYear(next(), rng), "", "year", check.YearDiffers)
		out[len(out)-1].doi = out[len(out)-1].study.IDs.DOI
		put(otherAuthors(next(), w.all, i), "", "authors", check.AuthorsDiffer)
		out[len(out)-1].doi = out[len(out)-1].study.IDs.DOI
		put(w.invented(next(), next(), rng, i), "", "invented", check.NotFound)
	}
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	for i := range 2 { // duplicates stand behind what they repeat
		first := slices.IndexFunc(out, func(c citedWork) bool { return c.fault == "" && rng.IntN(9) == 0 })
		if first < 0 {
			first = slices.IndexFunc(out, func(c citedWork) bool { return c.fault == "" })
		}
		again := out[first]
		again.fault, again.want = "duplicate", []check.Kind{check.Duplicate}
		if i == 1 {
			again.study.Title = strings.ToUpper(again.study.Title)
		}
		out = append(out, again)
	}
	return out
}

// otherYear gives a year by one to nine off.
func otherYear(s study.Study, rng *rand.Rand) study.Study {
	year := s.Year() - 1 - rng.IntN(9)
	s.Published = study.Published{Print: study.Date{Year: year}}
	return s
}

// otherAuthors gives a work the authors of one that shares none with it: all of them,
// or the first alone.
func otherAuthors(s study.Study, from []study.Study, i int) study.Study {
	for _, other := range from {
		places, compared := study.ForeignAuthors(other.Authors, s.Authors)
		if compared == 0 || len(places) < len(other.Authors) {
			continue
		}
		if i == 0 {
			s.Authors = other.Authors
		} else {
			s.Authors = append([]study.Author{other.Authors[0]}, s.Authors[1:]...)
		}
		return s
	}
	return s
}

// invented is a work that nobody wrote: the authors and place of one, a title out of
// two. One has no identifier, the other one that leads nowhere.
func (w *referenceWorld) invented(a, b study.Study, rng *rand.Rand, i int) study.Study {
	head, tail := strings.Fields(a.Title), strings.Fields(b.Title)
	s := a
	s.Title = strings.Join(append(slices.Clone(head[:len(head)/2]), tail[len(tail)/2:]...), " ")
	s.IDs = study.IDs{}
	if i == 1 {
		s.IDs = study.IDs{DOI: fmt.Sprintf("10.1001/jamapsychiatry.%d.%d", s.Year(), 1000+rng.IntN(8000)), PMID: fmt.Sprint(77000000 + rng.IntN(900000))}
	}
	s.Published = study.Published{Print: study.Date{Year: 2012 + rng.IntN(10)}}
	return s
}
