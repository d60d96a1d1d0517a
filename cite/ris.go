package cite

import (
	"fmt"
	"io"
	"strings"

	"evidelic/study"
)

// risWriter writes RIS as reference managers read it: lines "XX  - value" ended
// by CRLF, TY first, ER last, one AU for each author. A preprint is UNPD and a
// registration RPRT: RIS has no type of its own for either.
type risWriter struct {
	w   io.Writer
	opt Options
}

func (r *risWriter) begin() error { return nil }
func (r *risWriter) end() error   { return nil }

func (r *risWriter) study(s *study.Study) (bool, error) {
	var b strings.Builder
	line := func(tag, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", tag, value)
		}
	}
	line("TY", risType(s))
	for _, a := range s.Authors {
		line("AU", lastFirst(a))
	}
	line("TI", s.Title)
	line("TT", s.OriginalTitle)
	r.container(line, s)
	r.dates(line, s)
	r.place(line, s)
	line("DO", s.IDs.PrintedDOI())
	line("UR", r.opt.url(s.ID))
	line("AB", r.opt.abstract(s))
	for _, k := range s.Keywords {
		line("KW", k)
	}
	for _, l := range s.Languages {
		line("LA", l)
	}
	r.origin(line, s)
	b.WriteString("ER  - \r\n\r\n")
	_, err := io.WriteString(r.w, b.String())
	return true, err
}

func risType(s *study.Study) string {
	switch {
	case s.Kind == study.KindPreprint:
		return "UNPD"
	case s.Kind == study.KindRegistration:
		return "RPRT"
	case isChapter(s):
		return "CHAP"
	case s.Kind == study.KindBook:
		return "BOOK"
	}
	return "JOUR"
}

func (r *risWriter) container(line func(tag, value string), s *study.Study) {
	if s.Book != nil {
		line("T2", s.Book.Title)
		for _, e := range s.Book.Editors {
			line("A2", lastFirst(e))
		}
		line("PB", s.Book.Publisher)
		line("CY", s.Book.Place)
		line("ET", s.Book.Edition)
		return
	}
	line("T2", journalTitle(s))
	line("J2", s.Journal.Abbrev)
	if s.Trial != nil {
		line("PB", s.Trial.Sponsor)
	}
}

func (r *risWriter) dates(line func(tag, value string), s *study.Study) {
	d := published(s)
	if d.IsZero() {
		return
	}
	line("PY", fmt.Sprintf("%04d", d.Year))
	da := [3]string{fmt.Sprintf("%04d", d.Year)}
	if d.Month > 0 && d.Season == "" {
		da[1] = fmt.Sprintf("%02d", d.Month)
	}
	if d.Day > 0 {
		da[2] = fmt.Sprintf("%02d", d.Day)
	}
	line("DA", strings.Join(da[:], "/")+"/"+d.Season)
}

func (r *risWriter) place(line func(tag, value string), s *study.Study) {
	line("VL", s.Volume)
	line("IS", s.Issue)
	first, last := pageRange(s.Pages)
	if first == "" {
		first = s.ELocator
		line("C7", s.ELocator)
	}
	line("SP", first)
	line("EP", last)
	for _, n := range s.Journal.ISSN {
		line("SN", n)
	}
	if s.Book != nil {
		for _, n := range s.Book.ISBN {
			line("SN", n)
		}
	}
}

func (r *risWriter) origin(line func(tag, value string), s *study.Study) {
	switch {
	case s.IDs.PMID != "":
		line("DB", "PubMed")
		line("AN", s.IDs.PMID)
	case s.IDs.Registry != "":
		line("DB", "ClinicalTrials.gov")
		line("AN", s.IDs.Registry)
	}
	line("C2", s.IDs.PMCID)
	line("N1", Integrity(s))
	line("N1", "Evidelic "+s.ID)
}
