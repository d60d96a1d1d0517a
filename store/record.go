package store

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"evidelic/study"
)

// row is a record on its way through a change: one that came in, one that is
// stored, or both.
type row struct {
	id    int64
	rec   study.Record
	study string // the study that it belongs to so far, "" for a new record
	json  []byte // of the report
	body  []byte // the same, packed
	raw   []byte // the payload, packed
	hash  []byte // of what the report says
	keys  []string
	match []matchKey
	acts  []string // lookup keys of what it acts against, see study.Acts

	fresh    bool     // not stored yet
	dirty    bool     // its content or its being gone changed
	oldKeys  []string // lookup keys as stored, of a dirty row
	oldMatch []matchKey
	oldActs  []string

	tags   study.Tags // of the record alone, read before the lock
	tagged bool

	rule, evidence string // why it is in its study
	moved          bool   // it belongs to another study than before
}

// Limits of what names a record, in bytes.
const (
	maxSource = 200
	maxKey    = 1000
)

// newRow checks a record that came in and computes what it is compared by.
func newRow(rec study.Record) (*row, error) {
	if err := checkName(rec.ID()); err != nil {
		return nil, err
	}
	if err := checkText("revision", rec.Revision, maxKey); err != nil {
		return nil, err
	}
	r := &row{rec: rec}
	r.rec.Gone = false
	return r, r.digest()
}

// digest computes JSON, hash and lookup keys from the report.
func (r *row) digest() error {
	b, err := marshal(&r.rec.Report)
	if err != nil {
		return fmt.Errorf("record %s: %w", r.rec.ID(), err)
	}
	plain, err := withoutChecked(&r.rec.Report, b)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(plain)
	r.json, r.hash, r.keys, r.match = b, sum[:16], study.Keys(&r.rec), matchKeysOf(&r.rec)
	r.acts, r.tagged = actTargets(&r.rec), false
	for _, k := range append(slices.Clip(r.keys), r.acts...) {
		if err := checkText("identifier", k, maxKey); err != nil {
			return err
		}
	}
	return nil
}

// withoutChecked gives the JSON to hash: when a source last repeated a notice is
// no change of what it says.
func withoutChecked(rep *study.Report, full []byte) ([]byte, error) {
	if !bytes.Contains(full, []byte(`"checked":`)) {
		return full, nil
	}
	c := *rep
	c.Notices = append([]study.Notice(nil), rep.Notices...)
	for i := range c.Notices {
		c.Notices[i].Checked = time.Time{}
	}
	return marshal(&c)
}

// checkName refuses names that a database would not take as text.
func checkName(k study.RecordKey) error {
	if k.Source == "" || k.Key == "" {
		return fmt.Errorf("record %q of source %q: %w: it has no name", k.Key, k.Source, study.ErrInvalid)
	}
	if err := checkText("source", k.Source, maxSource); err != nil {
		return err
	}
	return checkText("key", k.Key, maxKey)
}

func checkText(what, s string, limit int) error {
	switch {
	case len(s) > limit:
		return fmt.Errorf("%s %.40q…: %w: longer than %d bytes", what, s, study.ErrInvalid, limit)
	case !utf8.ValidString(s), strings.ContainsRune(s, 0):
		return fmt.Errorf("%s %.40q: %w: not plain UTF-8", what, s, study.ErrInvalid)
	}
	return nil
}

// pack compresses what is stored of a record.
func (r *row) pack(p *packer) { r.body, r.raw = p.pack(r.json), p.pack(r.rec.Raw) }

// values gives the columns of the records table, after pack.
func (r *row) values() []any {
	return []any{r.id, r.rec.Source, r.rec.Key, r.rec.Revision, micros(r.rec.Fetched), boolInt(r.rec.Gone), r.study,
		r.hash, r.body, r.raw, r.rec.RawType}
}
