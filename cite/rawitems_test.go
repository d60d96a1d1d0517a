package cite

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"
	"testing"

	"evidelic/cite/citetest"
	"evidelic/study"
)

// rawMaker makes CSL-JSON items as PubMed's, Crossref's and reference managers'
// exports have them: their messy titles, names, pages and dates in every
// combination that chance gives.
type rawMaker struct{ itemMaker }

type rawItem map[string]any

func makeRawItems(seed int64, n int) []rawItem {
	m := rawMaker{itemMaker{rand.New(rand.NewSource(seed))}}
	var out []rawItem
	for i := range n {
		it := m.item()
		it["id"] = fmt.Sprintf("raw-%d", i)
		out = append(out, it)
	}
	return out
}

func (m rawMaker) item() rawItem {
	it := rawItem{"type": "article-journal", "title": m.rawTitle(), "author": m.names([]int{0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 10, 11, 20, 21, 30}[m.r.Intn(16)])}
	m.may(85, it, "DOI", fmt.Sprintf("10.%d/%s.%d", 1000+m.r.Intn(8000), m.of("s41586-021", "JAMA", "(SICI)1097-0142", "nejmoa", "j.jad"), m.r.Intn(99999)))
	m.may(55, it, "PMID", fmt.Sprint(10000000+m.r.Intn(28000000)))
	m.may(25, it, "PMCID", fmt.Sprint("PMC", 1000000+m.r.Intn(9000000)))
	m.may(40, it, "language", m.of("en", "eng", "en-US", "English", "de", "fre", "es"))
	m.may(70, it, "ISSN", "1234-5679")
	if m.chance(96) {
		it["issued"] = m.rawDate()
	}
	switch k := m.r.Intn(100); {
	case k < 70:
		m.journal(it)
	case k < 78:
		it["type"], it["publisher"] = "article", m.of("medRxiv", "bioRxiv", "PsyArXiv", "Research Square")
		it["genre"] = "Preprint"
	case k < 90:
		m.rawBook(it)
	default:
		m.report(it)
	}
	return it
}

func (m rawMaker) may(percent int, it rawItem, key, value string) {
	if m.chance(percent) {
		it[key] = value
	}
}

func (m rawMaker) report(it rawItem) {
	nct := fmt.Sprintf("NCT%08d", m.r.Intn(99999999))
	it["type"], it["genre"], it["number"], it["publisher"] = "report", "Clinical trial registration", nct, "ClinicalTrials.gov"
	it["author"], it["URL"] = []rawItem{{"literal": m.of("Janssen Research & Development, LLC", "Usona Institute")}}, "https://clinicaltrials.gov/study/"+nct
	for _, key := range []string{"DOI", "PMID", "PMCID"} {
		delete(it, key)
	}
}

func (m rawMaker) rawTitle() string {
	subject := m.of("ketamine", "(S)-ketamine", "R(-)-ketamine", "5-MeO-DMT", "N,N-dimethyltryptamine", "[18F]FDG", "α-amino-3-hydroxy-5-methyl-4-isoxazole", "MDMA", "psilocybin",
		"<i>Psilocybe cubensis</i>", "Psilocybe cubensis", "LSD-25", "l-dopa", "d-LSD", "5-HT<sub>2A</sub> agonists", "hERG K<sup>+</sup> channels", "ibogaine/noribogaine")
	forms := []string{
		"%s in adults: a randomised controlled trial", "%s: friend or foe?", "What is %s? A primer for clinicians", "THE EFFECTS OF %s ON SLEEP", "The Role of %s in the Treatment of Depression",
		"“Trip of a lifetime”: %s in end-of-life care", "\"I was reborn\": patients' accounts of %s", "A ‘new dawn’ for %s?", "%s – from bench to bedside", "%s—a review", "%s. Part II: mechanisms",
		"World War II and the history of %s", "The patient’s view of %s", "Patients' and carers' views on %s", "Who's afraid of %s?", "%s at 0.5 mg/kg vs. 1 mg/kg: a cross-over study", "%s & me",
		"Re: %s", "Reply", "Editorial", "In reply to: \"%s for pain\"", "Phase 2b study of %s (the XYZ-1 trial); 12-month follow-up", "%s-assisted psychotherapy (MDMA-AP) for PTSD in the U.S.",
		"From cradle to grave: a and b of %s", "[%s in the treatment of depression]", "Is %s up to it", "%s use in Europe, 2010-2020", "An in vivo study of %s in mice/rats", "Effect of %s on P3a, P300 and N170",
		"{%s} and other things, e.g. sleep, vs placebo", "iPSC models of %s", "mTOR signalling and %s", "Rock 'n' roll and %s in the '60s", "Correction to: %s in adults", "%s <b>now</b>", "Über %s und Schlaf", "Effets de %s sur l'humeur d'étudiants",
		"%s, placebo or neither: results of the 'SAFE' trial", "Does \"set and setting\" matter? %s revisited", "To treat or not to treat: %s!", "On the use of %s by", "Ketamine as/after %s", "%s's effects",
		"COVID-19 and %s", "Cost–effectiveness of %s", "Short Communication: e-health and %s", "Psychedelics: %s: what next", "%s ... and beyond", "A 10 mg/m² dose of %s", "Trauma‐focused %s", "What works? %s: yes, no, maybe", "Von Willebrand and %s",
	}
	f := m.of(forms...)
	if strings.Contains(f, "%s") {
		f = fmt.Sprintf(f, subject)
	}
	r := []rune(f)
	if m.chance(90) && r[0] != '<' {
		f = strings.ToUpper(string(r[0])) + string(r[1:])
	}
	return f
}

func (m rawMaker) names(n int) []rawItem {
	var out []rawItem
	for range n {
		out = append(out, m.name())
	}
	return out
}

func (m rawMaker) name() rawItem {
	switch k := m.r.Intn(100); {
	case k < 4:
		return rawItem{"literal": m.of("MAPS Study Group", "the KET-Trial Investigators", "World Health Organization", "COMPASS 001 Study Team", "on behalf of the ECNP's Network")}
	case k < 5:
		return rawItem{"family": m.of("Sukarno", "Voltaire")}
	case k < 7:
		return []rawItem{{"family": "王", "given": "伟"}, {"family": "李", "given": "明华"}, {"family": "Иванов", "given": "Пётр"}, {"family": "Παπαδόπουλος", "given": "Γιώργος"}}[m.r.Intn(4)]
	}
	a := rawItem{
		"family": m.of("Carhart-Harris", "Smith", "O'Brien", "O’Connor", "van der Berg", "de la Cruz", "Müller", "Nutt", "Griffiths", "Łukasiewicz", "von Trapp", "Ng", "McIntyre", "MacLean", "Le Foll", "Dos Santos",
			"García Romeu", "Ben-Ari", "Al-Hasan", "El Sayed", "St. John", "Di Forti", "Ó Briain", "D'Souza", "d'Arripe", "Şahin", "Nguyễn", "Li", "Vande Voort", "Da Silva", "Öngür", "al-Rashid"),
		"given": m.of("Robin L", "Robin L.", "Jean-Paul", "David", "Mary Ann", "J. R.", "J R", "R.", "A", "Ólafur", "Rafael G", "Yu-Chen", "Yuchen", "Xiao-yan", "Émile", "Carlos A.", "Anne-Marie K", "M. Cristina", "Ph.", "J.-P.", "Šárka", "Ömer F.", "D'Arcy", "DeAnna", "José María", "A. B. C.", "Wm.", "Mohamed A. H."),
	}
	if m.chance(4) {
		a["suffix"] = m.of("Jr", "Jr.", "III", "2nd", "Sr.")
	}
	if m.chance(3) {
		a["family"], a["non-dropping-particle"] = m.of("Berg", "Beethoven"), m.of("van", "van den")
	}
	if m.chance(2) {
		a["family"], a["dropping-particle"] = "Humboldt", "von"
	}
	return a
}

func (m rawMaker) rawDate() rawItem {
	year, month, day := 1950+m.r.Intn(76), 1+m.r.Intn(12), 1+m.r.Intn(28)
	switch k := m.r.Intn(100); {
	case k < 30:
		return rawItem{"date-parts": [][]int{{year, month, day}}}
	case k < 60:
		return rawItem{"date-parts": [][]int{{year, month}}}
	case k < 65:
		return rawItem{"date-parts": [][]string{{fmt.Sprint(year), fmt.Sprint(month)}}}
	case k < 68:
		return rawItem{"date-parts": [][]int{{year}}, "season": m.of("Spring", "Winter")}
	}
	return rawItem{"date-parts": [][]int{{year}}}
}

func (m rawMaker) journal(it rawItem) {
	j := [][2]string{{"The New England journal of medicine", "N Engl J Med"}, {"JAMA psychiatry", "JAMA Psychiatry"}, {"JAMA", "JAMA"}, {"Journal of Psychopharmacology (Oxford, England)", "J. Psychopharmacol."},
		{"Psychopharmacology", ""}, {"Cochrane Database of Systematic Reviews", "Cochrane Database Syst Rev"}, {"Frontiers in psychiatry", "Front Psychiatry"}, {"PLoS ONE", "PLoS One"},
		{"Health care financing & grants management", "Health Care Financ Grants Manage"}, {"L'Encéphale", "Encephale"}, {"Der Nervenarzt", "Nervenarzt"}, {"Nature Reviews. Neuroscience", "Nat. Rev. Neurosci."},
		{"Revue de l'infirmière", "Rev Infirm"}, {"eLife", "Elife"}, {"bioRxiv: the preprint server", "bioRxiv"}, {"Drug Science, Policy and Law", "Drug Sci. Policy Law"}, {"Journal of the American Academy of Child & Adolescent Psychiatry", "J Am Acad Child Adolesc Psychiatry"}}[m.r.Intn(17)]
	it["container-title"] = j[0]
	if j[1] != "" && m.chance(85) {
		it["container-title-short"] = j[1]
	}
	if m.chance(92) {
		it["volume"] = m.of(fmt.Sprint(1+m.r.Intn(400)), fmt.Sprint(1+m.r.Intn(400)), "12 Suppl 1", "Suppl 2", "XIV", "18-19", "2021", "12A", "7 (Pt 1)")
	}
	if m.chance(75) {
		it["issue"] = m.of("1", "2", "12", "4", "Suppl 1", "3-4", "Pt 2", "Suppl_1", "S1", "10 Suppl", "1-2 Pt 1", "Special Issue", "Supplement_3")
	}
	first := 1 + m.r.Intn(3000)
	it["page"] = m.of(fmt.Sprintf("%d-%d", first, first+1+m.r.Intn(30)), fmt.Sprintf("%d-%d", first, first+1+m.r.Intn(30)), fmt.Sprintf("%d–%d", first, first+9), fmt.Sprintf("%d-%d", 1100+first%90, 10+first%80),
		fmt.Sprintf("S%d-S%d", first%90+1, first%90+9), fmt.Sprint(first), fmt.Sprintf("e%d", 100000+first), fmt.Sprintf("%dA-%dA", first, first+1), "1-20, 30", "12-5; discussion 16", "e12-e19", "i-xii", "xi", "100-9; author reply 110-1",
		"12.e1-12.e7", "123, 125", "CD012345", "1-2-1-9", "H100-H110", "474-481.e2", "1–10", "dmaa012", "bcaf001", "45-45", "99-101", "1498-504", "NP1-NP12", "12 p", "0886260520 pages", "21-2, 25")
	if m.chance(12) {
		delete(it, "page")
	}
}

func (m rawMaker) rawBook(it rawItem) {
	it["type"] = m.of("chapter", "chapter", "book")
	it["publisher"] = m.of("Springer", "Academic Press", "John Wiley & Sons, Ltd", "StatPearls Publishing")
	m.may(60, it, "publisher-place", m.of("Cham", "New York, NY", "Treasure Island (FL)"))
	m.may(25, it, "edition", m.of("2", "2nd", "Revised", "3"))
	m.may(10, it, "volume", "2")
	delete(it, "PMCID")
	if it["type"] == "book" {
		if it["author"] == nil || len(it["author"].([]rawItem)) == 0 {
			it["editor"] = m.names(1 + m.r.Intn(3))
		}
		return
	}
	it["container-title"] = m.of("Handbook of psychedelic psychiatry", "The oxford handbook of drugs and the brain", "Current Topics in Behavioral Neurosciences")
	if n := m.r.Intn(4); n > 0 {
		it["editor"] = m.names(n)
	}
	if m.chance(75) {
		it["page"] = fmt.Sprintf("%d-%d", 101+m.r.Intn(80), 190+m.r.Intn(80))
	}
}

// TestOracleRawItems compares what we make of imported CSL-JSON with what the
// processor makes of the file itself: the import must lose nothing that a
// reference shows.
func TestOracleRawItems(t *testing.T) {
	raw := makeRawItems(20261124, rawCount())
	var items []json.RawMessage
	for _, it := range raw {
		b, err := json.Marshal(it)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, b)
	}
	want := citetest.Format(t, newerStyles(t), items)
	var studies []study.Study
	for i, b := range items {
		recs, faults, err := readAll("["+string(b)+"]", "csl-json")
		if err != nil || len(recs) != 1 {
			t.Fatalf("item %d: %d records, %v, %v", i, len(recs), faults, err)
		}
		studies = append(studies, study.Study{ID: fmt.Sprintf("ev%08d", i), Report: recs[0].Report})
	}
	citetest.Compare(t, want, references(studies), 98)
}

// rawCount is how many items are compared: more where time is no matter.
func rawCount() int {
	if os.Getenv("EVIDELIC_LONG") != "" {
		return 400
	}
	return 150
}
