package demo

import (
	"fmt"
	"math/rand/v2"

	"evidelic/study"
)

// grant is one invented source of funding.
type grant struct{ id, agency, country string }

// fields are the bibliographic details of an item, drawn from its seed and the
// same in every source.
type fields struct {
	status      string // PubMed's state of the record
	publication string // "ppublish", "epublish", "aheadofprint"
	model       string // PubModel
	journal     journal
	volume      int
	issue       string
	first, last string // pages; first is "" where there is an article number
	pages       string // as printed
	elocator    string
	language    string
	vernacular  string // original title, "" for English
	authors     []person
	grants      []grant
	types       []pubType
	mesh        []study.Heading
	chemicals   []study.Substance
	keywords    []string
	conflicts   string
	copyright   string
	license     string
}

// fieldsOf draws the details of an article, notice or preprint.
func fieldsOf(it *item) fields {
	r := dice(it.seed, saltFields)
	e := experimentOf(it.topic, it.design)
	f := fields{journal: journalOf(it), authors: authorsOf(it), language: "eng"}
	f.volume = 1 + it.epub.year() - 1960
	f.issue = fmt.Sprint(1 + r.IntN(12))
	if chance(r, 4) {
		f.issue = "Suppl 1"
	}
	f.drawPages(r, it)
	f.drawStatus(r, it)
	if l, ok := languageOf(it); ok {
		f.language = l.code
		f.vernacular = TitlePrefix + fmt.Sprintf(l.title, e.substance.name, e.condition.name)
	}
	if chance(r, 40) {
		f.grants = drawGrants(r)
	}
	if chance(r, 50) {
		f.conflicts = pick(r, []string{"The authors declare no conflicts of interest.", "A.B. holds invented shares in Nowhere Therapeutics; the other authors declare none.",
			"Conflict of interest statement: C.D. received fees from Example Pharma & Sons (<$5,000)."})
	}
	if chance(r, 50) {
		f.copyright = fmt.Sprintf("© %d %s (synthetic demonstration).", it.epub.year(), pick(r, []string{"The Author(s)", "Example Press Ltd", "Musterverlag GmbH & Co. KG"}))
	}
	f.license = f.journal.license
	f.types = typesOf(r, it)
	f.index(r, it, &e)
	return f
}

func (f *fields) drawPages(r *rand.Rand, it *item) {
	first := 1 + r.IntN(1900)
	length := 1 + r.IntN(14)
	if chance(r, 35) || f.journal.print == "" {
		f.elocator = fmt.Sprintf("e%d", 100000+it.n)
		f.pages = f.elocator
		if chance(r, 50) {
			f.first = f.elocator // some journals give the article number as a page
		}
		return
	}
	f.first, f.last = fmt.Sprint(first), fmt.Sprint(first+length)
	f.pages = f.first + "-" + shortLast(f.first, f.last)
}

// shortLast leaves out the digits that the last page shares with the first, as
// MEDLINE does: 1321-9.
func shortLast(first, last string) string {
	if len(first) != len(last) {
		return last
	}
	for i := range last {
		if first[i] != last[i] {
			return last[i:]
		}
	}
	return last
}

func (f *fields) drawStatus(r *rand.Rand, it *item) {
	f.status = pick(r, []string{"MEDLINE", "MEDLINE", "MEDLINE", "PubMed-not-MEDLINE", "In-Process"})
	f.publication, f.model = "ppublish", "Print-Electronic"
	switch {
	case it.printed.kind == printNone:
		f.status, f.publication = "Publisher", "aheadofprint"
	case f.journal.print == "":
		f.publication, f.model = "epublish", "Electronic"
	case it.epub.year() < 1998:
		f.model = "Print"
	}
	if it.kind == study.KindPreprint {
		f.status, f.publication = "PubMed-not-MEDLINE", "aheadofprint"
		f.journal = journal{title: "synthRxiv : the preprint server of nowhere", abbrev: "synthRxiv", code: "synthrxiv", online: "9990-0132", nlm: "9990013", country: "Auralia", license: f.journal.license}
	}
	if it.edits > 0 && f.status != "Publisher" {
		f.status = "MEDLINE" // a revision is often the indexing
	}
}

func drawGrants(r *rand.Rand) []grant {
	out := make([]grant, 1+r.IntN(3))
	for i := range out {
		out[i] = grant{fmt.Sprintf("SYN-%05d", r.IntN(100000)), pick(r, []string{"Norlandia Research Council", "Ministry of Invented Health", "Foundation for Example Medicine & Care"}), pick(r, countries)}
		switch r.IntN(8) {
		case 0:
			out[i].country = ""
		case 1:
			out[i].id = ""
		}
	}
	return out
}

// typesOf gives NLM's publication types. A registry-bound trial may be of a
// phase; a tenth of the trials lack their type, as unindexed records do.
func typesOf(r *rand.Rand, it *item) []pubType {
	switch {
	case it.role == roleRetraction:
		return []pubType{{"Retraction of Publication", "D016440"}}
	case it.role == roleErratum:
		return []pubType{{"Published Erratum", "D016425"}}
	case it.role == roleConcern:
		return []pubType{{"Expression of Concern", "D000075742"}}
	case it.role == roleLetter:
		return []pubType{{"Letter", "D016422"}, {"Comment", "D016420"}}
	case it.kind == study.KindPreprint:
		return []pubType{typeArticle, {"Preprint", "D000076942"}}
	}
	types := designs[it.design].types
	if chance(r, 10) {
		types = types[:1]
	}
	types = append([]pubType(nil), types...)
	if it.retracted {
		types = append(types, pubType{"Retracted Publication", "D016441"})
	}
	for _, l := range it.links {
		if l.kind == study.CorrectedRepublishedFrom {
			types = append(types, pubType{"Corrected and Republished Article", "D016439"})
		}
	}
	if chance(r, 20) {
		types = append(types, pubType{"Research Support, Non-U.S. Gov't", "D013485"})
	}
	return types
}

// index gives MeSH headings, chemicals and keywords; records that are not in
// MEDLINE have no headings.
func (f *fields) index(r *rand.Rand, it *item, e *experiment) {
	if it.design == designNone {
		return
	}
	if chance(r, 70) {
		seen := map[string]bool{}
		for range 2 + r.IntN(4) {
			if k := pick(r, keywords); !seen[k] {
				seen[k] = true
				f.keywords = append(f.keywords, k)
			}
		}
		f.keywords = append(f.keywords, plainOf(e.substance.name))
	}
	if f.status != "MEDLINE" {
		return
	}
	f.chemicals = []study.Substance{{Name: e.substance.mesh, UI: e.substance.meshUI, Number: e.substance.number}}
	use := study.Qualifier{Name: "therapeutic use", UI: "Q000627"}
	therapy := study.Qualifier{Name: "drug therapy", UI: "Q000188", Major: true}
	f.mesh = []study.Heading{{Name: e.substance.mesh, UI: e.substance.meshUI, Major: true, Qualifiers: []study.Qualifier{use}},
		{Name: e.condition.mesh, UI: e.condition.meshUI, Qualifiers: []study.Qualifier{therapy}}}
	f.mesh = append(f.mesh, checkTags(e.design)...)
}

// checkTags are the headings that NLM gives to nearly every record.
func checkTags(d design) []study.Heading {
	male, female := study.Heading{Name: "Male", UI: "D008297"}, study.Heading{Name: "Female", UI: "D005260"}
	switch d {
	case designPreclinical:
		return []study.Heading{{Name: "Animals", UI: "D000818"}, {Name: "Rats", UI: "D051381"}, male, female}
	case designParallel, designCrossover:
		return []study.Heading{{Name: "Humans", UI: "D006801"}, {Name: "Adult", UI: "D000328"}, male, female, {Name: "Double-Blind Method", UI: "D004311"}}
	case designNarrative, designGuideline, designSystematic, designMeta:
		return []study.Heading{{Name: "Humans", UI: "D006801"}}
	}
	return []study.Heading{{Name: "Humans", UI: "D006801"}, {Name: "Adult", UI: "D000328"}, male, female}
}

// issn gives the linking ISSN.
func (j journal) issn() string {
	if j.print != "" {
		return j.print
	}
	return j.online
}

// citation gives the item as RefSource prints it.
func citation(it *item) string {
	if it.kind == study.KindPreprint {
		return fmt.Sprintf("synthRxiv. %s. doi: %s", it.epub.time().Format("2006 Jan 2"), it.doi())
	}
	f := fieldsOf(it)
	when := it.printed.medline()
	if when == "" {
		return fmt.Sprintf("%s. %s. doi: %s", f.journal.abbrev, it.epub.time().Format("2006 Jan 2"), it.doi())
	}
	return fmt.Sprintf("%s. %s;%d(%s):%s", f.journal.abbrev, when, f.volume, f.issue, f.pages)
}
