package check

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/study"
)

// fakeLibrary is a library in memory.
type fakeLibrary []study.Study

func (f fakeLibrary) Resolve(_ context.Context, ref string) (string, error) {
	by, value, _ := strings.Cut(ref, ":")
	for _, s := range f {
		ids := map[string]string{"doi": s.IDs.DOI, "pmid": s.IDs.PMID, "pmcid": s.IDs.PMCID, "nct": s.IDs.Registry}
		if ids[by] != "" && ids[by] == value {
			return s.ID, nil
		}
	}
	return "", fmt.Errorf("%s: %w", ref, study.ErrNotFound)
}

func (f fakeLibrary) Studies(_ context.Context, ids []string) ([]study.Study, error) {
	var out []study.Study
	for _, s := range f {
		for _, id := range ids {
			if s.ID == id {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

func (f fakeLibrary) Scan(_ context.Context, after string, n int) ([]study.Study, error) {
	var out []study.Study
	for _, s := range f {
		if s.ID > after && len(out) < n {
			out = append(out, s)
		}
	}
	return out, nil
}

var drugNames = []string{"ketamine", "esketamine", "psilocybin", "MDMA", "LSD", "ayahuasca"}
var ailments = []string{"depression", "post-traumatic stress disorder", "alcohol use disorder", "end-of-life anxiety", "suicidal ideation", "obsessive-compulsive disorder", "cluster headache"}

// madeLibrary holds 42 articles, a preprint and its article.
func madeLibrary() fakeLibrary {
	var lib fakeLibrary
	families := []string{"Carhart-Harris", "van der Berg", "Nutt", "Müller", "Griffiths", "O'Brien", "Zarate"}
	for i, d := range drugNames {
		for j, a := range ailments {
			n := i*len(ailments) + j
			s := study.Study{ID: fmt.Sprintf("ev%08d", n+1)}
			s.Kind, s.Title = study.KindArticle, fmt.Sprintf("Randomised trial of %s for %s in %d adults", d, a, 20+n)
			s.Authors = []study.Author{{Family: families[j], Given: "Robin"}, {Family: families[(j+1)%7], Given: "Ana"}}
			s.Journal = study.Journal{Title: "Journal of Examples", Abbrev: "J Ex"}
			s.Volume, s.Issue, s.Pages = fmt.Sprint(10+n), "2", fmt.Sprintf("%d-%d", 100+n, 109+n)
			s.Published.Print = study.Date{Year: 2010 + j}
			s.IDs = study.IDs{DOI: fmt.Sprintf("10.5555/ex.%d", n+1), PMID: fmt.Sprint(30000001 + n)}
			lib = append(lib, s)
		}
	}
	lib[3].Notices = []study.Notice{{Type: study.NoticeRetraction, Date: study.Date{Year: 2022, Month: 3}}}
	lib[4].Notices = []study.Notice{{Type: study.NoticeConcern}}
	lib[5].Notices = []study.Notice{{Type: study.NoticeCorrection}}
	pre := study.Study{ID: "ev00000100"}
	pre.Kind, pre.Title, pre.Journal.Title = study.KindPreprint, "Repeated infusions at home: an early report", "medRxiv"
	pre.Authors, pre.Published.Electronic = []study.Author{{Family: "Ng", Given: "Yu"}}, study.Date{Year: 2020}
	pre.IDs.DOI = "10.1101/2020.01.01.1"
	pre.Relations = []study.Relation{{Type: study.UpdateIn, Target: study.Ref{DOI: "10.5555/ex.7"}}}
	return append(lib, pre)
}

func shared(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("EVIDELIC_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	dir := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("recorded files are absent: %v", err)
	}
	return dir
}

// source lets an index follow the library.
type source struct{ fakeLibrary }

func (s source) Library(context.Context) (study.Library, error) {
	return study.Library{ID: "lib", Epoch: "e", Seq: uint64(len(s.fakeLibrary)), Count: len(s.fakeLibrary)}, nil
}

func (s source) Changes(_ context.Context, after uint64, n int) ([]study.Change, error) {
	var out []study.Change
	for i := int(after); i < len(s.fakeLibrary) && len(out) < n; i++ {
		out = append(out, study.Change{Seq: uint64(i + 1), Study: s.fakeLibrary[i].ID, Kind: study.ChangeAdded})
	}
	return out, nil
}

// indexed opens an index over the studies, tagged as a library tags them.
func indexed(t testing.TB, lib fakeLibrary) *index.Index {
	t.Helper()
	for i := range lib {
		lib[i].Seq = uint64(i + 1)
		lib[i].Tags = evidence.Tag(&lib[i])
	}
	x, err := index.Open(t.Context(), t.TempDir(), source{lib}, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := x.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	return x
}
