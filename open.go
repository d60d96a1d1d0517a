package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/store"
	"evidelic/study"
)

// load reads the settings; a fault in them is wrong usage.
func (p *program) load() (Config, error) {
	c, err := LoadConfig(p.configFile)
	if err != nil {
		return c, &usageError{err}
	}
	return c, nil
}

func (p *program) logger(c LogConfig) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		level = slog.LevelInfo
	}
	opt := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(p.stderr, opt))
	}
	return slog.New(slog.NewTextHandler(p.stderr, opt))
}

// makeData makes the data folder and shows that it can be written to.
func makeData(dir string) error {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return fmt.Errorf("data folder: %s is a file; choose another with --data DIR", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("data folder: %w; choose another with --data DIR", err)
	}
	f, err := os.CreateTemp(dir, ".writable-*")
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("data folder %s: the disk is full: free some space, or choose another with --data DIR", dir)
	}
	if err != nil {
		return fmt.Errorf("data folder %s cannot be written to: %w; mend its rights or choose another with --data DIR", dir, errors.Unwrap(err))
	}
	_ = f.Close()
	return os.Remove(f.Name())
}

// openStore opens the library of the settings, or the one in the data folder,
// and makes it when there is none. With existing set, a missing one is an error.
func (p *program) openStore(ctx context.Context, c Config, demo, existing bool, log *slog.Logger) (*store.DB, error) {
	url := string(c.Store.URL)
	if url == "" || demo {
		file := filepath.Join(p.dataDir, "evidelic.db")
		if existing {
			if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
				return nil, fmt.Errorf("there is no library in %s yet; \"evidelic serve\" or \"evidelic crawl\" makes one", p.dataDir)
			}
		}
		if err := makeData(p.dataDir); err != nil {
			return nil, err
		}
		url = "sqlite:" + file
	} else if err := makeData(p.dataDir); err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, url, store.Options{Demo: demo, Tag: evidence.Tag, TagVersion: evidence.Version, Logger: log})
	if errors.Is(err, study.ErrWrongLibrary) {
		return nil, fmt.Errorf("%w: the demo library lives in its own folder, DATA/demo", err)
	}
	if errors.Is(err, study.ErrInvalid) {
		return nil, &usageError{err}
	}
	return db, err
}

// openIndex opens the index in the data folder. It fails with study.ErrBusy while
// another process holds it.
func (p *program) openIndex(ctx context.Context, c Config, db *store.DB, log *slog.Logger) (*index.Index, error) {
	ix, err := index.Open(ctx, filepath.Join(p.dataDir, "index"), db, index.Options{Logger: log, Memory: c.Index.Memory << 20})
	if errors.Is(err, study.ErrBusy) {
		return nil, fmt.Errorf("the index in %s is in use by another process that does not answer on %s: %w",
			p.dataDir, p.socketPath(), err)
	}
	return ix, err
}

// isDemo says whether the data folder holds the demo library, which commands
// recognise by its place.
func (p *program) isDemo() bool {
	return strings.EqualFold(filepath.Base(filepath.Clean(p.dataDir)), "demo")
}

func (p *program) socketPath() string { return filepath.Join(p.dataDir, "serve.sock") }
