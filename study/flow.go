package study

// Flow is the way of records into the library, or into what a search finds, as a
// systematic review reports it (PRISMA 2020, item 16a and the flow diagram;
// PRISMA-S, items 15 and 16): what the sources gave, what was told twice and by
// which rule that was seen, what is out of scope and by which rule, what is left.
//
// Records is the sum of Sources. Records without the sum of Duplicates is Studies;
// Studies without the sum of OutOfScope is Included; Noticed are of those.
type Flow struct {
	Sources    []FlowCount `json:"sources"`      // records that each source gave, by name
	Duplicates []FlowCount `json:"duplicates"`   // records that joined a study which another began, by rule
	OutOfScope []FlowCount `json:"out_of_scope"` // studies that the library is not about, by rule (see OutOfScope)
	Noticed    []FlowCount `json:"noticed"`      // included studies with a notice, by the gravest one's type
	Records    int         `json:"records"`
	Studies    int         `json:"studies"`
	Included   int         `json:"included"`
}

// FlowCount is a number of records or studies with what they have in common.
type FlowCount struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Sum adds counts up.
func Sum(counts []FlowCount) int {
	n := 0
	for _, c := range counts {
		n += c.N
	}
	return n
}

// ScopeOut is the value of TaskScope for a study that the library is not about.
const ScopeOut = "out"

// RuleNoneNamed is the rule that a study is out of scope by when its scope has no
// proof to name one: nothing in it names a drug of the field.
const RuleNoneNamed = "scope.none-named"

// OutOfScope gives the rule by which tags place a study out of scope, and "" for
// one that is in scope or was never tagged.
func OutOfScope(tags Tags) (rule string) {
	for _, v := range tags[TaskScope].Values {
		if v.Value != ScopeOut {
			continue
		}
		for _, p := range v.Proofs {
			if p.Rule != "" {
				return p.Rule
			}
		}
		return RuleNoneNamed
	}
	return ""
}

// Gravest gives the gravest kind of notice among some, "" for none.
func Gravest(notices []Notice) NoticeType {
	out := NoticeType("")
	for _, n := range notices {
		if out == "" || gravity(n.Type) < gravity(out) {
			out = n.Type
		}
	}
	return out
}
