package preprints

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// names are the servers as they write themselves.
var names = map[string]string{study.SourceBioRxiv: "bioRxiv", study.SourceMedRxiv: "medRxiv"}

// Record makes the record of one preprint of its versions: the text of the latest,
// the date of the first, and the licence and the published article of the latest
// that names one. The order of the versions does not matter.
func Record(source string, versions []Item) (study.Record, error) {
	if len(versions) == 0 {
		return study.Record{}, errors.New("the preprint has no version")
	}
	versions = slices.Clone(versions)
	slices.SortStableFunc(versions, func(a, b Item) int { return a.Version - b.Version })
	last := versions[len(versions)-1]
	e := last.entry
	title := crawler.Unwrap(e.Title)
	rep := study.Report{
		Kind: study.KindPreprint, IDs: study.IDs{DOI: last.DOI}, Title: crawler.PlainText(title), TitleMarkup: crawler.Markup(title),
		Authors: authors(e.Authors), Journal: study.Journal{Title: names[source]},
		Published: study.Published{Electronic: first(versions)},
		Abstract:  abstract(e.Abstract), PublicationTypes: []string{"Preprint"},
		License: license(e.License), Grants: grants(e.Funder),
		Links: []study.Link{
			{Kind: "source", URL: fmt.Sprintf("https://www.%s.org/content/%sv%d", source, last.DOI, max(1, last.Version))},
		},
		Dates: study.Dates{Entered: first(versions), Revised: day(e.Date)},
	}
	if rep.Title == "" {
		return study.Record{}, errors.New("title: the preprint has none")
	}
	if c := crawler.CleanText(e.Category); c != "" && c != "NA" {
		rep.Keywords = []string{c}
	}
	relate(source, &rep, versions)
	raw := []json.RawMessage{}
	for _, v := range versions {
		raw = append(raw, v.raw)
	}
	b, err := json.Marshal(raw)
	if err != nil {
		return study.Record{}, fmt.Errorf("keep the payload: %w", err)
	}
	return study.Record{
		Source: source, Key: last.DOI, Revision: fmt.Sprintf("%04d", last.Version), Report: rep, Raw: b, RawType: "application/json",
	}, nil
}

// first gives the date of the first version that has one.
func first(versions []Item) study.Date {
	for _, v := range versions {
		if d := day(v.entry.Date); !d.IsZero() {
			return d
		}
	}
	return study.Date{}
}

func day(s string) study.Date {
	d, err := study.ParseDate(strings.TrimSpace(s))
	if err != nil {
		return study.Date{}
	}
	return d
}

func authors(s string) []study.Author {
	var out []study.Author
	for _, name := range strings.Split(s, ";") {
		if a := crawler.PersonName(name); !a.IsZero() {
			out = append(out, a)
		}
	}
	return out
}

// relate sets the published article and a withdrawal.
func relate(source string, rep *study.Report, versions []Item) {
	for i := len(versions) - 1; i >= 0; i-- {
		if doi, ok := study.NormalDOI(versions[i].entry.Published); ok && doi != rep.IDs.DOI {
			rep.Relations = []study.Relation{{Type: study.UpdateIn, Target: study.Ref{DOI: doi}}}
			break
		}
	}
	last := versions[len(versions)-1].entry
	t, detail := crawler.TitleNotice(rep.Title)
	if strings.EqualFold(strings.TrimSpace(last.Type), "withdrawn") {
		t, detail = study.NoticeWithdrawal, "type: withdrawn"
	} else if m := reStatement.FindString(rep.AbstractText()); t == "" && m != "" {
		t, detail = study.NoticeWithdrawal, "abstract: "+m
	}
	if t != "" {
		rep.Notices = []study.Notice{{Type: t, Source: source, Date: day(last.Date), Detail: detail}}
	}
}

var reStatement = regexp.MustCompile(`(?i)^(?:withdrawal statement\b|(?:the|all) authors have withdrawn (?:this|their) (?:manuscript|preprint|paper)|this (?:manuscript|preprint|paper) has been withdrawn)`)

// license gives the slug of the servers' words: "cc_by_nc_nd" is cc-by-nc-nd.
// "cc_no" is the lack of a licence: all rights are the authors'.
func license(s string) study.License {
	slug := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "_", "-")
	switch {
	case slug == "" || slug == "na":
		return study.License{}
	case slug == "cc0" || slug == "cc-0" || slug == "cc0-ng":
		return study.License{Code: "cc0"}
	case reCC.MatchString(slug):
		return study.License{Code: slug}
	}
	return study.License{Code: "other"}
}

var reCC = regexp.MustCompile(`^cc-by(?:-nc|-nd|-sa|-nc-nd|-nc-sa)?$`)

// grants reads the funders, which are "NA" or a list of names or objects.
func grants(v any) []study.Grant {
	list, ok := v.([]any)
	if !ok {
		return nil
	}
	var out []study.Grant
	for _, f := range list {
		name, _ := f.(string)
		if m, ok := f.(map[string]any); ok {
			name, _ = m["name"].(string)
		}
		if name = crawler.PlainText(name); name != "" && name != "NA" {
			out = append(out, study.Grant{Agency: name})
		}
	}
	return out
}
