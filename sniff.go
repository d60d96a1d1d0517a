package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"evidelic/cite"
)

// pubmedXML is the one format that the sources' own parser reads.
const pubmedXML = "pubmed-xml"

// importFormats lists the formats that can be imported.
func importFormats() []string {
	out := []string{pubmedXML}
	for _, f := range cite.Formats() {
		if f.Reads {
			out = append(out, f.Name)
		}
	}
	return out
}

// bySuffix tells formats from the names of files that no other format has.
var bySuffix = []struct{ suffix, format string }{
	{".xml.gz", pubmedXML}, {".nbib", "nbib"}, {".medline", "nbib"}, {".ris", "ris"}, {".bib", "bibtex"}, {".csv", "csv"},
	{".jsonl", "jsonl"}, {".ndjson", "jsonl"},
}

// sniffed is how much of a file is looked at, in bytes.
const sniffed = 4096

// sniff tells the format of a file from its name, and from its first bytes where
// the name leaves it open.
func sniff(file string, r *bufio.Reader) (string, error) {
	name := strings.ToLower(filepath.Base(file))
	for _, s := range bySuffix {
		if strings.HasSuffix(name, s.suffix) {
			return s.format, nil
		}
	}
	head, err := r.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	format := sniffText(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))), name)
	if format == "" {
		return "", usagef("%s: the format cannot be told; name it with --format", file)
	}
	return format, nil
}

// sniffText tells a format from how a text begins, "" for none.
func sniffText(head []byte, name string) string {
	begins := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	switch {
	case begins("<") && bytes.Contains(head, []byte("<records>")) && bytes.Contains(head, []byte("<record>")):
		return "endnote-xml"
	case begins("\x1f\x8b"), begins("<"), strings.HasSuffix(name, ".xml"):
		return pubmedXML
	case begins("TY  -"):
		return "ris"
	case begins("PMID-"):
		return "nbib"
	case begins("@"):
		return "bibtex"
	case begins("["), begins("{") && strings.HasSuffix(name, ".json"):
		return "csl-json"
	case begins("{"):
		return "jsonl"
	}
	return ""
}
