package crawler

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// BaseURL gives the address of a source's service without a slash at its end, the
// usual one for "". What is no http or https address is an error that names the
// option base_url.
func BaseURL(source, address, usual string) (string, error) {
	address = strings.TrimRight(cmp.Or(address, usual), "/")
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", fmt.Errorf("%s: base_url %q is not an http address", source, address)
	}
	return address, nil
}

// WordBeginnings gives an expression that finds a word that begins with one of the
// terms, whatever its case; nil when there are none. An empty one is an error that
// names the option terms.
func WordBeginnings(source string, terms []string) (*regexp.Regexp, error) {
	if len(terms) == 0 {
		return nil, nil
	}
	words := make([]string, len(terms))
	for i, t := range terms {
		if t = strings.TrimSpace(t); t == "" {
			return nil, fmt.Errorf("%s: terms[%d] is empty", source, i)
		}
		words[i] = regexp.QuoteMeta(t)
	}
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + strings.Join(words, "|") + `)`), nil
}
