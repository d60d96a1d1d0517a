package cite

// apaStyle is the Publication Manual of the American Psychological Association,
// 7th edition (2020), chapters 8 and 9.
func apaStyle() style {
	lead := nameRule{inverted: all, comma: ", ", given: initialsSpace, and: "&", last: always, max: 20, keep: 19, etAl: etAlEllipsis}
	within := nameRule{given: initialsSpace, and: "&"}
	short := nameRule{short: true, and: "&", max: 2, keep: 1}
	heading := group(" ", when(standsAlone, italic(title), title), apaIdentifier(within))
	return style{
		stopsInQuotes: true, pages: pageRule{"–", pagesFull},
		reference: group(" ",
			around("", group(". ",
				firstOf(leading(lead, " ", "(Ed.)", "(Eds.)"), heading),
				around("(", yearOr("n.d."), ")"),
				group(" ", when(led, heading, nothing), apaDescription()),
				apaSource(within),
			), "."),
			exact((*item).link),
		),
		inText: around("(", group(", ",
			firstOf(names(short, authors), names(short, editors), when(standsAlone, italic(capitalTitle), quoted(capitalTitle))),
			yearOr("n.d.")), ")"),
	}
}

// standsAlone tells works that are part of nothing: their titles are in italics
// (9.19).
func standsAlone(it *item) bool { return it.container() == "" }

// apaIdentifier is what stands in brackets behind the title of a whole work: the
// number of a registration, the edition of a book.
func apaIdentifier(within nameRule) part {
	edition := editionText("ed.")
	eds := when(hasAuthors, group(", ", names(within, inside), plural("Ed.", "Eds.")), nothing)
	return when(kindOf(typeReport),
		around("(", group(" ", capital((*item).genre), exact((*item).number)), ")"),
		when(kindOf(typeBook), around("(", group("; ", eds, group(", ", edition, apaVolume())), ")"), nothing))
}

func apaVolume() part { return around("Vol. ", value((*item).volume), "") }

func apaDescription() part {
	return when(kindOf(typePreprint), around("[", value((*item).genre), "]"), nothing)
}

// apaSource is the journal with its place in it, the book of a chapter, or the
// publisher.
func apaSource(within nameRule) part {
	serial := group(", ",
		italic(capital((*item).container)),
		group("", italic(value((*item).volume)), around("(", value((*item).issue), ")")),
		exact((*item).pages))
	book := group(" ",
		word("In"),
		group(", ",
			group(" ", names(within, inside), plural("(Ed.)", "(Eds.)")),
			italic(value((*item).container))),
		around("(", group(", ", editionText("ed."), apaVolume(), pageLabel("p. ", "pp. ")), ")"))
	return when(kindOf(typeArticle), serial,
		group(". ", when(kindOf(typeChapter), book, nothing), value((*item).publisher)))
}
