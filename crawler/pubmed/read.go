package pubmed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"sync"
	"time"

	"evidelic/study"
)

// Item is one thing that PubMed XML says: exactly one of its fields is set.
type Item struct {
	Record  *study.Record
	Deleted string             // the PMID of a citation that PubMed has deleted
	Failed  *study.RecordError // an element that could not be read; the others are good
}

// ReadOptions say how ReadXML works. The zero value uses a worker for each
// processor.
type ReadOptions struct {
	Workers int
	Fetched time.Time // when the XML came; it is written into every record
}

// ReadXML reads PubMed XML of any size, compressed with gzip or not, and yields
// what it holds in the order of the stream: sets of articles and of books, single
// articles, deletions. name stands in the errors of single records, beside their
// number and byte; those do not end the reading. What does end it is yielded last
// as an error: ErrNotPubMed, ErrMalformed or ErrBomb with the place, an
// *AnswerError for an answer of the E-utilities that is none, a failure of r, or
// the end of ctx. Memory is bounded by some records for each worker, whatever the
// length of the stream. When the consumer stops early, ReadXML returns after the
// read that r is in.
func ReadXML(ctx context.Context, r io.Reader, name string, opt ReadOptions) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		if opt.Workers <= 0 {
			opt.Workers = runtime.GOMAXPROCS(0)
		}
		src, err := plain(r)
		if err != nil {
			yield(Item{}, fmt.Errorf("read %s: %w", name, err))
			return
		}
		ctx, stop := context.WithCancel(ctx)
		p := &pipeline{name: name, fetched: opt.Fetched, order: make(chan *job, 4*opt.Workers), work: make(chan *job, 4*opt.Workers)}
		p.start(ctx, newSplitter(src), opt.Workers)
		defer p.wait.Wait()
		defer stop()
		p.deliver(ctx, yield)
	}
}

// job is one chunk on its way: out is closed when items holds what it says.
type job struct {
	chunk chunk
	items []Item
	err   error
	done  chan struct{}
}

// pipeline takes chunks from the splitter to the workers and their items to the
// consumer in the order of the stream.
type pipeline struct {
	name    string
	fetched time.Time
	order   chan *job
	work    chan *job
	wait    sync.WaitGroup
}

func (p *pipeline) start(ctx context.Context, s *splitter, workers int) {
	p.wait.Go(func() { p.split(ctx, s) })
	for range workers {
		p.wait.Go(func() {
			a := adapter{name: p.name, fetched: p.fetched}
			for j := range p.work {
				if ctx.Err() == nil {
					j.items = a.items(j.chunk)
				}
				close(j.done)
			}
		})
	}
}

// split feeds both channels until the stream or ctx ends.
func (p *pipeline) split(ctx context.Context, s *splitter) {
	defer close(p.order)
	defer close(p.work)
	for {
		c, err := s.next()
		if err != nil && errors.Is(err, io.EOF) && !errors.Is(err, ErrMalformed) {
			return
		}
		j := &job{chunk: c, err: err, done: make(chan struct{})}
		if !send(ctx, p.order, j) {
			return
		}
		if err != nil {
			close(j.done)
			return
		}
		if !send(ctx, p.work, j) {
			close(j.done)
			return
		}
	}
}

func send(ctx context.Context, to chan<- *job, j *job) bool {
	select {
	case to <- j:
		return true
	case <-ctx.Done():
		return false
	}
}

func (p *pipeline) deliver(ctx context.Context, yield func(Item, error) bool) {
	for j := range p.order {
		select {
		case <-j.done:
		case <-ctx.Done():
		}
		if err := ctx.Err(); err != nil {
			yield(Item{}, fmt.Errorf("read %s: %w", p.name, err))
			return
		}
		if j.err != nil {
			yield(Item{}, fmt.Errorf("read %s: %w", p.name, j.err))
			return
		}
		for _, it := range j.items {
			if !yield(it, nil) {
				return
			}
		}
	}
	if err := ctx.Err(); err != nil {
		yield(Item{}, fmt.Errorf("read %s: %w", p.name, err))
	}
}
