package index

import (
	"strings"

	"evidelic/study"
)

// maxExact bounds the whole terms of one study.
const maxExact = 20_000

// exacts collects whole terms.
type exacts struct {
	fold *folder
	out  []string
	ids  []string
}

// add adds a name, folded, under its kind.
func (e *exacts) add(kind, name string) {
	if key := e.fold.foldKey(name); key != "" && len(e.out) < maxExact {
		e.out = append(e.out, kind+":"+key)
	}
}

// id adds an identifier as it stands, in lower case.
func (e *exacts) id(kind, id string) {
	if id == "" {
		return
	}
	if isNumber(kind) {
		e.ids = append(e.ids, kind+":"+strings.ToLower(id))
		return
	}
	e.out = append(e.out, kind+":"+strings.ToLower(id))
}

// isNumber says whether a kind of whole term is an identifier, of few studies
// each.
func isNumber(kind string) bool {
	switch kind {
	case "ev", "pmid", "pmcid", "doi", "nct", "epmc", "openalex":
		return true
	}
	return false
}

// exactFieldOf gives the field of a kind of whole terms.
func exactFieldOf(kind string) string {
	if isNumber(kind) {
		return fieldIDs
	}
	return fieldExact
}

// words adds each word of a text under its kind.
func (e *exacts) words(kind, text string) {
	for _, t := range e.fold.analyze(cutText(text)) {
		if len(e.out) < maxExact {
			e.out = append(e.out, kind+":"+t.term)
		}
	}
}

// exactTerms gives the names and headings of a study, and its identifiers.
func exactTerms(s *study.Study, fold *folder) (names, ids []string) {
	e := &exacts{fold: fold}
	e.identifiers(s)
	e.people(s)
	e.headings(s)
	for _, j := range []string{s.Journal.Title, s.Journal.Abbrev} {
		e.add("ta", j)
	}
	for _, issn := range s.Journal.ISSN {
		e.id("issn", issn)
	}
	for _, l := range s.Languages {
		e.id("la", l)
	}
	for _, g := range s.Grants {
		e.add("gr", g.ID)
		e.add("gr", g.Agency)
	}
	e.words("cois", s.Conflicts)
	e.id("vi", s.Volume)
	e.id("ip", s.Issue)
	e.id("pg", s.Pages)
	return e.out, e.ids
}

// identifiers adds every number that the study goes by.
func (e *exacts) identifiers(s *study.Study) {
	e.id("ev", s.ID)
	e.id("pmid", s.IDs.PMID)
	e.id("pmcid", s.IDs.PMCID)
	e.id("doi", s.IDs.DOI)
	e.id("nct", s.IDs.Registry)
	e.id("epmc", s.IDs.EuropePMC)
	e.id("openalex", s.IDs.OpenAlex)
	for _, t := range s.Trials {
		e.id("nct", t.Number)
	}
}

// people adds the authors, each by family name alone, with the first initial
// and with all of them, and their affiliations.
func (e *exacts) people(s *study.Study) {
	seen := map[string]bool{}
	for i, a := range s.Authors {
		kinds := []string{"au"}
		if i == 0 {
			kinds = append(kinds, "1au")
		}
		if i == len(s.Authors)-1 {
			kinds = append(kinds, "lastau")
		}
		for _, k := range kinds {
			e.author(k, a)
		}
		e.add("fau", a.Family+" "+a.Given)
		e.add("cn", a.Collective)
		e.id("auid", a.ORCID)
		for _, ad := range a.Affiliations {
			if !seen[ad] { // colleagues have the same
				seen[ad] = true
				e.words("ad", ad)
			}
		}
	}
}

// author adds the forms of one author's name.
func (e *exacts) author(kind string, a study.Author) {
	e.add(kind, a.Collective)
	if a.Family == "" {
		return
	}
	e.add(kind, a.Family)
	initials := a.InitialsOrGiven()
	if initials == "" {
		return
	}
	for i := range initials {
		if i > 0 {
			e.add(kind, a.Family+" "+initials[:i])
		}
	}
	e.add(kind, a.Family+" "+initials)
	if a.Given != "" {
		e.add(kind, a.Family+" "+a.Given)
	}
}

// headings adds MeSH headings, major ones and qualifiers, substances, keywords
// and publication types.
func (e *exacts) headings(s *study.Study) {
	for _, h := range s.MeSH {
		e.add("mh", h.Name)
		if h.Major {
			e.add("majr", h.Name)
		}
		for _, q := range h.Qualifiers {
			e.add("sh", q.Name)
			e.add("mh", h.Name+"/"+q.Name)
			if q.Major {
				e.add("majr", h.Name)
				e.add("majr", h.Name+"/"+q.Name)
			}
		}
	}
	for _, c := range s.Substances {
		e.add("nm", c.Name)
		e.id("rn", c.Number)
	}
	for _, k := range s.Keywords {
		e.add("ot", k)
	}
	for _, t := range s.PublicationTypes {
		e.add("pt", t)
	}
}
