package check

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"evidelic/cite"
	"evidelic/study"
)

// Names are written in many ways; other persons are other persons.
func TestAuthorsDiffer(t *testing.T) {
	s := study.Study{ID: "ev00000001"}
	s.Kind, s.Title, s.Published.Print = study.KindArticle, "Sublingual esketamine for the fear of flying: a crossover trial", study.Date{Year: 2019}
	s.IDs.DOI = "10.5555/flying.1"
	s.Authors = []study.Author{
		{Family: "Müller-Østby", Given: "Jörg Peter", Initials: "JP"}, {Family: "van der Berg", Given: "Ana", Initials: "A"}, {Family: "O'Brien", Given: "Sean", Initials: "S", Suffix: "Jr"},
		{Family: "Li", Given: "Wei", Initials: "W"}, {Family: "Tchaikovsky", Given: "Lev", Initials: "L"}, {Collective: "The Flying Study Group"}, {Family: "de Souza e Silva", Given: "Caio", Initials: "C"},
	}
	title := " Sublingual esketamine for the fear of flying: a crossover trial. "
	bib := func(authors string) string {
		return "@article{k, author = {" + authors + "}, title = {" + strings.TrimSpace(title) + "}, year = 2019, doi = {10.5555/flying.1}}"
	}
	const place, rest = "J Ex. 2019;1(2):3-4. doi:10.5555/flying.1", "J Ex. 2019;1(2):3-4."
	tests := []struct {
		name, text string
		who        string // in the message; "" for no difference
	}{
		{"all, as PubMed has them", "Müller-Østby JP, van der Berg A, O'Brien S Jr, Li W, Tchaikovsky L; Flying Study Group; de Souza e Silva C." + title + place, ""},
		{"no marks over letters", "Mueller-Ostby JP, van der Berg A, OBrien S." + title + place, ""},
		{"marks lost", "Muller Ostby J, Berg A, et al." + title + place, ""},
		{"without a place to look up", "Müller-Østby, J. P., Berg, A. van der, & O’Brien, S. (2019)." + title + rest, ""},
		{"APA", "Müller-Østby, J. P., van der Berg, A., O’Brien, S., Jr., Li, W., … de Souza e Silva, C. (2019)." + title + place, ""},
		{"MLA", "Müller-Østby, Jörg Peter, et al. “" + strings.TrimSpace(title) + "” " + place, ""},
		{"Chicago", "Müller-Østby, Jörg Peter, Ana van der Berg, Sean O’Brien Jr., and Wei Li. 2019." + title + place, ""},
		{"given names first", "Jörg Müller-Østby, Ana van der Berg and Li Wei." + title + place, ""},
		{"another transliteration", "Müller-Østby JP, Chaikovsky L." + title + place, ""},
		{"in capitals", "MÜLLER-ØSTBY JP, VAN DER BERG A." + title + place, ""},
		{"a short name in capitals", "LI W, VAN DER BERG A." + title + place, "another one comes first"},
		{"a suffix on its own", "Müller-Østby, J. P., O’Brien, S., Iv, Li, W. (2019)." + title + place, ""},
		{"initials first", "J P Müller-Østby, A van der Berg, and W Li. 2019." + title + place, ""},
		{"family names taken for given ones", "Jörg MO, Wei L." + title + place, ""},
		{"lost letters", bib("M?ller-?stby, J. P. and van der Berg, A."), ""},
		{"the group alone", "The Flying Study Group." + title + place, ""},
		{"nobody", strings.TrimSpace(title) + " " + place, ""},
		{"the title first", strings.TrimSpace(title) + " Fabricant O, Nobody N. " + place, ""},
		{"a file", bib("Jörg Peter Müller-Østby and van der Berg, Ana and {Flying Study Group} and others"), ""},
		{"a file with LaTeX", bib(`M{\"u}ller-{\O}stby, J. P. and Berg, A. van der and O'Brien, Jr, S.`), ""},
		{"a file with the names turned round", bib("Jörg, Müller-Østby and Ana, van der Berg and Wei, Li"), ""},
		{"a file in other letters", bib("Мюллер, Йорг and 李, 伟"), ""},
		{"others", "Fabricant O, Nobody N." + title + place, "none of these"},
		{"others, by title", "Fabricant, O., & Nobody, N. (2019)." + title + rest, "none of these"},
		{"others, in words", "Fabricant, Otto, Nora Nobody, et al. “" + strings.TrimSpace(title) + "” " + place, "none of these"},
		{"one is another", "Müller-Østby JP, Fabricant O, Li W." + title + place, "does not name Fabricant O."},
		{"the first is another", "Fabricant O, van der Berg A, Li W." + title + place, "does not name Fabricant O."},
		{"another order", "Tchaikovsky L, Müller-Østby JP." + title + place, "another one comes first"},
		{"others, in a file", bib("Fabricant, Otto and Nobody, Nora"), "none of these"},
		{"one is another, in a file", bib("Jörg Müller-Østby and Otto Fabricant and others"), "does not name Fabricant O."},
		{"another order, in a file", bib("Li, Wei and Müller-Østby, J. P."), "another one comes first"},
	}
	for _, tt := range tests {
		rep := checkList(t, fakeLibrary{s}, "", tt.text)
		c := rep.Entries[0]
		if c.Match == nil || c.Match.Confidence < Sure {
			t.Errorf("%s: not matched: %+v", tt.name, c.Findings)
			continue
		}
		i := slices.IndexFunc(c.Findings, func(f Finding) bool { return f.Kind == AuthorsDiffer })
		switch {
		case (i >= 0) != (tt.who != ""):
			t.Errorf("%s: got %+v", tt.name, c.Findings)
		case i >= 0 && !strings.Contains(c.Findings[i].Message, tt.who):
			t.Errorf("%s: got %q, want %q", tt.name, c.Findings[i].Message, tt.who)
		case i >= 0 && c.Match.Confidence > someAuthors:
			t.Errorf("%s: confidence %.2f", tt.name, c.Match.Confidence)
		}
	}
}

// Two records of one real work, from two sources, differ in their authors at most where
// one of the sources is wrong; those of two works differ nearly always.
func TestAuthorsOfRealDuplicates(t *testing.T) {
	pairs, file, text, strangers, told := 0, 0, 0, 0, 0
	for _, dir := range []string{"cytology", "respiratory"} {
		records := recordedReports(t, shared(t, "dedup", dir, "records.jsonl"))
		var before study.Report
		for _, line := range jsonLines(t, shared(t, "dedup", dir, "clusters.jsonl")) {
			var ids []string
			if err := json.Unmarshal(line, &ids); err != nil {
				t.Fatal(err)
			}
			if a := compareAuthors(&Entry{Report: before}, &study.Study{Report: records[ids[0]]}); a.known {
				strangers++
				if a.all || len(a.foreign) > 0 || a.notFirst {
					told++
				}
			}
			before = records[ids[0]]
			for _, id := range ids[1:] {
				s, other := study.Study{Report: records[ids[0]]}, study.Study{ID: "ev1", Report: records[id]}
				pairs++
				if _, _, differ := compareAuthors(&Entry{Report: other.Report}, &s).finding(&s); differ {
					file++
				}
				ref, err := cite.Reference(&other, "vancouver", cite.Text)
				if err != nil {
					t.Fatal(err)
				}
				if _, _, differ := compareAuthors(&Entry{Text: ref, Report: readReference(ref)}, &s).finding(&s); differ {
					text++
				}
			}
		}
	}
	t.Logf("of %d pairs, the authors of %d differ in a file, of %d in a pasted list; of %d pairs of two works, %d are told", pairs, file, text, strangers, told)
	if strangers < 500 || 100*told < 95*strangers {
		t.Errorf("of %d pairs of two works, %d are told", strangers, told)
	}
	if pairs < 1000 || 100*file > 3*pairs || 100*text > 3*pairs {
		t.Errorf("of %d pairs, the authors of %d differ in a file, of %d in a pasted list", pairs, file, text)
	}
}

func jsonLines(t *testing.T, file string) [][]byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Split(bytes.TrimSpace(b), []byte("\n"))
}

// recordedReports reads records of several sources, by their names.
func recordedReports(t *testing.T, file string) map[string]study.Report {
	t.Helper()
	out := map[string]study.Report{}
	for _, line := range jsonLines(t, file) {
		var r struct {
			ID, Title, Year, Journal string
			Authors                  []string
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		rep := study.Report{Kind: study.KindArticle, Title: r.Title, Journal: study.Journal{Title: r.Journal}}
		for _, a := range r.Authors {
			family, given, _ := strings.Cut(a, ",")
			rep.Authors = append(rep.Authors, study.Author{Family: strings.TrimSpace(family), Given: strings.TrimSpace(given)})
		}
		out[r.ID] = rep
	}
	return out
}
