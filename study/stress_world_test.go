package study

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// literature is a made-up literature as several databases tell it, with the truth:
// records of one number are about one report.
type literature struct {
	rng     *rand.Rand
	records []Record
	truth   []int
	how     []string
	reports int
	pages   map[string]int // last page used, by journal and volume
}

func newLiterature(seed uint64) *literature {
	return &literature{rng: rand.New(rand.NewPCG(seed, 271)), pages: map[string]int{}}
}

// add files one telling of a report.
func (l *literature) add(r Report, truth int, how string) {
	l.records = append(l.records, Record{Source: "import:made.ris", Key: fmt.Sprint(len(l.records)), Report: r})
	l.truth, l.how = append(l.truth, truth), append(l.how, how)
}

// own gives the number of a report that was not there before.
func (l *literature) own() int {
	l.reports++
	return l.reports
}

func (l *literature) pick(from ...string) string { return from[l.rng.IntN(len(from))] }

func (l *literature) chance(percent int) bool { return l.rng.IntN(100) < percent }

// shelfOf are journals as databases write them: the whole name, the abbreviation,
// then other ways.
type shelf struct {
	names   []string
	issn    string
	first   int  // year of volume 1
	numbers bool // articles have numbers, no pages
	meeting bool // a conference series: no volumes
}

func shelves() []shelf {
	return []shelf{
		{names: []string{"Journal of Mood Research", "J Mood Res", "J. Mood Res.", "JOURNAL OF MOOD RESEARCH"}, first: 1968, issn: "0022-3999"},
		{names: []string{"Annals of Clinical Anaesthesia & Intensive Care", "Ann Clin Anaesth Intensive Care", "Annals of clinical anaesthesia and intensive care"}, first: 1955},
		{names: []string{"Zeitschrift für Klinische Psychiatrie", "Z Klin Psychiatr", "Zeitschrift fur Klinische Psychiatrie"}, first: 1930},
		{names: []string{"Revista Ibérica de Psicofarmacología", "Rev Iber Psicofarmacol", "Revista Iberica de Psicofarmacologia = Iberian Review of Psychopharmacology"}, first: 1980},
		{names: []string{"Zhongguo Qingxu Za Zhi", "Zhongguo Qingxu Za Zhi [Chinese Journal of Mood]", "Zhongguo qingxu za zhi = Chinese journal of mood"}, first: 1984},
		{names: []string{"Pain and Its Treatment", "Pain Treat", "Pain & Its Treatment", "PAIN AND ITS TREATMENT"}, first: 1972},
		{names: []string{"The Northern Lancet of Psychiatry", "North Lancet Psychiatry", "Northern Lancet of Psychiatry [British Edition: print]"}, first: 2001},
		{names: []string{"Open Mind Medicine", "Open Mind Med", "Open mind medicine [electronic resource]"}, first: 2006, issn: "1741-7015", numbers: true},
		{names: []string{"BMX Addiction", "BMX Addict", "BMX addiction [Electronic Resource]"}, first: 2000, numbers: true},
		{names: []string{"European Archives of Psychotherapy and Clinical Neuroscience", "Eur Arch Psychother Clin Neurosci", "European Archives of Psychotherapy & Clinical Neuroscience"}, first: 1948},
		{names: []string{"Psychotropics", "Psychotropics (Heidelberg)", "PSYCHOTROPICS"}, first: 1959, issn: "0033-3158"},
		{names: []string{"Acta Suicidologica Scandinavica", "Acta Suicidol Scand", "Acta suicidologica Scandinavica. Supplementum"}, first: 1926},
		{names: []string{"Biological Trauma Studies", "Biol Trauma Stud", "Biol. Trauma Stud."}, first: 1990},
		{names: []string{"Proceedings of the Northern Academy of Mood Sciences of the United Isles", "Proc North Acad Mood Sci U I", "PNAMS", "Proc. North. Acad. Mood Sci. U. I."}, first: 1915, issn: "0027-842X"},
		{names: []string{"BJMS", "British Journal of Mood Surgery", "BJMS : the British journal of mood surgery", "Br J Mood Surg"}, first: 1910},
		{names: []string{"Proceedings of the Alpine Conference on Consciousness Systems", "Alpine Conference on Consciousness Systems (ACCS)", "Proc. Alpine Conf. Conscious. Syst."}, meeting: true},
	}
}

func (l *literature) shelf() shelf {
	all := shelves()
	return all[l.rng.IntN(len(all))]
}

// title draws a title; several papers differ in a word, as in a field they do.
func (l *literature) title() string {
	drug := l.pick("ketamine", "esketamine", "psilocybin", "MDMA", "lysergide", "ibogaine", "ayahuasca", "nitrous oxide", "interferon-α", "5-MeO-DMT")
	state := l.pick("treatment-resistant depression", "post-traumatic stress disorder", "alcohol use disorder", "chronic neuropathic pain", "suicidal ideation",
		"generalised anxiety", "bipolar depression", "anorexia nervosa", "obsessive–compulsive disorder", "cluster headache")
	who := l.pick("veterans", "adolescents", "older adults", "pregnant women", "outpatients in primary care", "rats", "nursing home residents", "medical students", "mice lacking the β2 subunit")
	design := l.pick("a randomised controlled trial", "an open-label pilot study", "a systematic review and meta-analysis", "a retrospective cohort study",
		"results of a 12-month follow-up", "a case series", "a double-blind crossover study", "a multicentre survey")
	what := l.pick("cognitive function", "sleep architecture", "glutamate levels", "quality of life", "default-mode connectivity", "TNF-α expression", "emergency visits", "BDNF levels", "motor behaviour")
	switch l.rng.IntN(9) {
	case 7:
		return fmt.Sprintf("%s versus placebo for %s in %s: %s", upperFirst(drug), state, who, design)
	case 0:
		return fmt.Sprintf("%s for %s in %s: %s", upperFirst(drug), state, who, design)
	case 1:
		return fmt.Sprintf("Effects of %s on %s in %s with %s", drug, what, who, state)
	case 2:
		return fmt.Sprintf("The role of %s in %s: evidence from %s", what, state, who)
	case 3:
		return fmt.Sprintf("Does %s change %s? %s in %s", drug, what, upperFirst(design), who)
	case 4:
		return fmt.Sprintf("Safety and tolerability of repeated %s (%d mg) & psychotherapy among %s with %s", drug, 5+l.rng.IntN(60), who, state)
	case 5:
		return fmt.Sprintf("%s and %s in %s", upperFirst(drug), what, who)
	case 6:
		return fmt.Sprintf("Long-term course of %s after %s-assisted treatment in %s – %s", state, drug, who, design)
	}
	return fmt.Sprintf("Predictors of response to %s among %s treated for %s", drug, who, state)
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// author draws a person; some names are those of many.
func (l *literature) author() Author {
	family := l.pick("Wang", "Li", "Zhang", "Chen", "Kim", "Smith", "Müller", "García Márquez", "van den Berg", "de la Fuente", "Østergaard", "O'Brien",
		"Carhart-Harris", "Kowalczyk", "Petrosyan", "Nakamura", "Halvorsen", "Dubois", "Rossi", "Schäfer", "Novák", "Yıldız", "Abdallah", "Okonkwo", "Lindqvist",
		"Vollenweider-Meyer", "Fernandes", "Haïdar", "Jääskeläinen", "Thompson", "Bhattacharya", "Ní Dhónaill", "Szabó", "Ivanova", "Castellanos", "Keller")
	if l.chance(70) {
		family = upperFirst(l.pick("bren", "hal", "kor", "mas", "pet", "sol", "tan", "vel", "wes", "zim", "gar", "lud") + l.pick("a", "e", "o", "i") +
			l.pick("n", "r", "l", "s", "k", "v") + l.pick("berg", "ova", "son", "escu", "idis", "ini", "ström", "wala", "moto", "ez"))
	}
	given := l.pick("Anna Maria", "Robin L.", "Wei", "Xiao-Ming", "Jean-Paul", "Karl", "Ingrid", "José", "Hiroshi", "Elif", "Thomas J", "Sarah", "Min", "Agnieszka", "David", "Katarzyna E", "Lucía", "Omar", "Beth", "Giulia")
	return Author{Family: family, Given: given}
}

// paper draws a report in full: what the best of databases would tell of it.
func (l *literature) paper() Report {
	s := l.shelf()
	begin := max(1978, s.first+1)
	year := begin + l.rng.IntN(2023-begin)
	r := Report{Kind: KindArticle, Title: l.title(), Journal: Journal{Title: s.names[0]}}
	seen := map[string]bool{}
	for range 1 + l.rng.IntN(9) {
		if a := l.author(); !seen[a.Family] {
			seen[a.Family] = true
			r.Authors = append(r.Authors, a)
		}
	}
	r.Published.Print, _ = NewDate(year, 0, 0)
	if !s.meeting {
		r.Volume = fmt.Sprint(year - s.first)
	}
	r.Pages = l.place(s, r.Volume)
	if from, to, ok := strings.Cut(r.Pages, "-"); ok && l.chance(5) {
		r.Pages = "S" + from + "-S" + to
	} else if ok && l.chance(4) {
		r.Pages = "S" + from // an abstract
	}
	if s.issn != "" && l.chance(50) {
		r.Journal.ISSN = []string{s.issn}
	}
	if l.chance(45) {
		r.Abstract = []Section{{Text: l.abstract(r.Title)}}
	}
	if year > 1995 && l.chance(50) {
		r.IDs.DOI = fmt.Sprintf("10.5555/%s.%d.%05d", strings.ToLower(s.names[0][:3]), year, l.rng.IntN(100000))
	}
	return r
}

// place gives the next free pages of a volume.
func (l *literature) place(s shelf, volume string) string {
	at := s.names[0] + volume
	if s.numbers {
		l.pages[at] += 1 + l.rng.IntN(9)
		return fmt.Sprintf("e%d", 100000+l.pages[at])
	}
	if l.pages[at] == 0 && l.chance(85) {
		l.pages[at] = l.rng.IntN(900) // what else is in the volume
	}
	from := l.pages[at] + 1 + l.rng.IntN(40)
	l.pages[at] = from + 1 + l.rng.IntN(11)
	return fmt.Sprintf("%d-%d", from, l.pages[at])
}

// abstract draws a text of some hundred words about a title.
func (l *literature) abstract(title string) string {
	var b strings.Builder
	for range 9 + l.rng.IntN(6) {
		fmt.Fprintf(&b, "%s %s %s %s in %d of %d %s (p = 0.%03d). ", l.pick("We found that", "After six weeks", "In this sample", "Compared with placebo", "At baseline"),
			l.pick("the primary outcome", "scores on the scale", "dissociative effects", "plasma levels", "the rate of remission"), l.pick("improved", "did not differ", "rose", "fell", "was maintained"),
			l.pick("significantly", "moderately", "as expected", "within hours", "without adverse events"), l.rng.IntN(90), 90+l.rng.IntN(400), l.pick("participants", "patients", "animals", "visits"), l.rng.IntN(1000))
	}
	return b.String() + title
}

// clone copies a report so that its lists can be changed.
func clone(r Report) Report {
	r.Authors = append([]Author(nil), r.Authors...)
	r.Abstract = append([]Section(nil), r.Abstract...)
	return r
}
