package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"evidelic/crawler"
	"evidelic/crawler/clinicaltrials"
	"evidelic/crawler/crossref"
	"evidelic/crawler/europepmc"
	"evidelic/crawler/oaipmh"
	"evidelic/crawler/openalex"
	"evidelic/crawler/preprints"
	"evidelic/crawler/pubmed"
	"evidelic/crawler/webpage"
	"evidelic/store"
	"evidelic/study"
)

// sourceEntry is one source that the program knows.
type sourceEntry struct {
	name     string
	key      string // of its settings
	needs    needs
	settings func(*Config) *SourceConfig
	open     func(opening) (crawler.Source, error)
}

// opening is what a source is opened with.
type opening struct {
	fetch   *crawler.Fetcher
	db      *store.DB
	set     SourceConfig
	contact string // the operator's mail address
}

// sourceTable lists the sources in the order in which they are shown and run:
// those that find studies before those that complete them.
func sourceTable() []sourceEntry {
	entry := func(name string, n needs, open func(opening) (crawler.Source, error), settings func(*SourcesConfig) *SourceConfig) sourceEntry {
		return sourceEntry{name, "crawler.sources." + name, n, func(c *Config) *SourceConfig { return settings(&c.Crawler.Sources) }, open}
	}
	return []sourceEntry{
		entry(study.SourcePubMed, needsQuery, openPubMed, func(s *SourcesConfig) *SourceConfig { return &s.PubMed }),
		entry(study.SourceEuropePMC, needsQuery, openEuropePMC, func(s *SourcesConfig) *SourceConfig { return &s.EuropePMC }),
		entry(study.SourceClinicalTrials, needsQuery, openClinicalTrials, func(s *SourcesConfig) *SourceConfig { return &s.ClinicalTrials }),
		entry(study.SourceOpenAlex, needsTerms, openOpenAlex, func(s *SourcesConfig) *SourceConfig { return &s.OpenAlex }),
		entry(study.SourceCrossref, completes, openCrossref, func(s *SourcesConfig) *SourceConfig { return &s.Crossref }),
		entry(study.SourceBioRxiv, completes, openRxiv(study.SourceBioRxiv), func(s *SourcesConfig) *SourceConfig { return &s.BioRxiv }),
		entry(study.SourceMedRxiv, completes, openRxiv(study.SourceMedRxiv), func(s *SourcesConfig) *SourceConfig { return &s.MedRxiv }),
		entry(study.SourceWebpage, completes, openWebpage, func(s *SourcesConfig) *SourceConfig { return &s.Webpage }),
	}
}

// allSources lists the table and after it the repositories of the settings.
func allSources(c *Config) []sourceEntry {
	out := sourceTable()
	for i, r := range c.Crawler.Sources.OAI {
		out = append(out, sourceEntry{"oai:" + r.Name, fmt.Sprintf("crawler.sources.oai[%d]", i), needsNothing,
			func(c *Config) *SourceConfig { return &c.Crawler.Sources.OAI[i].SourceConfig }, openRepository(r)})
	}
	return out
}

const day = 24 * time.Hour

func days(n int) time.Duration { return time.Duration(n) * day }

func openPubMed(o opening) (crawler.Source, error) {
	return pubmed.New(o.fetch, pubmed.Options{BaseURL: o.set.URL, Query: o.set.Query, Tool: "evidelic", Email: o.contact,
		APIKey: string(o.set.APIKey), PageSize: o.set.PageSize, Overlap: days(o.set.OverlapDays)})
}

func openEuropePMC(o opening) (crawler.Source, error) {
	return europepmc.New(o.fetch, europepmc.Options{BaseURL: o.set.URL, Query: o.set.Query, Email: o.contact,
		PageSize: o.set.PageSize, Overlap: days(o.set.OverlapDays), Interval: time.Duration(o.set.Interval)})
}

func openClinicalTrials(o opening) (crawler.Source, error) {
	var queries []clinicaltrials.Query
	for _, q := range o.set.Queries {
		queries = append(queries, clinicaltrials.Query{Intr: q.Interventions, Cond: q.Conditions, Term: q.Terms})
	}
	return clinicaltrials.New(o.fetch, clinicaltrials.Options{BaseURL: o.set.URL, Queries: queries,
		PageSize: o.set.PageSize, Overlap: days(o.set.OverlapDays), Interval: time.Duration(o.set.Interval)})
}

func openOpenAlex(o opening) (crawler.Source, error) {
	var queries []string
	for _, q := range o.set.Queries {
		queries = append(queries, q.Terms)
	}
	return openalex.New(o.fetch, openalex.Options{BaseURL: o.set.URL, Queries: queries, APIKey: string(o.set.APIKey),
		PageSize: o.set.PageSize, Window: days(o.set.OverlapDays), Interval: time.Duration(o.set.Interval)})
}

func openCrossref(o opening) (crawler.Source, error) {
	return crossref.New(o.fetch, catalogue{o.db, hasDOI}, crossref.Options{BaseURL: o.set.URL, Email: o.contact, Batch: o.set.PageSize,
		Overlap: days(o.set.OverlapDays), Recheck: days(o.set.RecheckDays), Interval: time.Duration(o.set.Interval)})
}

func openRxiv(server string) func(opening) (crawler.Source, error) {
	return func(o opening) (crawler.Source, error) {
		return preprints.New(o.fetch, catalogue{o.db, isRxiv}, preprints.Options{Server: server, BaseURL: o.set.URL, Terms: o.set.Terms,
			Overlap: days(o.set.OverlapDays), Recheck: days(o.set.RecheckDays), Interval: time.Duration(o.set.Interval)})
	}
}

func openWebpage(o opening) (crawler.Source, error) {
	return webpage.New(o.fetch, catalogue{o.db, lacksAbstract}, webpage.Options{BaseURL: o.set.URL, Limit: o.set.Limit,
		Recheck: days(o.set.RecheckDays), Interval: time.Duration(o.set.Interval)})
}

func openRepository(r RepositoryConfig) func(opening) (crawler.Source, error) {
	return func(o opening) (crawler.Source, error) {
		return oaipmh.New(o.fetch, oaipmh.Options{Name: r.Name, BaseURL: o.set.URL, Set: r.Set, Terms: o.set.Terms,
			Overlap: days(o.set.OverlapDays), Interval: time.Duration(o.set.Interval)})
	}
}

// chosenSources opens the enabled sources, or those named, in the table's order.
// demo marks everything they bring as synthetic.
func chosenSources(c Config, f *crawler.Fetcher, db *store.DB, names []string, demo bool) ([]crawler.Source, error) {
	if err := knownSources(c, names); err != nil {
		return nil, err
	}
	var out []crawler.Source
	for _, e := range allSources(&c) {
		set := *e.settings(&c)
		if len(names) > 0 && !slices.Contains(names, e.name) || len(names) == 0 && !set.Enabled {
			continue
		}
		src, err := e.open(opening{f, db, set, string(c.Crawler.Contact)})
		if err != nil {
			return nil, &usageError{fmt.Errorf("%s: %w", e.key, err)}
		}
		if demo {
			src = asDemo(src)
		}
		out = append(out, src)
	}
	if len(out) == 0 {
		return nil, usagef("no source is enabled; set crawler.sources.NAME.enabled or name one with --source")
	}
	return out, nil
}

func knownSources(c Config, names []string) error {
	var known []string
	for _, e := range allSources(&c) {
		known = append(known, e.name)
	}
	for _, n := range names {
		if !slices.Contains(known, n) {
			return usagef("unknown source %q; there are %s", n, strings.Join(known, ", "))
		}
	}
	return nil
}

// demoSource marks the records of a source as synthetic.
type demoSource struct{ crawler.Source }

// Pages yields the pages of the source with every record marked.
func (d demoSource) Pages(ctx context.Context, plan crawler.Plan) iter.Seq2[crawler.Page, error] {
	return func(yield func(crawler.Page, error) bool) {
		for page, err := range d.Source.Pages(ctx, plan) {
			for i := range page.Records {
				page.Records[i].Report.Demo = true
			}
			if !yield(page, err) {
				return
			}
		}
	}
}
