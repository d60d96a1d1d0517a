package study

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
)

func TestNormalPMID(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"38011560", "38011560"}, {" pmid: 38011560 ", "38011560"}, {"PMID 123", "123"}, {"PMID:0123", "123"}, {"00000007", "7"},
		{"", ""}, {"0", ""}, {"pmid:", ""}, {"12a", ""}, {"1234567890", ""}, {"-5", ""}, {"PMC123", ""}, {"١٢٣", ""},
	} {
		if got, ok := NormalPMID(tt.in); got != tt.want || ok != (tt.want != "") {
			t.Errorf("NormalPMID(%q) = %q, %v, want %q", tt.in, got, ok, tt.want)
		}
	}
}

func TestNormalPMCID(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"PMC1234", "PMC1234"}, {"pmc1234.2", "PMC1234"}, {"PMCID: PMC99", "PMC99"}, {"1234", "PMC1234"},
		{"", ""}, {"PMC", ""}, {"PMC12x", ""}, {"PMC12.x", ""}, {"PMC0", ""}, {"12.5e", ""},
	} {
		if got, ok := NormalPMCID(tt.in); got != tt.want || ok != (tt.want != "") {
			t.Errorf("NormalPMCID(%q) = %q, %v, want %q", tt.in, got, ok, tt.want)
		}
	}
}

func TestNormalDOI(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"10.1000/ABC", "10.1000/abc"},
		{"https://doi.org/10.1000/a%2Fb", "10.1000/a/b"},
		{"HTTP://DX.DOI.ORG/10.1000/a", "10.1000/a"},
		{"doi: https://doi.org/10.1000/a", "10.1000/a"},
		{"DOI 10.1000/a", "10.1000/a"},
		{"10.1000/a%2Fb", "10.1000/a%2fb"},
		{"10.1002/(SICI)1097<1::AID>3.0.CO;2-#", "10.1002/(sici)1097<1::aid>3.0.co;2-#"},
		{"10.1000.10/É", "10.1000.10/É"},
		{"10.1000/", ""}, {"10.1/a", ""}, {"10.1000/a b", ""}, {"10.1000/a\u00a0b", ""}, {"10.1000/a\x00", ""},
		{"10.1000/\xff", ""}, {"11.1000/a", ""}, {"", ""}, {"10.1000/" + strings.Repeat("a", maxDOI), ""},
	} {
		if got, ok := NormalDOI(tt.in); got != tt.want || ok != (tt.want != "") {
			t.Errorf("NormalDOI(%q) = %q, %v, want %q", tt.in, got, ok, tt.want)
		}
	}
}

func TestNormalRegistry(t *testing.T) {
	for _, tt := range []struct{ in, want, registry string }{
		{"nct06341426", "NCT06341426", "ClinicalTrials.gov"},
		{"NCT: 06341426", "NCT06341426", "ClinicalTrials.gov"},
		{"EudraCT 2015-001234-56", "2015-001234-56", "EudraCT"},
		{"EUCTR2015-001234-56-GB", "2015-001234-56", "EudraCT"},
		{"2023-503698-40-00", "2023-503698-40-00", "CTIS"},
		{"2023-503698-40", "2023-503698-40-00", "CTIS"},
		{"isrctn 12345678", "ISRCTN12345678", "ISRCTN"},
		{"ACTRN12612000123456", "ACTRN12612000123456", "ANZCTR"},
		{"chictr-trc-12002345", "ChiCTR-TRC-12002345", "ChiCTR"},
		{"JRCTS031180001", "jRCTs031180001", "jRCT"},
		{"RBR-6XP4WH", "RBR-6xp4wh", "ReBEC"},
		{"UMIN-CTR 000012345", "UMIN000012345", "UMIN"},
		{"NTR1234", "NTR1234", "NTR"}, {"nl-omon12345", "NL-OMON12345", "NTR"},
		{"JapicCTI 123456", "JapicCTI-123456", "JapicCTI"},
		{"NCT0634142", "", ""}, {"NCT063414260", "", ""}, {"U1111-1234-5678", "", ""}, {"", "", ""},
		{"2015-001234-5", "", ""}, {strings.Repeat("1", 50), "", ""},
	} {
		got, registry, ok := NormalRegistry(tt.in)
		if got != tt.want || registry != tt.registry || ok != (tt.want != "") {
			t.Errorf("NormalRegistry(%q) = %q, %q, %v, want %q, %q", tt.in, got, registry, ok, tt.want, tt.registry)
		}
	}
}

// FuzzNormal holds the normal forms to be normal: reading one again changes
// nothing.
func FuzzNormal(f *testing.F) {
	for _, s := range []string{"pmid: 0123", "PMC12.3", "https://doi.org/10.1000/A%252Fb", "doi:doi:10.1000/x", "NCT01234567",
		"2023-503698-40", "RBR-6xp4wh", "10.1002/(SICI)1097<1::AID>3.0.CO;2-#", "\xff", "ev-0000-0000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, normal := range map[string]func(string) (string, bool){"PMID": NormalPMID, "PMCID": NormalPMCID, "DOI": NormalDOI,
			"registry": func(s string) (string, bool) { n, _, ok := NormalRegistry(s); return n, ok }, "id": ValidID} {
			once, ok := normal(s)
			if !ok {
				if once != "" {
					t.Errorf("%s of %q: refused, but gives %q", name, s, once)
				}
				continue
			}
			if twice, ok := normal(once); !ok || twice != once {
				t.Errorf("%s of %q is %q, of which it is %q, %v", name, s, once, twice, ok)
			}
		}
	})
}

func TestNewIDIsValid(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		id, err := NewID(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := ValidID(id); !ok || got != id || len(id) != 10 || seen[id] {
			t.Fatalf("NewID = %q: ValidID gives %q, %v", id, got, ok)
		}
		seen[id] = true
	}
	if _, err := NewID(bytes.NewReader(nil)); err == nil {
		t.Error("NewID without randomness gives an id, want an error")
	}
}

func TestValidIDReadsWhatPeopleWrite(t *testing.T) {
	id, err := NewID(bytes.NewReader([]byte{0, 1, 10, 31, 17, 0, 1}))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{strings.ToUpper(id), " " + id + "\n", id[:2] + "-" + id[2:6] + "-" + id[6:],
		id[:2] + strings.ReplaceAll(strings.ReplaceAll(id[2:], "0", "O"), "1", "l")} {
		if got, ok := ValidID(s); !ok || got != id {
			t.Errorf("ValidID(%q) = %q, %v, want %q", s, got, ok, id)
		}
	}
	for _, s := range []string{"", "ev", "ev1", id + "0", "xx" + id[2:], id[:9] + "u", id[:9]} {
		if got, ok := ValidID(s); ok {
			t.Errorf("ValidID(%q) = %q, want it refused", s, got)
		}
	}
}

func TestCheckDigitFindsMistakes(t *testing.T) {
	id, err := NewID(bytes.NewReader([]byte{3, 14, 15, 9, 26, 5, 30}))
	if err != nil {
		t.Fatal(err)
	}
	for i := 2; i < len(id); i++ {
		for _, c := range crockford {
			if wrong := id[:i] + string(c) + id[i+1:]; wrong != id {
				if _, ok := ValidID(wrong); ok {
					t.Errorf("%s passes for %s", wrong, id)
				}
			}
		}
		for j := i + 1; j < len(id); j++ {
			b := []byte(id)
			if b[i], b[j] = b[j], b[i]; string(b) != id {
				if _, ok := ValidID(string(b)); ok {
					t.Errorf("%s passes for %s", b, id)
				}
			}
		}
	}
}
