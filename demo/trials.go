package demo

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"evidelic/study"
)

// trials answers ClinicalTrials.gov's API v2: /version, /studies and
// /studies/{NCT}. In query.intr the names of the world's substances select;
// query.cond and query.term match everything; filter.advanced selects by
// LastUpdatePostDate and StudyFirstPostDate, filter.ids by number.
func (w *World) trials(c *call, f Fault) answer {
	w.mu.RLock()
	defer w.mu.RUnlock()
	nct, one := strings.CutPrefix(c.path, "studies/")
	switch {
	case c.r.Method != http.MethodGet:
		return plainText(http.StatusMethodNotAllowed, "Method Not Allowed")
	case c.path == "version":
		return jsonAnswer(map[string]string{"apiVersion": "2.0.5", "dataTimestamp": w.dataTimestamp()})
	case c.path == "studies":
		return w.trialSearch(c, f)
	case one && reNCT.MatchString(nct):
		if it := w.byNCT(nct); it != nil {
			return jsonAnswer(w.trial(c, it))
		}
		return plainText(http.StatusNotFound, "NCT number "+nct+" not found")
	case one:
		return plainText(http.StatusBadRequest, "Invalid nctId: "+nct)
	}
	return plainText(http.StatusNotFound, "Not Found")
}

var (
	reNCT       = regexp.MustCompile(`^NCT[0-9]{8}$`)
	reArea      = regexp.MustCompile(`AREA\[([^\]]*)\]`)
	reAreaRange = regexp.MustCompile(`AREA\[(LastUpdatePostDate|StudyFirstPostDate)\]\s*RANGE\[\s*(MIN|[0-9-]{4,10})\s*,\s*(MAX|[0-9-]{4,10})\s*\]`)
	reFieldList = regexp.MustCompile(`^[A-Za-z0-9.|,_]*$`)
)

// dataTimestamp names the registry's data: it changes when the world advances.
// The caller holds mu.
func (w *World) dataTimestamp() string {
	return fmt.Sprintf("%sT09:%02d:%02d", w.now.Format("2006-01-02"), w.moves/60%60, w.moves%60)
}

// byNCT gives a registration; nil when there is none. The caller holds mu.
func (w *World) byNCT(nct string) *item {
	var n int
	if _, err := fmt.Sscanf(nct, "NCT%d", &n); err != nil {
		return nil
	}
	if it := w.byNumber(n - firstNumber); it != nil && it.kind == study.KindRegistration {
		return it
	}
	return nil
}

// trialQuery is what of a search selects.
type trialQuery struct {
	names   []string // substances' query words; nil: all
	ranges  []trialRange
	ids     []string
	oldest  bool // sorted oldest first
	byFirst bool // sorted by StudyFirstPostDate, else by LastUpdatePostDate
}

type trialRange struct {
	first    bool // of StudyFirstPostDate, else of LastUpdatePostDate
	from, to day
}

func (w *World) trialSearch(c *call, f Fault) answer {
	size, err := number(c.form.Get("pageSize"), 10)
	if err != nil || size > 1000 {
		return plainText(http.StatusBadRequest, "Parameter `pageSize` has incorrect format: want 0 to 1000")
	}
	if !reFieldList.MatchString(c.form.Get("fields")) {
		return plainText(http.StatusInternalServerError, "Internal Server Error")
	}
	q, bad := w.readTrialQuery(c)
	if bad != nil {
		return *bad
	}
	from, bad := w.readToken(c)
	if bad != nil {
		return *bad
	}
	var all []*item
	for _, it := range w.items {
		if it.kind == study.KindRegistration && !it.gone && q.matches(it) {
			all = append(all, it)
		}
	}
	slices.SortStableFunc(all, q.compare)
	return w.trialPage(c, f, all, from, size)
}

// trialPage writes one page; the total stands on the first one only, and only
// when it was asked for.
func (w *World) trialPage(c *call, f Fault, all []*item, from, size int) answer {
	from = min(from, len(all))
	end := min(from+size, len(all))
	studies := make([]any, 0, end-from)
	for _, it := range all[from:end] {
		studies = append(studies, w.trial(c, it))
	}
	res := map[string]any{"studies": studies}
	if from == 0 && c.form.Get("countTotal") == "true" {
		res["totalCount"] = len(all)
		if f == FaultWrongTotal && len(all) > 0 {
			res["totalCount"] = len(all) + extraTotal
		}
	}
	if end < len(all) {
		res["nextPageToken"] = w.token(c, end)
	}
	if f == FaultRepeatCursor && from > 0 {
		res["nextPageToken"] = c.form.Get("pageToken")
	}
	return jsonAnswer(res)
}

// trial gives a registration in the asked markup, Markdown unless it is legacy.
// The caller holds mu.
func (w *World) trial(c *call, it *item) object {
	return trialJSON(it, w.now.Format("2006-01-02"), c.form.Get("markupFormat") != "legacy")
}

// token gives the opaque place after a page: it holds for this query on this
// version of the data only. The caller holds mu.
func (w *World) token(c *call, at int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%x", at, w.tokenKey(c)))
}

func (w *World) tokenKey(c *call) []byte {
	h := sha256.New()
	for _, k := range []string{"query.intr", "query.cond", "query.term", "filter.advanced", "filter.ids", "sort"} {
		fmt.Fprintf(h, "%s=%q ", k, c.form.Get(k))
	}
	fmt.Fprint(h, w.dataTimestamp())
	return h.Sum(nil)[:6]
}

func (w *World) readToken(c *call) (at int, bad *answer) {
	token := c.form.Get("pageToken")
	if token == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	var key []byte
	if err == nil {
		_, err = fmt.Sscanf(string(raw), "%d.%x", &at, &key)
	}
	if err != nil || at < 0 || string(key) != string(w.tokenKey(c)) {
		a := plainText(http.StatusBadRequest, "Parameter `pageToken` has incorrect value")
		return 0, &a
	}
	return at, nil
}

func (w *World) readTrialQuery(c *call) (trialQuery, *answer) {
	q := trialQuery{names: namesIn(c.form.Get("query.intr"))}
	fail := func(text string) (trialQuery, *answer) {
		a := plainText(http.StatusBadRequest, text)
		return trialQuery{}, &a
	}
	filter := c.form.Get("filter.advanced")
	for _, m := range reArea.FindAllStringSubmatch(filter, -1) {
		if m[1] != "LastUpdatePostDate" && m[1] != "StudyFirstPostDate" {
			return fail("Unknown area name: " + m[1])
		}
	}
	spans := reAreaRange.FindAllStringSubmatch(filter, -1)
	if len(spans) != len(reArea.FindAllString(filter, -1)) {
		return fail("Parameter `filter.advanced` has incorrect format")
	}
	for _, m := range spans {
		r, err := readTrialRange(m)
		if err != nil {
			return fail("Parameter `filter.advanced` has incorrect format: " + err.Error())
		}
		q.ranges = append(q.ranges, r)
	}
	for _, id := range strings.FieldsFunc(c.form.Get("filter.ids"), func(r rune) bool { return r == ',' || r == '|' || r == ' ' }) {
		if !reNCT.MatchString(id) {
			return fail("Parameter `filter.ids` has incorrect value: " + id)
		}
		q.ids = append(q.ids, id)
	}
	q.byFirst = strings.HasPrefix(c.form.Get("sort"), "StudyFirstPostDate")
	q.oldest = strings.HasSuffix(c.form.Get("sort"), ":asc")
	return q, nil
}

func readTrialRange(m []string) (trialRange, error) {
	r := trialRange{first: m[1] == "StudyFirstPostDate", to: endOfTime}
	var err error
	if m[2] != "MIN" {
		r.from, err = readDay(strings.ReplaceAll(m[2], "-", "/"), false)
	}
	if m[3] != "MAX" && err == nil {
		r.to, err = readDay(strings.ReplaceAll(m[3], "-", "/"), true)
	}
	return r, err
}

// namesIn gives the world's substances that a query names outside of NOT; nil,
// which is all of them, when it names none.
func namesIn(query string) []string {
	words, _, _ := strings.Cut(query, " NOT ")
	words = strings.ToLower(words)
	var out []string
	for _, s := range substances {
		if hasWord(words, strings.ToLower(s.query)) {
			out = append(out, s.query)
		}
	}
	return out
}

// hasWord says whether the word stands in the text by itself: "ketamine" does not
// stand in "esketamine".
func hasWord(text, word string) bool {
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9')
	}
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		i += at
		if !letter(i-1) && !letter(i+len(word)) {
			return true
		}
		at = i + 1
	}
}

func (q *trialQuery) matches(it *item) bool {
	if len(q.ids) > 0 && !slices.Contains(q.ids, it.nct()) {
		return false
	}
	for _, r := range q.ranges {
		at := it.revised
		if r.first {
			at = it.entered
		}
		if at < r.from || at > r.to {
			return false
		}
	}
	if q.names == nil {
		return true
	}
	e := experimentOf(it.topic, it.design)
	return slices.Contains(q.names, e.substance.query)
}

func (q *trialQuery) compare(a, b *item) int {
	c := int(b.revised) - int(a.revised)
	if q.byFirst {
		c = int(b.entered) - int(a.entered)
	}
	if c == 0 {
		c = b.n - a.n
	}
	if q.oldest {
		return -c
	}
	return c
}
