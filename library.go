package main

import (
	"context"
	_ "embed"
	"errors"
	"log/slog"

	"evidelic/cite"
	"evidelic/index"
	"evidelic/server"
	"evidelic/store"
	"evidelic/study"
)

// evidenceManual holds the measured accuracy of the tags, which /about shows.
//
//go:embed doc/evidence.md
var evidenceManual string

// library is the open library of one process: store, index and server together.
type library struct {
	db     *store.DB
	watch  *watch
	index  *index.Index
	server *server.Server
}

// openLibrary opens store and index and puts a server before them. base is the
// address under which readers reach it, "" when it is not known.
func (p *program) openLibrary(ctx context.Context, c Config, demo, existing bool, log *slog.Logger) (*library, error) {
	db, err := p.openStore(ctx, c, demo, existing, log)
	if err != nil {
		return nil, err
	}
	states, err := db.Sources(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	l := &library{db: db, watch: newWatch(states, log)}
	if l.index, err = p.openIndex(ctx, c, db, log); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	var notes []string
	if !demo { // the demo world asks for neither address nor key
		notes = c.notes()
	}
	l.server, err = server.New(server.Options{
		Search: l.index, Library: db,
		Cite: writeReference, Styles: serverStyles(),
		Abstracts: server.Policy(c.Server.Abstracts), Demo: demo, Version: version(), Contact: string(c.Crawler.Contact),
		BaseURL: c.Server.URL, Logger: log, Accuracy: server.AccuracyTable(evidenceManual), Ready: func() (bool, string) { return true, "" },
		Notes: func() []string { return append(l.watch.notes(), notes...) },
	})
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

func (l *library) close() error {
	return errors.Join(l.index.Close(), l.db.Close())
}

// writeReference gives a study's reference in a style as text and as HTML.
func writeReference(s *study.Study, style string) (text, html string, err error) {
	text, err = cite.Reference(s, style, cite.Text)
	if err != nil {
		return "", "", err
	}
	html, err = cite.Reference(s, style, cite.HTML)
	return text, html, err
}

func serverStyles() []server.Style {
	var out []server.Style
	for _, s := range cite.Styles() {
		out = append(out, server.Style{Name: s.Name, Label: s.Label})
	}
	return out
}
