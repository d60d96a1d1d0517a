package index

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"
)

// analysisVersion names the rules of this file, token.go and spelling.go: an
// index made by other rules is made again.
const analysisVersion = "4"

// folder brings words into the form in which they are compared. It knows the
// words of the library with their stems: the index holds words as they are
// written, and a query looks for every word of a stem. That keeps truncation
// exact without a second copy of the words. It is safe for concurrent use.
type folder struct {
	mu       sync.RWMutex
	words    map[string]*word
	families map[string][]string // stem -> words
	roots    map[string][]string // root -> stems; see kin
	stems    map[string]int32    // stem -> its number
	names    []string            // the stem of each number
	dull     []bool              // by number: the stem says nothing of what a text is about
	stop     map[string]bool     // stems of words that say nothing
	analysts sync.Pool           // of *analyst
}

// word is a word of the library as it is written and its stem. Words are numbered
// from 1, and stems, as they are learnt; the numbers mean nothing beyond this
// process.
type word struct {
	surface, term string
	number, stem  int32
}

// analyst analyzes texts of the library, one at a time. It remembers words, so
// that it seldom asks the folder, where others wait, too.
type analyst struct {
	known map[string]*word
	names map[kindName]string // whole terms of names, which come again and again
	seen  []int32             // by word: its place among the words of the study at hand, from 1

	// Room that is used again for each study.
	texts   [textFields][]token
	flats   []flat
	entries []wordEntry
	uses    []stemUse
}

// kindName is a name with its kind ("mh", "Depressive Disorder, Major").
type kindName struct{ kind, name string }

// Bounds of what an analyst remembers: words and names, and the length of a name.
const (
	maxKnown     = 1 << 16
	maxKnownName = 128
)

func newFolder() *folder {
	f := &folder{words: make(map[string]*word), families: make(map[string][]string), roots: make(map[string][]string), stems: make(map[string]int32), stop: make(map[string]bool)}
	for w := range stopWords() {
		f.stop[f.term(w)] = true
	}
	f.analysts.New = func() any {
		return &analyst{known: make(map[string]*word, 1<<12), names: make(map[kindName]string, 1<<10)}
	}
	return f
}

// fold appends a word in lower case, with diacritics, ligatures and
// compatibility forms resolved ("₂" is 2) and Greek letters by their names
// ("α" is alpha, as "alpha-" is written out).
func (f *folder) fold(dst []byte, s string) []byte {
	greek := false
	mark := len(dst)
	for i, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			dst = append(dst, byte(r)+'a'-'A')
		case r == '\'' || r == '’' || r == ',':
		case r < utf8.RuneSelf:
			dst = append(dst, byte(r))
		case r == '·':
			dst = append(dst, '.')
		default:
			greek = greek || i == 0 && (r == 'μ' || r == 'µ')
			dst = foldRune(dst, r)
		}
	}
	if greek {
		dst = foldMicro(dst, mark)
	}
	return dst
}

// foldMicro writes "µg" as "ug", the way that keyboards without the letter do,
// but leaves a receptor's mu as it is.
func foldMicro(dst []byte, mark int) []byte {
	switch string(dst[mark:]) {
	case "mug", "mul", "mum", "mumol":
		dst[mark+1] = 'u'
		return append(dst[:mark], dst[mark+1:]...)
	}
	return dst
}

// foldRune appends the plain form of a rune beyond ASCII.
func foldRune(dst []byte, r rune) []byte {
	if s, ok := special[unicode.ToLower(r)]; ok {
		return append(dst, s...)
	}
	for _, d := range norm.NFKD.String(string(r)) {
		if unicode.IsMark(d) {
			continue
		}
		d = unicode.ToLower(d)
		if s, ok := special[d]; ok {
			dst = append(dst, s...)
		} else if isWord(d) {
			dst = utf8.AppendRune(dst, d)
		}
	}
	return dst
}

// special are the letters that Unicode's compatibility forms leave whole, and
// the Greek letters by name.
var special = map[rune]string{
	'ß': "ss", 'ø': "o", 'æ': "ae", 'œ': "oe", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h",
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'ζ': "zeta", 'η': "eta", 'θ': "theta",
	'ι': "iota", 'κ': "kappa", 'λ': "lambda", 'μ': "mu", 'ν': "nu", 'ξ': "xi", 'ο': "omicron", 'π': "pi",
	'ρ': "rho", 'σ': "sigma", 'ς': "sigma", 'τ': "tau", 'υ': "upsilon", 'φ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega",
}

// stemmable says whether a word has a stem other than itself: words with digits
// and short words have not.
func stemmable(surface string) bool { return len(surface) >= minStemLetters && plainLetters(surface) }

// word gives a folded word of a text of the library, which is learnt. b is not
// kept.
func (f *folder) word(a *analyst, b []byte) *word {
	if w := a.known[string(b)]; w != nil {
		return w
	}
	w := f.learn(string(b))
	if len(a.known) >= maxKnown {
		clear(a.known)
	}
	a.known[w.surface] = w
	return w
}

// term gives the form in which a folded word is compared: British spelling and
// American as one, English endings cut (Snowball's English stemmer). Words of
// queries are not remembered, so that nobody fills the memory with them.
func (f *folder) term(surface string) string {
	if !stemmable(surface) {
		return surface
	}
	f.mu.RLock()
	w := f.words[surface]
	f.mu.RUnlock()
	if w != nil {
		return w.term
	}
	return stem(surface)
}

// stem cuts a word's ending, after its spelling is folded.
func stem(surface string) string {
	env := snowballstem.NewEnv(foldSpelling(surface))
	english.Stem(env)
	return env.Current()
}

// learn enters a word of the library.
func (f *folder) learn(surface string) *word {
	f.mu.RLock()
	w := f.words[surface]
	f.mu.RUnlock()
	if w != nil {
		return w
	}
	surface = strings.Clone(surface)
	w = &word{surface: surface, term: surface}
	if stemmable(surface) {
		w.term = stem(surface)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if known := f.words[surface]; known != nil {
		return known
	}
	number, ok := f.stems[w.term]
	if !ok {
		number = int32(len(f.names))
		f.stems[w.term] = number
		f.names = append(f.names, w.term)
		f.dull = append(f.dull, len(w.term) < 3 || f.stop[w.term])
	}
	w.stem = number
	w.number = int32(len(f.words) + 1)
	f.words[surface] = w
	if stemmable(surface) {
		if len(f.families[w.term]) == 0 && stemmable(w.term) {
			root := rootOf(w.term)
			f.roots[root] = append(f.roots[root], w.term)
		}
		f.families[w.term] = append(f.families[w.term], surface)
	}
	return w
}

// number gives the number of a stem; false where no word of the library has it.
func (f *folder) number(stem string) (int32, bool) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	n, ok := f.stems[stem]
	return n, ok
}

// allStems gives the stems of all numbers so far, and which of them say nothing
// of what a text is about. Do not change them.
func (f *folder) allStems() (names []string, dull []bool) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.names[:len(f.names):len(f.names)], f.dull[:len(f.dull):len(f.dull)]
}

// family gives the words of the library that have a stem, in alphabetical order,
// so that sums over them are the same every time.
func (f *folder) family(stem string) []string {
	f.mu.RLock()
	words := slices.Clone(f.families[stem])
	f.mu.RUnlock()
	if !stemmable(stem) {
		words = append(words, stem)
	}
	slices.Sort(words)
	return words
}

func plainLetters(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// foldKey brings a name of several words (an author, a journal, a heading) into
// the form in which names are compared: folded words with single spaces.
func (f *folder) foldKey(s string) string {
	var room [96]byte
	dst := room[:0]
	for at := 0; at < len(s); {
		r, n := utf8.DecodeRuneInString(s[at:])
		if !isWord(r) {
			if len(dst) > 0 && dst[len(dst)-1] != ' ' && r != '\'' && r != '’' && r != '.' {
				dst = append(dst, ' ')
			}
			at += n
			continue
		}
		end := at + n
		for end < len(s) {
			r, n := utf8.DecodeRuneInString(s[end:])
			if !isWord(r) {
				break
			}
			end += n
		}
		dst = f.fold(dst, s[at:end])
		at = end
	}
	return strings.TrimSpace(string(dst))
}

// wholeTerm gives the whole term of a name under its kind; "" where nothing of the
// name is left when key has folded it.
func (a *analyst) wholeTerm(kind, name string, key func(string) string) string {
	if t, ok := a.names[kindName{kind, name}]; ok {
		return t
	}
	term := key(name)
	if term != "" {
		term = kind + ":" + term
	}
	if len(name) <= maxKnownName {
		if len(a.names) >= maxKnown {
			clear(a.names)
		}
		a.names[kindName{kind, strings.Clone(name)}] = term // the name alone, not the page that it is part of
	}
	return term
}

// hasFold says whether two ASCII words are the same but for case.
func hasFold(s, t string) bool { return strings.EqualFold(s, t) }
