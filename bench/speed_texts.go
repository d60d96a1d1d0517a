package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"evidelic/crawler/pubmed"
	"evidelic/study"
)

// readTexts reads titles and abstracts until there are n, beginning again with
// changed words when the corpus ends.
func readTexts(ctx context.Context, corpus string, n int) ([]study.Study, error) {
	base, err := baseTexts(ctx, corpus)
	if err != nil {
		return nil, err
	}
	out := make([]study.Study, 0, n)
	for i := range n {
		out = append(out, variant(base[i%len(base)], i, i/len(base)))
	}
	return out, nil
}

// baseTexts reads all texts of a corpus.
func baseTexts(ctx context.Context, corpus string) ([]study.Study, error) {
	files := []string{corpus}
	if info, err := os.Stat(corpus); err != nil {
		return nil, err
	} else if info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(corpus, "*")); err != nil {
			return nil, err
		}
	}
	var base []study.Study
	for _, file := range files {
		read, err := textsOf(ctx, file)
		if err != nil {
			return nil, err
		}
		base = append(base, read...)
	}
	if len(base) == 0 {
		return nil, fmt.Errorf("%s holds no texts", corpus)
	}
	return base, nil
}

// textsOf reads the studies of one file: PubMed XML, or JSON Lines with title and
// abstract, either of them compressed or not.
func textsOf(ctx context.Context, file string) ([]study.Study, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	if strings.Contains(file, ".xml") {
		return citationTexts(ctx, in, file)
	}
	var r io.Reader = in
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(in); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return lineTexts(r, file)
}

func citationTexts(ctx context.Context, in io.Reader, file string) ([]study.Study, error) {
	var out []study.Study
	for item, err := range pubmed.ReadXML(ctx, in, file, pubmed.ReadOptions{}) {
		if err != nil {
			return nil, err
		}
		if item.Record != nil {
			out = append(out, study.Study{Report: item.Record.Report})
		}
	}
	return out, nil
}

func lineTexts(r io.Reader, file string) ([]study.Study, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 64<<20)
	var out []study.Study
	for n := 1; sc.Scan(); n++ {
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var t struct {
			Title    string          `json:"title"`
			Abstract string          `json:"abstract"`
			Year     json.RawMessage `json:"year"`
		}
		if err := json.Unmarshal(sc.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", file, n, err)
		}
		s := textStudy(t.Title, t.Abstract)
		if y, err := strconv.Atoi(strings.Trim(string(t.Year), `"`)); err == nil {
			s.Published.Print = study.Date{Year: y}
		}
		out = append(out, s)
	}
	return out, sc.Err()
}

// variant gives the study as the i-th of the library: in the n-th repetition every
// seventh word is another one, so that repeated texts do not share all postings.
// Texts without a date, type or journal get one, so that facets have something to
// count.
func variant(s study.Study, i, n int) study.Study {
	if n > 0 {
		s = changeStudy(s, n)
	}
	if s.Published.Date().IsZero() {
		s.Published.Print = study.Date{Year: 1985 + i%40, Month: 1 + i%12}
	}
	if s.Journal.Title == "" {
		s.Journal.Title = fmt.Sprintf("Journal %d", i*7919%800)
	}
	if len(s.PublicationTypes) == 0 {
		types := []string{"Journal Article", "Review", "Randomized Controlled Trial", "Case Reports", "Meta-Analysis"}
		s.PublicationTypes = []string{"Journal Article", types[i%len(types)]}
	}
	s.Records = []study.RecordRef{{Source: study.SourcePubMed, Key: strconv.Itoa(i + 1)}}
	return s
}

// changeStudy gives the study with every seventh word of its texts changed.
func changeStudy(s study.Study, n int) study.Study {
	s.Title = changeWords(s.Title, n)
	sections := make([]study.Section, len(s.Abstract))
	for k, sec := range s.Abstract {
		sec.Text = changeWords(sec.Text, n)
		sections[k] = sec
	}
	s.Abstract = sections
	return s
}

func changeWords(text string, n int) string {
	words := strings.Split(text, " ")
	for k := 6; k < len(words); k += 7 {
		words[k] = words[k] + string(rune('a'+n%26))
	}
	return strings.Join(words, " ")
}
