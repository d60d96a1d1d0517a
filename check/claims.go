package check

import (
	"regexp"
	"strings"

	"evidelic/lexicon"
)

// MaxClaims bounds how many claims of a draft are looked up.
const MaxClaims = 400

// claim is a sentence that says something that studies can bear on.
type claim struct {
	text      string
	paragraph int
	rules     []string           // the names of the rules that found it
	concepts  []*lexicon.Concept // named in it
	drug      *lexicon.Concept   // it is about: named in it, or last before it
	context   *lexicon.Concept   // the condition that was named last in its paragraph, where it names none
	words     []string           // folded, without the small words
	numbers   []quantity
	terms     []term
	query     string
	about     []string // the values of the tag that a fitting study has; see forms
}

// claimRules find claims by the words of each kind. A sentence must name a
// substance, or stand where one was named before, too.
var claimRules = []struct {
	name string
	re   *regexp.Regexp
}{
	{"effect", regexp.MustCompile(`(?i)\b(?:reduc|improv|reliev|relief|alleviat|effective|efficac|help(?:s|ed|ing|ful)?\b|treats?\b|treated\b|treating\b|benefi|rapid|fast(?:er|est)?\b|quick|respon(?:d|s)|remission|remit|decreas|increas|eas(?:e|es|ing)\b|lifts?\b|lower|works?\b|worked\b|lasts\b|lasted\b|lasting\b|fades?\b|wears? off|sustain|prevent|prolong|superior|outperform|better|worse|promising|abstinen|recover|suicid|studied (?:most|again)|effects?\b)`)},
	{"mechanism", regexp.MustCompile(`(?i)\b(?:receptor|NMDA|AMPA|GABA|glutamat|serotonin|dopamin|BDNF|mTOR|synap|neuroplastic|plasticity|neurotroph|neurogenesis|agonis|antagonis|block(?:s|ing|ade)|bind|default mode|connectivity|neural|neuron|brain|pathway|dendrit|mechanism|inhibit|stimulat|neurotransmit|metabol)`)},
	{"safety", regexp.MustCompile(`(?i)\b(?:safe|safety|side effect|adverse|risk|abuse|misuse|addict|dependen|toxic|bladder|urinary|cystitis|liver|blood pressure|hypertens|heart|dissociat|nausea|vomit|dizz|sedat|long-term|unknown|contraindicat|toler(?:ate|able|ability)|harm|overdose|cognitive|memory|psychosis|mania|headache|death)`)},
	{"procedure", regexp.MustCompile(`(?i)\b(?:dose|dosing|dosage|mg|microgram|session|infus|sublingual|lozenge|oral|intranasal|nasal|intravenous|intramuscular|inject|administ|hour|minute|prepar|integrat|monitor|screen|therapist|psychotherap|supervis|set and setting|weekly|twice|maintenance|swallow|bioavailab)`)},
	{"number", regexp.MustCompile(`[0-9]`)},
}

// reading is what was read of a draft: its claims in their order.
type reading struct {
	claims           []claim
	words, sentences int
	more             bool // there are claims beyond MaxClaims
}

// readClaims finds the claims of a draft.
func readClaims(d *Draft) reading {
	var out reading
	var drug *lexicon.Concept
	known := newAspectWords()
	for i, p := range d.Paragraphs {
		text := lexicon.Tokenize(p.Text)
		out.words += len(strings.Fields(p.Text))
		matches := lexicon.Find(text)
		var context *lexicon.Concept
		for _, span := range text.Sentences() {
			out.sentences++
			c := claim{text: text.Slice(span.First, span.Last), paragraph: i + 1}
			var found []lexicon.Match
			for ; len(matches) > 0 && matches[0].First <= span.Last; matches = matches[1:] {
				if m := matches[0]; m.First >= span.First && m.Last <= span.Last {
					found = append(found, m)
					c.name(m.Concept)
				}
			}
			if c.drug != nil {
				drug = c.drug
			} else {
				c.drug = drug
			}
			if named := c.condition(); named != nil {
				context = named
			} else {
				c.context = context
			}
			switch {
			case p.Heading || out.more || !c.worth():
			case len(out.claims) == MaxClaims:
				out.more = true
			default:
				c.read(text, span, found, known)
				out.claims = append(out.claims, c)
			}
		}
	}
	return out
}

// condition gives the first condition that a claim names.
func (c *claim) condition() *lexicon.Concept {
	for _, k := range c.concepts {
		if k.Kind == lexicon.Condition {
			return k
		}
	}
	return nil
}

func (c *claim) name(concept *lexicon.Concept) {
	for _, have := range c.concepts {
		if have == concept {
			return
		}
	}
	c.concepts = append(c.concepts, concept)
	if concept.Kind == lexicon.Drug && (c.drug == nil || c.drug.ID == "psychedelics") {
		c.drug = concept
	}
}

// worth applies the rules. Questions and calls to the reader claim nothing.
func (c *claim) worth() bool {
	if n := len(strings.Fields(c.text)); c.drug == nil || n < 5 || n > maxClaimWords || strings.HasSuffix(c.text, "?") || reCall.MatchString(c.text) {
		return false
	}
	for _, r := range claimRules {
		if r.re.MatchString(c.text) {
			c.rules = append(c.rules, r.name)
		}
	}
	// A number alone is a claim only beside a substance in the same sentence.
	if len(c.rules) == 1 && c.rules[0] == "number" {
		return len(c.concepts) > 0
	}
	return len(c.rules) > 0
}

// maxClaimWords: a longer sentence is a list or no text at all.
const maxClaimWords = 120

var reCall = regexp.MustCompile(`(?i)^(?:call|contact|book|schedule|click|read more|learn more|sign up|subscribe|email|visit|ask your|talk to|if you(?:'d| would)? like|this (?:page|article|post|blog|guide|text) )\b`)

// small are words that say nothing about what a claim is about.
var small = wordSet(`a about above across after again against all almost also although always am among an and another any are around as at away back be
	became because been before being best better between both but by came can cannot come could did do does done down during each either else enough even
	ever every far few first for found from full further gave get give given go good got had has have having he her here high him his how however i if in
	indeed into is it its itself just keep kind know known large later least less let like likely little long made mainly make many may maybe me might more
	most much must my near need never new next no nor not nothing now of off often on once one only or other others our out over own part per perhaps
	person people patient patients present put quite rather really s said same say see seem seems seen several she should show shown shows similar simply since
	so some someone something sometimes soon still study studies such sure take taken tell than that the their them themselves then there these they thing
	things this those though through thus time to together too took toward two under until up upon us use used using very via was way we well were what when
	where whether which while who whole whom whose why will with within without would year years yet you your research researchers evidence experts clinic
	called means mean today common commonly usually typically generally known despite especially include includes including`)

func (c *claim) read(t *lexicon.Text, span lexicon.Span, found []lexicon.Match, known *aspectWords) {
	seen := map[string]bool{}
	for i := span.First; i <= span.Last; i++ {
		w := t.Word(i)
		if t.Tokens[i].Kind != lexicon.Word || len(w) < 3 || small[w] || seen[stem(w)] {
			continue
		}
		seen[stem(w)] = true
		c.words = append(c.words, w)
	}
	c.numbers = quantities(c.text)
	c.makeTerms(t, span, found, known)
}

// stem cuts the commonest endings, so that "reduces", "reduced" and "reduction"
// meet; it is for comparing only.
func stem(w string) string {
	for _, end := range []string{"ational", "ations", "ation", "ities", "ments", "ances", "tions", "ively", "ment", "ance", "tion", "ing", "ity", "ive", "ies", "ed", "es", "ly", "al", "ic", "s", "e", "y"} {
		if rest, ok := strings.CutSuffix(w, end); ok && len(rest) >= 4 {
			return rest
		}
	}
	return w
}
