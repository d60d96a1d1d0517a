package check

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"evidelic/study"
)

// Bounds of a draft.
const (
	MaxDraftFile = 20 << 20  // bytes of the file
	MaxDraftText = 512 << 10 // bytes of its text, some 80,000 words
	maxTokens    = 1_000_000 // tags and texts of an HTML file, some ten for each word
)

var errDraftText = fmt.Errorf("its text has more than %d KB", MaxDraftText>>10)

// Paragraph is one paragraph, list item or heading of a draft, as plain text.
type Paragraph struct {
	Text    string
	Heading bool
}

// Draft is a text as read. A list of references at its end is left out.
type Draft struct {
	Format     string
	Paragraphs []Paragraph
}

// ReadDraft reads a draft. format is "text", "markdown", "html" or "docx", or "" to
// tell it from the name and the first bytes. What is too large, or cannot be
// read, is an error that wraps study.ErrInvalid. Nothing is fetched or executed.
func ReadDraft(r io.Reader, name, format string) (*Draft, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxDraftFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(b) > MaxDraftFile {
		return nil, fmt.Errorf("%s has more than %d MB: %w", name, MaxDraftFile>>20, study.ErrInvalid)
	}
	if format == "" {
		format = draftFormat(name, b)
	}
	d := &Draft{Format: format}
	if len(b) > 4*MaxDraftText && (format == "text" || format == "markdown") {
		return nil, fmt.Errorf("%s: %w: %w", name, errDraftText, study.ErrInvalid)
	}
	switch format {
	case "text":
		d.Paragraphs = textParagraphs(string(b))
	case "markdown":
		d.Paragraphs = markdownParagraphs(string(b))
	case "html":
		d.Paragraphs, err = htmlParagraphs(b)
	case "docx":
		d.Paragraphs, err = docxParagraphs(b)
	default:
		err = fmt.Errorf("format %q: want one of text, markdown, html, docx", format)
	}
	if err == nil {
		err = d.settle()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", name, err, study.ErrInvalid)
	}
	return d, nil
}

func draftFormat(name string, b []byte) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".docx":
		return "docx"
	case ".html", ".htm", ".xhtml":
		return "html"
	case ".md", ".markdown":
		return "markdown"
	}
	head := strings.ToLower(strings.TrimSpace(string(b[:min(len(b), 512)])))
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return "docx"
	case strings.HasPrefix(head, "<!doctype html"), strings.HasPrefix(head, "<html"), strings.HasPrefix(head, "<p"), strings.HasPrefix(head, "<h1"):
		return "html"
	case regexp.MustCompile(`(?m)^#{1,6} \S`).MatchString(head):
		return "markdown"
	}
	return "text"
}

var reReferencesHeading = regexp.MustCompile(`(?i)^(?:references|bibliography|works cited|literature cited|sources)\s*:?$`)

// settle folds white space, drops what is empty and the list of references, and
// holds the bound.
func (d *Draft) settle() error {
	var out []Paragraph
	size := 0
	for _, p := range d.Paragraphs {
		p.Text = strings.Join(strings.Fields(strings.ToValidUTF8(p.Text, "\ufffd")), " ")
		if p.Text == "" {
			continue
		}
		if reReferencesHeading.MatchString(p.Text) && len(out) > 0 {
			break
		}
		if size += len(p.Text); size > MaxDraftText {
			return errDraftText
		}
		out = append(out, p)
	}
	d.Paragraphs = out
	if len(out) == 0 {
		return fmt.Errorf("it holds no text")
	}
	return nil
}

// textParagraphs parts a text at empty lines; without any, each line is one.
func textParagraphs(text string) []Paragraph {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	sep := "\n\n"
	if !strings.Contains(text, sep) {
		sep = "\n"
	}
	var out []Paragraph
	for _, p := range strings.Split(text, sep) {
		p = strings.TrimSpace(p)
		out = append(out, Paragraph{Text: p, Heading: len(p) < 90 && !strings.ContainsAny(p, ".!?:;\n")})
	}
	return out
}

var (
	reMDImage  = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	reMDLink   = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	reMDNote   = regexp.MustCompile(`\[\^?[0-9a-zA-Z]{1,8}\]`)
	reMDHTML   = regexp.MustCompile(`</?[a-zA-Z][^>]{0,200}>`)
	reMDList   = regexp.MustCompile(`^\s*(?:[-*+]|[0-9]{1,3}[.)])\s+`)
	reMDStress = regexp.MustCompile("[*_`]{1,3}")
)

// markdownParagraphs leaves out code, tables, images and comments.
func markdownParagraphs(text string) []Paragraph {
	var out []Paragraph
	open, code := false, false
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r", ""), "\n") {
		bare := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(bare, "```") || strings.HasPrefix(bare, "~~~"):
			code, open = !code, false
		case code || strings.HasPrefix(bare, "|") || strings.HasPrefix(bare, "<!--"):
			open = false
		case bare == "" || strings.Trim(bare, "-=*_ ") == "":
			open = false
		case strings.HasPrefix(bare, "#"):
			out, open = append(out, Paragraph{plainMarkdown(strings.TrimLeft(bare, "# ")), true}), false
		case reMDList.MatchString(line) || !open:
			out, open = append(out, Paragraph{Text: plainMarkdown(strings.TrimLeft(reMDList.ReplaceAllString(line, ""), "> "))}), true
		default:
			out[len(out)-1].Text += " " + plainMarkdown(strings.TrimLeft(bare, "> "))
		}
	}
	return out
}

func plainMarkdown(s string) string {
	s = reMDImage.ReplaceAllString(s, "")
	s = reMDLink.ReplaceAllString(s, "$1")
	s = reMDNote.ReplaceAllString(s, "")
	s = reMDHTML.ReplaceAllString(s, "")
	return html.UnescapeString(reMDStress.ReplaceAllString(s, ""))
}

// htmlBlocks end a paragraph; htmlSkipped hold no text of the draft.
var (
	htmlBlocks  = wordSet("p div section article li ul ol br tr td th table blockquote figcaption header footer main dd dt h1 h2 h3 h4 h5 h6 hr pre")
	htmlSkipped = wordSet("script style head nav noscript template svg math iframe object textarea select button form")
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// htmlParagraphs reads tokens one after the other: no depth of nesting costs more
// than its length.
func htmlParagraphs(b []byte) ([]Paragraph, error) {
	z := html.NewTokenizer(bytes.NewReader(b))
	var out []Paragraph
	var text strings.Builder
	skip, heading, size, tokens := "", false, 0, 0
	flush := func() {
		if strings.TrimSpace(text.String()) != "" {
			out = append(out, Paragraph{text.String(), heading})
		}
		text.Reset()
	}
	for size <= 4*MaxDraftText {
		if tokens++; tokens > maxTokens {
			return nil, fmt.Errorf("its markup has more than %d tags", maxTokens/2)
		}
		switch z.Next() {
		case html.ErrorToken:
			flush()
			return out, nil
		case html.TextToken:
			if skip == "" {
				raw := z.Text()
				size += len(raw)
				text.WriteString(html.UnescapeString(string(raw)))
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			tag := string(name)
			if skip == "" && htmlSkipped[tag] {
				skip = tag
			}
			if htmlBlocks[tag] {
				flush()
				heading = len(tag) == 2 && tag[0] == 'h' && tag != "hr"
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := string(name)
			if tag == skip {
				skip = ""
			}
			if htmlBlocks[tag] {
				flush()
				heading = false
			}
		case html.SelfClosingTagToken:
			if name, _ := z.TagName(); htmlBlocks[string(name)] {
				flush()
			}
		}
	}
	return nil, errDraftText
}
