package europepmc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"

	"evidelic/crawler"
	"evidelic/study"
)

// Answer is one page of the search as read.
type Answer struct {
	Records  []study.Record
	Failed   []study.RecordError // records that could not be read; the others are good
	Warnings []string
	Size     int    // records on the page, whether they could be read or not
	HitCount int    // what the service says the whole search has
	NextMark string // "" when the page has none
}

// RefusedError is an error that Europe PMC sends with status 200: a code and a
// message, or (Code 0) an envelope with nothing in it.
type RefusedError struct {
	Code    int
	Message string
}

// Error gives the service's own words.
func (e *RefusedError) Error() string {
	if e.Code == 0 {
		return "the service answered with an empty envelope, which is how it refuses a query silently"
	}
	return fmt.Sprintf("the service refused: %d: %s", e.Code, e.Message)
}

// Parse reads one answer of search or searchPOST in JSON. A record that cannot be
// read goes into Failed with its key and its place; an answer that is an error,
// is cut off or is no JSON at all is an error, of type *RefusedError when the
// service says so itself. The caller sets Fetched.
func Parse(body []byte) (Answer, error) {
	var e envelope
	if err := crawler.ReadJSON(body, &e); err != nil {
		return Answer{}, err
	}
	if e.ErrCode != 0 || e.ErrMsg != "" {
		return Answer{}, &RefusedError{max(e.ErrCode, 1), crawler.CleanText(clip([]byte(e.ErrMsg), 300))}
	}
	if e.ResultList == nil && (e.HitCount == nil || *e.HitCount != 0) {
		return Answer{}, &RefusedError{}
	}
	a := Answer{NextMark: e.NextMark}
	if e.HitCount != nil {
		a.HitCount = max(0, *e.HitCount)
	}
	if e.ResultList != nil {
		a.Size = len(e.ResultList.Result)
		for i, raw := range e.ResultList.Result {
			a.add(i, raw)
		}
	}
	return a, nil
}

// add reads one result.
func (a *Answer) add(i int, raw json.RawMessage) {
	rec, err := parseResult(raw)
	if err != nil {
		a.Failed = append(a.Failed, crawler.Unreadable(study.SourceEuropePMC, i, keyOf(raw), err))
		return
	}
	a.Records = append(a.Records, rec)
}

// parseResult reads one result into a record.
func parseResult(raw json.RawMessage) (study.Record, error) {
	var r result
	if err := crawler.ReadRecord(raw, &r); err != nil {
		return study.Record{}, err
	}
	key, err := key(r.Source, r.ID)
	if err != nil {
		return study.Record{}, err
	}
	rep, err := r.report()
	if err != nil {
		return study.Record{}, err
	}
	return study.Record{
		Source: study.SourceEuropePMC, Key: key, Revision: dateText(r.Revised), Report: rep,
		Raw: bytes.Clone(raw), RawType: "application/json",
	}, nil
}

var (
	reSource = regexp.MustCompile(`^[A-Z]{3}$`)
	reID     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$`)
)

// key gives Europe PMC's own name of a record: "MED:123", "PPR:PPR456".
func key(source, id string) (string, error) {
	if !reSource.MatchString(source) || !reID.MatchString(id) {
		return "", fmt.Errorf("source %.20q and id %.80q name no record", source, id)
	}
	return source + ":" + id, nil
}

// keyOf finds the key of a record that cannot be read; "" when it has none.
func keyOf(raw json.RawMessage) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return ""
	}
	var source, id string
	if json.Unmarshal(fields["source"], &source) != nil || json.Unmarshal(fields["id"], &id) != nil {
		return ""
	}
	k, _ := key(source, id)
	return k
}

// clip gives at most n bytes of b.
func clip(b []byte, n int) string {
	return string(b[:min(n, len(b))])
}
