package lexicon

import "testing"

// TestCodeNames checks the codes under which sponsors run trials against the
// drug that each stands for; a wrong one files a trial under another drug.
func TestCodeNames(t *testing.T) {
	for code, want := range map[string]string{
		"COMP360": "psilocybin", "CYB003": "psilocybin", "PEX010": "psilocybin", "MM120": "lsd", "MM-110": "ibogaine", "zolunicant": "ibogaine",
		"DMX-1001": "noribogaine", "DMX-1002": "ibogaine", "SPL026": "dmt", "SPL028": "dmt", "VLS-01": "dmt", "GH001": "5-meo-dmt", "BPL-003": "5-meo-dmt", "BMND08": "5-meo-dmt",
		"RE104": "analogue", "luvesilocin": "analogue", "GM-2505": "analogue", "midomafetamine": "mdma", "Spravato": "esketamine", "CLE-100": "esketamine", "PCN-101": "arketamine",
		"PMI-150": "ketamine", "SLS-002": "ketamine", "NRX-100": "ketamine", "BHV-5500": "lanicemine", "AZD6765": "lanicemine",
	} {
		t.Run(code, func(t *testing.T) {
			found := Find(Tokenize("A trial of " + code + " in adults"))
			if len(found) != 1 || found[0].Concept.ID != want {
				t.Errorf("Find(%q) = %v, want %s", code, found, want)
			}
		})
	}
}
