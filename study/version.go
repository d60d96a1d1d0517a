package study

import (
	"cmp"
	"slices"
	"time"
)

// Version is another version of a report: the article that a preprint became, the
// preprint of an article, a republished text.
type Version struct {
	ID       string       `json:"id"`
	Relation RelationType `json:"relation"` // read from the study at hand: UpdateIn, this one is the later
	Kind     Kind         `json:"kind"`
	Title    string       `json:"title"`
	Date     Date         `json:"date,omitzero"`
}

// Supersedes says whether the version stands in the place of the study at hand.
func (v Version) Supersedes() bool {
	switch v.Relation {
	case UpdateIn, CorrectedRepublishedIn, RetractedRepublishedIn, RepublishedIn:
		return true
	}
	return false
}

// VersionLink is a tie to another version, by one of its lookup keys.
type VersionLink struct {
	Key      string
	Relation RelationType
}

// VersionLinks gives the lookup keys (see Keys) of the reports that a report says
// to be its versions, with the relation read from the report, sorted. Its own
// identifiers are not among them.
func VersionLinks(r *Report) []VersionLink {
	own := Keys(&Record{Report: Report{IDs: r.IDs}})
	var out []VersionLink
	for _, rel := range r.Relations {
		switch rel.Type {
		case UpdateIn, UpdateOf, CorrectedRepublishedIn, CorrectedRepublishedFrom, RetractedRepublishedIn, RetractedRepublishedFrom, RepublishedIn, RepublishedFrom:
		default:
			continue
		}
		for _, k := range keysOfRef(rel.Target) {
			if l := (VersionLink{k, rel.Type}); !slices.Contains(own, k) && !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	slices.SortFunc(out, func(a, b VersionLink) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Relation, b.Relation))
	})
	return out
}

// Decision is what an operator decided about two records of which one is in the
// study at hand: they are one report, or they are not.
type Decision struct {
	A      RecordKey `json:"a"`
	B      RecordKey `json:"b"`
	Join   bool      `json:"join"`
	Reason string    `json:"reason"`
	Other  string    `json:"other,omitempty"` // the study of the record that is not in this one
	At     time.Time `json:"at"`
}

// Correction is an answer to a task that an operator gave by hand, in place of
// what the rules read; the last one about a task holds.
type Correction struct {
	Task   Task      `json:"task"`
	Tag    *Tag      `json:"tag,omitempty"` // nil: the decision was taken back, and the rules answer again
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}
