package study

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// retellingsOfExports are what happens to a record between a database and a file
// that a reviewer sends: fields run together, letters recoded, columns that a
// spreadsheet took for dates.
func retellingsOfExports() []retelling {
	return slices.Concat(exportedTitles(), exportedAuthors(), exportedJournals(), exportedPages(), exportedVolumes())
}

func exportedTitles() []retelling {
	return []retelling{
		{"the section in front", false, retitled(func(l *literature, s string) string {
			return l.pick("Original article: ", "Brief report. ", "Research: ", "ORIGINAL RESEARCH. ", "Clinical trial: ") + s
		})},
		{"notes of an older MEDLINE", false, retitled(func(l *literature, s string) string {
			return s + l.pick(" [letter; comment]", " [comment]", " [letter]", ". [Update of Nordic Database Syst Rev. 2003;(2):CD000123; PMID: 12804400]",
				" [In Process Citation]", " [published erratum appears in Pain 1999 Jan;8(1):77]", " [editorial; comment]", ". [Summary for patients in Pain. 2004 Jan 6;140(1):I57]")
		})},
		{"title cut with dots", true, retitled(func(l *literature, s string) string {
			at := strings.LastIndexByte(s[:len(s)*9/10], ' ')
			if len(s) < 80 {
				return s
			}
			return s[:at] + l.pick("…", "...", " ...")
		})},
		{"read in another code", false, func(_ *literature, r *Report) bool { return recode(r, misread) }},
		{"foreign letters left out", false, func(_ *literature, r *Report) bool { return recode(r, leftOut) }},
		{"versus for short", false, retitled(func(l *literature, s string) string {
			return strings.ReplaceAll(s, " versus ", l.pick(" vs ", " vs. ", " v "))
		})},
		{"a footnote's sign", false, retitled(func(l *literature, s string) string { return s + l.pick("*", "†", " *", "‡") })},
		{"a space lost", false, retitled(func(_ *literature, s string) string { return strings.Replace(s, " in ", " in", 1) })},
		{"escaped twice", false, retitled(func(_ *literature, s string) string {
			return strings.NewReplacer("&", "&amp;amp;", "α", "&amp;alpha;", "–", "&amp;ndash;").Replace(s)
		})},
	}
}

// recode changes every text of a report that has letters beyond ASCII.
func recode(r *Report, f func(string) string) bool {
	changed := false
	each := func(s *string) {
		t := f(*s)
		changed, *s = changed || t != *s, t
	}
	each(&r.Title)
	each(&r.Journal.Title)
	for i := range r.Authors {
		each(&r.Authors[i].Family)
		each(&r.Authors[i].Given)
	}
	return changed
}

// misread gives a text as programs show UTF-8 that they take for Windows-1252.
func misread(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch c {
		case 0x80:
			b.WriteRune('€')
		case 0x93:
			b.WriteRune('“')
		case 0x94:
			b.WriteRune('”')
		case 0x99:
			b.WriteRune('™')
		default:
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}

// leftOut gives the letters of ASCII alone.
func leftOut(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x7f {
			return -1
		}
		return r
	}, s)
}

func exportedAuthors() []retelling {
	return []retelling{
		{"and others", true, func(l *literature, r *Report) bool {
			if len(r.Authors) < 4 {
				return false
			}
			r.Authors = append(r.Authors[:3:3], Author{Family: l.pick("et al", "et al.", "others", "et-al.")})
			return true
		}},
		{"names in one field", false, func(l *literature, r *Report) bool {
			for i, a := range r.Authors {
				in := a.InitialsOrGiven()
				r.Authors[i] = Author{Family: l.pick(a.Family+" "+in, strings.Join(strings.Split(in, ""), ". ")+". "+a.Family)}
			}
			return true
		}},
		{"full names in one field", false, func(_ *literature, r *Report) bool {
			for i, a := range r.Authors {
				r.Authors[i] = Author{Family: a.Given + " " + a.Family}
			}
			return true
		}},
		{"all authors in one field", true, func(_ *literature, r *Report) bool {
			names := make([]string, len(r.Authors))
			for i, a := range r.Authors {
				names[i] = a.Family + ", " + a.InitialsOrGiven() + "."
			}
			r.Authors = []Author{{Family: strings.Join(names, ", ")}}
			return len(names) > 0
		}},
		{"degrees and ranks", false, func(l *literature, r *Report) bool {
			for i, a := range r.Authors {
				r.Authors[i] = Author{Family: a.Family, Given: a.Given + l.pick(" MD", ", Jr", " PhD", " 3rd")}
			}
			return true
		}},
		{"the group alone", true, func(_ *literature, r *Report) bool {
			r.Authors = []Author{{Family: "Mood Study Group"}}
			return true
		}},
		{"nobody", true, func(l *literature, r *Report) bool {
			r.Authors = []Author{{Family: l.pick("Anonymous", "Anon", "[Anonymous]", "Anonymous,")}}
			return true
		}},
	}
}

func exportedJournals() []retelling {
	return []retelling{
		{"journal with its conference", false, func(l *literature, r *Report) bool {
			r.Journal.Title += l.pick(". Conference: 23rd Annual Meeting of the Northern Society of Mood. Lisbon Portugal. Conference Start: 20100605",
				". Conference: Mood 2010. Conference Publication: (var.pagings)", ". Conference Publication: (var.pagings)")
			return true
		}},
		{"journal without spaces", false, func(_ *literature, r *Report) bool {
			for _, s := range shelves() {
				if s.names[0] == r.Journal.Title {
					r.Journal.Title = strings.ReplaceAll(s.names[1], " ", ".")
				}
			}
			return true
		}},
		{"journal with a mark", false, func(l *literature, r *Report) bool {
			r.Journal.Title = l.pick(r.Journal.Title+".", `"`+r.Journal.Title+`"`, r.Journal.Title+" (Online)", r.Journal.Title+" [Internet]", r.Journal.Title+" : MJ", r.Journal.Title+" (1234-5678)")
			return true
		}},
		{"ISSN alone", true, func(l *literature, r *Report) bool {
			if len(r.Journal.ISSN) == 0 {
				return false
			}
			issn := r.Journal.ISSN[0]
			r.Journal = Journal{ISSN: []string{l.pick(issn, strings.ReplaceAll(issn, "-", ""))}}
			return true
		}},
	}
}

func exportedPages() []retelling {
	pages := func(f func(l *literature, r *Report, from, to int) string) func(*literature, *Report) bool {
		return func(l *literature, r *Report) bool {
			a, b, ok := strings.Cut(r.Pages, "-")
			from, errFrom := strconv.Atoi(a)
			to, errTo := strconv.Atoi(b)
			if !ok || errFrom != nil || errTo != nil || from < 1 || to < 1 {
				return false
			}
			was := r.Pages
			r.Pages = f(l, r, from, to)
			return r.Pages != was
		}
	}
	number := func(f func(l *literature, n string) string) func(*literature, *Report) bool {
		return func(l *literature, r *Report) bool {
			n, ok := strings.CutPrefix(r.Pages, "e")
			if ok {
				r.Pages = f(l, n)
			}
			return ok
		}
	}
	months := []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	return []retelling{
		{"pages behind volume and issue", false, pages(func(l *literature, r *Report, from, to int) string {
			return fmt.Sprint(l.pick("(3):", r.Volume+":", r.Volume+"(3):", r.Volume+" (2) : "), from, "-", to)
		})},
		{"how many pages", true, pages(func(l *literature, _ *Report, from, to int) string {
			return fmt.Sprint(to-from+1, l.pick(" p", "p", " pages", " p.", " pp"))
		})},
		{"pages and how many", false, pages(func(l *literature, _ *Report, from, to int) string {
			return fmt.Sprintf(l.pick("%d-%d %dp", "%d-%d (%d pages)", "%d-%d, %d p"), from, to, to-from+1)
		})},
		{"words for pages", true, pages(func(l *literature, _ *Report, _, _ int) string {
			return l.pick("no pagination", "N.PAG-N.PAG", "n/a", "in press", "-", "no page given", "[Epub ahead of print]", "0-0", "var.pagings")
		})},
		{"a date for pages", false, pages(func(_ *literature, _ *Report, from, to int) string {
			switch {
			case from <= 12 && to > 31:
				return fmt.Sprintf("%s-%d", months[from-1], to)
			case from <= 31 && to <= 12:
				return fmt.Sprintf("%02d-%s", from, months[to-1])
			}
			return fmt.Sprint(from, "-", to)
		})},
		{"pages of the web", false, pages(func(l *literature, _ *Report, from, to int) string {
			return fmt.Sprintf(l.pick("%d-%d.e3", "%d-%d, e11-2", "%d-%d, 2001 Mar 3", "0%d-0%d", "%d-%d; quiz 99", "%d-%d; author reply 99-101", "pp%d-%d", "%d to %d"), from, to)
		})},
		{"first page and a sign", true, pages(func(l *literature, _ *Report, from, _ int) string {
			return fmt.Sprint(from, l.pick("-+", "-&", "+", "-", "ff", " passim"))
		})},
		{"end of pages mistyped", false, pages(func(_ *literature, _ *Report, from, to int) string { return fmt.Sprint(from, "-", to+1) })},
		{"pages of the proofs", false, pages(func(_ *literature, _ *Report, from, to int) string {
			if to-from < 3 {
				return fmt.Sprint(from, "-", to)
			}
			return fmt.Sprint(from+2, "-", to+2)
		})},
		{"number with words", false, number(func(l *literature, n string) string {
			return l.pick("Art. No. e"+n, "Article e"+n, "article number "+n, "Article ID "+n, n+" (9 pages)", "ARTN e"+n, "art. no."+n, "e"+n+" - e"+n, "e"+n+"-", "e"+n+"-e"+n)
		})},
		{"supplement's letter elsewhere", false, func(l *literature, r *Report) bool {
			var from, to int
			if n, _ := fmt.Sscanf(r.Pages, "S%d-S%d", &from, &to); n != 2 {
				return false
			}
			r.Pages = fmt.Sprintf(l.pick("S%d-%d", "%dS-%dS", "%ds-%ds", "%d-%d", "s%d-s%d", "Suppl:S%d-S%d"), from, to)
			return true
		}},
		{"marked as an abstract", false, func(l *literature, r *Report) bool {
			if r.Pages == "" || strings.Contains(r.Pages, "-") || !strings.Contains("SAPs", r.Pages[:1]) {
				return false
			}
			r.Title += l.pick(" [abstract]", " [Abstract]", ". [Meeting Abstract]", " (abstract)", " [Conference Abstract]")
			return true
		}},
	}
}

func exportedVolumes() []retelling {
	volume := func(f func(l *literature, v string) string) func(*literature, *Report) bool {
		return func(l *literature, r *Report) bool {
			was := r.Volume
			if was == "" {
				return false
			}
			r.Volume = f(l, was)
			return r.Volume != was
		}
	}
	return []retelling{
		{"volume in Roman numbers", false, volume(func(_ *literature, v string) string {
			n, _ := strconv.Atoi(v)
			if n < 2 || n > 89 {
				return v
			}
			tens := []string{"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"}[n/10]
			return tens + []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}[n%10]
		})},
		{"the issue for a volume", true, volume(func(l *literature, _ string) string {
			return l.pick("Suppl 1", "Suppl", "(3)", "Pt 2", "Spec No", "Online", "in press", "no. 3", "ahead-of-print", "SUPPL. 2")
		})},
		{"volume with a letter", false, volume(func(_ *literature, v string) string { return v + "A" })},
		{"volume with more", false, volume(func(l *literature, v string) string {
			return l.pick("0"+v, v+"/3", v+" Pt B", v+" (Suppl. 2)", "Volume "+v, "vol."+v, v+".", v+"-"+v)
		})},
	}
}
