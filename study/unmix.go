package study

import (
	"strings"
	"unicode/utf8"
)

// windows1252 are the letters that the code has for the bytes 0x80 to 0x9f, in
// their order; a space stands for a byte that has none.
const windows1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"

// unmixed gives a text that was read in another code than it was written in, "MÃ¼ller"
// for "Müller", as it was: a text that is UTF-8 once more when its letters are taken
// for bytes. Any other text is given as it is.
func unmixed(s string) string {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf {
		i++
	}
	if i == len(s) {
		return s
	}
	b := append(make([]byte, 0, len(s)), s[:i]...)
	for _, r := range s[i:] {
		c, ok := byteOf(r)
		if !ok {
			return s
		}
		b = append(b, c)
	}
	if !utf8.Valid(b) {
		return s
	}
	return string(b)
}

// byteOf gives the byte of a letter in Windows-1252.
func byteOf(r rune) (c byte, ok bool) {
	if r < 0x100 {
		return byte(r), true
	}
	if i := strings.IndexRune(windows1252, r); i >= 0 {
		return byte(0x80 + utf8.RuneCountInString(windows1252[:i])), true
	}
	return 0, false
}
