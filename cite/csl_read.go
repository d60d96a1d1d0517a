package cite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"evidelic/study"
)

// csl reads a JSON array of items, or one item, or an object that holds them
// under "items" or "references", one at a time.
func (in input) csl() iter.Seq2[study.Record, error] {
	return func(yield func(study.Record, error) bool) {
		dec := json.NewDecoder(in.r)
		if err := openArray(dec); err != nil {
			yield(study.Record{}, fmt.Errorf("%s: %w", in.name, err))
			return
		}
		for n := 1; dec.More(); n++ {
			var raw json.RawMessage
			if err := dec.Decode(&raw); err != nil {
				yield(study.Record{}, fmt.Errorf("%s: record %d, byte %d: %w", in.name, n, dec.InputOffset(), err))
				return
			}
			if !yield(in.cslRecord(raw, n)) {
				return
			}
		}
		if _, err := dec.Token(); err != nil {
			yield(study.Record{}, fmt.Errorf("%s: byte %d: the list is cut off: %w", in.name, dec.InputOffset(), err))
		}
	}
}

// openArray moves to the first element of the list of items.
func openArray(dec *json.Decoder) error {
	tok, err := dec.Token()
	if err != nil {
		return fmt.Errorf("it is not JSON: %w", err)
	}
	if tok == json.Delim('[') {
		return nil
	}
	if tok != json.Delim('{') {
		return fmt.Errorf("want a list of CSL items, have %v: %w", tok, study.ErrInvalid)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		if key == "items" || key == "references" {
			if tok, err = dec.Token(); err == nil && tok == json.Delim('[') {
				return nil
			}
			return fmt.Errorf("%q is not a list: %w", key, study.ErrInvalid)
		}
		var skip json.RawMessage
		if err := dec.Decode(&skip); err != nil {
			return err
		}
	}
	return fmt.Errorf("want a list of CSL items: %w", study.ErrInvalid)
}

func (in input) cslRecord(raw json.RawMessage, n int) (study.Record, error) {
	at := fmt.Sprintf("record %d", n)
	if len(raw) > MaxRecord {
		return study.Record{}, in.fault(at, "", fmt.Sprintf("it has more than %d bytes", MaxRecord))
	}
	var it cslItem
	if err := json.Unmarshal(raw, &it); err != nil {
		return study.Record{}, in.fault(at, "", err.Error())
	}
	rec, err := in.finish(it.report(), "", bytes.Clone(raw), "application/vnd.citationstyles.csl+json")
	if err != nil {
		return rec, in.fault(at, it.ID, err.Error())
	}
	return rec, nil
}

func (it *cslItem) report() study.Report {
	rep := study.Report{Kind: study.KindArticle, OriginalTitle: clean(it.OriginalTitle)}
	rep.Title, rep.TitleMarkup = readMarkup(it.Title)
	for _, n := range it.Author {
		if a := n.author(); !a.IsZero() {
			rep.Authors = append(rep.Authors, a)
		}
	}
	rep.Volume, rep.Issue, rep.Pages = clean(string(it.Volume)), clean(string(it.Issue)), clean(string(it.Page))
	if locator, _ := it.Custom["elocator"].(bool); locator {
		rep.Pages, rep.ELocator = "", rep.Pages
	}
	rep.Published = study.Published{Print: it.Issued.date(), Electronic: it.EPubDate.date()}
	setIDs(&rep.IDs, it.DOI, string(it.PMID), it.PMCID, "")
	if ab := clean(it.Abstract); ab != "" {
		rep.Abstract = splitLabels(ab)
	}
	rep.Languages = appendText(nil, it.Language)
	rep.Keywords = it.keywords()
	it.container(&rep)
	it.integrity(&rep)
	return rep
}

// keywords come as one string; our own list beside it tells where one ends that
// holds a comma.
func (it *cslItem) keywords() []string {
	var out []string
	if list, ok := it.Custom["keywords"].([]any); ok {
		for _, k := range list {
			text, _ := k.(string)
			out = appendText(out, text)
		}
		return out
	}
	for _, k := range strings.FieldsFunc(it.Keyword, func(r rune) bool { return r == ',' || r == ';' }) {
		out = appendText(out, k)
	}
	return out
}

func (it *cslItem) container(rep *study.Report) {
	rep.Journal = study.Journal{Title: clean(it.ContainerTitle), Abbrev: clean(it.ContainerShort + it.JournalAbbrev)}
	if it.ContainerShort != "" {
		rep.Journal.Abbrev = clean(it.ContainerShort)
	}
	rep.Journal.ISSN = appendText(nil, string(it.ISSN))
	switch it.Type {
	case "book", "chapter", "entry-encyclopedia", "entry-dictionary":
		rep.Kind = study.KindBook
		rep.Book = &study.Book{Title: clean(it.ContainerTitle), Publisher: clean(it.Publisher), Place: clean(it.PublisherPlace),
			Edition: clean(string(it.Edition)), ISBN: appendText(nil, string(it.ISBN))}
		for _, n := range it.Editor {
			rep.Book.Editors = append(rep.Book.Editors, n.author())
		}
		if it.Type == "book" && rep.Book.Title == "" {
			rep.Book.Title = rep.Title
		}
		rep.Journal = study.Journal{}
	case "article":
		if strings.EqualFold(it.Genre, "preprint") {
			rep.Kind = study.KindPreprint
			rep.Journal.Title = cslFirst(rep.Journal.Title, clean(it.Publisher))
		}
	case "report":
		if n, _, ok := study.NormalRegistry(string(it.Number)); ok {
			rep.Kind, rep.IDs.Registry = study.KindRegistration, n
			rep.Journal = study.Journal{}
			if len(rep.Authors) == 1 && rep.Authors[0].Collective != "" {
				rep.Trial, rep.Authors = &study.Trial{Sponsor: rep.Authors[0].Collective}, nil
			}
		}
	}
}

func (it *cslItem) integrity(rep *study.Report) {
	synthetic, _ := it.Custom["synthetic"].(bool)
	readIntegrity(rep, it.Note)
	rep.Demo = rep.Demo || synthetic
	if strings.EqualFold(it.Status, "retracted") && !rep.Retracted() {
		rep.Notices = append(rep.Notices, study.Notice{Type: study.NoticeRetraction, Detail: "status: " + it.Status})
	}
	noticesByTitle(rep)
}

func (n cslName) author() study.Author {
	if n.Literal != "" {
		return study.Author{Collective: clean(n.Literal)}
	}
	given := clean(n.Given)
	a := person(clean(n.Particle+" "+n.Family), given, clean(n.Suffix))
	if a.Given == "" && givenText(a) != given { // initials in a form of their own, "J R"
		a.Given = given
	}
	if n.Dropping != "" { // as reference managers write it: "Alexander von"
		a.Given, a.Initials = clean(givenText(a)+" "+n.Dropping), ""
	}
	return a
}

func (d *cslDate) date() study.Date {
	if d == nil {
		return study.Date{}
	}
	if len(d.Parts) == 0 || len(d.Parts[0]) == 0 {
		return parseLooseDate(cslFirst(d.Raw, d.Literal))
	}
	var p [3]int
	for i, v := range d.Parts[0] {
		if i < 3 {
			p[i] = int(v)
		}
	}
	if s, ok := study.SeasonDate(p[0], string(d.Season)); ok {
		return s
	}
	for n := 3; n > 0; n-- {
		for i := n; i < 3; i++ {
			p[i] = 0
		}
		if v, err := study.NewDate(p[0], p[1], p[2]); err == nil {
			return v
		}
	}
	return study.Date{}
}

func cslFirst(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
