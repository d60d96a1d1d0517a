package crawler

import (
	"errors"
	"strings"
	"testing"

	"github.com/gocolly/colly/v2"
	"github.com/google/go-cmp/cmp"
)

func TestReadHTML(t *testing.T) {
	var got []string
	res := &Response{Type: "text/html", Body: []byte(`<html><head><meta name="a" content="é &amp; 1"><meta name="b" content="2"></head><body><p id=x>3</p></body></html>`)}
	err := ReadHTML(res, HTMLHandler{"p#x", func(e *colly.HTMLElement) { got = append(got, e.Text) }},
		HTMLHandler{"meta[name]", func(e *colly.HTMLElement) { got = append(got, e.Attr("content")) }})
	if diff := cmp.Diff([]string{"3", "é & 1", "2"}, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	var wrong *TypeError
	if err := ReadHTML(&Response{Type: "application/json", Body: []byte("{}")}); !errors.As(err, &wrong) {
		t.Errorf("JSON is read as a page: %v", err)
	}
	deep := &Response{Type: "text/html", Body: []byte(strings.Repeat("<div>", 100_000))}
	if err := ReadHTML(deep, HTMLHandler{"p", func(*colly.HTMLElement) {}}); err != nil {
		t.Logf("a page that is nested too deep: %v", err)
	}
}
