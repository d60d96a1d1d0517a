package study

// strangers says whether two records that share a DOI are plainly two reports: a
// notice has that of its article, all abstracts of a supplement have one, and
// people type the one of the line above.
func (p *partitioner) strangers(a, b int) bool {
	x, y := p.traitsAt(a), p.traitsAt(b)
	if len(x.words) == 0 || len(y.words) == 0 {
		return false
	}
	if x.genre != y.genre && (p.class(a) != classNotice || p.class(b) != classNotice) {
		switch {
		case x.genre.notice() || y.genre.notice():
			return true
		case x.genre.remark() || y.genre.remark():
			return contradictions(x, y) > 0
		}
	}
	return otherTitles(x, y, contradictions(x, y))
}

// class gives what sort of record stands at a position.
func (p *partitioner) class(pos int) kindClass { return classOf(p.records[p.order[pos]].Report.Kind) }

// notice says whether texts of the genre are published against another one.
func (g genre) notice() bool { return g == "erratum" || g == "retraction" || g == "concern" }

// remark says whether texts of the genre are about another one.
func (g genre) remark() bool { return g == "comment" || g == "reply" }

// contradictions counts what speaks against one report beside the titles: the
// authors, the pages (twice where both are a supplement's, which have no other
// edition), the words of the abstract, years that lie apart.
func contradictions(x, y *traits) int {
	n := 0
	if compareFirst(x.authors, y.authors) == conflict && (min(len(x.authors), len(y.authors)) == 1 || overlap(x.authors, y.authors) < 0.5) {
		n++
	}
	if x.placed && y.placed && comparePlaces(x.place, y.place) == conflict {
		n++
		if x.place.lettered() && y.place.lettered() {
			n++
		}
	}
	if years, ok := yearsApart(x, y); ok && years > 2 {
		n++
	}
	if compareTexts(x.text, y.text) == conflict {
		n++
	}
	return n
}

// otherTitles says whether two titles are those of two reports when so much else
// speaks against one: nothing outweighs a title that tells the report, one
// contradiction a changed word, and it takes two where a title may be a
// translation.
func otherTitles(x, y *traits, against int) bool {
	switch compareTitles(x, y) {
	case titlesEqual:
		return !x.long() && against > 1
	case titlesContain:
		return false
	case titlesNear:
		return against > 0 && !typingErrors(x.words, y.words)
	}
	alike := likeness(x.words, y.words)
	if x.foreign != y.foreign && alike < 0.2 && overlap(x.authors, y.authors) == 0 {
		return against > 0
	}
	if x.foreign != y.foreign || alike >= 0.75 {
		return against > 1
	}
	return against > 0
}
