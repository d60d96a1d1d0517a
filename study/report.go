package study

// Report is what a record says, and what a study says after its records are
// merged: the bibliographic description and the text of one report. All strings
// are plain text in Unicode NFC with white space folded, unless said otherwise.
// A zero field means "not given by the source", never "none".
type Report struct {
	Kind          Kind       `json:"kind"`
	IDs           IDs        `json:"ids"`
	Title         string     `json:"title"`
	TitleMarkup   string     `json:"title_markup,omitempty"` // the title with <i> <b> <sub> <sup> only, its text escaped; empty where it has none of them
	OriginalTitle string     `json:"original_title,omitempty"`
	Authors       []Author   `json:"authors,omitempty"`
	Journal       Journal    `json:"journal,omitzero"`
	Book          *Book      `json:"book,omitempty"`
	Volume        string     `json:"volume,omitempty"`
	Issue         string     `json:"issue,omitempty"`
	Pages         string     `json:"pages,omitempty"`    // as printed, e.g. "132-42"
	ELocator      string     `json:"elocator,omitempty"` // article number where there are no pages, e.g. "e12345"
	Published     Published  `json:"published,omitzero"`
	Abstract      []Section  `json:"abstract,omitempty"`
	OtherAbstract []Abstract `json:"other_abstracts,omitempty"` // translations and plain-language summaries, kept apart
	Languages     []string   `json:"languages,omitempty"`       // ISO 639-2/B codes as PubMed writes them, e.g. "eng"

	PublicationTypes []string    `json:"publication_types,omitempty"` // NLM's names, e.g. "Randomized Controlled Trial"
	MeSH             []Heading   `json:"mesh,omitempty"`
	Substances       []Substance `json:"substances,omitempty"`
	Keywords         []string    `json:"keywords,omitempty"`
	Grants           []Grant     `json:"grants,omitempty"`
	Conflicts        string      `json:"conflicts,omitempty"` // the statement of conflicts of interest
	Copyright        string      `json:"copyright,omitempty"` // the copyright line of the abstract
	License          License     `json:"license,omitzero"`

	Trials     []TrialLink `json:"trials,omitempty"`     // registry numbers that the source lists for this report
	Relations  []Relation  `json:"relations,omitempty"`  // comments, corrections, versions
	Notices    []Notice    `json:"notices,omitempty"`    // what was published against this report
	References []Ref       `json:"references,omitempty"` // cited works that carry an identifier
	Links      []Link      `json:"links,omitempty"`
	CitedBy    *int        `json:"cited_by,omitempty"` // number of citing works, where the source counts them

	Dates Dates  `json:"dates,omitzero"`
	Trial *Trial `json:"trial,omitempty"` // only for a registration
	Demo  bool   `json:"demo,omitempty"`  // synthetic: made by the demo world, not a real study
}

// Journal names where a report appeared.
type Journal struct {
	Title   string   `json:"title,omitempty"`
	Abbrev  string   `json:"abbrev,omitempty"` // ISO or NLM title abbreviation, without trailing dots removed
	ISSN    []string `json:"issn,omitempty"`   // "1234-567X"; print, electronic and linking alike
	NLMID   string   `json:"nlm_id,omitempty"`
	Country string   `json:"country,omitempty"`
}

// Book describes the book of a book record or of a chapter.
type Book struct {
	Title     string   `json:"title,omitempty"`
	Publisher string   `json:"publisher,omitempty"`
	Place     string   `json:"place,omitempty"`
	Edition   string   `json:"edition,omitempty"`
	Series    string   `json:"series,omitempty"`
	ISBN      []string `json:"isbn,omitempty"`
	Editors   []Author `json:"editors,omitempty"`
}

// Published keeps the dates of publication apart: a search by year matches any
// of them, as PubMed's does.
type Published struct {
	Print      Date `json:"print,omitzero"`
	Electronic Date `json:"electronic,omitzero"`
}

// Date gives the date that a citation names: print where it is known, else
// electronic, else the zero Date.
func (p Published) Date() Date {
	if !p.Print.IsZero() {
		return p.Print
	}
	return p.Electronic
}

// Earliest gives the first date on which the report could be read; the zero
// Date when nothing is known.
func (p Published) Earliest() Date {
	if p.Electronic.IsZero() || (!p.Print.IsZero() && p.Print.Compare(p.Electronic) < 0) {
		return p.Print
	}
	return p.Electronic
}

// Dates are the source's own dates about its record, not about the report.
type Dates struct {
	Entered Date `json:"entered,omitzero"` // PubMed's Entrez date [edat]; a registry's first posting
	Created Date `json:"created,omitzero"` // PubMed's create date [crdt]
	Revised Date `json:"revised,omitzero"` // PubMed's date of last revision [lr]; a registry's last update
}

// Heading is a MeSH heading with its qualifiers (subheadings).
type Heading struct {
	Name       string      `json:"name"`
	UI         string      `json:"ui,omitempty"` // e.g. "D007649"
	Major      bool        `json:"major,omitempty"`
	Qualifiers []Qualifier `json:"qualifiers,omitempty"`
}

// Qualifier is a MeSH subheading of a Heading.
type Qualifier struct {
	Name  string `json:"name"`
	UI    string `json:"ui,omitempty"`
	Major bool   `json:"major,omitempty"`
}

// Substance is an entry of a record's chemical list or of its supplementary
// concepts.
type Substance struct {
	Name   string `json:"name"`
	UI     string `json:"ui,omitempty"`
	Number string `json:"number,omitempty"` // CAS registry or UNII number; "0" is left out
}

// Grant is one source of funding as the record names it.
type Grant struct {
	ID      string `json:"id,omitempty"`
	Agency  string `json:"agency,omitempty"`
	Country string `json:"country,omitempty"`
}

// License says under which terms the text may be shown. Code is a short slug
// ("cc-by", "cc-by-nc", "cc0", …) or empty when the source gives no licence.
type License struct {
	Code string `json:"code,omitempty"`
	URL  string `json:"url,omitempty"`
}

// Open says whether the licence lets anybody show the whole abstract: Creative
// Commons licences and public-domain dedications.
func (l License) Open() bool {
	return len(l.Code) >= 2 && l.Code[:2] == "cc" || l.Code == "public-domain"
}

// Link leads to a place where more of the report is.
type Link struct {
	Kind string `json:"kind"` // "publisher", "fulltext", "pdf", "source"
	URL  string `json:"url"`
}
