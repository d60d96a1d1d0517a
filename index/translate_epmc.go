package index

import (
	"strings"

	"evidelic/lexicon"
	"evidelic/study"
)

// maxConceptNames bounds the names that a facet's value is written out with.
const maxConceptNames = 4

// conceptNames gives the first names of a substance, condition or route, which
// stand for the tag in languages that have no such tag.
func conceptNames(n facetNode) ([]string, bool) {
	switch study.Task(n.key) {
	case study.TaskSubstance, study.TaskCondition, study.TaskRoute:
	default:
		return nil, false
	}
	c, ok := lexicon.ByID(n.value)
	if !ok {
		return nil, false
	}
	names := c.Written()
	return names[:min(len(names), maxConceptNames)], len(names) > 0
}

// europePMCFields are Europe PMC's fields of the kinds of whole terms.
var europePMCFields = map[string]string{
	"au": "AUTH", "1au": "AUTH", "lastau": "AUTH", "fau": "AUTH", "cn": "AUTH", "auid": "AUTHORID", "ta": "JOURNAL", "issn": "ISSN", "pt": "PUB_TYPE",
	"mh": "KW", "majr": "KW", "ot": "KW", "nm": "CHEM", "la": "LANG", "gr": "GRANT_ID", "vi": "VOLUME", "ip": "ISSUE", "pg": "PAGE_INFO",
	"pmid": "EXT_ID", "pmcid": "PMCID", "doi": "DOI", "nct": "ACCESSION_ID", "ad": "AFF", "cois": "COI",
}

// europePMCTerm writes one term for Europe PMC.
func europePMCTerm(t *translator, n node) string {
	switch n := n.(type) {
	case *textNode:
		if len(n.others) > 0 {
			return t.others(n)
		}
		return europePMCText(t, n)
	case *exactNode:
		return europePMCName(t, n)
	case *dateNode:
		if n.kinds[0] == datePrint || n.kinds[0] == dateElectronic {
			return "FIRST_PDATE:[" + dashDate(n.from) + " TO " + dashDate(n.to) + "]"
		}
		if n.kinds[0] == dateEntered || n.kinds[0] == dateCreated {
			return "CREATION_DATE:[" + dashDate(n.from) + " TO " + dashDate(n.to) + "]"
		}
		return "UPDATE_DATE:[" + dashDate(n.from) + " TO " + dashDate(n.to) + "]"
	case facetNode:
		return europePMCFacet(n)
	}
	return ""
}

// dashDate writes yyyymmdd as Europe PMC does.
func dashDate(d uint32) string { return strings.ReplaceAll(slashDate(min(d, 30001231)), "/", "-") }

// europePMCText writes words.
func europePMCText(t *translator, n *textNode) string {
	text := n.text
	if n.prefix {
		text += "*"
	}
	if n.quoted {
		text = quote(text)
	}
	if n.near >= 0 {
		t.note("Europe PMC has no search for words near each other; it is given all of the words")
		text = "(" + strings.Join(strings.Fields(n.text), " AND ") + ")"
	}
	switch n.field {
	case scopeTitle:
		return "TITLE:" + text
	case scopeAbstract:
		return "ABSTRACT:" + text
	case scopeTitleAbstract:
		return "(TITLE:" + text + " OR ABSTRACT:" + text + ")"
	case scopeTextWords:
		return "(TITLE:" + text + " OR ABSTRACT:" + text + " OR KW:" + text + ")"
	}
	return text
}

// europePMCName writes a whole name, heading or number.
func europePMCName(t *translator, n *exactNode) string {
	field, ok := europePMCFields[n.kind]
	if !ok {
		return ""
	}
	text := n.text
	if n.prefix {
		text += "*"
	}
	switch n.kind {
	case "pmid":
		return "(EXT_ID:" + n.key + " AND SRC:MED)"
	case "1au", "lastau":
		t.note("Europe PMC does not tell the first and the last author; any author is written")
	case "mh", "majr":
		if len(n.narrower) > 0 {
			t.note("Europe PMC does not look below a heading by itself; the headings of our tree are written")
			return orNames(append([]string{n.text}, n.narrower...), func(s string) string { return "KW:" + quote(s) })
		}
	}
	return field + ":" + quote(text)
}

// europePMCFacet writes the facets that Europe PMC has fields for.
func europePMCFacet(n facetNode) string {
	words := strings.ReplaceAll(n.value, "-", " ")
	switch n.key {
	case keyYear:
		if from, to, err := parseRange(n.value); err == nil {
			return "PUB_YEAR:[" + itoa(max(from, 1)) + " TO " + itoa(min(to, 3000)) + "]"
		}
	case keyType:
		return "PUB_TYPE:" + quote(words)
	case keyJournal:
		return "JOURNAL:" + quote(words)
	case keyKind:
		if n.value == string(study.KindPreprint) {
			return "SRC:PPR"
		}
	case string(study.TaskDesign):
		if strings.HasPrefix(n.value, "randomi") || n.value == "rct" {
			return `PUB_TYPE:"Randomized Controlled Trial"`
		}
	}
	if names, ok := conceptNames(n); ok {
		return orNames(names, func(s string) string { return "(TITLE:" + quote(s) + " OR ABSTRACT:" + quote(s) + ")" })
	}
	return ""
}
