package demo

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// PubMed's caps, as measured: NBK25499 speaks of 10,000.
const (
	maxRetmax   = 9999
	maxRetstart = 9998
)

// eutils answers E-utilities calls. Only db=pubmed exists in the world.
func (w *World) eutils(c *call, f Fault) answer {
	switch c.path {
	case "esearch.fcgi":
		return w.esearch(c, f)
	case "efetch.fcgi":
		return w.efetch(c)
	}
	return plainText(http.StatusNotFound, "Not Found")
}

// found is what one esearch found.
type found struct {
	translation   string
	ids           []int32 // serial numbers, newest first
	count         int     // as announced
	start, retmax int
	env           string // with usehistory=y
	key           int
}

func (w *World) esearch(c *call, f Fault) answer {
	asJSON := c.form.Get("retmode") == "json"
	if db := c.form.Get("db"); db != "pubmed" {
		return searchError(asJSON, "Invalid db name specified: "+db)
	}
	if strings.TrimSpace(c.form.Get("term")) == "" && c.form.Get("WebEnv") == "" {
		return searchError(asJSON, "Empty term and query_key - nothing todo")
	}
	start, err1 := number(c.form.Get("retstart"), 0)
	retmax, err2 := number(c.form.Get("retmax"), 20)
	if err1 != nil || err2 != nil {
		return searchError(asJSON, "Invalid retstart or retmax")
	}
	if start > maxRetstart {
		return searchError(asJSON, capText("ESearch"))
	}
	hit, err := w.search(c, start, min(retmax, maxRetmax))
	if err != nil {
		return searchError(asJSON, err.Error())
	}
	if f == FaultWrongTotal && hit.count > 0 {
		hit.count += extraTotal
	}
	if asJSON {
		return hit.json()
	}
	return hit.xml()
}

// capText is the backend's message beyond the cap.
func capText(tool string) string {
	return "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998. For PubMed, " + tool +
		" can only retrieve the first 9,999 records matching the query. To obtain more than 9,999 PubMed records, consider using EDirect."
}

// number reads a count; "" gives what is usual.
func number(s string, usual int) (int, error) {
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("not a number: %q", s)
	}
	return n, nil
}

// search runs the query over the world. Every word of the term matches
// everything; dates and identifiers select.
func (w *World) search(c *call, start, retmax int) (found, error) {
	w.mu.RLock()
	q, err := readPubmedQuery(c.form, dayOf(w.now))
	if err != nil {
		w.mu.RUnlock()
		return found{}, err
	}
	var ids []int32
	for _, it := range slices.Backward(w.items) {
		if it.inPubMed && !it.gone && q.matches(it) {
			ids = append(ids, int32(it.n))
		}
	}
	w.mu.RUnlock()
	hit := found{translation: q.translation, ids: ids, count: len(ids), start: start, retmax: retmax}
	if c.form.Get("usehistory") == "y" {
		hit.env, hit.key = w.history.add(c.form.Get("WebEnv"), ids)
	}
	return hit, nil
}

// page gives the PMIDs of the asked page, within the first 9,999.
func (h found) page() []string {
	end := min(h.start+h.retmax, len(h.ids), maxRetmax)
	out := []string{}
	for i := h.start; i < end; i++ {
		out = append(out, strconv.Itoa(firstNumber+int(h.ids[i])))
	}
	return out
}

// searchResult has the member names and the strings-for-numbers of NCBI.
type searchResult struct {
	Error            string    `json:"ERROR,omitempty"`
	Count            string    `json:"count,omitempty"`
	RetMax           string    `json:"retmax,omitempty"`
	RetStart         string    `json:"retstart,omitempty"`
	QueryKey         string    `json:"querykey,omitempty"`
	WebEnv           string    `json:"webenv,omitempty"`
	IDs              *[]string `json:"idlist,omitempty"`
	TranslationSet   *[]string `json:"translationset,omitempty"`
	QueryTranslation string    `json:"querytranslation,omitempty"`
	Warnings         *warnings `json:"warninglist,omitempty"`
}

type warnings struct {
	Ignored  []string `json:"phrasesignored"`
	Quoted   []string `json:"quotedphrasesnotfound"`
	Messages []string `json:"outputmessages"`
}

func (h found) json() answer {
	page := h.page()
	res := searchResult{Count: strconv.Itoa(h.count), RetMax: strconv.Itoa(len(page)), RetStart: strconv.Itoa(h.start),
		IDs: &page, TranslationSet: &[]string{}, QueryTranslation: h.translation}
	if h.env != "" {
		res.WebEnv, res.QueryKey = h.env, strconv.Itoa(h.key)
	}
	if h.count == 0 {
		res.Warnings = &warnings{[]string{}, []string{}, []string{"No items found."}}
	}
	return searchJSON(res)
}

func searchJSON(res searchResult) answer {
	return jsonAnswer(map[string]any{"header": map[string]string{"type": "esearch", "version": "0.3"}, "esearchresult": res})
}

const searchHead = `<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">
`

func (h found) xml() answer {
	var b strings.Builder
	page := h.page()
	fmt.Fprintf(&b, "%s<eSearchResult><Count>%d</Count><RetMax>%d</RetMax><RetStart>%d</RetStart>", searchHead, h.count, len(page), h.start)
	if h.env != "" {
		fmt.Fprintf(&b, "<QueryKey>%d</QueryKey><WebEnv>%s</WebEnv>", h.key, h.env)
	}
	b.WriteString("<IdList>\n")
	for _, id := range page {
		fmt.Fprintf(&b, "<Id>%s</Id>\n", id)
	}
	fmt.Fprintf(&b, "</IdList><TranslationSet/><QueryTranslation>%s</QueryTranslation>", escapeForeign(h.translation))
	if h.count == 0 {
		b.WriteString("<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>")
	}
	b.WriteString("</eSearchResult>\n")
	return xmlAnswer(http.StatusOK, b.String())
}

func xmlAnswer(status int, body string) answer {
	return answer{status: status, kind: "text/xml; charset=UTF-8", body: []byte(body)}
}

// searchError is an error inside HTTP 200, as esearch gives it.
func searchError(asJSON bool, text string) answer {
	if asJSON {
		return searchJSON(searchResult{Error: text})
	}
	return xmlAnswer(http.StatusOK, searchHead+"<eSearchResult><ERROR>"+escapeForeign(text)+"</ERROR></eSearchResult>\n")
}
