package crawler

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"evidelic/study"
)

var reORCID = regexp.MustCompile(`[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$`)

// ORCID takes the bare identifier out of the forms in use: bare, http and https
// addresses. It gives "" for anything else.
func ORCID(s string) string {
	return reORCID.FindString(strings.ToUpper(strings.TrimRight(strings.TrimSpace(s), "/")))
}

var reISSN = regexp.MustCompile(`^[0-9]{4}-[0-9]{3}[0-9X]$`)

// ISSNs gives the strings that are ISSNs in their usual form, each once; a missing
// hyphen is put in.
func ISSNs(list ...string) []string {
	var out []string
	for _, v := range list {
		v = strings.ToUpper(strings.TrimSpace(v))
		if len(v) == 8 {
			v = v[:4] + "-" + v[4:]
		}
		if reISSN.MatchString(v) && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// CleanList gives the strings as plain text, without the empty ones.
func CleanList(list []string) []string {
	var out []string
	for _, s := range list {
		if s = PlainText(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// bibliographic are the languages whose code for librarians (ISO 639-2/B, which
// PubMed writes) differs from the other three-letter code.
var bibliographic = map[string]string{
	"bod": "tib", "ces": "cze", "cym": "wel", "deu": "ger", "ell": "gre", "eus": "baq", "fas": "per", "fra": "fre",
	"hye": "arm", "isl": "ice", "kat": "geo", "mkd": "mac", "mri": "mao", "msa": "may", "mya": "bur", "nld": "dut",
	"ron": "rum", "slk": "slo", "sqi": "alb", "zho": "chi",
}

// Language gives the ISO 639-2/B code of a language tag or name code: "en",
// "en-US", "eng" and "deu" give "eng", "eng", "eng", "ger". What names no language
// gives "".
func Language(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	tag, _, _ = strings.Cut(tag, "_")
	if len(tag) != 2 && len(tag) != 3 {
		return ""
	}
	for _, b := range bibliographic {
		if tag == b {
			return tag
		}
	}
	base, err := language.ParseBase(tag)
	if err != nil {
		return ""
	}
	code := base.ISO3()
	if b, ok := bibliographic[code]; ok {
		return b
	}
	if code == "und" || code == "mul" || code == "zxx" {
		return ""
	}
	return code
}

var reCreative = regexp.MustCompile(`^/licen[sc]es/((?:by|nc|nd|sa)(?:-(?:by|nc|nd|sa)){0,3})(?:/|$)`)

// LicenseOf gives the licence that an address names: Creative Commons' own
// addresses give their slug ("cc-by-nc"), any other address "other", so that
// nothing but an open licence opens a text; what is no address gives the zero
// License.
func LicenseOf(address string) study.License {
	address = strings.TrimSpace(address)
	u, ok := webAddress(address)
	if !ok {
		return study.License{}
	}
	host, path := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), strings.ToLower(u.Path)
	code := "other"
	if host == "creativecommons.org" {
		switch m := reCreative.FindStringSubmatch(path); {
		case m != nil:
			code = "cc-" + m[1]
		case strings.HasPrefix(path, "/publicdomain/zero/"):
			code = "cc0"
		case strings.HasPrefix(path, "/publicdomain/mark/"):
			code = "public-domain"
		}
	}
	return study.License{Code: code, URL: address}
}

// maxLink bounds an address that is kept, in bytes.
const maxLink = 2000

// WebLink gives a link to an http or https address, and false for anything else.
func WebLink(kind, address string) (study.Link, bool) {
	address = strings.TrimSpace(address)
	if _, ok := webAddress(address); !ok {
		return study.Link{}, false
	}
	return study.Link{Kind: kind, URL: address}, true
}

func webAddress(s string) (*url.URL, bool) {
	if len(s) > maxLink {
		return nil, false
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, false
	}
	return u, true
}

var (
	reRetracted = regexp.MustCompile(`(?i)^[\[(]?retracted(?: article| paper| publication| chapter)?(?:[\])]|\s*[:.—–-]\s)`)
	reWithdrawn = regexp.MustCompile(`(?i)^[\[(]?withdrawn(?: article| preprint| paper)?(?:[\])]|\s*[:.—–-]\s)`)
)

// TitleNotice reads the words that publishers put before the title of a
// retracted or withdrawn report: the last resort, where no link and no flag tells
// of it. detail is what stands there; t is "" for any other title.
func TitleNotice(title string) (t study.NoticeType, detail string) {
	if m := reRetracted.FindString(title + " "); m != "" {
		return study.NoticeRetraction, "title: " + strings.TrimSpace(m)
	}
	if m := reWithdrawn.FindString(title + " "); m != "" {
		return study.NoticeWithdrawal, "title: " + strings.TrimSpace(m)
	}
	return "", ""
}
