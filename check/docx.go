package check

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of a .docx: a small file can hold a document of any size.
const (
	maxDocxFiles = 5000
	maxDocxXML   = 32 << 20 // bytes of the document when unpacked
	maxDocxDepth = 200
)

// docxParagraphs reads the text of a Word document. Only the document itself is
// unpacked, in memory; names inside the archive are never used as file names.
func docxParagraphs(b []byte) ([]Paragraph, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("it is no .docx file: %w", err)
	}
	if len(z.File) > maxDocxFiles {
		return nil, fmt.Errorf("the .docx holds more than %d files", maxDocxFiles)
	}
	for _, f := range z.File {
		if f.Name != "word/document.xml" {
			continue
		}
		if f.UncompressedSize64 > maxDocxXML {
			return nil, fmt.Errorf("the document unpacks to more than %d MB", maxDocxXML>>20)
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("unpack the document: %w", err)
		}
		defer r.Close()
		return wordParagraphs(&bounded{r: r, left: maxDocxXML})
	}
	return nil, errors.New("it is no .docx file: word/document.xml is missing")
}

var errUnpacked = fmt.Errorf("the document unpacks to more than %d MB", maxDocxXML>>20)

// bounded fails, and does not end, behind a number of bytes: the size that an archive
// states may be a lie.
type bounded struct {
	r    io.Reader
	left int
}

// Read reads on, and fails where the bound is reached.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errUnpacked
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// wordParagraphs reads the paragraphs of WordprocessingML; deleted text and fields
// are no part of it.
func wordParagraphs(r io.Reader) ([]Paragraph, error) {
	dec := xml.NewDecoder(r)
	var out []Paragraph
	var text strings.Builder
	depth, inText, heading, size := 0, false, false, 0
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the document: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxDocxDepth {
				return nil, fmt.Errorf("the document is nested more than %d deep", maxDocxDepth)
			}
			switch t.Name.Local {
			case "t":
				inText = true
			case "tab", "br", "cr":
				text.WriteByte(' ')
			case "pStyle":
				heading = heading || headingStyle(t)
			}
		case xml.EndElement:
			depth--
			switch t.Name.Local {
			case "t":
				inText = false
			case "p":
				if text.Len() > 0 {
					out = append(out, Paragraph{text.String(), heading})
				}
				text.Reset()
				heading = false
			}
		case xml.CharData:
			if !inText {
				continue
			}
			if size += len(t); size > 2*MaxDraftText {
				return nil, errDraftText
			}
			text.Write(t)
		}
	}
}

func headingStyle(e xml.StartElement) bool {
	for _, a := range e.Attr {
		if a.Name.Local == "val" && (strings.HasPrefix(strings.ToLower(a.Value), "heading") || a.Value == "Title") {
			return true
		}
	}
	return false
}
