package server

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"evidelic/check"
)

// bibliography cites the retracted sample, the trial with a wrong year, and a
// work that nobody wrote.
const bibliography = `@article{doe2019, title={MDMA-assisted therapy for PTSD: an invented retracted study}, author={Doe, J}, year={2019}, doi={10.9999/ret.1}}
@article{berg, title={Oral ketamine for treatment-resistant depression: a randomised, placebo-controlled trial of H2O intake}, author={van der Berg, Anna}, year={2014}, pmid={900001}}
@article{none, title={On the weather in a town that is not there}, author={Nobody, N}, year={1999}}
`

func post(t *testing.T, s *Server, target, contentType string, body []byte) *httptest.ResponseRecorder {
	t.Helper()
	req := httptest.NewRequest(http.MethodPost, target, bytes.NewReader(body))
	req.Header.Set("Content-Type", contentType)
	rec := httptest.NewRecorder()
	s.Handler().ServeHTTP(rec, req)
	return rec
}

func multipartForm(t *testing.T, fields map[string]string, file, content string) (contentType string, body []byte) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if file != "" {
		part, err := w.CreateFormFile("file", file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.Bytes()
}

func TestReferencesAreCheckedInEveryForm(t *testing.T) {
	s := newTestServer(t, nil)
	form, formBody := multipartForm(t, nil, `C:\papers\refs.bib`, bibliography)
	asJSON, _ := json.Marshal(map[string]string{"text": bibliography})
	for name, tc := range map[string]struct {
		media string
		body  []byte
	}{
		"the file itself": {"application/x-bibtex", []byte(bibliography)}, "plain text": {"text/plain; charset=utf-8", []byte(bibliography)}, "no media type": {"", []byte(bibliography)},
		"a form with a file": {form, formBody}, "JSON": {"application/json", asJSON}, "a plain form": {"application/x-www-form-urlencoded", []byte(url.Values{"text": {bibliography}}.Encode())},
	} {
		rec := post(t, s, "/api/v1/check/references", tc.media, tc.body)
		var got check.ReferenceReport
		if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || rec.Code != 200 {
			t.Errorf("%s: got %d %v %.300s", name, rec.Code, err, rec.Body)
			continue
		}
		if got.Format != "bibtex" || len(got.Entries) != 3 || got.Matched != 2 || got.Counts[check.Retracted] != 1 || got.Counts[check.YearDiffers] != 1 || got.Counts[check.NotFound] != 1 || got.Entries[0].Key != "doe2019" {
			t.Errorf("%s: got %s", name, rec.Body)
		}
	}
}

// Other authors are told on the page with a lower confidence, as in the API.
func TestOtherAuthorsOnThePage(t *testing.T) {
	s := newTestServer(t, nil)
	text := strings.Replace(bibliography, "van der Berg, Anna", "Fabricant, Otto", 1)
	form, body := multipartForm(t, map[string]string{"text": text}, "", "")
	page := post(t, s, "/check/references", form, body).Body.String()
	for _, want := range []string{"Authors differ: <strong>1</strong>", "Here: Fabricant O; in the library: ", "Matched by pmid (85 %)."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	var got check.ReferenceReport
	if err := json.Unmarshal(post(t, s, "/api/v1/check/references", "application/x-bibtex", []byte(text)).Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Counts[check.AuthorsDiffer] != 1 || got.Entries[1].Match == nil || got.Entries[1].Match.Confidence != 0.85 {
		t.Errorf("got %+v", got)
	}
}

func TestCheckedReferencesAsAPage(t *testing.T) {
	s := newTestServer(t, nil)
	form, body := multipartForm(t, map[string]string{"text": ""}, "refs.bib", bibliography)
	rec := post(t, s, "/check/references", form, body)
	page := rec.Body.String()
	for _, want := range []string{"<strong>3 references</strong>, 2 found", "1 needs your attention", "Retracted: <strong>1</strong>", "Here: 2014; in the library: 2024", `href="/study/evaaaaaa1"`, "Nothing in the library fits", `name="corrected"`} {
		if !strings.Contains(page, want) {
			t.Errorf("got %d, lacks %q", rec.Code, want)
		}
	}
	if rec.Header().Get("Cache-Control") != "no-store" {
		t.Error("a reader's list may be kept by caches")
	}
	form, body = multipartForm(t, map[string]string{"text": bibliography, "format": "bibtex", "corrected": "1"}, "", "")
	rec = post(t, s, "/check/references", form, body)
	if got := rec.Body.String(); !strings.Contains(got, "{berg,") || !strings.Contains(got, "2024") || !strings.Contains(rec.Header().Get("Content-Disposition"), "references.bib") {
		t.Errorf("the corrected list: %d %v %s", rec.Code, rec.Header(), got)
	}
}

func TestWrongListsAreRefusedInWords(t *testing.T) {
	s := newTestServer(t, nil)
	form, _ := multipartForm(t, nil, "a", "b")
	for name, tc := range map[string]struct {
		media string
		body  string
		want  int
	}{
		"nothing": {"text/plain", " \n", 400}, "a format that is none": {"application/json", `{"text": "x", "format": "odd"}`, 400}, "a broken form": {form, "no form", 400},
		"too much": {"text/plain", strings.Repeat("x", maxCheckBody+1), 413}, "hostile names": {"application/json", `{"text": "@article{a, title={<script>alert(1)</script>}}", "name": "../../etc/passwd"}`, 200},
	} {
		for _, target := range []string{"/check/references", "/api/v1/check/references"} {
			rec := post(t, s, target, tc.media, []byte(tc.body))
			if rec.Code != tc.want || strings.Contains(rec.Body.String(), "<script>alert") {
				t.Errorf("%s: POST %s: got %d, want %d: %.200s", name, target, rec.Code, tc.want, rec.Body)
			}
		}
	}
}

// Files made to harm are refused in words, whatever way they come in.
func TestHostileUploads(t *testing.T) {
	s := newTestServer(t, nil)
	pack := func(name, text string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err := errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, tt := range []struct {
		to, file, content string
		status            int
		want              string
	}{
		{"references", "big.bib", strings.Repeat("@article{a, title={x}}\n", 50<<20/23), 413, "at most"},
		{"references", "deep.json", strings.Repeat("[", 4<<20), 400, "deep.json"},
		{"references", `..\..\etc\passwd.txt`, strings.Repeat("x", 2<<20), 200, "a reference has at most"},
		{"draft", "bomb.docx", pack("word/document.xml", "<w:document>"+strings.Repeat(" ", 40<<20)), 400, "unpacks to more than"},
		{"draft", "names.docx", pack("../../../etc/passwd", "root"), 400, "word/document.xml is missing"},
		{"draft", "external.docx", pack("word/document.xml", `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document><w:p><w:t>&x;</w:t></w:p></w:document>`), 400, "read the document"},
		{"draft", "deep.html", strings.Repeat("<div>", 3<<20), 400, "more than 500000 tags"},
		{"draft", "big.txt", strings.Repeat("x", 50<<20), 413, "at most"},
	} {
		form, body := multipartForm(t, nil, tt.file, tt.content)
		for _, target := range []string{"/check/" + tt.to, "/api/v1/check/" + tt.to} {
			rec := post(t, s, target, form, body)
			text := html.UnescapeString(rec.Body.String())
			if rec.Code != tt.status || tt.status != 413 && !strings.Contains(text, tt.want) || strings.Contains(text, "root:") {
				t.Errorf("%s to %s: got %d, want %d and %q: %.300s", tt.file, target, rec.Code, tt.status, tt.want, text)
			}
		}
	}
}

func TestDraftIsChecked(t *testing.T) {
	s := newTestServer(t, nil)
	const draft = "Oral ketamine relieves depressive symptoms within a week in treatment-resistant depression. The weather was fine."
	var got check.DraftReport
	rec := post(t, s, "/api/v1/check/draft?style=apa", "text/plain", []byte(draft))
	if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || rec.Code != 200 || len(got.Claims) != 1 || got.Sentences != 2 || got.Disclaimer == "" {
		t.Fatalf("got %d %v %s", rec.Code, err, rec.Body)
	}
	if rec := post(t, s, "/api/v1/check/draft?as=markdown", "text/markdown", []byte(draft)); rec.Code != 200 || !strings.HasPrefix(rec.Body.String(), "# Studies that bear") {
		t.Errorf("Markdown: got %d %s", rec.Code, rec.Body)
	}
	form, body := multipartForm(t, nil, "draft.md", draft)
	page := post(t, s, "/check/draft", form, body).Body.String()
	for _, want := range []string{"1 claim in", "candidates to read", "Oral ketamine relieves depressive symptoms", "As Markdown"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, target := range []string{"/check/draft", "/api/v1/check/draft"} {
		if rec := post(t, s, target, "text/plain", nil); rec.Code != 400 {
			t.Errorf("POST %s of nothing: got %d", target, rec.Code)
		}
		if rec := post(t, s, target, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", []byte("PK\x03\x04 no archive")); rec.Code != 400 {
			t.Errorf("POST %s of a broken .docx: got %d", target, rec.Code)
		}
	}
}

func TestCheckLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s := newTestServer(t, nil)
	form, body := multipartForm(t, nil, "refs.txt", strings.Repeat("Doe J. An invented study. 2019.\n", 60_000)[:1_900_000])
	post(t, s, "/check/references", form, body)
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestCheckHoldsThePolicy(t *testing.T) {
	s := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) { o.Abstracts = PolicyLicensed })
	rec := post(t, s, "/api/v1/check/references?corrected=true", "application/x-research-info-systems", []byte("TY  - JOUR\r\nTI  - Oral ketamine for treatment-resistant depression: a randomised, placebo-controlled trial of H2O intake\r\nAN  - 900001\r\nDB  - PubMed\r\nER  - \r\n"))
	if rec.Code != 200 || strings.Contains(rec.Body.String(), "well tolerated") {
		t.Errorf("got %d: %s", rec.Code, rec.Body)
	}
}

func FuzzReadCheck(f *testing.F) {
	f.Add("multipart/form-data; boundary=x", []byte("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nb\r\n--x--"))
	f.Add("application/json", []byte(`{"text":"x","corrected":true}`))
	f.Add("application/x-www-form-urlencoded", []byte("text=%zz"))
	f.Fuzz(func(t *testing.T, media string, body []byte) {
		in, err := readCheck(media, body, listFormat)
		if err == nil && strings.ContainsAny(in.Name, `/\`) {
			t.Fatalf("a name with a folder: %q", in.Name)
		}
	})
}
