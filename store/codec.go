package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
)

// maxBody bounds what one stored piece may unpack to, in bytes.
const maxBody = 256 << 20

// A packed body begins with this mark and the CRC-32C of what was packed (four
// bytes, little-endian); a block of S2 follows. What has another first byte is a
// frame of Zstandard, which earlier versions of the program wrote.
const (
	markS2    = 0x01
	headBytes = 1 + crc32.Size
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	// decoder may be used by several goroutines at once: DecodeAll takes a state of
	// its own from an inner pool.
	decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
		return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody))
	})
)

// packer compresses bodies; several goroutines may use it at once. It keeps the room
// that they compress into.
type packer struct{ room sync.Pool }

// maxKeptRoom bounds the room that is kept, in bytes.
const maxKeptRoom = 1 << 20

// pack compresses; nil stays nil. S2 takes a quarter of Zstandard's time and half
// as much room again, and a body is packed for every record and every version.
func (p *packer) pack(b []byte) []byte {
	if b == nil {
		return nil
	}
	room, _ := p.room.Get().(*[]byte)
	if need := headBytes + s2.MaxEncodedLen(len(b)); room == nil || len(*room) < need {
		room = new(make([]byte, need))
	}
	out := *room
	out[0] = markS2
	binary.LittleEndian.PutUint32(out[1:], crc32.Checksum(b, castagnoli))
	packed := bytes.Clone(out[:headBytes+len(s2.Encode(out[headBytes:], b))])
	if len(*room) <= maxKeptRoom {
		p.room.Put(room)
	}
	return packed
}

// unpack undoes pack.
func unpack(b []byte) ([]byte, error) {
	switch {
	case b == nil:
		return nil, nil
	case len(b) < headBytes || b[0] != markS2:
		return unpackZstd(b)
	}
	n, err := s2.DecodedLen(b[headBytes:])
	if err == nil && n > maxBody {
		err = s2.ErrTooLarge
	}
	if err != nil {
		return nil, fmt.Errorf("unpack a stored body: %w", err)
	}
	out, err := s2.Decode(nil, b[headBytes:])
	if err == nil && crc32.Checksum(out, castagnoli) != binary.LittleEndian.Uint32(b[1:]) {
		err = errors.New("its checksum does not fit")
	}
	if err != nil {
		return nil, fmt.Errorf("unpack a stored body: %w", err)
	}
	return out, nil
}

func unpackZstd(b []byte) ([]byte, error) {
	dec, err := decoder()
	if err != nil {
		return nil, err
	}
	out, err := dec.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack a stored body: %w", err)
	}
	return out, nil
}

// marshal writes JSON as it is stored: without escapes for HTML, which whoever
// writes a page adds.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// unmarshal reads a stored, packed JSON body.
func unmarshal(packed []byte, v any) error {
	b, err := unpack(packed)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// parallel calls f for 0 to n-1 on all processors and gives the error of the
// smallest number that failed.
func parallel(n int, f func(i int) error) error { return background(n, f)() }

// background starts to call f for 0 to n-1 beside whatever the caller does next,
// and gives the function that does the rest with all processors and waits for the
// end. Whoever calls it waits.
func background(n int, f func(i int) error) (wait func() error) {
	var next atomic.Int64
	errs := make([]error, n)
	work := func() {
		for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
			errs[i] = f(int(i))
		}
	}
	var wg sync.WaitGroup
	for range min(n, max(1, runtime.GOMAXPROCS(0)-1)) {
		wg.Go(work)
	}
	return sync.OnceValue(func() error {
		work()
		wg.Wait()
		return firstError(errs)
	})
}

// firstError gives the error of the smallest number.
func firstError(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
