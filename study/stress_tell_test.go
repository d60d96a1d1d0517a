package study

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
)

// telling is one way in which a database tells a report otherwise than another.
// ok is false where the report has nothing of the kind.
type retelling struct {
	name string
	loss bool // it leaves something out
	tell func(l *literature, r *Report) (ok bool)
}

// retitled tells a report with its title changed.
func retitled(f func(l *literature, s string) string) func(*literature, *Report) bool {
	return func(l *literature, r *Report) bool {
		was := r.Title
		r.Title = f(l, was)
		return r.Title != was
	}
}

func retellingsOfTitle() []retelling {
	return []retelling{
		{"title cut off", true, retitled(func(l *literature, s string) string {
			if len(s) < 70 {
				return s
			}
			return strings.ToValidUTF8(s[:len(s)*(80+l.rng.IntN(18))/100], "")
		})},
		{"title in brackets", false, retitled(func(_ *literature, s string) string { return "[" + s + "]." })},
		{"title with notes", false, retitled(func(l *literature, s string) string {
			return s + l.pick(". [Review] [45 refs]", " (Review)", " [see comments]", ". [Erratum appears in Pain. 2001 May;3(2):11]", " [Article in German]", " (Structured abstract)")
		})},
		{"subtitle missing", true, retitled(func(_ *literature, s string) string {
			main, _, _ := strings.Cut(s, ": ")
			return main
		})},
		{"subtitle behind another sign", false, retitled(func(l *literature, s string) string {
			return strings.ReplaceAll(strings.ReplaceAll(s, ": ", l.pick(" - ", ". ", " – ")), " – ", ": ")
		})},
		{"title in capitals", false, retitled(func(_ *literature, s string) string { return strings.ToUpper(s) })},
		{"title with a final dot", false, retitled(func(_ *literature, s string) string { return s + "." })},
		{"other hyphens", false, retitled(func(l *literature, s string) string {
			return strings.NewReplacer("-", l.pick(" ", "", "‐", "–")).Replace(s)
		})},
		{"quoted, doubled spaces", false, retitled(func(_ *literature, s string) string { return `"` + strings.ReplaceAll(s, " in ", "  in\n") + `"` })},
		{"HTML entities", false, retitled(func(_ *literature, s string) string {
			return strings.NewReplacer("α", "&alpha;", "β", "&#946;", "–", "&ndash;").Replace(html.EscapeString(s))
		})},
		{"tags", false, retitled(func(l *literature, s string) string {
			return strings.NewReplacer("rats", "<i>rats</i>", "α", "<sub>α</sub>", "mice", "<em>mice</em>", "trial", "<b>trial</b>").Replace(s)
		})},
		{"Greek spelt", false, retitled(func(l *literature, s string) string {
			return strings.NewReplacer("α", l.pick("alpha", "-alpha", "a"), "β", l.pick("beta", "b", "beta-")).Replace(s)
		})},
		{"Greek lost", false, retitled(func(l *literature, s string) string {
			return strings.NewReplacer("α", l.pick("", "?"), "β", "").Replace(s)
		})},
		{"American spelling", false, retitled(func(_ *literature, s string) string {
			return strings.NewReplacer("randomised", "randomized", "generalised", "generalized", "behaviour", "behavior", "centre", "center").Replace(s)
		})},
		{"one letter wrong", false, retitled(func(l *literature, s string) string {
			i := 1 + l.rng.IntN(len(s)-2)
			if s[i] < 'a' || s[i] > 'z' {
				return s
			}
			return s[:i] + l.pick("", "x", s[i:i+1]+s[i:i+1]) + s[i+1:]
		})},
		{"two letters wrong", false, retitled(func(l *literature, s string) string {
			for range 2 {
				if i := 1 + l.rng.IntN(len(s)-2); s[i] >= 'a' && s[i] <= 'z' {
					s = s[:i] + l.pick("", "e") + s[i+1:]
				}
			}
			return s
		})},
		{"a small word more", false, retitled(func(l *literature, s string) string { return strings.Replace(s, " in ", " in the ", 1) })},
		{"an article in front", false, retitled(func(_ *literature, s string) string { return "The " + strings.TrimPrefix(s, "The ") })},
		{"and for &", false, retitled(func(_ *literature, s string) string { return strings.ReplaceAll(s, " & ", " and ") })},
		{"translated again", false, func(l *literature, r *Report) bool {
			r.Title = "[" + strings.NewReplacer("Effects of", "Influence of", "Predictors of", "What predicts", "treated for", "with", "The role of", "Significance of",
				"for ", "in the treatment of ", "Safety and tolerability", "Tolerance", "Does", "Can", "change", "modify", "and", "as well as").Replace(r.Title) + "]"
			return true
		}},
		{"both languages", false, retitled(func(_ *literature, s string) string { return s + "; Über " + reversed(s) })},
		{"in the other language", false, func(_ *literature, r *Report) bool {
			r.OriginalTitle, r.Title = r.Title, "Über "+reversed(r.Title)
			return true
		}},
	}
}

// reversed gives words that have nothing in common with those of s.
func reversed(s string) string {
	b := []rune(strings.ToLower(s))
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

func retellingsOfAuthors() []retelling {
	each := func(f func(l *literature, a Author) Author) func(*literature, *Report) bool {
		return func(l *literature, r *Report) bool {
			for i, a := range r.Authors {
				r.Authors[i] = f(l, a)
			}
			return true
		}
	}
	return []retelling{
		{"initials", false, each(func(_ *literature, a Author) Author { return Author{Family: a.Family, Given: a.InitialsOrGiven()} })},
		{"initials with dots", false, each(func(_ *literature, a Author) Author {
			return Author{Family: a.Family, Given: strings.Join(strings.Split(a.InitialsOrGiven(), ""), ". ") + "."}
		})},
		{"particles behind", false, each(func(_ *literature, a Author) Author {
			words := strings.Fields(a.Family)
			if len(words) < 2 || !unicode.IsLower(rune(words[0][0])) {
				return a
			}
			return Author{Family: words[len(words)-1], Given: a.InitialsOrGiven() + " " + strings.Join(words[:len(words)-1], " ")}
		})},
		{"second surname left out", false, each(func(_ *literature, a Author) Author {
			a.Family, _, _ = strings.Cut(strings.NewReplacer("García ", "García@", "-Harris", "@", "-Meyer", "@").Replace(a.Family), "@")
			return a
		})},
		{"names run together", false, each(func(_ *literature, a Author) Author {
			a.Family = strings.NewReplacer(" ", "", "-", "", "'", "").Replace(a.Family)
			return a
		})},
		{"given name first", false, each(func(_ *literature, a Author) Author { return Author{Family: a.Given, Given: a.Family} })},
		{"accents dropped", false, each(func(_ *literature, a Author) Author { return Author{Family: bare(a.Family), Given: bare(a.Given)} })},
		{"umlauts spelt", false, each(func(_ *literature, a Author) Author {
			return Author{Family: strings.NewReplacer("ü", "ue", "ö", "oe", "ä", "ae", "Ø", "Oe").Replace(a.Family), Given: a.Given}
		})},
		{"accents lost", false, each(func(_ *literature, a Author) Author { return Author{Family: lost(a.Family), Given: lost(a.Given)} })},
		{"names in capitals", false, each(func(_ *literature, a Author) Author {
			return Author{Family: strings.ToUpper(a.Family), Given: a.InitialsOrGiven()}
		})},
		{"first author alone", true, func(_ *literature, r *Report) bool { r.Authors = r.Authors[:1]; return true }},
		{"three authors", true, func(_ *literature, r *Report) bool { r.Authors = r.Authors[:min(3, len(r.Authors))]; return true }},
		{"no authors", true, func(_ *literature, r *Report) bool { r.Authors = nil; return true }},
		{"authors in another order", false, func(l *literature, r *Report) bool {
			l.rng.Shuffle(len(r.Authors), func(i, j int) { r.Authors[i], r.Authors[j] = r.Authors[j], r.Authors[i] })
			return len(r.Authors) > 2
		}},
		{"a group beside", false, func(_ *literature, r *Report) bool {
			r.Authors = append(r.Authors, Author{Family: "Mood Study Group"})
			return true
		}},
	}
}

func bare(s string) string {
	return strings.NewReplacer("ü", "u", "ö", "o", "ä", "a", "á", "a", "í", "i", "ó", "o", "é", "e", "ï", "i", "ı", "i", "Ø", "O", "Ä", "A").Replace(s)
}

func lost(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x7f {
			return '?'
		}
		return r
	}, s)
}

func retellingsOfPlace() []retelling {
	return slices.Concat(retellingsOfJournal(), retellingsOfPages(), retellingsOfRest())
}

func retellingsOfJournal() []retelling {
	return []retelling{
		{"journal otherwise", false, func(l *literature, r *Report) bool {
			for _, s := range shelves() {
				if s.names[0] == r.Journal.Title {
					r.Journal.Title = s.names[1+l.rng.IntN(len(s.names)-1)]
				}
			}
			return true
		}},
		{"journal in capitals", false, func(_ *literature, r *Report) bool { r.Journal.Title = strings.ToUpper(r.Journal.Title); return true }},
		{"journal with its place", false, func(l *literature, r *Report) bool {
			r.Journal.Title += l.pick(" (London, England)", " / the Society", " : official publication of the Northern Society", " (1992)")
			return true
		}},
		{"journal missing", true, func(_ *literature, r *Report) bool { r.Journal.Title = ""; return true }},
		{"volume missing", true, func(_ *literature, r *Report) bool { ok := r.Volume != ""; r.Volume = ""; return ok }},
		{"volume with issue", false, func(l *literature, r *Report) bool {
			ok := r.Volume != ""
			if ok {
				r.Volume = l.pick("Vol. "+r.Volume, r.Volume+"(3)", r.Volume+" Suppl 1", r.Volume+", no. 4", "v"+r.Volume, fmt.Sprint(r.Published.Print.Year))
			}
			return ok
		}},
		{"volume mistyped", false, func(_ *literature, r *Report) bool { ok := r.Volume != ""; r.Volume += "1"; return ok }},
	}
}

func retellingsOfPages() []retelling {
	pages := func(f func(l *literature, from, to string) string) func(*literature, *Report) bool {
		return func(l *literature, r *Report) bool {
			from, to, ok := strings.Cut(r.Pages, "-")
			if ok {
				r.Pages = f(l, from, to)
			}
			return ok
		}
	}
	return []retelling{
		{"end of pages short", false, pages(func(_ *literature, from, to string) string {
			for i := range to {
				if len(from) == len(to) && from[i] != to[i] {
					return from + "-" + to[i:]
				}
			}
			return from + "-" + to
		})},
		{"first page alone", true, pages(func(_ *literature, from, _ string) string { return from })},
		{"pages with signs", false, pages(func(l *literature, from, to string) string {
			return l.pick("pp. "+from+"–"+to, "p."+from+"-"+to, from+" - "+to, from+"-"+to+"; discussion "+to, from+"--"+to, from+"-"+to+"+")
		})},
		{"pages missing", true, func(_ *literature, r *Report) bool { r.Pages = ""; return true }},
		{"pages of the file", false, func(l *literature, r *Report) bool {
			ok := strings.HasPrefix(r.Pages, "e")
			if ok {
				r.Pages = fmt.Sprintf("1-%d", 5+l.rng.IntN(12))
			}
			return ok
		}},
		{"number without its letter", false, func(_ *literature, r *Report) bool {
			ok := strings.HasPrefix(r.Pages, "e")
			r.Pages = strings.TrimPrefix(r.Pages, "e")
			return ok
		}},
	}
}

func retellingsOfRest() []retelling {
	year := func(n int) func(*literature, *Report) bool {
		return func(_ *literature, r *Report) bool {
			r.Published.Print, _ = NewDate(r.Published.Print.Year+n, 0, 0)
			return true
		}
	}
	return []retelling{
		{"a year before", false, year(-1)},
		{"a year after", false, year(1)},
		{"year missing", true, func(_ *literature, r *Report) bool { r.Published = Published{}; return true }},
		{"ahead of print", true, func(l *literature, r *Report) bool {
			r.Volume, r.Pages = "", ""
			r.Published.Print, _ = NewDate(r.Published.Print.Year-l.rng.IntN(2), 0, 0)
			return true
		}},
		{"DOI missing", true, func(_ *literature, r *Report) bool { ok := r.IDs.DOI != ""; r.IDs.DOI = ""; return ok }},
		{"DOI as an address's", false, func(l *literature, r *Report) bool {
			ok := r.IDs.DOI != ""
			if ok {
				r.IDs.DOI += l.pick("/abstract", "/full", ".", ";")
			}
			return ok
		}},
		{"abstract missing", true, func(_ *literature, r *Report) bool { ok := r.Abstract != nil; r.Abstract = nil; return ok }},
		{"abstract cut", true, func(_ *literature, r *Report) bool {
			if len(r.Abstract) == 0 {
				return false
			}
			s := r.Abstract[0].Text
			r.Abstract = []Section{{Text: s[:len(s)*2/3]}}
			return true
		}},
		{"abstract with a copyright line", false, func(_ *literature, r *Report) bool {
			if len(r.Abstract) == 0 {
				return false
			}
			r.Abstract = []Section{{Text: r.Abstract[0].Text + " Copyright (c) 2012 by the Northern Society of Mood. All rights reserved."}}
			return true
		}},
		{"language", false, func(l *literature, r *Report) bool {
			r.Languages = []string{l.pick("eng", "English", "en")}
			return true
		}},
	}
}
