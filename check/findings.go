package check

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"evidelic/cite"
	"evidelic/study"
)

// Kind of a finding.
type Kind string

// What can be found about an entry.
const (
	Retracted     Kind = "retracted"      // retracted, withdrawn, or retracted and replaced
	Concern       Kind = "concern"        // an expression of concern
	Corrected     Kind = "corrected"      // a correction was published
	Superseded    Kind = "superseded"     // a preprint with a later version
	WrongID       Kind = "wrong_id"       // an identifier is not that of the study
	MissingDOI    Kind = "missing_doi"    // the study has a DOI, the entry has none
	TitleDiffers  Kind = "title_differs"  // the identifier's study has a title that is not quite the entry's
	AuthorsDiffer Kind = "authors_differ" // the entry names persons whom the study does not
	YearDiffers   Kind = "year_differs"   // and so on
	PageDiffers   Kind = "pages_differ"
	VolDiffers    Kind = "volume_differs"
	Duplicate     Kind = "duplicate"      // of an earlier entry
	Uncertain     Kind = "uncertain"      // a study that may be meant
	NotFound      Kind = "not_in_library" // nothing in the library fits
)

// Finding is one thing to know about an entry. Grave findings take work out of
// the evidence, or the reference out of trust; the others ask for a look.
type Finding struct {
	Kind    Kind   `json:"kind"`
	Grave   bool   `json:"grave,omitempty"`
	Message string `json:"message"`        // in words, for readers
	Have    string `json:"have,omitempty"` // what the entry says
	Want    string `json:"want,omitempty"` // what the library says
}

// compare lists what is to be known about a matched entry, and lowers the confidence
// in a match whose authors are others.
func (m *matcher) compare(ctx context.Context, e *Entry, match *Match, missed []string) ([]Finding, error) {
	s := &match.Study
	out := integrity(s)
	later, err := m.later(ctx, s)
	if err != nil {
		return nil, err
	}
	out = append(out, later...)
	ids := identifiers(e, s, missed)
	out = append(out, ids...)
	if match.Confidence < Sure {
		out = append(out, Finding{Kind: TitleDiffers, Have: e.Report.Title, Want: s.Title,
			Message: fmt.Sprintf("The identifier leads to a study with another title (alike by %.0f %%).", 100*match.Confidence)})
	}
	if f, sure, differ := compareAuthors(e, s).finding(s); differ {
		out = append(out, f)
		match.Confidence = min(match.Confidence, sure)
	}
	return append(out, places(e, s)...), nil
}

func integrity(s *study.Study) []Finding {
	var out []Finding
	for _, t := range study.NoticeTypes() {
		for _, n := range s.Notices {
			if n.Type != t {
				continue
			}
			kind := Corrected
			switch {
			case t.Grave():
				kind = Retracted
			case t == study.NoticeConcern:
				kind = Concern
			}
			out = append(out, Finding{Kind: kind, Grave: kind != Corrected, Message: noticeText(n)})
			break
		}
	}
	if s.Withdrawn {
		out = append(out, Finding{Kind: Retracted, Grave: true, Message: "Its source no longer holds it."})
	}
	return out
}

func noticeText(n study.Notice) string {
	text := n.Type.Label()
	if !n.Date.IsZero() {
		text += " on " + n.Date.String()
	}
	switch {
	case n.By.DOI != "":
		text += ", see doi:" + n.By.DOI
	case n.By.PMID != "":
		text += ", see PMID " + n.By.PMID
	}
	return text + "."
}

// later names the published version of a preprint.
func (m *matcher) later(ctx context.Context, s *study.Study) ([]Finding, error) {
	if s.Kind != study.KindPreprint {
		return nil, nil
	}
	for _, r := range s.Relations {
		if r.Type != study.UpdateIn {
			continue
		}
		want := cite.Integrity(&study.Study{Report: study.Report{Kind: study.KindPreprint, Relations: []study.Relation{r}}})
		for _, ref := range []string{prefixed("doi:", r.Target.DOI), prefixed("pmid:", r.Target.PMID)} {
			if ref == "" {
				continue
			}
			if full, err := m.resolve(ctx, ref); err == nil {
				want = full.Title + " (" + strings.Trim(strings.Join([]string{full.Journal.Title, strconv.Itoa(full.Year())}, " "), " ") + "), " + ref
			} else if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			break
		}
		return []Finding{{Kind: Superseded, Grave: true, Message: "A preprint that was published since: " + want, Want: want}}, nil
	}
	return nil, nil
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// identifiers compares DOI and PMID. An article has one DOI: another one is wrong,
// unless it belongs to a preprint of the same study.
func identifiers(e *Entry, s *study.Study, missed []string) []Finding {
	var out []Finding
	have, want := e.Report.IDs, s.IDs
	switch {
	case have.DOI == "" && want.DOI != "":
		out = append(out, Finding{Kind: MissingDOI, Message: "The DOI is missing.", Want: want.DOI})
	case have.DOI != "" && have.DOI != want.DOI && s.Kind != study.KindPreprint && ofPreprint(have.DOI, s):
		out = append(out, Finding{Kind: Superseded, Grave: true, Message: "The DOI is that of a preprint of this study, which was published since.", Have: have.DOI, Want: want.DOI})
	case have.DOI != "" && want.DOI != "" && have.DOI != want.DOI && contains(missed, "doi"):
		out = append(out, Finding{Kind: WrongID, Grave: true, Message: "The DOI is not that of this study.", Have: have.DOI, Want: want.DOI})
	}
	if have.PMID != "" && want.PMID != "" && have.PMID != want.PMID && contains(missed, "pmid") {
		out = append(out, Finding{Kind: WrongID, Grave: true, Message: "The PMID is not that of this study.", Have: have.PMID, Want: want.PMID})
	}
	return out
}

// preprintDOIs are the prefixes under which servers of preprints register DOIs:
// bioRxiv and medRxiv (two), Research Square, PsyArXiv, OSF, arXiv, Preprints.org,
// SSRN and Authorea.
var preprintDOIs = []string{"10.1101/", "10.64898/", "10.21203/", "10.31234/", "10.31219/", "10.48550/", "10.20944/", "10.2139/", "10.22541/"}

// ofPreprint says whether a DOI is that of an earlier version of a study: the
// study names it, or it is one of a server of preprints.
func ofPreprint(doi string, s *study.Study) bool {
	for _, r := range s.Relations {
		if r.Type == study.UpdateOf && r.Target.DOI == doi {
			return true
		}
	}
	for _, prefix := range preprintDOIs {
		if strings.HasPrefix(doi, prefix) && !strings.HasPrefix(s.IDs.DOI, prefix) {
			return true
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

func places(e *Entry, s *study.Study) []Finding {
	var out []Finding
	if have := e.Report.Published.Date().Year; have > 0 && s.Year() > 0 && nearestYear(have, s) > 0 && !saysYear(e, s) {
		out = append(out, Finding{Kind: YearDiffers, Message: "The year differs.", Have: strconv.Itoa(have), Want: strconv.Itoa(s.Year())})
	}
	if have, want := firstPage(e.Report.Pages), firstPage(s.Pages); have != "" && want != "" && !samePages(e.Report.Pages, s.Pages) {
		out = append(out, Finding{Kind: PageDiffers, Message: "The pages differ.", Have: e.Report.Pages, Want: s.Pages})
	}
	if have, want := e.Report.Volume, s.Volume; number(have) && number(want) && have != want {
		out = append(out, Finding{Kind: VolDiffers, Message: "The volume differs.", Have: have, Want: want})
	}
	return out
}

// saysYear says whether the text of a pasted entry has the study's year: which of
// its years is that of publication is a guess. A year in the title is none of them.
func saysYear(e *Entry, s *study.Study) bool {
	if e.Text == "" {
		return false
	}
	bare := without(reURL.ReplaceAllString(reDOI.ReplaceAllString(e.Text, " "), " "), e.Report.Title)
	for _, y := range textYears(without(bare, s.Title)) {
		if n, err := strconv.Atoi(y); err == nil && nearestYear(n, s) == 0 {
			return true
		}
	}
	return false
}

func number(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func firstPage(pages string) string {
	first, _, _ := strings.Cut(strings.ReplaceAll(pages, "–", "-"), "-")
	return strings.TrimLeft(strings.ToLower(strings.TrimSpace(first)), "0")
}

// samePages compares ranges with their ends written out; an entry with the first
// page alone agrees with a range that begins there.
func samePages(a, b string) bool {
	if firstPage(a) != firstPage(b) {
		return false
	}
	endA, endB := lastPage(a), lastPage(b)
	return endA == "" || endB == "" || endA == endB
}

func lastPage(pages string) string {
	first, last, ok := strings.Cut(strings.ReplaceAll(pages, "–", "-"), "-")
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	if !ok || strings.ContainsAny(last, ",;- ") {
		return ""
	}
	digitsFirst, digitsLast := strings.TrimLeft(first, "eEsS"), strings.TrimLeft(last, "eEsS")
	if len(digitsLast) < len(digitsFirst) && number(digitsFirst) && number(digitsLast) {
		return digitsFirst[:len(digitsFirst)-len(digitsLast)] + digitsLast
	}
	return digitsLast
}

// foreignFinding says that an identifier leads to another study.
func foreignFinding(e *Entry, f Match) Finding {
	have := map[string]string{"doi": e.Report.IDs.DOI, "pmid": e.Report.IDs.PMID, "pmcid": e.Report.IDs.PMCID, "nct": e.Report.IDs.Registry}[f.By]
	return Finding{Kind: WrongID, Grave: true, Have: have,
		Message: fmt.Sprintf("The %s leads to another study: %s", strings.ToUpper(f.By), f.Title)}
}
