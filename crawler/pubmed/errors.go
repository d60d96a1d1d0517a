package pubmed

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrNotPubMed: the input is not PubMed XML at all.
	ErrNotPubMed = errors.New("not PubMed XML")
	// ErrMalformed: the input is damaged from the named byte on; the records before
	// it are good.
	ErrMalformed = errors.New("malformed PubMed XML")
	// ErrBomb: a compressed input expands far beyond what PubMed XML does.
	ErrBomb = errors.New("compressed input expands too much")
)

// AnswerError is an error that the E-utilities gave inside a successful answer.
type AnswerError struct {
	Reason  string // in NCBI's words
	Limited bool   // the rate limit was exceeded
	Blocked bool   // NCBI blocks this client: an operator must act
}

// Error gives NCBI's words, and for a block what to do.
func (e *AnswerError) Error() string {
	if e.Blocked {
		return "NCBI answers: " + e.Reason + "; it blocks this address or program: write to info@ncbi.nlm.nih.gov and check the settings tool and email"
	}
	return "NCBI answers: " + e.Reason
}

// passing says whether asking again a little later can help: answers that are
// cut, garbled or no data at all come in passing, refusals of the request do not.
func passing(err error) bool {
	var a *AnswerError
	if !errors.As(err, &a) {
		return errors.Is(err, ErrMalformed) || errors.Is(err, ErrNotPubMed)
	}
	low := strings.ToLower(a.Reason)
	for _, final := range []string{"cannot be larger", "invalid", "empty id list", "empty term", "unable to obtain query", "api key", "neither query_key"} {
		if strings.Contains(low, final) {
			return a.Limited
		}
	}
	return true
}

// clip keeps a foreign message short enough for a log line.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if r := []rune(s); len(r) > 300 {
		return string(r[:300]) + " …"
	}
	return s
}

// notXML explains an input that does not begin with a tag.
func notXML(head []byte) error {
	switch {
	case bytes.HasPrefix(head, []byte("{")):
		if err := jsonAnswer(head); err != nil {
			return err
		}
		return fmt.Errorf("%w: it is JSON", ErrNotPubMed)
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return fmt.Errorf("%w: it is written in UTF-16, want UTF-8", ErrMalformed)
	}
	if s := string(head); strings.Contains(s, "Search Backend failed") || strings.Contains(strings.ToLower(s), "rate limit") {
		return &AnswerError{Reason: clip(s), Limited: strings.Contains(strings.ToLower(s), "rate limit")}
	}
	return fmt.Errorf("%w: it begins with %.40q", ErrNotPubMed, head)
}

// htmlAnswer explains a web page where data was asked for.
func htmlAnswer(page []byte) error {
	text := string(page)
	title := "a web page without a title"
	if _, after, ok := strings.Cut(text, "<title>"); ok {
		t, _, _ := strings.Cut(after, "</title>")
		title = clip(strings.Join(strings.Fields(t), " "))
	}
	blocked := strings.Contains(text, "Blocked Diagnostic") || strings.Contains(text, "blocked for possible abuse")
	if blocked {
		return &AnswerError{Reason: "web page “" + title + "”", Blocked: true}
	}
	return &AnswerError{Reason: "error page “" + title + "” instead of data"}
}
