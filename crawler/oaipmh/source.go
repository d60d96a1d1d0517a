// Package oaipmh reads repositories through the Protocol for Metadata Harvesting
// of the Open Archives Initiative, version 2.0, in the one format that every
// repository speaks: Dublin Core (oai_dc). An operator adds a repository in the
// settings, without code.
//
// See http://www.openarchives.org/OAI/openarchivesprotocol.html for the protocol.
package oaipmh

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"time"

	"evidelic/crawler"
)

// The defaults of Options. One request a second is what repositories without a
// published limit bear.
const (
	Interval       = time.Second
	DefaultOverlap = 2 * 24 * time.Hour
)

// maxBody bounds an answer; repositories give 10 to 1000 records a page.
const maxBody = 32 << 20

// Options describe one repository.
type Options struct {
	Name     string        // names the source "oai:NAME": small letters, digits, hyphens; required
	BaseURL  string        // of the repository's OAI-PMH interface; required
	Set      string        // the part of the repository to harvest; "": all of it
	Terms    []string      // beginnings of words of which title, description or subject must have one; none: every record
	Overlap  time.Duration // by which a later run reaches back behind the last; 0: DefaultOverlap
	Interval time.Duration // between requests; 0: Interval
}

// Source is one repository as a crawler.Source. It is safe for concurrent use.
type Source struct {
	fetch crawler.Client
	opt   Options
	terms *regexp.Regexp // nil: none
}

var reName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// New gives the source. It returns an error that names the option when one cannot
// be used.
func New(f crawler.Client, opt Options) (*Source, error) {
	if !reName.MatchString(opt.Name) {
		return nil, fmt.Errorf("oai: name %q: want small letters, digits and hyphens, at most 40", opt.Name)
	}
	u, err := url.Parse(opt.BaseURL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("oai:%s: base_url %q is not an http address", opt.Name, opt.BaseURL)
	}
	if u.Query().Has("verb") || u.Fragment != "" {
		return nil, fmt.Errorf("oai:%s: base_url %q: give the address without verb and fragment", opt.Name, opt.BaseURL)
	}
	opt.Overlap = cmp.Or(opt.Overlap, DefaultOverlap)
	opt.Interval = cmp.Or(opt.Interval, Interval)
	if opt.Overlap < 0 || opt.Interval < 0 {
		return nil, fmt.Errorf("oai:%s: overlap %v or interval %v is negative", opt.Name, opt.Overlap, opt.Interval)
	}
	terms, err := crawler.WordBeginnings("oai:"+opt.Name, opt.Terms)
	if err != nil {
		return nil, err
	}
	return &Source{fetch: f, opt: opt, terms: terms}, nil
}

// Name gives "oai:NAME".
func (s *Source) Name() string { return "oai:" + s.opt.Name }
