package index

import (
	"strings"

	"evidelic/study"
)

// maxExact bounds the whole terms of one study.
const maxExact = 20_000

// exacts collects whole terms.
type exacts struct {
	fold    *folder
	analyst *analyst
	out     []string
	ids     []string
}

// add adds a name, folded, under its kind.
func (e *exacts) add(kind, name string) {
	if term := e.analyst.wholeTerm(kind, name, e.fold.foldKey); term != "" && len(e.out) < maxExact {
		e.out = append(e.out, term)
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

func asItIs(word string) string { return word }

// words adds each word of a text under its kind.
func (e *exacts) words(kind, text string) {
	for _, t := range e.fold.analyze(cutText(text)) {
		if len(e.out) < maxExact {
			e.out = append(e.out, e.analyst.wholeTerm(kind, t.term, asItIs))
		}
	}
}

// exactTerms gives the names and headings of a study, and its identifiers.
func exactTerms(s *study.Study, fold *folder, a *analyst) (names, ids []string) {
	e := &exacts{fold: fold, analyst: a, out: make([]string, 0, 64)}
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
		n := e.person(a)
		e.author("au", n)
		e.folded("fau", n.family, n.given)
		if i == 0 {
			e.author("1au", n)
			e.folded("1au", n.family, n.given)
		}
		if i == len(s.Authors)-1 {
			e.author("lastau", n)
			e.folded("lastau", n.family, n.given)
		}
		e.folded("cn", n.collective, "")
		e.id("auid", a.ORCID)
		for _, ad := range a.Affiliations {
			if !seen[ad] { // colleagues have the same
				seen[ad] = true
				e.words("ad", ad)
			}
		}
	}
}

// person is an author's name with its parts folded.
type person struct{ family, given, initials, collective string }

func (e *exacts) person(a study.Author) person {
	return person{e.fold.foldKey(a.Family), e.fold.foldKey(a.Given), e.fold.foldKey(a.InitialsOrGiven()), e.fold.foldKey(a.Collective)}
}

// author adds the forms of one author's name with initials. A search by author
// looks full names up under "fau".
func (e *exacts) author(kind string, n person) {
	e.folded(kind, n.collective, "")
	if n.family == "" {
		return
	}
	e.folded(kind, n.family, "")
	for i := range n.initials {
		if i > 0 && n.initials[i-1] != ' ' {
			e.folded(kind, n.family, strings.TrimSpace(n.initials[:i]))
		}
	}
	if n.initials != "" {
		e.folded(kind, n.family, n.initials)
	}
}

// folded adds a name whose parts are folded already.
func (e *exacts) folded(kind, name, more string) {
	switch {
	case len(e.out) >= maxExact || name == "" && more == "":
	case more == "":
		e.out = append(e.out, kind+":"+name)
	case name == "":
		e.out = append(e.out, kind+":"+more)
	default:
		e.out = append(e.out, kind+":"+name+" "+more)
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
