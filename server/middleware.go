package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"evidelic/index"
)

// maxQuery bounds the query string of a request, in bytes: the longest query
// that the index takes, percent-encoded in part.
const maxQuery = index.MaxText + index.MaxText/2

// pageTimeout bounds everything but an export.
const pageTimeout = 30 * time.Second

// contentPolicy lets nothing in from elsewhere and nothing inline.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// middleware sets up what every request passes, outermost first.
func (s *Server) middleware() error {
	e := s.echo
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.fail
	metrics, err := s.metrics()
	if err != nil {
		return err
	}
	e.Use(s.requestLog(), metrics, s.headers, middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisablePrintStack: true, DisableErrorHandler: true, LogErrorFunc: s.panicked,
	}))
	e.Use(limitQuery, middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{Limit: "64K", Skipper: takesFile}), deadline, middleware.GzipWithConfig(middleware.GzipConfig{
		MinLength: 1024, Skipper: func(c echo.Context) bool { return c.Request().URL.Path == "/metrics" },
	}))
	return nil
}

// takesFile says whether an address takes a file in its body; such addresses have
// bounds of their own.
func takesFile(c echo.Context) bool {
	return c.Request().Method == http.MethodPost && strings.Contains(c.Request().URL.Path, "/check/")
}

// panicked logs what a panic left; the client gets a 500.
func (s *Server) panicked(c echo.Context, err error, stack []byte) error {
	s.opt.Logger.Error("panic in a handler", "path", c.Request().URL.Path, "error", err, "stack", string(stack))
	return fmt.Errorf("panic: %w", err)
}

// metrics counts requests. The labels host and method come from the client, so
// they are kept to values that we know.
func (s *Server) metrics() (echo.MiddlewareFunc, error) {
	return echoprometheus.MiddlewareConfig{
		Namespace: "evidelic", Subsystem: "http", Registerer: s.opt.Metrics, DoNotUseRequestPathFor404: true,
		LabelFuncs: map[string]echoprometheus.LabelValueFunc{
			"host": func(echo.Context, error) string { return "" },
			"method": func(c echo.Context, _ error) string {
				if c.Request().Method == http.MethodGet {
					return http.MethodGet
				}
				return "other"
			},
		},
		StatusCodeResolver: func(c echo.Context, err error) int {
			if err != nil && !c.Response().Committed {
				status, _ := classify(err)
				return status
			}
			return c.Response().Status
		},
	}.ToMiddleware()
}

// headers sets what every answer carries.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	secure := strings.HasPrefix(s.opt.BaseURL, "https://")
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if secure || c.Request().TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// limitQuery refuses query strings that are too long or cannot be decoded.
func limitQuery(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		raw := c.Request().URL.RawQuery
		if len(raw) > maxQuery {
			return echo.NewHTTPError(http.StatusRequestURITooLong, fmt.Sprintf("the query string is over %d bytes", maxQuery))
		}
		if _, err := url.ParseQuery(raw); err != nil {
			return echo.NewHTTPError(http.StatusBadRequest, "the query string cannot be decoded: "+err.Error())
		}
		return next(c)
	}
}

// deadline bounds the work on a request. An export has no bound but the client's
// patience: it sets deadlines for its writes.
func deadline(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.URL.Path == apiPrefix+"/export" {
			return next(c)
		}
		// A writer without deadlines (a test's recorder) has no slow client either.
		_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(2 * pageTimeout))
		ctx, cancel := context.WithTimeout(r.Context(), pageTimeout)
		defer cancel()
		c.SetRequest(r.WithContext(ctx))
		return next(c)
	}
}

// requestLog writes one line a request, without the query: what a reader looks
// for is nobody's business.
func (s *Server) requestLog() echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		LogStatus: true, LogMethod: true, LogURIPath: true, LogLatency: true, LogResponseSize: true, LogError: true, HandleError: true,
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			if errors.Is(c.Request().Context().Err(), context.Canceled) {
				v.Status = statusGone
			}
			s.opt.Logger.LogAttrs(c.Request().Context(), requestLevel(v.Status), "request", requestAttrs(v)...)
			return nil
		},
	})
}
