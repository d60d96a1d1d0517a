package kill

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"evidelic/store"
	"evidelic/study"
)

// maxNamed bounds the differences that are named.
const maxNamed = 10

// Parity compares a library with what the world holds and names the differences:
// the records of each source, one for one, which records are one study, and the
// library's own soundness. None means that the harvest was exact.
func (l *Lab) Parity(ctx context.Context, name string) ([]string, error) {
	db, err := l.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	if err := db.Check(ctx); err != nil {
		return []string{err.Error()}, nil
	}
	held := map[string][]string{}
	where := map[study.RecordKey]string{}
	err = scan(ctx, db, func(s *study.Study) error {
		for _, r := range s.Records {
			if !r.Gone {
				held[r.Source] = append(held[r.Source], r.Key)
			}
			where[r.ID()] = s.ID
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out differences
	truth := l.World.Truth()
	for source, t := range truth.Sources {
		slices.Sort(held[source])
		out.keys(source, t.Keys, held[source])
	}
	for _, s := range truth.Studies {
		out.together(s.Records, where)
	}
	return out, nil
}

// differences are named ones; the others are counted by their number alone.
type differences []string

func (d *differences) add(format string, args ...any) {
	switch len(*d) {
	case maxNamed:
		*d = append(*d, "and more")
	case maxNamed + 1:
	default:
		*d = append(*d, fmt.Sprintf(format, args...))
	}
}

// keys compares two sorted lists of keys.
func (d *differences) keys(source string, want, got []string) {
	for len(want)+len(got) > 0 {
		switch {
		case len(got) == 0 || len(want) > 0 && want[0] < got[0]:
			d.add("%s: %s is missing", source, want[0])
			want = want[1:]
		case len(want) == 0 || got[0] < want[0]:
			d.add("%s: %s is not in the world, or is there twice", source, got[0])
			got = got[1:]
		default:
			want, got = want[1:], got[1:]
		}
	}
}

// together checks that the records of one report are one study.
func (d *differences) together(records []study.RecordKey, where map[study.RecordKey]string) {
	for _, r := range records[1:] {
		if where[r] != where[records[0]] {
			d.add("%s and %s are one report, but studies %q and %q", records[0], r, where[records[0]], where[r])
		}
	}
}

// Differences compares two libraries of the world study by study, ids and times
// of our own left out: records and why they are one study, every merged field and
// where it came from, notices, tags.
func (l *Lab) Differences(ctx context.Context, one, other string) ([]string, error) {
	a, err := l.digests(ctx, one)
	if err != nil {
		return nil, err
	}
	b, err := l.digests(ctx, other)
	if err != nil {
		return nil, err
	}
	var out differences
	for _, key := range slices.Sorted(maps.Keys(a)) {
		switch sum, ok := b[key]; {
		case !ok:
			out.add("%s: no study of %s has these records", key, other)
		case sum != a[key]:
			out.add("%s: the study differs", key)
		}
		delete(b, key)
	}
	for _, key := range slices.Sorted(maps.Keys(b)) {
		out.add("%s: no study of %s has these records", key, one)
	}
	return out, nil
}

// digests gives a hash of every study by its records.
func (l *Lab) digests(ctx context.Context, name string) (map[string][sha256.Size]byte, error) {
	db, err := l.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	out := map[string][sha256.Size]byte{}
	err = scan(ctx, db, func(s *study.Study) error {
		key, b, err := canonical(s)
		out[key] = sha256.Sum256(b)
		return err
	})
	return out, err
}

// canonical gives the names of a study's records and everything that must not
// depend on how the study came in.
func canonical(s *study.Study) (key string, body []byte, err error) {
	c := *s
	c.ID, c.Seq, c.Created, c.Changed = "", 0, time.Time{}, time.Time{}
	c.Records = slices.Clone(s.Records)
	for i := range c.Records {
		c.Records[i].Fetched = time.Time{}
		key += " " + c.Records[i].ID().String()
	}
	c.Notices = slices.Clone(s.Notices)
	for i := range c.Notices {
		c.Notices[i].Checked = time.Time{}
	}
	body, err = json.Marshal(&c)
	return key, body, err
}

// scan calls f for every study.
func scan(ctx context.Context, db *store.DB, f func(*study.Study) error) error {
	for after := ""; ; {
		page, err := db.Scan(ctx, after, 500)
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			if err := f(&page[i]); err != nil {
				return err
			}
		}
		after = page[len(page)-1].ID
	}
}

// Faultless says what is wrong with how the last harvests of a library ended:
// each must be done, without failed records and gaps.
func (l *Lab) Faultless(ctx context.Context, name string) error {
	states, err := l.Harvests(ctx, name)
	if err != nil {
		return err
	}
	var wrong []error
	for _, s := range states {
		h := s.Last
		if h == nil || h.Outcome != study.HarvestDone && h.Outcome != study.HarvestUnchanged || h.Failed > 0 || len(h.Gaps) > 0 {
			wrong = append(wrong, fmt.Errorf("%s: %+v", s.Source, h))
		}
	}
	if len(states) != len(l.World.Truth().Sources) {
		wrong = append(wrong, fmt.Errorf("%d sources", len(states)))
	}
	return errors.Join(wrong...)
}
