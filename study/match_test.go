package study

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cited makes a record from "title | authors; authors | year | journal | volume | pages".
func cited(key, line string) Record {
	f := strings.Split(line, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	r := Record{Source: "import:a.ris", Key: key, Report: Report{Kind: KindArticle, Title: f[0], Journal: Journal{Title: f[3]}, Volume: f[4], Pages: f[5]}}
	for _, a := range strings.Split(f[1], ";") {
		if family, given, _ := strings.Cut(strings.TrimSpace(a), ","); family != "" {
			r.Report.Authors = append(r.Report.Authors, Author{Family: family, Given: strings.TrimSpace(given)})
		}
	}
	r.Report.Published.Print, _ = ParseDate(f[2])
	return r
}

// The pairs of these tables are written for it; each shows one way in which
// databases differ, or in which two reports are alike.
func TestRecordsOfOneReportJoin(t *testing.T) {
	for _, tt := range []struct{ name, a, b, rule string }{
		{"annotated title, full and initial names", "Oral ketamine for depression in nursing homes: a pilot study. [Review] [45 refs] | Berg, A B; Lind, C | 2014 | Journal of Mood & Anxiety | 12 | 203-211",
			"Oral ketamine for depression in nursing homes: A pilot study | Berg, Anna; Lind, Carl | 2014 | J Mood Anxiety | 12 | 203-11", ruleTitlePages},
		{"accents, Greek, spelling", "Randomised trial of interferon-α in oesophageal tumours of Müller type | Müller, K | 2001 | Gut Notes | 4 | 11-19",
			"Randomized trial of interferon-alpha in esophageal tumors of Muller type | Muller, K | 2001 | Gut Notes | 4 | 11", ruleTitlePages},
		{"retracted since", "RETRACTED ARTICLE: Infusions of ketamine in the emergency ward | Orr, A | 2010 | Ward Medicine | 9 | 5-9",
			"Infusions of ketamine in the emergency ward | Orr, A | 2010 | Ward Medicine | 9 | 5-9", ruleTitlePages},
		{"group or person", "Two years of maintenance infusions in resistant depression | MOOD Study Group | 2010 | Ward Medicine | 9 | 5-9",
			"Two years of maintenance infusions in resistant depression | Orr, A | 2010 | Ward Medicine | 9 | 5-9", ruleTitlePages},
		{"two translations of one title", "[Comparison of esketamine and placebo before electroconvulsive therapy. Double-blind study] | Petit, J; Roy, M | 1998 | Annales de psychiatrie francaise | 30 | 80-94",
			"Esketamine or placebo before electroconvulsive treatment: a double-blind trial | Petit, J; Roy, M | 1998 | Ann Psychiatr Fr | 30 | 80-94", rulePages},
		{"typing error", "Sublingual ketamine and the rapid relief of suicidal thoughts in adults | Hall, B | 2019 | Crisis Care | 7 | 301",
			"Sublingal ketamine and the rapid relief of suicidal thoughts in adlts | Hall, B | 2019 | Crisis Care | 7 | 301", ruleTitleNear},
		{"pages missing", "Psilocybin sessions for alcohol use disorder in primary care | Ng, C; Sato, K | 2021 | Open Addiction | 6 | 17",
			"Psilocybin sessions for alcohol use disorder in primary care | Ng, C; Sato, K | 2021 | Open Addiction [Electronic Resource] | 6 | ", ruleTitleJournal},
		{"article number and pages of the file", "Psilocybin sessions for alcohol use disorder in primary care | Ng, C; Sato, K | 2021 | Open Addiction | 6 | e12724",
			"Psilocybin sessions for alcohol use disorder in primary care | Ng, C; Sato, K | 2021 | Open Addiction | 6 | 1-6", ruleTitleJournal},
		{"supplement cut by an export", "Long-term safety of intranasal esketamine in older adults | Vos, D; Kok, E | 2018 | Clinical Mood | 46 | S11-S15",
			"Long-term safety of intranasal esketamine in older adults | Vos, D; Kok, E | 2018 | Clinical Mood | 46 | Suppl-5", ruleTitleJournal},
		{"year of the printed issue", "Long-term safety of intranasal esketamine in older adults | Vos, D; Kok, E | 2017 | Clinical Mood | 46 | 48-53",
			"Long-term safety of intranasal esketamine in older adults | Vos, D; Kok, E | 2018 | Clinical Mood | 46 (Pt 1) | 48-53", ruleTitlePages},
		{"names run together", "Long-term safety of intranasal esketamine in older adults | van den Brule, A; Kok, E | 2017 | Jclinmoodanx | 46 | 48-53",
			"Long-term safety of intranasal esketamine in older adults | Brule, A. v. d.; Kok, E | 2017 | Journal of Clinical Mood and Anxiety | 46 | 48-53", ruleTitlePages},
		{"proceedings without volumes", "Long-term safety of intranasal esketamine in older adults | Vos, D; Kok, E | 2017 | Meeting on Mood Systems | | 48-53",
			"Long-term safety of intranasal esketamine in older adlts | Vos, D; Kok, E | 2017 | Meeting on Mood Systems (MMS) | | 48-53", rulePages},
		{"names of a conference", "Long-term safety of intranasal esketamine in older adults | Vos, D; Kok, E | 2017 | Meeting on Mood Systems | | 48-53",
			"Long-term safety of intranasal esketamine in older adults | Vos, D; Kok, E | 2017 | 17th MMS | | 48-53", ruleTitlePages},
		{"authors missing, title retyped", "[Long-term safety of esketamine spray in older adults] | Vos, D | 1988 | Clinical Mood | 46 | 48-53",
			"Long-term safety of intranasal esketamine in the elderly | | 1988 | Clin-Mood | 46 | 48-53", rulePages},
		{"entities and Roman numbers", "Interferon-&alpha; &amp; the mood of older adults in nursing homes | Vos, D | 1988 | Clinical Mood | XLVI | 48-53",
			"Interferon-α and the mood of older adults in nursing homes | Vos, D | 1988 | Clinical Mood | 46 | 48-53", ruleTitlePages},
		{"the year for a volume", "Interferon and the mood of older adults in nursing homes | Vos, D | 1988 | Clinical Mood | 1988 | 48-53",
			"Interferon and the mood of older adults in nursing homes | Vos, D | 1988 | Clinical Mood | 46 | 48-53", ruleTitlePages},
		{"number without its letter", "Interferon and the mood of older adults in nursing homes | Vos, D | 2018 | Clinical Mood | 46 | e100433",
			"Interferon and the mood of older adults in nursing homes | Vos, D | 2018 | Clinical Mood | 46 | 100433", ruleTitlePages},
		{"names in one word, accents spelt out", "Interferon and the mood of older adults in nursing homes | delaFuente, D; Jaeaeskelaeinen, K | 2018 | Clinical Mood | 46 | 48-53",
			"Interferon and the mood of older adults in nursing homes | de la Fuente, D; Jääskeläinen, K | 2018 | Clinical Mood | 46 | 48-53", ruleTitlePages},
		{"versus for short, double volume", "Interferon versus lithium and the mood of older adults | Vos, D | 2018 | Clinical Mood | 46A | 48-53",
			"Interferon vs. lithium and the mood of older adults | D. Vos | 2018 | Clin Mood. Conference: 3rd Meeting. Lisbon | 46 | 46(2):48-53", ruleTitlePages},
		{"a supplement for a volume", "Interferon and the mood of older adults in nursing homes | Vos, D | 2018 | Clinical Mood | Suppl 1 | S48-S53",
			"Interferon and the mood of older adults in nursing homes | Vos, D; et al | 2018 | Clinical Mood | 46 | S48-53", ruleTitlePages},
		{"read in another code, a count for pages", "Interferon and the mood of older adults in MÃ¼nster | MÃ¼ller, D | 2018 | Clinical Mood | 46 | 48-53",
			"Interferon and the mood of older adults in Münster | Müller, D | 2018 | Clinical Mood | 46 | 6 p.", ruleTitleJournal},
		{"a range for January", "Interferon and the mood of older adults in nursing homes | Vos, D | 2018 | Clinical Mood | 46 | 1-57",
			"Interferon and the mood of older adults in nursing homes | Vos, D | 2018 | Clinical Mood | 46 | Jan-57", ruleTitlePages},
		{"the section in front, nothing of the place", "Original article: Interferon and the mood of older adults in nursing homes | Vos, D; Kok, E | 2018 | | | ",
			"Interferon and the mood of older adults in nursing homes | Vos, D; Kok, E | 2018 | | | ", ruleTitleJournal},
		{"a Greek letter lost on a supplement's page", "Interferon-α and the mood of older adults in nursing homes of the northern islands | Vos, D; Kok, E | 2018 | Zeitschrift für klinische Stimmung | 46 | S48",
			"Interferon- and the mood of older adults in nursing homes of the northern islands | Vos, D; Kok, E | 2018 | Zeitschrift fr klinische Stimmung | 46 | S48", ruleTitleNear},
		{"a short title, authors in another order", "Ketamine cystitis | Vos, D; Kok, E; Gil, A | 2018 | Clinical Mood | 46 | 48-53", "Ketamine cystitis | Gil, A; Kok, E; Vos, D | 2018 | Clin Mood | 46 | 48-53", ruleTitlePages},
		{"pages missing, a letter wrong", "Interferon and the mood of older adults in nursing homes | Vos, D; Kok, E; Gil, A | 2018 | Clinical Mood | 46 | 48-53",
			"Interferon and the mood of older adults in nursng homes | Vos, D; Kok, E; Gil, A | 2018 | Clinical Mood | 46 | ", ruleTitleNear},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records := []Record{cited("1", tt.a), cited("2", tt.b)}
			g := Partition(records, nil)
			if len(g) != 1 {
				t.Fatalf("%d groups, want one", len(g))
			}
			if got := g[0].Members[1]; got.Rule != tt.rule || got.Evidence == "" {
				t.Errorf("joined by %q: %s, want rule %q", got.Rule, got.Evidence, tt.rule)
			}
		})
	}
}

func TestReportsThatLookAlikeStayApart(t *testing.T) {
	const paper = "Ketamine infusions for resistant depression in veterans: a randomized trial | Berg, A B; Lind, C | 2014 | Journal of Mood | 12 | 203-211"
	for _, tt := range []struct{ name, a, b string }{
		{"erratum", paper, strings.Replace(paper, "Ketamine", "Erratum: Ketamine", 1)},
		{"correction", paper, strings.Replace(paper, "Ketamine", "Author Correction: Ketamine", 1)},
		{"retraction notice", paper, strings.Replace(paper, "Ketamine", "Retraction notice to: Ketamine", 1)},
		{"comment", paper, strings.Replace(paper, "Ketamine", "Comment on: Ketamine", 1)},
		{"reply", paper, strings.Replace(paper, "trial |", "trial - reply |", 1)},
		{"response", paper, strings.Replace(paper, "trial |", "trial: authors' response |", 1)},
		{"protocol", paper, strings.Replace(paper, "trial |", "trial: study protocol |", 1)},
		{"other journal", paper, strings.Replace(paper, "Journal of Mood | 12 | 203-211", "Anxiety Letters | 3 | 9-17", 1)},
		{"other journal, pages missing", strings.Replace(paper, "203-211", "", 1), strings.Replace(paper, "Journal of Mood | 12 | 203-211", "Anxiety Letters | 12 | ", 1)},
		{"conference abstract in a supplement", paper, strings.Replace(paper, "203-211", "S44", 1)},
		{"conference abstract without pages", paper, strings.Replace(paper, "trial | Berg, A B; Lind, C | 2014 | Journal of Mood | 12 | 203-211", "trial [abstract] | Berg, A B; Lind, C | 2014 | Journal of Mood | 12 | ", 1)},
		{"conference abstract a year before", paper, strings.Replace(paper, "2014 | Journal of Mood | 12 | 203-211", "2012 | Journal of Mood | 10 | ", 1)},
		{"other authors", paper, strings.Replace(paper, "Berg, A B; Lind, C", "Koch, F", 1)},
		{"numbered parts", "Ketamine and the depressed brain of ageing mice: part I | Orr, A | 2010 | Brain Papers | 9 | 5",
			"Ketamine and the depressed brain of ageing mice: part II | Orr, A | 2010 | Brain Papers | 9 | 5"},
		{"yearly parts", "Annual report on esketamine prescriptions in the northern region 2015 | Orr, A | 2016 | Brain Papers | 9 | 5",
			"Annual report on esketamine prescriptions in the northern region 2016 | Orr, A | 2017 | Brain Papers | 9 | 5"},
		{"two abstracts on one page", "Ketamine lowers the pain of patients with burns after surgery | Orr, A; Day, B | 2010 | Pain Meetings | 9 | 81A",
			"Ketamine lowers the fever of patients with burns after surgery | Orr, A; Day, B | 2010 | Pain Meetings | 9 | 81A"},
		{"chapters of a report on the pages of all", "A survey of general practice on the northern islands. 5. Diseases of the nervous system | Orr, A | 1976 | Brain Papers | 9 | 15-23",
			"A survey of general practice on the northern islands. 5. Diseases of the digestive system | Orr, A | 1976 | Brain Papers | 9 | 15-23"},
		{"abstracts on the pages of their supplement", "Ketamine lowers the pain of patients with burns after surgery | Orr, A; Day, B | 2010 | Pain Meetings | 9 | 1-212",
			"Ketamine for the fever of soldiers with burns at night | Orr, A; Day, B | 2010 | Pain Meetings | 9 | 1-212"},
		{"paper and abstract on pages of one number", paper, strings.Replace(paper, "203-211", "s203", 1)},
		{"words that are opposites", "Ketamine and hypotension in the elderly after surgery | Orr, A; Day, B | 2010 | Pain Meetings | 9 | S58",
			"Ketamine and hypertension in the elderly after surgery | Orr, A; Day, B | 2010 | Pain Meetings | 9 | S58"},
		{"versions of a review", "Ketamine for resistant depression in rural hospitals of Aragon | Gil, A; Orr, B | 2011 | Nordic Reviews | | CD004411",
			"Ketamine for resistant depression in rural hospitals of Aragon | Gil, A; Orr, B | 2012 | Nordic Reviews | | CD004411"},
		{"edition in another language", "Ketamine for resistant depression in rural hospitals of Aragon | Gil, A | 2011 | Revista de Psiquiatria | 9 | 50-58",
			"Ketamine for resistant depression in rural hospitals of Aragon | Gil, A | 2011 | Revista de Psiquiatria (English Edition) | 9 | 50-58"},
		{"two languages, other pages", "[Ketamine for resistant depression in rural hospitals of Aragon] | Gil, A | 2011 | Zhongguo yixue | 28 | 1324-1327",
			"Ketamine for resistant depression in rural hospitals of Aragon | Gil, A | 2011 | Chinese Medicine | 28 | 84-87"},
		{"preprint without a kind", "Ketamine for resistant depression in rural hospitals of Aragon | Gil, A | 2021 |  | | ",
			"Ketamine for resistant depression in rural hospitals of Aragon | Gil, A | 2021 | medRxiv | | "},
		{"paper and abstract on its last page's number", paper, strings.Replace(paper, "203-211", "s211", 1)},
		{"two abstracts, escaped twice", "Ketamine in veterans with depression &amp;amp; pain: men at follow-up | Orr, A; Day, B | 2010 | Pain Meetings | 9 | S81",
			"Ketamine in veterans with depression &amp;amp; pain: women at follow-up | Orr, A; Day, B | 2010 | Pain Meetings | 9 | S81"},
		{"two papers that begin on one page", "Predictors of response to ketamine among students treated for cluster headache | Gil, A; Orr, B; Kok, C; Day, D | 2011 | Nordic Meeting | | 11-18",
			"Predictors of response to ibogaine among sailors treated for bipolar depression | Gil, X; Mann, E; Vos, F; Hall, G | 2011 | Nordic Meeting | | 11-18"},
		{"two Greek letters on a supplement's page", "Interferon-α and the mood of older adults in nursing homes | Vos, D; Kok, E | 2018 | Clinical Mood | 46 | S48",
			"Interferon-β and the mood of older adults in nursing homes | Vos, D; Kok, E | 2018 | Clinical Mood | 46 | S48"},
		{"namesakes, pages missing", "Serotonin syndrome after one infusion: a case report | Gil, Wei | 2021 | Mood | 3 | ", "Serotonin syndrome after one infusion: a case report | Gil, Elif | 2021 | Mood | 3 | "},
		{"a mother's and a father's", "Ketamine and maternal exposure in adolescent rats | Orr, A; Day, B | 2010 | Pain Meetings | 9 | S58",
			"Ketamine and paternal exposure in adolescent rats | Orr, A; Day, B | 2010 | Pain Meetings | 9 | S58"},
		{"posters in two journals", "Ketamine and exposure of adolescent rats to stress | Orr, A; Day, B | 2010 | Pain Meetings | 9 | S58",
			"Ketamine and exposure of adolescent rats to stress | Orr, A; Day, B | 2010 | Mood Letters | 9 | S58"},
		{"a short title by people known by letters", "Psilocybin in hospices | Gil, A | 2021 | Mood | 3 | 77-79", "Psilocybin in hospices | R, K. | 2021 | Mood | 3 | 77-79"},
		{"recurring short title", "Editorial | Gil, A | 2021 | Mood | 3 | ", "Editorial | Gil, A | 2021 | Mood | 3 | 77"},
		{"nothing but a title", "Ketamine for resistant depression in rural hospitals of Aragon | | | | | ", "Ketamine for resistant depression in rural hospitals of Aragon | | | | | "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records := []Record{cited("1", tt.a), cited("2", tt.b)}
			if g := Partition(records, nil); len(g) != 2 {
				t.Errorf("joined by %q: %s, want two studies", g[0].Members[1].Rule, g[0].Members[1].Evidence)
			}
		})
	}
}

// What keeps records apart that the rules would join.
func TestIdentifiersAndKindsOutweighTitles(t *testing.T) {
	const paper = "Ketamine infusions for resistant depression in veterans: a randomized trial | Berg, A B | 2014 | Journal of Mood | 12 | 203-211"
	for _, tt := range []struct {
		name   string
		change func(a, b *Record)
	}{
		{"two DOIs", func(a, b *Record) { a.Report.IDs.DOI, b.Report.IDs.DOI = "10.1000/a", "10.1000/b" }},
		{"two PMIDs", func(a, b *Record) { a.Report.IDs.PMID, b.Report.IDs.PMID = "1", "2" }},
		{"preprint and article", func(a, _ *Record) { a.Report.Kind = KindPreprint }},
		{"notice and article", func(a, _ *Record) { a.Report.Kind = KindNotice }},
		{"registration and article", func(a, _ *Record) { a.Report.Kind = KindRegistration }},
		{"two languages", func(a, b *Record) { a.Report.Languages, b.Report.Languages = []string{"eng"}, []string{"es"} }},
		{"publication type", func(a, b *Record) {
			a.Report.PublicationTypes, b.Report.PublicationTypes = []string{"Journal Article", "Comment"}, []string{"Journal Article"}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records := []Record{cited("1", paper), cited("2", paper)}
			if g := Partition(records, nil); len(g) != 1 {
				t.Fatalf("unchanged: %d groups, want 1", len(g))
			}
			tt.change(&records[0], &records[1])
			if g := Partition(records, nil); len(g) != 2 {
				t.Errorf("joined by %q, want two studies", g[0].Members[1].Rule)
			}
		})
	}
	records := []Record{cited("1", paper), cited("2", paper)}
	apart := []Verdict{{A: records[0].ID(), B: records[1].ID(), Reason: "two papers"}}
	if g := Partition(records, apart); len(g) != 2 {
		t.Error("an operator's verdict does not keep them apart")
	}
}

// A record that leaves out what tells two reports apart does not make them one.
func TestRecordsBetweenTwoReports(t *testing.T) {
	const title, people = "Ketamine infusions for resistant depression in veterans | ", "Berg, A B; Lind, C"
	first := title + people + " | 2014 | Journal of Mood | 12 | 203-211"
	for _, tt := range []struct {
		name    string
		between string
		other   string
		want    int
	}{
		{"journal missing", title + people + " | 2014 | | 12 | ", title + people + " | 2014 | Anxiety Letters | 12 | ", 2},
		{"journal told in two ways", title + people + " | 2014 | Mood | 12 | 203-211", title + people + " | 2014 | Journal of Mood | 12 | ", 1},
		{"a title cut off", "Ketamine infusions for resistant depression | " + people + " | 2014 | Journal of Mood | 12 | 203-211",
			"Ketamine infusions for resistant depression in sailors | " + people + " | 2014 | Journal of Mood | 12 | 203", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records := []Record{cited("1", first), cited("2", tt.between), cited("3", tt.other)}
			for i := range records {
				records[i].Report.Abstract = []Section{{Text: strings.Repeat("Ninety veterans had six infusions in four weeks. ", 9)}}
			}
			if g := Partition(records, nil); len(g) != tt.want {
				t.Errorf("%d groups, want %d", len(g), tt.want)
			}
		})
	}
}

// A supplement may have one DOI for all its abstracts.
func TestOneDOIForASupplement(t *testing.T) {
	a := cited("1", "Ketamine infusions for resistant depression in veterans | Berg, A | 2014 | Journal of Mood | 12 | 203")
	b := cited("2", "Sleep of nurses on night duty: a diary study in two wards | Koch, F | 2014 | Journal of Mood | 12 | 203")
	a.Report.IDs.DOI, b.Report.IDs.DOI = "10.1000/suppl", "10.1000/suppl"
	if g := Partition([]Record{a, b}, nil); len(g) != 2 {
		t.Error("two abstracts of one supplement are joined by its DOI")
	}
	b.Report.Authors, b.Report.Pages = a.Report.Authors, "204"
	if g := Partition([]Record{a, b}, nil); len(g) != 2 {
		t.Error("two abstracts of one author are joined by their supplement's DOI")
	}
	b.Report.Pages = "203"
	if g := Partition([]Record{a, b}, nil); len(g) != 1 {
		t.Error("a shared DOI and author do not join")
	}
}

// What a DOI was copied with tells no two reports apart, and a notice that has the
// DOI of its article is none of it.
func TestDOIsAsTheyAreTyped(t *testing.T) {
	const paper = "Ketamine infusions for resistant depression in veterans | Berg, A | 2014 | Journal of Mood | 12 | 203-211"
	a, b := cited("1", paper), cited("2", paper)
	a.Report.IDs.DOI, b.Report.IDs.DOI = "10.1000/mood.12", "10.1000/mood.12/full"
	if g := Partition([]Record{a, b}, nil); len(g) != 1 {
		t.Error("an address's tail keeps two records apart")
	}
	if !slices.ContainsFunc(Keys(&a), func(k string) bool { return slices.Contains(Keys(&b), k) }) {
		t.Error("they share no key")
	}
	b.Report.IDs.DOI, b.Report.Title = a.Report.IDs.DOI, "Corrigendum to: "+b.Report.Title
	if g := Partition([]Record{a, b}, nil); len(g) != 2 {
		t.Error("a corrigendum is joined by the DOI of its article")
	}
}

// Crossref takes a correction for an article when what it corrects has no DOI.
func TestTitleOfANotice(t *testing.T) {
	const notice = "Corrigendum to: Ketamine infusions for resistant depression in veterans | Berg, A | 2014 | Journal of Mood | 12 | 203-211"
	a, b, paper := cited("1", notice), cited("2", notice), cited("3", strings.TrimPrefix(notice, "Corrigendum to: "))
	a.Report.Kind = KindNotice
	a.Report.IDs.DOI, b.Report.IDs.DOI, paper.Report.IDs.DOI = "10.1000/mood.12", "10.1000/mood.12", "10.1000/mood.12"
	g := Partition([]Record{a, b, paper}, nil)
	if len(g) != 2 || len(g[0].Members)*len(g[1].Members) != 2 {
		t.Errorf("%+v, want the two records of the notice in one group and the article in another", g)
	}
	if !noticeTitle("[In French] Correction to: Ketamine for depression") || noticeTitle("[11C] raclopride and the correction of motion") {
		t.Error("a note in front of a title hides what it announces")
	}
	for _, g := range g {
		if len(g.Members) == 1 && g.Members[0].Index != 2 {
			t.Errorf("%+v: the article is not alone", g)
		}
	}
}

// retellings makes records of few reports, told in many ways that agree, differ
// and contradict.
func retellings(rng *rand.Rand, n int) []Record {
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	out := make([]Record, n)
	for i := range out {
		title := pick("Ketamine infusions for resistant depression in veterans", "Ketamine infusion for resistant depression in veterans",
			"Psilocybin sessions for alcohol use disorder in primary care", "Psilocybin sessions for alcohol use disorder in primary care: a randomized trial of 44 men")
		title = pick("", "", "", "Erratum: ", "[") + title + pick("", "", "]", " [abstract]", ". [Review]")
		out[i] = cited(fmt.Sprint(i), title+" | "+pick("Berg, A; Lind, C", "Berg, Anna", "Lind, C; Berg, A", "", "Mood Study Group")+" | "+pick("2014", "2014", "2015", "")+
			" | "+pick("Journal of Mood", "J Mood", "Mood", "Anxiety Letters", "")+" | "+pick("12", "12", "12 Suppl 1", "13", "")+" | "+pick("203-211", "203-11", "203", "e1234", "S44", ""))
		out[i].Source = pick("import:a.ris", "import:b.ris", "crossref", "oai:x")
		out[i].Report.IDs.PMID = pick("", "", "", "1", "2")
		out[i].Report.IDs.DOI = pick("", "", "", "", "10.1000/a", "10.1000/b")
		out[i].Report.Kind = Kind(pick("article", "article", "article", "", "preprint", "notice"))
	}
	return out
}

func TestAnyOrderGivesTheSameMatches(t *testing.T) {
	joins := 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 17))
		records := retellings(rng, 2+rng.IntN(30))
		want := library(records, nil)
		joins += len(records) - len(want)
		for range 3 {
			shuffled := slices.Clone(records)
			rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if diff := cmp.Diff(want, library(shuffled, nil)); diff != "" {
				t.Fatalf("seed %d: another order gives another library (-want +got):\n%s", seed, diff)
			}
		}
		pieces := map[string]merged{}
		for _, piece := range closures(records) {
			for name, m := range library(piece, nil) {
				pieces[name] = m
			}
		}
		if diff := cmp.Diff(want, pieces); diff != "" {
			t.Fatalf("seed %d: closures alone differ (-whole +pieces):\n%s", seed, diff)
		}
	}
	if joins < 50 {
		t.Errorf("%d joins in all, too few to show anything", joins)
	}
}

// Many records under one key cost a bounded number of comparisons each.
func TestManyRecordsUnderOneTitle(t *testing.T) {
	var records []Record
	for i := range 1500 {
		records = append(records, cited(fmt.Sprint(i), fmt.Sprintf("Proceedings of the meeting on ketamine and mood | Berg, A | %d | Journal %d | %d | 1-9", 1980+i%30, i%300, i)))
	}
	if g := Partition(records, nil); len(g) != len(records) {
		t.Errorf("%d studies of %d records", len(g), len(records))
	}
}

func TestLanguagesAreComparedByName(t *testing.T) {
	for _, tt := range []struct{ in, want string }{{"ger", "ger"}, {"de", "ger"}, {"German", "ger"}, {"deu", "ger"}, {"en-GB", "eng"}, {"und", ""}, {"", ""}} {
		if got := normalLanguage(tt.in); got != tt.want {
			t.Errorf("normalLanguage(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
