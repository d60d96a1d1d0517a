package crawler

import (
	"context"
	"errors"
	"strings"
	"testing"

	"evidelic/study"
)

// bodies answers with one body after another.
type bodies []string

func (b *bodies) Fetch(context.Context, Request) (*Response, error) {
	if len(*b) == 0 {
		return nil, errors.New("nothing left")
	}
	body := (*b)[0]
	*b = (*b)[1:]
	return &Response{Body: []byte(body)}, nil
}

func TestAsk(t *testing.T) {
	never := func(err error) bool { return strings.Contains(err.Error(), "want JSON") }
	for name, tt := range map[string]struct {
		bodies bodies
		final  func(error) bool
		err    string
		left   int
	}{
		"at once":       {bodies{`{"v":1}`, "x"}, nil, "", 1},
		"the third":     {bodies{`{`, "", `{"v":1}`, "x"}, nil, "", 1},
		"never":         {bodies{`{`, `{`, `{`, `{"v":1}`}, nil, "read the answer", 1},
		"a final error": {bodies{`{`, "<html>", `{"v":1}`}, never, `want JSON, have "<html>"`, 1},
		"no answer":     {bodies{`{`}, nil, "nothing left", 0},
	} {
		parse := func(body []byte) (p place, err error) { return p, ReadJSON(body, &p) }
		got, resp, err := Ask(t.Context(), &tt.bodies, Request{}, parse, tt.final)
		if (err == nil) != (tt.err == "") || err != nil && !strings.HasPrefix(err.Error(), tt.err) || len(tt.bodies) != tt.left {
			t.Errorf("%s: got error %v and %d bodies left, want %q and %d", name, err, len(tt.bodies), tt.err, tt.left)
		}
		if (resp != nil) != (err == nil) || (got.V == 1) != (err == nil) {
			t.Errorf("%s: got %+v with %v", name, got, err)
		}
	}
}

func TestReadRecord(t *testing.T) {
	for raw, want := range map[string]string{
		`{"v":1}`:      "",
		`{"v":"1"}`:    "v: did not expect a JSON string here",
		`["v"]`:        "the record: did not expect a JSON array here",
		`{"v":1`:       "unexpected end of JSON input",
		"\ufeff" + `7`: "invalid character 'ï' looking for beginning of value",
	} {
		var p place
		got := ""
		if err := ReadRecord([]byte(raw), &p); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", raw, got, want)
		}
	}
	if got, want := Unreadable("demo", 0, "k", errors.New("no title")), (study.RecordError{Source: "demo", Position: "record 1", Key: "k", Reason: "no title"}); got != want {
		t.Errorf("got %+v", got)
	}
}
