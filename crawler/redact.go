package crawler

import (
	"net/http"
	"net/url"
	"strings"
)

// redacted stands where a key was.
const redacted = "REDACTED"

// secretNames are the parameters, fields and headers whose values never appear
// in an error or a log: the spellings that NCBI, Crossref, OpenAlex, Semantic
// Scholar and their kin use.
var secretNames = map[string]bool{
	"api_key": true, "apikey": true, "api-key": true, "key": true, "token": true, "access_token": true,
	"secret": true, "password": true, "authorization": true, "x-api-key": true,
	"crossref-plus-api-token": true, "cookie": true, "proxy-authorization": true,
}

// RedactURL gives an address as it may be shown in errors, logs and pages: the
// values of keys, passwords and tokens are blanked out, addresses of mail stay.
// An address that cannot be parsed is given without its query, or not at all.
func RedactURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		head, _, _ := strings.Cut(raw, "?")
		if strings.Contains(head, "@") {
			return "an address that cannot be read"
		}
		return clip(head, 200)
	}
	if u.User != nil {
		u.User = url.User(redacted)
	}
	if u.RawQuery != "" {
		u.RawQuery = redactQuery(u.RawQuery)
	}
	return clip(u.String(), 500)
}

// redactQuery keeps the order and the spelling of everything else, so that the
// operator sees what was sent.
func redactQuery(q string) string {
	parts := strings.Split(q, "&")
	for i, p := range parts {
		name, _, ok := strings.Cut(p, "=")
		if ok && secretName(name) {
			parts[i] = name + "=" + redacted
		}
	}
	return strings.Join(parts, "&")
}

func secretName(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	return secretNames[strings.ToLower(name)]
}

// secretsOf lists the values that must not be shown, as servers like to repeat
// them in their error bodies.
func secretsOf(req *Request, u *url.URL) []string {
	var out []string
	for _, vs := range []url.Values{u.Query(), req.Form, url.Values(http.Header(req.Header))} {
		for name, values := range vs {
			if secretName(name) {
				out = append(out, values...)
			}
		}
	}
	return out
}

// excerpt gives the beginning of a body for an error: one line, valid UTF-8, no
// secrets.
func excerpt(body []byte, secrets []string) string {
	s := strings.ToValidUTF8(string(body[:min(len(body), 4096)]), "\uFFFD")
	for _, secret := range secrets {
		if len(secret) >= 4 {
			s = strings.ReplaceAll(s, secret, redacted)
		}
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	return clip(strings.Join(strings.Fields(s), " "), 300)
}

// clip cuts s after at most n bytes, between characters, and marks the cut.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
