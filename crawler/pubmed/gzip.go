package pubmed

import (
	"bufio"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// The limits on what a compressed input may expand to. NLM's files expand 8 to
// 20 times; DEFLATE can reach 1,032.
const (
	maxRatio   = 200
	ratioFloor = 64 << 20 // bytes of output below which the ratio is not looked at
)

// plain gives r decompressed when it begins as a gzip file does, of however many
// members, else r as it is.
func plain(r io.Reader) (io.Reader, error) {
	in := &counter{r: r}
	br := bufio.NewReaderSize(in, 64<<10)
	magic, err := br.Peek(2)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if len(magic) < 2 || magic[0] != 0x1f || magic[1] != 0x8b {
		return br, nil
	}
	zr, err := gzip.NewReader(br)
	if err != nil {
		return nil, fmt.Errorf("%w: gzip: %w", ErrMalformed, err)
	}
	return &inflater{zr: zr, in: in, floor: ratioFloor}, nil
}

// counter counts the bytes read through it.
type counter struct {
	r io.Reader
	n int64
}

// Read reads on and counts the bytes.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// inflater reads decompressed bytes and stops a bomb.
type inflater struct {
	zr    *gzip.Reader
	in    *counter
	out   int64
	floor int64
}

// Read gives the inflated bytes, and fails where they are out of all proportion.
func (z *inflater) Read(p []byte) (int, error) {
	n, err := z.zr.Read(p)
	z.out += int64(n)
	if z.out > z.floor && z.out > maxRatio*z.in.n {
		return 0, fmt.Errorf("%w: %d bytes became more than %d", ErrBomb, z.in.n, z.out)
	}
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w: gzip: %w", ErrMalformed, err)
	}
	return n, err
}
