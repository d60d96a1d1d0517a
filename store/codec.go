package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"
)

// maxBody bounds what one stored piece may unpack to, in bytes.
const maxBody = 256 << 20

// encoder and decoder may be used by several goroutines at once: EncodeAll and
// DecodeAll take a state of their own from an inner pool.
var (
	encoder = sync.OnceValues(func() (*zstd.Encoder, error) {
		return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(true), zstd.WithWindowSize(1<<20))
	})
	decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
		return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody))
	})
)

// pack compresses; nil stays nil.
func pack(b []byte) ([]byte, error) {
	if b == nil {
		return nil, nil
	}
	enc, err := encoder()
	if err != nil {
		return nil, err
	}
	return enc.EncodeAll(b, make([]byte, 0, len(b)/2+64)), nil
}

// unpack undoes pack.
func unpack(b []byte) ([]byte, error) {
	if b == nil {
		return nil, nil
	}
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
