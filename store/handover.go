package store

import (
	"context"
	"database/sql"
	"sync"

	"evidelic/study"
)

// maxHandover bounds how many studies wait for whoever follows the library: about
// 40 MB of long abstracts.
const maxHandover = 4000

// handover holds the studies that this process stored last, until Studies asks for
// them: whoever follows the library reads every study soon after it was stored,
// and reading its body back costs a tenth of an import. Each is given once, so
// that nobody shares it. It may be used by several goroutines at once.
type handover struct {
	mu      sync.Mutex
	studies map[string]*study.Study
	order   []string // ids as they came; some are no longer there
}

// put keeps studies that are committed; the oldest make room.
func (h *handover) put(list []*study.Study) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.studies == nil {
		h.studies = map[string]*study.Study{}
	}
	for _, s := range list {
		if len(h.order) == maxHandover {
			delete(h.studies, h.order[0])
			h.order = h.order[1:]
		}
		h.studies[s.ID] = s
		h.order = append(h.order, s.ID)
	}
}

// known gives those of the ids that wait here.
func (h *handover) known(ids []string) (out []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range ids {
		if h.studies[id] != nil {
			out = append(out, id)
		}
	}
	return out
}

// take gives a study away if it is still what change seq made of it.
func (h *handover) take(id string, seq int64) *study.Study {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.studies[id]
	delete(h.studies, id)
	if s == nil || s.Seq != uint64(seq) {
		return nil
	}
	return s
}

// handedOver gives the named studies that wait and are what the library has now.
func (db *DB) handedOver(ctx context.Context, ids []string) (map[string]study.Study, error) {
	out := map[string]study.Study{}
	const query = `SELECT id, seq, tags FROM studies WHERE state = 'live' AND id IN %s`
	err := eachIn(ctx, db.read, query, nil, db.handover.known(ids), func(rows *sql.Rows) error {
		var id, tags string
		var seq int64
		if err := rows.Scan(&id, &seq, &tags); err != nil {
			return err
		}
		if s := db.handover.take(id, seq); s != nil {
			s.TagVersion = tags
			out[id] = *s
		}
		return nil
	})
	return out, err
}
