package crawler

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxCrawlDelay bounds what a host can ask for.
const maxCrawlDelay = 24 * time.Hour

// robotsRules are the rules of one host for one product (RFC 9309). The zero
// value allows everything.
type robotsRules struct {
	rules []robotsRule
	delay time.Duration // Crawl-delay, not in the RFC but widely used; 0 when not given
}

type robotsRule struct {
	allow   bool
	pattern string // normalised
	line    string // as written, for the error
}

// parseRobots reads the groups for product; where there is none, those for "*".
// Groups for the same product are joined. Lines that it does not understand are
// skipped, as the RFC asks; it never fails.
func parseRobots(body []byte, product string) *robotsRules {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	var own, any robotsRules
	found := false
	var into []*robotsRules // the groups that the current lines belong to
	agents := false         // whether the line before named an agent
	for line := range strings.FieldsFuncSeq(string(body), func(r rune) bool { return r == '\n' || r == '\r' }) {
		name, value, ok := robotsLine(line)
		if !ok {
			continue
		}
		if name != "user-agent" {
			agents = agents && !groupField(name)
			for _, g := range into {
				g.add(name, value)
			}
			continue
		}
		if !agents {
			into, agents = nil, true
		}
		switch {
		case value == "*":
			into = append(into, &any)
		case strings.EqualFold(agentToken(value), product):
			into, found = append(into, &own), true
		}
	}
	if found {
		return &own
	}
	return &any
}

// groupField says whether a field belongs to a group, so that an agent line
// after it begins a new one; a Sitemap line does not.
func groupField(name string) bool {
	return name == "allow" || name == "disallow" || name == "crawl-delay"
}

// robotsLine splits "Name: value # comment".
func robotsLine(line string) (name, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	name, value, ok = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value), ok
}

// agentToken gives the product token of an agent line: "Evidelic/1.0" names
// Evidelic, "Evidelicious" does not.
func agentToken(value string) string {
	end := strings.IndexFunc(value, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_')
	})
	if end < 0 {
		return value
	}
	return value[:end]
}

func (r *robotsRules) add(name, value string) {
	switch name {
	case "allow", "disallow":
		if value == "" { // an empty Disallow forbids nothing
			return
		}
		r.rules = append(r.rules, robotsRule{name == "allow", normalPath(value), clip(name+": "+value, 100)})
	case "crawl-delay":
		s, err := strconv.ParseFloat(value, 64)
		if err != nil || !(s > 0) {
			return
		}
		d := maxCrawlDelay
		if s < maxCrawlDelay.Seconds() {
			d = time.Duration(s * float64(time.Second))
		}
		r.delay = max(r.delay, d)
	}
}

// allows gives the verdict of the longest matching rule, an allowing one where
// two are as long, and the line of the one that forbids.
func (r *robotsRules) allows(u *url.URL) (ok bool, line string) {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = normalPath(path)
	best, ok := -1, true
	for _, rule := range r.rules {
		if len(rule.pattern) < best || len(rule.pattern) == best && !rule.allow || !matchPath(rule.pattern, path) {
			continue
		}
		best, ok, line = len(rule.pattern), rule.allow, rule.line
	}
	if ok {
		line = ""
	}
	return ok, line
}

// matchPath matches from the start of path; "*" stands for any characters, "$"
// at the end for the end.
func matchPath(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return !whole || rest == ""
	}
	end := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	if whole {
		return strings.HasSuffix(rest, end)
	}
	return strings.Contains(rest, end)
}

// normalPath writes a path or pattern in one way, as RFC 9309, 2.2.2 compares
// them: letters, digits and -._~ never escaped, bytes outside ASCII always, hex
// digits upper case.
func normalPath(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], false
		if c == '%' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c, escaped = byte(v), true
				i += 2
			}
		}
		if c >= 0x80 || c <= ' ' || escaped && !unreserved(c) {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
