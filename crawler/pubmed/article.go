package pubmed

import (
	"slices"
	"strings"

	"evidelic/study"
)

// article reads a PubmedArticle; data is nil in files without PubmedData.
func (a *adapter) article(rec *study.Record, citation, data *node) error {
	version, err := a.key(rec, citation)
	if err != nil {
		return err
	}
	r := &rec.Report
	article := citation.child("Article")
	a.history(&r.Dates, data)
	rec.Revision = a.revision(rec, citation, version)
	a.ids(&r.IDs, article, data.child("ArticleIdList"))
	a.titles(r, article.child("ArticleTitle"), article.child("VernacularTitle"))
	r.Authors = a.authors(article, "authors")
	a.journal(r, article, citation.child("MedlineJournalInfo"))
	r.Published = a.published(article)
	a.pages(r, article)
	a.abstracts(r, article.child("Abstract"), citation)
	r.Languages = a.languages(article)
	r.PublicationTypes = a.each(article.child("PublicationTypeList"), "PublicationType")
	r.Kind = kind(r.PublicationTypes)
	r.Grants = a.grants(article.child("GrantList"))
	r.Trials = a.trials(article.child("DataBankList"))
	a.subjects(r, citation)
	r.Conflicts = a.flat.text(citation.child("CoiStatement"))
	a.relations(r, citation.child("CommentsCorrectionsList"))
	a.references(r, data)
	r.Notices = notices(r)
	return nil
}

// each gives the texts of the children of that name, each once, without empty
// ones.
func (a *adapter) each(n *node, name string) []string {
	var out []string
	for c := range n.each(name) {
		if s := a.flat.text(c); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// kind reads the kind of report off its publication types.
func kind(types []string) study.Kind {
	k := study.KindArticle
	for _, t := range types {
		switch strings.ToLower(t) {
		case "preprint":
			k = study.KindPreprint
		case "retraction of publication", "retraction notice", "published erratum", "expression of concern":
			return study.KindNotice
		}
	}
	return k
}

// titles reads the title. A translated title stands in brackets and the original
// beside it; "[Not Available]" stands where there is no translation, then the
// original is the title.
func (a *adapter) titles(r *study.Report, title, vernacular *node) {
	r.Title, r.TitleMarkup = a.flat.title(title)
	var originalMarkup string
	r.OriginalTitle, originalMarkup = a.flat.title(vernacular)
	if r.OriginalTitle != "" && (r.Title == "" || strings.EqualFold(r.Title, "Not Available")) {
		r.Title, r.TitleMarkup = r.OriginalTitle, originalMarkup
	}
}

func (a *adapter) journal(r *study.Report, article, info *node) {
	j := article.child("Journal")
	r.Journal = study.Journal{
		Title:   a.flat.text(j.child("Title")),
		Abbrev:  a.flat.text(j.child("ISOAbbreviation")),
		NLMID:   a.flat.text(info.child("NlmUniqueID")),
		Country: a.flat.text(info.child("Country")),
	}
	if r.Journal.Abbrev == "" {
		r.Journal.Abbrev = a.flat.text(info.child("MedlineTA"))
	}
	for _, n := range []*node{j.child("ISSN"), info.child("ISSNLinking")} {
		if s := strings.ToUpper(a.flat.text(n)); s != "" && !slices.Contains(r.Journal.ISSN, s) {
			r.Journal.ISSN = append(r.Journal.ISSN, s)
		}
	}
	issue := j.child("JournalIssue")
	r.Volume, r.Issue = a.flat.text(issue.child("Volume")), a.flat.text(issue.child("Issue"))
}

// pages reads the pages as printed ("107-14"), made from the first and the last
// page where only these are given. Without pages the publisher's item identifier
// stands in their place, as PubMed prints it.
func (a *adapter) pages(r *study.Report, parent *node) {
	p := parent.child("Pagination")
	r.Pages = a.flat.text(p.child("MedlinePgn"))
	if r.Pages == "" {
		r.Pages = a.flat.text(p.child("StartPage"))
		if end := a.flat.text(p.child("EndPage")); end != "" && end != r.Pages {
			r.Pages += "-" + end
		}
	}
	if r.Pages == "" {
		r.ELocator = a.locator(parent, "pii")
	}
}

// locator gives an ELocationID of the type that NLM has not marked as wrong.
func (a *adapter) locator(parent *node, kind string) string {
	for n := range parent.each("ELocationID") {
		if n.attr("EIdType") == kind && n.attr("ValidYN") != "N" {
			return a.flat.text(n)
		}
	}
	return ""
}

// ids reads the identifiers from PubmedData's own list, which is one of several
// of that name: each reference has one as well. The article's electronic location
// gives the DOI where the list has none.
func (a *adapter) ids(ids *study.IDs, article, list *node) {
	for n := range list.each("ArticleId") {
		switch n.attr("IdType") {
		case "doi":
			if ids.DOI == "" {
				ids.SetDOI(a.flat.text(n))
			}
		case "pmc":
			if id, ok := study.NormalPMCID(a.flat.text(n)); ok && ids.PMCID == "" {
				ids.PMCID = id
			}
		}
	}
	if ids.DOI == "" {
		ids.SetDOI(a.locator(article, "doi"))
	}
}

// languages gives the languages in lower case, as MARC writes them.
func (a *adapter) languages(n *node) []string {
	out := a.each(n, "Language")
	for i, s := range out {
		out[i] = strings.ToLower(s)
	}
	return slices.Compact(out)
}

func (a *adapter) grants(list *node) []study.Grant {
	var out []study.Grant
	for n := range list.each("Grant") {
		g := study.Grant{ID: a.flat.text(n.child("GrantID")), Agency: a.flat.text(n.child("Agency")), Country: a.flat.text(n.child("Country"))}
		if g.ID != "" || g.Agency != "" {
			out = append(out, g)
		}
	}
	return out
}
