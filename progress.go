package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a long work is. It is silent where w is no terminal.
type progress struct {
	bar *progressbar.ProgressBar
}

// newProgress starts a bar of records whose number is not known yet.
func newProgress(w io.Writer, what string) *progress {
	return startProgress(w, -1, progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
		progressbar.OptionShowIts(), progressbar.OptionSetItsString("records"))
}

// newReading starts a bar for reading so many bytes.
func newReading(w io.Writer, what string, total int64) *progress {
	return startProgress(w, total, progressbar.OptionSetDescription(what), progressbar.OptionShowBytes(true))
}

func startProgress(w io.Writer, total int64, options ...progressbar.Option) *progress {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &progress{}
	}
	options = append(options, progressbar.OptionSetWriter(w), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	return &progress{progressbar.NewOptions64(total, options...)}
}

// Write counts the bytes of b as read.
func (p *progress) Write(b []byte) (int, error) {
	if p.bar != nil {
		_ = p.bar.Add(len(b))
	}
	return len(b), nil
}

// describe says beside the bar what was done.
func (p *progress) describe(what string) {
	if p.bar != nil {
		p.bar.Describe(what)
	}
}

// set shows n of total steps.
func (p *progress) set(n, total int) {
	if p.bar == nil {
		return
	}
	if total > 0 {
		p.bar.ChangeMax(max(n, total))
	}
	_ = p.bar.Set(n)
}

func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
