package index

import (
	"slices"
	"strings"
)

// The stemmer cuts endings of grammar; it leaves apart what the Greek and Latin
// endings of medicine derive from one root: apoptosis and apoptotic, saliva and
// salivary, anxiety and anxious, serotonin and serotonergic. Words of one root are
// kin: to the ranking, a word's kin counts kinWeight of what the word itself does.
// Kin never makes a study match, and a word in quotes or with a tag has none.
const (
	kinWeight = 0.3
	kinRoot   = 4 // letters that a root has at least
)

// rootEndings are the endings, as the stemmer leaves them, that are cut to find a
// root, the longest one first that leaves kinRoot letters.
var rootEndings = longestFirst(`a ac al an ar ari arian as asi asis at e em eri erg esi esia et eti eut i ia iac ian iasi ic
	ient in io iosi is iti itis it ium ix o on osi osis ot ous s sia si sis t um us ular`)

func longestFirst(list string) []string {
	words := strings.Fields(list)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// rootOf gives the root of a stem; the stem itself where it has no such ending.
func rootOf(stem string) string {
	for _, e := range rootEndings {
		if len(stem)-len(e) >= kinRoot && strings.HasSuffix(stem, e) {
			return stem[:len(stem)-len(e)]
		}
	}
	return stem
}

// kin gives the other stems of the library with a stem's root, in alphabetical
// order.
func (f *folder) kin(stem string) []string {
	if !stemmable(stem) {
		return nil
	}
	f.mu.RLock()
	kin := slices.Clone(f.roots[rootOf(stem)])
	f.mu.RUnlock()
	kin = slices.DeleteFunc(kin, func(s string) bool { return s == stem })
	slices.Sort(kin)
	return kin
}

// scoreWithKin adds the part of a concept of one word with kin to the scores of
// the studies whose bits are set: the kin adds to the word's count before it
// saturates, and the weight is the word's own.
func (e *evaluator) scoreWithKin(c concept, kin []string, scores []float64, only []uint64) error {
	own, err := e.stem(c.terms[0])
	if err != nil {
		return err
	}
	l, err := e.weighKin(c, own, kin, only)
	if err == nil {
		e.addParts(c, e.worthOf(own, c.field), l, scores, only)
	}
	return err
}

// weighKin weighs a word and its kin, in the studies whose bits are set; those of
// frequent words in all, which it keeps.
func (e *evaluator) weighKin(c concept, own *wordList, kin []string, only []uint64) (*joinedList, error) {
	key := "k" + c.key()
	if l, _ := e.v.gen.memo.get(key).(*joinedList); l != nil && l.view == e.v.number {
		return l, nil
	}
	w := weigher{evaluator: e, scope: c.field, only: only}
	keep := own.postings() >= weighOnce
	if keep {
		w.only = nil
	}
	t := e.tally()
	w.each(own, t.add)
	t.share = kinWeight
	for _, k := range kin {
		l, err := e.stem(k)
		if err != nil {
			return nil, err
		}
		w.each(l, t.add)
	}
	l := t.list()
	if keep {
		e.v.gen.memo.put(key, l, 12*len(l.ords))
	}
	return l, nil
}
