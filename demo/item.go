package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"evidelic/study"
)

// The first numbers of ranges that no registry has issued.
const (
	firstNumber = 99_000_000 // of PMIDs, PMCIDs, preprints, registrations
	maxStudies  = 900_000    // keeps every number at eight digits
)

// role says what a report is to the trial or the report that it belongs to.
type role uint8

const (
	rolePlain        role = iota // stands by itself
	roleRegistration             // the registry's entry
	roleResults                  // reports the trial of its registration
	roleProtocol                 // the published plan of a registered trial
	rolePreprint
	roleRetraction // a notice: retraction
	roleErratum    // a notice: erratum
	roleConcern    // a notice: expression of concern
	roleLetter     // a comment on another report
)

// day counts days since 1970-01-01; 0 means "none" here.
type day int32

// item is one report of the world. It holds what differs between reports; names
// and text are made from its seeds when they are asked for, so that a world of
// 100,000 studies fits into a few dozen megabytes.
type item struct {
	n      int // serial number, from 1; identifiers follow from it
	kind   study.Kind
	role   role
	design design
	topic  uint64 // seed of the experiment and its authors: shared along a trial, and by a preprint and its article
	seed   uint64 // seed of everything else

	epub      day // first day on which it could be read
	entered   day // came into its source
	revised   day // last change in its source
	printed   printDate
	inPubMed  bool
	inEurope  bool
	pmcOnly   bool // Europe PMC holds it as SRC:PMC, PubMed does not
	retracted bool
	corrected bool
	doubted   bool // expression of concern
	replaced  bool // retracted and republished
	reported  bool // a registration that an article names
	gone      bool // deleted from its sources
	edits     int  // how often it was revised after the world began

	trial *item // its registration
	links []link
	cites []*item // of a review: earlier articles
}

// link ties an item to another one, read from the holder to the target.
type link struct {
	kind   study.RelationType
	target *item
}

// The salts keep the draws for one aspect independent of all others.
const (
	saltTopic = iota + 1
	saltText
	saltPeople
	saltJournal
	saltFields
	saltRegistry
	saltDOI
	saltCites
)

func dice(seed, salt uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, salt)) }

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// chance is true in percent of 100 draws.
func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }

func (it *item) pmid() string {
	if !it.inPubMed {
		return ""
	}
	return fmt.Sprint(firstNumber + it.n)
}

// pmcid gives the PMCID of the two articles in five that PMC holds.
func (it *item) pmcid() string {
	if it.kind == study.KindRegistration || it.kind == study.KindPreprint {
		return ""
	}
	if it.pmcOnly || it.seed%5 < 2 {
		return fmt.Sprintf("PMC%d", firstNumber+it.n)
	}
	return ""
}

func (it *item) nct() string {
	if it.kind != study.KindRegistration {
		return ""
	}
	return fmt.Sprintf("NCT%08d", firstNumber+it.n)
}

// europeKey gives the record's source and id in Europe PMC.
func (it *item) europeKey() (source, id string) {
	switch source = it.europeSource(); source {
	case "PPR":
		return source, fmt.Sprintf("PPR%d", firstNumber+it.n)
	case "PMC":
		return source, it.pmcid()
	case "MED":
		return source, it.pmid()
	}
	return "", ""
}

func (it *item) europeSource() string {
	switch {
	case !it.inEurope:
		return ""
	case it.kind == study.KindPreprint:
		return "PPR"
	case it.pmcOnly:
		return "PMC"
	}
	return "MED"
}

// doi gives the DOI as its publisher writes it; the test prefix 10.5555 is never
// registered for a work. One in a hundred has the old form with signs that need
// escaping, one in twenty has capitals, one old article in ten has none.
func (it *item) doi() string {
	r := dice(it.seed, saltDOI)
	year := it.epub.year()
	switch {
	case it.kind == study.KindRegistration:
		return ""
	case it.kind == study.KindPreprint:
		return fmt.Sprintf("10.5555/synthrxiv.%d.%06d", year, it.n)
	case year < 2000 && chance(r, 10) && it.inPubMed:
		return ""
	case chance(r, 1):
		return fmt.Sprintf("10.5555/(SICI)1099(%d)12:3<%d::AID-SYN%d>3.0.CO;2-#", year, it.n%900+1, it.n)
	case chance(r, 5):
		return fmt.Sprintf("10.5555/S%04d-%04d(%02d)%05d-X", 9000+it.n%100, it.n%10000, year%100, it.n%100000)
	}
	return fmt.Sprintf("10.5555/%s.%d.%06d", strings.ToLower(journalOf(it).code), year, it.n)
}

func dayOf(t time.Time) day { return day(t.UTC().Unix() / 86400) }

func (d day) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d day) year() int { return d.time().Year() }

func (d day) iso() string { return d.time().Format("2006-01-02") }

// printKind says how much of the printed issue's date is given, and in which of
// PubMed's forms.
type printKind uint8

const (
	printNone   printKind = iota // ahead of print: no issue yet
	printDay                     // year, month, day
	printMonth                   // year and month
	printYear                    // year
	printSeason                  // year and Season
	printRange                   // MedlineDate: "2019 Nov-Dec"
)

// printDate is the date of the printed issue.
type printDate struct {
	kind printKind
	at   day
}

func (p printDate) season() string {
	return [...]string{"Winter", "Spring", "Summer", "Fall"}[(p.at.time().Month()-1)/3]
}

// medline gives the date as one string, as MedlineDate and Europe PMC's
// dateOfPublication write it.
func (p printDate) medline() string {
	t := p.at.time()
	switch p.kind {
	case printNone:
		return ""
	case printDay:
		return t.Format("2006 Jan 2")
	case printMonth:
		return t.Format("2006 Jan")
	case printSeason:
		return fmt.Sprintf("%d %s", t.Year(), p.season())
	case printRange:
		next := time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		if next.Year() != t.Year() {
			return t.Format("2006 Jan") + "-" + next.Format("2006 Jan")
		}
		return t.Format("2006 Jan") + "-" + next.Format("Jan")
	}
	return fmt.Sprint(t.Year())
}
