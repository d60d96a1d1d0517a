package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"

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
func parallel(n int, f func(i int) error) error { return spread(n, runtime.GOMAXPROCS(0), f) }

// spread is parallel on so many goroutines.
func spread(n, workers int, f func(i int) error) error {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			if err := f(i); err != nil {
				return err
			}
		}
		return nil
	}
	errs := make([]error, n)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				errs[i] = f(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// background starts spread on all processors but the one that talks to the
// database, and gives the function that waits for the end. Whoever calls it
// waits.
func background(n int, f func(i int) error) (wait func() error) {
	done := make(chan error, 1)
	go func() { done <- spread(n, max(1, runtime.GOMAXPROCS(0)-1), f) }()
	return sync.OnceValue(func() error { return <-done })
}
