package study

import "testing"

func TestTextsReadInAnotherCode(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"MÃ¼ller", "Müller"}, {"Parkinsonâ€™s disease", "Parkinson’s disease"}, {"TNF-Î± â€“ a trial", "TNF-α – a trial"},
		{"Müller", "Müller"}, {"São Paulo", "São Paulo"}, {"TNF-α", "TNF-α"}, {"Ketamine", "Ketamine"}, {"", ""}, {"\xff", "\xff"}, {"Ã", "Ã"},
	} {
		if got := unmixed(tt.in); got != tt.want {
			t.Errorf("unmixed(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestPagesAndVolumesAsExportsWriteThem(t *testing.T) {
	for _, tt := range []struct {
		in         string
		start, end int
	}{
		{"12(3):203-211", 203, 211}, {"(Suppl 1):203-11", 203, 211}, {"203-211 9p", 203, 211}, {"7 p", 0, 0}, {"7p.", 0, 0}, {"12 pages", 0, 0},
		{"1234P", 1234, 0}, {"no pagination", 0, 0}, {"203-+", 203, 0}, {"pp203-211", 203, 211},
	} {
		if p, _ := parsePlace(tt.in); p.start != tt.start || p.end != tt.end {
			t.Errorf("parsePlace(%q) = %d to %d, want %d to %d", tt.in, p.start, p.end, tt.start, tt.end)
		}
	}
	for _, tt := range []struct{ in, want string }{{"Suppl 1", ""}, {"(3)", ""}, {"in press", ""}, {"12 Suppl 1", "12"}, {"XLVI", "46"}, {"29A", "29a"}, {"D66", "d66"}} {
		if got := normalVolume(tt.in); got != tt.want {
			t.Errorf("normalVolume(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
