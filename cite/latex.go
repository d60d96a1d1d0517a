package cite

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// latexEscapes write what has a meaning in LaTeX by commands. Braces go by their
// names: BibTeX counts even those behind a backslash. Marks that LaTeX would join
// to one are kept apart.
var latexEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`, `&`, `\&`, `%`, `\%`, `$`, `\$`, `#`, `\#`, `_`, `\_`,
	`~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`, `"`, `\textquotedbl{}`, "---", "-{}-{}-", "--", "-{}-", "``", "`{}`", "''", "'{}'")

// latex escapes what has a meaning in LaTeX.
func latex(s string) string { return latexEscapes.Replace(oneLine(s)) }

// verbatim writes an identifier or address, whose fields LaTeX's packages and
// reference managers take letter by letter; only what would end the field, or the
// line, is escaped.
func verbatim(s string) string {
	if strings.ContainsAny(s, `\{}%#$"`) {
		return latex(s)
	}
	return oneLine(s)
}

// accents are LaTeX's commands for marks over and under letters, as the combining
// characters of Unicode.
var accents = map[string]rune{"`": '\u0300', "'": '\u0301', "^": '\u0302', "~": '\u0303', "=": '\u0304', "u": '\u0306', ".": '\u0307',
	`"`: '\u0308', "r": '\u030a', "H": '\u030b', "v": '\u030c', "c": '\u0327', "k": '\u0328', "d": '\u0323', "b": '\u0331'}

// symbols are LaTeX's commands for characters.
var symbols = map[string]string{"textbackslash": `\`, "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
	"textasciicircum": "^", "textquotedbl": `"`, "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
	"aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ldots": "…", "dots": "…", "textendash": "–",
	"textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”", "textmu": "μ",
	"textdegree": "°", "texttimes": "×", "textpm": "±", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ", "mu": "μ", "pm": "±",
	"times": "×", "leq": "≤", "geq": "≥", "lt": "<", "gt": ">"}

// unlatex gives the text that LaTeX would print: accents and symbols as
// characters, without braces, commands and mathematics' dollar signs.
func unlatex(s string) string {
	if !strings.ContainsAny(s, "\\{}~$") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		switch c := s[i]; c {
		case '\\':
			i += unlatexCommand(&b, s[i:])
		case '{', '}', '$':
			i++
		case '~':
			b.WriteByte(' ')
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return norm.NFC.String(b.String())
}

// unlatexCommand writes the command at the head of s and gives its length.
func unlatexCommand(b *strings.Builder, s string) int {
	if len(s) == 1 {
		b.WriteByte('\\')
		return 1
	}
	name, length := commandName(s)
	if mark, ok := accents[name]; ok {
		if n := accentLetter(b, s[length:], mark, unicode.IsLetter(rune(name[0]))); n > 0 {
			return length + n
		}
	}
	if text, ok := symbols[name]; ok {
		b.WriteString(text)
		return length + afterCommand(s[length:])
	}
	if len(name) == 1 && !unicode.IsLetter(rune(name[0])) {
		b.WriteString(name)
		return length
	}
	return length + afterCommand(s[length:])
}

func commandName(s string) (name string, length int) {
	end := 1
	for end < len(s) && (s[end] >= 'a' && s[end] <= 'z' || s[end] >= 'A' && s[end] <= 'Z') {
		end++
	}
	if end == 1 {
		_, size := utf8.DecodeRuneInString(s[1:])
		end += size
	}
	return s[1:end], end
}

// afterCommand is what a command of letters takes with it: "{}" or spaces.
func afterCommand(s string) int {
	if strings.HasPrefix(s, "{}") {
		return 2
	}
	return len(s) - len(strings.TrimLeft(s, " "))
}

// accentLetter writes the letter that an accent stands over: "e", "{e}", "{\i}".
func accentLetter(b *strings.Builder, s string, mark rune, named bool) int {
	rest := strings.TrimLeft(s, " {")
	if named && rest == s && s != "" && unicode.IsLetter(rune(s[0])) {
		return 0 // a longer command, not an accent
	}
	skipped := len(s) - len(rest)
	letter, size := "", 0
	switch {
	case strings.HasPrefix(rest, `\i`), strings.HasPrefix(rest, `\j`):
		letter, size = rest[1:2], 2
	default:
		r, n := utf8.DecodeRuneInString(rest)
		if n == 0 || !unicode.IsLetter(r) {
			return 0
		}
		letter, size = string(r), n
	}
	b.WriteString(letter + string(mark))
	return skipped + size
}
