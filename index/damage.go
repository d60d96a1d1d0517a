package index

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// checkSegments compares every segment with the checksum at its end (zap's
// footer: CRC-32 of all that stands before it). Bleve opens a damaged segment
// without a word and panics later.
func checkSegments(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
	if err != nil {
		return fmt.Errorf("list the segments of %s: %w", dir, err)
	}
	for _, f := range files {
		if err := checkSegment(f); err != nil {
			return err
		}
	}
	return nil
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
	if info.Size() < 4 {
		return fmt.Errorf("segment %s is cut to %d bytes", filepath.Base(path), info.Size())
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-4); err != nil {
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
