// Package evidence reads tags off a study: what was studied, in whom, how, and
// what it concluded, each with the words that prove it.
//
// A text is analysed once (tokens, sentences and their roles, the names of the
// lexicon and the cues of the rules, found in one pass); then the rules of each
// task, one file per task, look at tokens, sentences and hits. Every rule has a
// name, which a proof repeats, a reason, and its source; doc/evidence.md tells
// them in plain words. The
// rules know nothing of any labelled collection and carry no learnt weights.
//
// Everything exported is deterministic and safe for concurrent use.
package evidence

import (
	"sort"
	"strings"
	"sync"

	"evidelic/lexicon"
	"evidelic/study"
)

// span is a run of tokens, both ends included, and the sentence it is in.
type span struct{ first, last, sent int }

// doc is a study's text, analysed once.
type doc struct {
	s         *study.Study
	text      *lexicon.Text // the title, a line break, the abstract
	cut       int           // byte offset at which the abstract starts
	sents     []sentence
	of        []int32 // token -> its sentence
	hits      [cueCount][]span
	names     []named // concepts, in the order of the text
	tags      study.Tags
	allCounts []count         // of every sentence
	counts    []count         // of the study's own sentences
	short     map[string]bool // abbreviations for people, as printed
	facts     facts
}

// named is a concept's name in the text.
type named struct {
	*lexicon.Concept
	span
}

// facts are conclusions of earlier tasks that later ones build on.
type facts struct {
	design   map[string]bool
	people   bool // the study observed people itself
	treated  bool // and gave them the drug
	planned  bool // it is a plan: a protocol or a registration without results
	review   bool
	animals  bool
	n        int
	substIDs []string
}

// treatable says whether the report can be of people being given something.
func (f *facts) treatable() bool { return !f.animals && !f.review }

// usersOnly says whether the people are users of a drug whom the study gave
// nothing.
func (d *doc) usersOnly() bool {
	return !d.facts.treated && !d.facts.planned && len(d.in(cueUsersGroup, toldIn)) > 0
}

// finder holds the automaton over lexicon and cues, made once.
var finder = sync.OnceValues(func() (*lexicon.Finder, error) { return lexicon.NewFinder(cuePatterns()) })

// analyse cuts the text up and finds every name and cue.
func analyse(s *study.Study) *doc {
	abstract := s.AbstractText()
	d := &doc{s: s, text: lexicon.Tokenize(s.Title + "\n" + abstract), cut: len(s.Title) + 1, tags: study.Tags{}}
	d.split()
	f, err := finder()
	if err != nil {
		return d // the tables are tested to compile
	}
	matches, cues := f.Find(d.text)
	for _, h := range cues {
		d.hits[h.Label] = append(d.hits[h.Label], span{h.First, h.Last, int(d.of[h.First])})
	}
	for _, m := range matches {
		d.names = append(d.names, named{m.Concept, span{m.First, m.Last, int(d.of[m.First])}})
	}
	d.countAll()
	d.assignRoles()
	return d
}

// word gives token i in lower case, "" outside the text.
func (d *doc) word(i int) string {
	if i < 0 || i >= len(d.text.Tokens) {
		return ""
	}
	return d.text.Word(i)
}

// raw gives token i as printed, "" outside the text.
func (d *doc) raw(i int) string {
	if i < 0 || i >= len(d.text.Tokens) {
		return ""
	}
	return d.text.Slice(i, i)
}

func (d *doc) kind(i int) lexicon.TokenKind {
	if i < 0 || i >= len(d.text.Tokens) {
		return lexicon.Symbol
	}
	return d.text.Tokens[i].Kind
}

// is says whether token i is one of the words.
func (d *doc) is(i int, words ...string) bool {
	w := d.word(i)
	for _, x := range words {
		if w == x {
			return true
		}
	}
	return false
}

// has says whether a cue stands anywhere in the text.
func (d *doc) has(c cue) bool { return len(d.hits[c]) > 0 }

// in gives the hits of a cue in sentences of the roles.
func (d *doc) in(c cue, roles role) []span {
	var out []span
	for _, h := range d.hits[c] {
		if d.sents[h.sent].role&roles != 0 {
			out = append(out, h)
		}
	}
	return out
}

// own gives the hits of a cue that speak of the study itself: not in background
// sentences, not negated.
func (d *doc) own(c cue) []span {
	var out []span
	for _, h := range d.hits[c] {
		if d.sents[h.sent].role&ownRoles != 0 && !d.negated(h) {
			out = append(out, h)
		}
	}
	return out
}

// inTitle gives the hits of a cue in the title.
func (d *doc) inTitle(c cue) []span { return d.in(c, roleTitle) }

// within gives the hits of a cue in one sentence.
func (d *doc) within(sent int, c cue) []span {
	all := d.hits[c]
	lo := sort.Search(len(all), func(i int) bool { return all[i].sent >= sent })
	hi := lo
	for hi < len(all) && all[hi].sent == sent {
		hi++
	}
	return all[lo:hi]
}

// sentenceHas says whether one of the cues stands in a sentence.
func (d *doc) sentenceHas(sent int, cues ...cue) bool {
	for _, c := range cues {
		all := d.hits[c]
		if i := sort.Search(len(all), func(i int) bool { return all[i].sent >= sent }); i < len(all) && all[i].sent == sent {
			return true
		}
	}
	return false
}

// near says whether a cue stands within dist tokens of a span, in its sentence.
func (d *doc) near(s span, dist int, cues ...cue) bool {
	return d.window(s, s.first-dist, s.last+dist, cues)
}

// before says whether a cue stands at most dist tokens before the span.
func (d *doc) before(s span, dist int, cues ...cue) bool {
	return d.window(s, s.first-dist, s.first-1, cues)
}

// after says whether a cue stands at most dist tokens after the span.
func (d *doc) after(s span, dist int, cues ...cue) bool {
	return d.window(s, s.last+1, s.last+dist, cues)
}

// window says whether a cue in the span's sentence touches the tokens from lo to hi.
func (d *doc) window(s span, lo, hi int, cues []cue) bool {
	for _, c := range cues {
		all := d.hits[c] // in the order of their last tokens
		i := sort.Search(len(all), func(i int) bool { return all[i].last >= lo })
		for ; i < len(all) && all[i].last <= hi+12; i++ { // no cue is longer than 12 tokens
			if all[i].sent == s.sent && all[i].first <= hi {
				return true
			}
		}
	}
	return false
}

// nameAt gives the index of the first name that starts at token i or later.
func (d *doc) nameAt(i int) int {
	return sort.Search(len(d.names), func(k int) bool { return d.names[k].first >= i })
}

// negated says whether a negation governs the span: "no", "not", "without" and
// the like at most four tokens before it in its clause.
func (d *doc) negated(s span) bool {
	for i := s.first - 1; i >= s.first-4 && i >= d.sents[s.sent].first; i-- {
		switch d.word(i) {
		case ",", ";", ":", "but", "(", ")":
			return false
		case "no":
			if d.is(i+1, "go") {
				continue // the go/no-go task
			}
			return true
		case "not", "cannot", "without", "non", "never", "neither", "lack", "lacking", "nor":
			return true
		}
	}
	return false
}

// tag adds a value with its proofs; a value added before gains the proofs.
func (d *doc) tag(task study.Task, value, rule string, spans ...span) {
	from := "abstract"
	if len(spans) > 0 && d.sents[spans[0].sent].role == roleTitle {
		from = "title"
	}
	d.put(task, value, from, d.proofs(rule, spans)...)
}

// maxProofs bounds the proofs of one value: the first ones say it.
const maxProofs = 3

func (d *doc) put(task study.Task, value, from string, proofs ...study.Proof) {
	t := d.tags[task]
	t.Status = study.Reported
	defer func() { d.tags[task] = t }()
	for i := range t.Values {
		if v := &t.Values[i]; v.Value == value {
			if len(v.Proofs) < maxProofs {
				v.Proofs = append(v.Proofs, proofs...)
			}
			return
		}
	}
	t.Values = append(t.Values, study.TagValue{Value: value, Label: Label(task, value), From: from, Proofs: proofs})
}

// field adds a value that a structured field of the record gives.
func (d *doc) field(task study.Task, value, from, text, rule string) {
	d.put(task, value, from, study.Proof{Field: from, Text: text, Rule: rule})
}

// status sets a status for a task that has neither values nor a status yet.
func (d *doc) status(task study.Task, st study.Status) {
	if t := d.tags[task]; len(t.Values) == 0 && (t.Status == "" || t.Status == study.Reported) {
		d.tags[task] = study.Tag{Status: st}
	}
}

// proofs turns spans into offsets into the title or the abstract.
func (d *doc) proofs(rule string, spans []span) []study.Proof {
	var out []study.Proof
	for _, s := range spans {
		if len(out) == maxProofs {
			break
		}
		start, end := int(d.text.Tokens[s.first].Start), int(d.text.Tokens[s.last].End)
		p := study.Proof{Field: "title", Start: start, End: end, Text: strings.Clone(d.text.Raw[start:end]), Rule: rule}
		if start >= d.cut {
			p.Field, p.Section, p.Start, p.End = "abstract", d.sents[s.sent].label, start-d.cut, end-d.cut
		}
		out = append(out, p)
	}
	return out
}
