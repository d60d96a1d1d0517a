package cite

import (
	"fmt"
	"iter"
	"regexp"
	"strings"

	"evidelic/study"
)

// reRIS is a RIS line. The specification asks for two spaces before the dash;
// files with one, or with none behind it, are common, and some have tags of their
// own for PubMed's identifiers.
var reRIS = regexp.MustCompile(`^([A-Z][A-Z0-9]|PMID|PMCID) {1,2}- ?(.*)$`)

// tagged is a record of a format made of tagged lines.
type tagged struct {
	at     int // number of its first line
	fields []field
	bytes  int
}

type field struct{ tag, value string }

func (t *tagged) add(tag, value string) {
	t.fields = append(t.fields, field{tag, strings.TrimSpace(value)})
	t.bytes += len(value)
}

// more continues the value before.
func (t *tagged) more(value string) {
	if n := len(t.fields); n > 0 {
		t.fields[n-1].value += " " + strings.TrimSpace(value)
		t.bytes += len(value)
	}
}

// all gives the values of the tags, in the order of the record.
func (t *tagged) all(tags ...string) []string {
	var out []string
	for _, f := range t.fields {
		for _, tag := range tags {
			if f.tag == tag && f.value != "" {
				out = append(out, f.value)
			}
		}
	}
	return out
}

// first gives the value of the first of the tags that has one.
func (t *tagged) first(tags ...string) string {
	for _, tag := range tags {
		for _, f := range t.fields {
			if f.tag == tag && f.value != "" {
				return f.value
			}
		}
	}
	return ""
}

func (in input) ris() iter.Seq2[study.Record, error] {
	return func(yield func(study.Record, error) bool) {
		p := risParser{in: in, yield: yield}
		for l, err := range in.lines() {
			if err != nil {
				yield(study.Record{}, err)
				return
			}
			if !p.line(l) {
				return
			}
		}
		if p.rec != nil {
			p.fault(p.rec.at, "the file ends before the record's ER")
		}
	}
}

// risParser puts the lines of a RIS file together to records.
type risParser struct {
	in     input
	yield  func(study.Record, error) bool
	rec    *tagged // the record that is being read; nil between records
	orphan bool    // lines outside a record were named already
}

// line takes one line; it is false when reading is to stop.
func (p *risParser) line(l line) bool {
	m := reRIS.FindStringSubmatch(l.text)
	switch {
	case m != nil && m[1] == "TY":
		// A record that was not ended is kept all the same when it has content.
		if p.rec != nil && !p.flush() {
			return false
		}
		p.rec, p.orphan = &tagged{at: l.number}, false
		p.rec.add("TY", m[2])
	case p.rec == nil:
		return p.between(l, m)
	case m != nil && m[1] == "ER":
		return p.flush()
	case m != nil:
		p.rec.add(m[1], m[2])
	default:
		p.rec.more(l.text)
	}
	if p.rec.bytes > MaxRecord {
		p.yield(study.Record{}, fmt.Errorf("%s: line %d: the record has more than %d bytes", p.in.name, p.rec.at, MaxRecord))
		return false
	}
	return true
}

// between takes a line outside any record: free text is no part of one, fields
// are those of a record that has lost its beginning.
func (p *risParser) between(l line, m []string) bool {
	if m == nil || p.orphan || m[1] == "ER" {
		return true
	}
	p.orphan = true
	return p.fault(l.number, "a record must begin with TY, not "+m[1])
}

func (p *risParser) fault(line int, reason string) bool {
	return p.yield(study.Record{}, p.in.fault(fmt.Sprintf("line %d", line), "", reason))
}

func (p *risParser) flush() bool {
	rec := p.rec
	p.rec = nil
	return p.yield(p.in.risRecord(rec))
}

func (in input) risRecord(t *tagged) (study.Record, error) {
	rep := study.Report{Kind: study.KindArticle}
	rep.Title = clean(t.first("TI", "T1", "CT"))
	rep.OriginalTitle = clean(t.first("TT"))
	for _, v := range t.all("AU", "A1") {
		if a := risName(v); !a.IsZero() {
			rep.Authors = append(rep.Authors, a)
		}
	}
	risContainer(&rep, t)
	risPlace(&rep, t)
	setIDs(&rep.IDs, t.first("DO", "M3"), risPMID(t), t.first("C2", "PMCID"), t.first("AN"))
	for _, u := range t.all("UR", "L1", "L2") {
		setIDs(&rep.IDs, u, "", "", "")
	}
	if ab := clean(t.first("AB", "N2")); ab != "" {
		rep.Abstract = splitLabels(ab)
	}
	for _, k := range t.all("KW") {
		rep.Keywords = appendText(rep.Keywords, strings.TrimPrefix(k, "*"))
	}
	for _, l := range t.all("LA") {
		rep.Languages = appendText(rep.Languages, l)
	}
	risIntegrity(&rep, t)
	rec, err := in.finish(rep, "", risRaw(t), "application/x-research-info-systems")
	if err != nil {
		return rec, in.fault(fmt.Sprintf("line %d", t.at), "", err.Error())
	}
	return rec, nil
}

// risName reads an author. RIS wants "Last, First, Suffix"; what has no comma and
// several words is a group or a name written the other way round, which nothing
// in the file tells apart: words that name groups decide.
func risName(v string) study.Author {
	if !strings.Contains(v, ",") && isGroup(v) {
		return study.Author{Collective: clean(v)}
	}
	return parseName(v)
}

var reGroup = regexp.MustCompile(`(?i)\b(?:group|consortium|collaborat\w*|investigators|network|committee|association|society|team|institute|university|organi[sz]ation|agency|foundation|council|ministry|department|program(?:me)?|initiative|task force)\b`)

func isGroup(name string) bool { return reGroup.MatchString(name) }

func risContainer(rep *study.Report, t *tagged) {
	title := clean(t.first("T2", "JF", "JO", "BT"))
	switch t.first("TY") {
	case "CHAP", "BOOK", "EDBOOK", "ECHAP", "EBOOK":
		rep.Kind = study.KindBook
		rep.Book = &study.Book{Title: title, Publisher: clean(t.first("PB")), Place: clean(t.first("CY")), Edition: clean(t.first("ET"))}
		for _, v := range t.all("A2", "ED") {
			if a := parseName(v); !a.IsZero() {
				rep.Book.Editors = append(rep.Book.Editors, a)
			}
		}
		rep.Book.ISBN = t.all("SN")
		return
	case "UNPD":
		rep.Kind = study.KindPreprint
	case "RPRT":
		if _, _, ok := study.NormalRegistry(t.first("AN")); ok {
			rep.Kind = study.KindRegistration
		}
	}
	rep.Journal.Title = title
	rep.Journal.Abbrev = clean(t.first("J2", "JA", "J1"))
	for _, v := range t.all("SN") {
		rep.Journal.ISSN = appendText(rep.Journal.ISSN, v)
	}
}

func risPlace(rep *study.Report, t *tagged) {
	rep.Volume, rep.Issue = clean(t.first("VL")), clean(t.first("IS", "CP"))
	if m := reVolumeIssue.FindStringSubmatch(rep.Volume); m != nil && rep.Issue == "" {
		rep.Volume, rep.Issue = m[1], m[2]
	}
	first, last := clean(t.first("SP")), clean(t.first("EP"))
	switch {
	case last != "" && last != first:
		rep.Pages = first + "-" + last
	case first != "" && first == clean(t.first("C7")):
		rep.ELocator = first
	case strings.HasPrefix(strings.ToLower(first), "e") && digits(first[1:]):
		rep.ELocator = first
	default:
		rep.Pages = first
	}
	rep.Published.Print = parseLooseDate(t.first("DA", "PY", "Y1"))
	if year := parseLooseDate(t.first("PY", "Y1")); !year.IsZero() && rep.Published.Print.Year != year.Year {
		rep.Published.Print = year
	}
}

// reVolumeIssue is a volume with the issue in brackets behind it: "50(2)".
var reVolumeIssue = regexp.MustCompile(`^([0-9]+) ?\(([0-9A-Za-z-]+)\)$`)

// risPMID finds the PMID where programs put it: AN beside a database named
// PubMed or MEDLINE, or an address of PubMed.
func risPMID(t *tagged) string {
	if v, ok := study.NormalPMID(t.first("PMID")); ok {
		return v
	}
	db := strings.ToLower(t.first("DB", "DP"))
	if strings.Contains(db, "pubmed") || strings.Contains(db, "medline") {
		if v, ok := study.NormalPMID(t.first("AN")); ok {
			return v
		}
	}
	for _, v := range append(t.all("UR"), t.all("AN", "C5", "N1")...) {
		if m := rePubMedRef.FindStringSubmatch(v); m != nil {
			return m[1]
		}
	}
	return ""
}

var rePubMedRef = regexp.MustCompile(`(?i)(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|^pmid:? ?)([1-9][0-9]{0,8})\b`)

func risIntegrity(rep *study.Report, t *tagged) {
	for _, n := range t.all("N1") {
		readIntegrity(rep, n)
	}
	noticesByTitle(rep)
}

// risRaw writes the record's lines again, for keeping.
func risRaw(t *tagged) []byte {
	var b strings.Builder
	for _, f := range t.fields {
		fmt.Fprintf(&b, "%s  - %s\n", f.tag, f.value)
	}
	b.WriteString("ER  - \n")
	return []byte(b.String())
}
