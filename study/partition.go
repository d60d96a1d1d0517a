package study

import "slices"

// Verdict is what an operator decided about two records: they are one report
// (Join) or they are not. It holds against every rule.
type Verdict struct {
	A, B   RecordKey
	Join   bool
	Reason string
}

// Group is one study's share of the records given to Partition.
type Group struct {
	Members []Member // in the order of trust; the first is the one that the others were joined to
}

// Member is one record of a Group and why it is there.
type Member struct {
	Index    int    // into the records given to Partition
	Rule     string // "" for the first member
	Evidence string // what matched, in words
}

// Partition groups records into studies. It is a pure function of the set of
// records and verdicts: their order does not matter. Records are joined by
// operators' verdicts first, then by shared identifiers, strongest first (PMID,
// PMCID, DOI, registry number, Europe PMC id, OpenAlex id), then by what they say
// of title, authors, journal, volume and pages (see the match rules). A join is
// refused when it would bring together records that an operator keeps apart, two
// PMIDs, two PMCIDs without a shared PMID, two registry numbers, or kinds that
// cannot be one report: a registration with anything else, a preprint with an
// article, a notice with an article unless they share a PMID.
//
// Records that share no key (see Keys and MatchKeys) directly or through others
// never meet, so a library is partitioned one closure at a time with the same
// result.
func Partition(records []Record, verdicts []Verdict) []Group {
	keys := make([][]int64, len(records))
	for i := range records {
		keys[i] = MatchKeys(&records[i])
	}
	return PartitionKeyed(records, keys, verdicts)
}

// PartitionKeyed is Partition for whoever has the MatchKeys of the records
// already: keys[i] are those of records[i].
func PartitionKeyed(records []Record, keys [][]int64, verdicts []Verdict) []Group {
	p := newPartitioner(records, verdicts)
	p.joinByVerdicts(verdicts)
	for i := range idRules {
		p.joinByID(i)
	}
	p.joinByMatch(keys)
	return p.groups()
}

// partitioner holds the components while they grow. Positions are places in the
// canonical order, so that every choice is the same for any order of the input.
type partitioner struct {
	records []Record
	order   []int       // position -> index into records
	part    []int       // position -> its component
	parts   []component // by the position that began it
	apart   map[[2]int]bool
	place   map[RecordKey]int
	edges   map[int][]edge
	traits  []*traits // by position, once they were needed
}

// component is what the rules need to know of records joined so far.
type component struct {
	members  []int // positions
	class    kindClass
	pmid     string
	pmcid    string
	registry string
}

// edge is a join that was made: to which position and why.
type edge struct {
	to             int
	rule, evidence string
}

func newPartitioner(records []Record, verdicts []Verdict) *partitioner {
	p := &partitioner{records: records, order: canonical(records), edges: map[int][]edge{},
		apart: map[[2]int]bool{}, place: make(map[RecordKey]int, len(records))}
	p.part = make([]int, len(records))
	p.parts = make([]component, len(records))
	p.traits = make([]*traits, len(records))
	for pos, i := range p.order {
		p.part[pos] = pos
		p.parts[pos] = componentOf(&records[i], pos)
		p.place[records[i].ID()] = pos
	}
	for _, v := range verdicts {
		a, okA := p.place[v.A]
		b, okB := p.place[v.B]
		if okA && okB && !v.Join {
			p.apart[[2]int{a, b}], p.apart[[2]int{b, a}] = true, true
		}
	}
	return p
}

// componentOf begins a component. What a source has deleted keeps no others
// away: PubMed deletes a citation that it had twice. A source that knows of
// articles only does not say that one with the title of a notice is none.
func componentOf(r *Record, pos int) component {
	c := component{members: []int{pos}, class: classOf(r.Report.Kind)}
	if c.class == classArticle && noticeTitle(shortTitle(&r.Report)) {
		c.class = classUnknown
	}
	if !r.Gone {
		ids := r.Report.IDs
		c.pmid, c.pmcid, c.registry = ids.PMID, ids.PMCID, ids.Registry
	}
	return c
}

// joinByVerdicts applies the operators' joins, in the order of the records.
func (p *partitioner) joinByVerdicts(verdicts []Verdict) {
	type pair struct {
		a, b   int
		reason string
	}
	var pairs []pair
	for _, v := range verdicts {
		a, okA := p.place[v.A]
		b, okB := p.place[v.B]
		if v.Join && okA && okB && a != b {
			pairs = append(pairs, pair{min(a, b), max(a, b), v.Reason})
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int {
		if x.a != y.a {
			return x.a - y.a
		}
		return x.b - y.b
	})
	for _, v := range pairs {
		p.join(v.a, v.b, RuleOperator, "joined by an operator: "+v.reason, func(a, b *component) bool { return true })
	}
}

// joinByID joins the records that share the identifier of one rule. A record
// that may not join the first holder of the identifier may still join a later
// one.
func (p *partitioner) joinByID(rule int) {
	r := idRules[rule]
	holders := map[string][]int{}
	for pos, i := range p.order {
		v := r.of(&p.records[i].Report.IDs)
		if v == "" {
			continue
		}
		if r.rule == ruleDOI {
			v = bareDOI(v)
		}
		for _, first := range holders[v] {
			if p.join(first, pos, r.rule, "same "+r.label+" "+v, func(a, b *component) bool {
				return compatible(r.rule, a, b) && (r.rule != ruleDOI || !p.strangers(first, pos))
			}) {
				break
			}
		}
		if p.newHolder(holders[v], pos) {
			holders[v] = append(holders[v], pos)
		}
	}
}

// newHolder says whether pos stands in a component of which no holder is known:
// one of each is enough to try.
func (p *partitioner) newHolder(holders []int, pos int) bool {
	return !slices.ContainsFunc(holders, func(h int) bool { return p.part[h] == p.part[pos] })
}

// join makes one component of two when allowed says so and no operator forbade
// it; it reports whether the two are one now.
func (p *partitioner) join(a, b int, rule, evidence string, allowed func(a, b *component) bool) bool {
	ca, cb := p.part[a], p.part[b]
	if ca == cb {
		return true
	}
	if !allowed(&p.parts[ca], &p.parts[cb]) || p.keptApart(ca, cb) {
		return false
	}
	p.absorb(min(ca, cb), max(ca, cb))
	p.edges[a] = append(p.edges[a], edge{b, rule, evidence})
	p.edges[b] = append(p.edges[b], edge{a, rule, evidence})
	return true
}

// keptApart says whether an operator keeps a record of one component from a
// record of the other.
func (p *partitioner) keptApart(ca, cb int) bool {
	if len(p.apart) == 0 {
		return false
	}
	for _, a := range p.parts[ca].members {
		for _, b := range p.parts[cb].members {
			if p.apart[[2]int{a, b}] {
				return true
			}
		}
	}
	return false
}

// absorb puts component from into component to.
func (p *partitioner) absorb(to, from int) {
	t, f := &p.parts[to], &p.parts[from]
	for _, pos := range f.members {
		p.part[pos] = to
	}
	t.members = append(t.members, f.members...)
	t.class = t.class.with(f.class)
	t.pmid, t.pmcid, t.registry = first(t.pmid, f.pmid), first(t.pmcid, f.pmcid), first(t.registry, f.registry)
	f.members = nil
}

// groups reads the components off, each in canonical order, with the edge that
// leads every member to the first.
func (p *partitioner) groups() []Group {
	var out []Group
	for pos := range p.parts {
		members := p.parts[pos].members
		if len(members) == 0 {
			continue
		}
		slices.Sort(members)
		out = append(out, p.group(members))
	}
	return out
}

// group walks the joins from the first member outwards: they form a tree.
func (p *partitioner) group(members []int) Group {
	why := map[int]Member{members[0]: {Index: p.order[members[0]]}}
	for queue := members[:1:1]; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, e := range p.edges[at] {
			if _, seen := why[e.to]; seen {
				continue
			}
			other := p.records[p.order[at]].ID().String()
			why[e.to] = Member{Index: p.order[e.to], Rule: e.rule, Evidence: e.evidence + ", as in " + other}
			queue = append(queue, e.to)
		}
	}
	g := Group{Members: make([]Member, len(members))}
	for i, pos := range members {
		g.Members[i] = why[pos]
	}
	return g
}

// first gives a, or b where a is "".
func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
