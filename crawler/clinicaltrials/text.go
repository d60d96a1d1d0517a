package clinicaltrials

import (
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// markdown gives the plain text of a field that the registry sends as Markdown:
// the backslashes with which it escapes punctuation go ("\[PAP\]", "\<18").
func markdown(s string) string {
	s = crawler.PlainText(s)
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && punctuation(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return crawler.CleanText(b.String())
}

// punctuation says what Markdown lets a backslash escape (CommonMark 0.31, 2.4).
func punctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// words gives an enumeration in lower case with spaces: "not yet recruiting".
func words(s string) string {
	return crawler.CleanText(strings.ToLower(strings.ReplaceAll(s, "_", " ")))
}

// phase gives a phase as study.Trial has it: "PHASE2" is "2", "EARLY_PHASE1" is
// "early 1".
func phase(s string) string {
	return crawler.CleanText(strings.Replace(words(s), "phase", " ", 1))
}

// date reads a whole or partial date; what is none is "not given".
func date(s string) study.Date {
	d, err := study.ParseDate(strings.TrimSpace(s))
	if err != nil {
		return study.Date{}
	}
	return d
}

func cleanAll(list []string) []string {
	var out []string
	for _, s := range list {
		if s = crawler.CleanText(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func has(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
