package server

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"evidelic/index"
	"evidelic/study"
)

// feedSize is how many entries a feed holds.
const feedSize = 50

// feed is a list of studies in the form that readers of feeds take.
type feed struct {
	Title   string
	ID      string // permanent name
	Page    string // address of the same as a page
	Self    string // address of the feed
	Updated time.Time
	Entries []feedEntry
}

// feedEntry is one study at one moment: its id names the change too, so that a
// study which was retracted comes up again.
type feedEntry struct {
	ID         string
	Title      string
	Link       string
	Published  time.Time // when it came into the library
	Updated    time.Time
	Authors    []string
	Summary    string
	Categories []string
}

// searchFeed gives the newest matches of a search as Atom, RSS or JSON Feed.
func (s *Server) searchFeed(c echo.Context) error {
	q := c.QueryParams()
	if q.Get("sort") == "" {
		q.Set("sort", string(index.SortNewest))
	}
	req, unknown, err := pageRequest(q)
	if err != nil {
		return err
	}
	if len(unknown) > 0 {
		return &badParam{unknown[0], q.Get(unknown[0]), "a feed does not know this parameter"}
	}
	req.Page, req.Cursor, req.Size, req.Facets, req.Snippets = 1, "", feedSize, false, false
	ctx := c.Request().Context()
	lib, err := s.opt.Library.Library(ctx)
	if err != nil {
		return err
	}
	res, err := s.search(ctx, req)
	if err != nil {
		return err
	}
	v := requestValues(req)
	v.Del("size")
	base := s.base(c)
	f := feed{Title: feedTitle(req), Page: base + searchHref(v), Self: base + c.Request().URL.RequestURI(), ID: "urn:evidelic:" + lib.ID + ":search:" + url.QueryEscape(v.Encode())}
	for i := range res.Hits {
		f.Entries = append(f.Entries, newFeedEntry(base, lib, &res.Hits[i].Study))
	}
	return s.writeFeed(c, &f, lib)
}

func feedTitle(req index.Request) string {
	switch {
	case req.Text != "" && len(req.Filters) > 0:
		return "Evidelic: " + cutWord(req.Text, 80) + ", filtered"
	case req.Text != "":
		return "Evidelic: " + cutWord(req.Text, 80)
	case len(req.Filters) > 0:
		return "Evidelic: a filtered search"
	}
	return "Evidelic: every study"
}

// base gives the absolute address of the server: feeds are read far from it.
func (s *Server) base(c echo.Context) string {
	if s.opt.BaseURL != "" {
		return s.opt.BaseURL
	}
	return c.Scheme() + "://" + c.Request().Host
}

func newFeedEntry(base string, lib study.Library, st *study.Study) feedEntry {
	e := feedEntry{ID: fmt.Sprintf("urn:evidelic:%s:%s:%d", lib.ID, st.ID, st.Seq), Title: studyTitle(st), Link: base + pagePath + st.ID,
		Published: st.Created, Updated: st.Changed, Summary: feedSummary(st)}
	for _, a := range st.Authors {
		if len(e.Authors) == 20 {
			break
		}
		e.Authors = append(e.Authors, a.String())
	}
	for _, task := range []study.Task{study.TaskSubstance, study.TaskCondition, study.TaskDesign} {
		for _, v := range st.Tags[task].Values {
			e.Categories = append(e.Categories, valueWords(task, v))
		}
	}
	return e
}

// feedSummary says what a reader needs to decide whether to open the study:
// warnings, where it appeared, tags, and the beginning of the abstract as far as
// the policy shows it.
func feedSummary(st *study.Study) string {
	var parts []string
	if st.Demo {
		parts = append(parts, "Synthetic demo study: it describes no real study.")
	}
	for _, n := range noticeViews(st) {
		parts = append(parts, n.Label+". "+n.Advice)
	}
	if line := journalLine(st); line != "" {
		parts = append(parts, line+".")
	}
	var tags []string
	for _, t := range compactTags(st) {
		tags = append(tags, t.Text)
	}
	if len(tags) > 0 {
		parts = append(parts, strings.Join(tags, " · ")+".")
	}
	if text := strings.ReplaceAll(st.AbstractText(), "\n", " "); text != "" {
		short := cutWord(text, 600)
		if short != text {
			short += " …"
		}
		parts = append(parts, short)
	}
	return strings.Join(parts, " ")
}

// writeFeed answers in the form that the end of the address names. A reader that
// has this state of the library already gets 304.
func (s *Server) writeFeed(c echo.Context, f *feed, lib study.Library) error {
	for _, e := range f.Entries {
		if e.Updated.After(f.Updated) {
			f.Updated = e.Updated
		}
	}
	tag := fmt.Sprintf(`W/"%s-%d-%s"`, lib.Epoch, lib.Seq, s.opt.Version)
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	if c.Request().Header.Get("If-None-Match") == tag {
		return c.NoContent(http.StatusNotModified)
	}
	path := c.Request().URL.Path
	var body []byte
	var err error
	media := "application/atom+xml; charset=utf-8"
	switch {
	case strings.HasSuffix(path, ".rss"):
		media = "application/rss+xml; charset=utf-8"
		body, err = xml.MarshalIndent(f.rss(), "", " ")
	case strings.HasSuffix(path, ".json"):
		media = "application/feed+json"
		body, err = json.MarshalIndent(f.json(), "", " ")
	default:
		body, err = xml.MarshalIndent(f.atom(), "", " ")
	}
	if err != nil {
		return fmt.Errorf("write feed: %w", err)
	}
	if !strings.HasSuffix(path, ".json") {
		body = append([]byte(xml.Header), body...)
	}
	return c.Blob(http.StatusOK, media, body)
}
