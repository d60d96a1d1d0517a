package server

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"
)

//go:embed static
var staticFiles embed.FS

// asset is one static file, kept in memory.
type asset struct {
	body []byte
	mime string
	etag string
	href string // its address with the hash of its content
}

// assets are the static files by name.
type assets map[string]asset

// loadAssets reads the embedded files. An address carries the hash of the
// content, so that browsers may keep it for ever.
func loadAssets() (assets, error) {
	out := assets{}
	entries, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	for _, e := range entries {
		body, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("static file %s: %w", e.Name(), err)
		}
		sum := sha256.Sum256(body)
		hash := hex.EncodeToString(sum[:6])
		out[e.Name()] = asset{body, mediaType(e.Name()), `"` + hash + `"`, "/static/" + e.Name() + "?v=" + hash}
	}
	return out, nil
}

// mediaType is fixed for what we ship: the system's table may differ.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// static serves one file. The address with the right hash never changes its
// content; any other is asked for again.
func (s *Server) static(c echo.Context) error {
	return s.serveAsset(c, c.Param("*"))
}

func (s *Server) serveAsset(c echo.Context, name string) error {
	a, ok := s.assets[name]
	if !ok {
		return echo.NewHTTPError(http.StatusNotFound, "there is no such file")
	}
	h := c.Response().Header()
	h.Set("ETag", a.etag)
	h.Set("Cache-Control", "no-cache")
	if v := c.QueryParam("v"); v != "" && `"`+v+`"` == a.etag {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if c.Request().Header.Get("If-None-Match") == a.etag {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, a.mime, a.body)
}
