package cite

// pageLabel writes the pages with the word for one or several.
func pageLabel(one, several string) part {
	return exact(func(it *item) string {
		p := it.pages()
		if p == "" {
			return ""
		}
		if severalPages(pagesOf(it.s)) {
			return several + p
		}
		return one + p
	})
}

// mlaStyle is the MLA Handbook, 9th edition (2021), chapter 5.
func mlaStyle() style {
	lead := nameRule{inverted: 1, comma: ", ", given: givenDotted, and: "and", last: always, max: 2, keep: 1, etAl: etAlComma}
	within := nameRule{given: givenFull, and: "and", max: 2, keep: 1}
	short := nameRule{short: true, and: "and", max: 2, keep: 1}
	mainTitle := when(has((*item).container), quoted(capitalTitle), italic(capitalTitle))
	return style{
		stopsInQuotes: true, pages: pageRule{"–", pagesTwo},
		reference: around("", group(". ",
			firstOf(leading(lead, ", ", "editor", "editors"), mainTitle),
			when(led, mainTitle, nothing),
			group(", ",
				italic(capital((*item).container)),
				when(kindOf(typeChapter), around("edited by ", names(within, inside), ""),
					when(bookWithBoth, around("Edited by ", names(within, inside), ""), nothing)),
				editionText("ed."),
				when(opensVolume, around("Vol. ", value((*item).volume), ""), around("vol. ", value((*item).volume), "")),
				around("no. ", value((*item).issue), ""),
				when(kindOf(typeReport), value((*item).genre), nothing),
				exact((*item).number),
				value((*item).publisher),
				mlaDate(),
				pageLabel("p. ", "pp. "),
				exact((*item).link)),
		), "."),
		inText: around("(", firstOf(names(short, authors), names(short, editors), mainTitle), ")"),
	}
}

func bookWithBoth(it *item) bool {
	return it.typ == typeBook && len(it.authors) > 0 && len(it.editors) > 0
}

// opensVolume tells a volume that nothing stands before in its group.
func opensVolume(it *item) bool {
	return it.container() == "" && it.edition() == "" && !bookWithBoth(it)
}

// mlaDate gives the year of a book, month and year of a journal, else the day.
func mlaDate() part {
	return when(kindOf(typeBook, typeChapter), value((*item).year),
		when(kindOf(typeArticle), monthYear(dateDayMonth), date(dateDayMonth)))
}

// chicagoStyle is the Chicago Manual of Style, 17th edition (2017), chapter 15.
func chicagoStyle() style {
	lead := nameRule{inverted: 1, comma: ", ", given: givenFull, and: "and", last: always, demote: true, max: 10, keep: 7}
	within := nameRule{given: givenFull, and: "and", max: 10, keep: 7}
	short := nameRule{short: true, and: "and", max: 3, keep: 1}
	mainTitle := when(kindOf(typeBook), italic(capitalTitle), quoted(capitalTitle))
	year := yearOr("n.d.")
	pointer := firstOf(names(short, authors), names(short, editors), mainTitle)
	return style{
		stopsInQuotes: true, pages: pageRule{"–", pagesChicago},
		reference: around("", group("",
			group(". ", firstOf(leading(lead, ", ", "ed.", "eds."), mainTitle), year, when(led, mainTitle, nothing)),
			around(". ", group(" ", value((*item).genre), when(kindOf(typeReport), exact((*item).number), nothing)), ""),
			when(bookWithBoth, around(". Edited by ", names(within, inside), ""), nothing),
			around(". ", when(kindOf(typeChapter), group(" ", word("In"), italic(capital((*item).container))), italic(capital((*item).container))), ""),
			when(kindOf(typeChapter), around(", edited by ", names(within, inside), ""), nothing),
			when(kindOf(typeChapter), around(", ", editionText("ed."), ""), around(". ", editionText("ed"), "")),
			when(kindOf(typeChapter), chicagoChapterPages(), nothing),
			chicagoVolume(),
			when(kindOf(typeArticle), nothing, around(". ", group(": ", value((*item).place), value((*item).publisher)), "")),
			when(kindOf(typeArticle), when(inIssue, around(": ", exact((*item).pages), ""), around(", ", exact((*item).pages), "")), nothing),
			around(". ", exact((*item).link), ""),
		), "."),
		inText: when(has((*item).year),
			around("(", group(" ", pointer, value((*item).year)), ")"),
			around("(", group(", ", pointer, value(func(*item) string { return "n.d." })), ")")),
	}
}

func chicagoChapterPages() part {
	return when(has((*item).pages),
		around(", ", group("", around("", value((*item).volume), ":"), exact((*item).pages)), ""),
		around(". Vol. ", value((*item).volume), ""))
}

// chicagoVolume is volume and issue of a journal; without an issue the month
// stands for it.
func chicagoVolume() part {
	month := value(func(it *item) string {
		d := published(it.s)
		if d.Month == 0 {
			return ""
		}
		return dateMonthDay.month(d)
	})
	journal := when(has((*item).volume),
		group("", around(" ", value((*item).volume), ""), around(" (", firstOf(value((*item).issue), month), ")")),
		when(has((*item).issue),
			around(", ", group(" ", around("no. ", value((*item).issue), ""), around("(", month, ")")), ""),
			around(", ", month, "")))
	return when(kindOf(typeArticle), journal, when(kindOf(typeBook), around(". Vol. ", value((*item).volume), ""), nothing))
}

// harvardStyle is Cite Them Right, 12th edition (2022).
func harvardStyle() style {
	lead := nameRule{inverted: all, comma: ", ", given: initialsTight, and: "and", last: never, max: 3, keep: 1, etAl: etAlItalic}
	within := nameRule{given: initialsTight, and: "and", max: 3, keep: 1}
	short := nameRule{short: true, and: "and", last: never, max: 3, keep: 1, etAl: etAlItalic}
	edition := editionText("edn")
	mainTitle := when(kindOf(typeBook, typeReport), group(". ", italic(title), edition), quoted(title))
	year := yearOr("no date")
	return style{
		pages: pageRule{"–", pagesAsIs},
		reference: around("", group("",
			group(". ",
				group(" ",
					firstOf(leading(lead, " ", "(ed.)", "(eds)"), mainTitle),
					around("(", year, ")"),
					group(", ",
						when(led, mainTitle, nothing),
						group(" ",
							when(kindOf(typeChapter), word("in"), nothing),
							when(kindOf(typeChapter), group(" ", names(within, inside), plural("(ed.)", "(eds)")), nothing),
							group(". ", harvardContainer(), when(kindOf(typeChapter), edition, nothing))))),
				when(bookWithBoth, around("Edited by ", names(within, inside), ""), nothing),
				harvardPublisher()),
			around(", ", group(", ",
				when(kindOf(typeArticle), group("", value((*item).volume), around("(", value((*item).issue), ")")), nothing),
				pageLabel("p. ", "pp. ")), ""),
			around(". ", around("Available at: ", exact((*item).link), ""), ""),
		), "."),
		inText: around("(", group(", ", firstOf(names(short, authors), names(short, editors), mainTitle), year), ")"),
	}
}

// harvardContainer says of an article without a place that it is a preprint.
func harvardContainer() part {
	return group(" ", italic(value((*item).container)),
		when(func(it *item) bool {
			return it.typ == typeArticle && it.container() != "" && it.volume() == "" && it.pages() == ""
		}, word("[Preprint]"), nothing))
}

func harvardPublisher() part {
	imprint := group(": ", value((*item).place), value((*item).publisher))
	return when(kindOf(typeArticle), nothing,
		when(kindOf(typeReport), group(". ", group(" ", value((*item).genre), exact((*item).number)), imprint), imprint))
}
