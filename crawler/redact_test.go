package crawler

import (
	"strings"
	"testing"
)

func TestRedactURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://x.org/a?db=pubmed&api_key=abc&email=o@x.org": "https://x.org/a?db=pubmed&api_key=REDACTED&email=o@x.org",
		"https://x.org/a?API%5FKEY=abc":                       "https://x.org/a?API%5FKEY=REDACTED",
		"https://x.org/a?key=abc&query_key=1":                 "https://x.org/a?key=REDACTED&query_key=1",
		"https://x.org/a?pageToken=abc&token=abc":             "https://x.org/a?pageToken=abc&token=REDACTED",
		"https://user:pass@x.org/":                            "https://REDACTED@x.org/",
		"https://x.org/a?x=%zz&key=abc":                       "https://x.org/a?x=%zz&key=REDACTED",
		"https://x.org/%zz?key=abc":                           "https://x.org/%zz",
		"https://u:p@x.org/%zz":                               "an address that cannot be read",
		"":                                                    "",
	} {
		if got := RedactURL(in); got != want {
			t.Errorf("%s:\n got %s\nwant %s", in, got, want)
		}
	}
	if got := RedactURL("https://x.org/" + strings.Repeat("x", 10_000)); len(got) > 600 {
		t.Errorf("%d bytes", len(got))
	}
}

func FuzzRedactURL(f *testing.F) {
	f.Add("https://x.org/a?db=pubmed&", "=1")
	f.Add("https://x.org/%zz?a=b&", "")
	f.Add("//x?&;", "#f")
	f.Fuzz(func(t *testing.T, head, tail string) {
		const key = "s3cr3tk3y"
		if strings.ContainsAny(head, "#") || !strings.HasSuffix(head, "&") || !strings.Contains(head, "?") {
			return
		}
		if got := RedactURL(head + "api_key=" + key + "&" + tail); strings.Contains(got, key) {
			t.Errorf("%q shows the key", got)
		}
	})
}
