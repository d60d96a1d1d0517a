package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/util"
	"go.etcd.io/bbolt"
)

// checkSegments compares every segment that the newest state of the index in dir
// names with the checksum at its end (zap's footer: CRC-32 of all that stands
// before it). Bleve opens a damaged segment without a word and panics later, and
// where one is missing it goes back to an older state. A segment that no state
// names is not looked at: a merge that was cut short leaves one, and Bleve
// removes it. While another process has the index open, the error is bbolt's
// ErrTimeout after wait.
func checkSegments(dir string, wait time.Duration) error {
	store := filepath.Join(dir, "store")
	names, err := newestSegments(filepath.Join(store, "root.bolt"), wait)
	if err != nil {
		return fmt.Errorf("read the state: %w", err)
	}
	for _, name := range names {
		if err := checkSegment(filepath.Join(store, filepath.Base(name))); err != nil {
			return err
		}
	}
	return nil
}

// newestSegments gives the file names of the segments in the newest state that
// Bleve committed: scorch keeps one bucket for each state, in their order, with a
// bucket for each segment in it.
func newestSegments(path string, wait time.Duration) (names []string, err error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: wait})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.View(func(tx *bbolt.Tx) error {
		states := tx.Bucket(util.BoltSnapshotsBucket)
		if states == nil {
			return nil
		}
		newest, _ := states.Cursor().Last()
		state := states.Bucket(newest)
		if state == nil {
			return nil
		}
		return state.ForEachBucket(func(k []byte) error {
			if name := state.Bucket(k).Get(util.BoltPathKey); name != nil {
				names = append(names, string(name))
			}
			return nil
		})
	})
	return names, err
}

func checkSegment(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("check segment: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("check segment: %w", err)
	}
	if info.Size() < crc32.Size {
		return fmt.Errorf("segment %s is cut to %d bytes", filepath.Base(path), info.Size())
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-crc32.Size); err != nil {
		return fmt.Errorf("check segment %s: %w", filepath.Base(path), err)
	}
	var want uint32
	if err := binary.Read(f, binary.BigEndian, &want); err != nil {
		return fmt.Errorf("check segment %s: %w", filepath.Base(path), err)
	}
	if got := sum.Sum32(); got != want {
		return fmt.Errorf("segment %s has the checksum %08x instead of %08x", filepath.Base(path), got, want)
	}
	return nil
}
