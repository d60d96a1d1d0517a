package demo

import (
	"maps"
	"slices"

	"evidelic/study"
)

// Truth is what a world holds, for comparing with what a harvest delivered.
type Truth struct {
	Sources map[string]SourceTruth // by the source's name
	Studies []StudyTruth           // every report that a source holds, oldest first
}

// SourceTruth is what one source holds.
type SourceTruth struct {
	Keys      []string // the keys of its records, as study.Record.Key writes them, sorted
	Announced int      // what it says it holds: more than Keys under FaultWrongTotal
	Deleted   []string // keys that it held once, sorted
}

// StudyTruth is one report and the records that are about it.
type StudyTruth struct {
	Records   []study.RecordKey // one or two; all of them are one study
	Further   []study.RecordKey // what the sources of FurtherURLs hold of it; see TruthOf
	Kind      study.Kind
	Title     string // plain text, with TitlePrefix, without the final full stop
	PMID      string
	PMCID     string
	DOI       string // normal form
	NCT       string // a registration's own number
	Trial     string // number of the registration whose trial it reports or plans
	Retracted bool
	Corrected bool
	Concern   bool
	Replaced  bool // retracted and republished
	Edits     int  // how often Advance revised it
	Links     []LinkTruth
	Cites     []int // places in Truth.Studies of the articles that a review cites in PubMed; -1 for a deleted one
	Facts     Facts
}

// LinkTruth ties a study to another one: a retracted article to its notice
// (RetractionIn), a preprint to its article (UpdateIn), a registration to its
// results (TrialResult).
type LinkTruth struct {
	Type   study.RelationType
	Target int // place in Truth.Studies; -1 when the target is deleted
}

// Facts are what the report's topic is about; the text need not mention all of
// them. A letter or notice has none. The words are those of the world's tables.
type Facts struct {
	Substance  string // "ketamine", "5-meo-dmt"
	Condition  string // "treatment-resistant-depression"
	Design     string // "randomised-parallel"
	Route      string // "intravenous"
	Dose       string // "0.5 mg/kg"
	Comparator string
	N          int
	Verdict    string // "for", "against", "mixed"
}

// Truth gives what the world holds at the moment. It is a copy.
func (w *World) Truth() Truth {
	extra := w.faults.extra()
	w.mu.RLock()
	defer w.mu.RUnlock()
	t := Truth{Sources: map[string]SourceTruth{}}
	place := map[*item]int{}
	for _, it := range w.items {
		keys := recordKeys(it)
		for _, k := range keys {
			s := t.Sources[k.Source]
			if it.gone {
				s.Deleted = append(s.Deleted, k.Key)
			} else {
				s.Keys = append(s.Keys, k.Key)
			}
			t.Sources[k.Source] = s
		}
		if !it.gone {
			place[it] = len(t.Studies)
			t.Studies = append(t.Studies, studyTruth(it, keys))
		}
	}
	for it, at := range place {
		t.Studies[at].Links = linkTruths(it, place)
		for _, old := range it.cites {
			n, ok := place[old]
			if !ok {
				n = -1
			}
			t.Studies[at].Cites = append(t.Studies[at].Cites, n)
		}
	}
	for name := range BaseURLs("") {
		s := t.Sources[name]
		s.Announced = len(s.Keys)
		if s.Announced > 0 {
			s.Announced += extra
		}
		slices.Sort(s.Keys)
		slices.Sort(s.Deleted)
		t.Sources[name] = s
	}
	return t
}

// recordKeys names the records that the sources hold of the item.
func recordKeys(it *item) []study.RecordKey {
	var out []study.RecordKey
	if it.inPubMed {
		out = append(out, study.RecordKey{Source: study.SourcePubMed, Key: it.pmid()})
	}
	if source, id := it.europeKey(); id != "" {
		out = append(out, study.RecordKey{Source: study.SourceEuropePMC, Key: source + ":" + id})
	}
	if nct := it.nct(); nct != "" {
		out = append(out, study.RecordKey{Source: study.SourceClinicalTrials, Key: nct})
	}
	return out
}

func studyTruth(it *item, keys []study.RecordKey) StudyTruth {
	s := StudyTruth{Records: keys, Kind: it.kind, Title: plainOf(titleOf(it)), PMID: it.pmid(), PMCID: it.pmcid(), NCT: it.nct(),
		Retracted: it.retracted, Corrected: it.corrected, Concern: it.doubted, Replaced: it.replaced,
		Edits: it.edits, Further: furtherKeys(it)}
	s.DOI, _ = study.NormalDOI(it.doi())
	if it.trial != nil {
		s.Trial = it.trial.nct()
	}
	if it.design != designNone {
		e := experimentOf(it.topic, it.design)
		s.Facts = Facts{e.substance.slug, e.condition.slug, designs[e.design].slug, e.route.name, e.dose, e.comparator, e.n, e.verdict.String()}
	}
	return s
}

// furtherKeys names the records that the further sources hold of the item, by
// source.
func furtherKeys(it *item) []study.RecordKey {
	var out []study.RecordKey
	for _, source := range slices.Sorted(maps.Keys(FurtherURLs(""))) {
		if key, ok := furtherKey(source, it); ok {
			out = append(out, study.RecordKey{Source: source, Key: key})
		}
	}
	return out
}

func linkTruths(it *item, place map[*item]int) []LinkTruth {
	var out []LinkTruth
	for _, l := range it.links {
		at, ok := place[l.target]
		if !ok {
			at = -1
		}
		out = append(out, LinkTruth{l.kind, at})
	}
	return out
}
