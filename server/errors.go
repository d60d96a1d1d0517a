package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"evidelic/study"
)

// retryAfter is what a busy server asks clients to wait, in seconds.
const retryAfter = "5"

// statusGone is the status logged when the client has left; nobody reads it.
const statusGone = 499

// classify gives the status of an error and what the client may read of it. The
// text of an unknown error stays in the log.
func classify(err error) (status int, detail string) {
	var he *echo.HTTPError
	switch {
	case errors.Is(err, study.ErrNotFound):
		return http.StatusNotFound, err.Error()
	case errors.Is(err, study.ErrInvalid):
		return http.StatusBadRequest, plainWords(err)
	case errors.Is(err, study.ErrBusy):
		return http.StatusServiceUnavailable, err.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "the answer took too long; a narrower question may help"
	case errors.Is(err, context.Canceled):
		return statusGone, "the client has left"
	case errors.As(err, &he):
		return he.Code, fmt.Sprint(he.Message)
	}
	return http.StatusInternalServerError, "something failed here; the operator finds the reason in the log"
}

// plainWords gives the message of a wrong input without the sentinel's own text,
// which stands before or behind it.
func plainWords(err error) string {
	text := strings.TrimSuffix(err.Error(), ": "+study.ErrInvalid.Error())
	return strings.Replace(text, study.ErrInvalid.Error()+": ", "", 1)
}

// fail is the one place where an error becomes an answer.
func (s *Server) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	var moved *study.Redirect
	if errors.As(err, &moved) {
		s.redirect(c, http.StatusMovedPermanently, "/study/"+moved.To)
		return
	}
	status, detail := classify(err)
	s.logFailure(c.Request(), status, err)
	if status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", retryAfter)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if strings.HasPrefix(c.Request().URL.Path, "/api/") {
		s.writeProblem(c, status, detail)
		return
	}
	s.writeErrorPage(c, status, detail)
}

func (s *Server) logFailure(r *http.Request, status int, err error) {
	if status >= 500 {
		s.opt.Logger.Log(r.Context(), failureLevel(status), "request failed", "method", r.Method, "path", r.URL.Path, "status", status, "error", err)
	}
}

// failureLevel keeps a server that is busy for a moment apart from one that is
// broken.
func failureLevel(status int) slog.Level {
	if status == http.StatusServiceUnavailable {
		return slog.LevelWarn
	}
	return slog.LevelError
}

func (s *Server) redirect(c echo.Context, status int, to string) {
	if err := c.Redirect(status, to); err != nil {
		s.opt.Logger.Error("redirect", "to", to, "error", err)
	}
}

// writeProblem writes an RFC 9457 document.
func (s *Server) writeProblem(c echo.Context, status int, detail string) {
	body, err := json.Marshal(huma.ErrorModel{Title: statusTitle(status), Status: status, Detail: detail})
	if err == nil {
		err = c.Blob(status, "application/problem+json", body)
	}
	if err != nil {
		s.opt.Logger.Error("write problem", "error", err)
	}
}

// problem turns an error of a handler under huma into its answer; the last
// segment of the address (a suffix such as "/citation") follows a redirect.
func (s *Server) problem(ctx context.Context, err error, suffix string) error {
	var moved *study.Redirect
	if errors.As(err, &moved) {
		return huma.ErrorWithHeaders(newProblem(http.StatusMovedPermanently, "the study was joined into "+moved.To),
			http.Header{"Location": {apiPrefix + "/studies/" + moved.To + suffix}})
	}
	status, detail := classify(err)
	if status >= 500 {
		s.opt.Logger.Log(ctx, failureLevel(status), "request failed", "path", apiPrefix, "status", status, "error", err)
	}
	p := newProblem(status, detail)
	if bad := new(badParam); errors.As(err, &bad) {
		p.Errors = []*huma.ErrorDetail{{Message: bad.why, Location: "query." + bad.name, Value: bad.value}}
	}
	if status == http.StatusServiceUnavailable {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {retryAfter}})
	}
	return p
}

func newProblem(status int, detail string) *huma.ErrorModel {
	return &huma.ErrorModel{Title: statusTitle(status), Status: status, Detail: detail}
}

func statusTitle(status int) string {
	if t := http.StatusText(status); t != "" {
		return t
	}
	return "Client Closed Request"
}

// badParam is a query parameter that cannot be read. It wraps study.ErrInvalid.
type badParam struct{ name, value, why string }

// Error names the parameter and what was wrong.
func (b *badParam) Error() string {
	return fmt.Sprintf("%s=%s: %s", b.name, cutWord(b.value, 80), b.why)
}

// Unwrap gives study.ErrInvalid.
func (b *badParam) Unwrap() error { return study.ErrInvalid }
