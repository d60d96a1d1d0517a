package pubmed

import (
	"regexp"
	"strings"

	"evidelic/study"
)

// abstracts reads the abstract and its rights, and apart from it the further
// ones: translations, summaries in plain language.
func (a *adapter) abstracts(r *study.Report, abstract, citation *node) {
	r.Abstract = a.sections(abstract)
	r.Copyright = a.flat.text(abstract.child("CopyrightInformation"))
	r.License = license(r.Copyright)
	for n := range citation.each("OtherAbstract") {
		if s := a.sections(n); len(s) > 0 {
			language := strings.ToLower(a.flat.fold(n.attr("Language")))
			if language == "" {
				language = "eng" // the DTD's default
			}
			r.OtherAbstract = append(r.OtherAbstract, study.Abstract{Type: a.flat.fold(n.attr("Type")), Language: language, Sections: s})
		}
	}
}

// sections reads the parts of an abstract. "UNLABELLED" and "UNASSIGNED" are
// NLM's words for a missing label and category.
func (a *adapter) sections(abstract *node) []study.Section {
	var out []study.Section
	for n := range abstract.each("AbstractText") {
		s := study.Section{Label: a.flat.fold(n.attr("Label")), Category: a.flat.fold(n.attr("NlmCategory")), Text: a.flat.text(n)}
		if strings.EqualFold(s.Label, "UNLABELLED") {
			s.Label = ""
		}
		s.Label = strings.TrimRight(s.Label, ": ")
		if s.Category == "UNASSIGNED" {
			s.Category = ""
		}
		if s.Text != "" || s.Label != "" {
			out = append(out, s)
		}
	}
	return out
}

var reCreativeCommons = regexp.MustCompile(`(?i)creativecommons\.org/(?:licen[sc]es/(by(?:-nc)?(?:-sa|-nd)?)|(publicdomain)/(?:zero|mark))/?[0-9.]*`)

// license reads a licence off the copyright line, only where that gives the
// licence's own address: "open access" alone says nothing about reuse.
func license(line string) study.License {
	if !strings.Contains(line, "reativecommons.org") {
		return study.License{}
	}
	m := reCreativeCommons.FindStringSubmatch(line)
	if m == nil {
		return study.License{}
	}
	l := study.License{Code: "cc0", URL: "https://" + strings.TrimRight(strings.ToLower(m[0]), ".")}
	if m[1] != "" {
		l.Code = "cc-" + strings.ToLower(m[1])
	} else if strings.Contains(l.URL, "/mark") {
		l.Code = "public-domain"
	}
	return l
}
