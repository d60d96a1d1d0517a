package study

import (
	"fmt"
	"slices"
	"strings"
)

// alike makes two or more reports that look like one and are not.
type alike struct {
	name string
	make func(l *literature) []Report
	not  string // retellings by parts of their names, "|" between, after which nobody could tell the reports apart
}

// allows says whether the reports stay apart when they are told in a way.
func (a alike) allows(v retelling) bool {
	return !v.loss && (a.not == "" || !slices.ContainsFunc(strings.Split(a.not, "|"), func(s string) bool { return strings.Contains(v.name, s) }))
}

// withTitle gives the report with another title.
func withTitle(r Report, title string) Report {
	r = clone(r)
	r.Title = title
	return r
}

// elsewhere gives the report on other pages of its volume.
func (l *literature) elsewhere(r Report) Report {
	r = clone(r)
	for _, s := range shelves() {
		if s.names[0] == r.Journal.Title {
			r.Pages = l.place(s, r.Volume)
		}
	}
	r.IDs.DOI = ""
	return r
}

// paged draws a paper with pages and a volume.
func (l *literature) paged() Report {
	for {
		if r := l.paper(); r.Volume != "" && strings.Contains(r.Pages, "-") {
			return r
		}
	}
}

// later gives the report n years later in the same journal.
func (l *literature) later(r Report, n int) Report {
	r.Published.Print, _ = NewDate(r.Published.Print.Year+n, 0, 0)
	if r.Volume != "" {
		var v int
		_, _ = fmt.Sscan(r.Volume, &v)
		r.Volume = fmt.Sprint(v + n)
	}
	return l.elsewhere(r)
}

// supplement gives the report as an abstract in a supplement.
func (l *literature) supplement(r Report) Report {
	r = clone(r)
	r.Pages = l.pick("S", "A", "P", "s") + fmt.Sprint(1+l.rng.IntN(400))
	r.IDs.DOI = ""
	if len(r.Abstract) > 0 {
		r.Abstract = []Section{{Text: l.abstract(r.Title)}}
	}
	return r
}

func alikesInOneJournal() []alike {
	return slices.Concat(alikesInSeries(), alikesOfMeetings())
}

func alikesInSeries() []alike {
	return []alike{
		{"numbered parts", func(l *literature) []Report {
			r := l.paper()
			n := [][2]string{{"Part I", "Part II"}, {"part 1", "part 2"}, {"I. Methods", "II. Results"}, {"first report", "second report"}}[l.rng.IntN(4)]
			return []Report{withTitle(r, r.Title+": "+n[0]), withTitle(l.elsewhere(r), r.Title+": "+n[1])}
		}, "language|letter"},
		{"yearly reports", func(l *literature) []Report {
			r, y := l.paper(), l.rng.IntN(20)
			return []Report{withTitle(r, fmt.Sprintf("%s, %d", r.Title, 1990+y)), withTitle(l.later(r, 1), fmt.Sprintf("%s, %d", r.Title, 1991+y))}
		}, "language"},
		{"the same title every year", func(l *literature) []Report {
			r := l.paper()
			r.Abstract = nil
			next := l.later(r, 1)
			if l.chance(50) {
				next.Volume, next.Pages = "", ""
			}
			return []Report{r, next, l.later(r, 3)}
		}, "a year"},
		{"erratum", func(l *literature) []Report {
			r := l.paper()
			e := withTitle(l.elsewhere(r), l.pick("Erratum: ", "Correction to: ", "Corrigendum to: ", "Retraction notice to: ", "Expression of concern: ")+r.Title)
			if l.chance(50) {
				e.IDs.DOI = r.IDs.DOI // as some publishers have it
			}
			if l.chance(30) {
				e.Pages = r.Pages
			}
			return []Report{r, e}
		}, "language|article in front|section in front|letter"},
		{"comment and reply", func(l *literature) []Report {
			r := l.paper()
			c := withTitle(l.elsewhere(r), l.pick("Comment on: ", "Re: ", "Letter to the editor: ")+r.Title)
			c.Authors = []Author{l.author()}
			reply := withTitle(l.elsewhere(r), r.Title+l.pick(": authors' reply", " - reply", ": the authors respond. Reply"))
			return []Report{r, c, reply}
		}, "language|article in front|section in front|letter"},
	}
}

func alikesOfMeetings() []alike {
	return []alike{
		{"abstract in the journal's supplement", func(l *literature) []Report { r := l.paged(); return []Report{r, l.supplement(r)} }, ""},
		{"abstract the year before", func(l *literature) []Report {
			r := l.paged()
			s := l.supplement(r)
			s.Published.Print, _ = NewDate(r.Published.Print.Year-1, 0, 0)
			s.Volume = l.pick("", s.Volume+" Suppl 2")
			return []Report{r, s}
		}, ""},
		{"posters at two meetings", func(l *literature) []Report {
			r := l.paged()
			return []Report{l.supplement(l.later(r, 1)), l.supplement(r)}
		}, ""},
		{"two abstracts on a page", func(l *literature) []Report {
			r := l.supplement(l.paged())
			a, b := l.pick("men", "anxiety", "placebo", "serotonin"), l.pick("women", "insomnia", "saline", "dopamine")
			return []Report{withTitle(r, r.Title+" and "+a+" at follow-up"), withTitle(r, r.Title+" and "+b+" at follow-up")}
		}, "language"},
		{"companion papers", func(l *literature) []Report {
			r := l.paper()
			return []Report{withTitle(r, r.Title+": outcomes in men"), withTitle(l.elsewhere(r), r.Title+": outcomes in women")}
		}, "language|translated"},
		{"letters of one title", func(l *literature) []Report {
			r := l.paged()
			r.IDs.DOI, r.Abstract, r.Title = "", nil, l.pick("Ketamine for depression", "Psilocybin in palliative care", "The ethics of placebo in trials of psychedelic therapy")
			a, b := clone(r), clone(r)
			a.Authors, b.Authors = []Author{{Family: "Keller", Given: "B"}}, []Author{{Family: "Rossi", Given: "G"}}
			return []Report{a, b}
		}, ""},
		{"recurring titles", func(l *literature) []Report {
			r := withTitle(l.paged(), l.pick("Editorial", "Abstracts", "In this issue", "Letter to the editor", "Introduction", "Book reviews", "Abstracts of the annual meeting of the society of mood", "Reply"))
			if l.chance(50) {
				r.Authors = nil
			}
			r.IDs.DOI, r.Abstract = "", nil
			other := l.elsewhere(r)
			if l.chance(40) {
				other = l.later(r, 1)
			}
			return []Report{r, other}
		}, ""},
		{"protocol", func(l *literature) []Report {
			r := l.paper()
			return []Report{r, withTitle(l.elsewhere(r), r.Title+l.pick(": study protocol", ": protocol for a randomised trial", " (protocol)"))}
		}, "language"},
	}
}

func alikesElsewhere() []alike {
	return []alike{
		{"published twice", func(l *literature) []Report {
			r, other := l.paper(), l.paper()
			for other.Journal.Title == r.Journal.Title {
				other = l.paper()
			}
			d := clone(r)
			d.Journal, d.Volume, d.Pages, d.IDs.DOI = other.Journal, other.Volume, other.Pages, ""
			if l.chance(30) {
				d.Pages = ""
			}
			return []Report{r, d}
		}, "proofs"},
		{"edition in English", func(l *literature) []Report {
			r := l.paged()
			e := l.elsewhere(r)
			e.Journal = Journal{Title: e.Journal.Title + l.pick(" (English Edition)", " [English ed.]", ", International Edition")}
			return []Report{withTitle(r, "["+r.Title+"]"), e}
		}, ""},
		{"preprint", func(l *literature) []Report {
			r := l.paper()
			p := clone(r)
			p.Journal = Journal{Title: l.pick("medRxiv", "bioRxiv : the preprint server for biology", "Research Square", "PsyArXiv Preprints")}
			p.Volume, p.Pages, p.IDs.DOI = "", "", ""
			p.Published.Print, _ = NewDate(r.Published.Print.Year-l.rng.IntN(2), 0, 0)
			return []Report{r, p}
		}, ""},
		{"updates of a review", func(l *literature) []Report {
			r := l.paper()
			r.Journal, r.IDs.DOI = Journal{Title: "Nordic Database of Systematic Reviews"}, ""
			r.Pages, r.Volume = fmt.Sprintf("CD%06d", l.rng.IntN(99999)), l.pick("", "3", "7")
			u, p := clone(r), clone(r)
			u.Published.Print, _ = NewDate(r.Published.Print.Year+2+l.rng.IntN(4), 0, 0)
			p.Published.Print, _ = NewDate(r.Published.Print.Year-1-l.rng.IntN(3), 0, 0)
			p.Volume = l.pick("1", "")
			return []Report{r, u, withTitle(p, p.Title+l.pick(" (Protocol)", ""))}
		}, "a year"},
		{"thesis", func(l *literature) []Report {
			r := l.paged()
			d := clone(r)
			d.Journal = Journal{Title: l.pick("", "University of the North", "Dissertation Abstracts International: Section B: The Sciences and Engineering")}
			d.Volume, d.Pages, d.IDs.DOI, d.Abstract = "", l.pick("", "210"), "", nil
			d.Authors = r.Authors[:1]
			return []Report{r, d}
		}, ""},
		{"a DOI for the whole supplement", func(l *literature) []Report {
			doi, first := "10.5555/suppl."+fmt.Sprint(l.rng.IntN(99999)), l.paged()
			var out []Report
			for range 5 {
				r := l.supplement(l.paper())
				r.Journal, r.Volume, r.Published = first.Journal, first.Volume, first.Published
				r.IDs.DOI = doi
				out = append(out, r)
			}
			return distinctTitles(out)
		}, ""},
		{"the DOI of another paper", func(l *literature) []Report {
			a := l.paged()
			b := l.paged()
			a.IDs.DOI = "10.5555/typed." + fmt.Sprint(l.rng.IntN(99999))
			b.IDs.DOI = a.IDs.DOI
			return distinctTitles([]Report{a, b})
		}, ""},
		{"conference paper and article", func(l *literature) []Report {
			r := l.paged()
			c := clone(r)
			c.Journal = Journal{Title: "Proceedings of the Alpine Conference on Consciousness Systems"}
			c.Volume, c.Pages, c.IDs.DOI = "", l.pick("", "11-18"), ""
			c.Published.Print, _ = NewDate(r.Published.Print.Year-l.rng.IntN(2), 0, 0)
			return []Report{r, c}
		}, ""},
		{"other people's paper of the same title", func(l *literature) []Report {
			a, b := l.paper(), l.paper()
			b.Title = a.Title
			b.Authors = []Author{{Family: "Unseld", Given: "Q"}, {Family: "Vreeswijk", Given: "X"}}
			return []Report{a, b}
		}, ""},
	}
}

// distinctTitles leaves out reports of a title that is there.
func distinctTitles(list []Report) []Report {
	seen := map[string]bool{}
	var out []Report
	for _, r := range list {
		if !seen[r.Title] {
			seen[r.Title] = true
			out = append(out, r)
		}
	}
	return out
}
