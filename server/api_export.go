package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"evidelic/cite"
	"evidelic/index"
	"evidelic/study"
)

// exportBatch is how many studies are read from the library at a time.
const exportBatch = 200

// exportPatience bounds the wait for a client that reads nothing.
const exportPatience = 60 * time.Second

// The trailers of an export.
const (
	trailerStudies = "Evidelic-Studies"
	trailerLeftOut = "Evidelic-Left-Out"
)

func (s *Server) registerExport(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "export", Method: http.MethodGet, Path: apiPrefix + "/export", Tags: []string{"Exports"},
		Summary:     "Export a search",
		Description: "Every study that a search finds, as a file: ris, nbib, bibtex, csl-json, endnote-xml, csv or jsonl. The file is streamed; one that breaks off is not complete. NBIB leaves out studies without a PMID; the trailers Evidelic-Studies and Evidelic-Left-Out count both.",
		Errors:      []int{400, 503},
		Responses:   fileResponses(),
	}, s.apiExport)
}

// fileResponses describes an answer that is a file of any of the formats.
func fileResponses() map[string]*huma.Response {
	content := map[string]*huma.MediaType{}
	for _, f := range cite.Formats() {
		content[f.MediaType] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return map[string]*huma.Response{"200": {Description: "The file", Content: content}}
}

func (s *Server) apiExport(ctx context.Context, in *exportInput) (*huma.StreamResponse, error) {
	req, err := in.request()
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	format, err := s.formatNamed(in.Format)
	if err != nil {
		return nil, s.problem(ctx, err, "")
	}
	if ids := notEmpty(in.ID); len(ids) > 0 {
		if in.Q != "" || len(req.Filters) > 0 {
			return nil, s.problem(ctx, &badParam{"id", ids[0], "name either studies or a search"}, "")
		}
		return s.file(ctx, format, "evidelic-basket", s.named(ctx, ids)), nil
	}
	return s.file(ctx, format, "evidelic-search", s.matches(ctx, req)), nil
}

// named yields the named studies in the order of their names. One that is not
// there fails the export: a file that lacks what was asked for is not whole.
func (s *Server) named(ctx context.Context, ids []string) iter.Seq2[study.Study, error] {
	return func(yield func(study.Study, error) bool) {
		n := 0
		whole := s.yieldStudies(ctx, ids, func(st study.Study, err error) bool {
			n++
			return yield(st, err)
		})
		if whole && n < len(ids) {
			yield(study.Study{}, fmt.Errorf("%d of %d studies are not in this library: %w", len(ids)-n, len(ids), study.ErrNotFound))
		}
	}
}

func (s *Server) formatNamed(name string) (cite.Format, error) {
	known := ""
	for _, f := range s.formats {
		if f.Name == name {
			return f, nil
		}
		known += " " + f.Name
	}
	return cite.Format{}, &badParam{"format", name, "want one of" + known}
}

// matches yields the studies that a request finds, read a batch at a time.
func (s *Server) matches(ctx context.Context, req index.Request) iter.Seq2[study.Study, error] {
	return func(yield func(study.Study, error) bool) {
		ids, err := s.opt.Search.Matches(ctx, widen(req))
		if err != nil {
			yield(study.Study{}, err)
			return
		}
		for batch := range slices.Chunk(ids, exportBatch) {
			if !s.yieldStudies(ctx, batch, yield) {
				return
			}
		}
	}
}

// yieldStudies yields the studies in the order of ids; those that went since the
// index saw them are left out.
func (s *Server) yieldStudies(ctx context.Context, ids []string, yield func(study.Study, error) bool) bool {
	if len(ids) == 0 {
		return true
	}
	found, err := s.opt.Library.Studies(ctx, ids)
	if err != nil {
		yield(study.Study{}, fmt.Errorf("export: %w", err))
		return false
	}
	byID := make(map[string]int, len(found))
	for i := range found {
		byID[found[i].ID] = i
	}
	for _, id := range ids {
		i, ok := byID[id]
		if !ok {
			continue
		}
		st := found[i]
		s.opt.Abstracts.apply(&st)
		if !yield(st, nil) {
			return false
		}
	}
	return true
}

// file gives an answer that streams studies in a format. The first study is
// fetched and the first bytes are made before the status is sent, so that an
// early failure is still an answer of its own.
func (s *Server) file(ctx context.Context, format cite.Format, name string, studies iter.Seq2[study.Study, error]) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		w := &fileWriter{hc: hc, deadline: http.NewResponseController(humaecho.Unwrap(hc).Response()), head: func() {
			hc.SetHeader("Content-Type", format.MediaType)
			hc.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name+format.Extension))
			hc.SetHeader("Cache-Control", "no-store")
			hc.SetHeader("Trailer", trailerStudies+", "+trailerLeftOut)
			hc.SetStatus(http.StatusOK)
		}}
		s.stream(ctx, w, format.Name, studies)
	}}
}

func noStudies(func(study.Study, error) bool) {}

// stream writes the file. Once bytes are out, a failure aborts the connection:
// a file that ends cleanly is a whole one.
func (s *Server) stream(ctx context.Context, w *fileWriter, format string, studies iter.Seq2[study.Study, error]) {
	buf := bufio.NewWriterSize(w, 64<<10)
	n, err := cite.Write(buf, format, studies, cite.Options{URL: s.studyURL})
	if err == nil {
		err = buf.Flush()
	}
	if err == nil {
		w.end(n)
		return
	}
	if !w.begun {
		s.fail(err, humaecho.Unwrap(w.hc))
		return
	}
	if ctx.Err() == nil {
		s.opt.Logger.ErrorContext(ctx, "export broke off", "format", format, "error", err)
	}
	panic(http.ErrAbortHandler) // the way net/http offers to cut an answer short
}

// fileWriter sends the head of the answer with its first bytes.
type fileWriter struct {
	hc       huma.Context
	deadline *http.ResponseController
	head     func()
	begun    bool
}

func (w *fileWriter) begin() {
	if !w.begun {
		w.begun = true
		w.head()
	}
}

// end says in trailers how many studies the file holds and how many its format
// could not hold: nobody knows before the last one.
func (w *fileWriter) end(n cite.Written) {
	w.begin()
	w.hc.SetHeader(trailerStudies, strconv.Itoa(n.Studies))
	w.hc.SetHeader(trailerLeftOut, strconv.Itoa(n.LeftOut))
}

// Write sends p, giving the client exportPatience to take it.
func (w *fileWriter) Write(p []byte) (int, error) {
	w.begin()
	// A writer without deadlines (a test's recorder) has no slow client either.
	_ = w.deadline.SetWriteDeadline(time.Now().Add(exportPatience))
	return w.hc.BodyWriter().Write(p)
}

// writable lists the formats that cite writes.
func writable() []cite.Format {
	var out []cite.Format
	for _, f := range cite.Formats() {
		if _, err := cite.Write(io.Discard, f.Name, noStudies, cite.Options{}); err == nil {
			out = append(out, f)
		}
	}
	return out
}
