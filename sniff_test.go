package main

import (
	"bufio"
	"slices"
	"strings"
	"testing"
)

func TestSniff(t *testing.T) {
	for _, tt := range []struct{ file, text, want string }{
		{"a.xml", "<?xml version=\"1.0\"?><PubmedArticleSet>", "pubmed-xml"},
		{"a.xml", "<?xml version=\"1.0\"?><xml><records><record><database>", "endnote-xml"},
		{"A.XML.GZ", "\x1f\x8b\x08", "pubmed-xml"},
		{"pubmed26n0001", "\x1f\x8b\x08", "pubmed-xml"},
		{"a.nbib", "PMID- 1", "nbib"},
		{"pubmed.txt", "\n\nPMID- 1", "nbib"},
		{"a.ris", "", "ris"},
		{"a.txt", "\ufeffTY  - JOUR", "ris"},
		{"refs.bib", "% comment", "bibtex"},
		{"refs.txt", "@article{a,", "bibtex"},
		{"a.csv", "id,title", "csv"},
		{"a.json", `{"id": 1}`, "csl-json"},
		{"a.txt", `[{"id": 1}]`, "csl-json"},
		{"a.jsonl", "", "jsonl"},
		{"a.dat", `{"pmid": "1"}`, "jsonl"},
		{"a.docx", "PK\x03\x04", ""},
	} {
		got, err := sniff(tt.file, bufio.NewReader(strings.NewReader(tt.text)))
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%s %.20q: %q, %v, want %q", tt.file, tt.text, got, err, tt.want)
		}
		if err == nil && !slices.Contains(importFormats(), got) {
			t.Errorf("%s: %q cannot be imported", tt.file, got)
		}
	}
}
