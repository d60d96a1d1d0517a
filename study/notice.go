package study

import "time"

// Notice is one published act against a report: it was retracted, doubted,
// corrected or withdrawn. Who said so and where is part of it.
type Notice struct {
	Type    NoticeType `json:"type"`
	Source  string     `json:"source"`           // the source whose record says so: "pubmed"
	By      Ref        `json:"by,omitzero"`      // the notice's own identifiers and citation, as far as given
	Date    Date       `json:"date,omitzero"`    // of the notice
	Detail  string     `json:"detail,omitempty"` // the source's own words, e.g. the publication type or the registry's reason
	Checked time.Time  `json:"checked,omitzero"` // when the source last said so
}

// NoticeType says what a notice does to a report.
type NoticeType string

// The kinds of notices, gravest first.
const (
	NoticeRetraction  NoticeType = "retraction"
	NoticeWithdrawal  NoticeType = "withdrawal"
	NoticeReplacement NoticeType = "replacement" // retracted and republished
	NoticeConcern     NoticeType = "concern"     // expression of concern
	NoticeCorrection  NoticeType = "correction"
)

// NoticeTypes lists the kinds of notices, gravest first.
func NoticeTypes() []NoticeType {
	return []NoticeType{NoticeRetraction, NoticeWithdrawal, NoticeReplacement, NoticeConcern, NoticeCorrection}
}

// Label gives the notice in the words that readers see.
func (t NoticeType) Label() string {
	switch t {
	case NoticeRetraction:
		return "Retracted"
	case NoticeWithdrawal:
		return "Withdrawn"
	case NoticeReplacement:
		return "Retracted and replaced"
	case NoticeConcern:
		return "Expression of concern"
	case NoticeCorrection:
		return "Corrected"
	}
	return string(t)
}

// Grave says whether a study with such a notice must not be used as evidence.
func (t NoticeType) Grave() bool {
	return t == NoticeRetraction || t == NoticeWithdrawal || t == NoticeReplacement
}

// Retracted says whether any of the notices takes the report out of the
// evidence: retraction, withdrawal, or retraction with replacement.
func (r *Report) Retracted() bool {
	for _, n := range r.Notices {
		if n.Type.Grave() {
			return true
		}
	}
	return false
}
