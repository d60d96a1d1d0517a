package demo

import (
	"math/rand/v2"
	"time"

	"evidelic/study"
)

// cluster makes reports that belong together; it appends them to the maker.
type cluster struct {
	size   int // number of reports that it makes
	weight int // how often, in 100 draws
	make   func(*maker)
}

// clusters is the composition of the world. Every draw falls on one of them.
func clusters() []cluster {
	return []cluster{
		{1, 48, func(m *maker) { m.article(m.drawDesign()) }},
		{1, 9, func(m *maker) { m.registration(m.topic()) }},
		{2, 9, (*maker).registered},
		{3, 3, (*maker).registeredWithProtocol},
		{1, 6, func(m *maker) { m.preprint(m.topic(), m.drawDesign()) }},
		{2, 8, (*maker).published},
		{2, 4, func(m *maker) { m.noticed(roleRetraction, study.RetractionIn) }},
		{2, 4, func(m *maker) { m.noticed(roleErratum, study.ErratumIn) }},
		{2, 2, func(m *maker) { m.noticed(roleConcern, study.ConcernIn) }},
		{2, 1, (*maker).republished},
		{2, 2, func(m *maker) { m.noticed(roleLetter, study.CommentIn) }},
		{3, 1, (*maker).registeredRetracted},
		{1, 3, (*maker).pmcArticle},
	}
}

// maker draws reports for a world that ends at now.
type maker struct {
	r     *rand.Rand
	now   day
	from  day // no report is older
	items []*item
}

// generate gives exactly n reports, oldest first, numbered from 1.
func generate(n int, seed uint64, now time.Time) []*item {
	m := &maker{r: dice(seed, 0xe71de11c), now: dayOf(now), from: dayOf(time.Date(1968, 1, 1, 0, 0, 0, 0, time.UTC))}
	m.fill(n)
	return numbered(nil, m.items)
}

func (m *maker) fill(n int) {
	kinds := clusters()
	for len(m.items) < n {
		k := m.drawCluster(kinds)
		if len(m.items)+k.size <= n {
			k.make(m)
		}
	}
}

func (m *maker) drawCluster(kinds []cluster) cluster {
	at := m.r.IntN(100)
	for _, k := range kinds {
		if at -= k.weight; at < 0 {
			return k
		}
	}
	return kinds[0]
}

func (m *maker) topic() uint64 { return m.r.Uint64() }

func (m *maker) drawDesign() design { return pick(m.r, allDesigns) }

// drawDay gives a day between from and now, most often a recent one: the field
// grew late. A very small world still reaches back.
func (m *maker) drawDay() day {
	span := float64(m.now - m.from)
	back := m.r.Float64()
	return m.now - day(span*back*back*back*0.999)
}

// after gives a day up to so many days later than d: after from, and not after
// now.
func (m *maker) after(d day, days int) day {
	d = max(d, m.from)
	span := min(days, int(m.now-d))
	if span < 1 {
		return m.now
	}
	return d + 1 + day(m.r.IntN(span))
}

// add dates a new report by the day on which it could be read and keeps it.
func (m *maker) add(it *item, read day) *item {
	it.seed = m.r.Uint64()
	read = min(read, m.now)
	it.epub = read
	it.entered = min(read+day(m.r.IntN(4)), m.now)
	it.revised = it.entered
	if chance(m.r, 60) {
		it.revised = m.after(it.entered, 700)
	}
	m.items = append(m.items, it)
	return it
}

func (m *maker) article(d design) *item { return m.articleOn(m.topic(), d, m.drawDay()) }

// articleOn gives an article; nine in ten of PubMed's are in Europe PMC too.
func (m *maker) articleOn(topic uint64, d design, read day) *item {
	it := m.add(&item{kind: study.KindArticle, design: d, topic: topic, inPubMed: true}, read)
	it.inEurope = chance(m.r, 90)
	it.printed = m.drawPrint(read)
	return it
}

func (m *maker) drawPrint(read day) printDate {
	at := read + day(m.r.IntN(150))
	kind := [...]printKind{printDay, printDay, printDay, printMonth, printMonth, printMonth, printYear, printSeason, printRange, printNone}[m.r.IntN(10)]
	if kind == printNone && read < m.now-900 {
		kind = printMonth // nothing stays ahead of print for years
	}
	return printDate{kind, at}
}

func (m *maker) pmcArticle() {
	it := m.articleOn(m.topic(), m.drawDesign(), m.drawDay())
	it.inPubMed, it.inEurope, it.pmcOnly = false, true, true
}

func (m *maker) registration(topic uint64) *item {
	read := max(m.drawDay(), dayOf(time.Date(2000, 3, 1, 0, 0, 0, 0, time.UTC))+day(m.r.IntN(2000)))
	return m.add(&item{kind: study.KindRegistration, role: roleRegistration, design: pick(m.r, trialDesigns), topic: topic}, read)
}

// registered makes a registration and the article with its results.
func (m *maker) registered() {
	reg := m.registration(m.topic())
	res := m.articleOn(reg.topic, reg.design, m.after(reg.epub, 1500))
	res.role, res.trial, reg.reported = roleResults, reg, true
	reg.cite(m.r, study.TrialResult, res)
}

func (m *maker) registeredWithProtocol() {
	m.registered()
	reg := m.items[len(m.items)-2]
	plan := m.articleOn(reg.topic, designProtocol, m.after(reg.epub, 200))
	plan.role, plan.trial = roleProtocol, reg
	reg.cite(m.r, study.TrialReference, plan)
}

// registeredRetracted makes a trial whose results were retracted.
func (m *maker) registeredRetracted() {
	m.registered()
	m.notice(m.items[len(m.items)-1], roleRetraction, study.RetractionIn)
}

// cite lists a paper in two registrations of three, and not before it appeared.
func (it *item) cite(r *rand.Rand, kind study.RelationType, paper *item) {
	if chance(r, 67) {
		it.links = append(it.links, link{kind, paper})
		it.revised = max(it.revised, paper.entered)
	}
}

func (m *maker) preprint(topic uint64, d design) *item {
	read := max(m.drawDay(), dayOf(time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC))+day(m.r.IntN(1500)))
	it := m.add(&item{kind: study.KindPreprint, role: rolePreprint, design: d, topic: topic, inEurope: true}, read)
	it.inPubMed = chance(m.r, 20)
	return it
}

// published makes a preprint and the article that it became.
func (m *maker) published() {
	pre := m.preprint(m.topic(), m.drawDesign())
	art := m.articleOn(pre.topic, pre.design, m.after(pre.epub, 500))
	tie(pre, study.UpdateIn, art)
}

// tie links two reports in both directions.
func tie(from *item, kind study.RelationType, to *item) {
	back, _ := kind.Inverse()
	from.links = append(from.links, link{kind, to})
	to.links = append(to.links, link{back, from})
}

// noticed makes an article and what was published about it.
func (m *maker) noticed(what role, kind study.RelationType) {
	m.notice(m.article(m.drawDesign()), what, kind)
}

// notice publishes a notice or a letter about the article.
func (m *maker) notice(art *item, what role, kind study.RelationType) *item {
	n := m.articleOn(m.topic(), designNone, m.after(art.epub, 900))
	n.role, n.inEurope = what, art.inEurope
	if what != roleLetter {
		n.kind = study.KindNotice
	}
	tie(art, kind, n)
	art.retracted = art.retracted || what == roleRetraction
	art.corrected = art.corrected || what == roleErratum
	art.doubted = art.doubted || what == roleConcern
	art.revised = max(art.revised, n.entered)
	return n
}

// republished makes an article and its republication, which stands in its place
// corrected or after a retraction.
func (m *maker) republished() {
	old := m.article(m.drawDesign())
	again := m.articleOn(old.topic, old.design, m.after(old.epub, 400))
	if old.replaced = old.seed%2 == 0; old.replaced {
		tie(old, study.RetractedRepublishedIn, again)
		return
	}
	tie(old, study.CorrectedRepublishedIn, again)
	old.corrected = true
}
