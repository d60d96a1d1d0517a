package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Files made to harm are wrong usage, told in words, before the library is opened.
func TestHostileFilesAreWrongUsage(t *testing.T) {
	dir := t.TempDir()
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = io.WriteString(w, "<w:document>"+strings.Repeat(" ", 40<<20))
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		command, name string
		content       []byte
		size          int64 // the file is made longer
		want          string
	}{
		{"refs", "big.bib", []byte("@article{a, title={x}}\n"), 50 << 20, "more than 10 MB"},
		{"refs", "deep.json", bytes.Repeat([]byte("["), 1<<20), 0, "deep.json"},
		{"draft", "big.txt", []byte("Ketamine."), 50 << 20, "more than 20 MB"},
		{"draft", "bomb.docx", bomb.Bytes(), 0, "unpacks to more than 32 MB"},
		{"draft", "none.docx", []byte("no archive"), 0, "no .docx file"},
	} {
		file := filepath.Join(dir, tt.name)
		if err := os.WriteFile(file, tt.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if tt.size > 0 {
			if err := os.Truncate(file, tt.size); err != nil {
				t.Fatal(err)
			}
		}
		got := command1(t, "check", tt.command, "--data", filepath.Join(dir, "data"), file)
		if got.code != exitUsage || !strings.Contains(got.faults, tt.want) {
			t.Errorf("%s: status %d: %.300s", tt.name, got.code, got.faults)
		}
	}
}
