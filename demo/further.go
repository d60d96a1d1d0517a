package demo

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"evidelic/study"
)

// The places of the sources that complete a library, and of the repository.
const (
	pathCrossref   = "/crossref/"
	pathOpenAlex   = "/openalex/"
	pathPreprints  = "/preprints/"
	pathRepository = "/repository/"
	pathResolver   = "/doi/"
	pathLanding    = "/landing/"
	pathClosed     = pathLanding + "closed/"
)

// SourceRepository is the name of the world's OAI-PMH repository.
const SourceRepository = "oai:demo"

// robotsTxt lets programs in everywhere but on the pages of one publisher.
const robotsTxt = "User-agent: *\nDisallow: " + pathClosed + "\n"

// FurtherURLs gives the base address of each source that BaseURLs does not have:
// those that complete a library, OpenAlex and a repository. The address of
// SourceRepository is that of its OAI-PMH interface; that of study.SourceWebpage
// is a resolver of DOIs.
func FurtherURLs(base string) map[string]string {
	return map[string]string{
		study.SourceCrossref: base + pathCrossref,
		study.SourceOpenAlex: base + pathOpenAlex,
		study.SourceBioRxiv:  base + pathPreprints,
		study.SourceMedRxiv:  base + pathPreprints,
		study.SourceWebpage:  base + pathResolver,
		SourceRepository:     base + pathRepository,
	}
}

// placeOf finds the further source that a path belongs to.
func placeOf(path string) (source, rest string) {
	for _, r := range []struct{ prefix, source string }{
		{pathCrossref, study.SourceCrossref}, {pathOpenAlex, study.SourceOpenAlex}, {pathPreprints, study.SourceBioRxiv},
		{pathRepository, SourceRepository}, {pathResolver, study.SourceWebpage}, {pathLanding, study.SourceWebpage},
	} {
		if rest, ok := strings.CutPrefix(path, r.prefix); ok {
			return r.source, rest
		}
	}
	return "", ""
}

// further answers for the further sources.
func (w *World) further(c *call, f Fault) answer {
	switch c.source {
	case study.SourceCrossref:
		return w.crossref(c, f)
	case study.SourceOpenAlex:
		return w.openalex(c, f)
	case study.SourceBioRxiv:
		return w.preprints(c, f)
	case SourceRepository:
		return w.repository(c, f)
	case study.SourceWebpage:
		return w.landing(c)
	}
	return plainText(http.StatusNotFound, "Not Found")
}

// doiIndex finds items by DOI. Items are only ever added, and keep their DOI.
type doiIndex struct {
	mu   sync.Mutex
	seen int
	by   map[string]*item
}

// byDOI gives the item with a DOI in its normal form, nil when there is none. The
// caller holds mu for reading.
func (w *World) byDOI(doi string) *item {
	x := &w.dois
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.by == nil {
		x.by = map[string]*item{}
	}
	for ; x.seen < len(w.items); x.seen++ {
		if doi, ok := study.NormalDOI(w.items[x.seen].doi()); ok {
			x.by[doi] = w.items[x.seen]
		}
	}
	return x.by[doi]
}

// TruthOf gives what one of the further sources holds: for those that complete a
// library, every record that they could give; for study.SourceWebpage the DOIs of
// landing pages that programs may read and that have an abstract.
func (w *World) TruthOf(source string) SourceTruth {
	w.mu.RLock()
	defer w.mu.RUnlock()
	var t SourceTruth
	for _, it := range w.items {
		switch key, ok := furtherKey(source, it); {
		case !ok:
		case it.gone:
			t.Deleted = append(t.Deleted, key)
		default:
			t.Keys = append(t.Keys, key)
		}
	}
	t.Announced = len(t.Keys)
	slices.Sort(t.Keys)
	slices.Sort(t.Deleted)
	return t
}

// furtherKey gives the key of the source's record of an item, if it has one.
func furtherKey(source string, it *item) (key string, ok bool) {
	doi, _ := study.NormalDOI(it.doi())
	switch source {
	case study.SourceCrossref:
		return doi, doi != "" && it.inCrossref()
	case study.SourceOpenAlex:
		return fmt.Sprintf("W%d", firstNumber+it.n), it.inOpenAlex()
	case study.SourceBioRxiv, study.SourceMedRxiv:
		return doi, it.kind == study.KindPreprint && it.preprintServer() == source
	case SourceRepository:
		return it.repositoryKey(), it.inRepository()
	case study.SourceWebpage:
		return doi, doi != "" && it.landingKind() == landingWhole && len(abstractOf(it)) > 0
	}
	return "", false
}

// inCrossref says whether the DOI is Crossref's: one in forty is another
// agency's.
func (it *item) inCrossref() bool { return it.kind != study.KindRegistration && it.seed%40 != 7 }

// inOpenAlex leaves one work in ten out.
func (it *item) inOpenAlex() bool { return it.kind != study.KindRegistration && it.seed%10 != 3 }

// preprintServer says which of the two servers has the preprint.
func (it *item) preprintServer() string {
	if it.seed%3 == 0 {
		return study.SourceMedRxiv
	}
	return study.SourceBioRxiv
}

// inRepository says whether an author has put the article into the repository.
func (it *item) inRepository() bool {
	return it.kind == study.KindArticle && it.role != roleLetter && it.seed%6 == 1 && !it.withheld()
}

// withheld says whether the publisher gives the abstract on its own pages only:
// those are the articles that only Europe PMC holds, a third of them without.
func (it *item) withheld() bool { return it.pmcOnly }

func (it *item) repositoryKey() string { return fmt.Sprintf("oai:repository.invalid:%d", it.n) }

// plainAbstract gives the abstract as one text without markup.
func plainAbstract(it *item) string {
	var out []string
	for _, p := range abstractOf(it) {
		text := plainOf(p.text)
		if p.label != "" {
			text = heading(p.label) + ": " + text
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// total overstates a number when the fault says so.
func total(n int, f Fault) int {
	if f == FaultWrongTotal && n > 0 {
		return n + extraTotal
	}
	return n
}
