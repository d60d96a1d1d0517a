package cite

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/net/html/charset"

	"evidelic/study"
)

var errTooLarge = fmt.Errorf("a record has more than %d bytes", MaxRecord)

// ration gives a parser a bounded number of bytes for each record.
type ration struct {
	r    io.Reader
	left int
}

// Read reads on, and fails where the ration is used up.
func (r *ration) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errTooLarge
	}
	n, err := r.r.Read(p[:min(len(p), r.left)])
	r.left -= n
	return n, err
}

// endnote reads EndNote's XML, one record at a time. Entities other than XML's own
// are not expanded.
func (in input) endnote() iter.Seq2[study.Record, error] {
	return func(yield func(study.Record, error) bool) {
		limited := &ration{r: in.r, left: MaxRecord}
		dec := xml.NewDecoder(limited)
		dec.CharsetReader = charset.NewReaderLabel
		seen := 0
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) && seen > 0 {
				return
			}
			if err != nil {
				line, _ := dec.InputPos()
				yield(study.Record{}, fmt.Errorf("%s: line %d: not EndNote XML: %w", in.name, line, err))
				return
			}
			start, ok := tok.(xml.StartElement)
			if !ok {
				continue
			}
			seen++
			if start.Name.Local != "record" {
				continue
			}
			limited.left = MaxRecord
			if !in.endnoteElement(dec, start, yield) {
				return
			}
		}
	}
}

func (in input) endnoteElement(dec *xml.Decoder, start xml.StartElement, yield func(study.Record, error) bool) bool {
	line, _ := dec.InputPos()
	at := fmt.Sprintf("line %d", line)
	var x endnoteRecord
	if err := dec.DecodeElement(&x, &start); err != nil {
		yield(study.Record{}, fmt.Errorf("%s: %s: %w", in.name, at, err))
		return false
	}
	raw, err := xml.Marshal(x)
	if err != nil {
		return yield(study.Record{}, in.fault(at, "", err.Error()))
	}
	rec, err := in.finish(x.report(), "", raw, "application/xml")
	if err != nil {
		return yield(study.Record{}, in.fault(at, "", err.Error()))
	}
	return yield(rec, nil)
}

// styled is the text of an element: EndNote wraps every run of letters of one look
// in <style>.
type styled string

// UnmarshalXML joins all text inside the element.
func (s *styled) UnmarshalXML(dec *xml.Decoder, _ xml.StartElement) error {
	var b strings.Builder
	for depth := 1; depth > 0; {
		tok, err := dec.Token()
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > 50 {
				return errors.New("elements are nested more than 50 deep")
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			b.Write(t)
		}
	}
	*s = styled(clean(b.String()))
	return nil
}

// endnoteRecord is one <record>, as far as a report has a place for it.
type endnoteRecord struct {
	Type struct {
		Name string `xml:"name,attr"`
	} `xml:"ref-type"`
	Authors    []styled `xml:"contributors>authors>author"`
	Editors    []styled `xml:"contributors>secondary-authors>author"`
	Title      styled   `xml:"titles>title"`
	Container  styled   `xml:"titles>secondary-title"`
	Abbrev     styled   `xml:"titles>alt-title"`
	Original   styled   `xml:"titles>translated-title"`
	Journal    styled   `xml:"periodical>full-title"`
	Short      styled   `xml:"periodical>abbr-1"`
	Pages      styled   `xml:"pages"`
	Volume     styled   `xml:"volume"`
	Number     styled   `xml:"number"`
	Edition    styled   `xml:"edition"`
	Keywords   []styled `xml:"keywords>keyword"`
	Year       styled   `xml:"dates>year"`
	Date       styled   `xml:"dates>pub-dates>date"`
	Place      styled   `xml:"pub-location"`
	Publisher  styled   `xml:"publisher"`
	ISBN       styled   `xml:"isbn"`
	Accession  styled   `xml:"accession-num"`
	DOI        styled   `xml:"electronic-resource-num"`
	PMCID      styled   `xml:"custom2"`
	Locator    styled   `xml:"custom7"`
	Abstract   styled   `xml:"abstract"`
	Notes      styled   `xml:"notes"`
	Language   styled   `xml:"language"`
	Database   styled   `xml:"remote-database-name"`
	URLs       []styled `xml:"urls>related-urls>url"`
	WebAddress []styled `xml:"urls>web-urls>url"`
}

func (x *endnoteRecord) report() study.Report {
	rep := study.Report{Kind: study.KindArticle, Title: string(x.Title), OriginalTitle: string(x.Original), Volume: string(x.Volume), Issue: string(x.Number)}
	for _, a := range x.Authors {
		if who := endnoteAuthor(string(a)); !who.IsZero() {
			rep.Authors = append(rep.Authors, who)
		}
	}
	rep.Pages, rep.ELocator = strings.ReplaceAll(string(x.Pages), "–", "-"), string(x.Locator)
	if rep.Pages != "" && rep.Pages == rep.ELocator {
		rep.Pages = ""
	}
	rep.Published.Print = x.date()
	if ab := string(x.Abstract); ab != "" {
		rep.Abstract = splitLabels(ab)
	}
	for _, k := range x.Keywords {
		rep.Keywords = appendText(rep.Keywords, string(k))
	}
	for _, l := range strings.Split(string(x.Language), ";") {
		rep.Languages = appendText(rep.Languages, l)
	}
	rep.Journal = study.Journal{Title: cslFirst(string(x.Journal), string(x.Container)), Abbrev: cslFirst(string(x.Short), string(x.Abbrev))}
	x.identifiers(&rep)
	x.kind(&rep)
	readIntegrity(&rep, string(x.Notes))
	noticesByTitle(&rep)
	return rep
}

func endnoteAuthor(s string) study.Author {
	if group, ok := strings.CutSuffix(s, ","); ok {
		return study.Author{Collective: strings.TrimSpace(group)}
	}
	return risName(s)
}

func (x *endnoteRecord) date() study.Date {
	year, d := parseLooseDate(string(x.Year)), parseLooseDate(string(x.Date))
	switch {
	case d.IsZero() && !year.IsZero() && x.Date != "":
		return parseLooseDate(string(x.Year) + " " + string(x.Date)) // "Mar 3"
	case d.IsZero() || !year.IsZero() && d.Year != year.Year:
		return year
	}
	return d
}

func (x *endnoteRecord) identifiers(rep *study.Report) {
	setIDs(&rep.IDs, string(x.DOI), "", string(x.PMCID), string(x.Accession))
	db := strings.ToLower(string(x.Database))
	if strings.Contains(db, "pubmed") || strings.Contains(db, "medline") {
		setIDs(&rep.IDs, "", string(x.Accession), "", "")
	}
	for _, u := range append(x.URLs, x.WebAddress...) {
		setIDs(&rep.IDs, string(u), "", "", "")
		if m := rePubMedRef.FindStringSubmatch(string(u)); m != nil {
			setIDs(&rep.IDs, "", m[1], "", "")
		}
	}
}

func (x *endnoteRecord) kind(rep *study.Report) {
	switch x.Type.Name {
	case "Book", "Edited Book", "Book Section", "Electronic Book", "Electronic Book Section":
		rep.Kind = study.KindBook
		rep.Book = &study.Book{Title: cslFirst(string(x.Container), rep.Title), Publisher: string(x.Publisher), Place: string(x.Place), Edition: string(x.Edition)}
		for _, e := range x.Editors {
			if who := endnoteAuthor(string(e)); !who.IsZero() {
				rep.Book.Editors = append(rep.Book.Editors, who)
			}
		}
		rep.Book.ISBN = endnoteNumbers(string(x.ISBN))
		rep.Journal = study.Journal{}
		return
	case "Unpublished Work":
		rep.Kind = study.KindPreprint
	}
	rep.Journal.ISSN = endnoteNumbers(string(x.ISBN))
	if rep.IDs.Registry != "" {
		rep.Kind = study.KindRegistration
		if len(rep.Authors) == 1 && rep.Authors[0].Collective != "" {
			rep.Trial, rep.Authors = &study.Trial{Sponsor: rep.Authors[0].Collective}, nil
		}
	}
}

// endnoteNumbers takes the numbers out of "1532-1827 (Electronic) 0007-0920".
func endnoteNumbers(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ';' || r == ',' }) {
		if strings.ContainsAny(w, "0123456789") && len(w) <= 20 {
			out = appendText(out, w)
		}
	}
	return out
}
