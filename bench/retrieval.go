package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"evidelic/index"
	"evidelic/study"
)

// depth is how many hits of a query are judged.
const depth = 100

// runRetrieval measures one or more judged collections in BEIR layout.
func runRetrieval(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("retrieval", flag.ContinueOnError)
	var dirs stringList
	flags.Var(&dirs, "dir", "folder with corpus.jsonl, queries.jsonl and qrels.tsv (may be repeated)")
	asJSON := flags.Bool("json", false, "print one JSON object a collection")
	file := flags.String("distractors", "", "texts to hide the judged documents among, in a form that speed reads")
	size := flags.Int("studies", 0, "with --distractors: documents in all; the texts are repeated with changed words (0: each once)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if len(dirs) == 0 {
		return errors.New("retrieval: name a collection with --dir")
	}
	var others []study.Study
	if *file != "" {
		var err error
		if others, err = textsOf(ctx, *file); err != nil {
			return err
		}
	}
	for _, dir := range dirs {
		r, err := measureRetrieval(ctx, dir, others, *size)
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		if err := r.print(stdout, *asJSON); err != nil {
			return err
		}
	}
	return nil
}

// retrievalResult is the outcome for one collection.
type retrievalResult struct {
	Collection string  `json:"collection"`
	Queries    int     `json:"queries"`
	NDCG10     float64 `json:"ndcg10"`
	Recall100  float64 `json:"recall100"`
	MAP        float64 `json:"map"`
	BM25       float64 `json:"bm25_ndcg10"`
}

func (r retrievalResult) print(w io.Writer, asJSON bool) error {
	return printer{w, asJSON}.line(r, "%-20s %5d queries  nDCG@10 %.4f  recall@100 %.4f  MAP %.4f  plain BM25 nDCG@10 %.4f\n",
		r.Collection, r.Queries, r.NDCG10, r.Recall100, r.MAP, r.BM25)
}

func measureRetrieval(ctx context.Context, dir string, others []study.Study, size int) (retrievalResult, error) {
	c, err := readCollection(dir)
	if err != nil {
		return retrievalResult{}, err
	}
	c.hide(others, size)
	tmp, err := os.MkdirTemp("", "evidelic-bench-")
	if err != nil {
		return retrievalResult{}, err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	lib := newMemoryLibrary(c.studies)
	ix, err := index.Open(ctx, tmp, lib, index.Options{})
	if err != nil {
		return retrievalResult{}, err
	}
	defer func() { _ = ix.Close() }()
	if err := ix.Follow(ctx); err != nil {
		return retrievalResult{}, err
	}
	plain := newPlainBM25(c.studies)
	r := retrievalResult{Collection: filepath.Base(dir)}
	for _, q := range c.queries {
		judged := c.qrels[q.id]
		if len(judged) == 0 {
			continue
		}
		ranked, err := c.search(ctx, ix, lib, q.text)
		if err != nil {
			return r, fmt.Errorf("query %s: %w", q.id, err)
		}
		r.Queries++
		r.NDCG10 += ndcg(ranked, judged, 10)
		r.Recall100 += recall(ranked, judged, depth)
		r.MAP += averagePrecision(ranked, judged)
		r.BM25 += ndcg(c.names(plain.search(q.text, depth)), judged, 10)
	}
	n := float64(max(r.Queries, 1))
	r.NDCG10, r.Recall100, r.MAP, r.BM25 = r.NDCG10/n, r.Recall100/n, r.MAP/n, r.BM25/n
	return r, nil
}

// search asks the product as a user would and gives the names of the documents
// found, best first.
func (c *collection) search(ctx context.Context, ix *index.Index, lib *memoryLibrary, query string) ([]string, error) {
	res, err := ix.Search(ctx, index.Request{Text: query, Size: depth, Sort: index.SortBest, AllScopes: true})
	if err != nil {
		return nil, err
	}
	var found []int
	for _, h := range res.Hits {
		found = append(found, lib.at[h.Study.ID])
	}
	return c.names(found), nil
}

// names gives the collection's names of documents, skipping a document that is
// itself the query.
func (c *collection) names(found []int) []string {
	out := make([]string, len(found))
	for i, n := range found {
		out[i] = c.docs[n]
	}
	return out
}

// stringList is a flag that may be repeated.
type stringList []string

// String joins nothing: the flag has no default.
func (s *stringList) String() string { return "" }

// Set adds one value.
func (s *stringList) Set(v string) error {
	*s = append(*s, v)
	return nil
}

// collection is a judged collection.
type collection struct {
	docs    []string // names, in the order of studies
	studies []study.Study
	queries []query
	qrels   map[string]map[string]float64
}

type query struct{ id, text string }
