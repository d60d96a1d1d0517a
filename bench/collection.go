package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"evidelic/study"
)

// readCollection reads a folder in BEIR layout.
func readCollection(dir string) (*collection, error) {
	c := &collection{qrels: map[string]map[string]float64{}}
	err := eachLine(filepath.Join(dir, "corpus.jsonl"), func(line []byte) error {
		var d struct {
			ID    string `json:"_id"`
			Title string `json:"title"`
			Text  string `json:"text"`
		}
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		c.docs = append(c.docs, d.ID)
		c.studies = append(c.studies, textStudy(d.Title, d.Text))
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachLine(filepath.Join(dir, "queries.jsonl"), func(line []byte) error {
		var q struct {
			ID   string `json:"_id"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(line, &q); err != nil {
			return err
		}
		c.queries = append(c.queries, query{q.ID, q.Text})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c, eachLine(filepath.Join(dir, "qrels.tsv"), c.judge)
}

// judge reads "query-id TAB corpus-id TAB score"; the heading is skipped.
func (c *collection) judge(line []byte) error {
	f := strings.Split(string(line), "\t")
	if len(f) != 3 {
		return fmt.Errorf("want three fields, have %d", len(f))
	}
	score, err := strconv.ParseFloat(strings.TrimSpace(f[2]), 64)
	if err != nil {
		if f[0] == "query-id" {
			return nil
		}
		return err
	}
	if c.qrels[f[0]] == nil {
		c.qrels[f[0]] = map[string]float64{}
	}
	if score > 0 {
		c.qrels[f[0]][f[1]] = score
	}
	return nil
}

// textStudy gives a study that has a title and an abstract alone.
func textStudy(title, abstract string) study.Study {
	s := study.Study{Report: study.Report{Kind: study.KindArticle, Title: title}}
	if abstract != "" {
		s.Abstract = []study.Section{{Text: abstract}}
	}
	return s
}

// eachLine calls f with every line that is not empty; its error is given the
// place.
func eachLine(file string, f func([]byte) error) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 1<<20), 64<<20)
	for n := 1; sc.Scan(); n++ {
		if len(strings.TrimSpace(sc.Text())) == 0 {
			continue
		}
		if err := f(sc.Bytes()); err != nil {
			return fmt.Errorf("%s: line %d: %w", file, n, err)
		}
	}
	return sc.Err()
}

// hide puts other texts beside the collection's own, none of them judged; a text
// with the title of a judged document is left out, because it is likely the same
// one. Up to size documents the texts are repeated with changed words, as speed
// does; with size 0 each comes once.
func (c *collection) hide(others []study.Study, size int) {
	own := make(map[string]bool, len(c.studies))
	for i := range c.studies {
		own[plainTitle(c.studies[i].Title)] = true
	}
	fresh := others[:0:0]
	for _, s := range others {
		if !own[plainTitle(s.Title)] {
			fresh = append(fresh, s)
		}
	}
	if size == 0 {
		size = len(c.studies) + len(fresh)
	}
	for i := 0; len(fresh) > 0 && len(c.studies) < size; i++ {
		s := fresh[i%len(fresh)]
		if n := i / len(fresh); n > 0 {
			s = changeStudy(s, n)
		}
		c.docs = append(c.docs, fmt.Sprintf("distractor-%d", i+1))
		c.studies = append(c.studies, s)
	}
}

// plainTitle gives the letters and digits of a title in lower case.
func plainTitle(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
