package demo

import (
	"fmt"
	"strings"
	"time"

	"evidelic/study"
)

// writePubmedArticle writes one PubmedArticle, its elements in the order of
// NLM's DTD of 1 January 2025.
func writePubmedArticle(b *strings.Builder, it *item) {
	f := fieldsOf(it)
	fmt.Fprintf(b, `<PubmedArticle><MedlineCitation Status="%s" Owner="NLM"><PMID Version="1">%s</PMID>`, f.status, it.pmid())
	if f.status == "MEDLINE" {
		writeDate(b, "DateCompleted", it.revised.time())
	}
	writeDate(b, "DateRevised", it.revised.time())
	writeArticle(b, it, f)
	j := f.journal
	fmt.Fprintf(b, "<MedlineJournalInfo><Country>%s</Country><MedlineTA>%s</MedlineTA><NlmUniqueID>%s</NlmUniqueID><ISSNLinking>%s</ISSNLinking></MedlineJournalInfo>",
		j.country, escape(j.abbrev), j.nlm, j.issn())
	writeIndexing(b, f)
	writeRelations(b, it)
	writeHeadings(b, f)
	writeOtherAbstract(b, it)
	writeKeywords(b, f)
	if f.conflicts != "" {
		fmt.Fprintf(b, "<CoiStatement>%s</CoiStatement>", escape(f.conflicts))
	}
	b.WriteString("</MedlineCitation>")
	writePubmedData(b, it, f)
	b.WriteString("</PubmedArticle>\n")
}

func writeDate(b *strings.Builder, name string, t time.Time) {
	fmt.Fprintf(b, "<%s><Year>%d</Year><Month>%02d</Month><Day>%02d</Day></%s>", name, t.Year(), t.Month(), t.Day(), strings.Fields(name)[0])
}

func writeArticle(b *strings.Builder, it *item, f fields) {
	fmt.Fprintf(b, `<Article PubModel="%s"><Journal>`, f.model)
	if f.journal.online != "" {
		fmt.Fprintf(b, `<ISSN IssnType="Electronic">%s</ISSN>`, f.journal.online)
	} else {
		fmt.Fprintf(b, `<ISSN IssnType="Print">%s</ISSN>`, f.journal.print)
	}
	b.WriteString(`<JournalIssue CitedMedium="Internet">`)
	if it.printed.kind != printNone {
		fmt.Fprintf(b, "<Volume>%d</Volume><Issue>%s</Issue>", f.volume, f.issue)
	}
	writePubDate(b, it)
	fmt.Fprintf(b, "</JournalIssue><Title>%s</Title><ISOAbbreviation>%s</ISOAbbreviation></Journal>", escape(f.journal.title), escape(f.journal.abbrev))
	fmt.Fprintf(b, "<ArticleTitle>%s.</ArticleTitle>", titleOf(it))
	writePages(b, it, f)
	writeAbstract(b, it, f)
	writeAuthors(b, f.authors)
	fmt.Fprintf(b, "<Language>%s</Language>", f.language)
	if it.trial != nil {
		fmt.Fprintf(b, `<DataBankList CompleteYN="Y"><DataBank><DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList><AccessionNumber>%s</AccessionNumber></AccessionNumberList></DataBank></DataBankList>`, it.trial.nct())
	}
	writeGrants(b, f.grants)
	b.WriteString("<PublicationTypeList>")
	for _, t := range f.types {
		fmt.Fprintf(b, `<PublicationType UI="%s">%s</PublicationType>`, t.ui, escape(t.name))
	}
	b.WriteString("</PublicationTypeList>")
	if f.vernacular != "" {
		fmt.Fprintf(b, "<VernacularTitle>%s.</VernacularTitle>", f.vernacular)
	}
	if f.model != "Print" {
		writeDate(b, `ArticleDate DateType="Electronic"`, it.epub.time())
	}
	b.WriteString("</Article>")
}

func writePubDate(b *strings.Builder, it *item) {
	p, t := it.printed, it.printed.at.time()
	b.WriteString("<PubDate>")
	switch p.kind {
	case printNone:
		e := it.epub.time()
		fmt.Fprintf(b, "<Year>%d</Year><Month>%s</Month><Day>%02d</Day>", e.Year(), e.Format("Jan"), e.Day())
	case printDay:
		fmt.Fprintf(b, "<Year>%d</Year><Month>%s</Month><Day>%02d</Day>", t.Year(), t.Format("Jan"), t.Day())
	case printMonth:
		fmt.Fprintf(b, "<Year>%d</Year><Month>%s</Month>", t.Year(), t.Format("Jan"))
	case printSeason:
		fmt.Fprintf(b, "<Year>%d</Year><Season>%s</Season>", t.Year(), p.season())
	case printRange:
		fmt.Fprintf(b, "<MedlineDate>%s</MedlineDate>", p.medline())
	default:
		fmt.Fprintf(b, "<Year>%d</Year>", t.Year())
	}
	b.WriteString("</PubDate>")
}

func writePages(b *strings.Builder, it *item, f fields) {
	if f.first != "" {
		fmt.Fprintf(b, "<Pagination><StartPage>%s</StartPage>", f.first)
		if f.last != "" {
			fmt.Fprintf(b, "<EndPage>%s</EndPage>", f.last)
		}
		fmt.Fprintf(b, "<MedlinePgn>%s</MedlinePgn></Pagination>", f.pages)
	} else {
		fmt.Fprintf(b, `<ELocationID EIdType="pii" ValidYN="Y">%s</ELocationID>`, f.elocator)
	}
	if doi := it.doi(); doi != "" {
		fmt.Fprintf(b, `<ELocationID EIdType="doi" ValidYN="Y">%s</ELocationID>`, escape(doi))
	}
}

func writeAbstract(b *strings.Builder, it *item, f fields) {
	parts := abstractOf(it)
	if len(parts) == 0 {
		return
	}
	b.WriteString("<Abstract>")
	for _, p := range parts {
		if p.label == "" {
			fmt.Fprintf(b, "<AbstractText>%s</AbstractText>", p.text)
			continue
		}
		fmt.Fprintf(b, `<AbstractText Label="%s" NlmCategory="%s">%s</AbstractText>`, escape(p.label), p.category, p.text)
	}
	if f.copyright != "" {
		fmt.Fprintf(b, "<CopyrightInformation>%s</CopyrightInformation>", escape(f.copyright))
	}
	b.WriteString("</Abstract>")
}

func writeAuthors(b *strings.Builder, authors []person) {
	if len(authors) == 0 {
		return
	}
	b.WriteString(`<AuthorList CompleteYN="Y">`)
	for _, a := range authors {
		b.WriteString(`<Author ValidYN="Y">`)
		if a.collective != "" {
			fmt.Fprintf(b, "<CollectiveName>%s</CollectiveName></Author>", escape(a.collective))
			continue
		}
		fmt.Fprintf(b, "<LastName>%s</LastName>", escape(a.family))
		writeUnless(b, "ForeName", a.given)
		writeUnless(b, "Initials", a.initials)
		writeUnless(b, "Suffix", a.suffix)
		if a.orcid != "" {
			fmt.Fprintf(b, `<Identifier Source="ORCID">%s</Identifier>`, a.orcid)
		}
		for _, p := range a.places {
			fmt.Fprintf(b, "<AffiliationInfo><Affiliation>%s</Affiliation></AffiliationInfo>", escape(p))
		}
		b.WriteString("</Author>")
	}
	b.WriteString("</AuthorList>")
}

// writeUnless writes an element unless its text is empty.
func writeUnless(b *strings.Builder, name, text string) {
	if text != "" {
		fmt.Fprintf(b, "<%s>%s</%s>", name, escape(text), name)
	}
}

func writeGrants(b *strings.Builder, grants []grant) {
	if len(grants) == 0 {
		return
	}
	b.WriteString(`<GrantList CompleteYN="Y">`)
	for _, g := range grants {
		b.WriteString("<Grant>")
		writeUnless(b, "GrantID", g.id)
		writeUnless(b, "Agency", g.agency)
		writeUnless(b, "Country", g.country)
		b.WriteString("</Grant>")
	}
	b.WriteString("</GrantList>")
}

func writeIndexing(b *strings.Builder, f fields) {
	if len(f.chemicals) > 0 {
		b.WriteString("<ChemicalList>")
		for _, c := range f.chemicals {
			fmt.Fprintf(b, `<Chemical><RegistryNumber>%s</RegistryNumber><NameOfSubstance UI="%s">%s</NameOfSubstance></Chemical>`, c.Number, c.UI, c.Name)
		}
		b.WriteString("</ChemicalList>")
	}
	b.WriteString("<CitationSubset>IM</CitationSubset>")
}

func writeHeadings(b *strings.Builder, f fields) {
	if len(f.mesh) == 0 {
		return
	}
	b.WriteString("<MeshHeadingList>")
	for _, h := range f.mesh {
		fmt.Fprintf(b, `<MeshHeading><DescriptorName UI="%s" MajorTopicYN="%s">%s</DescriptorName>`, h.UI, yes(h.Major), h.Name)
		for _, q := range h.Qualifiers {
			fmt.Fprintf(b, `<QualifierName UI="%s" MajorTopicYN="%s">%s</QualifierName>`, q.UI, yes(q.Major), q.Name)
		}
		b.WriteString("</MeshHeading>")
	}
	b.WriteString("</MeshHeadingList>")
}

func yes(v bool) string {
	if v {
		return "Y"
	}
	return "N"
}

// writeRelations writes what PubMed links: only reports that it holds, except
// that it names an article of a preprint.
func writeRelations(b *strings.Builder, it *item) {
	if len(it.links) == 0 {
		return
	}
	b.WriteString("<CommentsCorrectionsList>")
	for _, l := range it.links {
		fmt.Fprintf(b, `<CommentsCorrections RefType="%s"><RefSource>%s</RefSource>`, l.kind, escape(citation(l.target)))
		if l.target.inPubMed {
			fmt.Fprintf(b, `<PMID Version="1">%s</PMID>`, l.target.pmid())
		}
		b.WriteString("</CommentsCorrections>")
	}
	b.WriteString("</CommentsCorrectionsList>")
}

// writeOtherAbstract gives one article in twenty a summary in plain words.
func writeOtherAbstract(b *strings.Builder, it *item) {
	if it.kind == study.KindArticle && it.seed%20 == 7 {
		e := experimentOf(it.topic, it.design)
		fmt.Fprintf(b, `<OtherAbstract Type="plain-language-summary" Language="eng"><AbstractText>What we wanted to know: does %s help people with %s? %s</AbstractText></OtherAbstract>`,
			e.substance.name, e.condition.name, Disclaimer)
	}
}

func writeKeywords(b *strings.Builder, f fields) {
	if len(f.keywords) == 0 {
		return
	}
	b.WriteString(`<KeywordList Owner="NOTNLM">`)
	for _, k := range f.keywords {
		fmt.Fprintf(b, `<Keyword MajorTopicYN="N">%s</Keyword>`, escape(k))
	}
	b.WriteString("</KeywordList>")
}

func writePubmedData(b *strings.Builder, it *item, f fields) {
	b.WriteString("<PubmedData><History>")
	for _, at := range []struct {
		status string
		day    day
	}{{"entrez", it.entered}, {"pubmed", it.entered}, {"medline", it.revised}} {
		t := at.day.time()
		fmt.Fprintf(b, `<PubMedPubDate PubStatus="%s"><Year>%d</Year><Month>%d</Month><Day>%d</Day><Hour>0</Hour><Minute>0</Minute></PubMedPubDate>`, at.status, t.Year(), t.Month(), t.Day())
	}
	fmt.Fprintf(b, `</History><PublicationStatus>%s</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">%s</ArticleId>`, f.publication, it.pmid())
	if id := it.pmcid(); id != "" {
		fmt.Fprintf(b, `<ArticleId IdType="pmc">%s</ArticleId>`, id)
	}
	if id := it.doi(); id != "" {
		fmt.Fprintf(b, `<ArticleId IdType="doi">%s</ArticleId>`, escape(id))
	}
	b.WriteString("</ArticleIdList>")
	writeReferences(b, it)
	b.WriteString("</PubmedData>")
}

// writeReferences lists the cited works, for some articles one that no source
// holds: they carry the same element names as the article's own identifiers.
func writeReferences(b *strings.Builder, it *item) {
	var list strings.Builder
	write := func(citation, kind, id string) {
		fmt.Fprintf(&list, `<Reference><Citation>%s</Citation><ArticleIdList><ArticleId IdType="%s">%s</ArticleId></ArticleIdList></Reference>`, citation, kind, escape(id))
	}
	if it.seed%4 == 1 {
		write("Marrowby A. An invented work on set and setting. J Synth Psychiatry. 1999;1:1-9.", "doi", fmt.Sprintf("10.5555/cited.%d", it.n%50))
	}
	for i, old := range it.cites {
		if id := old.doi(); id != "" && i%2 == 1 {
			write("An invented work cited by its DOI.", "doi", id)
		} else {
			write("An invented work cited by its PMID.", "pubmed", old.pmid())
		}
	}
	if list.Len() > 0 {
		b.WriteString("<ReferenceList>" + list.String() + "</ReferenceList>")
	}
}
