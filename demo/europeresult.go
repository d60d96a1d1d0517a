package demo

import (
	"fmt"
	"strings"

	"evidelic/study"
)

// europeResult gives one result: with resultType=core all that Europe PMC
// knows, else its identifiers and title.
func europeResult(it *item, resultType string) any {
	source, id := it.europeKey()
	f := fieldsOf(it)
	res := map[string]any{"id": id, "source": source}
	put(res, "pmid", it.pmid())
	put(res, "pmcid", it.pmcid())
	if resultType == "idlist" {
		return res
	}
	put(res, "doi", strings.ToLower(it.doi()))
	res["title"] = unescape(titleOf(it)) + fullStop(it)
	put(res, "authorString", authorString(f.authors))
	res["pubYear"] = itoa(pubYear(it))
	res["isOpenAccess"], res["inEPMC"], res["inPMC"] = yes(f.license != ""), yes(it.pmcid() != ""), yes(it.pmcid() != "")
	res["citedByCount"] = int(it.seed>>8) % 60
	res["firstIndexDate"], res["firstPublicationDate"] = it.entered.iso(), it.epub.iso()
	if resultType == "core" {
		addCore(res, it, f)
	}
	return res
}

// put sets a member unless its text is empty: the real answers leave it out.
func put(res map[string]any, key, text string) {
	if text != "" {
		res[key] = text
	}
}

func fullStop(it *item) string {
	if it.kind == study.KindPreprint {
		return ""
	}
	return "."
}

func pubYear(it *item) int {
	if it.printed.kind != printNone {
		return it.printed.at.year()
	}
	return it.epub.year()
}

func authorString(authors []person) string {
	names := make([]string, len(authors))
	for i, a := range authors {
		names[i] = fullName(a)
	}
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, ", ") + "."
}

func fullName(a person) string {
	if a.collective != "" {
		return a.collective
	}
	name := a.family
	for _, part := range []string{a.initials, a.suffix} {
		if part != "" {
			name += " " + part
		}
	}
	return name
}

func addCore(res map[string]any, it *item, f fields) {
	put(res, "abstractText", europeAbstract(it))
	if len(f.authors) > 0 {
		res["authorList"] = map[string]any{"author": europeAuthors(f.authors)}
	}
	res["dateOfRevision"], res["dateOfCreation"] = it.revised.iso(), it.entered.iso()
	put(res, "license", f.license)
	types := make([]string, len(f.types))
	for i, t := range f.types {
		types[i] = t.name
	}
	res["pubTypeList"] = map[string]any{"pubType": types}
	if len(it.links) > 0 {
		res["commentCorrectionList"] = map[string]any{"commentCorrection": europeLinks(it)}
	}
	if len(f.keywords) > 0 {
		res["keywordList"] = map[string]any{"keyword": f.keywords}
	}
	if len(f.grants) > 0 {
		res["grantsList"] = map[string]any{"grant": europeGrants(f.grants)}
	}
	res["fullTextUrlList"] = map[string]any{"fullTextUrl": fullTexts(it, f)}
	if it.kind == study.KindPreprint {
		res["bookOrReportDetails"] = map[string]any{"publisher": "synthRxiv", "yearOfPublication": it.epub.year()}
		res["pubTypeList"] = map[string]any{"pubType": []string{"Preprint"}}
		return
	}
	addJournal(res, it, f)
}

// addJournal adds what preprints lack.
func addJournal(res map[string]any, it *item, f fields) {
	j := map[string]any{"title": f.journal.title, "medlineAbbreviation": f.journal.abbrev, "isoabbreviation": f.journal.abbrev, "nlmid": f.journal.nlm}
	put(j, "issn", f.journal.print)
	put(j, "essn", f.journal.online)
	info := map[string]any{"journal": j, "journalIssueId": 9_000_000 + it.n, "yearOfPublication": pubYear(it), "monthOfPublication": 0}
	if it.printed.kind != printNone {
		info["volume"], info["issue"] = itoa(f.volume), f.issue
		info["dateOfPublication"] = it.printed.medline()
		info["printPublicationDate"] = it.printed.at.time().Format("2006-01") + "-01"
		info["monthOfPublication"] = int(it.printed.at.time().Month())
		if it.printed.kind == printYear {
			info["printPublicationDate"], info["monthOfPublication"] = fmt.Sprintf("%d-01-01", it.printed.at.year()), 0
		}
	}
	if f.model != "Print" {
		res["electronicPublicationDate"] = it.epub.iso()
	}
	res["journalInfo"], res["pubModel"], res["publicationStatus"], res["language"] = info, f.model, f.publication, f.language
	put(res, "pageInfo", f.pages)
	if len(f.mesh) > 0 && !it.pmcOnly {
		res["meshHeadingList"] = map[string]any{"meshHeading": europeMeSH(f.mesh)}
		var chemicals []map[string]string
		for _, c := range f.chemicals {
			chemicals = append(chemicals, map[string]string{"name": c.Name, "registryNumber": c.Number})
		}
		res["chemicalList"] = map[string]any{"chemical": chemicals}
	}
	if it.trial != nil {
		res["dataLinksTagsList"] = map[string]any{"dataLinkstag": []string{"altmetrics"}}
	}
}

// europeAbstract gives the abstract as Europe PMC does: inline HTML, headings as
// h4, and "P<0.001" with a bare sign. Records of PMC alone often have none.
func europeAbstract(it *item) string {
	if it.pmcOnly && it.seed%3 == 0 {
		return ""
	}
	var b strings.Builder
	for _, p := range abstractOf(it) {
		if p.label != "" {
			b.WriteString("<h4>" + heading(p.label) + "</h4>")
		}
		b.WriteString(unescape(p.text))
	}
	return b.String()
}

// heading lowers a label in capitals to Europe PMC's form: "Background".
func heading(label string) string {
	return label[:1] + strings.ToLower(label[1:])
}

func europeAuthors(authors []person) []map[string]any {
	out := make([]map[string]any, len(authors))
	for i, a := range authors {
		m := map[string]any{}
		out[i] = m
		if a.collective != "" {
			m["collectiveName"] = a.collective
			continue
		}
		m["fullName"], m["lastName"] = fullName(a), a.family
		put(m, "firstName", a.given)
		put(m, "initials", a.initials)
		put(m, "suffix", a.suffix)
		if a.orcid != "" {
			m["authorId"] = map[string]string{"type": "ORCID", "value": a.orcid[strings.LastIndexByte(a.orcid, '/')+1:]}
		}
		if len(a.places) > 0 {
			var places []map[string]string
			for _, p := range a.places {
				places = append(places, map[string]string{"affiliation": p})
			}
			m["authorAffiliationDetailsList"] = map[string]any{"authorAffiliation": places}
		}
	}
	return out
}

// europeTypes are Europe PMC's words for the links.
var europeTypes = map[study.RelationType]string{
	study.RetractionIn: "Retraction in", study.RetractionOf: "Retraction of", study.ErratumIn: "Erratum in", study.ErratumFor: "Erratum for",
	study.ConcernIn: "Expression of concern in", study.ConcernFor: "Expression of concern for",
	study.CommentIn: "Comment in", study.CommentOn: "Comment on", study.UpdateIn: "Preprint of", study.UpdateOf: "Preprint in",
	study.CorrectedRepublishedIn: "Corrected and republished in", study.CorrectedRepublishedFrom: "Corrected and republished from",
	study.RetractedRepublishedIn: "Retracted and republished in", study.RetractedRepublishedFrom: "Retracted and republished from",
}

func europeLinks(it *item) []map[string]any {
	var out []map[string]any
	for i, l := range it.links {
		m := map[string]any{"reference": citation(l.target), "type": europeTypes[l.kind], "orderIn": i + 1}
		source, id := l.target.europeKey()
		if id == "" {
			source, id = "MED", l.target.pmid()
		}
		put(m, "id", id)
		put(m, "source", source)
		out = append(out, m)
	}
	return out
}

func europeGrants(grants []grant) []map[string]any {
	out := make([]map[string]any, len(grants))
	for i, g := range grants {
		out[i] = map[string]any{"agency": g.agency, "orderIn": i}
		put(out[i], "grantId", g.id)
	}
	return out
}

func europeMeSH(mesh []study.Heading) []map[string]any {
	out := make([]map[string]any, len(mesh))
	for i, h := range mesh {
		out[i] = map[string]any{"descriptorName": h.Name, "majorTopic_YN": yes(h.Major)}
		var quals []map[string]string
		for _, q := range h.Qualifiers {
			quals = append(quals, map[string]string{"qualifierName": q.Name, "majorTopic_YN": yes(q.Major), "abbreviation": map[string]string{"therapeutic use": "TU", "drug therapy": "DT"}[q.Name]})
		}
		if len(quals) > 0 {
			out[i]["meshQualifierList"] = map[string]any{"meshQualifier": quals}
		}
	}
	return out
}

func fullTexts(it *item, f fields) []map[string]string {
	code, word := "S", "Subscription required"
	if f.license != "" {
		code, word = "OA", "Open access"
	}
	var out []map[string]string
	if doi := it.doi(); doi != "" {
		out = append(out, map[string]string{"availability": word, "availabilityCode": code, "documentStyle": "doi", "site": "DOI", "url": "https://doi.org/" + doi})
	}
	if id := it.pmcid(); id != "" && f.license != "" {
		out = append(out, map[string]string{"availability": word, "availabilityCode": code, "documentStyle": "html", "site": "Europe_PMC", "url": "https://europepmc.org/articles/" + id})
	}
	return out
}
