package study

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// IDs are the identifiers of one report, each in its normal form (see the
// Normal functions). Only what identifies this report belongs here: the registry
// number of a trial that an article reports on is a TrialLink.
type IDs struct {
	PMID      string `json:"pmid,omitempty"`
	PMCID     string `json:"pmcid,omitempty"`
	DOI       string `json:"doi,omitempty"`
	Registry  string `json:"registry,omitempty"`  // a registration's own number: "NCT06341426"
	EuropePMC string `json:"europepmc,omitempty"` // "PPR1036674" and others that no other source uses
	OpenAlex  string `json:"openalex,omitempty"`  // "W2741809807"

	DOIPrinted string `json:"doi_printed,omitempty"` // the DOI with the capitals that its publisher gives it; empty where it has none
}

// SetDOI takes the DOI from a text as NormalDOI does, and keeps its capitals for
// references. It changes nothing and gives false when the text holds none.
func (i *IDs) SetDOI(s string) bool {
	bare, ok := cutDOI(s)
	if !ok {
		return false
	}
	i.DOI, i.DOIPrinted = lowerASCII(bare), ""
	if bare != i.DOI {
		i.DOIPrinted = bare
	}
	return true
}

// PrintedDOI gives the DOI as references print it: with its publisher's capitals
// where they are known.
func (i IDs) PrintedDOI() string {
	if lowerASCII(i.DOIPrinted) == i.DOI {
		return i.DOIPrinted
	}
	return i.DOI
}

// Ref names a report by whatever identifier is at hand, with the citation as
// printed where the source gives one.
type Ref struct {
	ID   string `json:"id,omitempty"` // ours, where the report is in the library
	PMID string `json:"pmid,omitempty"`
	DOI  string `json:"doi,omitempty"`
	NCT  string `json:"nct,omitempty"`
	Text string `json:"text,omitempty"`
}

// IsZero says whether the Ref names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

var (
	rePMID  = regexp.MustCompile(`^[1-9][0-9]{0,8}$`)
	rePMCID = regexp.MustCompile(`^(PMC[1-9][0-9]{0,8})(?:\.[0-9]{1,3})?$`)
	reDOI   = regexp.MustCompile(`^10\.[0-9]{4,9}(\.[0-9]+)*/[^\s\p{Z}\p{C}]+$`)
)

// NormalPMID gives the PMID in its normal form: decimal digits without leading
// zeros, at most nine. "pmid:", "PMID " and white space before it are accepted;
// for anything that is not a PMID it gives "" and false.
func NormalPMID(s string) (pmid string, ok bool) {
	s = strings.TrimLeft(cutLabel(strings.TrimSpace(s), "pmid"), "0")
	if !rePMID.MatchString(s) {
		return "", false
	}
	return s, true
}

// cutLabel takes "pmid:" or "PMID " off the front of an identifier.
func cutLabel(s, label string) string {
	if len(s) <= len(label) || !strings.EqualFold(s[:len(label)], label) || (s[len(label)] != ':' && s[len(label)] != ' ') {
		return s
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s[len(label):]), ":"))
}

// NormalPMCID gives a PMCID as "PMC" and digits, without a version suffix
// ("PMC1234.2" is PMC1234). "pmcid:" before it and a bare number are accepted;
// for anything else it gives "" and false.
func NormalPMCID(s string) (pmcid string, ok bool) {
	s = strings.ToUpper(cutLabel(strings.TrimSpace(s), "pmcid"))
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		s = "PMC" + strings.TrimLeft(s, "0")
	}
	m := rePMCID.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// maxDOI bounds a DOI in bytes; the longest registered ones have some 300.
const maxDOI = 512

// resolvers are the addresses that stand before a DOI.
var resolvers = []string{"doi.org/", "dx.doi.org/", "www.doi.org/"}

// NormalDOI gives a DOI in lower case without resolver or "doi:" before it, ""
// and false for what is none. An address is percent-decoded once; a bare DOI is
// taken as it stands, final punctuation included. Only ASCII letters change
// case: names are compared so (DOI Handbook, section 2.4).
func NormalDOI(s string) (doi string, ok bool) {
	s, ok = cutDOI(s)
	return lowerASCII(s), ok
}

// cutDOI gives a DOI without what stands before it.
func cutDOI(s string) (doi string, ok bool) {
	s = cutLabel(cutResolver(cutLabel(strings.TrimSpace(s), "doi")), "doi")
	if len(s) > maxDOI || !utf8.ValidString(s) || !reDOI.MatchString(s) {
		return "", false
	}
	return s, true
}

// cutResolver takes the resolver's address off and decodes the rest.
func cutResolver(s string) string {
	rest := s
	for _, scheme := range []string{"https://", "http://"} {
		if hasPrefixFold(rest, scheme) {
			rest = rest[len(scheme):]
			break
		}
	}
	for _, host := range resolvers {
		if !hasPrefixFold(rest, host) {
			continue
		}
		rest = rest[len(host):]
		if u, err := url.PathUnescape(rest); err == nil {
			return u
		}
		return rest
	}
	return s
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// lowerASCII leaves letters beyond ASCII as they are.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
