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
	"evidelic/store"
	"evidelic/study"
)

// TestRecheckFindsALateRetraction crawls a world, lets it retract an old study,
// and asks again by key: the study is marked in the library, in what a search
// gives, and in an export made again.
func TestRecheckFindsALateRetraction(t *testing.T) {
	w, err := demo.New(demo.Options{Studies: 80, Seed: 5, NoRateLimit: true})
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	urls := demo.BaseURLs(base)
	config := writeFile(t, "world.yaml", strings.ReplaceAll(sourcesAt("@"), `url: "@"`, `url: "`+urls[study.SourcePubMed]+`", api_key: fast`))
	data := filepath.Join(t.TempDir(), "demo")
	if got := command1(t, "crawl", "--source", "pubmed", "--data", data, "--config", config); got.code != exitOK {
		t.Fatal(got)
	}
	moved, err := w.Advance(demo.Step{Days: 40, Retract: 1})
	if err != nil || len(moved.Retracted) == 0 {
		t.Fatalf("%v, %+v", err, moved)
	}
	key := moved.Retracted[slices.IndexFunc(moved.Retracted, func(k study.RecordKey) bool { return k.Source == study.SourcePubMed })].Key
	export := func() string {
		return command1(t, "export", "--format", "ris", "--data", data, "--config", config, key+"[pmid]").out
	}
	if out := export(); out == "" || strings.Contains(strings.ToLower(out), "retract") {
		t.Fatalf("before: %s", out)
	}
	recheckPubMed(t, data, config)
	if out := export(); !strings.Contains(strings.ToLower(out), "retract") {
		t.Errorf("the export does not say it: %s", out)
	}
	if got := command1(t, "search", "--json", "--data", data, "--config", config, key+"[pmid]"); !strings.Contains(got.out, `"type":"retraction"`) {
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
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(data, "evidelic.db"), store.Options{Demo: true})
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
