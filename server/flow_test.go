package server

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"evidelic/study"
)

// addsUp says which sum of a flow is wrong; "" when all hold.
func (b *flowBody) addsUp() string {
	sum := func(p flowPart) int {
		n := 0
		for _, it := range p.By {
			n += it.N
		}
		return n
	}
	for name, p := range map[string]flowPart{"identified": b.Identified, "matched": b.Matched, "duplicates": b.Duplicates, "out of scope": b.OutOfScope, "noticed": b.Noticed} {
		if sum(p) != p.N {
			return fmt.Sprintf("%s: shares add up to %d of %d", name, sum(p), p.N)
		}
	}
	switch {
	case b.Identified.N-b.NotMatched != b.Matched.N:
		return "identified less not matched is not matched"
	case b.Matched.N-b.Duplicates.N != b.Studies:
		return "matched less duplicates is not studies"
	case b.Studies-b.OutOfScope.N != b.Included:
		return "studies less out of scope is not included"
	case b.Noticed.N > b.Included:
		return "more noticed than included"
	}
	return ""
}

func TestFlowSaysTheSameEverywhere(t *testing.T) {
	s := newTestServer(t, nil)
	for _, query := range []string{"", "?q=ketamine", "?q=ketamine&kind=article&all_scopes=true"} {
		var b flowBody
		if err := json.Unmarshal(get(t, s, "/api/v1/flow"+query).Body.Bytes(), &b); err != nil {
			t.Fatal(err)
		}
		if wrong := b.addsUp(); wrong != "" {
			t.Errorf("%s: %s", query, wrong)
		}
		and := "?"
		if query != "" {
			and = query + "&"
		}
		page, file := get(t, s, "/flow"+query).Body.String(), get(t, s, "/api/v1/flow"+and+"format=svg").Body.String()
		rows, err := csv.NewReader(strings.NewReader(get(t, s, "/api/v1/flow"+and+"format=csv").Body.String())).ReadAll()
		if err != nil || len(rows) < 8 {
			t.Fatalf("%s: CSV: %v, %d rows", query, err, len(rows))
		}
		for _, row := range rows[1:] {
			label := row[1]
			if row[2] != "" {
				label = row[2]
			}
			if strings.HasPrefix(label, "Of them") {
				continue // said by its shares
			}
			if want := "(n\u00a0=\u00a0" + row[5] + ")"; !strings.Contains(file, want) && !(row[1] == "Out of scope" && row[5] == "0") {
				t.Errorf("%s: the diagram lacks %s %s", query, label, want)
			}
			if want := regexp.MustCompile(`<td class="num">` + row[5] + `</td>`); !want.MatchString(page) {
				t.Errorf("%s: the table lacks %s %s", query, label, row[5])
			}
		}
		wellFormed(t, file)
	}
}

func wellFormed(t *testing.T, document string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(document))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("the diagram is no XML: %v", err)
		}
	}
}

// An index that is not whole is no base for numbers that look it.
func TestFlowAndExportRefuseWhileTheIndexIsFilled(t *testing.T) {
	s := newTestServer(t, func(_ *Options, _ *fakeLibrary, f *fakeSearch) { f.building = true })
	for _, target := range []string{"/api/v1/flow?q=ketamine", "/api/v1/export?q=ketamine&format=ris"} {
		rec := get(t, s, target)
		if rec.Code != 503 || rec.Header().Get("Retry-After") == "" || !strings.Contains(rec.Body.String(), "does not have every study yet") {
			t.Errorf("GET %s: %d %v %s", target, rec.Code, rec.Header(), rec.Body)
		}
	}
	for _, target := range []string{"/flow", "/search?q=ketamine", "/search?q=ketamine&asof=9"} {
		if rec := get(t, s, target); rec.Code != 200 {
			t.Errorf("GET %s: %d, want the page all the same", target, rec.Code)
		}
	}
}

func TestChartKeepsItsTextsInside(t *testing.T) {
	b := flowBody{Included: 1}
	for i := range 40 {
		name := fmt.Sprintf("import:%d-%s.ris", i, strings.Repeat("long-name ", i%5)+strings.Repeat("x", 3*i))
		b.Identified.By = append(b.Identified.By, flowItem{Name: name, Label: sourceLabel(name), N: 1})
	}
	b.Identified.N = 40
	c := b.chart()
	for _, box := range c.Boxes {
		if box.X+box.W > c.Width || box.Y+box.H > c.Height {
			t.Errorf("a box ends beyond the chart: %+v", box)
		}
		for _, l := range box.Lines {
			if l.Y > box.Y+box.H || len([]rune(l.Text)) > chartWrap {
				t.Errorf("a line is outside its box: %+v", l)
			}
		}
	}
	if n := len(c.Boxes[1].Lines); n > 24 || !strings.Contains(fmt.Sprint(c.Boxes[1].Lines), "31 more (n\u00a0=\u00a031)") {
		t.Errorf("forty sources take %d lines: %+v", n, c.Boxes[1].Lines)
	}
}

func TestStudyPageShowsWhatWasDecidedByHand(t *testing.T) {
	body := get(t, newTestServer(t, nil), "/study/evbbbbbb2").Body.String()
	for _, want := range []string{
		"<strong>Joined by hand</strong>: PubMed 900001, Europe PMC MED:1 – <q>printed &lt;twice&gt;</q>",
		`<strong>Kept apart by hand</strong>: PubMed 900001, Imported file a.ris x (now in <a href="/study/evcccccc3">evcccccc3</a>) – <q>another paper</q>`,
		"<strong>Dose: corrected by hand to 1 mg</strong> – <q>a slip</q>", "<strong>Dose: correction by hand taken back</strong> – <q>it was right</q>",
		"<strong>Route: corrected by hand to not reported:</strong> <q>the route is a &lt;guess&gt;</q>",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(body, "<strong>Dose: corrected by hand to 1 mg:</strong>") {
		t.Error("a correction that was taken back stands at a glance")
	}
}

func TestCitationsOfRetractedWorkAreSaid(t *testing.T) {
	s := newTestServer(t, nil)
	for target, want := range map[string]string{
		"/study/evbbbbbb2":                "Cites 1 retracted study",
		"/study/evaaaaaa1":                "Cited here by 1 study",
		"/api/v1/studies/evbbbbbb2":       `"cites_retracted":[{"id":"evaaaaaa1"`,
		"/api/v1/studies/evaaaaaa1":       `"cited_by_here":[{"id":"evbbbbbb2"`,
		"/api/v1/studies/evcccccc3":       `"cites_retracted":[]`,
		"/search?q=ketamine&explain=true": "Why this rank: ketamine 75&nbsp;%, oral dose close together 25&nbsp;%",
	} {
		if body := get(t, s, target).Body.String(); !strings.Contains(body, want) {
			t.Errorf("GET %s lacks %s", target, want)
		}
	}
	if v := newCitedView(&study.Study{Report: study.Report{Notices: []study.Notice{{Type: study.NoticeRetraction, Date: study.Date{Year: 2024}}}}}, study.Date{Year: 2020}); !v.Late {
		t.Error("a notice that came after the citing study counts as older")
	}
}

func TestRecordsHoldToThePolicy(t *testing.T) {
	full := get(t, newTestServer(t, nil), "/api/v1/studies/evbbbbbb2/records").Body.String()
	if !strings.Contains(full, `"raw":"<as fetched/>"`) || !strings.Contains(full, "We randomised 84 adults") {
		t.Errorf("records: %s", full)
	}
	s := newTestServer(t, func(o *Options, _ *fakeLibrary, _ *fakeSearch) { o.Abstracts = PolicyLicensed })
	cut := get(t, s, "/api/v1/studies/evbbbbbb2/records").Body.String()
	if strings.Contains(cut, "as fetched") || strings.Contains(cut, "We randomised 84 adults") || !strings.Contains(cut, `"abstract_withheld":true`) {
		t.Errorf("records under the policy: %s", cut)
	}
}
