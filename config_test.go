package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// badConfigs are the faulty settings under testdata/config and what is said of
// each.
var badConfigs = map[string]string{
	"unknown-key":         `, line 2: there is no setting server.adr; server has addr, url, abstracts`,
	"unknown-section":     `, line 1: there is no setting sever; the top level has crawler, store, index, server, log`,
	"unknown-source":      `, line 3: there is no setting crawler.sources.arxiv; crawler.sources has pubmed, europepmc, clinicaltrials, crossref, openalex, biorxiv, medrxiv, webpage, oai`,
	"unknown-key-in-list": `, line 5: there is no setting crawler.sources.clinicaltrials.queries[0].intervention; crawler.sources.clinicaltrials.queries[0] has interventions, conditions, terms`,
	"cron-range":          `: crawler.sources.pubmed.schedule: cron expression "61 3 * * *": end of range (61) above maximum (59): 61 (for 03:30 each day write "30 3 * * *" or for every six hours "@every 6h")`,
	"cron-words":          `: crawler.sources.europepmc.schedule: cron expression "every day": expected exactly 5 fields, found 2: [every day] (for 03:30 each day write "30 3 * * *" or for every six hours "@every 6h")`,
	"duration":            `, line 2: crawler.timeout: "soon" is no length of time; write 90s, 2m or 1h`,
	"duration-unit":       `, line 2: index.follow: "5" is no length of time; write 90s, 2m or 1h`,
	"duration-range":      `: index.follow: 1ns is not between 50ms and 1h`,
	"memory":              `: index.memory: -1 is not between 0 and 1048576 megabytes`,
	"interval":            `: crawler.sources.pubmed.interval: 1s cannot be kept: PubMed's pace follows from api_key; leave the setting out`,
	"interval-range":      `: crawler.sources.europepmc.interval: -1s is not between 0s and 1h`,
	"number":              `, line 4: crawler.sources.pubmed.page_size: want a whole number, have "many"`,
	"number-huge":         `, line 4: crawler.sources.pubmed.page_size: 99999999999999999999 is out of range`,
	"number-range":        `: crawler.sources.pubmed.page_size: 0 is not between 1 and 1000`,
	"bool":                `, line 4: crawler.sources.pubmed.enabled: want true or false, have "maybe"`,
	"text":                `, line 2: store.url: want a text, have "["`,
	"section":             `, line 1: crawler: want keys below it, have "ketamine"`,
	"whole":               `, line 1: the whole file: want keys below it, have "-"`,
	"not-yaml":            `, line 1: not YAML: sequence end token ']' not found`,
	"tab":                 ", line 2: not YAML: found character '\t' that cannot start any token",
	"twice":               `, line 3: not YAML: mapping key "addr" already defined at [2:3]`,
	"two-documents":       `, line 3: a second document begins; a file holds one`,
	"choices":             `: server.abstracts: "none" is none of full, licensed, extract; log.level: "loud" is none of debug, info, warn, error; log.format: "xml" is none of text, json`,
	"address":             `: server.addr: "localhost" is not HOST:PORT`,
	"contact":             `: crawler.contact: "me at home" is not a mail address`,
	"store":               `: store.url: want sqlite:FILE or postgres://…`,
	"source-url":          `: crawler.sources.pubmed.url: "eutils.ncbi.nlm.nih.gov" is not an http or https address`,
	"no-query":            `: crawler.sources.europepmc.query: there is no search expression`,
	"repository":          `: crawler.sources.oai[0].name: "Example" is not made of small letters, digits and hyphens, 40 at most`,
	"empty-query":         `: crawler.sources.clinicaltrials.queries[0]: the query is empty`,
}

// TestBadConfigs asks `check config` and `serve` about every faulty file: one
// line, exit status 2, and no data folder made.
func TestBadConfigs(t *testing.T) {
	files, err := filepath.Glob("testdata/config/*.bad.yaml")
	if err != nil || len(files) != len(badConfigs) {
		t.Errorf("%d files for %d rows (%v)", len(files), len(badConfigs), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".bad.yaml")
		t.Run(name, func(t *testing.T) {
			want := "evidelic: config " + file + badConfigs[name] + "\n"
			data := filepath.Join(t.TempDir(), "data")
			for _, command := range [][]string{{"check", "config"}, {"serve", "--addr", "127.0.0.1:0"}, {"crawl"}, {"status"}} {
				got := command1(t, append(command, "--config", file, "--data", data)...)
				if got.code != exitUsage || got.faults != want || got.out != "" {
					t.Errorf("%v: status %d\n got %q\nwant %q", command, got.code, got.faults, want)
				}
			}
			if _, err := os.Stat(data); err == nil {
				t.Error("the data folder was made all the same")
			}
		})
	}
}

// TestGoodConfigs reads every good file over the built-in settings.
func TestGoodConfigs(t *testing.T) {
	changes := map[string]func(*Config){
		"empty":     func(*Config) {},
		"comments":  func(*Config) {},
		"no-values": func(*Config) {},
		"one":       func(c *Config) { c.Server.Addr = "127.0.0.1:9999" },
		"anchor": func(c *Config) {
			c.Crawler.Sources.PubMed.Schedule, c.Crawler.Sources.EuropePMC.Schedule = "5 2 * * *", "5 2 * * *"
		},
		"repository": func(c *Config) {
			c.Crawler.Sources.OAI = []RepositoryConfig{{Name: "example", SourceConfig: SourceConfig{Enabled: true, Schedule: "1 1 * * 0",
				URL: "https://repository.example.org/oai", Terms: []string{"ketamin"}}}}
		},
		"every": func(c *Config) { c.Crawler.Sources.PubMed.Schedule = "@every 6h" },
	}
	files, err := filepath.Glob("testdata/config/*.good.yaml")
	if err != nil || len(files) != len(changes) {
		t.Errorf("%d files for %d rows (%v)", len(files), len(changes), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".good.yaml")
		t.Run(name, func(t *testing.T) {
			want, err := LoadConfig("")
			if err != nil {
				t.Fatal(err)
			}
			changes[name](&want)
			got, err := LoadConfig(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestConfigFromEnvironment puts secrets in, and tells apart unset and wrong.
func TestConfigFromEnvironment(t *testing.T) {
	t.Setenv("EVIDELIC_CONTACT", "crawl@example.org")
	t.Setenv("NCBI_API_KEY", "")
	c, err := LoadConfig("")
	if err != nil {
		t.Fatal(err)
	}
	if c.Crawler.Contact != "crawl@example.org" || c.Crawler.Sources.PubMed.APIKey != "" || time.Duration(c.Crawler.Timeout) != 90*time.Second {
		t.Errorf("contact %q, key %q, timeout %s", c.Crawler.Contact, c.Crawler.Sources.PubMed.APIKey, c.Crawler.Timeout)
	}
	if got := c.notes(); len(got) != 1 || !strings.Contains(got[0], "NCBI_API_KEY") {
		t.Errorf("notes = %q", got)
	}
	t.Setenv("EVIDELIC_CONTACT", "nobody")
	if _, err := LoadConfig(""); err == nil || !strings.Contains(err.Error(), `crawler.contact: "nobody" is not a mail address`) {
		t.Errorf("error %v", err)
	}
}

// FuzzDecodeConfig reads settings that may be anything: what is refused is refused
// with its place, and what is not can be judged.
func FuzzDecodeConfig(f *testing.F) {
	f.Add(defaultConfig)
	files, _ := filepath.Glob("testdata/config/*.yaml")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var c Config
		err := decodeConfig(b, &c)
		_ = c.Validate()
		if err != nil && !strings.Contains(err.Error(), "line ") && !strings.Contains(err.Error(), "not YAML: ") {
			t.Errorf("%q: %q does not say where", b, err)
		}
	})
}
