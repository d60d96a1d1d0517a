package server

import (
	"net/http"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"
)

// routes binds every address; see the table in doc/design.md.
func (s *Server) routes() error {
	e := s.echo
	e.GET("/", s.home)
	e.GET("/search", s.searchPage)
	for _, path := range []string{"/search.atom", "/search.rss", "/search.json"} {
		e.GET(path, s.searchFeed)
	}
	e.GET("/changes", s.changesPage)
	e.GET("/changes.atom", s.changesFeed)
	e.GET("/study/*", s.studyPage)
	e.GET("/basket", s.basketPage)
	e.GET("/check", s.checkPage)
	e.POST("/check/references", s.checkReferencesPage)
	e.POST("/check/draft", s.checkDraftPage)
	e.GET("/sources", s.sourcesPage)
	e.GET("/flow", s.flowPage)
	e.GET("/about", s.aboutPage)
	e.GET("/api", s.apiPage)
	e.GET("/api/", func(c echo.Context) error { return c.Redirect(http.StatusMovedPermanently, "/api") })
	e.GET("/static/*", s.static)
	e.GET("/favicon.ico", func(c echo.Context) error { return s.serveAsset(c, "icon.svg") })
	e.GET("/robots.txt", func(c echo.Context) error { return c.String(http.StatusOK, s.opt.Robots) })
	e.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", s.readyz)
	e.GET("/metrics", echoprometheus.NewHandlerWithConfig(echoprometheus.HandlerConfig{Gatherer: s.opt.Metrics}))
	return s.api()
}

// readyz says whether an index answers, even while a newer one is built.
func (s *Server) readyz(c echo.Context) error {
	ok, detail := s.opt.Ready()
	status := http.StatusOK
	if !ok {
		status = http.StatusServiceUnavailable
		c.Response().Header().Set("Retry-After", retryAfter)
	}
	if detail == "" && ok {
		detail = "ready"
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.String(status, detail+"\n")
}
