package study

import "time"

// Study is one report after the records about it are merged, with its permanent
// id. What is counted, found and cited are studies.
type Study struct {
	ID      string    `json:"id"`  // "ev" and 8 characters, see NewID
	Seq     uint64    `json:"seq"` // of its last change
	Created time.Time `json:"created"`
	Changed time.Time `json:"changed"`

	Report

	Records    []RecordRef       `json:"records"`              // sorted by Rank
	Provenance map[string]string `json:"provenance,omitempty"` // field of Report (JSON name) -> RecordKey.String(), see Merge
	Tags       Tags              `json:"tags,omitempty"`
	TagVersion string            `json:"tag_version,omitempty"` // of the rules that made Tags
	Withdrawn  bool              `json:"withdrawn,omitempty"`   // no source holds it any longer ("withdrawn by source")
}

// RecordRef is a study's record, and why it belongs to the study.
type RecordRef struct {
	Source   string    `json:"source"`
	Key      string    `json:"key"`
	Revision string    `json:"revision,omitempty"`
	Fetched  time.Time `json:"fetched"`
	Gone     bool      `json:"gone,omitempty"`     // the source no longer holds it
	Rule     string    `json:"rule,omitempty"`     // the rule that joined it: "pmid", "doi", …; "" for the first record
	Evidence string    `json:"evidence,omitempty"` // what matched, in words
}

// ID gives the record's name.
func (r RecordRef) ID() RecordKey { return RecordKey{r.Source, r.Key} }

// Year gives the year that a citation names, 0 when no date is known; for a
// registration the year in which it was first posted.
func (s *Study) Year() int {
	if d := s.Published.Date(); !d.IsZero() {
		return d.Year
	}
	return s.Dates.Entered.Year
}

// NCT gives the registration number to show beside the other identifiers: a
// registration's own, else the first ClinicalTrials.gov number that the report
// is listed for; "" when there is none.
func (s *Study) NCT() string {
	if s.IDs.Registry != "" {
		return s.IDs.Registry
	}
	for _, t := range s.Trials {
		if len(t.Number) > 3 && t.Number[:3] == "NCT" {
			return t.Number
		}
	}
	return ""
}
