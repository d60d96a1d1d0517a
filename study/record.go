package study

import "time"

// Names of sources. An OAI-PMH repository is "oai:" and its name, an imported
// file "import:" and its base name.
const (
	SourcePubMed         = "pubmed"
	SourceEuropePMC      = "europepmc"
	SourceClinicalTrials = "clinicaltrials"
	SourceCrossref       = "crossref"
	SourceOpenAlex       = "openalex"
	SourceBioRxiv        = "biorxiv"
	SourceMedRxiv        = "medrxiv"
	SourceWebpage        = "webpage"
)

// Record is what one source says about one report, as fetched.
type Record struct {
	Source   string    `json:"source"`
	Key      string    `json:"key"`                // the source's own identifier: a PMID, "MED:123", "NCT06341426"
	Revision string    `json:"revision,omitempty"` // orders the source's versions of this record as text; "" when it has none
	Fetched  time.Time `json:"fetched"`
	Report   Report    `json:"report"`
	Gone     bool      `json:"gone,omitempty"` // the source no longer holds it; set by the library

	Raw     []byte `json:"-"` // the payload as fetched, for keeping
	RawType string `json:"-"` // its media type: "application/xml", "application/json", "text/plain"
}

// RecordKey names a record: the source and the source's own identifier.
type RecordKey struct {
	Source string `json:"source"`
	Key    string `json:"key"`
}

// ID gives the record's name.
func (r *Record) ID() RecordKey { return RecordKey{r.Source, r.Key} }

// String gives the key as "pubmed:38011560".
func (k RecordKey) String() string { return k.Source + ":" + k.Key }

// RecordError is a record that could not be taken: where it stands and why. The
// others of its page or file are stored all the same.
type RecordError struct {
	Source   string `json:"source,omitempty"`
	File     string `json:"file,omitempty"`
	Position string `json:"position,omitempty"` // "record 17", "line 204", "byte 90211"
	Key      string `json:"key,omitempty"`
	Reason   string `json:"reason"`
}

// Error gives the place and the reason in one line.
func (e *RecordError) Error() string {
	s := ""
	for _, p := range []string{e.Source, e.File, e.Position, e.Key} {
		if p != "" {
			s += p + ": "
		}
	}
	return s + e.Reason
}
