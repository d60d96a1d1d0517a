package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"evidelic/study"
)

// person is one invented author. A group has only its collective name.
type person struct {
	family, given, initials, suffix string
	collective                      string
	orcid                           string // as PubMed may write it: bare, or as an address
	places                          []string
}

var families = []string{"Ålandsbro", "Brevik-Sunde", "Çelikten", "Dvořáčková", "van der Molenaar", "Esposito-Quill", "Fjällgren", "Grönbäcker",
	"Hollowmere", "Iñárrez", "Jørgensdal", "Kowalczyński", "de la Ribera", "Łukasiewska", "Marrowby", "Nakahoshi", "O'Farrelly", "Pellegrinelli",
	"Quistorp", "Rasmusholt", "Szentgyörgyvölgyi", "Thistlewood", "Übermann", "Vanterpoel", "Wexcombe", "Xanthakos", "Yarrowfield", "Zürcherlin",
	"von Tannenau", "Bellamy-Crosse", "Ng", "Li", "Adeyemidan", "Mbekwana", "Raghavendran", "Al-Sarrafi", "Novotnyj", "Petrauskienė", "Hămeșan", "Dąbrowiak"}

var givens = []string{"Anneliese M", "Björn", "Carla", "David J", "Élodie", "Farid", "Greta L", "Hugo", "Ingrid", "Jean-Paul", "Kaito", "Lucía",
	"Małgorzata", "Nils R", "Oluwaseun", "Priya", "Quentin", "Ruth", "Søren", "Tomás", "Ursula", "Víctor H", "Wei", "Yael", "Zofia", "Mary-Jane K"}

var institutions = []string{"Department of Psychiatry, University of Fjordhaven", "Centre for Imagined Medicine, Brightwater College",
	"Institute of Invented Neuroscience, Universität Musterstadt", "Hospital Clínico de Villaficción", "School of Nursing, Fabled State University",
	"Ketamine Clinic, Mercy of Nowhere Hospital", "Laboratory of Synthetic Psychopharmacology, Example Academy",
	"Palliative Care Unit, St. Elsewhere's Infirmary", "Department of Anaesthesia, Université de l'Imaginaire"}

var collectives = []string{"SYNTH-TRD Study Group", "Invented Psychedelics Collaborative", "DEMO-KET Investigators"}

// authorsOf gives the authors of the item's topic, so that a preprint and its
// article, or a registration and its results, share theirs.
func authorsOf(it *item) []person {
	if it.kind == study.KindNotice && it.seed%3 == 0 {
		return nil // many notices are unsigned
	}
	r := dice(it.topic, saltPeople)
	n := 1 + r.IntN(9)
	if chance(r, 2) {
		n = 40
	}
	out := make([]person, 0, n+1)
	for range n {
		out = append(out, newPerson(r))
	}
	switch {
	case chance(r, 2):
		return []person{{collective: pick(r, collectives)}}
	case chance(r, 6):
		out = append(out, person{collective: pick(r, collectives)})
	}
	return out
}

func newPerson(r *rand.Rand) person {
	p := person{family: pick(r, families), given: pick(r, givens)}
	p.initials = initials(p.given)
	if chance(r, 3) {
		p.suffix = pick(r, []string{"Jr", "3rd", "Sr"})
	}
	if chance(r, 1) {
		p.given, p.initials = "", "" // known by one name
	}
	if chance(r, 25) {
		p.orcid = pick(r, []string{"", "https://orcid.org/", "http://orcid.org/"}) + orcid(r)
	}
	for range r.IntN(3) {
		p.places = append(p.places, pick(r, institutions)+", "+pick(r, countries)+".")
	}
	return p
}

func initials(given string) string {
	var b strings.Builder
	for _, part := range strings.FieldsFunc(given, func(c rune) bool { return c == ' ' || c == '-' }) {
		b.WriteRune([]rune(part)[0])
	}
	return b.String()
}

// orcid gives a well-formed ORCID iD, in a block that ORCID does not assign
// (0009-9999), with its ISO 7064 11,2 check character.
func orcid(r *rand.Rand) string {
	digits := fmt.Sprintf("00099999%07d", r.IntN(10_000_000))
	full := digits + string(orcidCheck(digits))
	return full[:4] + "-" + full[4:8] + "-" + full[8:12] + "-" + full[12:]
}

// orcidCheck gives the check character of fifteen digits.
func orcidCheck(digits string) byte {
	total := 0
	for _, c := range digits {
		total = (total + int(c-'0')) * 2
	}
	return "0123456789X"[(12-total%11)%11]
}

// journal is an invented journal.
type journal struct {
	title, abbrev, code, print, online, nlm, country string
	license                                          string // of its articles, "" for none
}

var journals = []journal{
	{"Journal of Synthetic Psychiatry", "J Synth Psychiatry", "jsp", "9990-0017", "9990-0017", "9990001", "Norlandia", ""},
	{"Annals of Invented Psychopharmacology", "Ann Invent Psychopharmacol", "aip", "", "9990-0025", "9990002", "Veldmark", "cc by"},
	{"Imaginary Anaesthesia & Analgesia", "Imag Anaesth Analg", "iaa", "9990-0033", "", "9990003", "Hibernia Nova", ""},
	{"The Fictional Journal of Psychedelic Medicine", "Fict J Psychedelic Med", "fjpm", "9990-0041", "9990-005X", "9990004", "Cascadia Federation", "cc by-nc"},
	{"Archivos de Psiquiatría Ficticia", "Arch Psiquiatr Fict", "apf", "9990-0068", "", "9990005", "Brasalta", "cc by-nc-nd"},
	{"Musterzeitschrift für Nervenheilkunde", "Musterz Nervenheilkd", "mzn", "9990-0076", "", "9990006", "Kantonia", ""},
	{"Demonstration Reports in Neuroscience", "Demonstr Rep Neurosci", "drn", "", "9990-0084", "9990007", "Auralia", "cc by"},
	{"Frontiers of Nowhere: Affective Disorders", "Front Nowhere Affect Disord", "fnad", "", "9990-0092", "9990008", "Kantonia", "cc0"},
	{"Revue Imaginaire d'Addictologie", "Rev Imag Addictol", "ria", "9990-0106", "", "9990009", "Veldmark", ""},
	{"Nihara Journal of Example Pharmacology", "Nihara J Ex Pharmacol", "njep", "9990-0114", "9990-0122", "9990010", "Nihara", ""},
}

func journalOf(it *item) journal {
	if it.kind == study.KindNotice && len(it.links) > 0 {
		return journalOf(it.links[0].target) // a notice stands in the journal of what it is about
	}
	return pick(dice(it.seed, saltJournal), journals)
}

// language is one in which an article may be written.
type language struct{ code, title, head string }

var languages = []language{
	{"ger", "Eine synthetische Untersuchung zu %s bei %s", "Hintergrund"},
	{"spa", "Un estudio sintético de %s en %s", "Introducción"},
	{"fre", "Une étude synthétique de %s dans %s", "Contexte"},
	{"por", "Um estudo sintético de %s em %s", "Introdução"},
	{"jpn", "%s の合成デモ研究（%s）", "背景"},
}

// languageOf gives the article's language; ok is false for English.
func languageOf(it *item) (language, bool) {
	r := dice(it.seed, saltJournal+100)
	if it.kind != study.KindArticle || it.role == roleLetter || !chance(r, 5) {
		return language{}, false
	}
	return pick(r, languages), true
}
