package crawler

import (
	"strings"
	"testing"
)

func TestBaseURL(t *testing.T) {
	const usual = "https://usual.example/api"
	for address, want := range map[string]string{
		"": usual, "http://127.0.0.1:8/x//": "http://127.0.0.1:8/x", "https://a.example": "https://a.example",
		"ftp://a.example": "", "a.example": "", "https://": "", "https://a b": "",
	} {
		got, err := BaseURL("demo", address, usual)
		if got != want || (err == nil) != (want != "") || err != nil && !strings.Contains(err.Error(), "demo: base_url") {
			t.Errorf("%q: got %q, %v; want %q", address, got, err, want)
		}
	}
}

func TestWordBeginnings(t *testing.T) {
	if re, err := WordBeginnings("demo", nil); re != nil || err != nil {
		t.Errorf("none: %v, %v", re, err)
	}
	if _, err := WordBeginnings("demo", []string{"a", " "}); err == nil || !strings.Contains(err.Error(), "demo: terms[1]") {
		t.Errorf("an empty one: %v", err)
	}
	re, err := WordBeginnings("demo", []string{"ketamin", " a.b "})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"Ketamine": true, "(S)-ketamine": true, "esketamine": false, "a.b": true, "axb": false} {
		if re.MatchString(text) != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}
