package study

import (
	"cmp"
	"slices"
	"time"
)

// CheckState says what a source says of notices against a study.
type CheckState string

// The states. "Clear" means that the source was asked and said of none; silence
// because it was not or could not be asked is not clear.
const (
	CheckNoticed    CheckState = "noticed"
	CheckClear      CheckState = "clear"
	CheckNotChecked CheckState = "not_checked"
)

// NoticeSources are the sources that tell of notices, in the order in which they
// are shown.
func NoticeSources() []string {
	return []string{SourcePubMed, SourceEuropePMC, SourceCrossref, SourceOpenAlex, SourceClinicalTrials}
}

// Asked says when a source was last asked about a study.
type Asked struct {
	Source string    `json:"source"`
	At     time.Time `json:"at,omitzero"`     // when it last answered; zero: never
	Failed time.Time `json:"failed,omitzero"` // when it last did not answer; zero: never
	Reason string    `json:"reason,omitempty"`
}

// NoticeCheck is one source's line in the ledger of a study's notices.
type NoticeCheck struct {
	Source  string     `json:"source"`
	State   CheckState `json:"state"`
	Checked time.Time  `json:"checked,omitzero"` // of the last answer; with CheckNotChecked: "not checked since"; zero: never
	Failed  time.Time  `json:"failed,omitzero"`  // of the attempt after it that failed
	Reason  string     `json:"reason,omitempty"` // why it failed
	Notices []Notice   `json:"notices,omitempty"`
}

// StaleAfter is the age from which an answer counts no longer as a check: twice
// the time between two re-checks of the whole library.
const StaleAfter = 60 * 24 * time.Hour

// Ledger gives a line for every source of NoticeSources and for every other that
// tells of a notice. A notice that was told once stays told, however old the
// answer is. A source whose last attempt failed, or whose answer is older than
// StaleAfter, leaves "not checked", never "clear".
func Ledger(notices []Notice, asked []Asked, now time.Time) []NoticeCheck {
	lines := map[string]*NoticeCheck{}
	var order []string
	line := func(source string) *NoticeCheck {
		if lines[source] == nil {
			lines[source] = &NoticeCheck{Source: source, State: CheckNotChecked}
			order = append(order, source)
		}
		return lines[source]
	}
	for _, s := range NoticeSources() {
		line(s)
	}
	for _, a := range asked {
		if lines[a.Source] == nil {
			continue // a source that tells of no notices
		}
		l := line(a.Source)
		l.Checked = a.At
		if a.Failed.After(a.At) {
			l.Failed, l.Reason = a.Failed, a.Reason
		} else if !a.At.IsZero() && now.Sub(a.At) <= StaleAfter {
			l.State = CheckClear
		}
	}
	for _, n := range notices {
		l := line(n.Source)
		l.State, l.Notices = CheckNoticed, append(l.Notices, n)
	}
	out := make([]NoticeCheck, len(order))
	for i, s := range order {
		slices.SortStableFunc(lines[s].Notices, func(a, b Notice) int { return cmp.Compare(gravity(a.Type), gravity(b.Type)) })
		out[i] = *lines[s]
	}
	return out
}

// gravity orders kinds of notices, the gravest first.
func gravity(t NoticeType) int {
	if i := slices.Index(NoticeTypes(), t); i >= 0 {
		return i
	}
	return len(NoticeTypes())
}

// DueCheck is a record whose source is to be asked again whether there is a notice
// against its report.
type DueCheck struct {
	Record  RecordKey `json:"record"`
	Ref     Ref       `json:"ref"` // the study's id, and the record's identifiers
	Checked time.Time `json:"checked,omitzero"`
}
