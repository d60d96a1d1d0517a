package cite

import (
	"encoding/json"
	"io"

	"evidelic/study"
)

// jsonlWriter writes the full form: one study a line, as doc/api.md names its
// fields. The abstract policy applies: an abstract that may not be shown whole is
// one section of what may.
type jsonlWriter struct {
	enc *json.Encoder
	opt Options
}

func newJSONLWriter(w io.Writer, opt Options) *jsonlWriter {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return &jsonlWriter{enc: enc, opt: opt}
}

func (j *jsonlWriter) begin() error { return nil }
func (j *jsonlWriter) end() error   { return nil }

func (j *jsonlWriter) study(s *study.Study) (bool, error) {
	if j.opt.Abstract == nil {
		return true, j.enc.Encode(s)
	}
	shown := *s
	if text := j.opt.Abstract(s); text != s.AbstractText() {
		shown.Abstract, shown.OtherAbstract = nil, nil
		if text != "" {
			shown.Abstract = []study.Section{{Text: text}}
		}
	}
	return true, j.enc.Encode(&shown)
}
