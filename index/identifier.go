package index

import (
	"net/url"
	"strings"

	"evidelic/study"
)

// loneIdentifier reads a query that is nothing but one identifier: a PMID is a
// plain number then.
func (p *parser) loneIdentifier() node {
	if len(p.toks) != 2 || p.toks[0].kind != lexWord {
		return nil
	}
	t := p.toks[0]
	if !allDigits(t.text) || len(t.text) < 5 || len(t.text) > 9 {
		return nil
	}
	p.at++
	id := &exactNode{tag: "pmid", kind: "pmid", key: strings.TrimLeft(t.text, "0"), text: t.text}
	word := p.textTerm(term{text: t.text, span: t.span(), near: -1}, scopeTitleAbstract)
	if word == nil {
		return id
	}
	return &boolNode{or: true, closed: true, made: true, kids: []node{id, word}}
}

// identifier reads a word that names a study by itself: a DOI, a registry
// number, an address of PubMed, of a DOI or of ClinicalTrials.gov. nil for any
// other word.
func (p *parser) identifier(s string) node {
	if kind, key, ok := fromAddress(s); ok {
		return &exactNode{tag: kind, kind: kind, key: key, text: key}
	}
	if strings.Contains(s, "10.") {
		if doi, ok := study.NormalDOI(s); ok {
			return &exactNode{tag: "doi", kind: "doi", key: doi, text: doi}
		}
	}
	if num, _, ok := study.NormalRegistry(s); ok {
		id := &exactNode{tag: "nct", kind: "nct", key: strings.ToLower(num), text: num}
		word := p.textTerm(term{text: s, near: -1}, scopeTitleAbstract)
		if word == nil {
			return id
		}
		return &boolNode{or: true, closed: true, made: true, kids: []node{id, word}}
	}
	if pmc, ok := study.NormalPMCID(s); ok && hasFold(s[:min(3, len(s))], "pmc") {
		return &exactNode{tag: "pmcid", kind: "pmcid", key: strings.ToLower(pmc), text: pmc}
	}
	return nil
}

// fromAddress reads the identifier in a web address.
func fromAddress(s string) (kind, key string, ok bool) {
	if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "www.") && !strings.HasPrefix(s, "pubmed.") {
		return "", "", false
	}
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", "", false
	}
	parts := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	if len(parts) == 0 {
		return "", "", false
	}
	last := parts[len(parts)-1]
	switch host := strings.TrimPrefix(strings.ToLower(u.Host), "www."); {
	case host == "pubmed.ncbi.nlm.nih.gov", host == "ncbi.nlm.nih.gov" && parts[0] == "pubmed":
		key, ok = study.NormalPMID(last)
		return "pmid", key, ok
	case strings.HasSuffix(host, "ncbi.nlm.nih.gov"):
		key, ok = study.NormalPMCID(last)
		return "pmcid", strings.ToLower(key), ok
	case host == "clinicaltrials.gov":
		key, _, ok = study.NormalRegistry(last)
		return "nct", strings.ToLower(key), ok
	case host == "doi.org", host == "dx.doi.org":
		key, ok = study.NormalDOI(s)
		return "doi", key, ok
	}
	return "", "", false
}
