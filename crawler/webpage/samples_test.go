package webpage

import (
	"strings"
	"testing"

	"evidelic/crawler"
	"evidelic/crawler/sourcetest"
)

// sampleRow is a recorded landing page, as read by hand.
type sampleRow struct {
	file, title, doi, date string
	authors                int
	first                  string
	begins, ends           string // of the abstract; "": the page has none
}

var sampleRows = []sampleRow{
	{"biomcp_pmc3040717", "Comprehensive Analysis of Missense Variations in the BRCT Domain", "10.1158/0008-5472.can-09-4563", "2010-06-01", 11, "Lee",
		"Genetic screening of the breast", "models to assess cancer risk."},
	{"crminer_html", "Unveiling the status of alien animals", "10.7717/peerj.1545", "2016-01-12", 2, "Zhang", "Biological invasion is one", "proposed feasible solutions."},
	{"metascraper_arxiv.org-abs-1706.03762", "Attention Is All You Need", "", "2017-06-12", 8, "Vaswani", "The dominant sequence", "limited training data."},
	{"metascraper_pmc.ncbi.nlm.nih.gov-articles-PMC3531190", "GenBank", "10.1093/nar/gks1195", "2012-11-26", 7, "Benson", "GenBank", "www.ncbi.nlm.nih.gov."},
	{"metascraper_www.biorxiv.org-content-10.1101-2020.03.22.002386v3", "A SARS-CoV-2-Human Protein-Protein Interaction Map", "10.1101/2020.03.22.002386", "2020-03-27", 100, "Gordon",
		"An outbreak of the novel", "deadly coronavirus strains."},
	{"metascraper_www.nature.com-articles-s41586-021-03819-2", "Highly accurate protein structure prediction with AlphaFold", "10.1038/s41586-021-03819-2", "2021-08", 34, "Jumper",
		"Proteins are essential to life", "deep learning architecture."},
	{"metascraper_www.sciencedirect.com-science-article-abs-pii-S2352485522001888", "Genetic monitoring of the critically endangered leatherback", "10.1016/j.rsma.2022.102530", "2022-09-01", -1, "",
		"Although leatherback turtles", "subpopulation from the Atlantic Ocean."},
	{"papis_Fallback_peerj", "Reef fish communities are spooked", "10.7717/peerj.4886", "2018-05-24", 5, "Emslie", "Ecological monitoring programs", "prior to surveys."},
	{"papis_HAL_HAL_jpa_00235190", "Déplacement de Knight dans les alliages", "10.1051/jphysrad:01955001606044400", "1955", 1, "Friedel", "Des calculs récents", "assez fortes concentrations."},
	{"papis_ProjectEuclid_1391109086", "An analysis of the renormalization group method", "10.57262/ade/1391109086", "2014-03", 2, "Holzer", "The renormalization group method", "common general features."},
	{"papis_ScienceDirect_S146290112300117X", "Nature-based solutions through collective actions", "10.1016/j.envsci.2023.04.016", "2023-07-01", 2, "Yazar", "Urban climate adaptation", "national governments."},
	{"postlight_biorxiv.org", "Sub-nucleosomal organization in urine cell-free DNA", "10.1101/696633", "2019-07-11", 18, "Markus", "Cell-free DNA (cfDNA)", "cancer diagnostics."},
	{"sandcrawler_elife_article", "Parallel visual circuitry in a basal chordate", "10.7554/elife.44753", "2019-04-18", 7, "Kourakis", "", ""},
	{"sandcrawler_first_monday_ojs3_landingpage", "Surveillance, stigma & sociotechnical design for HIV", "10.5210/fm.v25i10.10274", "2020-09-10", 3, "Liang", "Online dating and hookup", "safely navigate."},
	{"sandcrawler_peerj_oa_article", "The state of OA: a large-scale analysis", "10.7717/peerj.4375", "2018-02-13", 9, "Piwowar", "Despite growing interest", "OA policy and practice."},
	{"sandcrawler_plos_one_article", "Assessment on reticuloendotheliosis virus infection", "10.1371/journal.pone.0213978", "2019-04-22", 11, "Li", "Reticuloendotheliosis virus (REV)", "yolk antibody titers."},
	{"wikimedia_turtle_article", "Turtles are AWESOME!!1", "10.1000/123", "2012-02-04", 1, "Lvr", "", ""},
}

func TestSamples(t *testing.T) {
	for _, tt := range sampleRows {
		t.Run(tt.file, func(t *testing.T) {
			p, err := Read(&crawler.Response{Type: "text/html", Body: sourcetest.Sample(t, "html/"+tt.file+".html")})
			if err != nil {
				t.Fatal(err)
			}
			got, why := p.Report()
			if !strings.HasPrefix(got.Title, tt.title) || got.IDs.DOI != tt.doi || got.Published.Date().String() != tt.date {
				t.Errorf("title %q, DOI %q, date %s", got.Title, got.IDs.DOI, got.Published.Date())
			}
			if tt.authors >= 0 && (len(got.Authors) != tt.authors || got.Authors[0].Family != tt.first) {
				t.Errorf("%d authors, %+v; want %d, the first %s", len(got.Authors), got.Authors, tt.authors, tt.first)
			}
			text := got.AbstractText()
			if !strings.HasPrefix(text, tt.begins) || !strings.HasSuffix(text, tt.ends) || (tt.begins == "") != (text == "") || (text == "") != (why != "") {
				t.Errorf("abstract of %d bytes (%s): %q", len(text), why, text)
			}
		})
	}
	if names := sourcetest.Samples(t, "html/*.html"); len(names) != len(sampleRows) {
		t.Errorf("%d recorded pages, %d rows", len(names), len(sampleRows))
	}
}
