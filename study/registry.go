package study

import (
	"regexp"
	"strings"
)

// TrialLink is a registry number that a record lists for its report.
type TrialLink struct {
	Number string    `json:"number"` // normal form, see NormalRegistry
	Role   TrialRole `json:"role"`
}

// TrialRole says how a report stands to a trial.
type TrialRole string

// The roles of a registry number. Only RoleReports joins a report to the trial's
// family: PubMed's DataBankList and a registry's RESULT references say it; a
// number found in text does not.
const (
	RoleReports  TrialRole = "reports"
	RoleMentions TrialRole = "mentions"
)

// registries are the forms of trial numbers of the registries that the WHO's
// platform accepts, as each registry documents them.
var registries = []struct {
	name string
	re   *regexp.Regexp
}{
	{"ClinicalTrials.gov", regexp.MustCompile(`(?i)^NCT[ :-]*([0-9]{8})$`)},
	// CTIS numbers have a 5 where EudraCT's have a 0, and come before them here.
	{"CTIS", regexp.MustCompile(`(?i)^(?:CTIS|EUCT|EU CT)?[ :-]*(20[0-9]{2}-5[0-9]{5}-[0-9]{2}(?:-[0-9]{2})?)$`)},
	{"EudraCT", regexp.MustCompile(`(?i)^(?:EudraCT|EUCTR)?[ :-]*((?:19|20)[0-9]{2}-[0-9]{6}-[0-9]{2})(?:-[A-Z]{2,3})?$`)},
	{"ISRCTN", regexp.MustCompile(`(?i)^ISRCTN[ :-]*([0-9]{8})$`)},
	{"ANZCTR", regexp.MustCompile(`(?i)^ACTRN[ :-]*([0-9]{14})$`)},
	{"ChiCTR", regexp.MustCompile(`(?i)^(ChiCTR(?:-[A-Z]{2,6}-)?[0-9]{8,10})$`)},
	{"DRKS", regexp.MustCompile(`(?i)^DRKS[ :-]*([0-9]{8})$`)},
	{"NTR", regexp.MustCompile(`(?i)^(NL-OMON[0-9]{4,6})$`)},
	{"NTR", regexp.MustCompile(`(?i)^(N(?:L|TR)[0-9]{1,5})$`)},
	{"CTRI", regexp.MustCompile(`(?i)^(CTRI/[0-9]{4}/[0-9]{2,3}/[0-9]{5,6})$`)},
	{"IRCT", regexp.MustCompile(`(?i)^(IRCT[0-9]{6,14}N[0-9]{1,3})$`)},
	{"jRCT", regexp.MustCompile(`(?i)^(jRCTs?[0-9]{9,10})$`)},
	{"UMIN", regexp.MustCompile(`(?i)^UMIN-?(?:CTR)?[ :-]*([0-9]{9})$`)},
	{"KCT", regexp.MustCompile(`(?i)^(KCT[0-9]{7})$`)},
	{"PACTR", regexp.MustCompile(`(?i)^(PACTR[0-9]{15,16})$`)},
	{"TCTR", regexp.MustCompile(`(?i)^(TCTR[0-9]{11})$`)},
	{"ReBEC", regexp.MustCompile(`(?i)^(RBR-[0-9a-z]{6,8})$`)},
	{"SLCTR", regexp.MustCompile(`(?i)^(SLCTR/[0-9]{4}/[0-9]{3})$`)},
	{"RPCEC", regexp.MustCompile(`(?i)^(RPCEC[0-9]{8})$`)},
	{"LBCTR", regexp.MustCompile(`(?i)^(LBCTR[0-9]{8,10})$`)},
	{"PER", regexp.MustCompile(`(?i)^(PER-[0-9]{3}-[0-9]{2})$`)},
	{"JapicCTI", regexp.MustCompile(`(?i)^JapicCTI[ :-]*([0-9]{6})$`)},
	{"JMACCT", regexp.MustCompile(`(?i)^(JMA-IIA[0-9]{5})$`)},
}

// registryPrefix puts back the letters that the numeric forms go by.
var registryPrefix = map[string]string{
	"ClinicalTrials.gov": "NCT", "ISRCTN": "ISRCTN", "ANZCTR": "ACTRN", "DRKS": "DRKS", "UMIN": "UMIN",
	"JapicCTI": "JapicCTI-",
}

// NormalRegistry gives a trial's registry number in one form ("NCT06341426",
// "2015-001234-56", "ISRCTN12345678") and the registry's name; ok is false for
// anything that no known registry issues.
func NormalRegistry(s string) (number, registry string, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > 40 {
		return "", "", false
	}
	for _, r := range registries {
		if m := r.re.FindStringSubmatch(s); m != nil {
			if p, numeric := registryPrefix[r.name]; numeric {
				return p + m[1], r.name, true
			}
			return canonicalCase(r.name, m[1]), r.name, true
		}
	}
	return "", "", false
}

// canonicalCase writes a number with letters in the case its registry uses.
func canonicalCase(registry, number string) string {
	switch registry {
	case "ChiCTR":
		return "ChiCTR" + strings.ToUpper(number[len("ChiCTR"):])
	case "jRCT":
		return "jRCT" + strings.ToLower(number[len("jRCT"):])
	case "CTIS":
		// Papers leave out the number of the submission, which is mostly the first.
		if len(number) == len("2023-503698-40") {
			return number + "-00"
		}
	case "ReBEC":
		return "RBR-" + strings.ToLower(number[len("RBR-"):])
	}
	return strings.ToUpper(number)
}
