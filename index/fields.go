package index

import "strings"

// fieldKind says how a field's terms are read.
type fieldKind int

const (
	kindText        fieldKind = iota // words in a scope of text
	kindExact                        // whole names of one kind
	kindWords                        // words of a field that keeps whole terms
	kindDate                         // days
	kindFacet                        // values of a facet
	kindNone                         // matches nothing: how a part that could not be read is written
	kindUnsupported                  // known from PubMed, not here
)

// fieldDef is one field of the language.
type fieldDef struct {
	kind  fieldKind
	tag   string // the short form by which it is written
	scope textScope
	exact string // kind of whole term
	dates []int
	facet string

	narrower bool // of a heading: those below it are meant, too
}

// tagTable gives PubMed's field tags, short and long, in lower case without
// spaces around. [ab] is not PubMed's: it is ours, for symmetry.
func tagTable() map[string]fieldDef {
	t := map[string]fieldDef{}
	add := func(d fieldDef, names ...string) {
		for _, n := range names {
			t[n] = d
		}
	}
	add(fieldDef{scope: scopeAll, tag: "all"}, "all", "all fields")
	add(fieldDef{scope: scopeTextWords, tag: "tw"}, "tw", "text word", "text words")
	add(fieldDef{scope: scopeTitle, tag: "ti"}, "ti", "title")
	add(fieldDef{scope: scopeAbstract, tag: "ab"}, "ab", "abstract")
	add(fieldDef{scope: scopeTitleAbstract, tag: "tiab"}, "tiab", "title/abstract")
	exact := func(kind, tag string, names ...string) {
		add(fieldDef{kind: kindExact, tag: tag, exact: kind}, append(names, tag)...)
	}
	exact("au", "au", "author", "auth")
	exact("1au", "1au", "author - first", "first author", "first author name")
	exact("lastau", "lastau", "author - last", "last author", "last author name")
	exact("fau", "fau", "author - full", "full author name")
	exact("cn", "cn", "author - corporate", "corporate author")
	exact("auid", "auid", "author - identifier", "author identifier")
	exact("ta", "ta", "journal", "jo", "source")
	exact("issn", "is", "issn")
	exact("pt", "pt", "publication type", "ptyp")
	headings := func(kind string, names ...string) {
		for _, n := range append(names, kind) {
			t[n] = fieldDef{kind: kindExact, tag: kind, exact: kind, narrower: true}
			t[n+":noexp"] = fieldDef{kind: kindExact, tag: kind + ":noexp", exact: kind}
		}
	}
	headings("mh", "mesh", "mesh terms", "mesh heading", "mesh headings")
	headings("majr", "mj", "mesh major topic", "mesh major topics")
	exact("sh", "sh", "mesh subheading", "subheading")
	exact("nm", "nm", "supplementary concept", "substance name")
	exact("rn", "rn", "ec/rn number")
	exact("ot", "ot", "other term", "keyword")
	exact("la", "la", "language", "lang")
	exact("gr", "gr", "grants and funding", "grant number")
	exact("vi", "vi", "volume", "vol")
	exact("ip", "ip", "issue")
	exact("pg", "pg", "pagination", "page")
	exact("pmid", "pmid", "uid")
	exact("pmcid", "pmcid", "pmc")
	exact("doi", "doi", "aid", "article identifier", "lid", "location id")
	exact("nct", "nct", "si", "secondary source id", "registry")
	exact("ev", "ev", "id")
	add(fieldDef{kind: kindWords, tag: "ad", exact: "ad"}, "ad", "affiliation")
	add(fieldDef{kind: kindWords, tag: "cois", exact: "cois"}, "cois", "conflict of interest statements", "coi")
	add(fieldDef{kind: kindNone, tag: "none"}, "none")
	date := func(tag string, kinds []int, names ...string) {
		add(fieldDef{kind: kindDate, tag: tag, dates: kinds}, append(names, tag)...)
	}
	date("dp", []int{datePrint, dateElectronic}, "pdat", "date - publication", "publication date", "ppdat", "epdat", "date")
	date("edat", []int{dateEntered}, "date - entrez", "entrez date", "date - entry")
	date("crdt", []int{dateCreated}, "date - create", "create date", "date - created")
	date("lr", []int{dateRevised}, "mdat", "date - modification", "date - last revised", "modification date")
	for _, n := range []string{"sb", "subset", "filter", "pa", "pharmacological action", "ps", "personal name as subject", "tt", "transliterated title", "pl", "place of publication", "ir", "investigator", "ed", "editor", "pubn", "publisher", "isbn", "book", "fir", "cn:noexp", "mhda", "date - mesh", "tiab:noexp", "jid", "stat", "dcom"} {
		if _, ok := t[n]; !ok {
			add(fieldDef{kind: kindUnsupported, tag: n}, n)
		}
	}
	return t
}

// fieldTable gives the names that go before a colon, in lower case: our facets
// and the long names of the common tags.
func fieldTable() map[string]fieldDef {
	tags := tagTable()
	t := map[string]fieldDef{}
	for _, n := range []string{"title", "abstract", "tiab", "author", "au", "affiliation", "mesh", "keyword", "language", "pmid", "pmcid", "doi", "nct", "registry", "issn", "date"} {
		t[n] = tags[n]
	}
	for name, tag := range map[string]string{"auth": "au", "aff": "ad", "pub_type": "pt", "ext_id": "pmid", "kw": "ot", "lang": "la", "grant_id": "gr",
		"authorid": "auid", "chem": "nm", "first_pdate": "dp", "creation_date": "crdt", "update_date": "lr"} {
		t[name] = tags[tag] // Europe PMC's
	}
	for _, key := range facetKeys() {
		t[key] = fieldDef{kind: kindFacet, tag: key, facet: key}
	}
	t["pub_year"] = t[keyYear]
	return t
}

// languages gives NLM's codes for the names that people type.
func languageCode(name string) string {
	switch name {
	case "english", "en":
		return "eng"
	case "german", "de", "deu":
		return "ger"
	case "french", "fr", "fra":
		return "fre"
	case "spanish", "es":
		return "spa"
	case "portuguese", "pt":
		return "por"
	case "italian", "it":
		return "ita"
	case "dutch", "nl", "nld":
		return "dut"
	case "chinese", "zh", "zho":
		return "chi"
	case "japanese", "ja":
		return "jpn"
	case "russian", "ru":
		return "rus"
	case "polish", "pl":
		return "pol"
	case "korean", "ko":
		return "kor"
	case "turkish", "tr":
		return "tur"
	}
	return name
}

// stopWords are left out of plain queries: they stand in every text. In quotes
// and with a tag they count. The list is PubMed's with the words of questions.
func stopWords() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`a about again all almost also although always am among an and another any are as at be because been before
		being between both but by can could did do does done due during each either enough especially etc for found from further had
		has have having here how however i if in into is it its itself just kg km made mainly make may mg might ml mm most mostly must
		nearly neither no nor not obtained of often on or our overall perhaps pmid quite rather really regarding seem seen several should show showed
		shown shows significantly since so some such than that the their theirs them then there therefore these they this those
		through thus to upon use used using various very was we were what when where whether which while who why will with within without would you`) {
		m[w] = true
	}
	return m
}
