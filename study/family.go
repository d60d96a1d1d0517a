package study

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Stage says what a report is to its trial.
type Stage string

// The stages, in the order of a trial's life.
const (
	StageRegistered Stage = "registered"
	StageProtocol   Stage = "protocol"
	StageResults    Stage = "results"  // the first report of results
	StageFollowUp   Stage = "followup" // later reports: follow-ups, secondary analyses
	StageReview     Stage = "review"
	StageNotice     Stage = "notice"
)

// Label gives the stage in words for readers.
func (s Stage) Label() string {
	switch s {
	case StageRegistered:
		return "Registered"
	case StageProtocol:
		return "Protocol"
	case StageResults:
		return "Main results"
	case StageFollowUp:
		return "Follow-up or further analysis"
	case StageReview:
		return "Review"
	case StageNotice:
		return "Notice"
	}
	return string(s)
}

// Family is the studies that report on one trial, in the order of time.
type Family struct {
	Number  string         `json:"number"` // the registry's
	Members []FamilyMember `json:"members"`
	// Overdue says that the registration was completed over twelve months ago and
	// neither the registry nor the family has results.
	Overdue   bool `json:"overdue,omitempty"`
	Completed Date `json:"completed,omitzero"` // of the registration, as far as it says
}

// FamilyMember is one study of a Family.
type FamilyMember struct {
	ID    string `json:"id"`
	Kind  Kind   `json:"kind"`
	Title string `json:"title"`
	Date  Date   `json:"date,omitzero"`
	Stage Stage  `json:"stage"`
	Why   string `json:"why"` // what ties it to the trial: "registration", "lists the number", "listed by the registry"
}

// The ties of a study to a trial.
const (
	TieRegistration = "registration"
	TieReports      = "lists the number"
	TieListed       = "listed by the registry"
)

// Reporting gives the numbers of the trials that a report registers or reports
// on. A number that it only mentions is none of them.
func Reporting(r *Report) []string {
	var out []string
	if r.Kind == KindRegistration && r.IDs.Registry != "" {
		out = append(out, r.IDs.Registry)
	}
	for _, t := range r.Trials {
		if t.Role == RoleReports && r.Kind != KindRegistration && !slices.Contains(out, t.Number) {
			out = append(out, t.Number)
		}
	}
	return out
}

// Listed gives the lookup keys (see Keys) of the reports that a registration lists
// as its results. Background references are not among them.
func Listed(r *Report) []string {
	var out []string
	for _, rel := range r.Relations {
		if r.Kind == KindRegistration && rel.Type == TrialResult {
			out = append(out, keysOfRef(rel.Target)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// NewFamily makes the timeline of a trial from the studies that belong to it; tie
// gives what ties each of them, by id.
func NewFamily(number string, studies []Study, tie map[string]string, now time.Time) Family {
	f := Family{Number: number, Members: make([]FamilyMember, 0, len(studies))}
	results := false
	for i := range studies {
		s := &studies[i]
		m := FamilyMember{ID: s.ID, Kind: s.Kind, Title: s.Title, Date: familyDate(s), Stage: stageOf(&s.Report), Why: tie[s.ID]}
		results = results || m.Stage == StageFollowUp || s.Trial != nil && s.Kind == KindRegistration && (s.Trial.HasResults || !s.Trial.ResultsPosted.IsZero())
		if s.Trial != nil && s.Kind == KindRegistration && s.IDs.Registry == number {
			f.Completed = completion(s.Trial)
		}
		f.Members = append(f.Members, m)
	}
	slices.SortFunc(f.Members, func(a, b FamilyMember) int {
		return cmp.Or(compareBool(a.Date.IsZero(), b.Date.IsZero()), a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
	})
	f.mainResults()
	f.Overdue = !results && !f.Completed.IsZero() && overAYear(f.Completed, now)
	return f
}

// mainResults names the first report of results as such: an article before a
// preprint, and one that does not call itself a follow-up before one that does.
func (f *Family) mainResults() {
	best, rank := -1, 0
	for i, m := range f.Members {
		if m.Stage != StageFollowUp {
			continue
		}
		r := 1
		if m.Kind != KindPreprint {
			r += 2
		}
		if !laterWords(m.Title) {
			r += 4
		}
		if r > rank {
			best, rank = i, r
		}
	}
	if best >= 0 {
		f.Members[best].Stage = StageResults
	}
}

// laterWords says whether a title calls itself a later or partial report.
func laterWords(title string) bool {
	low := " " + strings.ToLower(title)
	return slices.ContainsFunc([]string{"follow-up", "followup", "long-term", "secondary ", "post hoc", "post-hoc", "subgroup", "exploratory",
		"extension", "mediat", "moderat", "predict", "qualitative", "baseline characteristics", "cost-effect"}, func(w string) bool { return strings.Contains(low, w) })
}

// stageOf gives the stage of a report by itself; which report of results is the
// first the family decides.
func stageOf(r *Report) Stage {
	switch {
	case r.Kind == KindRegistration:
		return StageRegistered
	case r.Kind == KindNotice:
		return StageNotice
	case genreOf(r.Title) == "protocol" || slices.Contains(r.PublicationTypes, "Clinical Trial Protocol"):
		return StageProtocol
	case slices.ContainsFunc(r.PublicationTypes, func(t string) bool {
		return t == "Review" || t == "Systematic Review" || t == "Meta-Analysis"
	}):
		return StageReview
	}
	return StageFollowUp
}

// familyDate gives the day at which a study stands in the timeline.
func familyDate(s *Study) Date {
	if d := s.Published.Earliest(); s.Kind != KindRegistration && !d.IsZero() {
		return d
	}
	return s.Dates.Entered
}

// completion gives when a trial was completed, the zero Date when it is not over
// or does not say. The primary completion counts: results are due a year after it
// (42 CFR 11.44).
func completion(t *Trial) Date {
	if t.Status != "completed" && t.Status != "terminated" {
		return Date{}
	}
	if !t.PrimaryCompletion.IsZero() {
		return t.PrimaryCompletion
	}
	return t.Completion
}

// overAYear says whether a date, taken at its latest, lies more than twelve months
// back.
func overAYear(d Date, now time.Time) bool {
	month, day := d.Month, d.Day
	if month == 0 {
		month = 12
	}
	if day == 0 {
		day = 31
	}
	return time.Date(d.Year+1, time.Month(month), day, 23, 59, 59, 0, time.UTC).Before(now)
}
