package cite

import (
	"fmt"
	"math/rand"
	"strings"

	"evidelic/study"
)

// itemMaker makes varied studies from a seed: every edge that styles treat in a
// way of their own, in every combination that chance gives.
type itemMaker struct{ r *rand.Rand }

func makeItems(seed int64, n int) []study.Study {
	m := itemMaker{rand.New(rand.NewSource(seed))}
	var out []study.Study
	for i := range n {
		s := m.study()
		s.ID = fmt.Sprintf("ev%08d", i)
		out = append(out, s)
	}
	return out
}

func (m itemMaker) of(list ...string) string { return list[m.r.Intn(len(list))] }

func (m itemMaker) chance(percent int) bool { return m.r.Intn(100) < percent }

func (m itemMaker) study() study.Study {
	s := study.Study{}
	s.Kind = study.KindArticle
	m.title(&s)
	s.Authors = m.authors([]int{0, 1, 1, 2, 2, 3, 4, 6, 7, 8, 10, 11, 20, 21, 25}[m.r.Intn(15)])
	s.Published.Print = m.date()
	if m.chance(85) {
		s.IDs.DOI = fmt.Sprintf("10.%d/%s.%d", 1000+m.r.Intn(8000), m.of("s41586-021", "jamapsychiatry", "(sici)1097-0142", "nejmoa", "j.jad"), m.r.Intn(99999))
	}
	if m.chance(50) {
		s.IDs.PMID = fmt.Sprint(10000000 + m.r.Intn(28000000))
	}
	if s.IDs.PMID != "" && m.chance(40) {
		s.IDs.PMCID = fmt.Sprint("PMC", 1000000+m.r.Intn(9000000))
	}
	switch k := m.r.Intn(100); {
	case k < 72:
		m.article(&s)
	case k < 82:
		s.Kind, s.Journal.Title = study.KindPreprint, m.of("medRxiv", "bioRxiv", "PsyArXiv")
		s.IDs.PMID, s.IDs.PMCID = "", ""
	case k < 94:
		m.book(&s)
	default:
		m.registration(&s)
	}
	return s
}

func (m itemMaker) title(s *study.Study) {
	substance := m.of("ketamine", "esketamine", "psilocybin", "MDMA", "5-MeO-DMT", "LSD", "ayahuasca", "(R)-ketamine", "N,N-dimethyltryptamine")
	condition := m.of("treatment-resistant depression", "post-traumatic stress disorder", "alcohol use disorder", "end-of-life anxiety", "Alzheimer's disease", "suicidal ideation")
	forms := []string{
		"Efficacy and safety of %s in %s: a randomized, double-blind, placebo-controlled trial",
		"%s for %s",
		"Does %s work against %s? A systematic review and meta-analysis",
		"The \"afterglow\" of %s: an open-label study of %s in adults with and without prior use",
		"%s versus electroconvulsive therapy for %s (KetECT): what is the evidence?",
		"Effects of %s on 5-HT2A receptors, default-mode network connectivity and %s in vivo",
		"Toward a theory of %s-assisted therapy – %s from within",
		"Low-dose %s as an add-on to SSRIs in %s: results of the O'Neill cohort",
	}
	title := fmt.Sprintf(forms[m.r.Intn(len(forms))], substance, condition)
	s.Title = strings.ToUpper(title[:1]) + title[1:]
	if m.chance(6) {
		s.Title, s.OriginalTitle, s.Languages = "Ketamina en la depresión resistente: una revisión", "Ketamina en la depresión resistente: una revisión", []string{"spa"}
		return
	}
	if strings.Contains(s.Title, "in vivo") {
		s.TitleMarkup = strings.Replace(strings.Replace(s.Title, "in vivo", "<i>in vivo</i>", 1), "5-HT2A", "5-HT<sub>2A</sub>", 1)
	}
	if m.chance(50) {
		s.Languages = []string{"eng"}
	}
}

func (m itemMaker) authors(n int) []study.Author {
	var out []study.Author
	for range n {
		out = append(out, m.author())
	}
	return out
}

func (m itemMaker) author() study.Author {
	if m.chance(4) {
		return study.Author{Collective: m.of("MAPS Study Group", "KET-Trial Investigators", "World Health Organization")}
	}
	a := study.Author{
		Family: m.of("Carhart-Harris", "Smith", "O'Brien", "van der Berg", "de la Cruz", "Müller", "Nutt", "Griffiths", "Łukasiewicz", "von Trapp", "Ng", "McIntyre", "Le Foll", "Dos Santos", "Zarate"),
		Given:  m.of("Robin L", "Robin L.", "Jean-Paul", "David", "Mary Ann", "J. R.", "Ólafur", "Rafael G", "Yu-Chen", "Émile", "Carlos A.", "Anne-Marie K"),
	}
	if m.chance(5) {
		a.Suffix = m.of("Jr", "Jr.", "III")
	}
	if m.chance(10) {
		a.Given, a.Initials = "", m.of("RL", "DJ", "A")
	}
	return a
}

func (m itemMaker) date() study.Date {
	d := study.Date{Year: 1995 + m.r.Intn(31)}
	if m.chance(3) {
		return study.Date{}
	}
	if m.chance(80) {
		d.Month = 1 + m.r.Intn(12)
		if m.chance(60) {
			d.Day = 1 + m.r.Intn(28)
		}
	}
	return d
}

func (m itemMaker) article(s *study.Study) {
	j := [][2]string{{"The New England Journal of Medicine", "N Engl J Med"}, {"JAMA Psychiatry", "JAMA Psychiatry"},
		{"Journal of Psychopharmacology", "J. Psychopharmacol."}, {"Journal of affective disorders", "J Affect Disord"},
		{"Psychopharmacology", ""}, {"Molecular Psychiatry", "Mol Psychiatry"}, {"Drug and Alcohol Dependence", "Drug Alcohol Depend"},
		{"Proceedings of the National Academy of Sciences of the United States of America", "Proc Natl Acad Sci U S A"}, {"PLoS ONE", "PLoS One"}}[m.r.Intn(9)]
	s.Journal = study.Journal{Title: j[0], Abbrev: j[1]}
	if m.chance(10) { // ahead of print
		return
	}
	s.Volume = fmt.Sprint(1 + m.r.Intn(400))
	if m.chance(80) {
		s.Issue = m.of("1", "2", "12", "Suppl 1", "3-4", "Pt 2")
	}
	first := 1 + m.r.Intn(3000)
	switch k := m.r.Intn(10); {
	case k < 6:
		s.Pages = fmt.Sprintf("%d-%d", first, first+1+m.r.Intn(30))
	case k < 7:
		s.Pages = fmt.Sprintf("S%d-S%d", first%90+1, first%90+9)
	case k < 8:
		s.Pages = fmt.Sprint(first)
	case k < 9:
		s.Pages = fmt.Sprintf("e%d", 100000+first)
	}
}

func (m itemMaker) book(s *study.Study) {
	s.Kind = study.KindBook
	s.IDs.PMID, s.IDs.PMCID = "", ""
	s.Book = &study.Book{Title: "Handbook of psychedelic psychiatry and its practice", Publisher: m.of("Springer", "Academic Press", "Oxford University Press"),
		Place: m.of("Cham", "London", ""), Edition: m.of("", "", "2", "Revised ed."), Editors: m.authors(m.r.Intn(4))}
	if m.chance(30) { // a whole book
		s.Book.Title = s.Title
		if len(s.Authors) > 0 {
			s.Book.Editors = nil
		}
		return
	}
	if m.chance(80) {
		s.Pages = fmt.Sprintf("%d-%d", 101+m.r.Intn(80), 190+m.r.Intn(80))
	}
}

func (m itemMaker) registration(s *study.Study) {
	s.Kind, s.Languages, s.TitleMarkup = study.KindRegistration, nil, ""
	s.IDs = study.IDs{Registry: fmt.Sprintf("NCT%08d", m.r.Intn(99999999))}
	s.Authors = nil
	s.Trial = &study.Trial{Sponsor: m.of("Janssen Research & Development, LLC", "Imperial College London", "Usona Institute")}
}
