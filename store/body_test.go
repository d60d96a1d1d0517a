package store

import (
	"testing"
	"time"

	"evidelic/study"
)

// The JSON of a study made from its record's is the same as that of the whole.
func TestWithReport(t *testing.T) {
	at := time.Date(2025, 3, 1, 12, 0, 0, 5000, time.UTC)
	whole := study.Study{ID: "ev00000001", Seq: 7, Created: at, Changed: at.Add(time.Hour), TagVersion: "5",
		Records:    []study.RecordRef{{Source: "pubmed", Key: "1", Fetched: at}},
		Provenance: map[string]string{"title": "pubmed:1", "ids": "pubmed:1"},
		Tags:       study.Tags{study.TaskRoute: {Values: []study.TagValue{{Value: "oral"}}}}}
	for name, report := range map[string]study.Report{
		"empty":     {},
		"full":      {Kind: study.KindArticle, Title: "A <b> & \\u2028 \"title\"", IDs: study.IDs{PMID: "1"}, Abstract: []study.Section{{Text: "x"}}, Demo: true},
		"misleads":  {Kind: "\",\"kind\":\"\",\"ids\":{},\"title\":\"\"", Title: `"kind":"","ids":{},"title":""`},
		"no title":  {Kind: study.KindPreprint},
		"published": {Title: "y", Published: study.Published{Print: study.Date{Year: 2024}}},
	} {
		t.Run(name, func(t *testing.T) {
			whole := whole
			whole.Report = report
			json, err := marshal(&report)
			if err != nil {
				t.Fatal(err)
			}
			got, err := withReport(whole, json)
			if err != nil {
				t.Fatal(err)
			}
			want, err := marshal(&whole)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
