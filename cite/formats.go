package cite

import (
	"fmt"
	"io"

	"evidelic/study"
)

// Formats lists the formats in the order in which they are offered.
func Formats() []Format {
	return []Format{
		{Name: "ris", Label: "RIS", MediaType: "application/x-research-info-systems", Extension: ".ris", Reads: true},
		{Name: "nbib", Label: "NBIB (PubMed)", MediaType: "application/nbib", Extension: ".nbib", Reads: true},
		{Name: "bibtex", Label: "BibTeX", MediaType: "application/x-bibtex", Extension: ".bib", Reads: true},
		{Name: "csl-json", Label: "CSL-JSON", MediaType: "application/vnd.citationstyles.csl+json", Extension: ".json", Reads: true},
		{Name: "endnote-xml", Label: "EndNote XML", MediaType: "application/x-endnote-xml", Extension: ".xml", Reads: true},
		{Name: "csv", Label: "CSV", MediaType: "text/csv; charset=utf-8", Extension: ".csv", Reads: true},
		{Name: "jsonl", Label: "JSON Lines", MediaType: "application/x-ndjson", Extension: ".jsonl", Reads: true},
	}
}

// FormatNamed gives the format of a name; the error lists the names there are.
func FormatNamed(name string) (Format, error) {
	names := ""
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names += " " + f.Name
	}
	return Format{}, fmt.Errorf("format %q: want one of%s: %w", name, names, study.ErrInvalid)
}

func newWriter(w io.Writer, format string, opt Options) (writer, error) {
	switch format {
	case "ris":
		return &risWriter{w: w, opt: opt}, nil
	case "nbib":
		return &nbibWriter{w: w, opt: opt}, nil
	case "bibtex":
		return &bibtexWriter{w: w, opt: opt}, nil
	case "csl-json":
		return &cslWriter{w: w, opt: opt}, nil
	case "endnote-xml":
		return &endnoteWriter{w: w, opt: opt}, nil
	case "csv":
		return newCSVWriter(w, opt), nil
	case "jsonl":
		return newJSONLWriter(w, opt), nil
	}
	_, err := FormatNamed(format)
	return nil, err
}
