package oaipmh

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/crawler/sourcetest"
	"evidelic/study"
)

const long = "We gave oral ketamine or placebo to forty adults with depression for six weeks. Scores fell by nine points with ketamine and by four with placebo."

func list(records ...string) []byte {
	return []byte(`<?xml version="1.0" encoding="ISO-8859-1"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-03-10T15:00:00Z</responseDate>
		<ListRecords>` + strings.Join(records, "") + `<resumptionToken completeListSize="9"> next/+= </resumptionToken></ListRecords></OAI-PMH>`)
}

func dcRecord(id, inner string) string {
	return fmt.Sprintf(`<record><header><identifier>%s</identifier><datestamp>2026-03-01T01:02:03Z</datestamp></header><metadata>
		<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">%s</oai_dc:dc></metadata></record>`, id, inner)
}

func TestRecord(t *testing.T) {
	a, err := Parse("oai:test", list(dcRecord("oai:x:1", `<dc:title>Oral ketamine for depression</dc:title><dc:title xml:lang="de">Ketamin</dc:title>
		<dc:creator>Doe, Jane Q.</dc:creator><dc:creator>The K Group</dc:creator><dc:subject>depression</dc:subject>
		<dc:description>12 pages</dc:description><dc:description xml:lang="en">`+long+` P&lt;0.001 &amp; more.</dc:description>
		<dc:description xml:lang="de">Wir gaben vierzig Erwachsenen sechs Wochen lang Ketamin oder Placebo zum Trinken, und das Ketamin senkte die Werte um neun Punkte, Placebo um vier.</dc:description>
		<dc:date>2021-05-06T07:08:09Z</dc:date><dc:date>2020-03</dc:date><dc:type>info:eu-repo/semantics/article</dc:type>
		<dc:identifier>https://repository.example/1</dc:identifier><dc:identifier>doi:10.5555/ABC</dc:identifier><dc:identifier>1234-567X</dc:identifier>
		<dc:relation>info:eu-repo/semantics/altIdentifier/pmid/38011560</dc:relation><dc:relation>10.1000/cited</dc:relation>
		<dc:source>Journal of Things; Vol. 12 No. 3 (2020); 12-34</dc:source><dc:language>en</dc:language>
		<dc:rights>info:eu-repo/semantics/openAccess</dc:rights><dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>`)))
	if err != nil || len(a.Records) != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	if r := a.Records[0]; r.Key != "oai:x:1" || r.Source != "oai:test" || r.Revision != "2026-03-01T01:02:03Z" || !strings.HasPrefix(string(r.Raw), "<oai_dc:dc") {
		t.Errorf("record %s:%s, revision %q, raw %.30q", r.Source, r.Key, r.Revision, r.Raw)
	}
	want := study.Report{
		Kind: study.KindArticle, IDs: study.IDs{DOI: "10.5555/abc", PMID: "38011560"}, Title: "Oral ketamine for depression", OriginalTitle: "Ketamin",
		Authors: []study.Author{{Family: "Doe", Given: "Jane Q."}, {Collective: "The K Group"}}, Keywords: []string{"depression"}, Languages: []string{"eng"},
		Journal: study.Journal{Title: "Journal of Things", ISSN: []string{"1234-567X"}}, Volume: "12", Issue: "3", Pages: "12-34",
		Published: study.Published{Electronic: study.Date{Year: 2020, Month: 3}},
		Abstract:  []study.Section{{Text: long + " P<0.001 & more."}},
		OtherAbstract: []study.Abstract{{Language: "ger", Sections: []study.Section{{
			Text: "Wir gaben vierzig Erwachsenen sechs Wochen lang Ketamin oder Placebo zum Trinken, und das Ketamin senkte die Werte um neun Punkte, Placebo um vier."}}}},
		License: study.License{Code: "cc-by", URL: "https://creativecommons.org/licenses/by/4.0/"},
		Links:   []study.Link{{Kind: "source", URL: "https://repository.example/1"}},
	}
	if diff := cmp.Diff(want, a.Records[0].Report); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if a.Token != "next/+=" || a.Total != 9 {
		t.Errorf("token %q of %d", a.Token, a.Total)
	}
}

func TestSources(t *testing.T) {
	for in, want := range map[string][4]string{
		"Things, Vol 12, Iss 3, Pp 12-34 (2020)": {"Things", "12", "3", "12-34"}, "Journal of Things": {"Journal of Things"},
		"ISSN 1234-5678": {}, "https://x.example": {}, "Ts; Vol 2 (1999): Topics; 5-6": {"Ts", "2", "", "5-6"},
	} {
		a, err := Parse("oai:t", list(dcRecord("1", "<dc:title>T</dc:title><dc:source>"+in+"</dc:source>")))
		if err != nil {
			t.Fatal(err)
		}
		r := a.Records[0].Report
		if got := [4]string{r.Journal.Title, r.Volume, r.Issue, r.Pages}; got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestParts(t *testing.T) {
	a, err := Parse("oai:t", list(
		`<record><header status="deleted"><identifier>gone</identifier><datestamp>2026-01-01</datestamp></header></record>`,
		`<record><header status="deleted"></header></record>`, dcRecord("data", "<dc:title>D</dc:title><dc:type>Dataset</dc:type>"),
		dcRecord("untitled", ""), `<record><header><identifier>marc</identifier></header><metadata><marc/></metadata></record>`,
		dcRecord("retracted", "<dc:title>RETRACTED: T</dc:title><dc:type>Text</dc:type>")))
	if err != nil || a.Size != 6 || a.Left != 1 || len(a.Records) != 1 || a.Records[0].Report.Notices[0].Type != study.NoticeRetraction {
		t.Fatalf("%+v, %v", a, err)
	}
	if diff := cmp.Diff([]string{"gone"}, a.Deleted); diff != "" {
		t.Errorf("deleted (-want +got):\n%s", diff)
	}
	var failed []string
	for _, f := range a.Failed {
		failed = append(failed, f.Error())
	}
	want := []string{"oai:t: record 2: header: there is no identifier", "oai:t: record 4: untitled: title: the record has none", "oai:t: record 5: marc: metadata: there is no Dublin Core"}
	if diff := cmp.Diff(want, failed); diff != "" {
		t.Errorf("failed (-want +got):\n%s", diff)
	}
}

func TestBadXMLIsMended(t *testing.T) {
	a, err := Parse("oai:t", list(dcRecord("1", "<dc:title>R&D \x01&eacute; &lt; 5</dc:title>")))
	if err != nil || a.Records[0].Report.Title != "R&D é < 5" || len(a.Warnings) != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	for _, bad := range []string{"", "<html><body>x</body></html>", "<OAI-PMH>", "<OAI-PMH></OAI-PMH>", "broken xml"} {
		if _, err := Parse("oai:t", []byte(bad)); err == nil {
			t.Errorf("%q is read as an answer", bad)
		}
	}
}

func TestSamples(t *testing.T) {
	for file, want := range map[string]struct {
		records, deleted, failed int
		token                    string
		total                    int
	}{
		"sickle_ListRecords.xml":            {1, 1, 0, "ListRecords2.xml", 8},
		"sickle_ListRecords4.xml":           {1, 0, 1, "", 0},
		"sickle_GetRecord_utf8test.xml":     {1, 0, 0, "", 0},
		"hepcrawl_arxiv-physics-hep-ex.xml": {0, 0, 3, "", 0}, // in arXiv's own format, which is not asked for
	} {
		a, err := Parse("oai:t", sourcetest.Sample(t, "oaipmh/"+file))
		if err != nil || len(a.Records) != want.records || len(a.Deleted) != want.deleted || len(a.Failed) != want.failed || a.Token != want.token || a.Total != want.total {
			t.Errorf("%s: %d records, %d deleted, failed %v, token %q of %d, error %v", file, len(a.Records), len(a.Deleted), a.Failed, a.Token, a.Total, err)
		}
	}
	for _, code := range []string{"badArgument", "badResumptionToken", "cannotDisseminateFormat", "idDoesNotExist", "noRecordsMatch", "noSetHierarchy"} {
		var refused *Error
		if _, err := Parse("oai:t", sourcetest.Sample(t, "oaipmh/sickle_"+code+".xml")); !errors.As(err, &refused) || refused.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := Parse("oai:t", sourcetest.Sample(t, "oaipmh/sickle_ListRecordsBroken.xml")); err == nil {
		t.Error("a broken answer is read")
	}
	a, err := Parse("oai:t", sourcetest.Sample(t, "oaipmh/sickle_Identify.xml"))
	if err != nil || a.identify.Granularity != "YYYY-MM-DD" || a.identify.Name != "A Test Repository" {
		t.Errorf("identify %+v, %v", a.identify, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(list(dcRecord("1", "<dc:title>T</dc:title><dc:description>"+long+"</dc:description><dc:source>J; Vol 1</dc:source>")))
	f.Add([]byte(`<OAI-PMH><error code="noRecordsMatch"/></OAI-PMH>`))
	f.Add([]byte("<OAI-PMH><ListRecords><record><header status='deleted'><identifier>x</identifier></header></record>&\x02</ListRecords></OAI-PMH>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := Parse("oai:t", body)
		if err != nil {
			return
		}
		if n := len(a.Records) + len(a.Deleted) + len(a.Failed) + a.Left; n != a.Size {
			t.Errorf("%d accounted for of %d", n, a.Size)
		}
		for _, r := range a.Records {
			if r.Key == "" || r.Report.Title == "" {
				t.Errorf("record %q, title %q", r.Key, r.Report.Title)
			}
		}
	})
}
