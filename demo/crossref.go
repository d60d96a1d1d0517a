package demo

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"evidelic/study"
)

// crossref answers /works by filter (doi:, or update-type: with dates of indexing)
// and /works/{doi}.
func (w *World) crossref(c *call, f Fault) answer {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if doi, ok := strings.CutPrefix(c.path, "works/"); ok {
		it := w.byDOI(strings.ToLower(doi))
		if it == nil || it.gone || !it.inCrossref() {
			return plainText(http.StatusNotFound, "Resource not found.")
		}
		return jsonAnswer(object{"status": "ok", "message-type": "work", "message": crossrefWork(it)})
	}
	rows, err := number(c.form.Get("rows"), 20)
	if c.path != "works" || err != nil || rows < 0 || rows > 1000 {
		return crossrefRefusal("integer-not-valid", "Integer specified but must be a positive integer less than or equal to 1000.")
	}
	q, ok := readCrossrefFilter(c.form.Get("filter"))
	if !ok {
		return crossrefRefusal("filter-not-available", "Filter specified but is not available for this route.")
	}
	return w.crossrefList(c, f, w.crossrefHits(q), rows)
}

func crossrefRefusal(kind, text string) answer {
	a := jsonAnswer(object{"status": "failed", "message-type": "validation-failure", "message": []object{{"type": kind, "message": text}}})
	a.status = http.StatusBadRequest
	return a
}

// crossrefFilter is a filter as asked.
type crossrefFilter struct {
	dois     []string
	types    []string
	from, to day
}

func readCrossrefFilter(s string) (q crossrefFilter, ok bool) {
	q.to = endOfTime
	for _, part := range strings.Split(s, ",") {
		name, value, found := strings.Cut(part, ":")
		if !found {
			return q, false
		}
		var err error
		switch name {
		case "doi":
			q.dois = append(q.dois, strings.ToLower(value))
		case "update-type":
			q.types = append(q.types, value)
		case "from-index-date":
			q.from, err = readDay(strings.ReplaceAll(value, "-", "/"), false)
		case "until-index-date":
			q.to, err = readDay(strings.ReplaceAll(value, "-", "/"), true)
		default:
			return q, false
		}
		if err != nil {
			return q, false
		}
	}
	return q, true
}

// crossrefHits gives what a filter finds, the latest first. The caller holds mu.
func (w *World) crossrefHits(q crossrefFilter) []*item {
	var out []*item
	for _, doi := range q.dois {
		if it := w.byDOI(doi); it != nil && !it.gone && it.inCrossref() {
			out = append(out, it)
		}
	}
	if len(q.dois) > 0 {
		return out
	}
	for _, it := range w.items {
		if it.gone || !it.inCrossref() || it.doi() == "" || it.revised < q.from || it.revised > q.to {
			continue
		}
		if slices.ContainsFunc(it.links, func(l link) bool {
			return slices.Contains(q.types, crossrefActs[l.kind]) && it.kind == study.KindNotice
		}) {
			out = append(out, it)
		}
	}
	slices.SortFunc(out, func(a, b *item) int { return int(b.revised-a.revised)*1_000_000 + a.n - b.n })
	return out
}

// crossrefList gives a page. A cursor holds a place, and always comes with one
// that goes on.
func (w *World) crossrefList(c *call, f Fault, hits []*item, rows int) answer {
	at := 0
	mark := c.form.Get("cursor")
	if mark != "" && mark != "*" {
		raw, err := base64.StdEncoding.DecodeString(mark)
		if n, scan := fmt.Sscanf(string(raw), "DnF1ZXJ5/%d", &at); err != nil || scan != nil || n != 1 || at < 0 {
			return crossrefRefusal("cursor-invalid", "Cursor specified but it is invalid")
		}
	}
	page := hits[min(at, len(hits)):min(at+rows, len(hits))]
	items := make([]object, 0, len(page))
	for _, it := range page {
		items = append(items, crossrefWork(it))
	}
	message := object{"total-results": total(len(hits), f), "items": items, "items-per-page": rows}
	if mark != "" {
		message["next-cursor"] = base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "DnF1ZXJ5/%d", at+len(page)))
	}
	if f == FaultRepeatCursor {
		message["next-cursor"] = mark
	}
	return jsonAnswer(object{"status": "ok", "message-type": "work-list", "message": message})
}

// crossrefActs are Crossref's types of updates for the links of the world.
var crossrefActs = map[study.RelationType]string{
	study.RetractionIn: "retraction", study.RetractionOf: "retraction", study.ErratumIn: "correction", study.ErratumFor: "correction",
	study.ConcernIn: "expression_of_concern", study.ConcernFor: "expression_of_concern",
}

// crossrefWork gives a work.
func crossrefWork(it *item) object {
	f := fieldsOf(it)
	stamp := object{"date-parts": [][]int{dateParts(it.revised)}, "date-time": it.revised.iso() + "T00:00:00Z"}
	out := object{
		"DOI": strings.ToLower(it.doi()), "title": []string{unescape(titleOf(it))}, "type": "journal-article", "publisher": "Example Press",
		"container-title": []string{f.journal.title}, "short-container-title": []string{f.journal.abbrev}, "ISSN": []string{f.journal.issn()},
		"published-online": object{"date-parts": [][]int{dateParts(it.epub)}}, "created": stamp, "deposited": stamp, "indexed": stamp,
		"is-referenced-by-count": int(it.seed>>8) % 60, "relation": object{}, "author": crossrefAuthors(f.authors), "language": "en",
		"resource": object{"primary": object{"URL": "https://journal.invalid/" + fmt.Sprint(it.n)}},
	}
	if it.kind == study.KindPreprint {
		out["type"], out["subtype"], out["institution"] = "posted-content", "preprint", []object{{"name": "synthRxiv"}}
		out["container-title"], out["posted"] = []string{}, out["published-online"]
	} else if it.printed.kind != printNone {
		out["volume"], out["issue"], out["page"] = itoa(f.volume), f.issue, f.pages
	}
	if f.license != "" && f.license != "cc0" {
		address := "https://creativecommons.org/licenses/" + strings.TrimPrefix(f.license, "cc ") + "/4.0/"
		out["license"] = []object{{"URL": address, "content-version": "vor", "delay-in-days": 0}}
	}
	if it.seed%2 == 0 && !it.withheld() { // half of the publishers deposit abstracts
		out["abstract"] = jatsOf(it)
	}
	addUpdates(out, it)
	return out
}

func dateParts(d day) []int {
	t := d.time()
	return []int{t.Year(), int(t.Month()), t.Day()}
}

func crossrefAuthors(authors []person) []object {
	out := make([]object, len(authors))
	for i, a := range authors {
		out[i] = object{"sequence": "additional", "affiliation": []object{}}
		if a.collective != "" {
			out[i]["name"] = a.collective
			continue
		}
		out[i]["family"], out[i]["given"] = a.family, a.given
		if a.orcid != "" {
			out[i]["ORCID"] = "https://orcid.org/" + a.orcid[strings.LastIndexByte(a.orcid, '/')+1:]
		}
	}
	return out
}

// jatsOf gives the abstract as publishers deposit it; one in five escapes its
// markup a second time.
func jatsOf(it *item) string {
	var b strings.Builder
	for _, p := range abstractOf(it) {
		if p.label != "" {
			b.WriteString("<jats:sec><jats:title>" + heading(p.label) + "</jats:title><jats:p>" + escape(plainOf(p.text)) + "</jats:p></jats:sec>")
		} else {
			b.WriteString("<jats:p>" + escape(plainOf(p.text)) + "</jats:p>")
		}
	}
	if it.seed%5 == 0 {
		return escape(b.String())
	}
	return b.String()
}

// addUpdates adds notices on both sides, half of them told by Retraction Watch,
// and the tie between a preprint and its article.
func addUpdates(out object, it *item) {
	var by, to []object
	relation := object{}
	for _, l := range it.links {
		doi := strings.ToLower(l.target.doi())
		kind := crossrefActs[l.kind]
		if doi == "" {
			continue
		}
		teller, notice := "publisher", it
		if it.kind != study.KindNotice {
			notice = l.target
		}
		if notice.seed%2 == 0 {
			teller = "retraction-watch"
		}
		u := object{"DOI": doi, "type": kind, "label": strings.ReplaceAll(kind, "_", " "), "source": teller,
			"updated": object{"date-parts": [][]int{dateParts(notice.epub)}}}
		switch {
		case l.kind == study.UpdateIn:
			relation["is-preprint-of"] = []object{{"id-type": "doi", "id": doi, "asserted-by": "subject"}}
		case l.kind == study.UpdateOf:
			relation["has-preprint"] = []object{{"id-type": "doi", "id": doi, "asserted-by": "object"}}
		case kind != "" && it.kind == study.KindNotice:
			to = append(to, u)
		case kind != "":
			by = append(by, u)
		}
	}
	out["relation"] = relation
	if len(by) > 0 {
		out["updated-by"] = by
	}
	if len(to) > 0 {
		out["update-to"] = to
	}
}
