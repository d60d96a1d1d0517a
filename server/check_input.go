package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"path"
	"strings"

	"evidelic/check"
	"evidelic/study"
)

// Bounds of the body of a request for a check: a file and its form.
const (
	maxCheckBody = check.MaxReferenceFile + 1<<20
	maxDraftBody = check.MaxDraftFile + 1<<20
)

// checkInput is what somebody wants checked. It lives as long as the request:
// nothing of it is stored or logged.
type checkInput struct {
	Text      []byte
	Name      string // of the file, "" for pasted text
	Format    string // as named, "" to tell it from the content
	Style     string
	Corrected bool // answer with the corrected list
}

// readCheck reads the body of a request by its media type: a form, a JSON object
// {"text": …}, or the text itself, in the format that formatOf gives for it.
func readCheck(contentType string, body []byte, formatOf func(media string) string) (checkInput, error) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		media = "text/plain"
	}
	switch media {
	case "multipart/form-data":
		return readMultipart(body, params["boundary"])
	case "application/x-www-form-urlencoded":
		v, err := url.ParseQuery(string(body))
		if err != nil {
			return checkInput{}, fmt.Errorf("the form cannot be decoded: %w", study.ErrInvalid)
		}
		in := checkInput{Text: []byte(v.Get("text"))}
		in.set("name", v.Get("name"))
		for _, key := range []string{"format", "style", "corrected"} {
			in.set(key, v.Get(key))
		}
		return in, nil
	case "application/json":
		if in, ok := readCheckJSON(body); ok {
			return in, nil
		}
		return checkInput{Text: body, Format: formatOf("application/vnd.citationstyles.csl+json")}, nil
	}
	return checkInput{Text: body, Format: formatOf(media)}, nil
}

// readCheckJSON reads {"text": …} with what else the form has. Other JSON is a
// list of references itself.
func readCheckJSON(body []byte) (checkInput, bool) {
	var in struct {
		Text      *string `json:"text"`
		Name      string  `json:"name"`
		Format    string  `json:"format"`
		Style     string  `json:"style"`
		Corrected bool    `json:"corrected"`
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil || in.Text == nil {
		return checkInput{}, false
	}
	return checkInput{Text: []byte(*in.Text), Name: fileName(in.Name), Format: in.Format, Style: in.Style, Corrected: in.Corrected}, true
}

// readMultipart reads a form with a file. The file goes before pasted text.
func readMultipart(body []byte, boundary string) (checkInput, error) {
	var in checkInput
	r := multipart.NewReader(bytes.NewReader(body), boundary)
	for range 20 {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return in, nil
		}
		if err != nil {
			return in, fmt.Errorf("the form cannot be read: %w: %w", err, study.ErrInvalid)
		}
		content, err := io.ReadAll(part) // the body is bounded
		if err != nil {
			return in, fmt.Errorf("the form cannot be read: %w: %w", err, study.ErrInvalid)
		}
		switch name := part.FormName(); {
		case name == "file" && len(content) > 0:
			in.Text, in.Name = content, fileName(part.FileName())
		case name == "text" && in.Name == "":
			in.Text = content
		case name != "file" && name != "text":
			in.set(name, string(content))
		}
	}
	return in, fmt.Errorf("the form has too many fields: %w", study.ErrInvalid)
}

// fileName gives a name without its folders, "" when there is none.
func fileName(s string) string {
	s = path.Base(strings.ReplaceAll(s, `\`, "/"))
	if s == "." || s == "/" {
		return ""
	}
	return s
}

func (in *checkInput) set(name, value string) {
	value = strings.TrimSpace(value)
	switch name {
	case "name":
		in.Name = fileName(value)
	case "format":
		in.Format = value
	case "style":
		in.Style = value
	case "corrected":
		in.Corrected = value != ""
	}
}

// listFormat gives the format of package cite that has a media type; "" when
// the content must tell.
func listFormat(media string) string {
	for _, f := range writable() {
		if known, _, _ := strings.Cut(f.MediaType, ";"); strings.TrimSpace(known) == media {
			return f.Name
		}
	}
	return ""
}
