package main

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"evidelic/crawler"
)

// SourcesConfig has one entry for each source that the program knows, and a list
// of repositories.
type SourcesConfig struct {
	PubMed         SourceConfig       `yaml:"pubmed"`
	EuropePMC      SourceConfig       `yaml:"europepmc"`
	ClinicalTrials SourceConfig       `yaml:"clinicaltrials"`
	Crossref       SourceConfig       `yaml:"crossref"`
	OpenAlex       SourceConfig       `yaml:"openalex"`
	BioRxiv        SourceConfig       `yaml:"biorxiv"`
	MedRxiv        SourceConfig       `yaml:"medrxiv"`
	Webpage        SourceConfig       `yaml:"webpage"`
	OAI            []RepositoryConfig `yaml:"oai"`
}

// SourceConfig is one source: when, where and what to fetch. Query serves sources
// with one search expression, Queries those that take several, Terms those that
// choose among what they are given. A number that is left out is the source's own.
type SourceConfig struct {
	Enabled     bool          `yaml:"enabled"`
	Schedule    string        `yaml:"schedule"`
	URL         string        `yaml:"url"`
	APIKey      Expanded      `yaml:"api_key"`
	Interval    Duration      `yaml:"interval"` // 0: what the source asks for
	PageSize    int           `yaml:"page_size"`
	OverlapDays int           `yaml:"overlap_days"`
	RecheckDays int           `yaml:"recheck_days"` // after which everything is asked about again
	Limit       int           `yaml:"limit"`        // pages a run, for landing pages
	Query       string        `yaml:"query"`
	Queries     []QueryConfig `yaml:"queries"`
	Terms       []string      `yaml:"terms"`
}

// RepositoryConfig is one repository that speaks OAI-PMH.
type RepositoryConfig struct {
	Name         string `yaml:"name"` // the source is called oai:NAME
	Set          string `yaml:"set"`
	SourceConfig `yaml:",inline"`
}

// QueryConfig is one search of a registry.
type QueryConfig struct {
	Interventions string `yaml:"interventions"`
	Conditions    string `yaml:"conditions"`
	Terms         string `yaml:"terms"`
}

// needs says which setting tells a source what to fetch.
type needs int

const (
	needsNothing needs = iota // it takes everything, or what has one of its terms
	completes                 // it asks about the studies that the library has
	needsQuery                // a search expression
	needsTerms                // queries of terms alone
)

func (s SourceConfig) validate(key string, what needs, fault func(key, format string, args ...any)) {
	if _, err := crawler.ParseCron(s.Schedule); err != nil {
		fault(key+".schedule", "%v", err)
	}
	if !isHTTP(s.URL) {
		fault(key+".url", "%q is not an http or https address", s.URL)
	}
	least := 0
	if what >= needsQuery {
		least = 1
	}
	within := func(name string, n, least, most int) {
		if n < least || n > most {
			fault(key+"."+name, "%d is not between %d and %d", n, least, most)
		}
	}
	within("page_size", s.PageSize, least, 1000)
	within("overlap_days", s.OverlapDays, 0, 365)
	within("recheck_days", s.RecheckDays, 0, 3650)
	within("limit", s.Limit, 0, 100_000)
	if d := time.Duration(s.Interval); d < 0 || d > time.Hour {
		fault(key+".interval", "%s is not between 0s and 1h", s.Interval)
	}
	s.validateQueries(key, what, fault)
}

func (s SourceConfig) validateQueries(key string, what needs, fault func(key, format string, args ...any)) {
	if what >= needsQuery && strings.TrimSpace(s.Query) == "" && len(s.Queries) == 0 {
		fault(key+".query", "there is no search expression")
	}
	for i, q := range s.Queries {
		switch {
		case q == (QueryConfig{}):
			fault(fmt.Sprintf("%s.queries[%d]", key, i), "the query is empty")
		case what == needsTerms && q != (QueryConfig{Terms: q.Terms}):
			fault(fmt.Sprintf("%s.queries[%d]", key, i), "this source knows terms only")
		}
	}
	for i, t := range s.Terms {
		if strings.TrimSpace(t) == "" {
			fault(fmt.Sprintf("%s.terms[%d]", key, i), "the term is empty")
		}
	}
}

var reRepository = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

func (c Config) validateRepositories(fault func(key, format string, args ...any)) {
	seen := map[string]bool{}
	for i, r := range c.Crawler.Sources.OAI {
		key := fmt.Sprintf("crawler.sources.oai[%d].name", i)
		switch {
		case !reRepository.MatchString(r.Name):
			fault(key, "%q is not made of small letters, digits and hyphens, 40 at most", r.Name)
		case seen[r.Name]:
			fault(key, "%q is there twice", r.Name)
		}
		seen[r.Name] = true
	}
}
