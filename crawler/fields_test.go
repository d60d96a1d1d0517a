package crawler

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

func TestLanguage(t *testing.T) {
	for in, want := range map[string]string{
		"en": "eng", "en-US": "eng", "EN_gb": "eng", "eng": "eng", "de": "ger", "deu": "ger", "ger": "ger", "fr": "fre", "zh": "chi",
		"zh-Hans": "chi", "pt": "por", "": "", "english": "", "x1": "", "und": "", "zxx": "",
	} {
		if got := Language(in); got != want {
			t.Errorf("Language(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLicenseOf(t *testing.T) {
	for in, want := range map[string]string{
		"http://creativecommons.org/licenses/by/4.0/":               "cc-by",
		"https://creativecommons.org/licenses/by-nc-nd/4.0/deed.de": "cc-by-nc-nd",
		"https://www.creativecommons.org/licences/by-nc/3.0":        "cc-by-nc",
		"https://creativecommons.org/publicdomain/zero/1.0/":        "cc0",
		"https://creativecommons.org/publicdomain/mark/1.0/":        "public-domain",
		"https://creativecommons.org/licenses/sampling+/1.0/":       "other",
		"https://creativecommons.org.evil.example/licenses/by/4.0":  "other",
		"https://www.elsevier.com/tdm/userlicense/1.0/":             "other",
		"cc-by": "", "": "", "javascript:alert(1)": "",
	} {
		got := LicenseOf(in)
		if got.Code != want {
			t.Errorf("LicenseOf(%q) = %q, want %q", in, got.Code, want)
		}
		if open := len(want) > 1 && (want[:2] == "cc" || want == "public-domain"); got.Open() != open {
			t.Errorf("LicenseOf(%q) is open: %v, want %v", in, got.Open(), open)
		}
	}
}

func TestSmallFields(t *testing.T) {
	if got := ORCID("http://orcid.org/0000-0002-1825-009x/"); got != "0000-0002-1825-009X" {
		t.Errorf("ORCID: %q", got)
	}
	if got := ORCID("0000-0002-1825"); got != "" {
		t.Errorf("no ORCID: %q", got)
	}
	if diff := cmp.Diff([]string{"1234-567X", "0028-0836"}, ISSNs("1234567x", "0028-0836", "0028-0836", "x")); diff != "" {
		t.Errorf("ISSNs (-want +got):\n%s", diff)
	}
	if l, ok := WebLink("pdf", "javascript:x"); ok {
		t.Errorf("a link to a script: %v", l)
	}
}

func TestTitleNotice(t *testing.T) {
	for title, want := range map[string]study.NoticeType{
		"RETRACTED: Ketamine for all": study.NoticeRetraction, "[Retracted] Ketamine": study.NoticeRetraction,
		"Retracted article: On LSD": study.NoticeRetraction, "WITHDRAWN: A preprint": study.NoticeWithdrawal,
		"Retracted papers in psychiatry": "", "Retraction: On LSD": "", "Withdrawn patients in trials": "", "": "",
	} {
		if got, _ := TitleNotice(title); got != want {
			t.Errorf("TitleNotice(%q) = %q, want %q", title, got, want)
		}
	}
}
