package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"evidelic/study"
)

// loose is a text that some files write as a number.
type loose string

// UnmarshalJSON takes a string, a number or null.
func (l *loose) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*l = loose(strings.TrimSpace(s))
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return fmt.Errorf("want a text or a number: %w", err)
	}
	*l = loose(n.String())
	return nil
}

// names is a list of authors, which some files write as one text.
type names []string

// UnmarshalJSON takes a list of texts or one text with semicolons.
func (n *names) UnmarshalJSON(b []byte) error {
	var list []string
	if json.Unmarshal(b, &list) == nil {
		*n = list
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("authors: want a list or a text: %w", err)
	}
	*n = strings.FieldsFunc(s, func(c rune) bool { return c == ';' })
	return nil
}

// citationRow is a line of records.jsonl.
type citationRow struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Title    string `json:"title"`
	Authors  names  `json:"authors"`
	Year     loose  `json:"year"`
	Journal  string `json:"journal"`
	ISSN     string `json:"issn"`
	Volume   loose  `json:"volume"`
	Issue    loose  `json:"issue"`
	Pages    loose  `json:"pages"`
	DOI      string `json:"doi"`
	PMID     loose  `json:"pmid"`
	Abstract string `json:"abstract"`
	Language string `json:"language"`
}

// readClusters reads a folder with records.jsonl and clusters.jsonl (lists of
// ids).
func readClusters(dir string) (*clusters, error) {
	c := &clusters{name: base(dir), at: map[string]int{}, sizes: map[int]int{}}
	err := eachLine(filepath.Join(dir, "records.jsonl"), func(line []byte) error {
		var r citationRow
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if _, twice := c.at[r.ID]; r.ID == "" || twice {
			return fmt.Errorf("id %q is missing or there twice", r.ID)
		}
		c.at[r.ID] = len(c.records)
		c.records = append(c.records, r.record(c.name))
		c.lines = append(c.lines, string(line))
		return nil
	})
	if err != nil {
		return nil, err
	}
	c.truth = make([]int, len(c.records))
	for i := range c.truth {
		c.truth[i] = -1 - i
	}
	if err := eachLine(filepath.Join(dir, "clusters.jsonl"), c.cluster); err != nil {
		return nil, err
	}
	for _, t := range c.truth {
		c.sizes[t]++
	}
	return c, nil
}

// cluster takes one line of clusters.jsonl.
func (c *clusters) cluster(line []byte) error {
	var ids []string
	if err := json.Unmarshal(line, &ids); err != nil {
		return err
	}
	for _, id := range ids {
		i, ok := c.at[id]
		if !ok || len(ids) == 0 {
			return fmt.Errorf("no record %q", id)
		}
		c.truth[i] = c.at[ids[0]]
	}
	return nil
}

// record gives the row as a record that was imported from a file.
func (r citationRow) record(file string) study.Record {
	rep := study.Report{Kind: kindOfType(r.Type), Title: r.Title, Journal: study.Journal{Title: r.Journal},
		Volume: string(r.Volume), Issue: string(r.Issue), Pages: string(r.Pages)}
	if strings.Contains(strings.ToLower(r.Type), "conf") {
		rep.PublicationTypes = []string{"Congress"}
	}
	rep.IDs.DOI, _ = study.NormalDOI(r.DOI)
	rep.IDs.PMID, _ = study.NormalPMID(string(r.PMID))
	for _, issn := range strings.FieldsFunc(r.ISSN, func(c rune) bool { return c == ' ' || c == ';' || c == ',' }) {
		if len(issn) >= 8 {
			rep.Journal.ISSN = append(rep.Journal.ISSN, issn)
		}
	}
	for _, a := range r.Authors {
		rep.Authors = append(rep.Authors, authorOf(a))
	}
	if y, err := strconv.Atoi(string(r.Year[:min(len(r.Year), 4)])); err == nil {
		rep.Published.Print, _ = study.NewDate(y, 0, 0)
	}
	if r.Abstract != "" {
		rep.Abstract = []study.Section{{Text: r.Abstract}}
	}
	rep.Languages = strings.FieldsFunc(r.Language, func(c rune) bool { return c == ';' || c == ',' || c == '/' })
	return study.Record{Source: "import:" + file, Key: r.ID, Report: rep}
}

// authorOf reads "Family, Given" and "Family AB".
func authorOf(s string) study.Author {
	family, given, ok := strings.Cut(strings.TrimSpace(s), ",")
	if i := strings.LastIndexByte(family, ' '); !ok && i > 0 && len(family)-i <= 4 && family[i:] == strings.ToUpper(family[i:]) {
		family, given = family[:i], family[i+1:]
	}
	return study.Author{Family: strings.TrimSpace(family), Given: strings.TrimSpace(given)}
}

// kindOfType maps the types of reference managers; one that says nothing sure is
// left open.
func kindOfType(t string) study.Kind {
	switch t = strings.ToLower(t); {
	case t == "article", t == "jour", strings.Contains(t, "journal"):
		return study.KindArticle
	case strings.Contains(t, "book"), t == "chap", t == "inbook":
		return study.KindBook
	case strings.Contains(t, "preprint"):
		return study.KindPreprint
	}
	return ""
}
