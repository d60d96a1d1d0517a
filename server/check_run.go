package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"evidelic/study"
)

// turn waits until one of the few checks that run at once is over; done lets the
// next one in.
func (s *Server) turn(ctx context.Context) (done func(), err error) {
	select {
	case s.checks <- struct{}{}:
		return func() { <-s.checks }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// posted is what a program sent to be checked: the body, and the parameters that
// go before what the body says of itself.
type posted struct {
	contentType   string
	body          []byte
	format, style string
}

// apiCheck reads what a program sent and checks it. Its error is an answer.
func apiCheck[R any](ctx context.Context, s *Server, p posted, formatOf func(string) string, run func(context.Context, checkInput) (R, error)) (in checkInput, report R, err error) {
	if in, err = readCheck(p.contentType, p.body, formatOf); err != nil {
		return in, report, s.problem(ctx, err, "")
	}
	in.set("format", firstOf(p.format, in.Format))
	in.set("style", firstOf(p.style, in.Style))
	if report, err = run(ctx, in); err != nil {
		return in, report, s.problem(ctx, err, "")
	}
	return in, report, nil
}

// pageCheck reads the form of a page and checks what it holds. What is made of a
// reader's own text is kept nowhere.
func pageCheck[R any](c echo.Context, limit int64, formatOf func(string) string, run func(context.Context, checkInput) (R, error)) (in checkInput, report R, err error) {
	body, err := readBody(c, limit)
	if err != nil {
		return in, report, err
	}
	if in, err = readCheck(c.Request().Header.Get("Content-Type"), body, formatOf); err != nil {
		return in, report, err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	report, err = run(c.Request().Context(), in)
	return in, report, err
}

// readBody reads a body of bounded length.
func readBody(c echo.Context, limit int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, limit))
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return nil, echo.NewHTTPError(http.StatusRequestEntityTooLarge, fmt.Sprintf("a file has at most %d MB here", limit>>20-1))
	}
	if err != nil {
		return nil, fmt.Errorf("read the form: %w: %w", err, study.ErrInvalid)
	}
	return body, nil
}
