package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"evidelic/study"
)

// api registers every address under /api/v1 with its description.
func (s *Server) api() error {
	api := humaecho.New(s.echo, s.apiConfig())
	api.UseMiddleware(badRequest, rejectRepeats(api))
	s.registerSearch(api)
	s.registerTranslate(api)
	s.registerGuide(api)
	s.registerRecord(api)
	s.registerStudy(api)
	s.registerExport(api)
	s.registerCheck(api)
	s.registerDraft(api)
	s.registerSources(api)
	s.registerFlow(api)
	s.registerSpec(api)
	dropUnused(api.OpenAPI())
	spec, err := json.MarshalIndent(api.OpenAPI(), "", "  ")
	if err != nil {
		return fmt.Errorf("describe the API: %w", err)
	}
	s.spec, s.operations = spec, operationViews(api.OpenAPI())
	return nil
}

// dropUnused takes the status that badRequest never lets out from the
// description.
func dropUnused(doc *huma.OpenAPI) {
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op != nil {
				delete(op.Responses, "422")
			}
		}
	}
}

func (s *Server) apiConfig() huma.Config {
	c := huma.DefaultConfig("Evidelic", s.opt.Version)
	c.Info.Description = "Studies of ketamine and other psychedelic therapies: search, studies, citations, exports, checks, and the state of the sources. " +
		"Read only; no key is needed. Not medical advice."
	c.CreateHooks = nil // they would add $schema to every answer
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.RejectUnknownQueryParameters = true
	c.Transformers = []huma.Transformer{plainBadRequest}
	c.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[study.Date](), reflect.TypeFor[dateText]())
	if s.opt.BaseURL != "" {
		c.Servers = []*huma.Server{{URL: s.opt.BaseURL}}
	}
	return c
}

// dateText stands for study.Date in the description: on the wire a partial date
// is a string.
type dateText string

// Schema says what the string holds.
func (dateText) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Description: "YYYY, YYYY-MM, YYYY-MM-DD, or a year and a season; empty when not given",
		Examples: []any{"2024-04"}}
}

// statusWriter turns huma's 422 for parameters into 400: they are malformed, not
// unprocessable.
type statusWriter struct{ humaContext }

// humaContext gives the embedded field a name other than its method Context.
type humaContext = huma.Context

// SetStatus writes the status.
func (w statusWriter) SetStatus(code int) {
	if code == http.StatusUnprocessableEntity {
		code = http.StatusBadRequest
	}
	w.humaContext.SetStatus(code)
}

// Unwrap gives the context below, for adapters.
func (w statusWriter) Unwrap() huma.Context { return w.humaContext }

func badRequest(ctx huma.Context, next func(huma.Context)) { next(statusWriter{ctx}) }

// plainBadRequest makes the document agree with the status, and names the first
// bad parameter in its detail.
func plainBadRequest(_ huma.Context, _ string, v any) (any, error) {
	p, ok := v.(*huma.ErrorModel)
	if !ok || p.Status != http.StatusUnprocessableEntity {
		return v, nil
	}
	p.Status, p.Title = http.StatusBadRequest, http.StatusText(http.StatusBadRequest)
	if len(p.Errors) > 0 {
		p.Detail = p.Errors[0].Location + ": " + p.Errors[0].Message
	}
	return p, nil
}

// rejectRepeats refuses a parameter that is given twice and has one value: which
// of them was meant is unknown.
func rejectRepeats(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		u := ctx.URL()
		q := u.Query()
		for _, p := range ctx.Operation().Parameters {
			if p.In == "query" && p.Schema.Type != huma.TypeArray && len(q[p.Name]) > 1 {
				_ = huma.WriteErr(api, ctx, http.StatusBadRequest, "query."+p.Name+": given more than once",
					&huma.ErrorDetail{Message: "given more than once", Location: "query." + p.Name, Value: q[p.Name]})
				return
			}
		}
		next(ctx)
	}
}

// specOutput is the OpenAPI document.
type specOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *Server) registerSpec(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID: "openapi", Method: http.MethodGet, Path: apiPrefix + "/openapi.json",
		Summary: "This description", Description: "The OpenAPI 3.1 description of every address of the API.", Tags: []string{"API"},
	}, func(context.Context, *struct{}) (*specOutput, error) {
		return &specOutput{"application/openapi+json", s.spec}, nil
	})
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// answerForms describes an answer that is a T in JSON, or text of other media types.
func answerForms[T any](api huma.API, description string, texts ...string) map[string]*huma.Response {
	content := map[string]*huma.MediaType{"application/json": {Schema: huma.SchemaFromType(api.OpenAPI().Components.Schemas, typeOf[T]())}}
	for _, media := range texts {
		content[media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return map[string]*huma.Response{"200": {Description: description, Content: content}}
}

// writeJSON answers with v, for operations whose answer is mostly something else.
func writeJSON(hc huma.Context, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		hc.SetStatus(http.StatusInternalServerError)
		return
	}
	hc.SetHeader("Content-Type", "application/json")
	hc.SetStatus(http.StatusOK)
	_, _ = hc.BodyWriter().Write(body) // nobody is left to tell when the client has gone
}

func citationQuery(in *citationInput) string {
	v := url.Values{}
	if in.Style != "" {
		v.Set("style", in.Style)
	}
	if in.Format != "" {
		v.Set("format", in.Format)
	}
	return v.Encode()
}
