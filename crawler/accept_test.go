package crawler

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFetchChecksTheType(t *testing.T) {
	xml := []string{"application/xml", "text/xml"}
	tests := []struct {
		name   string
		accept []string
		header string
		body   string
		kind   string // "": refused
	}{
		{"JSON", jsonOnly, "application/json;charset=UTF-8", ` {"a":1}`, "application/json"},
		{"JSON list", jsonOnly, "application/json", `[]`, "application/json"},
		{"JSON with a mark", jsonOnly, "application/json", "\ufeff{}", "application/json"},
		{"HTML as HTML", jsonOnly, "text/html", `<html>`, ""},
		{"HTML as JSON", jsonOnly, "application/json", "<!DOCTYPE html><html>", ""},
		{"text as JSON", jsonOnly, "application/json", "Rate exceeded.", ""},
		{"nothing as JSON", jsonOnly, "application/json", "", ""},
		{"blanks as JSON", jsonOnly, "application/json", " \n ", ""},
		{"JSON as text", jsonOnly, "text/plain", `{"a":1}`, ""},
		{"JSON as text, accepted", []string{"application/json", "text/plain"}, "text/plain", `{"a":1}`, "text/plain"},
		{"JSON without a type", jsonOnly, "", `{"a":1}`, "application/json"},
		{"HTML without a type", jsonOnly, "", "<html>", ""},
		{"XML", xml, "text/xml; charset=UTF-8", `<?xml version="1.0" ?><a/>`, "text/xml"},
		{"XML with a doctype", xml, "application/xml", "<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE PubmedArticleSet PUBLIC \"x\" \"y\"><a/>", "application/xml"},
		{"JSON in place of XML", xml, "application/json", `{"error":"API rate limit exceeded"}`, ""},
		{"JSON as XML", xml, "text/xml", `{"error":"API rate limit exceeded"}`, ""},
		{"XHTML as XML", xml, "text/xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html/>", ""},
		{"HTML after a comment", xml, "text/xml", "<!-- blocked --><HTML>", ""},
		{"nothing as XML", xml, "text/xml", "", ""},
		{"anything", nil, "text/html", "<html>", "text/html"},
		{"a family", []string{"text/*"}, "text/csv", "a,b", "text/csv"},
		{"any", []string{"*/*"}, "image/png", "\x89PNG", "image/png"},
		{"HTML as text", []string{"text/plain"}, "text/plain", "<html>", ""},
		{"HTML", []string{"text/html"}, "text/html", "<!doctype html>", "text/html"},
		{"JSON as HTML", []string{"text/html"}, "text/html", "{}", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = []string{tt.header}
				w.Write([]byte(tt.body))
			})
			res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL, Accept: tt.accept})
			if tt.kind != "" {
				if err != nil || res.Type != tt.kind {
					t.Errorf("got %+v, error %v, want type %s", res, err, tt.kind)
				}
				return
			}
			var kind *TypeError
			if !errors.As(err, &kind) || kind.Excerpt != strings.TrimSpace(tt.body) && !strings.Contains(tt.body, "\n") {
				t.Errorf("got %v, want a TypeError with the body", err)
			}
			if b.hits.Load() != oddTries {
				t.Errorf("%d tries, want %d", b.hits.Load(), oddTries)
			}
		})
	}
}

func TestFetchGivesUTF8(t *testing.T) {
	utf16 := func(s string, big bool) string {
		var b strings.Builder
		for _, r := range s {
			if big {
				b.WriteByte(byte(r >> 8))
			}
			b.WriteByte(byte(r))
			if !big {
				b.WriteByte(byte(r >> 8))
			}
		}
		return b.String()
	}
	tests := []struct{ name, header, body, want, warning string }{
		{"UTF-8", "text/xml; charset=utf-8", "<a>é</a>", "<a>é</a>", ""},
		{"no charset", "text/xml", "<a>é</a>", "<a>é</a>", ""},
		{"with a mark", "text/xml", "\ufeff<a>é</a>", "<a>é</a>", ""},
		{"Latin-1 by header", "text/xml; charset=ISO-8859-1", "<a>\xe9</a>", "<a>é</a>", ""},
		{"Latin-1 by declaration", "text/xml", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>é</a>", ""},
		{"declaration says Latin-1, plain ASCII", "text/xml", "<?xml version='1.0' encoding='iso-8859-1'?><a>e</a>", "<?xml version='1.0' encoding='UTF-8'?><a>e</a>", ""},
		{"Windows by header", "text/plain; charset=windows-1252", "5\x96HT \x93x\x94", "5–HT “x”", ""},
		{"UTF-8 announced as Latin-1", "application/json; charset=iso-8859-1", `{"a":"é"}`, `{"a":"é"}`, "announced as iso-8859-1"},
		{"Latin-1 announced as UTF-8", "application/json; charset=utf-8", "{\"a\":\"\xe9t\xe9\"}", "{\"a\":\"\uFFFDt\uFFFD\"}", "2 bytes were not valid UTF-8"},
		{"unknown charset", "text/plain; charset=x-klingon", "caf\xe9", "caf\uFFFD", `"x-klingon" is unknown`},
		{"unknown charset, plain", "text/plain; charset=x-klingon", "cafe", "cafe", ""},
		{"UTF-16 with a mark", "text/xml", "\xff\xfe" + utf16("<a>é</a>", false), "<a>é</a>", ""},
		{"UTF-16BE by header", "text/xml; charset=utf-16be", utf16("<a>é</a>", true), "<a>é</a>", ""},
		{"UTF-16LE by its first bytes", "text/xml", utf16(`<?xml version="1.0" encoding="UTF-16"?><a>é</a>`, false), `<?xml version="1.0" encoding="UTF-8"?><a>é</a>`, ""},
		{"Shift JIS", "text/plain; charset=shift_jis", "\x83\x50\x83\x5e", "ケタ", ""},
		{"HTML by its meta element", "text/html", "<html><meta charset=iso-8859-15><p>\xa4", "<html><meta charset=iso-8859-15><p>€", ""},
		{"no text", "image/png", "\x89PNG\xff", "\x89PNG\xff", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, func(_ int, w http.ResponseWriter, _ *http.Request) { answer(w, tt.header, tt.body) })
			res, err := b.Fetch(t.Context(), Request{URL: b.srv.URL})
			if err != nil {
				t.Fatal(err)
			}
			if string(res.Body) != tt.want {
				t.Errorf("got %q, want %q", res.Body, tt.want)
			}
			warned := strings.Join(res.Warnings, "; ")
			if (warned != "") != (tt.warning != "") || !strings.Contains(warned, tt.warning) {
				t.Errorf("warnings %q, want %q", warned, tt.warning)
			}
			if (warned != "") != strings.Contains(b.logs.String(), "text repaired") {
				t.Errorf("log %q", b.logs.String())
			}
		})
	}
}

func FuzzToUTF8(f *testing.F) {
	f.Add([]byte("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>"), "text/xml", "")
	f.Add([]byte("\xff\xfe<\x00"), "text/xml", "utf-16")
	f.Add([]byte("\xef\xbb\xbf{}"), "application/json", "utf-8")
	f.Add([]byte("caf\xe9"), "text/html", "gbk")
	f.Add([]byte("\x1b$B"), "text/plain", "iso-2022-jp")
	f.Fuzz(func(t *testing.T, body []byte, kind, charset string) {
		d := toUTF8(body, kind, charset)
		if isText(kind) && !utf8.Valid(d.body) {
			t.Errorf("%q as %q %q: not UTF-8: %q", body, kind, charset, d.body)
		}
		if d.bad > 0 && len(d.warnings) == 0 {
			t.Errorf("%q as %q %q: bytes replaced without a warning", body, kind, charset)
		}
	})
}
