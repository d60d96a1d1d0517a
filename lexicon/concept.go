package lexicon

// Kind says what sort of thing a Concept is.
type Kind string

// The kinds of concepts.
const (
	Drug       Kind = "drug"       // a psychedelic or a form of ketamine
	OtherDrug  Kind = "other drug" // comparators and companions
	Condition  Kind = "condition"
	Design     Kind = "design"
	Instrument Kind = "instrument"
	Route      Kind = "route"
	Mechanism  Kind = "mechanism"
)

// Concept is one thing that the field has names for.
type Concept struct {
	ID     string // lower-case slug, unique over all kinds
	Kind   Kind
	Label  string // the name to show
	Parent string // ID of the wider concept, "" at the top

	// Names are patterns (see Pattern) of the synonyms, brand, code and chemical
	// names, abbreviations and spellings; the first is the preferred one. A name
	// that starts with "=" counts only as printed.
	Names []string

	// Doubtful are abbreviations that mean other things too. Such a name counts
	// only in the company of one of Company, and not beside one of Against.
	Doubtful []string
	Company  []string // patterns that speak for the concept, beside Names
	Against  []string // patterns that speak against it
}

// Concepts lists every concept, parents before children.
func Concepts() []Concept {
	var out []Concept
	for _, table := range [][]Concept{drugs(), otherDrugs(), conditions(), instruments(), routes(), mechanisms()} {
		out = append(out, table...)
	}
	return out
}
