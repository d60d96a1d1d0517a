package study

import (
	"fmt"
	"strings"
)

// alikesOfReviews are what a reviewer's searches bring that is nearly one report:
// corrections as citation indexes title them, entries of trial registers under the
// title of the paper, posters shown twice, later parts and versions.
func alikesOfReviews() []alike {
	return append(alikesInRegisters(), alikesOnPages()...)
}

// unpaged leaves the pages out of some reports, as databases do.
func (l *literature) unpaged(r Report, percent int) Report {
	if l.chance(percent) {
		r.Pages = ""
	}
	return r
}

func alikesInRegisters() []alike {
	return []alike{
		{"correction with the place of the article", func(l *literature) []Report {
			r := l.paged()
			e := l.elsewhere(r)
			if l.chance(40) {
				e = l.later(r, 1)
			}
			e = l.unpaged(withTitle(e, r.Title+fmt.Sprintf(l.pick(" (vol %s, pg %s, %d)", " (vol %s, art no %s, %d)", " (Retraction of vol %s, pg %s, %d)", " [vol %s, pg %s, %d]"), r.Volume, r.Pages, r.Published.Print.Year)), 30)
			e.Abstract = nil
			return []Report{r, e}
		}, "language|letter"},
		{"entry of a register", func(l *literature) []Report {
			r := l.paper()
			n := fmt.Sprintf("NCT%08d", l.rng.IntN(99999999))
			e := clone(r)
			e.Journal = Journal{Title: l.pick("https://clinicaltrials.gov/show/"+n, "ClinicalTrials.gov", "http://www.who.int/trialsearch/Trial2.aspx?TrialID="+n, n)}
			e.Volume, e.Pages, e.IDs.DOI, e.Abstract = "", l.pick("", n), "", nil
			e.Authors = l.registrants(r)
			e.Published.Print, _ = NewDate(r.Published.Print.Year-l.rng.IntN(4), 0, 0)
			return []Report{r, e}
		}, ""},
		{"versions of a review with its number", func(l *literature) []Report {
			r := l.paper()
			r.Journal, r.Pages, r.Volume = Journal{Title: "Nordic Database of Systematic Reviews"}, fmt.Sprintf("CD%06d", l.rng.IntN(99999)), ""
			r.IDs.DOI = "10.5555/14651858." + strings.ToLower(r.Pages)
			second, third := clone(r), clone(r)
			second.IDs.DOI += ".pub2"
			third.IDs.DOI += ".pub3"
			second.Published.Print, _ = NewDate(r.Published.Print.Year+l.rng.IntN(3), 0, 0)
			third.Published.Print, _ = NewDate(r.Published.Print.Year+4, 0, 0)
			return []Report{r, second, third}
		}, "a year|DOI"},
		{"reprint", func(l *literature) []Report {
			r := l.paged()
			return []Report{r, l.unpaged(withTitle(l.later(r, 1+l.rng.IntN(3)), l.pick("Reprint of: ", "Republished: ", "Reprint of ")+r.Title), 30)}
		}, "language|front|letter"},
		{"summary elsewhere", func(l *literature) []Report {
			r, other := l.paged(), l.paged()
			for other.Journal.Title == r.Journal.Title {
				other = l.paged()
			}
			s := clone(r)
			s.Journal, s.Volume, s.Pages, s.IDs.DOI, s.Abstract = other.Journal, other.Volume, other.Pages, "", nil
			s.Authors = []Author{{Family: "Vreeswijk", Given: "X"}}
			return []Report{r, l.unpaged(s, 30)}
		}, ""},
		{"guideline in three journals", func(l *literature) []Report {
			out := []Report{l.paged()}
			for len(out) < 3 {
				r, other := clone(out[0]), l.paged()
				if other.Journal.Title == out[0].Journal.Title || other.Journal.Title == out[len(out)-1].Journal.Title {
					continue
				}
				r.Journal, r.Pages, r.IDs.DOI = other.Journal, other.Pages, ""
				if l.chance(60) {
					r.Volume = other.Volume
				}
				out = append(out, l.unpaged(r, 40))
			}
			return out
		}, "proofs"},
	}
}

// registrants gives who a register names for a trial.
func (l *literature) registrants(r Report) []Author {
	switch l.rng.IntN(3) {
	case 0:
		return nil
	case 1:
		return []Author{{Family: "Nct"}}
	}
	return r.Authors[:1]
}

func alikesOnPages() []alike {
	return []alike{
		{"posters in two journals", func(l *literature) []Report {
			a, other := l.supplement(l.paged()), l.paged()
			for other.Journal.Title == a.Journal.Title {
				other = l.paged()
			}
			b := l.supplement(a)
			b.Abstract, b.Journal = a.Abstract, other.Journal
			if l.chance(60) {
				b.Volume = other.Volume
			}
			return []Report{l.unpaged(a, 20), l.unpaged(b, 40)}
		}, ""},
		{"paper and abstract elsewhere", func(l *literature) []Report {
			r, other := l.paged(), l.paged()
			for other.Journal.Title == r.Journal.Title {
				other = l.paged()
			}
			s := l.supplement(r)
			s.Journal, s.Volume = other.Journal, l.pick(other.Volume, r.Volume)
			if l.chance(50) {
				s.Abstract = r.Abstract
			}
			return []Report{r, l.unpaged(s, 50)}
		}, ""},
		{"two doses on a page", func(l *literature) []Report {
			r := l.supplement(l.paged())
			p := [][2]string{{"0.5 mg/kg", "1.0 mg/kg"}, {"phase II", "phase III"}, {"male", "female"}, {"unilateral", "bilateral"}, {"maternal", "paternal"}, {"short-term", "long-term"},
				{"acute", "chronic"}, {"before", "after"}, {"anterior", "posterior"}, {"prednisone", "prednisolone acetate"}, {"hypoactive", "hyperactive"}, {"week 4", "week 8"}}[l.rng.IntN(12)]
			other := withTitle(r, r.Title+" - "+p[1]+" exposure")
			if l.chance(50) {
				other.Pages += "1"
			}
			return []Report{withTitle(r, r.Title+" - "+p[0]+" exposure"), other}
		}, "language|letter"},
		{"a later follow-up", func(l *literature) []Report {
			r := l.paged()
			return []Report{r, l.unpaged(withTitle(l.later(r, l.rng.IntN(3)), r.Title+l.pick(": five-year follow-up", " - a secondary analysis", ". Part 2", " II", ": an update")), 30)}
		}, "language|letter"},
		{"a short title again", func(l *literature) []Report {
			r := withTitle(l.paged(), l.pick("Ketamine cystitis", "Serotonin syndrome: a case report", "Ketamine for depression", "What is new in pain?", "Psychedelics and the brain"))
			r.Abstract, r.IDs.DOI = nil, ""
			return []Report{r, l.unpaged(l.later(r, 1+l.rng.IntN(2)), 40)}
		}, "a year"},
		{"letter by name", func(l *literature) []Report {
			r := l.paged()
			c := withTitle(l.elsewhere(r), fmt.Sprintf(l.pick("Letter by Unseld et al regarding article, “%s”", "Correspondence: %s", "Regarding “%s”", "Letter: %s", "Comments on “%s”", "Re: %s"), r.Title))
			c.Authors, c.Abstract = []Author{{Family: "Unseld", Given: "Q"}, {Family: "Vreeswijk", Given: "X"}}, nil
			reply := withTitle(l.elsewhere(r), fmt.Sprintf(l.pick("Response to letter regarding article, “%s”", "Reply to: %s", "In reply: %s", "Authors' reply: %s", "Reply to the letter “%s”"), r.Title))
			reply.Abstract = nil
			return []Report{r, l.unpaged(c, 30), l.unpaged(reply, 30)}
		}, "language|front|letter"},
		{"paper and abstract, the abstract marked", func(l *literature) []Report {
			r := l.paged()
			for strings.HasPrefix(r.Pages, "S") {
				r = l.paged()
			}
			s := withTitle(l.supplement(r), r.Title+l.pick(" [abstract]", ". [Meeting Abstract]", " (abstract)"))
			return []Report{r, l.unpaged(s, 50)}
		}, "language|notes|brackets|quoted|section|sign|dot"},
	}
}
