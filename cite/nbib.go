package cite

import (
	"fmt"
	"io"
	"strings"

	"evidelic/study"
)

// nbibWriter writes the MEDLINE display format (NLM, "MEDLINE/PubMed Data Element
// Descriptions"): "TAG - value", values continued after six spaces, a blank line
// between records. Readers know a record by its PMID, so studies without one are
// left out.
type nbibWriter struct {
	w    io.Writer
	opt  Options
	some bool
}

func (n *nbibWriter) begin() error { return nil }
func (n *nbibWriter) end() error   { return nil }

func (n *nbibWriter) study(s *study.Study) (bool, error) {
	if s.IDs.PMID == "" {
		return false, nil
	}
	var b strings.Builder
	if n.some {
		b.WriteByte('\n')
	}
	n.some = true
	line := func(tag, value string) { nbibLine(&b, tag, value) }
	line("PMID", s.IDs.PMID)
	line("DP", nbibDate(s.Published.Date()))
	line("TI", s.Title)
	line("TT", s.OriginalTitle)
	line("VI", s.Volume)
	line("IP", s.Issue)
	line("PG", pagesOf(s))
	line("AB", n.opt.abstract(s))
	line("CI", s.Copyright)
	nbibAuthors(line, s)
	for _, l := range s.Languages {
		line("LA", l)
	}
	nbibLists(line, s)
	line("JT", s.Journal.Title)
	line("TA", s.Journal.Abbrev)
	for _, i := range s.Journal.ISSN {
		if reISSN.MatchString(i) { // readers want the kind; the linking ISSN stands for every medium
			line("IS", i+" (Linking)")
		}
	}
	if s.IDs.DOI != "" {
		line("LID", s.IDs.PrintedDOI()+" [doi]")
		line("AID", s.IDs.PrintedDOI()+" [doi]")
	}
	line("PMC", s.IDs.PMCID)
	line("COIS", s.Conflicts)
	line("GN", Integrity(s))
	line("SO", source(s))
	_, err := io.WriteString(n.w, b.String())
	return true, err
}

func nbibAuthors(line func(tag, value string), s *study.Study) {
	for _, a := range s.Authors {
		if a.Collective != "" {
			line("CN", a.Collective)
			continue
		}
		full := a.Family
		if given := givenNBIB(a); given != "" {
			full += ", " + given
		}
		if a.Suffix != "" {
			full += ", " + a.Suffix
		}
		line("FAU", full)
		line("AU", a.String())
		if a.ORCID != "" {
			line("AUID", "ORCID: "+a.ORCID)
		}
		for _, ad := range a.Affiliations {
			line("AD", ad)
		}
	}
}

// givenNBIB gives the given names, or the initials parted by spaces.
func givenNBIB(a study.Author) string {
	if a.Given != "" {
		return a.Given
	}
	return strings.Join(strings.Split(a.Initials, ""), " ")
}

func nbibLists(line func(tag, value string), s *study.Study) {
	for _, p := range s.PublicationTypes {
		line("PT", p)
	}
	for _, h := range s.MeSH {
		line("MH", meshLine(h))
	}
	for _, k := range s.Keywords {
		line("OT", k)
	}
	for _, t := range s.Trials {
		if t.Role == study.RoleReports && strings.HasPrefix(t.Number, "NCT") {
			line("SI", "ClinicalTrials.gov/"+t.Number)
		}
	}
	for _, g := range s.Grants {
		line("GR", strings.Trim(g.ID+"/"+g.Agency+"/"+g.Country, "/"))
	}
}

// meshLine writes a heading as MEDLINE does: a star marks what the article is
// mainly about.
func meshLine(h study.Heading) string {
	star := func(major bool, name string) string {
		if major {
			return "*" + name
		}
		return name
	}
	line := star(h.Major, h.Name)
	for _, q := range h.Qualifiers {
		line += "/" + star(q.Major, q.Name)
	}
	return line
}

var monthNames = [...]string{"", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

func nbibDate(d study.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Season != "":
		return fmt.Sprintf("%d %s", d.Year, d.Season)
	case d.Month == 0:
		return fmt.Sprint(d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%d %s", d.Year, monthNames[d.Month])
	}
	return fmt.Sprintf("%d %s %d", d.Year, monthNames[d.Month], d.Day)
}

// source writes the line by which MEDLINE sums up where a report appeared.
func source(s *study.Study) string {
	so := s.Journal.Abbrev
	if so == "" {
		so = s.Journal.Title
	}
	so += ". " + nbibDate(s.Published.Date())
	if s.Volume != "" || s.Issue != "" || s.Pages != "" {
		so += ";" + s.Volume
		if s.Issue != "" {
			so += "(" + s.Issue + ")"
		}
		if p := pagesOf(s); p != "" {
			so += ":" + p
		}
	}
	so += "."
	if s.IDs.DOI != "" {
		so += " doi: " + s.IDs.PrintedDOI() + "."
	}
	return so
}

// nbibWidth is the column at which MEDLINE text is continued on the next line.
const nbibWidth = 88

func nbibLine(b *strings.Builder, tag, value string) {
	if value = oneLine(value); value == "" {
		return
	}
	fmt.Fprintf(b, "%-4s- ", tag)
	col := 6
	for i, word := range strings.Split(value, " ") {
		if i > 0 {
			if col+1+len(word) > nbibWidth {
				b.WriteString("\n      ")
				col = 6
			} else {
				b.WriteByte(' ')
				col++
			}
		}
		b.WriteString(word)
		col += len(word)
	}
	b.WriteByte('\n')
}
