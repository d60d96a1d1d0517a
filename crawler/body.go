package crawler

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// wireSlack is how much larger than its content a compressed body may be; it
// stops an endless stream of empty blocks.
const wireSlack = 64 << 10

// readBody reads a whole body, decompressed, of at most limit bytes. A larger
// one is a *TooLargeError, one that ends early is ErrCutBody, one that cannot
// be decompressed an *EncodingError: never a part as if it were the whole.
func readBody(res *http.Response, limit int64) ([]byte, error) {
	wire := &counter{r: res.Body, limit: limit + wireSlack}
	r, err := decode(wire, res.Header.Values("Content-Encoding"))
	if err != nil {
		return nil, bodyError(err)
	}
	body, err := readLimited(r, limit)
	if err != nil {
		return nil, bodyError(err)
	}
	// What follows the end of a compressed stream is read too, so that a length
	// that does not add up is noticed.
	if _, err := io.Copy(io.Discard, wire); err != nil {
		return nil, bodyError(err)
	}
	if res.ContentLength >= 0 && wire.n != res.ContentLength {
		return nil, fmt.Errorf("%w: %d of %d bytes", ErrCutBody, wire.n, res.ContentLength)
	}
	return body, nil
}

// inflateFile decompresses a body that is itself a .gz file.
func inflateFile(body []byte, limit int64) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, &EncodingError{"gzip", err}
	}
	out, err := readLimited(r, limit)
	if err != nil {
		return nil, bodyError(encodingError("gzip", err))
	}
	return out, nil
}

func isGzip(body []byte) bool { return len(body) > 2 && body[0] == 0x1f && body[1] == 0x8b }

// decode undoes the content codings, the last one first (RFC 9110, 8.4).
func decode(r io.Reader, headers []string) (io.Reader, error) {
	codings := strings.FieldsFunc(strings.ToLower(strings.Join(headers, ",")), func(c rune) bool { return c == ',' || c == ' ' })
	if len(codings) > 2 {
		return nil, &EncodingError{clip(strings.Join(codings, ","), 40), errors.New("too many codings")}
	}
	for i := len(codings) - 1; i >= 0; i-- {
		var err error
		if r, err = decodeOne(r, codings[i]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func decodeOne(r io.Reader, coding string) (io.Reader, error) {
	switch coding {
	case "identity":
		return r, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, encodingError(coding, err)
		}
		return &named{z, coding}, nil
	case "deflate":
		return inflate(r)
	}
	return nil, &EncodingError{clip(coding, 40), errors.New("we did not ask for it")}
}

// inflate reads "deflate", which servers send with and without zlib's frame.
func inflate(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(2)
	if err != nil {
		return nil, encodingError("deflate", err)
	}
	if head[0]&0x0f != 8 || (int(head[0])<<8|int(head[1]))%31 != 0 {
		return &named{flate.NewReader(b), "deflate"}, nil
	}
	z, err := zlib.NewReader(b)
	if err != nil {
		return nil, encodingError("deflate", err)
	}
	return &named{z, "deflate"}, nil
}

// named marks a decompressor's errors with its coding.
type named struct {
	r      io.Reader
	coding string
}

// Read reads on; its errors are named.
func (n *named) Read(p []byte) (int, error) {
	c, err := n.r.Read(p)
	if err != nil && err != io.EOF {
		err = encodingError(n.coding, err)
	}
	return c, err
}

// encodingError leaves alone what is not the decompressor's own complaint.
func encodingError(coding string, err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrHeader),
		errors.Is(err, zlib.ErrChecksum), errors.Is(err, zlib.ErrDictionary), errors.As(err, &corrupt):
		return &EncodingError{coding, err}
	case err == io.EOF:
		return io.ErrUnexpectedEOF
	}
	return err
}

// bodyError names an early end for what it is.
func bodyError(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", ErrCutBody, err)
	}
	return err
}

func readLimited(r io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > limit {
		return nil, &TooLargeError{limit}
	}
	return body, nil
}

// counter counts what came over the wire and refuses too much of it.
type counter struct {
	r        io.Reader
	n, limit int64
}

// Read reads on and counts the bytes; past the limit it fails.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.n > c.limit {
		return 0, &TooLargeError{c.limit}
	}
	return n, err
}
