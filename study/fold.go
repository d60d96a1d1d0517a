package study

import (
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
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	put := func(t string) {
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteString(t)
	}
	for _, r := range s {
		if r < 0x80 {
			switch {
			case 'A' <= r && r <= 'Z':
				r += 'a' - 'A'
				put(string(r))
			case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
				put(string(r))
			case r == '&':
				gap = true
				put("and")
				gap = true
			case r != '\'':
				gap = true
			}
			continue
		}
		r = unicode.ToLower(r)
		switch t, ok := folds[r]; {
		case ok:
			put(t)
		case unicode.IsLetter(r), unicode.IsDigit(r):
			put(string(r))
		case r != '’' && !unicode.Is(unicode.Mn, r): // marks and apostrophes part no words
			gap = true
		}
	}
	return spellings.Replace(b.String())
}

// squeeze gives folded words without the spaces: sources differ in where they
// part "CO 2" and "p16(INK4a)".
func squeeze(folded string) string { return strings.ReplaceAll(folded, " ", "") }
