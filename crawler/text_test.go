package crawler

import (
	"strings"
	"testing"
	"unicode/utf8"

	"evidelic/study"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestPlainText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"plain", "a b", "a b"},
		{"white space folded", "  a\n\t b\u00a0 c ", "a b c"},
		{"inline tags keep words together", "CO<sub>2</sub> and 5-HT<sub>2A</sub>", "CO2 and 5-HT2A"},
		{"block tags end words", "<p>One.</p><p>Two.</p>", "One. Two."},
		{"line break", "one<br/>two<br>three", "one two three"},
		{"p value", "worse (P<0.001) than", "worse (P<0.001) than"},
		{"p value beside tags", "<i>P</i><0.001 and <i>n</i> < 5", "P<0.001 and n < 5"},
		{"per cent", "in <5% of cases", "in <5% of cases"},
		{"less than a word", "n<sample and b>c", "n<sample and b>c"},
		{"a known name that is no tag", "if a<b and c>d", "if a<b and c>d"},
		{"escaped less-than", "P&lt;0.05, R&amp;D", "P<0.05, R&D"},
		{"decoded once", "&amp;lt;i&amp;gt;", "&lt;i&gt;"},
		{"escaped tag is text", "&lt;i&gt;ATM&lt;/i&gt;", "<i>ATM</i>"},
		{"numeric references", "&#945;&#x3b2;&nbsp;x", "αβ x"},
		{"unterminated reference", "R&D, x&lty, &notit; &", "R&D, x&lty, &notit; &"},
		{"script and style", "a<script>alert('</b>')</script>b<style>p{}</style>c", "abc"},
		{"script without end", "a<script>b", "ab"},
		{"comment", "a<!-- <p> -->b", "ab"},
		{"comment without end", "a<!-- b", "a<!-- b"},
		{"cdata", "<![CDATA[P<0.05 & more]]> x", "P<0.05 & more x"},
		{"jats", "<jats:sec><jats:title>Aim</jats:title><jats:p>To <jats:italic>see</jats:italic>.</jats:p></jats:sec>", "Aim To see."},
		{"mathml", "<mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math>", "x=2"},
		{"tex source", `<inline-formula><tex-math>\documentclass{a}</tex-math><mml:math><mml:mi>β</mml:mi></mml:math></inline-formula>`, "β"},
		{"attributes", `see <a href="x?a>b" class='y'>this</a>`, "see this"},
		{"tag cut off", "the end <i", "the end <i"},
		{"unknown tag", "<foo>bar</foo>", "<foo>bar</foo>"},
		{"upper case", "<B>Bold</B>", "Bold"},
		{"controls", "a\x00b\x07c\u202ed\u200be\u00adf&#7;g", "abcdefg"},
		{"NFC", "e\u0301", "é"},
		{"invalid UTF-8", "a\xffb", "a\ufffdb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := PlainText(tt.in); got != tt.want {
				t.Errorf("PlainText(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestUnwrap(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"escaped markup", "in &lt;i&gt;ATM&lt;/i&gt;.", "in <i>ATM</i>."},
		{"escaped comparison", "P &lt; 0.05 and &lt;b", "P &lt; 0.05 and &lt;b"},
		{"escaped tag without end", "the &lt;i&gt; tag", "the &lt;i&gt; tag"},
		{"nothing escaped", "<i>ATM</i>", "<i>ATM</i>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Unwrap(tt.in); got != tt.want {
				t.Errorf("Unwrap(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestMarkup(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"none", "Ketamine & P<0.05", ""},
		{"italic", "The <i>BDNF</i> gene", "The <i>BDNF</i> gene"},
		{"names of JATS", "<jats:italic>a</jats:italic> <bold>b</bold> <em>c</em>", "<i>a</i> <b>b</b> <i>c</i>"},
		{"escaped text", "<i>a</i> & P<0.05 &lt;script&gt;", "<i>a</i> &amp; P&lt;0.05 &lt;script&gt;"},
		{"attributes gone", `<i onclick="x=1">a</i>`, "<i>a</i>"},
		{"other tags gone", `<u>a</u> <a href="x">b</a>`, ""},
		{"script gone", "<i>a</i><script>x</script>", "<i>a</i>"},
		{"unclosed", "<i>a <b>b", "<i>a <b>b</b></i>"},
		{"unopened", "a</i> <sub>2</sub>", "a <sub>2</sub>"},
		{"crossed", "<i>a<b>b</i>c</b>", "<i>a<b>bc</b></i>"},
		{"empty element", "a<i></i> b<sup>2</sup>", "a b<sup>2</sup>"},
		{"only empty elements", "a<i> </i>b", ""},
		{"spaces", "  5-HT<sub>2A</sub>  receptor ", "5-HT<sub>2A</sub> receptor"},
		{"space within", "a<i> b </i>c", "a <i>b</i> c"},
		{"a mark that would melt into the tag", "<i>a</i>\u0338", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Markup(tt.in); got != tt.want {
				t.Errorf("Markup(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestSplitSections(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []study.Section
	}{
		{"empty", " ", nil},
		{"unstructured", "Ketamine <i>works</i>.", []study.Section{{Text: "Ketamine works."}}},
		{
			"h4", "<h4>Background</h4>A (P<0.001). <h4>Issue addressed</h4>B.<h4>Conclusions:</h4> C.",
			[]study.Section{
				{Label: "Background", Category: "BACKGROUND", Text: "A (P<0.001)."}, {Label: "Issue addressed", Text: "B."},
				{Label: "Conclusions", Category: "CONCLUSIONS", Text: "C."},
			},
		},
		{"text before the first heading", "Intro. <h4>Methods</h4>B", []study.Section{{Text: "Intro."}, {Label: "Methods", Category: "METHODS", Text: "B"}}},
		{"only the heading Abstract", "<h3>ABSTRACT</h3><p>One.</p>", []study.Section{{Text: "One."}}},
		{"Abstract before others", "<h4>Abstract</h4><h4>Aims</h4>A", []study.Section{{Label: "Aims", Category: "OBJECTIVE", Text: "A"}}},
		{"heading without text", "<h4>Methods</h4><h4>Sample</h4>A", []study.Section{{Label: "Methods", Category: "METHODS"}, {Label: "Sample", Text: "A"}}},
		{
			"jats", "<jats:sec><jats:title>Aim</jats:title><jats:p>A.</jats:p></jats:sec><jats:sec><jats:title>Result</jats:title><jats:p>B.</jats:p></jats:sec>",
			[]study.Section{{Label: "Aim", Category: "OBJECTIVE", Text: "A."}, {Label: "Result", Category: "RESULTS", Text: "B."}},
		},
		{
			"bold", "<b>Background:</b> A. <b>Methods</b>: B, with <b>Bold words</b> in it. <strong>Results</strong> C.",
			[]study.Section{
				{Label: "Background", Category: "BACKGROUND", Text: "A."}, {Label: "Methods", Category: "METHODS", Text: "B, with Bold words in it."},
				{Label: "Results", Category: "RESULTS", Text: "C."},
			},
		},
		{"bold that opens a sentence", "A. <b>Ketamine</b> works.", []study.Section{{Text: "A. Ketamine works."}}},
		{"heading with markup", "<h4>5-HT<sub>2A</sub> binding</h4>A", []study.Section{{Label: "5-HT2A binding", Text: "A"}}},
		{"heading without end", "<h4>Methods A", []study.Section{{Text: "Methods A"}}},
		{"heading too long", "<h4>" + strings.Repeat("long ", 40) + "</h4>A", []study.Section{{Text: strings.Repeat("long ", 40) + "A"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, SplitSections(tt.in)); diff != "" {
				t.Errorf("SplitSections(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

// TestTextIsLinear feeds what makes a careless scanner quadratic; at 128 KiB
// each, it would not end within the time of the test.
func TestTextIsLinear(t *testing.T) {
	const size = 1 << 17
	for _, piece := range []string{"<", "<i ", "<i a='", "</", "<!--", "<script>", "<![CDATA[", "&", "&a", "<h4>", "<b>A", "<?xml", "<script></x>", "<h4>x</h5>"} {
		s := strings.Repeat(piece, size/len(piece))
		PlainText(s)
		Markup(s)
		SplitSections(s)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", "P<0.001 <i>x</i>", "<h4>Background</h4>A&lt;B<h4>Methods</h4>", "<b>Aim:</b> x", "<script>a</script>", "&#x0;&#55296;&amp;lt;",
		"<jats:p>e\u0301</jats:p>\u0338", "<![CDATA[x]]>", "<!-- -->", "a\xff<i>\u0301</i>", "&lt;sub&gt;2&lt;/sub&gt;",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkClean(t, "PlainText", PlainText(s))
		checkClean(t, "CleanText", CleanText(s))
		for _, sec := range SplitSections(Unwrap(s)) {
			checkClean(t, "label", sec.Label)
			checkClean(t, "text", sec.Text)
		}
		if m := Markup(s); m != "" {
			checkMarkup(t, s, m)
		}
	})
}

func checkClean(t *testing.T, what, s string) {
	t.Helper()
	if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
		t.Errorf("%s: %q is not valid NFC", what, s)
	}
	if got := CleanText(s); got != s {
		t.Errorf("%s: %q is not clean: %q", what, s, got)
	}
}

// checkMarkup makes sure that nothing but the four elements is left and that
// they balance.
func checkMarkup(t *testing.T, in, m string) {
	t.Helper()
	var open []string
	for rest := m; ; {
		i := strings.IndexAny(rest, "<>")
		if i < 0 {
			break
		}
		end := strings.IndexByte(rest[i:], '>')
		if rest[i] != '<' || end < 0 {
			t.Fatalf("Markup(%q) = %q: stray angle", in, m)
		}
		name := rest[i+1 : i+end]
		rest = rest[i+end+1:]
		switch name {
		case "i", "b", "sub", "sup":
			open = append(open, name)
		case "/i", "/b", "/sub", "/sup":
			if len(open) == 0 || open[len(open)-1] != name[1:] {
				t.Fatalf("Markup(%q) = %q: %s does not fit %v", in, m, name, open)
			}
			open = open[:len(open)-1]
		default:
			t.Fatalf("Markup(%q) = %q: element %q", in, m, name)
		}
	}
	if len(open) > 0 {
		t.Fatalf("Markup(%q) = %q: left open %v", in, m, open)
	}
}
