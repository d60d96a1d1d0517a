package server

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"evidelic/check"
	"evidelic/index"
	"evidelic/study"
)

func apiManual(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "doc", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestExamplesOfTheManual asks for every example of doc/api.md. An answer must
// hold what the example shows; "…" stands for anything.
func TestExamplesOfTheManual(t *testing.T) {
	s := newTestServer(t, nil)
	blocks := regexp.MustCompile("(?s)```http\n(GET (\\S+)\n(?:([0-9]{3})\n)?)```\n\n```(json|text)\n(.*?)```").FindAllStringSubmatch(apiManual(t), -1)
	if len(blocks) < 10 {
		t.Fatalf("only %d examples were found", len(blocks))
	}
	for _, m := range blocks {
		target, status := m[2], 200
		if m[3] != "" {
			fmt.Sscan(m[3], &status)
		}
		rec := get(t, s, target)
		if rec.Code != status {
			t.Errorf("GET %s: got %d, want %d", target, rec.Code, status)
			continue
		}
		if m[4] == "text" {
			if !strings.Contains(rec.Body.String(), strings.TrimSpace(m[5])) {
				t.Errorf("GET %s: lacks %q", target, m[5])
			}
			continue
		}
		var want, got any
		if err := json.Unmarshal([]byte(m[5]), &want); err != nil {
			t.Errorf("GET %s: the example is no JSON: %v", target, err)
			continue
		}
		if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil {
			t.Errorf("GET %s: %v", target, err)
			continue
		}
		if problem := holds(got, want, "answer"); problem != "" {
			t.Errorf("GET %s: %s", target, problem)
		}
	}
}

// holds says where got lacks what want shows; "" when it holds all of it.
func holds(got, want any, at string) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return fmt.Sprintf("%s: got %v, want an object", at, got)
		}
		for key, value := range w {
			v, ok := g[key]
			if !ok {
				return fmt.Sprintf("%s.%s is missing", at, key)
			}
			if problem := holds(v, value, at+"."+key); problem != "" {
				return problem
			}
		}
		return ""
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) < len(w) || (len(w) == 0 && len(g) > 0) {
			return fmt.Sprintf("%s: got %v, want %v", at, got, want)
		}
		for i := range w {
			if problem := holds(g[i], w[i], fmt.Sprintf("%s[%d]", at, i)); problem != "" {
				return problem
			}
		}
		return ""
	case string:
		if w == "…" {
			return ""
		}
		if start, ok := strings.CutSuffix(w, "…"); ok {
			if g, ok := got.(string); ok && strings.HasPrefix(g, start) {
				return ""
			}
		}
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Sprintf("%s: got %v, want %v", at, got, want)
	}
	return ""
}

// TestManualNamesEveryField holds the manual against the types of the answers.
func TestManualNamesEveryField(t *testing.T) {
	manual := apiManual(t)
	named := func(name string) bool {
		return strings.Contains(manual, "`"+name+"`") || strings.Contains(manual, `"`+name+`"`)
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[searchBody](), reflect.TypeFor[facet](), reflect.TypeFor[hit](), reflect.TypeFor[hitIDs](), reflect.TypeFor[studyBody](), reflect.TypeFor[index.Understood](),
		reflect.TypeFor[index.Warning](), reflect.TypeFor[index.Choice](), reflect.TypeFor[index.Snippet](), reflect.TypeFor[searchRecord](), reflect.TypeFor[recordedSource](), reflect.TypeFor[since](), reflect.TypeFor[citationBody](),
		reflect.TypeFor[sourcesBody](), reflect.TypeFor[study.SourceState](), reflect.TypeFor[study.Harvest](), reflect.TypeFor[study.Gap](), reflect.TypeFor[study.Tag](), reflect.TypeFor[study.TagValue](), reflect.TypeFor[study.Proof](),
		reflect.TypeFor[study.Notice](), reflect.TypeFor[study.Study](), reflect.TypeFor[study.Report](), reflect.TypeFor[study.Library](), reflect.TypeFor[index.Translation](), reflect.TypeFor[check.ReferenceReport](), reflect.TypeFor[check.Checked](), reflect.TypeFor[check.Match](), reflect.TypeFor[check.Finding](), reflect.TypeFor[check.DraftReport](), reflect.TypeFor[check.Claim](), reflect.TypeFor[check.Candidate](), reflect.TypeFor[check.Passage](), reflect.TypeFor[study.Family](), reflect.TypeFor[study.FamilyMember](), reflect.TypeFor[study.NoticeCheck](), reflect.TypeFor[recordsBody](), reflect.TypeFor[recordBody](), reflect.TypeFor[study.Record](), reflect.TypeFor[flowBody](), reflect.TypeFor[flowPart](), reflect.TypeFor[flowItem](), reflect.TypeFor[flowLoss](), reflect.TypeFor[index.Reason](), reflect.TypeFor[study.Decision](), reflect.TypeFor[study.Correction]()} {
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if name != "" && name != "-" && !named(name) {
				t.Errorf("%s: %s is not named", typ, name)
			}
		}
	}
	for _, key := range filterKeys() {
		if !regexp.MustCompile("[` ]" + key + "[` ]").MatchString(manual) {
			t.Errorf("the filter %s is not named", key)
		}
	}
	for _, r := range newTestServer(t, nil).echo.Routes() {
		if path := strings.ReplaceAll(r.Path, ":id", "{id}"); strings.HasPrefix(path, apiPrefix) && !strings.Contains(manual, path) {
			t.Errorf("the address %s is not named", path)
		}
	}
}
