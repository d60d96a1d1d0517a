package evidence

import "strings"

// role is what a sentence is for.
type role uint16

const (
	roleTitle role = 1 << iota
	roleBackground
	roleObjective
	roleMethods
	roleResults
	roleConclusion
	roleOther   // registration, funding, ethics, keywords
	roleUnknown // an abstract without any sign of its parts

	ownRoles = roleTitle | roleObjective | roleMethods | roleResults | roleConclusion | roleUnknown
	doneIn   = roleMethods | roleResults | roleUnknown
	anyRole  = ownRoles | roleBackground | roleOther
)

// sentence is a run of tokens of one role.
type sentence struct {
	first, last int
	role        role
	label       string // the printed heading of its section, "" without
	counts      bool   // it tells a number of people such as a study has
}

// headings gives the role of the usual headings of abstracts' sections, after
// the NLM's list of structured-abstract labels.
var headings = map[string]role{
	"background": roleBackground, "introduction": roleBackground, "context": roleBackground, "rationale": roleBackground, "importance": roleBackground, "purpose of review": roleObjective, "background and purpose": roleBackground, "background and objectives": roleObjective, "background and aims": roleObjective, "background and objective": roleObjective, "background/objectives": roleObjective, "background and aim": roleObjective, "background/aims": roleObjective, "background/aim": roleObjective, "background/objective": roleObjective, "introduction and aims": roleObjective, "rationale and objectives": roleObjective, "background & aims": roleObjective, "problem": roleBackground, "significance": roleBackground,
	"objective": roleObjective, "objectives": roleObjective, "aim": roleObjective, "aims": roleObjective, "purpose": roleObjective, "goal": roleObjective, "goals": roleObjective, "hypothesis": roleObjective, "study objective": roleObjective, "aims/objectives": roleObjective, "objective(s)": roleObjective, "questions": roleObjective, "question": roleObjective, "hypotheses": roleObjective, "study aim": roleObjective, "aim of the study": roleObjective, "brief summary": roleObjective, "purpose/background": roleObjective, "aims and objectives": roleObjective,
	"methods": roleMethods, "method": roleMethods, "materials and methods": roleMethods, "material and methods": roleMethods, "patients and methods": roleMethods, "design": roleMethods, "study design": roleMethods, "setting": roleMethods, "participants": roleMethods, "patients": roleMethods, "subjects": roleMethods, "intervention": roleMethods, "interventions": roleMethods, "measurements": roleMethods, "measures": roleMethods, "main outcome measures": roleMethods, "main outcome measure": roleMethods, "outcome measures": roleMethods, "outcomes": roleMethods, "main outcomes and measures": roleMethods, "design, setting, and participants": roleMethods, "methods and analysis": roleMethods, "methods/design": roleMethods, "procedure": roleMethods, "procedures": roleMethods, "methodology": roleMethods, "experimental design": roleMethods, "subjects and methods": roleMethods, "design and methods": roleMethods, "methods and materials": roleMethods, "experimental approach": roleMethods, "data sources": roleMethods, "study selection": roleMethods, "data extraction": roleMethods, "search methods": roleMethods, "selection criteria": roleMethods, "data collection and analysis": roleMethods, "participants and methods": roleMethods, "design, setting, participants": roleMethods, "methods and design": roleMethods, "primary outcome": roleMethods, "primary outcomes": roleMethods, "condition": roleMethods, "secondary outcome": roleMethods, "secondary outcomes": roleMethods, "detailed description": roleMethods, "interventions and measurements": roleMethods, "measurements and main results": roleResults, "areas covered": roleMethods, "test group": roleMethods, "control group": roleMethods, "inclusion criteria": roleMethods, "exclusion criteria": roleOther, "main measures": roleMethods, "data synthesis": roleResults, "study population": roleMethods, "patient": roleMethods, "sample": roleMethods, "case": roleMethods, "case presentation": roleMethods, "case report": roleMethods, "case description": roleMethods, "case summary": roleMethods, "cases": roleMethods, "clinical case": roleMethods, "evidence acquisition": roleMethods, "methods and findings": roleResults,
	"results": roleResults, "result": roleResults, "findings": roleResults, "main results": roleResults, "key results": roleResults, "recent findings": roleResults, "main findings": roleResults, "outcome": roleResults, "observations": roleResults, "evidence synthesis": roleResults, "results and conclusions": roleResults, "results and discussion": roleResults, "results and conclusion": roleResults,
	"conclusion": roleConclusion, "conclusions": roleConclusion, "discussion": roleConclusion, "interpretation": roleConclusion, "implications": roleConclusion, "conclusions and relevance": roleConclusion, "summary": roleConclusion, "conclusions and implications": roleConclusion, "discussion and conclusions": roleConclusion, "conclusion and implications": roleConclusion, "clinical implications": roleConclusion, "expert opinion": roleConclusion, "conclusion(s)": roleConclusion, "limitations": roleConclusion, "comment": roleConclusion, "clinical relevance": roleConclusion, "discussion and conclusion": roleConclusion, "authors' conclusions": roleConclusion, "conclusions/interpretation": roleConclusion, "conclusions and clinical relevance": roleConclusion, "significance statement": roleConclusion, "scientific significance": roleConclusion, "discussion/conclusion": roleConclusion, "implications for practice": roleConclusion, "take-home message": roleConclusion,
	"trial registration": roleOther, "trial registration number": roleOther, "registration": roleOther, "clinical trial registration": roleOther, "funding": roleOther, "ethics and dissemination": roleOther, "keywords": roleOther, "prospero registration number": roleOther, "trial registration numbers": roleOther, "clinical trials registration": roleOther, "declaration of interest": roleOther, "registration number": roleOther, "ethics": roleOther, "clinicaltrials.gov identifier": roleOther, "systematic review registration": roleOther, "trial registry": roleOther, "key words": roleOther, "protocol registration": roleOther, "clinicaltrials.gov": roleOther, "trial identifier": roleOther, "copyright": roleOther, "primary funding source": roleOther, "trials registration": roleOther,
}

// categories gives the role of NLM's categories of abstract sections.
var categories = map[string]role{"BACKGROUND": roleBackground, "OBJECTIVE": roleObjective, "METHODS": roleMethods, "RESULTS": roleResults, "CONCLUSIONS": roleConclusion}

// split cuts the text into sentences, and sentences at section headings that
// follow no full stop.
func (d *doc) split() {
	d.of = make([]int32, len(d.text.Tokens))
	for _, s := range d.text.Sentences() {
		first := s.First
		for i := s.First + 1; i < s.Last; i++ {
			if r, _ := d.heading(i); r != 0 && int(d.text.Tokens[i].Start) >= d.cut {
				d.addSentence(first, i-1)
				first = i
			}
		}
		d.addSentence(first, s.Last)
	}
}

func (d *doc) addSentence(first, last int) {
	for i := first; i <= last; i++ {
		d.of[i] = int32(len(d.sents))
	}
	s := sentence{first: first, last: last}
	if int(d.text.Tokens[first].Start) < d.cut {
		s.role = roleTitle
	}
	d.sents = append(d.sents, s)
}

// heading reads "Label:" at token i, or "METHODS." as a sentence of its own. It
// gives the role, 0 when there is no known label, and the label as printed.
func (d *doc) heading(i int) (role, string) {
	if !d.text.Tokens[i].Spaced && !d.is(i-1, ".", ")") {
		return 0, ""
	}
	if c := d.raw(i)[0]; c < 'A' || c > 'Z' {
		return 0, ""
	}
	for k := i; k < i+8 && k < len(d.text.Tokens); k++ {
		switch d.raw(k) {
		case ":":
			return d.label(i, k-1)
		case ".":
			if r, l := d.label(i, k-1); r != 0 && strings.ToUpper(l) == l {
				return r, l
			}
			return 0, ""
		}
	}
	return 0, ""
}

func (d *doc) label(first, last int) (role, string) {
	if last < first {
		return 0, ""
	}
	printed := d.text.Slice(first, last)
	if r, ok := headings[lower(printed)]; ok {
		return r, printed
	}
	if strings.ToUpper(printed) == printed && len(printed) > 6 { // an unusual heading in capitals: its first known word decides
		for k := first; k <= last; k++ {
			if r, ok := headings[d.word(k)]; ok {
				return r, printed
			}
		}
	}
	return 0, ""
}

func lower(s string) string { return strings.ToLower(s) }

// assignRoles gives every sentence of the abstract its role: from the source's
// sections, else from headings in the text, else from cues and position.
func (d *doc) assignRoles() {
	current, label, labelled := role(0), "", false
	for i := range d.sents {
		s := &d.sents[i]
		if s.role == roleTitle {
			continue
		}
		if r, l := d.heading(s.first); r != 0 {
			current, label, labelled = r, l, labelled || r != roleOther && r != roleBackground
		} else if r, l := d.section(s.first); r != 0 {
			current, label, labelled = r, l, true
		}
		s.role, s.label = current, label
	}
	if !labelled {
		d.guessRoles()
		return
	}
	d.mendRoles()
}

// section gives the role of the source's section that starts at a token.
func (d *doc) section(first int) (role, string) {
	at := d.cut
	for i, sec := range d.s.Abstract {
		if int(d.text.Tokens[first].Start) == at && (sec.Label != "" || len(d.s.Abstract) > 1) {
			return categories[sec.Category], sec.Label
		}
		if at += len(sec.Text) + 1; sec.Label != "" {
			at += len(sec.Label) + 2
		}
		if i > 40 {
			break // no abstract has so many
		}
	}
	return 0, ""
}

// mendRoles finds the aim inside background sections, and behind it the methods
// where no heading announces them.
func (d *doc) mendRoles() {
	methods := false
	for i := range d.sents {
		methods = methods || d.sents[i].role == roleMethods
	}
	for i := range d.sents {
		s := &d.sents[i]
		if s.role == 0 {
			s.role = roleBackground
		}
		if before := i - 1; !methods && s.role == roleBackground && d.sents[before].role&(roleObjective|roleMethods) != 0 && d.sents[before].label == s.label {
			s.role = roleMethods // an abstract without such a heading tells them after its aim
			continue
		}
		if s.role == roleBackground && (d.sentenceHas(i, cueObjective) || d.sentenceHas(i, cueOwnStudy)) {
			s.role = roleObjective
		}
	}
}

// guessRoles reads the roles of an abstract without headings: what comes before
// the first sentence about the study itself is background; the rest goes by cues.
func (d *doc) guessRoles() {
	n, first := len(d.sents), -1
	for i := range d.sents {
		if d.sents[i].role&(roleTitle|roleOther) == 0 && (d.sents[i].counts || d.sentenceHas(i, cueObjective, cueOwnStudy, cueMethods, cueWill, cueAimNow)) {
			first = i
			break
		}
	}
	state := roleMethods
	for i := range d.sents {
		s := &d.sents[i]
		switch {
		case s.role == roleTitle, s.role == roleOther:
		case first < 0:
			s.role = roleUnknown
			if d.sentenceHas(i, cueConclude) && i > n/2 {
				s.role = roleConclusion
			}
		case i < first && first > 2*n/3 && d.sentenceHas(i, cueResult):
			s.role = roleUnknown // findings so far before any word of method: no introduction is so long
		case i < first:
			s.role = roleBackground
		case d.sentenceHas(i, cueObjective) && state == roleMethods:
			s.role = roleObjective
		case d.sentenceHas(i, cueConclude) && i > first && i >= n/2:
			s.role, state = roleConclusion, roleConclusion
		case state == roleConclusion:
			s.role = roleConclusion
		case d.sentenceHas(i, cueResult) && !d.sentenceHas(i, cueMethods):
			s.role, state = roleResults, roleResults
		default:
			s.role = state
		}
	}
}
