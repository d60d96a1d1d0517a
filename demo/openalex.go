package demo

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"evidelic/study"
)

var reFromPublication = regexp.MustCompile(`,from_publication_date:(\d{4}-\d{2}-\d{2})(?:,|$)`)

// openalex answers /works by filter and cursor: by ids, or by a search, of which
// every word matches everything and the date of publication selects.
func (w *World) openalex(c *call, f Fault) answer {
	if ids, ok := strings.CutPrefix(c.form.Get("filter"), "openalex:"); ok && c.path == "works" {
		return w.openalexByID(strings.Split(ids, "|"), f)
	}
	size, err := number(c.form.Get("per_page"), 25)
	m := reFromPublication.FindStringSubmatch(c.form.Get("filter"))
	if c.path != "works" || err != nil || size < 1 || size > 100 || m == nil {
		return openalexRefusal("Invalid query parameters error.", "per_page must be between 1 and 100, and the filter must be one.")
	}
	if n := len(c.r.URL.String()); n > 4094 {
		return openalexRefusal("Request URL too long", fmt.Sprintf("Your request URL is %d bytes, over the 4094-byte limit.", n))
	}
	from, err := readDay(strings.ReplaceAll(m[1], "-", "/"), false)
	if err != nil {
		return openalexRefusal("Invalid filter", err.Error())
	}
	at, mark := 0, c.form.Get("cursor")
	if mark != "" && mark != "*" {
		raw, err := base64.StdEncoding.DecodeString(mark)
		if n, scan := fmt.Sscanf(string(raw), "[%d]", &at); err != nil || scan != nil || n != 1 || at < 0 {
			return openalexRefusal("Invalid query parameters error.", "Cursor value is invalid.")
		}
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	var hits []*item
	for _, it := range w.items {
		if it.inOpenAlex() && !it.gone && it.epub >= from {
			hits = append(hits, it)
		}
	}
	slices.SortFunc(hits, func(a, b *item) int { return int(b.epub-a.epub)*1_000_000 + a.n - b.n })
	page := hits[min(at, len(hits)):min(at+size, len(hits))]
	results := make([]object, 0, len(page))
	for _, it := range page {
		results = append(results, openalexWork(it))
	}
	var next any
	if at+len(page) < len(hits) {
		next = base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "[%d]", at+len(page)))
	}
	if f == FaultRepeatCursor {
		next = mark
	}
	return jsonAnswer(object{
		"meta":    object{"count": total(len(hits), f), "page": nil, "per_page": size, "next_cursor": next, "cost_usd": 0.001},
		"results": results,
	})
}

// openalexByID answers for works by their ids; what it does not hold is left out.
func (w *World) openalexByID(ids []string, f Fault) answer {
	if len(ids) > 100 {
		return openalexRefusal("Invalid query parameters error.", "Maximum number of values exceeded for openalex. Decrease values to 100 or below.")
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	results := []object{}
	for _, id := range ids {
		var n int
		if _, err := fmt.Sscanf(id, "W%d", &n); err != nil {
			return openalexRefusal("Invalid query parameters error.", "'"+id+"' is not a valid OpenAlex ID.")
		}
		if it := w.byNumber(n - firstNumber); it != nil && it.inOpenAlex() && !it.gone {
			results = append(results, openalexWork(it))
		}
	}
	return jsonAnswer(object{
		"meta":    object{"count": total(len(results), f), "page": 1, "per_page": 100, "cost_usd": 0.0001},
		"results": results,
	})
}

func openalexRefusal(name, text string) answer {
	a := jsonAnswer(object{"error": name, "message": text})
	a.status = http.StatusBadRequest
	return a
}

// openalexTypes are OpenAlex's types of the roles in the world.
var openalexTypes = map[role]string{roleRetraction: "retraction", roleErratum: "erratum", roleConcern: "editorial", roleLetter: "letter", rolePreprint: "preprint"}

// openalexWork gives a work.
func openalexWork(it *item) object {
	f := fieldsOf(it)
	kind := openalexTypes[it.role]
	if kind == "" {
		kind = "article"
	}
	place := object{"landing_page_url": "https://journal.invalid/" + fmt.Sprint(it.n), "version": "publishedVersion", "license": nil,
		"source": object{"display_name": f.journal.title, "issn": []string{f.journal.issn()}, "type": "journal"}}
	if f.license != "" {
		place["license"] = strings.ReplaceAll(f.license, " ", "-")
	}
	id := fmt.Sprintf("https://openalex.org/W%d", firstNumber+it.n)
	out := object{
		"id": id, "title": unescape(titleOf(it)), "display_name": unescape(titleOf(it)), "type": kind, "publication_date": it.epub.iso(),
		"publication_year": it.epub.year(), "language": "en", "is_retracted": it.retracted || it.role == roleRetraction,
		"primary_location": place, "locations": []object{place}, "abstract_inverted_index": invert(openAbstract(it)),
		"cited_by_count": int(it.seed>>8) % 60, "updated_date": it.revised.iso() + "T00:00:00.000000", "created_date": it.entered.iso(),
		"biblio": object{"volume": nil, "issue": nil, "first_page": nil, "last_page": nil},
	}
	ids := object{"openalex": id}
	if doi := it.doi(); doi != "" {
		out["doi"] = "https://doi.org/" + strings.ToLower(doi)
		ids["doi"] = out["doi"]
	}
	if pmid := it.pmid(); pmid != "" && it.kind != study.KindPreprint {
		ids["pmid"] = "https://pubmed.ncbi.nlm.nih.gov/" + pmid
	}
	out["ids"] = ids
	var authors []object
	for _, a := range f.authors {
		name := strings.TrimSpace(a.given + " " + a.family)
		if a.collective != "" {
			name = a.collective
		}
		authors = append(authors, object{"author": object{"display_name": name}, "raw_affiliation_strings": a.places})
	}
	out["authorships"] = authors
	return out
}

// openAbstract gives the abstract unless its publisher withholds it.
func openAbstract(it *item) string {
	if it.withheld() {
		return ""
	}
	return plainAbstract(it)
}

// invert writes a text as OpenAlex does: the places of each word. No text gives
// null.
func invert(text string) map[string][]int {
	var out map[string][]int
	for i, word := range strings.Fields(text) {
		if out == nil {
			out = map[string][]int{}
		}
		out[word] = append(out[word], i)
	}
	return out
}
