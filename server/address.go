package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"evidelic/study"
)

const (
	apiPrefix = "/api/v1"
	studyPath = apiPrefix + "/studies/"
	pagePath  = "/study/"
)

// studySuffixes are what may follow a study's name under the API. A DOI may hold
// slashes, so they are cut from the end of the address.
func studySuffixes() []string { return []string{"/citation", "/similar", "/records"} }

// maxRef bounds the name of a study in an address, in bytes: NormalDOI's limit
// and a prefix.
const maxRef = 520

// checkRef refuses what cannot name a study before the library is asked.
func checkRef(ref string) error {
	switch {
	case ref == "":
		return fmt.Errorf("no study is named: %w", study.ErrNotFound)
	case len(ref) > maxRef:
		return fmt.Errorf("the name of the study is over %d bytes: %w", maxRef, study.ErrInvalid)
	case !utf8.ValidString(ref) || strings.ContainsFunc(ref, unicode.IsControl):
		return fmt.Errorf("the name of the study holds bytes that are not text: %w", study.ErrInvalid)
	}
	return nil
}

// splitStudy cuts the escaped path after studyPath into the name of the study,
// percent-decoded exactly once, and a known suffix. An escaped slash (%2F) never
// begins a suffix.
func splitStudy(escaped string) (ref, suffix string, err error) {
	for _, s := range studySuffixes() {
		if rest, ok := strings.CutSuffix(escaped, s); ok {
			escaped, suffix = rest, s
			break
		}
	}
	ref, err = url.PathUnescape(escaped)
	if err != nil {
		return "", "", fmt.Errorf("address: %w: %w", err, study.ErrInvalid)
	}
	return ref, suffix, nil
}

// rewriteStudy makes the name of a study one segment of the path before the
// router sees it, so that a DOI may come with raw slashes. It gives r itself
// when there is nothing to rewrite.
func rewriteStudy(r *http.Request) *http.Request {
	escaped, ok := strings.CutPrefix(r.URL.EscapedPath(), studyPath)
	if !ok {
		return r
	}
	ref, suffix, err := splitStudy(escaped)
	if err != nil || ref == "" {
		return r // no route fits, and the answer is 404
	}
	u := *r.URL
	u.Path = studyPath + ref + suffix
	u.RawPath = studyPath + url.PathEscape(ref) + suffix
	r2 := *r
	r2.URL = &u
	return &r2
}

// headAsGet answers HEAD as GET; net/http leaves the body out.
func headAsGet(r *http.Request) *http.Request {
	if r.Method != http.MethodHead {
		return r
	}
	get := *r
	get.Method = http.MethodGet
	return &get
}

// pathRef reads what rewriteStudy wrote.
func pathRef(param string) (string, error) {
	ref, err := url.PathUnescape(param)
	if err != nil {
		return "", fmt.Errorf("address: %w: %w", err, study.ErrInvalid)
	}
	return ref, checkRef(ref)
}
