package crawler

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"evidelic/study"
)

// Client is what a source needs of a Fetcher.
type Client interface {
	Fetch(ctx context.Context, r Request) (*Response, error)
}

// attempts is how often a body that cannot be read is asked for.
const attempts = 3

// Ask makes a request and reads the body with parse. A body that parse refuses is
// asked for again, three times in all: cut answers, and refusals under status 200,
// come in passing. final, which may be nil, says of such an error that asking again
// is of no use. Refusals by status are retried by the Client, not here.
func Ask[A any](ctx context.Context, c Client, r Request, parse func(body []byte) (A, error), final func(error) bool) (a A, resp *Response, err error) {
	var none A
	for range attempts {
		if resp, err = c.Fetch(ctx, r); err != nil {
			break
		}
		if a, err = parse(resp.Body); err == nil {
			return a, resp, nil
		}
		if final != nil && final(err) {
			break
		}
	}
	return none, nil, err
}

// ReadJSON reads an answer that has to be one JSON object into v, past a byte order
// mark. What is no object is an error that shows how it begins.
func ReadJSON(body []byte, v any) error {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	if len(body) == 0 || body[0] != '{' {
		return fmt.Errorf("want JSON, have %q", body[:min(60, len(body))])
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	return nil
}

// ReadRecord reads one record of a JSON answer into v. A value of another type than
// its place has is an error that names the place.
func ReadRecord(raw json.RawMessage, v any) error {
	err := json.Unmarshal(raw, v)
	var wrong *json.UnmarshalTypeError
	switch {
	case !errors.As(err, &wrong):
		return err
	case wrong.Field == "":
		return fmt.Errorf("the record: did not expect a JSON %s here", wrong.Value)
	}
	return fmt.Errorf("%s: did not expect a JSON %s here", wrong.Field, wrong.Value)
}

// Unreadable is the entry in Failed for the record at a place of an answer, from 0;
// key is "" when it has none that can be read.
func Unreadable(source string, at int, key string, why error) study.RecordError {
	return study.RecordError{Source: source, Position: fmt.Sprintf("record %d", at+1), Key: key, Reason: why.Error()}
}
