package study

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMergeTakesEachFieldFromTheMostTrusted(t *testing.T) {
	cited := 12
	pubmed := Record{Source: "pubmed", Key: "1", Report: Report{Kind: KindArticle, IDs: IDs{PMID: "1"}, Title: "Ketamine",
		Journal: Journal{Title: "J One", ISSN: []string{"1111-1111"}}, Keywords: []string{"ketamine"},
		Abstract: []Section{{Text: "Short (ABSTRACT TRUNCATED AT 250 WORDS)"}}}}
	epmc := Record{Source: "europepmc", Key: "MED:1", Report: Report{Kind: KindArticle, IDs: IDs{PMID: "1", DOI: "10.1/x"}, Title: "ketamine!",
		TitleMarkup: "<i>ketamine</i>!", Journal: Journal{Title: "j one", Abbrev: "J1", ISSN: []string{"2222-2222"}}, Volume: "7",
		Abstract: []Section{{Text: "The whole text."}}, Copyright: "(c) 2020", Keywords: []string{"Ketamine", "mood"}, CitedBy: &cited}}
	got, from := Merge([]Record{epmc, pubmed})
	want := Report{Kind: KindArticle, IDs: IDs{PMID: "1", DOI: "10.1/x"}, Title: "Ketamine",
		Journal: Journal{Title: "J One", Abbrev: "J1", ISSN: []string{"1111-1111", "2222-2222"}}, Volume: "7",
		Abstract: []Section{{Text: "The whole text."}}, Copyright: "(c) 2020", Keywords: []string{"ketamine", "mood"}, CitedBy: &cited}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	wantFrom := map[string]string{"kind": "pubmed:1", "ids.pmid": "pubmed:1", "ids.doi": "europepmc:MED:1", "title": "pubmed:1",
		"journal": "pubmed:1", "volume": "europepmc:MED:1", "abstract": "europepmc:MED:1", "copyright": "europepmc:MED:1",
		"keywords": "pubmed:1, europepmc:MED:1", "cited_by": "europepmc:MED:1"}
	if diff := cmp.Diff(wantFrom, from); diff != "" {
		t.Errorf("provenance (-want +got):\n%s", diff)
	}
}

func TestMergeKeepsEachWitnessOfANotice(t *testing.T) {
	early, late := time.Unix(1000, 0), time.Unix(2000, 0)
	a := Record{Source: "pubmed", Key: "1", Report: Report{Notices: []Notice{
		{Type: NoticeRetraction, Source: "pubmed", By: Ref{PMID: "9"}, Checked: early},
		{Type: NoticeRetraction, Source: "pubmed", By: Ref{PMID: "9", DOI: "10.1/r"}, Checked: late}}}}
	b := Record{Source: "crossref", Key: "x", Report: Report{Notices: []Notice{{Type: NoticeRetraction, Source: "crossref", By: Ref{DOI: "10.1/r"}}}}}
	got, _ := Merge([]Record{b, a})
	want := []Notice{{Type: NoticeRetraction, Source: "pubmed", By: Ref{PMID: "9", DOI: "10.1/r"}, Checked: late},
		{Type: NoticeRetraction, Source: "crossref", By: Ref{DOI: "10.1/r"}}}
	if diff := cmp.Diff(want, got.Notices); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
}

func TestMergeLeavesItsRecordsAlone(t *testing.T) {
	room := make([]string, 1, 8)
	room[0] = "one"
	a := Record{Source: "pubmed", Key: "1", Report: Report{Keywords: room, Journal: Journal{Title: "J", ISSN: room}}}
	b := Record{Source: "crossref", Key: "x", Report: Report{Keywords: []string{"two"}, Journal: Journal{Title: "J", ISSN: []string{"two"}}}}
	Merge([]Record{a, b})
	if got := room[:2][1]; got != "" {
		t.Errorf("merging wrote %q into a record's list", got)
	}
}

func TestDemoAndDeletedRecords(t *testing.T) {
	gone := Record{Source: "pubmed", Key: "1", Gone: true, Report: Report{Title: "From a deleted record", Volume: "1", Demo: true}}
	live := Record{Source: "crossref", Key: "x", Report: Report{Title: "From a live one", Demo: true}}
	got, _ := Merge([]Record{gone, live})
	if got.Title != "From a live one" || got.Volume != "" || !got.Demo {
		t.Errorf("with a live record: %+v, want that one only, marked demo", got)
	}
	if got, _ := Merge([]Record{gone}); got.Title != "From a deleted record" {
		t.Errorf("with a deleted record only: %+v, want it kept", got)
	}
}

func TestFillKeepsWhatAShortFormLeavesOut(t *testing.T) {
	full := Report{Title: "Old title", Volume: "3", Authors: []Author{{Family: "A"}}}
	got := Fill(Report{Title: "New title"}, full)
	want := Report{Title: "New title", Volume: "3", Authors: []Author{{Family: "A"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Fill (-want +got):\n%s", diff)
	}
}
