package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"evidelic/cite"
	"evidelic/crawler/pubmed"
	"evidelic/store"
	"evidelic/study"
)

// importBatch is how many records one transaction takes.
const importBatch = 500

func (p *program) importCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "import [--format FORMAT] FILE...",
		Short: "Store the records of files: PubMed XML (also .gz), NBIB, RIS, BibTeX, EndNote XML, CSL-JSON, CSV, JSON Lines",
		Long: `Store the records of files, by the same path as a crawl. The format is told from each
file's name and first bytes, or given with --format: ` + strings.Join(importFormats(), ", ") + `.
A record that cannot be read is named and left out; the rest is stored (exit status 3).`,
		Args: atLeastOne("one FILE or more"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if names := importFormats(); format != "" && !slices.Contains(names, format) {
				return usagef("--format: %q is none of %s", format, strings.Join(names, ", "))
			}
			c, err := p.load()
			if err != nil {
				return err
			}
			log := p.logger(c.Log)
			db, err := p.openStore(cmd.Context(), c, p.isDemo(), false, log)
			if err != nil {
				return err
			}
			defer useMemory()()
			imp := importer{db: db, out: p.stdout, faults: p.stderr, progress: newReading(p.stderr, "importing", sizes(args))}
			return errors.Join(imp.files(cmd.Context(), args, format), db.Close())
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "`FORMAT` of the files, where it is not to be told from them")
	return cmd
}

// importer stores files. It counts over all of them.
type importer struct {
	db          *store.DB
	out, faults io.Writer
	progress    *progress
	total       study.Applied
	failed      int
}

func (i *importer) files(ctx context.Context, files []string, format string) error {
	var broken []error
	for _, file := range files {
		if err := i.file(ctx, file, format); err != nil {
			var stopped *storeError
			if ctx.Err() != nil {
				return err
			} else if errors.As(err, &stopped) {
				return fmt.Errorf("import %s: stopped after %s: %w", file, counted(i.stored(), "record", "records"), stopped)
			}
			broken = append(broken, err)
		}
	}
	i.progress.done()
	t := i.total
	if i.stored() == 0 && len(broken) == len(files) {
		return fmt.Errorf("nothing was imported: %w", errors.Join(broken...))
	}
	for _, err := range broken {
		fmt.Fprintln(i.faults, oneLine(err))
	}
	fmt.Fprintf(i.out, "%d new, %d changed, %d unchanged, %d older than what is stored, %d failed\n",
		t.New, t.Changed, t.Unchanged, t.Older, i.failed)
	if len(broken) > 0 || i.failed > 0 {
		return fmt.Errorf("%s left out, %s not read to the end: %w", counted(i.failed, "record", "records"),
			counted(len(broken), "file", "files"), errPartial)
	}
	return nil
}

// stored counts the records that are in the library now.
func (i *importer) stored() int {
	return i.total.New + i.total.Changed + i.total.Unchanged + i.total.Older
}

// storeError is a library that takes no more: going on with other files is of no
// use.
type storeError struct{ err error }

// Error gives the words of the error inside.
func (e *storeError) Error() string { return e.err.Error() }

// Unwrap gives the error inside.
func (e *storeError) Unwrap() error { return e.err }

func (i *importer) file(ctx context.Context, file, format string) error {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: there is no such file", file)
	}
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return fmt.Errorf("%s: that is a folder; name the files in it", file)
	}
	r := bufio.NewReaderSize(io.TeeReader(f, i.progress), 1<<20)
	if _, err := r.Peek(1); errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: the file is empty", file)
	}
	if format == "" {
		if format, err = sniff(file, r); err != nil {
			return err
		}
	}
	return i.store(ctx, file, incoming(ctx, r, file, format))
}

// incomingItem is a record of a file, or the PMID of one that its source deleted.
type incomingItem struct {
	record  *study.Record
	deleted string
}

// incoming yields what a file holds, whatever its format.
func incoming(ctx context.Context, r io.Reader, file, format string) iter.Seq2[incomingItem, error] {
	return func(yield func(incomingItem, error) bool) {
		if format == pubmedXML {
			for item, err := range pubmed.ReadXML(ctx, r, file, pubmed.ReadOptions{}) {
				if err == nil && item.Failed != nil {
					err = item.Failed
				}
				if !yield(incomingItem{item.Record, item.Deleted}, err) {
					return
				}
			}
			return
		}
		for rec, err := range cite.Read(r, format, file) {
			if !yield(incomingItem{record: &rec}, err) {
				return
			}
		}
	}
}

// store puts the items into the library in batches. Reading goes on while a
// batch is stored.
func (i *importer) store(ctx context.Context, file string, items iter.Seq2[incomingItem, error]) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan study.Batch, 2)
	ended := make(chan error, 1)
	go func() {
		defer close(batches)
		ended <- i.collect(ctx, file, items, batches)
	}()
	var failure error
	for b := range batches {
		if failure != nil {
			continue
		}
		if failure = i.apply(ctx, b); failure != nil {
			cancel()
		}
	}
	return errors.Join(failure, <-ended)
}

func (i *importer) collect(ctx context.Context, file string, items iter.Seq2[incomingItem, error], batches chan<- study.Batch) error {
	batch := study.Batch{Source: "import:" + filepath.Base(file)}
	send := func() error {
		select {
		case batches <- batch:
			batch = study.Batch{Source: batch.Source}
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	for item, err := range items {
		var bad *study.RecordError
		switch {
		case errors.As(err, &bad):
			i.fault(bad)
			continue
		case err != nil:
			return errors.Join(err, send())
		case item.deleted != "":
			batch.Source = study.SourcePubMed
			batch.Deleted = append(batch.Deleted, item.deleted)
		default:
			batch.Records = append(batch.Records, *item.record)
		}
		if len(batch.Records)+len(batch.Deleted) >= importBatch {
			if err := send(); err != nil {
				return err
			}
		}
	}
	return send()
}

// sizes adds up the bytes of files; one that is not there counts nothing.
func sizes(files []string) (n int64) {
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			n += info.Size()
		}
	}
	return n
}

// maxFaults bounds the records named one by one; the rest is counted.
const maxFaults = 100

func (i *importer) fault(bad *study.RecordError) {
	i.failed++
	switch {
	case i.failed <= maxFaults:
		fmt.Fprintln(i.faults, "left out:", bad)
	case i.failed == maxFaults+1:
		fmt.Fprintln(i.faults, "left out: further records are counted only")
	}
}

func (i *importer) apply(ctx context.Context, b study.Batch) error {
	if len(b.Records)+len(b.Deleted) == 0 {
		return nil
	}
	a, err := i.db.Apply(ctx, b)
	if err != nil {
		return &storeError{err}
	}
	i.total.New += a.New
	i.total.Changed += a.Changed
	i.total.Unchanged += a.Unchanged
	i.total.Older += a.Older
	for k := range a.Failed {
		i.fault(&a.Failed[k])
	}
	i.progress.describe("importing: " + counted(i.stored(), "record", "records"))
	return nil
}
