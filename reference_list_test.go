package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/check"
	"evidelic/cite"
	"evidelic/study"
)

// referenceForms are the forms in which a list comes: files as programs write
// them, a .bib file written by hand, and pasted lists.
func referenceForms() map[string]func(*testing.T, []citedWork) string {
	forms := map[string]func(*testing.T, []citedWork) string{"bib by hand": bibByHand, "nature": natureList, withoutIDs: bareList}
	for _, format := range []string{"bibtex", "ris", "nbib", "csl-json", "endnote-xml"} {
		forms[format] = func(t *testing.T, list []citedWork) string {
			var studies []study.Study
			for i, c := range list {
				c.study.ID = fmt.Sprintf("ev%07d", i)
				if format == "nbib" && c.study.IDs.PMID == "" {
					c.study.IDs.PMID = firstText(c.pmid, fmt.Sprint(66000000+i))
				}
				studies = append(studies, c.study)
			}
			return written(t, format, studies)
		}
	}
	layouts := []string{"%[1]d. %[2]s\n", "[%[1]d] %[2]s\n\n", "%[2]s\n", "%[1]d. %[3]s\n", "%[3]s\n\n", "• %[2]s\n", "(%[1]d) %[2]s\n"}
	for i, st := range cite.Styles() {
		forms[st.Name] = func(t *testing.T, list []citedWork) string {
			var b strings.Builder
			for n, c := range list {
				text, err := cite.Reference(&c.study, st.Name, cite.Text)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, layouts[i%len(layouts)], n+1, text, wrapped(text, 72))
			}
			return b.String()
		}
	}
	return forms
}

// wrapped breaks a line as a mail program does.
func wrapped(text string, width int) string {
	var b strings.Builder
	n := 0
	for _, w := range strings.Fields(text) {
		if n > 0 && n+len(w) > width {
			b.WriteByte('\n')
			n = 0
		} else if n > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		n += len(w) + 1
	}
	return b.String()
}

var latex = strings.NewReplacer("é", `{\'e}`, "ö", `{\"o}`, "ü", `\"{u}`, "&", `\&`, "%", `\%`, "ñ", `\~n`)

// bibByHand writes entries as people do: braces about a whole title, names in
// both orders, addresses in place of DOIs.
func bibByHand(_ *testing.T, list []citedWork) string {
	var b strings.Builder
	for i, c := range list {
		var names []string
		for _, a := range c.study.Authors {
			name := a.Family + ", " + a.InitialsOrGiven()
			if i%2 == 0 {
				name = a.InitialsOrGiven() + ". " + a.Family
			}
			names = append(names, strings.TrimSpace(firstText(a.Collective, name)))
		}
		fmt.Fprintf(&b, "@Article{ref%d,\n  Title   = \"{%s}\",\n  author = {%s},\n  year=%d", i+1, latex.Replace(c.study.Title), latex.Replace(strings.Join(names, " and ")), c.study.Year())
		if c.study.Pages != "" {
			fmt.Fprintf(&b, ",\n  pages = {%s}", strings.ReplaceAll(c.study.Pages, "-", "--"))
		}
		if doi := c.study.IDs.DOI; doi != "" {
			fmt.Fprintf(&b, ",\n  %s", [3]string{"doi = {https://doi.org/" + doi + "}", "DOI={" + strings.ToUpper(doi) + "}", "url = {http://dx.doi.org/" + doi + "}"}[i%3])
		}
		b.WriteString("\n}\n\n")
	}
	return b.String()
}

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// natureList writes references in a style that the program does not know.
func natureList(_ *testing.T, list []citedWork) string {
	var b strings.Builder
	for i, c := range list {
		s := c.study
		who := s.Authors[0].Family + ", " + s.Authors[0].InitialsOrGiven() + "."
		if s.Authors[0].Collective != "" {
			who = s.Authors[0].Collective
		}
		if len(s.Authors) > 1 {
			who += " et al."
		}
		fmt.Fprintf(&b, "%d. %s %s. %s %s, %s (%d).", i+1, who, strings.TrimSuffix(s.Title, "."), firstText(s.Journal.Abbrev, "J Ex"), firstText(s.Volume, "12"), firstText(s.Pages, "1"), s.Year())
		if s.IDs.DOI != "" {
			b.WriteString(" https://doi.org/" + s.IDs.DOI)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// withoutIDs is a pasted list that names neither DOI nor PMID: the title, the
// authors and the year decide.
const withoutIDs = "without identifiers"

func bareList(t *testing.T, list []citedWork) string {
	t.Helper()
	var b strings.Builder
	for i, c := range list {
		preprint := c.study.Kind == study.KindPreprint
		c.study.IDs, c.study.Kind = study.IDs{}, study.KindArticle
		text, err := cite.Reference(&c.study, [2]string{"vancouver", "harvard"}[i%2], cite.Text)
		if err != nil {
			t.Fatal(err)
		}
		if preprint {
			text += " Preprint."
		}
		fmt.Fprintf(&b, "%s\n\n", text)
	}
	return b.String()
}

// bare gives what a check must say where the entries name no identifier.
func bare(list []citedWork) []citedWork {
	list = slices.Clone(list)
	for i := range list {
		c := &list[i]
		if c.fault == "invented" {
			continue
		}
		c.want = slices.DeleteFunc(append(slices.Clone(c.want), check.MissingDOI), func(k check.Kind) bool { return k == check.WrongID })
		slices.Sort(c.want)
	}
	return list
}

// Of sixty real references, fourteen with a planted fault, every fault is found and
// nothing else, in every form of a list, and by the command.
func TestSixtyReferences(t *testing.T) {
	w := newReferenceWorld(t)
	t.Run("by command", w.checkByCommand)
	seeds := []uint64{0, 5}
	if testing.Short() {
		seeds = seeds[:1]
	}
	for _, seed := range seeds {
		list := w.list(seed, 60)
		for form, write := range referenceForms() {
			text, want := write(t, list), list
			if form == withoutIDs {
				want = bare(list)
			}
			for by, titles := range w.titles {
				t.Run(fmt.Sprintf("%d/%s/%s", seed, form, by), func(t *testing.T) {
					report := w.check(t, titles, text)
					compareReport(t, want, report)
					if by == "scan" && !t.Failed() {
						w.checkCorrected(t, titles, report)
					}
				})
			}
		}
	}
}

// checkByCommand checks that the command says the same, and writes the corrected file.
func (w *referenceWorld) checkByCommand(t *testing.T) {
	list := w.list(7, 60)
	dir := t.TempDir()
	file, corrected := filepath.Join(dir, "refs.bib"), filepath.Join(dir, "corrected.bib")
	if err := os.WriteFile(file, []byte(bibByHand(t, list)), 0o600); err != nil {
		t.Fatal(err)
	}
	got := command1(t, "check", "refs", "--data", w.data, "--json", "-o", corrected, file)
	var report check.ReferenceReport
	if err := json.Unmarshal([]byte(got.out), &report); err != nil || got.code != exitOK {
		t.Fatalf("status %d, %v: %.500s %s", got.code, err, got.out, got.faults)
	}
	n := report.Counts[check.NotFound] + report.Counts[check.Uncertain]
	delete(report.Counts, check.NotFound)
	delete(report.Counts, check.Uncertain)
	want := map[check.Kind]int{check.Retracted: 2, check.Superseded: 2, check.WrongID: 2, check.AuthorsDiffer: 2, check.YearDiffers: 2, check.Duplicate: 2}
	if diff := cmp.Diff(want, report.Counts); diff != "" || n != 2 || len(report.Entries) != 60 {
		t.Errorf("%d entries, %d not found (-want +got):\n%s", len(report.Entries), n, diff)
	}
	written, err := os.ReadFile(corrected)
	if err != nil || strings.Count(string(written), "\n@") != 57 || !strings.Contains(string(written), "{ref9,") {
		t.Errorf("corrected: %v, %d entries: %.300s", err, 1+strings.Count(string(written), "\n@"), written)
	}
}

func (w *referenceWorld) check(t *testing.T, titles check.Titles, text string) *check.ReferenceReport {
	t.Helper()
	read, err := check.ReadList(strings.NewReader(text), "", "")
	if err != nil {
		t.Fatal(err)
	}
	report, err := check.References(t.Context(), w.db, titles, read)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// checkCorrected checks the corrected list: what can be put right is, and what was
// withdrawn or not found is still said.
func (w *referenceWorld) checkCorrected(t *testing.T, titles check.Titles, report *check.ReferenceReport) {
	t.Helper()
	var b strings.Builder
	if err := report.Correct(&b, "vancouver"); err != nil {
		t.Fatal(err)
	}
	again := w.check(t, titles, b.String())
	want := map[check.Kind]int{check.Retracted: 2, check.Superseded: 2}
	got := maps.Clone(again.Counts)
	if n := got[check.NotFound] + got[check.Uncertain]; n != 2 {
		t.Errorf("%d of the corrected list are not found, want the 2 that nobody wrote", n)
	}
	delete(got, check.NotFound)
	delete(got, check.Uncertain)
	if diff := cmp.Diff(want, got); diff != "" || len(again.Entries) != 58 {
		for _, e := range again.Entries {
			if len(e.Findings) > 0 {
				t.Logf("%s: %v", e.Text, e.Findings)
			}
		}
		t.Errorf("%d corrected references, want 58 (-want +got):\n%s", len(again.Entries), diff)
	}
}

func compareReport(t *testing.T, list []citedWork, report *check.ReferenceReport) {
	t.Helper()
	if len(report.Entries) != len(list) || len(report.Faults) > 0 {
		t.Fatalf("%d entries of %d, faults %q", len(report.Entries), len(list), report.Faults)
	}
	for i, got := range report.Entries {
		want := list[i]
		var kinds []check.Kind
		for _, f := range got.Findings {
			kinds = append(kinds, f.Kind)
		}
		slices.Sort(kinds)
		if want.fault == "invented" {
			// A title that nobody wrote may resemble one: never more than that.
			kinds = slices.DeleteFunc(kinds, func(k check.Kind) bool { return k == check.Uncertain || k == check.NotFound })
			if len(kinds) < len(got.Findings) {
				kinds = append(kinds, check.NotFound)
			}
		}
		if diff := cmp.Diff(want.want, kinds); diff != "" || (got.Match == nil) != (want.doi == "") || got.Match != nil && got.Match.Study.IDs.DOI != want.doi {
			t.Errorf("reference %d (%s) %s\n  is %s, matched %+v, findings %v\n%s", i+1, want.fault, got.Text, want.study.Title, matchedTitle(got.Match), got.Findings, diff)
		}
	}
}

func matchedTitle(m *check.Match) string {
	if m == nil {
		return "nothing"
	}
	return regexp.MustCompile(`\s+`).ReplaceAllString(fmt.Sprintf("%q by %s %.2f", m.Title, m.By, m.Confidence), " ")
}
