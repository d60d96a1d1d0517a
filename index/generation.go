package index

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bolterrors "go.etcd.io/bbolt/errors"

	"evidelic/study"
)

// header says what an index was made from and how far it is. It is written in
// the same batch as the documents that it speaks of.
type header struct {
	Library  string `json:"library"`
	Epoch    string `json:"epoch"`
	Analysis string `json:"analysis"`
	Seq      uint64 `json:"seq"`             // of the last change that is in
	Filling  bool   `json:"filling"`         // the first filling is not over
	After    string `json:"after,omitempty"` // while filling: the last study that is in
}

// headerKey is where the header stands among Bleve's internal values.
const headerKey = "evidelic"

// fits says whether an index may go on following a library.
func (h header) fits(lib study.Library) bool {
	return h.Library == lib.ID && h.Epoch == lib.Epoch && h.Analysis == analysisVersion && h.Seq <= lib.Seq
}

// generation is one index on disk with its columns. A rebuild makes a new one
// beside it.
type generation struct {
	dir     string
	bleve   bleve.Index
	core    *scorch.Scorch
	header  header
	book    *book
	ords    map[uint64][]uint32 // segment id -> ordinals of its documents
	memo    *memo
	numbers sync.Pool     // of *[]float64, each zero
	tallies sync.Pool     // of *tally, each empty
	sums    sync.Pool     // of *[]float64, each zero
	views   atomic.Uint64 // made so far
	refs    atomic.Int64  // the owner and every open view
	trash   atomic.Bool   // remove the folder with the last reader
	broken  atomic.Bool   // damage was found in it
}

// createGeneration makes an empty index in a new folder.
func createGeneration(dir string, lib study.Library) (*generation, error) {
	b, err := bleve.NewUsing(dir, bleve.NewIndexMapping(), scorch.Name, scorch.Name, map[string]any{"bolt_timeout": "2s"})
	if err != nil {
		return nil, fmt.Errorf("create index %s: %w", dir, err)
	}
	g, err := wrap(dir, b)
	if err != nil {
		return nil, err
	}
	g.book = newBook()
	h := header{Library: lib.ID, Epoch: lib.Epoch, Analysis: analysisVersion, Seq: lib.Seq, Filling: true}
	if err := g.commit(b.NewBatch(), h); err != nil {
		_ = b.Close()
		return nil, err
	}
	return g, nil
}

// openGeneration opens an index that is there, after its files are found whole.
func openGeneration(dir string, wait time.Duration, fold *folder) (_ *generation, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("open index %s: %w: %v", dir, errDamaged, p)
		}
	}()
	var b bleve.Index
	if err = checkSegments(dir, wait); err == nil {
		b, err = bleve.OpenUsing(dir, map[string]any{"bolt_timeout": wait.String()})
	}
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("%w: another process has the index %s open", study.ErrBusy, dir)
	case err != nil:
		return nil, fmt.Errorf("open index %s: %w: %w", dir, errDamaged, err)
	}
	g, err := wrap(dir, b)
	if err == nil {
		err = g.load(fold)
	}
	if err != nil {
		_ = b.Close()
		return nil, fmt.Errorf("open index %s: %w: %w", dir, errDamaged, err)
	}
	return g, nil
}

// errDamaged: an index cannot be read and is to be made again.
var errDamaged = errors.New("the index is damaged")

func wrap(dir string, b bleve.Index) (*generation, error) {
	core, err := b.Advanced()
	if err != nil {
		return nil, fmt.Errorf("index %s: %w", dir, err)
	}
	sc, ok := core.(*scorch.Scorch)
	if !ok {
		return nil, fmt.Errorf("index %s: %w: it is not of the kind scorch", dir, errDamaged)
	}
	g := &generation{dir: dir, bleve: b, core: sc, ords: map[uint64][]uint32{}, memo: newMemo(memoryFor(0))}
	g.refs.Store(1)
	return g, nil
}

// load reads header and columns, and learns the words of the library.
func (g *generation) load(fold *folder) error {
	raw, err := g.bleve.GetInternal([]byte(headerKey))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, &g.header); err != nil {
		return fmt.Errorf("header: %w", err)
	}
	reader, err := g.snapshot()
	if err != nil {
		return err
	}
	defer reader.Close()
	g.book = newBook()
	if err := g.readValues(); err != nil {
		return err
	}
	if err := g.readRows(reader); err != nil {
		return err
	}
	return g.readStems(reader, fold)
}

// valuesKey is where what the codes from one on stand for is among Bleve's
// internal values.
func valuesKey(first int) []byte { return []byte(fmt.Sprintf("values-%08d", first)) }

// readValues reads what the codes of rows stand for.
func (g *generation) readValues() error {
	for {
		known := len(g.book.values)
		raw, err := g.bleve.GetInternal(valuesKey(known))
		if err != nil {
			return err
		}
		values, err := decodeValues(raw)
		if err != nil || len(values) == 0 {
			g.book.kept = len(g.book.values)
			return err
		}
		for _, v := range values {
			g.book.codeOf(rowValue(v))
		}
		if len(g.book.values) != known+len(values) {
			return errRow
		}
	}
}

// readRows fills the columns from the rows beside the documents.
func (g *generation) readRows(reader *scorch.IndexSnapshot) error {
	for _, s := range reader.Segments() {
		ords, err := readOrdinals(s.Segment())
		if err != nil {
			return err
		}
		g.ords[s.Id()] = ords
		for doc, ord := range ords {
			if s.Deleted() != nil && s.Deleted().Contains(uint32(doc)) {
				continue
			}
			r, err := readRow(s, uint64(doc), g.book.values)
			if err != nil {
				return err
			}
			g.book.put(ord, r)
		}
	}
	return nil
}

// readRow reads one document's row.
func readRow(s *scorch.SegmentSnapshot, doc uint64, values []value) (r *row, err error) {
	err = errRow
	visit := s.VisitDocument(doc, func(field string, _ byte, value []byte, _ []uint64) bool {
		if field != fieldRow {
			return true
		}
		r, err = decodeRow(value, values)
		return false
	})
	return r, errors.Join(visit, err)
}

// snapshot gives the postings as they are now. Close it.
func (g *generation) snapshot() (*scorch.IndexSnapshot, error) {
	r, err := g.core.Reader()
	if err != nil {
		return nil, fmt.Errorf("read index %s: %w", g.dir, err)
	}
	s, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		_ = r.Close()
		return nil, fmt.Errorf("read index %s: no snapshot but %T", g.dir, r)
	}
	return s, nil
}

// commit writes a batch with the header that holds after it.
func (g *generation) commit(b *bleve.Batch, h header) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("index header: %w", err)
	}
	b.SetInternal([]byte(headerKey), raw)
	known := len(g.book.values)
	if known > g.book.kept {
		b.SetInternal(valuesKey(g.book.kept), encodeValues(g.book.values[g.book.kept:]))
	}
	if err := g.bleve.Batch(b); err != nil {
		return fmt.Errorf("write index %s: %w", g.dir, err)
	}
	g.header = h
	g.book.kept = known
	return nil
}

// view gives the index as it is now; the caller holds it once.
func (g *generation) view() (*view, error) {
	reader, err := g.snapshot()
	if err != nil {
		return nil, err
	}
	v, err := newView(reader, g, g.book.publish())
	if err != nil {
		_ = reader.Close()
		return nil, err
	}
	g.refs.Add(1)
	return v, nil
}

// drop gives a reference back; the last one closes the index, and removes it
// when it is no longer wanted.
func (g *generation) drop() {
	if g.refs.Add(-1) > 0 {
		return
	}
	_ = g.bleve.Close() // every batch is on disk already
	if g.trash.Load() {
		_ = os.RemoveAll(g.dir) // what stays behind is removed by the next Open
	}
}

// current reads which folder holds the index; "" when there is none.
func current(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, "CURRENT"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find the index: %w", err)
	}
	name := string(b)
	if name == "" || name != filepath.Base(name) || name == "." || name == ".." {
		return "", nil
	}
	return name, nil
}

// setCurrent names the folder that holds the index, in one step.
func setCurrent(dir, name string) error {
	tmp := filepath.Join(dir, "CURRENT.new")
	if err := os.WriteFile(tmp, []byte(name), 0o644); err != nil {
		return fmt.Errorf("name the index: %w", err)
	}
	if err := os.Rename(tmp, filepath.Join(dir, "CURRENT")); err != nil {
		return fmt.Errorf("name the index: %w", err)
	}
	return nil
}
