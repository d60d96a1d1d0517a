package demo

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"evidelic/study"
)

// preprintPage is how many preprints a page of the servers has.
const preprintPage = 30

// preprints answers bioRxiv's and medRxiv's API: /details by interval and by DOI,
// /pubs by interval. Its path begins with the kind and the server.
func (w *World) preprints(c *call, f Fault) answer {
	parts := strings.Split(strings.Trim(c.path, "/"), "/")
	if len(parts) < 5 || parts[0] != "details" && parts[0] != "pubs" || parts[len(parts)-1] != "json" {
		return plainText(http.StatusNotFound, "Not Found")
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	if parts[len(parts)-2] == "na" {
		it := w.byDOI(strings.ToLower(strings.Join(parts[2:len(parts)-2], "/")))
		if it == nil || it.gone || it.kind != study.KindPreprint || it.preprintServer() != parts[1] {
			return noPosts()
		}
		versions := versionsOf(it)
		return preprintAnswer(versions, len(versions))
	}
	from, bad := readDay(strings.ReplaceAll(parts[2], "-", "/"), false)
	to, bad2 := readDay(strings.ReplaceAll(parts[3], "-", "/"), true)
	at, bad3 := strconv.Atoi(parts[4])
	if bad != nil || bad2 != nil || bad3 != nil || at < 0 {
		return plainText(http.StatusNotFound, "Not Found")
	}
	var all []object
	for _, it := range w.items {
		if it.kind != study.KindPreprint || it.gone || it.preprintServer() != parts[1] {
			continue
		}
		if parts[0] == "details" {
			all = append(all, within(versionsOf(it), from, to)...)
		} else if art := publishedAs(it); art != nil && art.epub >= from && art.epub <= to {
			all = append(all, object{"biorxiv_doi": it.doi(), "published_doi": art.doi(), "preprint_title": plainOf(titleOf(it)), "published_date": art.epub.iso()})
		}
	}
	page := all[min(at, len(all)):min(at+preprintPage, len(all))]
	if len(page) == 0 {
		return noPosts()
	}
	return preprintAnswer(page, total(len(all), f))
}

func noPosts() answer {
	return jsonAnswer(object{"messages": []object{{"status": "no posts found"}}, "collection": []object{}})
}

// preprintAnswer writes the total as a string, as the real ones do.
func preprintAnswer(page []object, total int) answer {
	return jsonAnswer(object{"messages": []object{{"status": "ok", "cursor": 0, "count": len(page), "total": itoa(total)}}, "collection": page})
}

func within(versions []object, from, to day) []object {
	return slices.DeleteFunc(versions, func(v object) bool {
		s, _ := v["date"].(string)
		return s < from.iso() || s > to.iso()
	})
}

// publishedAs gives the article that a preprint became, nil for none.
func publishedAs(it *item) *item {
	for _, l := range it.links {
		if l.kind == study.UpdateIn && !l.target.gone && l.target.doi() != "" {
			return l.target
		}
	}
	return nil
}

// versionsOf gives the versions of a preprint: a second one where it was revised.
func versionsOf(it *item) []object {
	f := fieldsOf(it)
	var names []string
	for _, a := range f.authors {
		names = append(names, strings.TrimSpace(a.family+", "+a.given+a.collective))
	}
	published := "NA"
	if art := publishedAs(it); art != nil {
		published = art.doi()
	}
	license := "cc_no"
	if f.license != "" {
		license = strings.NewReplacer(" ", "_", "-", "_").Replace(f.license)
	}
	days := []day{it.epub}
	if it.revised > it.entered {
		days = append(days, it.revised)
	}
	var out []object
	for i, d := range days {
		out = append(out, object{
			"doi": it.doi(), "title": plainOf(titleOf(it)), "authors": strings.Join(names, "; "), "date": d.iso(), "version": fmt.Sprint(i + 1),
			"type": "new results", "license": license, "category": "psychiatry and clinical psychology", "abstract": flat(it),
			"published": published, "funder": "NA", "server": it.preprintServer(),
		})
	}
	return out
}

// flat gives the abstract with the marks of the API's flattening.
func flat(it *item) string {
	var b strings.Builder
	for _, p := range abstractOf(it) {
		if p.label != "" {
			b.WriteString("O_ST_ABS" + heading(p.label) + "C_ST_ABS")
		}
		b.WriteString(plainOf(p.text) + "\n\n")
	}
	return strings.TrimSpace(b.String())
}
