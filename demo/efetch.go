package demo

import (
	"net/http"
	"strconv"
	"strings"
)

const fetchHead = `<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
`

// efetch gives records by id or from the history. Beyond the first 9,999 of a
// set it answers 400; a page across that end is cut without a word; ids that are
// unknown or deleted are left out without a word.
func (w *World) efetch(c *call) answer {
	if db := c.form.Get("db"); db != "pubmed" {
		return fetchError(http.StatusBadRequest, "Invalid db name specified: "+db)
	}
	if t := c.form.Get("rettype"); t != "" && t != "xml" && t != "abstract" && t != "full" {
		return fetchError(http.StatusBadRequest, "The demonstration gives XML only, not rettype "+t)
	}
	ids, bad := w.fetchIDs(c)
	if bad != nil {
		return *bad
	}
	var b strings.Builder
	b.WriteString(fetchHead)
	w.mu.RLock()
	defer w.mu.RUnlock()
	for _, n := range ids {
		if it := w.byNumber(int(n)); it != nil && it.inPubMed {
			writePubmedArticle(&b, it)
		}
	}
	b.WriteString("</PubmedArticleSet>\n")
	return xmlAnswer(http.StatusOK, b.String())
}

// byNumber gives the item with the serial number that is still there; nil when
// there is none. The caller holds mu.
func (w *World) byNumber(n int) *item {
	if n < 1 || n > len(w.items) || w.items[n-1].gone {
		return nil
	}
	return w.items[n-1]
}

func (w *World) fetchIDs(c *call) ([]int32, *answer) {
	start, err1 := number(c.form.Get("retstart"), 0)
	retmax, err2 := number(c.form.Get("retmax"), 10000)
	key, err3 := number(c.form.Get("query_key"), 0)
	if err1 != nil || err2 != nil || err3 != nil {
		return nil, refuse("Invalid retstart, retmax or query_key")
	}
	env := c.form.Get("WebEnv")
	if env == "" && strings.TrimSpace(c.form.Get("id")) == "" {
		return nil, refuse("Empty id list - no todo")
	}
	if env == "" {
		return pageOf(idsOf(c.form.Get("id")), start, retmax)
	}
	set, ok := w.history.set(env, key)
	if !ok {
		return nil, refuse("Unable to obtain query #" + strconv.Itoa(key))
	}
	if start > maxRetstart {
		return nil, refuse(capText("EFetch"))
	}
	return pageOf(set, start, retmax)
}

func refuse(text string) *answer {
	a := fetchError(http.StatusBadRequest, text)
	return &a
}

// idsOf reads a list of PMIDs into serial numbers; what is none of ours becomes 0.
func idsOf(list string) []int32 {
	var out []int32
	for _, s := range strings.Split(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < firstNumber || n > firstNumber+maxStudies*2 {
			n = firstNumber
		}
		out = append(out, int32(n-firstNumber))
	}
	return out
}

func pageOf(ids []int32, start, retmax int) ([]int32, *answer) {
	start = min(start, len(ids))
	return ids[start:min(start+min(retmax, maxRetmax), len(ids))], nil
}

func fetchError(status int, text string) answer {
	return xmlAnswer(status, `<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE eFetchResult PUBLIC "-//NLM//DTD efetch 20131226//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20131226/efetch.dtd">
<eFetchResult><ERROR>`+escapeForeign(text)+"</ERROR></eFetchResult>\n")
}
