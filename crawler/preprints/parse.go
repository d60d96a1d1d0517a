package preprints

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// Answer is one answer of the API as read.
type Answer struct {
	Items  []Item              // in the order in which they came
	Failed []study.RecordError // entries that could not be read; the others are good
	Size   int                 // entries, whether they could be read or not
	Total  int                 // what the service says the interval has; 0 when it does not say
}

// Item is one version of a preprint, or what /pubs says of one that was published.
type Item struct {
	DOI     string // of the preprint, in its normal form
	Version int    // from 1; 0 in /pubs
	entry   entry
	raw     json.RawMessage
}

// RefusedError is a refusal in the service's own words.
type RefusedError struct{ Message string }

// Error gives the service's words.
func (e *RefusedError) Error() string { return "the service refused: " + e.Message }

// envelope is an answer: a message about it and its entries.
type envelope struct {
	Messages []struct {
		Status string `json:"status"`
		Total  text   `json:"total"`
	} `json:"messages"`
	Collection []json.RawMessage `json:"collection"`
}

// entry is one entry of /details, or of /pubs, whose names differ.
type entry struct {
	DOI        string `json:"doi"`
	PubsDOI    string `json:"biorxiv_doi"`
	PubsDOI2   string `json:"preprint_doi"`
	Title      string `json:"title"`
	PubsTitle  string `json:"preprint_title"`
	Authors    string `json:"authors"`
	Date       string `json:"date"`
	Version    text   `json:"version"`
	Type       string `json:"type"`
	License    string `json:"license"`
	Category   string `json:"category"`
	Abstract   string `json:"abstract"`
	Published  string `json:"published"`
	Funder     any    `json:"funder"`
	PubsTarget string `json:"published_doi"`
	Server     string `json:"server"`
}

// text is a string that may come as a number.
type text string

// UnmarshalJSON reads a string, a number or null.
func (t *text) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if len(b) > 0 && b[0] >= '0' && b[0] <= '9' {
		*t = text(b)
		return nil
	}
	return json.Unmarshal(b, (*string)(t))
}

// Parse reads an answer. The service answers with status 200 whatever happens: an
// empty body and a status other than "ok" are errors, the latter of type
// *RefusedError; "no posts found" is an answer without entries.
func Parse(source string, body []byte) (Answer, error) {
	var e envelope
	if err := crawler.ReadJSON(body, &e); err != nil {
		return Answer{}, err
	}
	if len(e.Messages) == 0 {
		return Answer{}, errors.New("the answer has no message that says what it is")
	}
	a := Answer{Size: len(e.Collection)}
	switch status := strings.ToLower(strings.TrimSpace(e.Messages[0].Status)); {
	case strings.HasPrefix(status, "no posts found"), strings.HasPrefix(status, "no articles found"):
		return Answer{}, nil
	case status != "ok":
		return Answer{}, &RefusedError{crawler.CleanText(status[:min(len(status), 300)])}
	}
	a.Total, _ = strconv.Atoi(string(e.Messages[0].Total))
	for i, raw := range e.Collection {
		it, err := parseItem(raw)
		if err != nil {
			a.Failed = append(a.Failed, crawler.Unreadable(source, i, it.DOI, err))
			continue
		}
		a.Items = append(a.Items, it)
	}
	return a, nil
}

func parseItem(raw json.RawMessage) (Item, error) {
	it := Item{raw: bytes.Clone(raw)}
	err := crawler.ReadRecord(raw, &it.entry)
	ok := false
	for _, doi := range []string{it.entry.DOI, it.entry.PubsDOI, it.entry.PubsDOI2} {
		if doi != "" && !ok {
			it.DOI, ok = study.NormalDOI(doi)
		}
	}
	if err != nil {
		return it, err
	}
	if !ok {
		return it, fmt.Errorf("doi: %.80q is none", it.entry.DOI)
	}
	if v := string(it.entry.Version); v != "" {
		if it.Version, err = strconv.Atoi(v); err != nil || it.Version < 1 || it.Version > 9999 {
			return it, fmt.Errorf("version: %.20q is no number from 1 to 9999", v)
		}
	}
	return it, nil
}
