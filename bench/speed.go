package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"sync"
	"time"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/store"
)

// speedFlags are the flags of the measure.
type speedFlags struct {
	studies int
	imports int
	corpus  string
	xml     string
	seconds int
	queries int
	warm    int
	index   string
	profile string
	json    bool
	peers   bool
	lucene  string
	curve   string
}

// runSpeed measures the whole import of PubMed XML, then tags, the index alone
// and searches over a collection of texts.
func runSpeed(ctx context.Context, args []string, stdout io.Writer) error {
	var f speedFlags
	flags := flag.NewFlagSet("speed", flag.ContinueOnError)
	flags.IntVar(&f.studies, "studies", 100_000, "studies to search in; the corpus is repeated with changed words")
	flags.IntVar(&f.imports, "import", 50_000, "citations to import; the XML is repeated with changed identifiers (0: none)")
	flags.StringVar(&f.corpus, "corpus", filepath.Join("..", "shared", "corpus", "abstracts-42k.jsonl.gz"), "texts to search in: .jsonl, .xml, .gz, or a folder of them")
	flags.StringVar(&f.xml, "xml", filepath.Join("..", "shared", "samples", "pubmed"), "PubMed XML to import: a file or a folder")
	flags.IntVar(&f.seconds, "seconds", 5, "how long each kind of query is asked, at least")
	flags.IntVar(&f.warm, "warm", 5, "seconds of queries that are not measured, before the others")
	flags.IntVar(&f.queries, "queries", 1000, "queries of each kind, at least")
	flags.StringVar(&f.index, "index", "", "folder of an index of this corpus and size to search in; made where there is none, and kept")
	flags.StringVar(&f.profile, "profile", "", "folder for CPU profiles: of the import and of each kind of query")
	flags.BoolVar(&f.json, "json", false, "print one JSON object a line")
	flags.BoolVar(&f.peers, "peers", false, "then measure Bleve as shipped and Lucene with the same texts and questions")
	flags.StringVar(&f.lucene, "lucene", "", "folder of Lucene's jars; without it where Debian's liblucene8-java puts them, else those that Maven gets")
	flags.StringVar(&f.curve, "curve", "", "instead of all else, measure the index at these sizes as it grows, such as 10000,40000,100000,1000000")
	if err := flags.Parse(args); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "evidelic-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	out := printer{stdout, f.json}
	if f.curve != "" {
		return measureCurve(ctx, f, tmp, out)
	}
	if f.imports > 0 {
		if err := measureImport(ctx, f, tmp, out); err != nil {
			return fmt.Errorf("import: %w", err)
		}
	}
	return measureSearch(ctx, f, tmp, out)
}

// profileTo profiles the processors' time into a file of a folder, until stop is
// called; a folder without a name is none.
func profileTo(folder, name string) (stop func(), err error) {
	if folder == "" {
		return func() {}, nil
	}
	f, err := os.Create(filepath.Join(folder, name+".pprof"))
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close()
	}, nil
}

// rate is the outcome of work that goes through many studies.
type rate struct {
	Measure       string  `json:"measure"`          // "import", "index" or "tag"
	Engine        string  `json:"engine,omitempty"` // where it is not Evidelic
	Studies       int     `json:"studies"`
	PerSecond     float64 `json:"per_second"`
	CPUMicros     float64 `json:"cpu_us"` // of the processors, for one study
	BytesPerStudy float64 `json:"bytes_per_study,omitempty"`
	PeakMB        float64 `json:"peak_mb"` // of memory that the program held
}

// work is when some work began, by the clock and by the processors'.
type work struct {
	at   time.Time
	used time.Duration
}

func begin() work { return work{time.Now(), programTime()} }

// end gives the rate of work that went through n studies until now.
func (w work) end(measure string, n int) rate {
	took, used := time.Since(w.at), programTime()-w.used
	return rate{Measure: measure, Studies: n, PerSecond: float64(n) / took.Seconds(), CPUMicros: float64(used.Microseconds()) / float64(n)}
}

func (p printer) rate(r rate) error {
	return p.line(r, "%-7s %7d studies  %8.0f a second  %6.0f µs of a core each  %6.0f bytes a study  peak %5.0f MB\n", r.Measure, r.Studies, r.PerSecond, r.CPUMicros, r.BytesPerStudy, r.PeakMB)
}

// measureImport imports real PubMed XML as `evidelic import` does, beside an
// index that follows: parsed, tagged, stored and indexed.
func measureImport(ctx context.Context, f speedFlags, tmp string, out printer) error {
	file := filepath.Join(tmp, "citations.xml")
	n, err := repeatXML(f.xml, file, f.imports)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(tmp, "evidelic.db"), store.Options{Tag: evidence.Tag, TagVersion: evidence.Version})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	dir := filepath.Join(tmp, "import-index")
	ix, err := index.Open(ctx, dir, db, index.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = ix.Close() }()
	// As `evidelic import` uses memory.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(768 << 20))
	memory := watchMemory(ctx)
	stop, err := profileTo(f.profile, "import")
	if err != nil {
		return err
	}
	defer stop()
	work := begin()
	if err := importXML(ctx, db, ix, file); err != nil {
		return err
	}
	r := work.end("import", n)
	if got := ix.Status().Docs; got != n {
		return fmt.Errorf("%d of %d citations can be found", got, n)
	}
	r.BytesPerStudy, r.PeakMB = folderSize(tmp)/float64(n), memory()
	return out.rate(r)
}

// watchMemory looks at the program's memory ten times a second; the function it
// gives stops that and gives the peak in MB.
func watchMemory(ctx context.Context) (stop func() float64) {
	ctx, cancel := context.WithCancel(ctx)
	var peak uint64
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for ctx.Err() == nil {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.Sys-m.HeapReleased)
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	})
	return func() float64 {
		cancel()
		wg.Wait()
		return float64(peak) / (1 << 20)
	}
}

// folderSize adds up the files of a folder but the XML, in bytes.
func folderSize(dir string) float64 {
	total := int64(0)
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".xml" {
			return nil
		}
		if info, err := d.Info(); err == nil {
			total += info.Size()
		}
		return nil
	})
	return float64(total)
}
