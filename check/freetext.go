package check

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"evidelic/study"
)

var (
	reDOI      = regexp.MustCompile(`(?i)\b10\.[0-9]{4,9}/(?:[^\s"<>]|<[0-9]+::[^\s"<>]{1,60}>)+`)
	reURL      = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S*|\bdoi: *`)
	rePMID     = regexp.MustCompile(`(?i)(?:PMID[: ]+|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)([1-9][0-9]{3,8})\b`)
	rePMCID    = regexp.MustCompile(`\bPMC[1-9][0-9]{3,8}\b`)
	reNCT      = regexp.MustCompile(`(?i)\bNCT[0-9]{8}\b`)
	reYear     = regexp.MustCompile(`\b(19[0-9]{2}|20[0-9]{2})[a-z]?\b`)
	reYearHead = regexp.MustCompile(`\((19[0-9]{2}|20[0-9]{2})[a-z]?[^)]{0,30}\)`)
	rePlace    = regexp.MustCompile(`\b([0-9]{1,4})\s?\(([^()]{1,20})\)\s?[:,]\s?(?:pp?\.\s?)?([A-Za-z]?[0-9]+)(?:\s?[-–]\s?([A-Za-z]?[0-9]+))?`)
	rePages    = regexp.MustCompile(`(?:pp?\. ?|: ?|; ?[0-9]+: ?)([A-Za-z]?[0-9]{1,6}) ?[-–] ?([A-Za-z]?[0-9]{1,6})\b`)
	reQuoted   = regexp.MustCompile(`[“"‘]([^”"]{15,900}?)[.,]?[”"’](?:[\s,.]|$)`)
	reAuthors  = regexp.MustCompile(`^(?:[\p{L}][\p{L}'’\- ]{1,40} \p{Lu}{1,4}(?: (?:Jr|Sr|[234](?:nd|rd|th)|I{2,3}|IV))?, )*[\p{L}][\p{L}'’\- ]{1,40} \p{Lu}{1,4}(?: (?:Jr|Sr|[234](?:nd|rd|th)|I{2,3}|IV))?\. `)
	reNoTitle  = regexp.MustCompile(`(?i)^(?:published online|preprint posted|available (?:at|from)|accessed|epub|in press)\b`)
	reName     = regexp.MustCompile(`^[\p{L}'’\- ]{2,40}`)
)

// readReference reads what can be told of a reference in any style: identifiers,
// year, title, first author, volume, issue and pages. What it cannot tell stays
// empty: the text itself is compared, too.
func readReference(text string) study.Report {
	rep := study.Report{Kind: study.KindArticle}
	bare := text
	if m := reDOI.FindString(text); m != "" {
		if doi, ok := study.NormalDOI(trimDOI(m)); ok {
			rep.IDs.DOI = doi
		}
		bare = strings.Replace(bare, m, " ", 1)
	}
	bare = reURL.ReplaceAllString(bare, " ")
	if m := rePMID.FindStringSubmatch(text); m != nil {
		rep.IDs.PMID, _ = study.NormalPMID(m[1])
	}
	rep.IDs.PMCID = rePMCID.FindString(text)
	if m := reNCT.FindString(text); m != "" {
		n, _, _ := study.NormalRegistry(m)
		rep.Trials = []study.TrialLink{{Number: n, Role: study.RoleMentions}}
	}
	rep.Title = textTitle(bare)
	rep.Published.Print = textYear(without(bare, rep.Title))
	if m := rePlace.FindStringSubmatch(bare); m != nil {
		rep.Volume, rep.Issue, rep.Pages = m[1], m[2], m[3]
		if m[4] != "" {
			rep.Pages += "-" + m[4]
		}
	} else if m := rePages.FindStringSubmatch(bare); m != nil {
		rep.Pages = m[1] + "-" + m[2]
	}
	if family := firstFamily(text); family != "" {
		rep.Authors = []study.Author{{Family: family}}
	}
	return rep
}

// trimDOI takes the punctuation of the sentence off the end; a bracket stays when
// it was opened inside.
func trimDOI(s string) string {
	for s != "" {
		last := s[len(s)-1]
		switch {
		case strings.IndexByte(".,;:'*]}", last) >= 0:
		case last == ')' && strings.Count(s, ")") > strings.Count(s, "("):
		default:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// textYear prefers a year in brackets, then the last one that can be a year of
// publication and no page.
func textYear(text string) study.Date {
	year := ""
	if m := reYearHead.FindStringSubmatch(text); m != nil {
		year = m[1]
	} else if all := textYears(text); len(all) > 0 {
		year = all[len(all)-1]
	}
	d, err := study.ParseDate(year)
	if err != nil {
		return study.Date{}
	}
	return d
}

// textYears lists the years of a text that are no part of pages or volumes.
func textYears(text string) []string {
	var out []string
	for _, m := range reYear.FindAllStringSubmatchIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
		after, _ := utf8.DecodeRuneInString(text[m[1]:])
		if m[0] > 0 && strings.ContainsRune(":-(–", before) && !(before == '(' && after == ')') || m[1] < len(text) && strings.ContainsRune("-–(/", after) {
			continue
		}
		out = append(out, text[m[2]:m[3]])
	}
	return out
}

// without takes the first occurrence of a part, such as the title with its years,
// out of a text, in whatever case.
func without(text, part string) string {
	lower := strings.ToLower(text)
	i := strings.Index(lower, strings.ToLower(part))
	if part == "" || i < 0 || len(lower) != len(text) || i+len(part) > len(text) {
		return text
	}
	return text[:i] + " " + text[i+len(part):]
}

// textTitle takes the title out: in quotation marks, behind the year in brackets,
// behind authors whose initials have no full stops, or the second sentence.
func textTitle(text string) string {
	if m := reQuoted.FindStringSubmatch(text); m != nil && strings.Contains(m[1], " ") {
		return strings.TrimSpace(m[1])
	}
	if m := reYearHead.FindStringIndex(text); m != nil {
		// A year at the end has only the place behind it.
		if head := firstSentence(strings.TrimLeft(text[m[1]:], " .,:")); len(strings.Fields(head)) >= 3 && m[1] < len(text)/2 {
			return head
		}
	}
	rest := text
	if m := reAuthors.FindString(text); m != "" {
		rest = text[len(m):]
		if head := firstSentence(rest); len(strings.Fields(head)) >= 3 {
			return head
		}
	}
	for range 6 {
		head := firstSentence(rest)
		if head == "" {
			return ""
		}
		rest = strings.TrimLeft(rest[min(len(rest), strings.Index(rest, head)+len(head)):], " .?!")
		if len(strings.Fields(head)) >= 3 && !looksLikeNames(head) && !reNoTitle.MatchString(head) {
			return head
		}
	}
	return ""
}

// firstSentence ends at a mark that is followed by space or a closing quotation
// mark, and is not that of initials.
func firstSentence(s string) string {
	for i := 0; i < len(s); i++ {
		end := s[i] == '.' || s[i] == '?' || s[i] == '!'
		quote := strings.HasPrefix(s[i+1:], "”") || strings.HasPrefix(s[i+1:], "’") || strings.HasPrefix(s[i+1:], `"`)
		if !end || i+1 < len(s) && s[i+1] != ' ' && !quote {
			continue
		}
		word := s[strings.LastIndexAny(s[:i], " -.")+1 : i]
		if len([]rune(word)) > 1 && !strings.EqualFold(word, "vs") || s[i] != '.' {
			return strings.TrimSpace(s[:i])
		}
	}
	return strings.TrimSpace(s)
}

// looksLikeNames says whether a sentence is a list of authors: many commas with few
// words between them, few words in lower case.
func looksLikeNames(s string) bool {
	if strings.Contains(s, "et al") {
		return true
	}
	for _, part := range strings.Split(s, ",") {
		if len(strings.Fields(part)) > 5 {
			return false
		}
	}
	lower, words := 0, strings.Fields(s)
	for _, w := range words {
		if r := []rune(w)[0]; unicode.IsLower(r) && len(w) > 3 {
			lower++
		}
	}
	return lower*6 < len(words) && strings.Count(s, ",") > 0
}

// firstFamily takes the first author's family name off the head of a reference.
func firstFamily(text string) string {
	head := strings.TrimSpace(reName.FindString(text))
	words := strings.Fields(head)
	for len(words) > 1 && isInitials(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 || len(words) > 4 {
		return ""
	}
	return strings.Join(words, " ")
}

func isInitials(s string) bool {
	return len(s) <= 4 && strings.ToUpper(s) == s
}
