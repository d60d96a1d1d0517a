package check

import (
	"regexp"
	"slices"
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
	about     []string            // the values of the tag that a fitting study has; see forms
	narrow    map[string][]string // the values of other tags that it has: conditions and routes
}

// claimRules find claims by the words of each kind. A sentence must name a
// substance, or stand where one was named before, too.
var claimRules = []struct {
	name string
	re   *regexp.Regexp
}{
	{"effect", regexp.MustCompile(`(?i)\b(?:reduc|improv|reliev|relief|alleviat|effective|efficac|help(?:s|ed|ing|ful)?\b|treats?\b|treated\b|treating\b|benefi|rapid|fast(?:er|est)?\b|quick|respon(?:d|s)|remission|remit|relaps|decreas|increas|eas(?:e|es|ed|ing)\b|lifts?\b|lower|works?\b|worked\b|lasts\b|lasted\b|lasting\b|fades?\b|wears? off|sustain|prevent|prolong|superior|outperform|beat(?:s|en)?\b|better|worse|promising|abstinen|quit(?:s|ting)?\b|cuts?\b|halv|recover|suicid|studied (?:most|again)|effects?\b|placebo|(?:un)?blind|expectanc|noninferior|non-inferior|comparable|(?:more|less) likely|correlat|predict|associated|linked|failed|fails\b)`)},
	{"mechanism", regexp.MustCompile(`(?i)\b(?:receptor|NMDA|AMPA|GABA|glutamat|serotonin|dopamin|BDNF|mTOR|synap|neuroplastic|plasticity|neurotroph|neurogenesis|agonis|antagonis|block(?:s|ing|ade)|bind|default mode|connectivity|neural|neuron|brain|pathway|dendrit|mechanism|inhibit|stimulat|neurotransmit|metabol)`)},
	{"safety", regexp.MustCompile(`(?i)\b(?:safe|safety|side effect|adverse|risk|abuse|misuse|addict|dependen|toxic|bladder|urinary|cystitis|liver|blood pressure|hypertens|heart|dissociat|nausea|vomit|dizz|sedat|long-term|unknown|contraindicat|toler(?:ate|able|ability|ance)|harm|overdose|cognitive|memory|psychosis|mania|headache|death|fatal|arrhythm|perceptual|flashback|hallucinat|withdrawal|interact|pregnan|breastfe|driv(?:e|ing)\b)`)},
	{"procedure", regexp.MustCompile(`(?i)\b(?:dose|dosing|dosage|microdos|mg|microgram|session|infus|sublingual|lozenge|oral|intranasal|nasal|intravenous|intramuscular|inject|administ|hour|minute|prepar|integrat|monitor|screen|therapist|psychotherap|supervis|set and setting|weekly|twice|maintenance|swallow|bioavailab)`)},
	{"number", regexp.MustCompile(`(?i)(?:^|[\s(~≈<>=±])[0-9][0-9.,]*(?:[%\s,;:)–-]|$)|\b(?:one|two|three) (?:in|out of) (?:two|three|four|five|six|ten)\b|\b(?:third|quarter|half) of\b`)},
}

// reYearAlone is a number that says when, not how much.
var reYearAlone = regexp.MustCompile(`\b(?:19|20)[0-9]{2}s?\b`)

// reTrade is what firms and clinics say of money and of themselves; reOwn, of how
// they go about it. No study bears on either.
var (
	reTrade = regexp.MustCompile(`(?i)[$€£]\s?[0-9]|[0-9]\s?% off\b|\b(?:insurance|insurers?|prices?|priced|pricing|discounts?|refunds?|shares (?:fell|rose|dropped|jumped|gained|lost)|shareholders?|investors?|analysts?|revenues?|market (?:for|size|value|share)|after-hours|(?:million|billion) (?:dollars|euros)|chief executive)\b`)
	reOwn   = regexp.MustCompile(`(?i)^our (?:\w+ )?(?:clinics?|teams?|staff|therapists?|doctors?|nurses?|physicians?|providers?|cent(?:er|re)s?|program(?:me)?s?|practice|packages?)\b`)
	reCosts = regexp.MustCompile(`(?i)\bcost[- ](?:effective|utility|benefit)`)
)

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
	known := newVocabulary()
	named := nameConcepts(d)
	for i, p := range d.Paragraphs {
		text := lexicon.Tokenize(p.Text)
		out.words += len(strings.Fields(p.Text))
		matches := named.of(i, text)
		var context *lexicon.Concept
		for _, span := range text.Sentences() {
			out.sentences++
			c := claim{text: text.Slice(span.First, span.Last), paragraph: i + 1, context: context}
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
			worth := !p.Heading && !out.more && c.worth()
			if c.harms() {
				found = c.leaveHarms(text, span, found, known)
			}
			if named := c.condition(); named != nil {
				c.context = nil
				if c.treats() {
					context = named
				}
			}
			switch {
			case !worth:
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

// harms says whether the sentence tells of harm alone.
func (c *claim) harms() bool {
	return slices.Contains(c.rules, "safety") && !slices.Contains(c.rules, "effect")
}

// leaveHarms takes the conditions that stand for harms out of what a claim names: the
// headache behind a dose is no headache that was treated. Their words are aspects.
func (c *claim) leaveHarms(t *lexicon.Text, span lexicon.Span, found []lexicon.Match, known *vocabulary) []lexicon.Match {
	out := slices.DeleteFunc(found, func(m lexicon.Match) bool {
		return m.Concept.Kind == lexicon.Condition && slices.ContainsFunc(known.starting(t.Word(m.First)), func(p aspectPattern) bool { return p.fits(t, m.First, span.Last) })
	})
	c.concepts = slices.DeleteFunc(c.concepts, func(k *lexicon.Concept) bool {
		return k.Kind == lexicon.Condition && !slices.ContainsFunc(out, func(m lexicon.Match) bool { return m.Concept == k })
	})
	return out
}

// treats says whether a condition that the sentence names may be what the next ones
// are about: no harm, and nobody who is left out.
func (c *claim) treats() bool {
	return !c.harms() && !reLeftOut.MatchString(c.text)
}

var reLeftOut = regexp.MustCompile(`(?i)\b(?:should not|must not|exclu|contraindicat|history of|not suitable|ineligible|avoid)`)

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

// worth applies the rules. Questions and calls to the reader claim nothing, nor does
// what is said of money or of a clinic itself.
func (c *claim) worth() bool {
	if n := len(strings.Fields(c.text)); c.drug == nil || n < 3 || n > maxClaimWords || strings.HasSuffix(c.text, "?") || reCall.MatchString(c.text) {
		return false
	}
	if reTrade.MatchString(c.text) && !reCosts.MatchString(c.text) {
		return false
	}
	for _, r := range claimRules {
		text := c.text
		if r.name == "number" {
			text = reYearAlone.ReplaceAllString(text, "")
		}
		if r.re.MatchString(text) {
			c.rules = append(c.rules, r.name)
		}
	}
	said := slices.ContainsFunc(c.rules, func(r string) bool { return r != "number" && r != "procedure" })
	switch {
	case said:
		return true
	case slices.Contains(c.rules, "procedure"):
		return !reOwn.MatchString(c.text)
	}
	// A number alone is a claim only beside a substance in the same sentence.
	return len(c.rules) > 0 && slices.ContainsFunc(c.concepts, func(k *lexicon.Concept) bool { return k.Kind == lexicon.Drug })
}

// maxClaimWords: a longer sentence is a list or no text at all.
const maxClaimWords = 120

var reCall = regexp.MustCompile(`(?i)^(?:call|contact|book|schedule|click|read more|learn more|sign up|subscribe|email|visit|ask your|talk to|none of this|if you(?:'d| would)? like|this (?:page|article|post|blog|guide|text) )\b`)

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

func (c *claim) read(t *lexicon.Text, span lexicon.Span, found []lexicon.Match, known *vocabulary) {
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
