package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
	"evidelic/demo"
	"evidelic/store"
	"evidelic/study"
)

// TestAnyOrderOfHarvestsGivesTheTrueLibrary harvests one world with all its sources
// in several orders. Each time every join, version, family and notice is as the
// world has it, and all libraries are one.
func TestAnyOrderOfHarvestsGivesTheTrueLibrary(t *testing.T) {
	opt, orders := demo.Options{Studies: 150, Seed: 17, Now: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC), NoRateLimit: true}, 2
	if os.Getenv("EVIDELIC_LONG") != "" {
		opt.Studies, orders = 1000, 4
	} else if testing.Short() {
		orders = 1
	}
	w, err := demo.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantEveryKind(t, w.Truth())
	urls := demo.FurtherURLs(base)
	maps.Copy(urls, demo.BaseURLs(base))
	order := slices.Sorted(maps.Keys(urls))
	first := crawlWorld(t, urls, order)
	first.compare(t, w)
	again := crawlWorld(t, urls, order)
	if diff := cmp.Diff(first.studies, again.studies); diff != "" {
		t.Errorf("the same order gives another library (-first +again):\n%s", clip(diff))
	}
	rng := rand.New(rand.NewPCG(4, 4))
	slices.Reverse(order)
	for range orders {
		got := crawlWorld(t, urls, order)
		got.compare(t, w)
		if diff := cmp.Diff(first.studies, got.studies); diff != "" {
			t.Errorf("the order %v gives another library (-first +this):\n%s", order, clip(diff))
		}
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
}

func clip(s string) string { return s[:min(len(s), 6000)] }

// wantEveryKind fails when the world lacks what the test is about.
func wantEveryKind(t *testing.T, truth demo.Truth) {
	t.Helper()
	n := map[string]int{}
	for _, s := range truth.Studies {
		for kind, has := range map[string]bool{"retracted": s.Retracted, "corrected": s.Corrected, "concern": s.Concern, "replaced": s.Replaced,
			"in a family": s.Trial != "", "retracted in Europe PMC": s.Retracted && slices.ContainsFunc(s.Records, func(k study.RecordKey) bool { return k.Source == study.SourceEuropePMC })} {
			if has {
				n[kind]++
			}
		}
		for _, l := range s.Links {
			n[string(l.Type)]++
		}
	}
	for _, kind := range []string{"retracted", "corrected", "concern", "replaced", "in a family", "retracted in Europe PMC", string(study.UpdateIn),
		string(study.ErratumFor), string(study.ConcernFor), string(study.RetractedRepublishedFrom), string(study.TrialResult)} {
		if n[kind] == 0 {
			t.Fatalf("the world has nothing that is %s: %v", kind, n)
		}
	}
}

// worldLibrary is what a library says, without what depends on the order of
// arrival: studies go by the names of their records.
type worldLibrary struct {
	studies map[string]worldStudy
	holder  map[study.RecordKey]string // record -> its study
}

// worldStudy is one study with what ties it to others.
type worldStudy struct {
	Report   string            // as JSON
	From     map[string]string // its provenance
	Versions []string
	Families []string
	Notices  []study.Notice
	Kind     study.Kind
}

// crawlWorld harvests the sources in an order, and once more as the next day
// does: what completes a library comes too early when it comes first.
func crawlWorld(t *testing.T, urls map[string]string, order []string) *worldLibrary {
	t.Helper()
	c, err := LoadConfig("")
	if err != nil {
		t.Fatal(err)
	}
	c = pointTo(c, urls)
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "evidelic.db"), store.Options{Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	harvester := crawler.NewHarvester(db, db, slog.New(slog.DiscardHandler))
	for range 2 {
		for _, name := range order {
			sources, err := chosenSources(c, sourcetest.RealFetcher(t), db, []string{name}, true)
			if err != nil {
				t.Fatal(err)
			}
			h, err := harvester.Run(t.Context(), sources[0], crawler.RunOptions{})
			if err != nil || len(h.Gaps) > 0 || h.Failed > 0 {
				t.Fatalf("%s: %+v, %v", name, h, err)
			}
		}
	}
	return readWorld(t, db)
}

// readWorld reads a library.
func readWorld(t *testing.T, db *store.DB) *worldLibrary {
	t.Helper()
	lib := &worldLibrary{studies: map[string]worldStudy{}, holder: map[study.RecordKey]string{}}
	var all []study.Study
	for after := ""; ; after = all[len(all)-1].ID {
		page, err := db.Oldest(t.Context(), after, 500)
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, page...); len(page) < 500 {
			break
		}
	}
	names := map[string]string{}
	for i := range all {
		names[all[i].ID] = nameOf(&all[i])
	}
	for i := range all {
		s := &all[i]
		one := worldStudy{Report: plainReport(t, &s.Report), Notices: s.Notices, Kind: s.Kind, From: s.Provenance}
		for _, r := range s.Records {
			lib.holder[study.RecordKey{Source: r.Source, Key: r.Key}] = names[s.ID]
		}
		one.ties(t, t.Context(), db, s.ID, names)
		lib.studies[names[s.ID]] = one
	}
	return lib
}

// ties reads the versions and families of a study.
func (s *worldStudy) ties(t *testing.T, ctx context.Context, db *store.DB, id string, names map[string]string) {
	t.Helper()
	versions, err := db.Versions(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		s.Versions = append(s.Versions, fmt.Sprintf("%s %s", v.Relation, names[v.ID]))
	}
	slices.Sort(s.Versions)
	families, err := db.Families(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.Members {
			s.Families = append(s.Families, fmt.Sprintf("%s %s %s %s", f.Number, m.Stage, m.Why, names[m.ID]))
		}
	}
	slices.Sort(s.Families)
}

// nameOf names a study by its records; those of landing pages depend on what was
// known when they were asked for.
func nameOf(s *study.Study) string {
	var keys []string
	for _, r := range s.Records {
		if r.Source != study.SourceWebpage {
			keys = append(keys, r.Source+":"+r.Key)
		}
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

// plainReport gives a report without the times of looking.
func plainReport(t *testing.T, r *study.Report) string {
	t.Helper()
	r.Notices = slices.Clone(r.Notices)
	for i := range r.Notices {
		r.Notices[i].Checked = time.Time{}
	}
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// compare holds the library against the world.
func (lib *worldLibrary) compare(t *testing.T, w *demo.World) {
	t.Helper()
	truth := w.Truth()
	home := make([]string, len(truth.Studies)) // by place in the truth: the study of the library
	of := map[string]int{}
	for i, st := range truth.Studies {
		for _, k := range slices.Concat(st.Records, st.Further) {
			name, ok := lib.holder[k]
			switch {
			case !ok && k.Source != study.SourceWebpage: // read only where an abstract is missing
				t.Errorf("%s is not in the library", k)
			case ok && home[i] == "":
				home[i] = name
			case ok && home[i] != name:
				t.Errorf("%q is two studies:\n%s\n%s", st.Title, home[i], name)
			}
		}
		if other, taken := of[home[i]]; taken {
			t.Errorf("%q and %q are one study", st.Title, truth.Studies[other].Title)
		}
		of[home[i]] = i
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(lib.holder)), func(k study.RecordKey) bool { return k.Source == study.SourceWebpage }) {
		t.Error("no landing page was read")
	}
	if len(lib.studies) != len(truth.Studies) {
		t.Errorf("%d studies, want %d", len(lib.studies), len(truth.Studies))
	}
	for i := range truth.Studies {
		lib.compareStudy(t, truth, home, i)
	}
}

// compareStudy holds one study against the world: its notices, versions and
// family.
func (lib *worldLibrary) compareStudy(t *testing.T, truth demo.Truth, home []string, i int) {
	t.Helper()
	st, got := truth.Studies[i], lib.studies[home[i]]
	if got.Kind != st.Kind {
		t.Errorf("%s: %s, want %s", home[i], got.Kind, st.Kind)
	}
	for kind, want := range map[study.NoticeType]bool{study.NoticeRetraction: st.Retracted, study.NoticeCorrection: st.Corrected,
		study.NoticeConcern: st.Concern, study.NoticeReplacement: st.Replaced, study.NoticeWithdrawal: false} {
		if has := slices.ContainsFunc(got.Notices, func(n study.Notice) bool { return n.Type == kind }); has != want {
			t.Errorf("%s: a notice of %s: %v, want %v; %+v", home[i], kind, has, want, got.Notices)
		}
	}
	var versions []string
	for _, l := range st.Links {
		switch l.Type {
		case study.UpdateIn, study.UpdateOf, study.CorrectedRepublishedIn, study.CorrectedRepublishedFrom, study.RetractedRepublishedIn, study.RetractedRepublishedFrom:
			versions = append(versions, fmt.Sprintf("%s %s", l.Type, home[l.Target]))
		}
	}
	slices.Sort(versions)
	if diff := cmp.Diff(versions, got.Versions); diff != "" {
		t.Errorf("%s: versions (-want +got):\n%s", home[i], diff)
	}
	lib.compareFamily(t, truth, home, i)
}

// compareFamily wants a registration, and whatever reports on its trial, in one
// family.
func (lib *worldLibrary) compareFamily(t *testing.T, truth demo.Truth, home []string, i int) {
	t.Helper()
	number := truth.Studies[i].Trial + truth.Studies[i].NCT // a study has one of them
	var want []string
	for j, other := range truth.Studies {
		if number != "" && (other.Trial == number || other.NCT == number) {
			want = append(want, home[j])
		}
	}
	var got []string
	for _, f := range lib.studies[home[i]].Families {
		if n, rest, _ := strings.Cut(f, " "); n == number {
			_, rest, _ = strings.Cut(rest, " ")
			for _, why := range []string{study.TieRegistration, study.TieReports, study.TieListed} {
				rest = strings.TrimPrefix(rest, why+" ")
			}
			got = append(got, rest)
		} else {
			t.Errorf("%s: in the family of %s, want %q", home[i], n, number)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: family %s (-want +got):\n%s", home[i], number, diff)
	}
}
