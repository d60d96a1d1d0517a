package cite

import (
	"encoding/json"
	"fmt"
	"io"

	"evidelic/study"
)

// Formats lists the formats in the order in which they are offered.
func Formats() []Format {
	return []Format{
		{"ris", "RIS", "application/x-research-info-systems", ".ris", true},
		{"nbib", "NBIB (PubMed)", "application/nbib", ".nbib", true},
		{"bibtex", "BibTeX", "application/x-bibtex", ".bib", true},
		{"csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", ".json", true},
		{"endnote-xml", "EndNote XML", "application/xml", ".xml", true},
		{"csv", "CSV", "text/csv; charset=utf-8", ".csv", true},
		{"jsonl", "JSON Lines", "application/x-ndjson", ".jsonl", true},
	}
}

func newWriter(w io.Writer, format string, opt Options) (writer, error) {
	if format == "jsonl" {
		return &jsonlWriter{enc: json.NewEncoder(w), opt: opt}, nil
	}
	return nil, fmt.Errorf("format %q: %w", format, study.ErrInvalid)
}

type jsonlWriter struct {
	enc *json.Encoder
	opt Options
}

func (j *jsonlWriter) begin() error { return nil }
func (j *jsonlWriter) end() error   { return nil }
func (j *jsonlWriter) study(s *study.Study) (bool, error) {
	return true, j.enc.Encode(s)
}
