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
	"evidelic/crawler/europepmc"
	"evidelic/crawler/pubmed"
	"evidelic/study"
)

// sourceEntry is one source that the program knows.
type sourceEntry struct {
	name     string
	settings func(*Config) *SourceConfig
	open     func(*crawler.Fetcher, SourceConfig, string) (crawler.Source, error) // the last is the operator's mail address
}

// sourceTable lists the sources in the order in which they are shown and run.
func sourceTable() []sourceEntry {
	return []sourceEntry{
		{study.SourcePubMed, func(c *Config) *SourceConfig { return &c.Crawler.Sources.PubMed }, openPubMed},
		{study.SourceEuropePMC, func(c *Config) *SourceConfig { return &c.Crawler.Sources.EuropePMC }, openEuropePMC},
		{study.SourceClinicalTrials, func(c *Config) *SourceConfig { return &c.Crawler.Sources.ClinicalTrials }, openClinicalTrials},
	}
}

const day = 24 * time.Hour

func openPubMed(f *crawler.Fetcher, c SourceConfig, contact string) (crawler.Source, error) {
	return pubmed.New(f, pubmed.Options{BaseURL: c.URL, Query: c.Query, Tool: "evidelic", Email: contact,
		APIKey: string(c.APIKey), PageSize: c.PageSize, Overlap: time.Duration(c.OverlapDays) * day})
}

func openEuropePMC(f *crawler.Fetcher, c SourceConfig, contact string) (crawler.Source, error) {
	return europepmc.New(f, europepmc.Options{BaseURL: c.URL, Query: c.Query, Email: contact, Interval: time.Duration(c.Interval),
		PageSize: c.PageSize, Overlap: time.Duration(c.OverlapDays) * day})
}

func openClinicalTrials(f *crawler.Fetcher, c SourceConfig, _ string) (crawler.Source, error) {
	var queries []clinicaltrials.Query
	for _, q := range c.Queries {
		queries = append(queries, clinicaltrials.Query{Intr: q.Interventions, Cond: q.Conditions, Term: q.Terms})
	}
	return clinicaltrials.New(f, clinicaltrials.Options{BaseURL: c.URL, Queries: queries, Interval: time.Duration(c.Interval),
		PageSize: c.PageSize, Overlap: time.Duration(c.OverlapDays) * day})
}

// chosenSources opens the enabled sources, or those named, in the table's order.
// demo marks everything they bring as synthetic.
func chosenSources(c Config, f *crawler.Fetcher, names []string, demo bool) ([]crawler.Source, error) {
	if err := knownSources(names); err != nil {
		return nil, err
	}
	var out []crawler.Source
	for _, e := range sourceTable() {
		set := *e.settings(&c)
		if len(names) > 0 && !slices.Contains(names, e.name) || len(names) == 0 && !set.Enabled {
			continue
		}
		src, err := e.open(f, set, string(c.Crawler.Contact))
		if err != nil {
			return nil, &usageError{fmt.Errorf("crawler.sources.%s: %w", e.name, err)}
		}
		if demo {
			src = demoSource{src}
		}
		out = append(out, src)
	}
	if len(out) == 0 {
		return nil, usagef("no source is enabled; set crawler.sources.NAME.enabled or name one with --source")
	}
	return out, nil
}

func knownSources(names []string) error {
	var known []string
	for _, e := range sourceTable() {
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
