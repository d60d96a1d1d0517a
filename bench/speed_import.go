package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"evidelic/crawler/pubmed"
	"evidelic/index"
	"evidelic/store"
	"evidelic/study"
)

var (
	reArticle = regexp.MustCompile(`(?s)<PubmedArticle>.*?</PubmedArticle>`)
	rePMID    = regexp.MustCompile(`(<PMID[^>]*>)(\d+)(</PMID>)`)
	reIDs     = regexp.MustCompile(`(IdType="(?:pubmed|doi|pmc|pii)"[^>]*>)([^<]+)(<)`)
	reELoc    = regexp.MustCompile(`(EIdType="(?:doi|pii)"[^>]*>)([^<]+)(<)`)
)

// repeatXML writes n citations: those of the XML again and again, each time with
// other identifiers.
func repeatXML(source, file string, n int) (int, error) {
	articles, err := articlesOf(source)
	if err != nil {
		return 0, err
	}
	out, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	fmt.Fprint(w, "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n")
	for i := range n {
		_, _ = w.Write(renumber(articles[i%len(articles)], i))
		_ = w.WriteByte('\n')
	}
	fmt.Fprint(w, "</PubmedArticleSet>\n")
	return n, errors.Join(w.Flush(), out.Close())
}

// articlesOf gives the articles that the folder's well-formed files hold, each
// with its own PMID once.
func articlesOf(source string) ([][]byte, error) {
	var out [][]byte
	seen := map[string]bool{}
	err := filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".xml") || strings.Contains(path, "Malformed") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, a := range reArticle.FindAll(b, -1) {
			m := rePMID.FindSubmatch(a)
			if m != nil && !seen[string(m[2])] {
				seen[string(m[2])] = true
				out = append(out, a)
			}
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s holds no PubMed citation", source)
	}
	return out, err
}

// renumber gives the article as number i: every identifier of its own is another
// one, the rest is the same.
func renumber(article []byte, i int) []byte {
	head, tail, ok := bytes.Cut(article, []byte("<ReferenceList>"))
	pmid := fmt.Appendf(nil, "${1}%d${3}", 50_000_000+i)
	first := rePMID.FindIndex(head)
	renamed := slices.Concat(head[:first[0]], rePMID.ReplaceAll(head[first[0]:first[1]], pmid), head[first[1]:])
	renamed = reELoc.ReplaceAll(renamed, fmt.Appendf(nil, "${1}${2}.x%d${3}", i))
	renamed = reIDs.ReplaceAllFunc(renamed, func(m []byte) []byte {
		p := reIDs.FindSubmatch(m)
		switch {
		case bytes.Contains(p[1], []byte(`"pubmed"`)):
			return fmt.Appendf(nil, "%s%d<", p[1], 50_000_000+i)
		case bytes.Contains(p[1], []byte(`"pmc"`)):
			return fmt.Appendf(nil, "%sPMC%d<", p[1], 50_000_000+i)
		}
		return fmt.Appendf(nil, "%s%s.x%d<", p[1], p[2], i)
	})
	if ok {
		renamed = slices.Concat(renamed, []byte("<ReferenceList>"), tail)
	}
	return renamed
}

// importXML stores the file in batches while the index follows, and returns when
// the index has everything.
func importXML(ctx context.Context, db *store.DB, ix *index.Index, file string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	following, stop := context.WithCancel(ctx)
	var g errgroup.Group
	g.Go(func() error {
		err := ix.Run(following, time.Second) // as config.yaml has it
		if following.Err() != nil {
			return nil
		}
		return err
	})
	err = storeXML(ctx, db, in)
	stop()
	return errors.Join(err, g.Wait(), ix.Follow(ctx))
}

func storeXML(ctx context.Context, db *store.DB, in *os.File) error {
	batches := make(chan study.Batch, 2)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(batches)
		var b study.Batch
		for item, err := range pubmed.ReadXML(ctx, in, in.Name(), pubmed.ReadOptions{}) {
			switch {
			case err != nil:
				return err
			case item.Failed != nil:
				return item.Failed
			case item.Record != nil:
				b.Records = append(b.Records, *item.Record)
			}
			if len(b.Records) == 500 {
				batches <- b
				b = study.Batch{}
			}
		}
		batches <- b
		return nil
	})
	g.Go(func() error {
		for b := range batches {
			b.Source = "import:bench"
			if _, err := db.Apply(ctx, b); err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}
