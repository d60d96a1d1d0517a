package server

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

func (s *Server) studyPage(c echo.Context) error {
	ref := strings.TrimPrefix(c.Request().URL.Path, pagePath)
	if err := checkRef(ref); err != nil {
		return err
	}
	ctx := c.Request().Context()
	id, err := s.opt.Library.Resolve(ctx, ref)
	if err != nil {
		return err
	}
	if id != ref {
		s.redirect(c, http.StatusFound, "/study/"+id)
		return nil
	}
	st, err := s.opt.Library.Study(ctx, id)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "study", struct {
		frame
		Hit hitView
	}{s.frame(titleText(&st), ""), newHitView(&st)})
}
