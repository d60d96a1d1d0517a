package server

import (
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidelic/index"
	"evidelic/study"
)

func TestMarkText(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		spans      []study.Span
		want       string
	}{
		{"none", "a<b", nil, "a&lt;b"},
		{"one", "a <b> c", []study.Span{{Start: 2, End: 5}}, "a <mark>&lt;b&gt;</mark> c"},
		{"overlap and order", "abcdef", []study.Span{{Start: 3, End: 5}, {Start: 0, End: 1}, {Start: 2, End: 4}}, "<mark>a</mark>b<mark>cde</mark>f"},
		{"outside", "abc", []study.Span{{Start: -1, End: 2}, {Start: 2, End: 9}, {Start: 2, End: 2}, {Start: 2, End: 1}}, "abc"},
		{"inside a character", "aµb", []study.Span{{Start: 2, End: 4}}, "aµb"},
		{"whole", "abc", []study.Span{{Start: 0, End: 3}}, "<mark>abc</mark>"},
	} {
		if got := string(markText(tc.text, tc.spans, "")); got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestInlineMarkup(t *testing.T) {
	for _, tc := range []struct {
		in, want string
		ok       bool
	}{
		{"H<sub>2</sub>O", "H<sub>2</sub>O", true},
		{"<i>a <b>b</b></i> &lt;0.05 &amp; c", "<i>a <b>b</b></i> &lt;0.05 &amp; c", true},
		{"P<0.05", "", false},
		{"<i>open", "<i>open", false},
		{"<i>a</b>", "", false},
		{"<i onclick=x>a</i>", "", false},
		{"<I>a</I>", "", false},
		{"<script>a</script>", "", false},
	} {
		got, ok := inlineMarkup(tc.in)
		if ok != tc.ok || (ok && string(got) != tc.want) {
			t.Errorf("%q: got %q %v, want %q %v", tc.in, got, ok, tc.want, tc.ok)
		}
	}
}

func TestWhen(t *testing.T) {
	now := testNow
	for _, tc := range []struct {
		t    time.Time
		want string
	}{
		{time.Time{}, "never"}, {now.Add(-time.Second), "just now"}, {now.Add(-90 * time.Second), "1 minute ago"}, {now.Add(-26 * time.Hour), "26 hours ago"},
		{now.Add(-72 * time.Hour), "1 March 2026"}, {now.Add(30 * time.Minute), "in 30 minutes"}, {now.Add(100 * time.Hour), "8 March 2026"},
	} {
		if got := when(tc.t, now); got != tc.want {
			t.Errorf("%v: got %q, want %q", tc.t, got, tc.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for in, want := range map[int]string{0: "0", 999: "999", 1000: "1\u202f000", 1234567: "1\u202f234\u202f567", -1234: "-1\u202f234"} {
		if got := number(in); got != want {
			t.Errorf("%d: got %q, want %q", in, got, want)
		}
	}
}

func TestHistogramIsTrueToItsNumbers(t *testing.T) {
	h := newHistogram([]index.YearCount{{Year: 1900, Count: 7}, {Year: 2020, Count: 10}, {Year: 2022, Count: 5}, {Year: 0, Count: 3}}, index.Request{Page: 1, Size: 20})
	if h.To != 2022 || len(h.Bars) != maxBars || h.Earlier != 7 || h.Max != 10 {
		t.Fatalf("got %d to %d, %d bars, %d earlier, max %d", h.From, h.To, len(h.Bars), h.Earlier, h.Max)
	}
	for _, b := range h.Bars {
		want := map[int]int{2020: histogramHeight, 2022: histogramHeight / 2}[b.Year]
		if b.H != want || b.X < 0 || b.X+b.W > histogramWidth {
			t.Errorf("%d: got height %d, x %d, width %d, want height %d", b.Year, b.H, b.X, b.W, want)
		}
	}
	if one := newHistogram([]index.YearCount{{Year: 2020, Count: 1}}, index.Request{}); len(one.Bars) != 0 {
		t.Error("a single year is drawn as a chart")
	}
}

func TestPaging(t *testing.T) {
	for _, tc := range []struct {
		name             string
		page, total      int
		prev, next, more bool
	}{
		{"only one", 1, 5, false, false, false}, {"first", 1, 45, false, true, false}, {"middle", 2, 45, true, true, false}, {"last", 3, 45, true, false, false},
		{"end of the window", 500, 20000, true, false, true},
	} {
		got := newPagesView(index.Request{Page: tc.page, Size: 20}, &index.Result{Total: tc.total, Next: "c"})
		if (got.Prev != "") != tc.prev || (got.Next != "") != tc.next || (got.Cursor != "") != tc.more {
			t.Errorf("%s: got %+v", tc.name, got)
		}
	}
}

func TestChipsTakeOneFilterAway(t *testing.T) {
	req := index.Request{Text: "x", Sort: index.SortBest, Page: 4, Size: 20, Filters: map[string][]string{"kind": {"article", "preprint"}, "year": {"2020.."}}}
	got := chips(req, fakeFacets(req))
	want := []chipView{
		{"Kind", "Article", "/search?kind=preprint&q=x&year=2020.."},
		{"Kind", "Preprint", "/search?kind=article&q=x&year=2020.."},
		{"Year", "from 2020", "/search?kind=article&kind=preprint&q=x"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzPageRequest(f *testing.F) {
	f.Add("q=ketamine&kind=article&kind=preprint&year_from=2010&year_to=2020&page=2&size=50")
	f.Add("q=%22oral+ketamine%22&n=20..&sort=newest&all_scopes=true")
	f.Add("year=..&n=9..1&page=-1&size=99999999999999999999&odd=<script>")
	f.Fuzz(func(t *testing.T, raw string) {
		v, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		req, _, err := pageRequest(v)
		if err != nil {
			return
		}
		again, _, err := pageRequest(requestValues(req))
		if err != nil {
			t.Fatalf("%q: its own address is refused: %v", raw, err)
		}
		if diff := cmp.Diff(req, again, cmpopts.IgnoreUnexported(index.Request{})); diff != "" {
			t.Fatalf("%q: the address says something else (-want +got):\n%s", raw, diff)
		}
	})
}

func FuzzInlineMarkup(f *testing.F) {
	for _, s := range []string{"H<sub>2</sub>O", "<i>a</i>", "P<0.05", "<i><script>", "&lt;i&gt;", "<i>&#x3c;script&gt;</i>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out, ok := inlineMarkup(s)
		if !ok {
			return
		}
		rest := strings.NewReplacer("<i>", "", "</i>", "", "<b>", "", "</b>", "", "<sub>", "", "</sub>", "", "<sup>", "", "</sup>", "").Replace(string(out))
		if strings.ContainsAny(rest, "<>") {
			t.Fatalf("%q gives %q", s, out)
		}
	})
}

func FuzzMarkText(f *testing.F) {
	f.Add("oral ketamine 1 mg/kg", 5, 13, 2, 9)
	f.Add("µ<b>", 0, 1, 1, 3)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		if !utf8.ValidString(text) {
			return
		}
		out := string(markText(text, []study.Span{{Start: a, End: b}, {Start: c, End: d}}, ""))
		plain := strings.NewReplacer("<mark>", "", "</mark>", "").Replace(out)
		if strings.Contains(plain, "<") || strings.Count(out, "<mark>") != strings.Count(out, "</mark>") {
			t.Fatalf("%q gives %q", text, out)
		}
	})
}

func FuzzSplitStudy(f *testing.F) {
	f.Add("doi:10.1002/(SICI)1097%3C1::AID%3E3.0.CO;2-%23/citation")
	f.Add("ev12345678")
	f.Add("%2Fcitation%252F")
	f.Fuzz(func(t *testing.T, escaped string) {
		ref, suffix, err := splitStudy(escaped)
		if err != nil {
			return
		}
		again, suffix2, err := splitStudy(url.PathEscape(ref) + suffix)
		if err != nil || again != ref || suffix2 != suffix {
			t.Fatalf("%q: %q %q became %q %q, %v", escaped, ref, suffix, again, suffix2, err)
		}
	})
}
