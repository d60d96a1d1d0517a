package server

import (
	"log/slog"

	"github.com/labstack/echo/v4/middleware"
)

// requestLevel keeps the log quiet while all is well.
func requestLevel(status int) slog.Level {
	if status >= 500 {
		return slog.LevelWarn
	}
	return slog.LevelDebug
}

func requestAttrs(v middleware.RequestLoggerValues) []slog.Attr {
	return []slog.Attr{
		slog.String("method", v.Method), slog.String("path", v.URIPath), slog.Int("status", v.Status),
		slog.Duration("took", v.Latency), slog.Int64("bytes", v.ResponseSize),
	}
}
