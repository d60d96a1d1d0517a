package study

import (
	"net/url"
	"regexp"
	"strings"
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
	rePMCID = regexp.MustCompile(`^PMC[1-9][0-9]{0,8}$`)
	reDOI   = regexp.MustCompile(`^10\.[0-9]{4,9}(\.[0-9]+)*/\S+$`)
)

// NormalPMID gives the PMID in its normal form: decimal digits without leading
// zeros. "pmid:" and white space before it are accepted; ok is false for
// anything that is not a PMID.
func NormalPMID(s string) (pmid string, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > 5 && strings.EqualFold(s[:5], "pmid:") {
		s = strings.TrimSpace(s[5:])
	}
	s = strings.TrimLeft(s, "0")
	return s, rePMID.MatchString(s)
}

// NormalPMCID gives a PMCID as "PMC" and digits, without a version suffix
// ("PMC1234.2" is PMC1234).
func NormalPMCID(s string) (pmcid string, ok bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "PMCID:")
	s = strings.TrimSpace(s)
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		s = "PMC" + s
	}
	if i := strings.IndexByte(s, '.'); i > 0 {
		s = s[:i]
	}
	return s, rePMCID.MatchString(s)
}

// NormalDOI gives a DOI in lower case without resolver or "doi:" before it. An
// address is percent-decoded once; a bare DOI is taken as it stands. See the DOI
// Handbook, section 2.4 (names are case-insensitive).
func NormalDOI(s string) (doi string, ok bool) {
	s = strings.TrimSpace(s)
	low := strings.ToLower(s)
	for _, p := range []string{"https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/", "dx.doi.org/"} {
		if strings.HasPrefix(low, p) {
			s = s[len(p):]
			if u, err := url.PathUnescape(s); err == nil {
				s = u
			}
			break
		}
	}
	if len(s) > 4 && strings.EqualFold(s[:4], "doi:") {
		s = strings.TrimSpace(s[4:])
	}
	s = strings.ToLower(s)
	return s, len(s) <= 512 && reDOI.MatchString(s)
}
