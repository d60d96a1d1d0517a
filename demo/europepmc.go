package demo

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// europepmc answers Europe PMC's search, by GET and by POST. Every word of a
// query matches everything; SRC, EXT_ID, DOI, UPDATE_DATE, FIRST_PDATE,
// FIRST_IDATE and CREATION_DATE select.
func (w *World) europepmc(c *call, f Fault) answer {
	switch {
	case c.path == "search", c.path == "searchPOST" && c.r.Method == http.MethodPost:
	case c.path == "searchPOST":
		return plainText(http.StatusMethodNotAllowed, "Method Not Allowed")
	default:
		return plainText(http.StatusNotFound, "Not Found")
	}
	ask, bad := readEuropeAsk(c)
	if bad != nil {
		return *bad
	}
	return w.europeSearch(ask, f)
}

// europeAsk is one search as asked.
type europeAsk struct {
	query      europeQuery
	text       string
	result     string // "lite", "core", "idlist"
	sort       string
	mark       string
	after      *mark // nil: from the beginning
	size       int
	descending bool
}

// mark is the place after which a cursor goes on: the sort date and the serial
// number of the last result given, as Solr's cursors hold sort values.
type mark struct {
	at day
	n  int
}

// String gives the mark as it stands in an address.
func (m mark) String() string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "AoE/%d/%d", m.at, m.n))
}

func readMark(s string) (mark, bool) {
	raw, err := base64.StdEncoding.DecodeString(s)
	var m mark
	if err != nil {
		return m, false
	}
	n, err := fmt.Sscanf(string(raw), "AoE/%d/%d", &m.at, &m.n)
	return m, err == nil && n == 2
}

func readEuropeAsk(c *call) (europeAsk, *answer) {
	fail := func(text string) (europeAsk, *answer) {
		a := europeError(text)
		return europeAsk{}, &a
	}
	text := c.form.Get("query")
	if strings.TrimSpace(text) == "" {
		return fail("No search criteria provided. Please provide a search criteria which is less than 1500 characters.")
	}
	if c.r.Method != http.MethodPost && len(text) > 10_000 {
		a := answer{status: http.StatusRequestURITooLong, kind: "text/html", body: []byte("<html><head><title>414 Request-URI Too Large</title></head></html>")}
		return europeAsk{}, &a
	}
	if c.form.Get("format") != "json" {
		return fail("The demonstration gives format=json only.")
	}
	size, err := number(c.form.Get("pageSize"), 25)
	if err != nil || size < 1 || size > 1000 {
		return fail("Invalid page size provided. Valid size is between 1 and 1000")
	}
	ask := europeAsk{text: text, result: c.form.Get("resultType"), sort: c.form.Get("sort"), mark: c.form.Get("cursorMark"), size: size, query: readEuropeQuery(text)}
	if ask.mark != "" && ask.mark != "*" {
		m, ok := readMark(ask.mark)
		if !ok {
			return fail("Invalid cursorMark provided.")
		}
		ask.after = &m
	}
	ask.descending = !strings.HasSuffix(strings.ToLower(ask.sort), " asc")
	return ask, nil
}

// europeError is an error inside HTTP 200.
func europeError(text string) answer {
	return jsonAnswer(map[string]any{"errCode": 404, "errMsg": text})
}

// sortDay gives the date by which a search orders; the day of entry unless asked
// otherwise, since it never changes.
func (a *europeAsk) sortDay(it *item) day {
	switch name, _, _ := strings.Cut(strings.ToUpper(a.sort), " "); name {
	case "UPDATE_DATE":
		return it.revised
	case "FIRST_PDATE", "FIRST_PDATE_D", "P_PDATE_D":
		return it.epub
	}
	return it.entered
}

func (a *europeAsk) compare(x, y mark) int {
	c := int(x.at) - int(y.at)
	if c == 0 {
		c = x.n - y.n
	}
	if a.descending {
		return -c
	}
	return c
}

// europeSearch gives one page.
func (w *World) europeSearch(ask europeAsk, f Fault) answer {
	w.mu.RLock()
	defer w.mu.RUnlock()
	var all []mark
	for _, it := range w.items {
		if it.inEurope && !it.gone && ask.query.matches(it) {
			all = append(all, mark{ask.sortDay(it), it.n})
		}
	}
	slices.SortFunc(all, ask.compare)
	from := 0
	if ask.after != nil {
		from, _ = slices.BinarySearchFunc(all, *ask.after, ask.compare)
		if from < len(all) && all[from] == *ask.after {
			from++
		}
	}
	page := all[from:min(from+ask.size, len(all))]
	next := ""
	if from+len(page) < len(all) {
		next = page[len(page)-1].String()
	}
	if f == FaultRepeatCursor && ask.after != nil {
		next = ask.mark
	}
	total := len(all)
	if f == FaultWrongTotal && total > 0 {
		total += extraTotal
	}
	return w.europePage(ask, page, total, next)
}

// europeEnvelope is the answer's outer shape. The last page has no cursor.
type europeEnvelope struct {
	Version  string `json:"version"`
	HitCount int    `json:"hitCount"`
	Next     string `json:"nextCursorMark,omitempty"`
	NextURL  string `json:"nextPageUrl,omitempty"`
	Request  struct {
		Query   string `json:"queryString"`
		Type    string `json:"resultType"`
		Cursor  string `json:"cursorMark"`
		Size    int    `json:"pageSize"`
		Sort    string `json:"sort"`
		Synonym bool   `json:"synonym"`
	} `json:"request"`
	List struct {
		Result []any `json:"result"`
	} `json:"resultList"`
}

// europePage writes a page. The caller holds mu.
func (w *World) europePage(ask europeAsk, page []mark, total int, next string) answer {
	e := europeEnvelope{Version: "6.9", HitCount: total, Next: next}
	e.Request.Query, e.Request.Type, e.Request.Cursor = ask.text, ask.result, ask.mark
	e.Request.Size, e.Request.Sort = ask.size, ask.sort
	e.List.Result = make([]any, 0, len(page))
	for _, m := range page {
		e.List.Result = append(e.List.Result, europeResult(w.items[m.n-1], ask.result))
	}
	if next != "" {
		// With raw spaces, as the real one sends it.
		e.NextURL = "https://www.ebi.ac.uk/europepmc/webservices/rest/search?query=" + ask.text + "&cursorMark=" + next + "&resultType=" + ask.result + "&format=json"
	}
	return jsonAnswer(e)
}

// europeQuery is what of a query selects.
type europeQuery struct {
	sources []string
	ids     []string // EXT_ID
	dois    []string
	none    bool // a form that finds nothing, as the real one does
	ranges  []europeRange
}

type europeRange struct {
	field    string
	from, to day
}

var (
	reSource = regexp.MustCompile(`(?i)\bSRC:\s*"?([A-Z]{3})"?`)
	reExtID  = regexp.MustCompile(`(?i)\bEXT_ID:\s*("?)([A-Z0-9]+)"?`)
	reDOI    = regexp.MustCompile(`(?i)\bDOI:\s*"([^"]+)"`)
	reSpan   = regexp.MustCompile(`(?i)\b(UPDATE_DATE|FIRST_PDATE|FIRST_IDATE|CREATION_DATE):\s*\[\s*(\*|\d{4}(?:-\d{2}(?:-\d{2})?)?)\s+TO\s+(\*|\d{4}(?:-\d{2}(?:-\d{2})?)?)\s*\]`)
)

// endOfTime is later than every day of a world.
const endOfTime day = 200_000

func readEuropeQuery(text string) europeQuery {
	var q europeQuery
	for _, m := range reSource.FindAllStringSubmatch(text, -1) {
		q.sources = append(q.sources, strings.ToUpper(m[1]))
	}
	for _, m := range reExtID.FindAllStringSubmatch(text, -1) {
		q.ids = append(q.ids, strings.ToUpper(m[2]))
		q.none = q.none || m[1] != "" && len(q.sources) > 0 // quoted together with SRC: nothing
	}
	for _, m := range reDOI.FindAllStringSubmatch(text, -1) {
		q.dois = append(q.dois, strings.ToLower(m[1]))
	}
	for _, m := range reSpan.FindAllStringSubmatch(text, -1) {
		r := europeRange{field: strings.ToUpper(m[1]), to: endOfTime}
		var err1, err2 error
		if m[2] != "*" {
			r.from, err1 = readDay(strings.ReplaceAll(m[2], "-", "/"), false)
		}
		if m[3] != "*" {
			r.to, err2 = readDay(strings.ReplaceAll(m[3], "-", "/"), true)
		}
		q.none = q.none || err1 != nil || err2 != nil
		q.ranges = append(q.ranges, r)
	}
	return q
}

func (q *europeQuery) matches(it *item) bool {
	switch {
	case q.none,
		len(q.sources) > 0 && !slices.Contains(q.sources, it.europeSource()),
		len(q.dois) > 0 && !slices.Contains(q.dois, strings.ToLower(it.doi())):
		return false
	case len(q.ids) > 0:
		if _, id := it.europeKey(); !slices.Contains(q.ids, id) {
			return false
		}
	}
	for _, r := range q.ranges {
		at := it.entered
		switch r.field {
		case "UPDATE_DATE":
			at = it.revised
		case "FIRST_PDATE":
			at = it.epub
		}
		if at < r.from || at > r.to {
			return false
		}
	}
	return true
}

func itoa(n int) string { return strconv.Itoa(n) }
