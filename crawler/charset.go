package crawler

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// decoded is a body in UTF-8 and what had to be done to it.
type decoded struct {
	body     []byte
	charset  string // that it was read in
	bad      int    // bytes that were not valid in it, now U+FFFD
	warnings []string
}

// errBadBytes says how many bytes of a body are not valid in its charset.
type errBadBytes int

// Error says how many bytes there are.
func (e errBadBytes) Error() string { return fmt.Sprintf("%d bytes are not valid in it", int(e)) }

// toUTF8 converts a text. A byte order mark decides, then bytes that are UTF-8
// whatever is announced (long texts in other sets are never so by accident),
// then the header, the XML declaration or the HTML meta element, and then UTF-8.
// Bytes that are not valid become U+FFFD and are counted; the caller asks again
// before it takes such a text.
func toUTF8(body []byte, kind, announced string) decoded {
	if !isText(kind) {
		return decoded{body: body}
	}
	if name, enc := byOrderMark(body); enc != nil {
		return convert(body, name, enc)
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	name := strings.ToLower(strings.TrimSpace(announced))
	if name == "" {
		name = declared(body, kind)
	}
	enc, canonical := charset.Lookup(name)
	if utf8.Valid(body) && !shifts(canonical) {
		return alreadyUTF8(body, name, canonical)
	}
	if enc == nil || canonical == "utf-8" {
		return brokenUTF8(body, name, enc == nil && name != "")
	}
	return convert(body, canonical, enc)
}

// shifts names the sets whose texts can be valid UTF-8 and mean something else.
func shifts(canonical string) bool {
	return strings.HasPrefix(canonical, "utf-16") || strings.HasPrefix(canonical, "iso-2022") || canonical == "replacement"
}

func byOrderMark(body []byte) (string, encoding.Encoding) {
	switch {
	case bytes.HasPrefix(body, []byte("\xfe\xff")), bytes.HasPrefix(body, []byte("\x00<\x00")):
		return "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("<\x00?\x00")):
		return "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	return "", nil
}

func alreadyUTF8(body []byte, name, canonical string) decoded {
	d := decoded{body: declareUTF8(body), charset: "utf-8"}
	if name != "" && canonical != "utf-8" && !ascii(body) {
		d.warnings = []string{fmt.Sprintf("announced as %s, but it is UTF-8 and was read as such", clip(name, 40))}
	}
	return d
}

func brokenUTF8(body []byte, name string, unknown bool) decoded {
	d := decoded{charset: "utf-8"}
	for rest := body; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n == 1 {
			d.bad++
		}
		rest = rest[n:]
	}
	d.body = declareUTF8(bytes.ToValidUTF8(body, []byte("\uFFFD")))
	if unknown {
		d.warnings = append(d.warnings, fmt.Sprintf("charset %q is unknown, read as UTF-8", clip(name, 40)))
	}
	d.warnings = append(d.warnings, fmt.Sprintf("%d bytes were not valid UTF-8 and are shown as \uFFFD", d.bad))
	return d
}

func convert(body []byte, name string, enc encoding.Encoding) decoded {
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return brokenUTF8(body, name, true)
	}
	d := decoded{body: declareUTF8(out), charset: name, bad: bytes.Count(out, []byte("\uFFFD"))}
	if d.bad > 0 {
		d.warnings = []string{fmt.Sprintf("%d places were not valid %s and are shown as \uFFFD", d.bad, name)}
	}
	return d
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// xmlEncoding finds the encoding in an XML declaration (XML 1.0, 2.8).
var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']`)

// declared gives the charset that a text names inside itself, "" when it names
// none.
func declared(body []byte, kind string) string {
	head := body[:min(len(body), 1024)]
	if m := xmlEncoding.FindSubmatch(head); m != nil {
		return strings.ToLower(string(m[1]))
	}
	if isHTML(kind) && !utf8.Valid(body) {
		_, name, _ := charset.DetermineEncoding(head, "")
		return name
	}
	return ""
}

// declareUTF8 corrects an XML declaration after the conversion, so that parsers
// do not convert once more or refuse.
func declareUTF8(body []byte) []byte {
	m := xmlEncoding.FindSubmatchIndex(body[:min(len(body), 1024)])
	if m == nil || strings.EqualFold(string(body[m[2]:m[3]]), "utf-8") {
		return body
	}
	out := make([]byte, 0, len(body)+8)
	out = append(out, body[:m[2]]...)
	out = append(out, "UTF-8"...)
	return append(out, body[m[3]:]...)
}
