package index

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"evidelic/study"
)

// Follow brings the index up to the source's last change and returns. It makes
// the index again when the library is another one or was restored since.
func (x *Index) Follow(ctx context.Context) error {
	x.work.Lock()
	defer x.work.Unlock()
	if x.isClosed() {
		return fmt.Errorf("%w: the index is closed", study.ErrBusy)
	}
	lib, err := x.src.Library(ctx)
	if err != nil {
		return fmt.Errorf("follow the library: %w", err)
	}
	if x.gen.broken.Load() {
		return x.rebuild(ctx, lib)
	}
	if !x.gen.header.fits(lib) {
		x.logMisfit(x.gen.header, lib)
		if err := x.begin(lib); err != nil {
			return err
		}
	}
	filling := x.gen.header.Filling
	if err := x.catchUp(ctx, x.gen, lib, x.publish); err != nil {
		return err
	}
	if filling {
		x.askToWarm()
	}
	return nil
}

// Run follows the library until ctx ends, looking for changes every so often. An
// error of the source is logged and tried again.
func (x *Index) Run(ctx context.Context, every time.Duration) error {
	if every <= 0 {
		every = time.Second
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	failing := false
	for {
		err := x.Follow(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && !failing {
			x.log.Error("index: cannot follow the library, trying again", "every", every, "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (x *Index) isClosed() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.cur == nil
}

// catchUp fills a new generation and applies the changes since. done is called
// after each batch.
func (x *Index) catchUp(ctx context.Context, g *generation, lib study.Library, done func(*generation) error) error {
	err := x.advance(ctx, g, done, func(ctx context.Context, h header) (*load, error) {
		if !h.Filling {
			return nil, nil
		}
		return x.scan(ctx, h)
	})
	if err != nil {
		return err
	}
	return x.advance(ctx, g, done, func(ctx context.Context, h header) (*load, error) {
		if h.Seq >= lib.Seq {
			return nil, nil
		}
		return x.changes(ctx, h)
	})
}

// load is a batch that is ready to be written.
type load struct {
	drafts []*draft
	gone   map[string]bool
	header header // that holds after it
}

// advance writes one load after the other, until next gives none. While one is
// written, the next is made ready.
func (x *Index) advance(ctx context.Context, g *generation, done func(*generation) error, next func(context.Context, header) (*load, error)) error {
	from := g.header
	ctx, cancel := context.WithCancel(ctx)
	type result struct {
		load *load
		err  error
	}
	ready := make(chan result, 1)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(ready)
		for h := from; ; {
			l, err := next(ctx, h)
			if l == nil && err == nil {
				return
			}
			select {
			case ready <- result{l, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
			h = l.header
		}
	})
	defer wg.Wait()
	defer cancel()
	for r := range ready {
		if r.err != nil {
			return r.err
		}
		if err := x.write(ctx, g, r.load); err != nil {
			return err
		}
		if err := done(g); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// scan reads studies for a generation that is not full yet, going on where an
// earlier run ended.
func (x *Index) scan(ctx context.Context, h header) (*load, error) {
	studies, err := x.src.Scan(ctx, h.After, x.opt.Batch)
	if err != nil {
		return nil, fmt.Errorf("fill the index after %q: %w", h.After, err)
	}
	before := h.After
	if len(studies) == 0 {
		h.Filling, h.After = false, ""
	} else if h.After = studies[len(studies)-1].ID; h.After <= before {
		return nil, fmt.Errorf("fill the index: the source gave %q after %q", h.After, before)
	}
	return &load{x.drafts(studies), nil, h}, nil
}

// changes reads a batch of changes. Whatever a change says, the source is asked
// what the study is now: studies that it no longer gives leave the index.
func (x *Index) changes(ctx context.Context, h header) (*load, error) {
	changes, err := x.src.Changes(ctx, h.Seq, x.opt.Batch)
	if err != nil {
		return nil, fmt.Errorf("follow the library after seq %d: %w", h.Seq, err)
	}
	if len(changes) == 0 {
		return nil, nil
	}
	gone := make(map[string]bool, len(changes))
	var ids []string
	for _, c := range changes {
		if c.Seq <= h.Seq {
			return nil, fmt.Errorf("follow the library: change %d came after %d", c.Seq, h.Seq)
		}
		h.Seq = c.Seq
		if !gone[c.Study] {
			gone[c.Study] = true
			ids = append(ids, c.Study)
		}
	}
	studies, err := x.src.Studies(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("follow the library at seq %d: %w", h.Seq, err)
	}
	for i := range studies {
		delete(gone, studies[i].ID)
	}
	return &load{x.drafts(studies), gone, h}, nil
}

// write commits studies, removals and the new header in one batch.
func (x *Index) write(ctx context.Context, g *generation, l *load) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	batch := g.bleve.NewBatch()
	ords := make([]uint32, len(l.drafts))
	var codes []uint32
	for i, d := range l.drafts {
		ords[i] = g.book.ordinal(d.row.id)
		codes = codes[:0]
		for _, v := range d.row.values {
			codes = append(codes, g.book.codeOf(v))
		}
		if err := batch.IndexAdvanced(d.document(ords[i], codes)); err != nil {
			return fmt.Errorf("index study: %w", err)
		}
	}
	for id := range l.gone {
		if ord, ok := g.book.ords[id]; ok {
			batch.Delete(docKey(ord))
		}
	}
	if err := g.commit(batch, l.header); err != nil {
		return err
	}
	for i, d := range l.drafts {
		g.book.put(ords[i], d.row)
	}
	for id := range l.gone {
		g.book.remove(id)
	}
	return nil
}

// drafts analyzes studies on all processors.
func (x *Index) drafts(studies []study.Study) []*draft {
	out := make([]*draft, len(studies))
	workers := min(runtime.GOMAXPROCS(0), len(studies))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(studies); i += workers {
				out[i] = newDraft(&studies[i], x.fold)
			}
		})
	}
	wg.Wait()
	return out
}

// Rebuild makes the index again beside the one that answers, and changes over
// once it is up to date; searches go on meanwhile, and those that run keep what
// they began with.
func (x *Index) Rebuild(ctx context.Context) error {
	x.work.Lock()
	defer x.work.Unlock()
	if x.isClosed() {
		return fmt.Errorf("%w: the index is closed", study.ErrBusy)
	}
	lib, err := x.src.Library(ctx)
	if err != nil {
		return fmt.Errorf("rebuild the index: %w", err)
	}
	return x.rebuild(ctx, lib)
}

func (x *Index) rebuild(ctx context.Context, lib study.Library) (err error) {
	x.building.Store(true)
	defer func() {
		if err != nil {
			x.building.Store(x.gen.header.Filling)
		}
	}()
	name, err := x.freeName()
	if err != nil {
		return err
	}
	began := time.Now()
	g, err := createGeneration(filepath.Join(x.dir, name), lib)
	if err != nil {
		return fmt.Errorf("rebuild the index: %w", err)
	}
	err = x.catchUp(ctx, g, lib, func(*generation) error { return nil })
	if err == nil {
		err = setCurrent(x.dir, name)
	}
	if err != nil {
		g.trash.Store(true)
		g.drop()
		return fmt.Errorf("rebuild the index: %w", err)
	}
	defer x.askToWarm()
	x.log.Info("index: made again", "studies", g.book.live.GetCardinality(), "seq", g.header.Seq, "took", time.Since(began).Round(time.Millisecond))
	return x.show(g)
}

// repairLoop rebuilds a damaged index when a search has found the damage, and
// warms an index that is new.
func (x *Index) repairLoop(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-x.cold:
			x.warm(ctx)
			continue
		case <-x.damage:
		}
		if err := x.repair(ctx); err != nil && !errors.Is(err, context.Canceled) {
			x.log.Error("index: cannot be made again", "error", err)
		}
	}
}

// repair rebuilds unless somebody has done so.
func (x *Index) repair(ctx context.Context) error {
	x.work.Lock()
	defer x.work.Unlock()
	if x.isClosed() || !x.gen.broken.Load() {
		return nil
	}
	lib, err := x.src.Library(ctx)
	if err != nil {
		return fmt.Errorf("rebuild the index: %w", err)
	}
	return x.rebuild(ctx, lib)
}

// damaged marks the generation of a view as unreadable and asks for a repair.
func (x *Index) damaged(v *view, cause error) error {
	if v.gen.broken.CompareAndSwap(false, true) {
		x.log.Error("index: damaged, making it again", "folder", filepath.Base(v.gen.dir), "error", cause)
	}
	select {
	case x.damage <- struct{}{}:
	default:
	}
	return fmt.Errorf("%w: the index is damaged and is being made again", study.ErrBusy)
}
