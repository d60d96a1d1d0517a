package study

import (
	"html"
	"strings"
	"unicode"
)

// foldTable gives, for letters beyond ASCII, how records that were typed or
// recoded without them write them.
func foldTable() map[rune]string {
	out := map[rune]string{}
	for _, f := range []struct{ letters, ascii string }{
		{"àáâãäåāăąǎªạảấầậắằặ", "a"}, {"çćĉċč", "c"}, {"ďđð", "d"}, {"èéêëēĕėęěẹẻẽếềểễệ", "e"}, {"ĝğġģ", "g"}, {"ĥħ", "h"},
		{"ìíîïĩīĭįıǐỉị", "i"}, {"ĵ", "j"}, {"ķ", "k"}, {"ĺļľŀł", "l"}, {"ñńņňŉ", "n"}, {"òóôõöøōŏőǒºọỏốồổỗộớờởỡợơ", "o"}, {"ŕŗř", "r"},
		{"śŝşšș", "s"}, {"ţťŧț", "t"}, {"ùúûüũūŭůűųǔụủứừửữựư", "u"}, {"ŵ", "w"}, {"ýÿŷỳỹ", "y"}, {"źżž", "z"},
		{"ß", "ss"}, {"æ", "ae"}, {"œ", "oe"}, {"þ", "th"}, {"ﬁ", "fi"}, {"ﬂ", "fl"}, {"²", "2"}, {"³", "3"}, {"¹", "1"},
		{"α", "alpha"}, {"βϐ", "beta"}, {"γ", "gamma"}, {"δ", "delta"}, {"ε", "epsilon"}, {"ζ", "zeta"}, {"η", "eta"}, {"θ", "theta"},
		{"κ", "kappa"}, {"λ", "lambda"}, {"μµ", "mu"}, {"ν", "nu"}, {"ξ", "xi"}, {"π", "pi"}, {"ρ", "rho"}, {"σς", "sigma"},
		{"τ", "tau"}, {"φ", "phi"}, {"χ", "chi"}, {"ψ", "psi"}, {"ω", "omega"},
		{"₀", "0"}, {"₁", "1"}, {"₂", "2"}, {"₃", "3"}, {"₄", "4"}, {"₅", "5"}, {"₆", "6"}, {"₇", "7"}, {"₈", "8"}, {"₉", "9"},
	} {
		for _, r := range f.letters {
			out[r] = f.ascii
		}
	}
	return out
}

// folds is never changed.
var folds = foldTable()

// spellings are what British and American English write differently; both sides
// of a comparison lose the difference.
var spellings = strings.NewReplacer("ae", "e", "oe", "e", "our", "or", "z", "s")

// fold gives the words of a text in one spelling: lower case, letters and digits
// alone, accents and Greek letters as they are typed without, "&" as "and", one
// space between words. Letters of other scripts stay.
func fold(s string) string {
	if strings.Contains(s, "&") && strings.Contains(s, ";") {
		s = html.UnescapeString(s)
	}
	s = unmixed(s)
	b := make([]byte, 0, len(s)+8)
	gap := false
	for i, r := range s {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		t := ""
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		case r == '&':
			gap, t = true, "and "
		case r == '?' && inWord(s, i), r == '\'', r == '’', r >= 0x300 && unicode.Is(unicode.Mn, r): // marks and apostrophes part no words
			continue
		default:
			if t = foldRune(r); t == "" {
				gap = true
				continue
			}
		}
		if gap && len(b) > 0 && b[len(b)-1] != ' ' {
			b = append(b, ' ')
		}
		if gap = false; t != "" {
			b = append(b, t...)
		} else {
			b = append(b, byte(r))
		}
	}
	return spellings.Replace(strings.TrimSpace(string(b)))
}

// inWord says whether the byte at i stands between letters: a "?" there is an
// accented letter that was lost on the way.
func inWord(s string, i int) bool {
	letter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
	return i > 0 && i+1 < len(s) && letter(s[i-1]) && letter(s[i+1])
}

// foldRune gives the letters for one beyond ASCII, "" for what is no letter.
func foldRune(r rune) string {
	if r < 0x80 {
		return ""
	}
	r = unicode.ToLower(r)
	switch t, ok := folds[r]; {
	case ok:
		return t
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return string(r)
	}
	return ""
}
