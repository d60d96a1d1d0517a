package cite

import "fmt"

// The medical styles share the form of names: "Carhart-Harris RL".

func medicalNames(max, keep int) nameRule {
	return nameRule{inverted: all, comma: " ", given: initialsBare, max: max, keep: keep}
}

// amaStyle is the AMA Manual of Style, 11th edition (2020), chapter 3.
func amaStyle() style {
	people := medicalNames(6, 3)
	return style{
		stopsInQuotes: true, pages: pageRule{"-", pagesFull},
		reference: group(". ",
			around("", group(". ",
				leading(people, ", ", "ed.", "eds."),
				when(kindOf(typeBook, typeReport), italic(capitalTitle), title),
				amaSource(people),
			), "."),
			firstOf(around("doi:", exact((*item).doi), ""), exact((*item).url)),
		),
		inText: func(it *item) []span { return []span{{text: fmt.Sprint(it.inList), tag: "sup"}} },
	}
}

func amaSource(people nameRule) part {
	imprint := group("; ", value((*item).publisher), value((*item).year))
	book := group(":", group(". ", amaVolume(), editionText("ed"),
		around("(", group(", ", names(people, inside), plural("ed.", "eds.")), ")"), imprint), exact((*item).pages))
	chapter := group(":",
		group(": ", word("In"), group(". ",
			group(", ", names(people, inside), plural("ed.", "eds.")),
			italic(capital((*item).container)), amaVolume(), editionText("ed"), imprint)),
		exact((*item).pages))
	posted := when(kindOf(typePreprint),
		group(" ", word("Preprint posted online"), date(dateMonthDay)),
		group(" ", word("Published online"), date(dateMonthDay)))
	journal := group(". ",
		italic(value((*item).containerShort)),
		when(kindOf(typePreprint), italic(value((*item).publisher)), nothing),
		group(":", group(";", when(inIssue, value((*item).year), posted),
			group("", value((*item).volume), around("(", value((*item).issue), ")"))), exact((*item).pages)))
	return when(kindOf(typeBook, typeReport), book, when(kindOf(typeChapter), chapter, journal))
}

func amaVolume() part { return around("Vol ", value((*item).volume), "") }

// inIssue tells whether an article has its place in a volume; else it is ahead of
// print.
func inIssue(it *item) bool { return it.volume() != "" || it.issue() != "" }

// vancouverStyle is the style of the ICMJE Recommendations: that of Citing
// Medicine, with six authors and then "et al.".
func vancouverStyle() style {
	return medicineStyle(medicalNames(6, 6))
}

// nlmStyle is Citing Medicine, 2nd edition, of the National Library of Medicine,
// which names every author.
func nlmStyle() style {
	return medicineStyle(medicalNames(0, 0))
}

func medicineStyle(people nameRule) style {
	return style{
		stopsInQuotes: true, pages: pageRule{"–", pagesShort},
		reference: group(" ",
			around("", group(". ",
				leading(people, ", ", "editor", "editors"),
				group(" ", title, around("[", value((*item).genre), "]"),
					when(kindOf(typeReport), around("[", group("", word("Internet"), void((*item).url)), "]"), nothing)),
				when(kindOf(typeBook), editionText("ed."), nothing),
				medicineContainer(people),
				group("; ", medicineImprint(), group(";", medicineDate(), medicineSerial())),
				when(kindOf(typeChapter), around("p. ", exact((*item).pages), ""), nothing),
				when(kindOf(typeReport), group(" ", value((*item).genre), exact((*item).number)), nothing),
			), "."),
			medicineAccess(),
			around("", group("; ",
				around("PubMed PMID: ", exact((*item).pmid), ""),
				around("PubMed Central PMCID: ", exact((*item).pmcid), "")), "."),
		),
		inText: bracketNumber,
	}
}

func medicineContainer(people nameRule) part {
	return when(kindOf(typeChapter),
		group(": ", word("In"), group(". ",
			group(", ", names(people, inside), plural("editor", "editors")),
			value((*item).container), editionText("ed."))),
		when(kindOf(typeBook), group(". ",
			group(", ", names(people, inside), plural("editor", "editors")),
			around("Vol. ", value((*item).volume), "")),
			value((*item).containerShort)))
}

func medicineImprint() part {
	return when(kindOf(typeArticle), nothing, group(": ", value((*item).place), value((*item).publisher)))
}

func medicineDate() part {
	return when(kindOf(typeArticle), date(dateYearLead),
		when(kindOf(typeReport), monthYear(dateYearLead), value((*item).year)))
}

func medicineSerial() part {
	return when(kindOf(typeArticle),
		group(":", group("", value((*item).volume), around("(", value((*item).issue), ")")), exact((*item).pages)), nothing)
}

func medicineAccess() part {
	doi := around("doi:", exact((*item).doi), "")
	return firstOf(group(" ", around("Available from: ", exact((*item).url), ""), doi), doi)
}

// void stands for a value without writing it, so that the words beside it count
// as said.
func void(f func(*item) string) part {
	return func(it *item) []span {
		if f(it) == "" {
			return nil
		}
		return []span{{}}
	}
}
