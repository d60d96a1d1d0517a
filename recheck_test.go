package main

import (
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"evidelic/crawler"
	"evidelic/demo"
	"evidelic/evidence"
	"evidelic/store"
	"evidelic/study"
)

// lateWorld is a crawled library and the world that it was crawled from, which is
// about to retract one of its studies.
type lateWorld struct {
	*demo.World
	data, config string
	key          string // the PMID of the study
	stop         func() // ends what serve began
}

// newLateWorld crawls a world, then lets it retract an old study: the library does
// not know yet.
func newLateWorld(t *testing.T) *lateWorld {
	t.Helper()
	w, err := demo.New(demo.Options{Studies: 80, Seed: 5, NoRateLimit: true})
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	urls := demo.BaseURLs(base)
	l := &lateWorld{World: w, data: filepath.Join(t.TempDir(), "demo")}
	l.config = writeFile(t, "world.yaml", strings.ReplaceAll(sourcesAt("@"), `url: "@"`, `url: "`+urls[study.SourcePubMed]+`", api_key: fast`))
	if got := command1(t, "crawl", "--source", "pubmed", "--data", l.data, "--config", l.config); got.code != exitOK {
		t.Fatal(got)
	}
	moved, err := w.Advance(demo.Step{Days: 40, Retract: 1})
	if err != nil || len(moved.Retracted) == 0 {
		t.Fatalf("%v, %+v", err, moved)
	}
	l.key = moved.Retracted[slices.IndexFunc(moved.Retracted, func(k study.RecordKey) bool { return k.Source == study.SourcePubMed })].Key
	return l
}

// export saves the study as a reference manager would.
func (l *lateWorld) export(t *testing.T) string {
	t.Helper()
	return command1(t, "export", "--format", "ris", "--data", l.data, "--config", l.config, l.key+"[pmid]").out
}

// TestRecheckFindsALateRetraction asks again by key about a study that was
// retracted since: it is marked in the library, in what a search gives, and in an
// export made again.
func TestRecheckFindsALateRetraction(t *testing.T) {
	l := newLateWorld(t)
	if out := l.export(t); out == "" || strings.Contains(strings.ToLower(out), "retract") {
		t.Fatalf("before: %s", out)
	}
	recheckPubMed(t, l.data, l.config)
	if out := l.export(t); !strings.Contains(strings.ToLower(out), "retract") {
		t.Errorf("the export does not say it: %s", out)
	}
	if got := command1(t, "search", "--json", "--data", l.data, "--config", l.config, l.key+"[pmid]"); !strings.Contains(got.out, `"type":"retraction"`) {
		t.Errorf("the search does not say it: %s", got.out)
	}
}

// recheckPubMed asks PubMed again about every record.
func recheckPubMed(t *testing.T, data, config string) {
	t.Helper()
	c, err := LoadConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(data, "evidelic.db"), store.Options{Demo: true, Tag: evidence.Tag, TagVersion: evidence.Version})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	p := &program{retryPause: time.Millisecond}
	fetcher, err := p.newFetcher(c, db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	sources, err := chosenSources(c, fetcher, db, []string{study.SourcePubMed}, true)
	if err != nil {
		t.Fatal(err)
	}
	src, ok := sources[0].(crawler.Fetchable)
	if !ok {
		t.Fatal("PubMed cannot be asked for single records")
	}
	out, err := crawler.NewHarvester(db, db, slog.New(slog.DiscardHandler)).Recheck(t.Context(), src, db, time.Now())
	if err != nil || out.Asked == 0 || out.Changed == 0 {
		t.Fatalf("%+v, %v", out, err)
	}
}
