package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/cite"
	"evidelic/cite/citetest"
	"evidelic/study"
)

// checkList checks a list against the library, titles from a scan.
func checkList(t *testing.T, lib fakeLibrary, name, text string) *ReferenceReport {
	t.Helper()
	list, err := ReadList(strings.NewReader(text), name, "")
	if err != nil {
		t.Fatal(err)
	}
	titles, err := ScanTitles(t.Context(), lib, lib)
	if err != nil {
		t.Fatal(err)
	}
	rep, err := References(t.Context(), lib, titles, list)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func kinds(c Checked) []Kind {
	var out []Kind
	for _, f := range c.Findings {
		out = append(out, f.Kind)
	}
	slices.Sort(out)
	return out
}

// The references of the whole library, pasted in every style, raise no alarm but
// those that the library itself gives.
func TestPastedListsRaiseNoAlarm(t *testing.T) {
	lib := madeLibrary()
	want := map[int][]Kind{4: {Retracted}, 5: {Concern}, 6: {Corrected}, 43: {Superseded}}
	for _, st := range cite.Styles() {
		var b strings.Builder
		for i := range lib {
			s := lib[i]
			s.Notices = nil // as the writer once copied it
			ref, err := cite.Reference(&s, st.Name, cite.Text)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%d. %s\n", i+1, ref)
		}
		rep := checkList(t, lib, "list.txt", b.String())
		for _, c := range rep.Entries {
			if c.Match == nil || c.Match.ID != lib[c.Number-1].ID {
				t.Errorf("%s: reference %d is not matched: %s %v", st.Name, c.Number, c.Text, c.Findings)
			} else if diff := cmp.Diff(want[c.Number], kinds(c)); diff != "" {
				t.Errorf("%s: reference %d %s (-want +got):\n%s%v", st.Name, c.Number, c.Text, diff, c.Findings)
			}
		}
	}
}

// Without identifiers the title, author and year decide.
func TestPastedWithoutIdentifiers(t *testing.T) {
	lib := madeLibrary()
	for _, st := range cite.Styles() {
		var b strings.Builder
		for i := range lib[:42] {
			s := lib[i]
			s.Notices, s.IDs = nil, study.IDs{}
			ref, err := cite.Reference(&s, st.Name, cite.Text)
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString(ref + "\n")
		}
		for _, c := range checkList(t, lib, "", b.String()).Entries {
			if c.Match == nil || c.Match.ID != lib[c.Number-1].ID || c.Match.By != "title" {
				t.Errorf("%s: reference %d: %s: %+v %v", st.Name, c.Number, c.Text, c.Match, c.Findings)
			}
		}
	}
}

// The index finds titles as a scan of the store does.
func TestTitlesThroughTheIndex(t *testing.T) {
	lib := madeLibrary()[:42]
	titles := SearchTitles(indexed(t, lib))
	for i := range lib {
		found, err := titles.ByTitle(t.Context(), lib[i].Title, 8)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(found, func(s study.Study) bool { return s.ID == lib[i].ID }) {
			t.Errorf("%s is not among %d found", lib[i].Title, len(found))
		}
	}
}

// Every planted fault is found, in a file as in a pasted list.
func TestPlantedFaults(t *testing.T) {
	lib := madeLibrary()
	plant := func(n int, f func(*study.Study)) study.Study {
		s := lib[n]
		s.Notices = nil
		f(&s)
		return s
	}
	faults := []struct {
		entry study.Study
		want  []Kind
	}{
		{plant(0, func(*study.Study) {}), nil},
		{plant(3, func(*study.Study) {}), []Kind{Retracted}},
		{plant(42, func(*study.Study) {}), []Kind{Superseded}},
		{plant(10, func(s *study.Study) { s.IDs.DOI = "10.5555/nowhere.1"; s.IDs.PMID = "" }), []Kind{WrongID}},
		{plant(11, func(s *study.Study) { s.IDs.DOI = lib[20].IDs.DOI; s.IDs.PMID = "" }), []Kind{WrongID}},
		{plant(12, func(s *study.Study) { s.Published.Print.Year -= 3 }), []Kind{YearDiffers}},
		{plant(13, func(s *study.Study) { s.Pages = "777-780" }), []Kind{PageDiffers}},
		{plant(14, func(s *study.Study) { s.IDs.DOI = "" }), []Kind{MissingDOI}},
		{plant(0, func(*study.Study) {}), []Kind{Duplicate}},
		{study.Study{Report: study.Report{Kind: study.KindArticle, Title: "Cortical dynamics of imaginary compounds in healthy volunteers", IDs: study.IDs{DOI: "10.9999/invented.1"},
			Authors: []study.Author{{Family: "Fabricant", Given: "Otto"}}, Journal: study.Journal{Title: "Nature"}, Published: study.Published{Print: study.Date{Year: 2019}}}}, []Kind{NotFound}},
	}
	var items []study.Study
	for i, f := range faults {
		f.entry.ID = fmt.Sprintf("ev9%07d", i)
		items = append(items, f.entry)
	}
	for _, format := range []string{"bibtex", "ris", "csl-json", "apa", "vancouver"} {
		rep := checkList(t, lib, "", writeList(t, format, items))
		if len(rep.Entries) != len(faults) {
			t.Fatalf("%s: %d entries", format, len(rep.Entries))
		}
		for i, c := range rep.Entries {
			if diff := cmp.Diff(faults[i].want, kinds(c)); diff != "" {
				t.Errorf("%s: reference %d %s (-want +got):\n%s%v", format, i+1, c.Text, diff, c.Findings)
			}
		}
	}
}

func writeList(t *testing.T, format string, items []study.Study) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := cite.StyleNamed(format); err == nil {
		for i := range items {
			ref, err := cite.Reference(&items[i], format, cite.Text)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "[%d] %s\n", i+1, ref)
		}
		return b.String()
	}
	if _, err := cite.Write(&b, format, citetest.All(items), cite.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCorrect(t *testing.T) {
	lib := madeLibrary()
	in := "@article{mykey2010, title = {Randomised trial of ketamine for depression in 20 adults}, author = {Carhart-Harris, Robin}, year = 2009}\n" +
		"@article{other, title = {Something else entirely that nobody wrote}, year = 2001}\n"
	rep := checkList(t, lib, "refs.bib", in)
	var b bytes.Buffer
	if err := rep.Correct(&b, "apa"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"@article{mykey2010,", "year = {2010}", "doi = {10.5555/ex.1}", "@article{other,", "nobody wrote"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the corrected file lacks %q:\n%s", want, b.String())
		}
	}
	rep = checkList(t, lib, "", "1. Carhart-Harris R, O'Brien A. Randomised trial of ketamine for depression in 20 adults. J Ex. 2010.\n2. A note of my own, 2001.\n")
	b.Reset()
	if err := rep.Correct(&b, "ama"); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, "doi:10.5555/ex.1") || !strings.Contains(got, "2. A note of my own, 2001.") {
		t.Errorf("got %s", got)
	}
}

func TestReferencesMarkdown(t *testing.T) {
	rep := checkList(t, madeLibrary(), "", "1. Müller R. Randomised trial of ketamine for end-of-life anxiety in 23 adults. J Ex. 2013;13(2):103-112. PMID: 30000004\n2. Nobody N. *No* such thing anywhere at all. 2001.\n")
	var b bytes.Buffer
	if err := rep.Markdown(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"**RETRACTED** Retracted on 2022-03.", "matched by pmid (100 %)", `\*No\* such thing`, "Nothing in the library fits."} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the Markdown lacks %q:\n%s", want, b.String())
		}
	}
}

func TestReadListRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty.txt", " \n\n", "holds no reference"},
		{"long.txt", strings.Repeat("Author A. A title of some words. J Ex. 2020.\n", MaxEntries+1), "more than 2000 references"},
		{"big.bib", strings.Repeat("x", MaxReferenceFile+1), "more than 10 MB"},
		{"bad.json", "[{", "bad.json"},
		{"../../etc/passwd.ris", "\x00\xff", "holds no reference"},
	}
	for _, tt := range tests {
		_, err := ReadList(strings.NewReader(tt.text), tt.name, "")
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		} else if !errors.Is(err, study.ErrInvalid) {
			t.Errorf("%s: %v is no study.ErrInvalid", tt.name, err)
		}
	}
}

func TestReadReference(t *testing.T) {
	tests := []struct {
		in                        string
		title, year, family, page string
		doi                       string
	}{
		{"Grob, C., Danforth, A., & Greer, G. (2011). Pilot Study of Psilocybin Treatment for Anxiety. ARCHIVES OF GENERAL PSYCHIATRY, 68(1), 71–78. https://doi.org/10.1001/arch.2010.116",
			"Pilot Study of Psilocybin Treatment for Anxiety", "2011", "Grob", "71-78", "10.1001/arch.2010.116"},
		{"Mitchell JM, Bogenschutz M, Lilienstein A, et al. MDMA-assisted therapy for severe PTSD: a randomized trial. Nat Med. 2021;27(6):1025-1033. doi:10.1038/s41591-021-01336-3.",
			"MDMA-assisted therapy for severe PTSD: a randomized trial", "2021", "Mitchell", "1025-1033", "10.1038/s41591-021-01336-3"},
		{"Mitchell, Jennifer M., et al. “MDMA-Assisted Therapy for Severe PTSD: A Randomized Trial.” Nature Medicine, vol. 27, no. 6, June 2021, pp. 1025–33, https://doi.org/10.1038/s41591.",
			"MDMA-Assisted Therapy for Severe PTSD: A Randomized Trial", "2021", "Mitchell", "1025-33", "10.1038/s41591"},
		{"Smith, J. (2020) ‘Does it work? A question about trials’, Journal, 3(2), pp. 1–9. Available at: https://doi.org/10.1002/(SICI)1097(1999)1:1<1::AID>3.0.CO;2-#",
			"Does it work? A question about trials", "2020", "Smith", "1-9", "10.1002/(sici)1097(1999)1:1<1::aid>3.0.co;2-#"},
	}
	for _, tt := range tests {
		rep := readReference(tt.in)
		family := ""
		if len(rep.Authors) > 0 {
			family = rep.Authors[0].Family
		}
		got := []string{rep.Title, rep.Published.Print.String(), family, rep.Pages, rep.IDs.DOI}
		if diff := cmp.Diff([]string{tt.title, tt.year, tt.family, tt.page, tt.doi}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.in, diff)
		}
	}
}

// Real references of a living review, as their authors wrote them: what is read of
// each finds the study among the others by title alone.
func TestRecordedReferences(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(shared(t, "samples", "output", "reference_lists"), "metapsy_psilocybin_references.json"))
	if err != nil {
		t.Fatal(err)
	}
	var refs map[string]string
	if err := json.Unmarshal(b, &refs); err != nil {
		t.Fatal(err)
	}
	read := 0
	for name, text := range refs {
		rep := readReference(text)
		if rep.Title != "" && rep.Published.Print.Year > 0 && rep.IDs.DOI != "" && len(rep.Authors) > 0 {
			read++
		} else {
			t.Logf("%s: read %q, %s, %s", name, rep.Title, rep.Published.Print, rep.IDs.DOI)
		}
	}
	if read*10 < len(refs)*8 {
		t.Errorf("%d of %d references were read", read, len(refs))
	}
	var list []string
	for _, text := range refs {
		list = append(list, strings.ReplaceAll(text, "\n", " "))
	}
	matched := 0
	for _, c := range checkList(t, recordedLibrary(t), "", strings.Join(list, "\n")).Entries {
		if c.Match == nil {
			continue
		}
		matched++
		if fit := alike(titleWords(c.entry.Report.Title), titleWords(c.Match.Title)); fit < 0.9 {
			t.Errorf("%s\n  is not %s (%.2f)", c.Text, c.Match.Title, fit)
		}
	}
	t.Logf("%d of %d matched by title alone", matched, len(refs))
}

// Titles that share nearly every word are told apart by substance, number, author
// and year; a title without its subtitle is still found.
func TestConfidence(t *testing.T) {
	s := study.Study{}
	s.Title, s.Published.Print = "MDMA-assisted therapy for anxiety in life-threatening illness: a phase 2 trial", study.Date{Year: 2018}
	s.Authors = []study.Author{{Family: "Wolfson"}, {Family: "Andries"}}
	tests := []struct {
		name, ref  string
		sure, seen bool // taken for a match; shown as a candidate at least
	}{
		{"itself", "Wolfson P, Andries J. MDMA-assisted therapy for anxiety in life-threatening illness: a phase 2 trial. Sci Rep. 2018;8:1-9.", true, true},
		{"British spelling and case", "Wolfson P. MDMA-Assisted Therapy For Anxiety In Life-Threatening Illness: A Phase 2 Trial. Sci Rep. 2018.", true, true},
		{"another substance", "Wolfson P. Psilocybin-assisted therapy for anxiety in life-threatening illness: a phase 2 trial. Sci Rep. 2018.", false, true},
		{"another phase", "Wolfson P. MDMA-assisted therapy for anxiety in life-threatening illness: a phase 3 trial. Sci Rep. 2018.", false, true},
		{"others in another year", "Smith J, Jones K. MDMA-assisted therapy for anxiety in life-threatening illness. Lancet. 2009.", false, false},
		{"nothing like it", "Smith J. Ketamine and the bladder of mice. J Urol. 2009.", false, false},
	}
	for _, tt := range tests {
		c := confidence(&Entry{Text: tt.ref, Report: readReference(tt.ref)}, &s)
		if c >= Sure != tt.sure || tt.seen && c < 0.4 || !tt.seen && c >= Possible {
			t.Errorf("%s: confidence %.2f", tt.name, c)
		}
	}
}

// A short title beside its identifier is that of the study.
func TestShortTitleBesideItsIdentifier(t *testing.T) {
	s := study.Study{ID: "ev1"}
	s.Kind, s.Title, s.IDs.PMID = study.KindArticle, "[Flying saucers]", "38000001"
	c := checkList(t, fakeLibrary{s}, "", "Doe J. [Flying saucers]. 2024. PubMed PMID: 38000001.").Entries[0]
	if c.Match == nil || len(c.Findings) > 0 {
		t.Errorf("%+v %+v", c.Match, c.Findings)
	}
}

func FuzzReadList(f *testing.F) {
	f.Add("a.txt", "1. A B. Title of it. J. 2020;1(2):3-4.\n2. C D")
	f.Add("a.bib", "@article{k, title={T}}")
	f.Add("", "[{\"title\":\"T\"}]")
	f.Fuzz(func(t *testing.T, name, text string) {
		list, err := ReadList(strings.NewReader(text), name, "")
		if err == nil && len(list.Entries)+len(list.Faults) == 0 {
			t.Error("neither entries nor an error")
		}
	})
}

// A work that nobody wrote may be worded like one that somebody did: no match.
func TestInventedIsNeverMatched(t *testing.T) {
	lib := madeLibrary()
	for _, text := range []string{
		"Nutt D, Griffiths R. Randomised trial of ketamine for bulimia nervosa in 20 adults. J Ex. 2010;10(2):100-109.",
		"Carhart-Harris R. Randomised trial of ketamine for depression in 300 adults. J Ex. 2010.",
		"Zhang W, Li X. Randomised trial of ketamine for depression in 20 adults. Nature. 1999;1(1):1-2.",
		"Carhart-Harris R. Randomised trial of ibogaine for depression in 20 adults. J Ex. 2010.",
		"Ng Y. Repeated infusions in hospital: a late report. medRxiv. 2020.",
	} {
		for _, c := range checkList(t, lib, "", text).Entries {
			if c.Match != nil {
				t.Errorf("%s is matched to %s (%.2f)", text, c.Match.Title, c.Match.Confidence)
			}
		}
	}
}

// Texts about a text share its title: a retraction note says that the work was
// retracted, a correction or reply is not the work.
func TestTextsAboutAText(t *testing.T) {
	mk := func(id, title string) study.Study {
		s := study.Study{ID: id}
		s.Kind, s.Title, s.Published.Print = study.KindArticle, title, study.Date{Year: 2024}
		return s
	}
	lib := fakeLibrary{
		mk("ev1", "Retraction Note: MDMA-assisted therapy in a long open follow-up of two trials"),
		mk("ev2", "Author Correction: Ketamine at home for grief in two hundred adults"),
		mk("ev3", "Oral psilocybin for the fear of death: a case series. Reply"),
	}
	text := "1. Doe J. MDMA-assisted therapy in a long open follow-up of two trials. J Ex. 2020;1(2):3-4.\n" +
		"2. Doe J. Ketamine at home for grief in two hundred adults. J Ex. 2023;1(2):3-4.\n" +
		"3. Doe J. Oral psilocybin for the fear of death: a case series. J Ex. 2023.\n" +
		"4. Doe J. Author Correction: Ketamine at home for grief in two hundred adults. J Ex. 2024.\n"
	rep := checkList(t, lib, "", text)
	if e := rep.Entries[0]; e.Match != nil || !slices.Contains(kinds(e), Retracted) || !e.Findings[0].Grave {
		t.Errorf("a retracted work: %+v %+v", e.Match, e.Findings)
	}
	for _, e := range rep.Entries[1:3] {
		if e.Match != nil {
			t.Errorf("%s is matched to %s", e.Text, e.Match.Title)
		}
	}
	if e := rep.Entries[3]; e.Match == nil || e.Match.ID != "ev2" {
		t.Errorf("the correction itself: %+v", e.Findings)
	}
}

// An identifier that leads to a title not quite the entry's is said, and the entry
// is not written again.
func TestTitleThatDiffers(t *testing.T) {
	lib := madeLibrary()
	rep := checkList(t, lib, "a.bib", "@article{a, title={Open trial of ketamine for depression among 20 young adults at home}, year=2010, doi={10.5555/ex.1}}")
	e := rep.Entries[0]
	if diff := cmp.Diff([]Kind{TitleDiffers}, kinds(e)); diff != "" || e.Match.Confidence >= Sure {
		t.Errorf("(-want +got)\n%s%+v", diff, e.Findings)
	}
	var b strings.Builder
	if err := rep.Correct(&b, ""); err != nil || !strings.Contains(b.String(), "young adults") {
		t.Errorf("%v: %s", err, b.String())
	}
}

// The DOI of a preprint beside the title of the article.
func TestPreprintDOI(t *testing.T) {
	rep := checkList(t, madeLibrary(), "", "Carhart-Harris R, van der Berg A. Randomised trial of ketamine for depression in 20 adults. medRxiv. 2010. doi:10.1101/2009.12.01.2011111")
	if diff := cmp.Diff([]Kind{Superseded}, kinds(rep.Entries[0])); diff != "" {
		t.Errorf("(-want +got)\n%s%+v", diff, rep.Entries[0].Findings)
	}
}
