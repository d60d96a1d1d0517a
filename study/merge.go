package study

import (
	"slices"
	"strings"
)

// Merge makes one report of the records of one study, and says for each field
// that is given (by its JSON name; the identifiers as "ids.pmid") which record it
// came from: RecordKey.String(), several joined by ", " for lists that records
// fill together. It is a pure function of the set of records: their order does
// not matter.
//
// Each field comes from the most trusted record that gives it (see Rank; a
// registration's own registry first), so nothing is overwritten with nothing.
// Notices, relations, trials, keywords, links and further abstracts are united;
// a notice told by two sources stays one of each. Records that their source has
// deleted count only when there are no others.
func Merge(records []Record) (report Report, provenance map[string]string) {
	m := merger{from: make(map[string]string, 24)}
	for _, r := range living(records) {
		m.at = r.ID().String()
		m.identity(&r.Report)
		m.text(&r.Report)
		m.place(&r.Report)
		m.lists(&r.Report)
		m.terms(&r.Report)
		m.united(&r.Report)
	}
	return m.out, m.from
}

// Fill gives newer with the fields that only older has. It is for two versions
// of one record that their source does not order: a short form must not empty
// what a full one gave.
func Fill(newer, older Report) Report {
	m := merger{from: map[string]string{}}
	for _, r := range []*Report{&newer, &older} {
		m.identity(r)
		m.text(r)
		m.place(r)
		m.lists(r)
		m.terms(r)
		m.united(r)
	}
	return m.out
}

// living gives the records in the order of trust, without the deleted ones
// unless there are only such.
func living(records []Record) []*Record {
	var out []*Record
	for _, i := range canonical(records) {
		if !records[i].Gone || len(out) == 0 || out[0].Gone {
			out = append(out, &records[i])
		}
	}
	return out
}

// merger takes records one after another, the most trusted first.
type merger struct {
	out  Report
	from map[string]string
	at   string // the record at hand
}

// take sets a field that is still empty and notes where it came from.
func take[T any](m *merger, name string, to *T, v T, has func(T) bool) {
	if has(*to) || !has(v) {
		return
	}
	*to = v
	m.from[name] = m.at
}

// maxCompared bounds the work on a list that a source made absurdly long: what
// lies beyond is kept as it comes.
const maxCompared = 5000

// unite adds the items that are not there yet and notes every record that
// brought one. same finds an item's place among those there; merge, when not
// nil, completes it.
func unite[T any](m *merger, name string, to *[]T, items []T, same func(a, b T) bool, merge func(to *T, from T)) {
	brought := false
	for _, it := range items {
		i := -1
		if len(*to) < maxCompared {
			i = slices.IndexFunc(*to, func(have T) bool { return same(have, it) })
		}
		switch {
		case i < 0:
			*to = append(*to, it)
			brought = true
		case merge != nil:
			merge(&(*to)[i], it)
		}
	}
	if brought {
		m.note(name)
	}
}

// note adds the record at hand to those that a field came from.
func (m *merger) note(name string) {
	if have := m.from[name]; have == "" {
		m.from[name] = m.at
	} else if have != m.at && !strings.HasSuffix(have, ", "+m.at) {
		m.from[name] = have + ", " + m.at
	}
}

func given(s string) bool { return s != "" }

func dated(d Date) bool { return !d.IsZero() }

func filled[T any](s []T) bool { return len(s) > 0 }

func known[T any](p *T) bool { return p != nil }

// identity merges what names the report.
func (m *merger) identity(r *Report) {
	take(m, "kind", &m.out.Kind, r.Kind, func(k Kind) bool { return k != "" })
	take(m, "ids.pmid", &m.out.IDs.PMID, r.IDs.PMID, given)
	take(m, "ids.pmcid", &m.out.IDs.PMCID, r.IDs.PMCID, given)
	take(m, "ids.doi", &m.out.IDs.DOI, r.IDs.DOI, given)
	if m.out.IDs.DOIPrinted == "" && r.IDs.DOI == m.out.IDs.DOI {
		m.out.IDs.DOIPrinted = r.IDs.DOIPrinted
	}
	take(m, "ids.registry", &m.out.IDs.Registry, r.IDs.Registry, given)
	take(m, "ids.europepmc", &m.out.IDs.EuropePMC, r.IDs.EuropePMC, given)
	take(m, "ids.openalex", &m.out.IDs.OpenAlex, r.IDs.OpenAlex, given)
	if r.Demo {
		m.out.Demo = true
		m.note("demo")
	}
}

// text merges title and abstract. Markup and copyright line belong to the very
// title and abstract that were taken.
func (m *merger) text(r *Report) {
	if m.out.Title == "" && r.Title != "" {
		m.out.TitleMarkup = r.TitleMarkup
		if r.TitleMarkup != "" {
			m.from["title_markup"] = m.at
		}
	}
	take(m, "title", &m.out.Title, r.Title, given)
	take(m, "original_title", &m.out.OriginalTitle, r.OriginalTitle, given)
	if filled(r.Abstract) && (!filled(m.out.Abstract) || (cutShort(m.out.Abstract) && !cutShort(r.Abstract))) {
		m.out.Abstract, m.from["abstract"] = r.Abstract, m.at
		if r.Copyright != "" {
			m.out.Copyright, m.from["copyright"] = r.Copyright, m.at
		}
	}
	take(m, "copyright", &m.out.Copyright, r.Copyright, given)
	take(m, "authors", &m.out.Authors, r.Authors, filled)
	take(m, "languages", &m.out.Languages, r.Languages, filled)
}

// cutShort says whether MEDLINE ended the abstract at its former limits of 250
// or 400 words; it says so in these words.
func cutShort(sections []Section) bool {
	last := sections[len(sections)-1].Text
	tail := last[max(0, len(last)-60):]
	return strings.Contains(strings.ToUpper(tail), "ABSTRACT TRUNCATED AT")
}

// place merges where and when the report appeared. The parts of a journal's
// name fill each other only when they speak of one journal.
func (m *merger) place(r *Report) {
	m.journal(&r.Journal)
	take(m, "book", &m.out.Book, r.Book, known)
	take(m, "volume", &m.out.Volume, r.Volume, given)
	take(m, "issue", &m.out.Issue, r.Issue, given)
	take(m, "pages", &m.out.Pages, r.Pages, given)
	take(m, "elocator", &m.out.ELocator, r.ELocator, given)
	take(m, "published.print", &m.out.Published.Print, r.Published.Print, dated)
	take(m, "published.electronic", &m.out.Published.Electronic, r.Published.Electronic, dated)
	take(m, "dates.entered", &m.out.Dates.Entered, r.Dates.Entered, dated)
	take(m, "dates.created", &m.out.Dates.Created, r.Dates.Created, dated)
	take(m, "dates.revised", &m.out.Dates.Revised, r.Dates.Revised, dated)
	take(m, "trial", &m.out.Trial, r.Trial, known)
}

// journal takes the whole journal of the first record that names one, and
// completes it from later ones that share an ISSN, the NLM id or the title.
func (m *merger) journal(j *Journal) {
	out := &m.out.Journal
	if out.Title == "" && out.Abbrev == "" {
		if j.Title == "" && j.Abbrev == "" && len(j.ISSN) == 0 {
			return
		}
		before := out.ISSN
		*out, m.from["journal"] = *j, m.at
		out.ISSN = uniteText(j.ISSN, before)
		return
	}
	if !sameJournal(out, j) {
		return
	}
	out.ISSN = uniteText(out.ISSN, j.ISSN)
	out.Title, out.Abbrev = first(out.Title, j.Title), first(out.Abbrev, j.Abbrev)
	out.NLMID, out.Country = first(out.NLMID, j.NLMID), first(out.Country, j.Country)
}

// uniteText gives a with what only b has, without touching a's array.
func uniteText(a, b []string) []string {
	out := slices.Clip(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// sameJournal says whether two descriptions share something that names one
// journal.
func sameJournal(a, b *Journal) bool {
	if a.NLMID != "" && a.NLMID == b.NLMID {
		return true
	}
	if slices.ContainsFunc(a.ISSN, func(s string) bool { return slices.Contains(b.ISSN, s) }) {
		return true
	}
	return given(a.Title) && strings.EqualFold(a.Title, b.Title) || given(a.Abbrev) && strings.EqualFold(a.Abbrev, b.Abbrev)
}

// lists merges lists that are taken whole: united, two indexers' words would
// stand for one thing.
func (m *merger) lists(r *Report) {
	take(m, "publication_types", &m.out.PublicationTypes, r.PublicationTypes, filled)
	take(m, "mesh", &m.out.MeSH, r.MeSH, filled)
	take(m, "substances", &m.out.Substances, r.Substances, filled)
	take(m, "grants", &m.out.Grants, r.Grants, filled)
	if len(r.References) > len(m.out.References) {
		m.out.References, m.from["references"] = r.References, m.at
	}
}

// terms merges single statements: conflicts, licence, citation count.
func (m *merger) terms(r *Report) {
	take(m, "conflicts", &m.out.Conflicts, r.Conflicts, given)
	take(m, "license", &m.out.License, r.License, func(l License) bool { return l.Code != "" })
	if m.out.License.Code == "" {
		take(m, "license", &m.out.License, r.License, func(l License) bool { return l.URL != "" })
	}
	if r.CitedBy != nil && (m.out.CitedBy == nil || *r.CitedBy > *m.out.CitedBy) {
		m.out.CitedBy, m.from["cited_by"] = r.CitedBy, m.at
	}
}
