package demo

import (
	"fmt"
	"strings"
	"time"
)

// repositoryPage is how many records a page of the repository has.
const repositoryPage = 25

// repository answers OAI-PMH: Identify and ListRecords in oai_dc, by days, with
// deleted records and resumption tokens.
func (w *World) repository(c *call, f Fault) answer {
	w.mu.RLock()
	defer w.mu.RUnlock()
	switch c.form.Get("verb") {
	case "Identify":
		return w.oai(`<Identify><repositoryName>Synthetic repository</repositoryName><protocolVersion>2.0</protocolVersion>` +
			`<earliestDatestamp>1968-01-01</earliestDatestamp><deletedRecord>persistent</deletedRecord><granularity>YYYY-MM-DD</granularity></Identify>`)
	case "ListRecords":
		return w.oaiList(c, f)
	}
	return w.oai(`<error code="badVerb">Illegal OAI verb</error>`)
}

// oai wraps an answer. The caller holds mu.
func (w *World) oai(inner string) answer {
	return answer{status: 200, kind: "text/xml;charset=UTF-8", body: []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>` + w.now.Format(time.RFC3339) + `</responseDate>` + inner + `</OAI-PMH>`)}
}

// oaiList gives a page of records. The caller holds mu.
func (w *World) oaiList(c *call, f Fault) answer {
	from, until, at := c.form.Get("from"), c.form.Get("until"), 0
	if token := c.form.Get("resumptionToken"); token != "" {
		parts := strings.Split(token, "!")
		if len(parts) != 3 {
			return w.oai(`<error code="badResumptionToken"/>`)
		}
		if n, err := fmt.Sscanf(parts[2], "%d", &at); err != nil || n != 1 || at < 0 {
			return w.oai(`<error code="badResumptionToken"/>`)
		}
		from, until = parts[0], parts[1]
	} else if c.form.Get("metadataPrefix") != "oai_dc" {
		return w.oai(`<error code="cannotDisseminateFormat"/>`)
	}
	var all []*item
	for _, it := range w.items {
		if d := it.revised.iso(); it.inRepository() && d >= from && (until == "" || d <= until) {
			all = append(all, it)
		}
	}
	if len(all) == 0 {
		return w.oai(`<error code="noRecordsMatch"/>`)
	}
	page := all[min(at, len(all)):min(at+repositoryPage, len(all))]
	var b strings.Builder
	b.WriteString("<ListRecords>")
	for _, it := range page {
		writeDublinCore(&b, it)
	}
	next := ""
	if at+len(page) < len(all) {
		next = fmt.Sprintf("%s!%s!%d", from, until, at+len(page))
	}
	if f == FaultRepeatCursor {
		next = c.form.Get("resumptionToken")
	}
	fmt.Fprintf(&b, `<resumptionToken completeListSize="%d">%s</resumptionToken></ListRecords>`, total(len(all), f), escape(next))
	return w.oai(b.String())
}

// writeDublinCore writes one record.
func writeDublinCore(b *strings.Builder, it *item) {
	status := ""
	if it.gone {
		status = ` status="deleted"`
	}
	fmt.Fprintf(b, `<record><header%s><identifier>%s</identifier><datestamp>%s</datestamp></header>`, status, it.repositoryKey(), it.revised.iso())
	defer b.WriteString("</record>")
	if it.gone {
		return
	}
	f := fieldsOf(it)
	b.WriteString(`<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">`)
	element := func(name, text string) {
		if text != "" {
			b.WriteString("<dc:" + name + ">" + escape(text) + "</dc:" + name + ">")
		}
	}
	element("title", plainOf(titleOf(it)))
	for _, a := range f.authors {
		if a.collective != "" {
			element("creator", a.collective)
		} else {
			element("creator", a.family+", "+a.given)
		}
	}
	for _, k := range f.keywords {
		element("subject", k)
	}
	element("description", plainAbstract(it))
	element("date", it.entered.iso()+"T08:00:00Z")
	element("date", it.epub.iso())
	element("type", "info:eu-repo/semantics/article")
	element("identifier", fmt.Sprintf("https://repository.invalid/%d", it.n))
	if doi := it.doi(); doi != "" {
		element("identifier", "https://doi.org/"+strings.NewReplacer("%", "%25", "<", "%3C", ">", "%3E", "#", "%23", "?", "%3F").Replace(doi))
	}
	element("source", fmt.Sprintf("%s; Vol. %d No. %s; %s", f.journal.title, f.volume, f.issue, f.pages))
	element("language", "en")
	if f.license != "" && f.license != "cc0" {
		element("rights", "https://creativecommons.org/licenses/"+strings.TrimPrefix(f.license, "cc ")+"/4.0/")
	}
	b.WriteString("</oai_dc:dc></metadata>")
}
