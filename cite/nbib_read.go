package cite

import (
	"fmt"
	"iter"
	"regexp"
	"strings"

	"evidelic/study"
)

var reNBIB = regexp.MustCompile(`^([A-Z]{2,4}[0-9]?) {0,3}- ?(.*)$`)

func (in input) nbib() iter.Seq2[study.Record, error] {
	return func(yield func(study.Record, error) bool) {
		var rec *tagged
		flush := func() bool {
			done := rec
			rec = nil
			return done == nil || yield(in.nbibRecord(done))
		}
		for l, err := range in.lines() {
			if err != nil {
				yield(study.Record{}, err)
				return
			}
			m := reNBIB.FindStringSubmatch(l.text)
			switch {
			case strings.TrimSpace(l.text) == "":
				if !flush() {
					return
				}
			case m != nil:
				// A new PMID starts a new record even where no blank line parts them.
				if m[1] == "PMID" && rec != nil && rec.first("PMID") != "" && !flush() {
					return
				}
				if rec == nil {
					rec = &tagged{at: l.number}
				}
				rec.add(m[1], m[2])
			case rec != nil:
				rec.more(l.text)
			default:
				if !yield(study.Record{}, in.fault(fmt.Sprintf("line %d", l.number), "", fmt.Sprintf("want TAG - value, have %.30q", l.text))) {
					return
				}
			}
			if rec != nil && rec.bytes > MaxRecord {
				yield(study.Record{}, fmt.Errorf("%s: line %d: the record has more than %d bytes", in.name, rec.at, MaxRecord))
				return
			}
		}
		flush()
	}
}

func (in input) nbibRecord(t *tagged) (study.Record, error) {
	rep := study.Report{Kind: study.KindArticle}
	rep.Title = strings.TrimSuffix(clean(t.first("TI")), ".")
	if inner, ok := strings.CutPrefix(rep.Title, "["); ok && t.first("TT") != "" {
		rep.Title = strings.TrimSuffix(inner, "]")
	}
	rep.OriginalTitle = strings.TrimSuffix(clean(t.first("TT")), ".")
	rep.Authors = nbibNames(t)
	rep.Journal = study.Journal{Title: clean(t.first("JT")), Abbrev: clean(t.first("TA")), NLMID: clean(t.first("JID")), Country: clean(t.first("PL"))}
	for _, v := range t.all("IS") {
		issn, _, _ := strings.Cut(v, " ")
		rep.Journal.ISSN = appendText(rep.Journal.ISSN, issn)
	}
	rep.Volume, rep.Issue, rep.Pages = clean(t.first("VI")), clean(t.first("IP")), clean(t.first("PG"))
	nbibIDs(&rep, t)
	nbibDates(&rep, t)
	nbibText(&rep, t)
	nbibTypes(&rep, t)
	revision := ""
	if d := parseLooseDate(t.first("LR")); !d.IsZero() {
		revision = d.String()
	}
	rec, err := in.finish(rep, revision, nbibRaw(t), "application/nbib")
	if err != nil {
		return rec, in.fault(fmt.Sprintf("line %d", t.at), t.first("PMID"), err.Error())
	}
	return rec, nil
}

// nbibNames reads the authors in order: FAU holds the whole name and AU its
// short form behind it; AD and AUID belong to the author before them.
func nbibNames(t *tagged) []study.Author {
	var out []study.Author
	full := false
	for _, f := range t.fields {
		switch f.tag {
		case "FAU":
			out, full = append(out, parseName(f.value)), true
		case "AU":
			if full && len(out) > 0 {
				last := &out[len(out)-1]
				if short := parseName(f.value); last.Initials == "" {
					last.Initials = short.Initials
				}
				full = false
				continue
			}
			out = append(out, parseName(f.value))
		case "CN":
			out = append(out, study.Author{Collective: clean(f.value)})
		case "AD":
			if n := len(out); n > 0 {
				out[n-1].Affiliations = appendText(out[n-1].Affiliations, f.value)
			}
		case "AUID":
			if id, ok := strings.CutPrefix(f.value, "ORCID:"); ok && len(out) > 0 {
				out[len(out)-1].ORCID = orcid(id)
			}
		}
	}
	return out
}

var reORCID = regexp.MustCompile(`\d{4}-?\d{4}-?\d{4}-?\d{3}[\dXx]`)

// orcid gives an ORCID in its normal form from any of the forms it is written in.
func orcid(s string) string {
	m := strings.ToUpper(strings.ReplaceAll(reORCID.FindString(s), "-", ""))
	if len(m) != 16 {
		return ""
	}
	return m[:4] + "-" + m[4:8] + "-" + m[8:12] + "-" + m[12:]
}

func nbibIDs(rep *study.Report, t *tagged) {
	setIDs(&rep.IDs, "", t.first("PMID"), t.first("PMC"), "")
	for _, v := range append(t.all("LID"), t.all("AID")...) {
		if doi, ok := strings.CutSuffix(v, "[doi]"); ok {
			setIDs(&rep.IDs, doi, "", "", "")
		} else if pii, ok := strings.CutSuffix(v, "[pii]"); ok && rep.Pages == "" && rep.ELocator == "" {
			rep.ELocator = clean(pii)
		}
	}
	for _, v := range t.all("SI") {
		if _, number, ok := strings.Cut(v, "/"); ok {
			if n, _, ok := study.NormalRegistry(number); ok {
				rep.Trials = append(rep.Trials, study.TrialLink{Number: n, Role: study.RoleReports})
			}
		}
	}
}

func nbibDates(rep *study.Report, t *tagged) {
	rep.Published.Print = parseLooseDate(t.first("DP"))
	rep.Published.Electronic = parseLooseDate(t.first("DEP"))
	day := func(tag string) study.Date {
		date, _, _ := strings.Cut(t.first(tag), " ")
		return parseLooseDate(date)
	}
	rep.Dates = study.Dates{Entered: day("EDAT"), Created: day("CRDT"), Revised: day("LR")}
}

func nbibText(rep *study.Report, t *tagged) {
	if ab := clean(t.first("AB")); ab != "" {
		rep.Abstract = splitLabels(ab)
	}
	if ab := clean(t.first("OAB")); ab != "" {
		rep.OtherAbstract = []study.Abstract{{Type: "Publisher", Language: t.first("OABL"), Sections: []study.Section{{Text: ab}}}}
	}
	rep.Copyright, rep.Conflicts = clean(t.first("CI")), clean(strings.TrimPrefix(t.first("COIS"), "Conflict of interest statement:"))
	for _, v := range t.all("LA") {
		rep.Languages = appendText(rep.Languages, v)
	}
	for _, v := range t.all("OT") {
		rep.Keywords = appendText(rep.Keywords, strings.TrimPrefix(v, "*"))
	}
	for _, v := range t.all("MH") {
		rep.MeSH = append(rep.MeSH, parseMeSH(v))
	}
	for _, v := range t.all("RN") {
		number, name, ok := strings.Cut(v, " (")
		if ok {
			rep.Substances = append(rep.Substances, study.Substance{Name: strings.TrimSuffix(name, ")"), Number: strings.TrimSuffix(number, "0")})
		}
	}
	for _, v := range t.all("GR") {
		p := append(strings.SplitN(v, "/", 3), "", "")
		rep.Grants = append(rep.Grants, study.Grant{ID: clean(p[0]), Agency: clean(p[1]), Country: clean(p[2])})
	}
	for _, v := range t.all("GN") {
		readIntegrity(rep, v)
	}
}

// reLabel is a section heading in the one line that NBIB makes of a structured
// abstract: capitals up to a colon, at the start or behind a full stop.
var reLabel = regexp.MustCompile(`(?:^|[.?!)] )([A-Z][A-Z ,/&'-]{3,60}): `)

func splitLabels(ab string) []study.Section {
	found := reLabel.FindAllStringSubmatchIndex(ab, -1)
	if len(found) < 2 || found[0][2] != 0 {
		return []study.Section{{Text: ab}}
	}
	var out []study.Section
	for i, m := range found {
		end := len(ab)
		if i+1 < len(found) {
			end = found[i+1][2]
		}
		out = append(out, study.Section{Label: ab[m[2]:m[3]], Text: strings.TrimSpace(ab[m[1]:end])})
	}
	return out
}

func parseMeSH(v string) study.Heading {
	parts := strings.Split(clean(v), "/")
	name, major := strings.CutPrefix(parts[0], "*")
	h := study.Heading{Name: name, Major: major}
	for _, q := range parts[1:] {
		name, major := strings.CutPrefix(q, "*")
		h.Qualifiers = append(h.Qualifiers, study.Qualifier{Name: name, Major: major})
	}
	return h
}

// nbibRelations are the comment and correction tags of MEDLINE (NLM, data
// element descriptions) with what they say.
var nbibRelations = []struct {
	tag    string
	rel    study.RelationType
	notice study.NoticeType
}{
	{"RIN", study.RetractionIn, study.NoticeRetraction},
	{"ROF", study.RetractionOf, ""},
	{"ECI", study.ConcernIn, study.NoticeConcern},
	{"ECF", study.ConcernFor, ""},
	{"EIN", study.ErratumIn, study.NoticeCorrection},
	{"EFR", study.ErratumFor, ""},
	{"CRI", study.CorrectedRepublishedIn, study.NoticeCorrection},
	{"CRF", study.CorrectedRepublishedFrom, ""},
	{"RRI", study.RetractedRepublishedIn, study.NoticeReplacement},
	{"RRF", study.RetractedRepublishedFrom, ""},
	{"RPI", study.RepublishedIn, ""},
	{"RPF", study.RepublishedFrom, ""},
	{"UIN", study.UpdateIn, ""},
	{"UOF", study.UpdateOf, ""},
	{"CIN", study.CommentIn, ""},
	{"CON", study.CommentOn, ""},
}

var reTrailingPMID = regexp.MustCompile(`PMID: ?([0-9]+)`)

func nbibTypes(rep *study.Report, t *tagged) {
	for _, r := range nbibRelations {
		for _, v := range t.all(r.tag) {
			ref := study.Ref{Text: clean(v)}
			if m := reTrailingPMID.FindStringSubmatch(v); m != nil {
				ref.PMID = m[1]
			}
			rep.Relations = append(rep.Relations, study.Relation{Type: r.rel, Target: ref})
			if r.notice != "" {
				rep.Notices = append(rep.Notices, study.Notice{Type: r.notice, Source: study.SourcePubMed, By: ref})
			}
		}
	}
	for _, v := range t.all("PT") {
		rep.PublicationTypes = appendText(rep.PublicationTypes, v)
		switch v {
		case "Preprint":
			rep.Kind = study.KindPreprint
		case "Retraction of Publication", "Published Erratum", "Expression of Concern":
			rep.Kind = study.KindNotice
		case "Retracted Publication":
			if !rep.Retracted() {
				rep.Notices = append(rep.Notices, study.Notice{Type: study.NoticeRetraction, Source: study.SourcePubMed, Detail: v})
			}
		}
	}
	if bt := clean(t.first("BTI")); bt != "" {
		rep.Kind, rep.Book = study.KindBook, &study.Book{Title: bt, Publisher: clean(t.first("PB")), ISBN: t.all("ISBN")}
		if rep.Title == "" {
			rep.Title = bt
		}
	}
}

func nbibRaw(t *tagged) []byte {
	var b strings.Builder
	for _, f := range t.fields {
		fmt.Fprintf(&b, "%-4s- %s\n", f.tag, f.value)
	}
	return []byte(b.String())
}
