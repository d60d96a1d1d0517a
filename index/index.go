package index

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"evidelic/study"
)

// Options are the settings of an index. The zero Options are the defaults.
type Options struct {
	Logger      *slog.Logger  // nil: nothing is logged
	LockTimeout time.Duration // how long Open waits for another process; 0 counts as 2 s
	QueueTime   time.Duration // how long a search waits for its turn; 0 counts as 3 s
	Budget      time.Duration // how long a search may take once it runs; 0 counts as 10 s
	Memory      int           // bytes for what searches keep of the postings for others; 0: as many as suit the library, see memoryFor
	Searches    int           // searches at once; 0 counts as GOMAXPROCS
	Batch       int           // studies a batch; 0 counts as 2,000: at 500, Bleve takes a fifth more time for its segments; at 4,000, more again
}

// memoryFor gives the room, in bytes, for what searches keep of the postings of so
// many studies: enough for nearly all of their words, between 64 MB and 1 GB.
func memoryFor(studies int) int { return min(64<<20+3<<10*studies, 1<<30) }

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.LockTimeout <= 0 {
		o.LockTimeout = 2 * time.Second
	}
	if o.QueueTime <= 0 {
		o.QueueTime = 3 * time.Second
	}
	if o.Budget <= 0 {
		o.Budget = 10 * time.Second
	}
	if o.Searches <= 0 {
		o.Searches = runtime.GOMAXPROCS(0)
	}
	if o.Batch <= 0 {
		o.Batch = 2000
	}
	return o
}

// Index is the searchable form of a library. All its methods are safe for
// concurrent use; following and rebuilding wait for each other, searches wait
// for neither.
type Index struct {
	dir     string
	src     Source
	opt     Options
	log     *slog.Logger
	fold    *folder
	grammar *grammar

	work     sync.Mutex // held by whoever writes
	gen      *generation
	mu       sync.RWMutex // guards cur
	cur      *view        // nil after Close
	building atomic.Bool
	slots    chan struct{} // one for each search that runs
	damage   chan struct{} // asks for a repair
	cold     chan struct{} // asks to be warmed
	stop     context.CancelFunc
	repairs  sync.WaitGroup
}

// Status says what an index holds at the moment.
type Status struct {
	Library  string `json:"library"`
	Seq      uint64 `json:"seq"`      // of the last change that is searchable
	Docs     int    `json:"docs"`     // studies that can be found
	Building bool   `json:"building"` // being filled or made again; searches are answered from what is there
}

// Open opens the index in a folder, or makes an empty one where there is none,
// where it was made from another library, another epoch or by another analysis,
// and where its files are damaged; the log says so, and Follow fills it. It
// returns study.ErrBusy when another process holds the folder for longer than
// Options.LockTimeout. Close the index.
func Open(ctx context.Context, dir string, src Source, opt Options) (*Index, error) {
	opt = opt.withDefaults()
	x := &Index{dir: dir, src: src, opt: opt, log: opt.Logger, fold: newFolder(), grammar: newGrammar(),
		slots: make(chan struct{}, opt.Searches), damage: make(chan struct{}, 1), cold: make(chan struct{}, 1)}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	lib, err := src.Library(ctx)
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	if err := x.openCurrent(lib); err != nil {
		return nil, err
	}
	x.removeOthers()
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	x.stop = stop
	x.repairs.Go(func() { x.repairLoop(background) })
	x.askToWarm()
	return x, nil
}

// openCurrent opens the named folder or begins a new one.
func (x *Index) openCurrent(lib study.Library) error {
	name, err := current(x.dir)
	if err != nil {
		return err
	}
	if name != "" {
		g, err := openGeneration(filepath.Join(x.dir, name), x.opt.LockTimeout, x.fold)
		switch {
		case errors.Is(err, errDamaged):
			x.log.Warn("index: cannot be read, making it again", "folder", name, "error", err)
		case err != nil:
			return err
		case g.header.fits(lib):
			return x.show(g)
		default:
			x.logMisfit(g.header, lib)
			g.trash.Store(true)
			g.drop()
		}
	}
	return x.begin(lib)
}

// logMisfit says why an index is made again.
func (x *Index) logMisfit(h header, lib study.Library) {
	x.log.Info("index: made from another state of the library, making it again",
		"index_library", h.Library, "library", lib.ID, "index_epoch", h.Epoch, "epoch", lib.Epoch,
		"index_analysis", h.Analysis, "analysis", analysisVersion, "index_seq", h.Seq, "seq", lib.Seq)
}

// begin makes an empty index and shows it.
func (x *Index) begin(lib study.Library) error {
	name, err := x.freeName()
	if err != nil {
		return err
	}
	g, err := createGeneration(filepath.Join(x.dir, name), lib)
	if err != nil {
		return err
	}
	if err := setCurrent(x.dir, name); err != nil {
		g.trash.Store(true)
		g.drop()
		return err
	}
	return x.show(g)
}

// freeName gives a folder name that is not in use.
func (x *Index) freeName() (string, error) {
	entries, err := os.ReadDir(x.dir)
	if err != nil {
		return "", fmt.Errorf("open index: %w", err)
	}
	last := 0
	for _, e := range entries {
		if n, err := strconv.Atoi(strings.TrimPrefix(e.Name(), "index-")); err == nil {
			last = max(last, n)
		}
	}
	return "index-" + strconv.Itoa(last+1), nil
}

// removeOthers removes folders that an interrupted rebuild left.
func (x *Index) removeOthers() {
	entries, err := os.ReadDir(x.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "index-") && e.Name() != filepath.Base(x.gen.dir) {
			if err := os.RemoveAll(filepath.Join(x.dir, e.Name())); err != nil {
				x.log.Warn("index: an old folder stays behind", "folder", e.Name(), "error", err)
			}
		}
	}
}

// show makes a generation the one that searches see. The one before is closed
// and removed once its last reader is done.
func (x *Index) show(g *generation) error {
	if err := x.publish(g); err != nil {
		return err
	}
	if old := x.gen; old != nil && old != g {
		old.trash.Store(true)
		old.drop()
	}
	x.gen = g
	return nil
}

// publish lets searches see what a generation holds now.
func (x *Index) publish(g *generation) error {
	v, err := g.view()
	if err != nil {
		return err
	}
	if room := x.opt.Memory; room > 0 {
		g.memo.resize(room)
	} else {
		g.memo.resize(memoryFor(int(v.cols.live.GetCardinality())))
	}
	x.mu.Lock()
	old := x.cur
	x.cur = v
	x.mu.Unlock()
	if old != nil {
		old.drop()
	}
	x.building.Store(g.header.Filling)
	return nil
}

// hold gives the current view; drop it.
func (x *Index) hold() (*view, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.cur == nil || !x.cur.hold() {
		return nil, fmt.Errorf("%w: the index is closed", study.ErrBusy)
	}
	return x.cur, nil
}

// Status says what the index holds at the moment.
func (x *Index) Status() Status {
	v, err := x.hold()
	if err != nil {
		return Status{}
	}
	defer v.drop()
	return Status{Library: v.library, Seq: v.seq, Docs: int(v.cols.live.GetCardinality()),
		Building: x.building.Load() || v.gen.broken.Load()}
}

// Close waits for the searches that run and lets the folder go.
func (x *Index) Close() error {
	x.stop()
	x.repairs.Wait()
	x.work.Lock()
	defer x.work.Unlock()
	for range cap(x.slots) {
		x.slots <- struct{}{}
	}
	x.mu.Lock()
	old := x.cur
	x.cur = nil
	x.mu.Unlock()
	if old == nil {
		return nil
	}
	old.drop()
	x.gen.drop()
	for range cap(x.slots) {
		<-x.slots
	}
	return nil
}
