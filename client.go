package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"
)

// api is the library's own API as commands call it: that of the running serve,
// over its socket, else one opened in this process for the time of the command.
type api struct {
	http    *http.Client
	close   func() error
	trailer http.Header // of the last answer
}

// openAPI gives the API. One process holds the index: where serve answers on its
// socket it is asked, else the index is opened here and brought up to date.
func (p *program) openAPI(ctx context.Context, c Config) (*api, error) {
	if client := p.dialServe(ctx); client != nil {
		return &api{http: client, close: func() error { return nil }}, nil
	}
	log := p.logger(LogConfig{Level: "warn", Format: c.Log.Format})
	lib, err := p.openLibrary(ctx, c, p.isDemo(), true, log)
	if err != nil {
		return nil, err
	}
	if err := lib.index.Follow(ctx); err != nil {
		return nil, errors.Join(err, lib.close())
	}
	ln := newPipeListener()
	srv := &http.Server{Handler: lib.server.Handler(), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	go func() { _ = srv.Serve(ln) }()
	stop := func() error { return errors.Join(srv.Close(), lib.close()) }
	return &api{http: clientOver(ln.dial), close: stop}, nil
}

// dialServe gives a client of the running serve, or nil when none answers.
func (p *program) dialServe(ctx context.Context) *http.Client {
	client := clientOver(func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialSocket(ctx, p.socketPath())
	})
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://serve/healthz", nil)
	if err != nil {
		return nil
	}
	res, err := client.Do(req)
	if err != nil {
		return nil
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return nil
	}
	return client
}

func clientOver(dial func(ctx context.Context, network, addr string) (net.Conn, error)) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: dial, DisableCompression: true}}
}

// get asks for a path and copies the answer to w. A problem document becomes an
// error in its own words; status 400 is wrong usage.
func (a *api) get(ctx context.Context, path string, query url.Values, w io.Writer) error {
	return a.do(ctx, http.MethodGet, path, query, nil, w)
}

// post sends a file and copies the answer to w; see get.
func (a *api) post(ctx context.Context, path string, query url.Values, file io.Reader, w io.Writer) error {
	return a.do(ctx, http.MethodPost, path, query, file, w)
}

func (a *api) do(ctx context.Context, method, path string, query url.Values, body io.Reader, w io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, method, "http://serve"+path+"?"+query.Encode(), body)
	if err != nil {
		return err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/octet-stream")
	}
	res, err := a.http.Do(req)
	if err != nil {
		return fmt.Errorf("ask the library: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return problem(res)
	}
	out := &outlet{w: w}
	if _, err := io.Copy(out, res.Body); err != nil && out.err != nil {
		return fmt.Errorf("output: %w", out.err)
	} else if err != nil {
		return fmt.Errorf("the answer broke off: %w; run the command again", err)
	}
	a.trailer = res.Trailer
	return nil
}

// outlet keeps the error of the writer apart from the reader's.
type outlet struct {
	w   io.Writer
	err error
}

// Write writes and remembers the error.
func (o *outlet) Write(b []byte) (int, error) {
	n, err := o.w.Write(b)
	if err != nil {
		o.err = err
	}
	return n, err
}

// problem turns an RFC 9457 document into an error.
func problem(res *http.Response) error {
	var doc struct {
		Title  string `json:"title"`
		Detail string `json:"detail"`
		Errors []struct {
			Message  string `json:"message"`
			Location string `json:"location"`
		} `json:"errors"`
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&doc); err != nil {
		return fmt.Errorf("the library answered %s", res.Status)
	}
	text := doc.Detail
	if text == "" {
		text = doc.Title
	}
	for _, e := range doc.Errors {
		text += "; " + e.Location + ": " + e.Message
	}
	if res.StatusCode == http.StatusBadRequest {
		return usagef("%s", text)
	}
	return errors.New(text)
}

// pipeListener is a listener inside the process.
type pipeListener struct {
	conns chan net.Conn
	done  chan struct{}
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
}

// Accept gives the next connection that dial made.
func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and dial. It is called once, by the server.
func (l *pipeListener) Close() error {
	close(l.done)
	return nil
}

// Addr names the listener.
func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.conns <- theirs:
		return ours, nil
	case <-l.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type pipeAddr struct{}

// Network and String name an address inside the process.
func (pipeAddr) Network() string { return "pipe" }

// String gives a word for messages.
func (pipeAddr) String() string { return "pipe" }
