package cite

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// brief is what was checked by hand in the recorded files.
type brief struct {
	title, first, last        string // of the title its beginning; first and last author
	authors                   int
	journal, volume, issue    string
	pages, date, doi, pmid    string
	abstract                  string // its beginning
	kind                      study.Kind
	elocator, keyword, second string // keyword: the first; second: the second author
}

func briefOf(rep study.Report, like brief) brief {
	b := brief{title: begin(rep.Title, like.title), authors: len(rep.Authors), journal: journalTitle(&study.Study{Report: rep}),
		volume: rep.Volume, issue: rep.Issue, pages: rep.Pages, date: rep.Published.Date().String(), doi: rep.IDs.DOI, pmid: rep.IDs.PMID,
		abstract: begin(rep.AbstractText(), like.abstract), kind: rep.Kind, elocator: rep.ELocator}
	if rep.Book != nil {
		b.journal = rep.Book.Title
	}
	if n := len(rep.Authors); n > 0 {
		b.first, b.last = rep.Authors[0].String(), rep.Authors[n-1].String()
	}
	if len(rep.Authors) > 1 && like.second != "" {
		b.second = rep.Authors[1].String()
	}
	if len(rep.Keywords) > 0 && like.keyword != "" {
		b.keyword = rep.Keywords[0]
	}
	return b
}

func begin(s, like string) string { return s[:min(len(s), len(like))] }

func TestRecordedSamples(t *testing.T) {
	dir := shared(t, "samples", "output")
	tests := []struct {
		file, format string
		record       int
		want         brief
	}{
		{"nbib/jabref_NbibImporterTest.nbib", "nbib", 0, brief{title: "Proteomics: A new perspective for cancer", first: "Shruthi BS", second: "Vinodhkumar P",
			last: "corporater", authors: 4, journal: "Advanced biomedical research", volume: "5", pages: "67", date: "2016", doi: "10.4103/2277-9175.180636",
			pmid: "27169098", abstract: "some things will be described", kind: study.KindArticle, keyword: "Biomarkers"}},
		{"nbib/biopython_pubmed_result2.txt", "nbib", 0, brief{title: "A high level interface to SCOP and ASTRAL implemented in python", first: "Casbon JA", last: "Saqi MA", authors: 3,
			journal: "BMC bioinformatics", volume: "7", pages: "10", date: "2006", doi: "10.1186/1471-2105-7-10", pmid: "16403221", kind: study.KindArticle}},
		{"nbib/biopython_pubmed_result2.txt", "nbib", 1, brief{title: "GenomeDiagram: a python package", first: "Pritchard L", last: "Toth IK", authors: 4,
			journal: "Bioinformatics (Oxford, England)", volume: "22", issue: "5", pages: "616-7", date: "2006-03-01", doi: "10.1093/bioinformatics/btk021", pmid: "16377612", kind: study.KindArticle}},
		{"nbib/manubot_bibliography.nbib", "nbib", 0, brief{title: "Sci-Hub provides access to nearly all scholarly literature", first: "Himmelstein DS", last: "Greene CS", authors: 7,
			journal: "eLife", volume: "7", date: "2018-03-01", doi: "10.7554/elife.32822", pmid: "29424689", kind: study.KindArticle, elocator: "e32822", abstract: "The website Sci-Hub enables users"}},
		{"ris/jabref_RisImporterTest3.ris", "ris", 0, brief{title: "Toward a Robust Analysis of Dermoscopy Images Acquired under Different Conditions", first: "Barata C", last: "Marques J", authors: 3,
			journal: "Dermoscopy Image Analysis", pages: "1-22", date: "2015", doi: "10.1201/b19107-2", kind: study.KindBook}},
		{"ris/jabref_RisImporterTest4c.ris", "ris", 0, brief{title: "Processing whey protein for use as a food ingredient", first: "Huffman LM", last: "Huffman LM", authors: 1,
			journal: "Food Technology", volume: "50", issue: "2", pages: "49-52", date: "1996", kind: study.KindArticle}},
		{"ris/jabref_RisImporterTestScopus.ris", "ris", 0, brief{title: "A transversely isotropic composite", first: "Federico S", last: "Herzog W", authors: 3,
			journal: "Journal of the Mechanics and Physics of Solids", volume: "52", issue: "10", pages: "2309-2327", date: "2004", doi: "10.1016/j.jmps.2004.03.010", kind: study.KindArticle, keyword: "Composite"}},
		{"ris/jabref_RisImporterTest8_date.ris", "ris", 0, brief{title: "Hydration forces between silica surfaces", first: "Valle-Delgado JJ", last: "Rutland MW", authors: 6,
			journal: "The Journal of Chemical Physics", volume: "123", issue: "3", pages: "034708", date: "2005-07-15", doi: "10.1063/1.1954747", kind: study.KindArticle}},
		{"ris/manubot_bibliography.ris", "ris", 0, brief{title: "Sci-Hub provides access", first: "Himmelstein DS", last: "Greene CS", authors: 7, journal: "eLife",
			volume: "7", date: "2018-03-01", doi: "10.7554/elife.32822", kind: study.KindArticle}},
		{"ris/commonmeta_crossref.ris", "ris", 0, brief{title: "Automated quantitative histology reveals vascular morphodynamics", first: "Sankar M", last: "Hardtke CS", authors: 5,
			journal: "eLife", volume: "3", date: "2014", doi: "10.7554/elife.01567", kind: study.KindArticle, abstract: "Among various advantages"}},
		{"ris/colrev_psycinfo_ris.ris", "ris", 0, brief{title: "Primary Title", first: "Author-One M", last: "Author-Five DB", authors: 5, journal: "Journal/Periodical name: full format",
			volume: "34", pages: "1023-1095", date: "2020", doi: "10.1011/hea0004444", pmid: "33355555", kind: study.KindArticle, keyword: "Keyword one"}},
		{"other/colrev_pubmed_csv.csv", "csv", 0, brief{title: "Paper title", first: "Smith A", last: "Walter B", authors: 2, journal: "Nature", volume: "1", issue: "2",
			pages: "10-11", date: "2021", doi: "10.1111/nature1111", pmid: "11223344", kind: study.KindArticle}},
		{"other/jabref_EndnoteXmlImporterTestArticle.xml", "endnote-xml", 0, brief{title: "Trends in the lifetime risk of developing cancer in Great Britain: comparison of risk", first: "Ahmad AS",
			last: "Sasieni PD", authors: 3, journal: "Br J Cancer", volume: "112", issue: "5", pages: "943-7", date: "2015-03-03", doi: "10.1038/bjc.2014.606", pmid: "25647015",
			abstract: "test abstract", kind: study.KindArticle, keyword: "Age Factors"}},
		{"other/jabref_EndnoteXmlImporterTestReport.xml", "endnote-xml", 0, brief{title: "Purple Martin (Progne subis)", first: "Wiggins DA", last: "Wiggins DA", authors: 1,
			pages: "Available: http://www.fs.fed.us/r2/projects/scp/assessments/purplemartin.pdf", date: "2005", kind: study.KindArticle}},
		{"other/commonmeta_crossref.bib", "bibtex", 0, brief{title: "Automated quantitative histology reveals", first: "Sankar M", last: "Hardtke CS", authors: 5, journal: "eLife", volume: "3",
			date: "2014-02", doi: "10.7554/elife.01567", kind: study.KindArticle, abstract: "Among various advantages"}},
		{"other/manubot_bibliography.bib", "bibtex", 0, brief{title: "Sci-Hub provides access to nearly all scholarly literature", first: "Himmelstein DS", last: "Greene CS", authors: 7,
			journal: "eLife", volume: "7", date: "2018-03", doi: "10.7554/elife.32822", kind: study.KindArticle}},
		{"other/jabref_BibtexImporter.examples.bib", "bibtex", 1, brief{title: "Effect of immobilization on catalytic characteristics of saturated Pd-N-heterocyclic carbenes in Mizoroki-Heck reactions",
			first: "Aksın Ö", last: "Özkal E", authors: 7, journal: "jomch", volume: "691", issue: "13", pages: "3027-3036", date: "2006", kind: study.KindArticle}},
		{"other/colrev_europe_pmc_bib.bib", "bibtex", 0, brief{title: "When there is a PERCENTAGE symbol anywhere", first: "Articlewriter T", last: "Articlewriter T", authors: 1, journal: "The dummy Journal",
			volume: "20", issue: "1", pages: "15", date: "2023-02", doi: "10.1111/s5555-333-55555-1", kind: study.KindArticle, abstract: "Be Aware of percentage symbols"}},
	}
	for _, tt := range tests {
		b, err := os.ReadFile(filepath.Join(dir, tt.file))
		if err != nil {
			t.Fatal(err)
		}
		recs, faults, err := readAll(string(b), tt.format)
		if err != nil || len(recs) <= tt.record {
			t.Errorf("%s: %d records, faults %v, error %v", tt.file, len(recs), faults, err)
			continue
		}
		if diff := cmp.Diff(tt.want, briefOf(recs[tt.record].Report, tt.want), cmp.AllowUnexported(brief{})); diff != "" {
			t.Errorf("%s record %d (-want +got):\n%s", tt.file, tt.record, diff)
		}
	}
}

// Files made malformed give an error that names the place, and keep the rest.
func TestRecordedMalformed(t *testing.T) {
	dir := shared(t, "samples", "output")
	for file, want := range map[string]string{
		"nbib/jabref_MedlinePlainImporterTestInvalidFormat.xml": "line 1",
		"nbib/jabref_MedlinePlainImporterTestMultiAbstract.txt": "",
	} {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		_, faults, err := readAll(string(b), "nbib")
		if err != nil || want != "" && (len(faults) == 0 || !strings.Contains(faults[0], want)) {
			t.Errorf("%s: faults %v, error %v, want one at %q", file, faults, err, want)
		}
	}
}
