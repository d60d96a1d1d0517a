package pubmed

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// story writes what ReadXML yields in a few words each, to compare readings.
func story(r io.Reader, workers int) []string {
	var out []string
	for item, err := range ReadXML(context.Background(), r, "f", ReadOptions{Workers: workers}) {
		switch {
		case err != nil:
			out = append(out, "error "+err.Error())
		case item.Record != nil:
			out = append(out, "record "+item.Record.Key+" "+item.Record.Report.Title)
		case item.Failed != nil:
			out = append(out, "failed "+item.Failed.Position+" "+item.Failed.Reason)
		default:
			out = append(out, "deleted "+item.Deleted)
		}
	}
	return out
}

func set(parts ...string) string {
	return "<PubmedArticleSet>" + strings.Join(parts, "") + "</PubmedArticleSet>"
}

// TestReadXML reads whole, odd and damaged streams. Where something is damaged,
// everything else arrives and the place is named.
func TestReadXML(t *testing.T) {
	one, two := strings.TrimSpace(small(1, "One")), strings.TrimSpace(small(2, "Two"))
	for name, row := range map[string]struct {
		src  string
		want []string
	}{
		"set":         {set(one, two), []string{"record 1 One", "record 2 Two"}},
		"empty set":   {set(), nil},
		"closed set":  {"<PubmedArticleSet/>", nil},
		"bare":        {one, []string{"record 1 One"}},
		"two bare":    {one + "\n" + two, []string{"record 1 One", "record 2 Two"}},
		"two files":   {`<?xml version="1.0"?>` + set(one) + `<?xml version="1.0"?>` + set(two), []string{"record 1 One", "record 2 Two"}},
		"mark":        {"\ufeff" + set(one), []string{"record 1 One"}},
		"deletions":   {set(one, "<DeleteCitation><PMID>8</PMID><PMID>x</PMID><PMID>9</PMID></DeleteCitation>"), []string{"record 1 One", "deleted 8", `failed record 2, byte 331 deleted citation "x" is not a PMID`, "deleted 9"}},
		"old set":     {"<MedlineCitationSet>" + between(one, "<PubmedArticle>", "</PubmedArticle>") + "</MedlineCitationSet>", []string{"record 1 One"}},
		"comment":     {set("<!-- </PubmedArticleSet> <PubmedArticle> -->", one, "<?p </PubmedArticle> ?>", two), []string{"record 1 One", "record 2 Two"}},
		"inside":      {set(strings.Replace(one, "One", "<!-- </PubmedArticle> -->O<![CDATA[<PubmedArticle></PubmedArticle>]]>", 1), two), []string{"record 1 O<PubmedArticle></PubmedArticle>", "record 2 Two"}},
		"attribute":   {set(strings.Replace(one, "<Article ", `<Article x="></PubmedArticle" `, 1), two), []string{`failed record 1, byte 190 malformed XML: < in attribute x: it is written &lt;`, `failed record 2, byte 226 <Journal> is not part of a <PubmedArticleSet>`, "record 2 Two"}},
		"no end":      {set("<PubmedArticle><MedlineCitation>", one), []string{"failed record 1, byte 18 <PubmedArticle> is not closed before <PubmedArticle> at byte 50", "record 1 One"}},
		"no end last": {set(one, "<PubmedArticle> wrong"), []string{"record 1 One", "failed record 2, byte 331 <PubmedArticle> is not closed before </PubmedArticleSet> at byte 352"}},
		"cut":         {"<PubmedArticleSet>" + one + two[:100], []string{"record 1 One", "failed record 2, byte 331 the file ends inside <PubmedArticle>", "error read f: malformed PubMed XML: byte 431: the file ends inside <PubmedArticleSet>"}},
		"cut between": {"<PubmedArticleSet>" + one, []string{"record 1 One", "error read f: malformed PubMed XML: byte 331: the file ends inside <PubmedArticleSet>"}},
		"bare cut":    {two[:100], []string{"failed record 1, byte 0 the file ends inside <PubmedArticle>", "error read f: malformed PubMed XML: byte 100: the file ends inside <PubmedArticle>"}},
		"crossed":     {set("<PubmedArticle><a></b></PubmedArticle>", one), []string{"failed record 1, byte 36 malformed XML: </b> closes <a>", "record 1 One"}},
		"no PMID":     {set("<PubmedArticle><MedlineCitation></MedlineCitation></PubmedArticle>", one), []string{"failed record 1, byte 18 it has no PMID", "record 1 One"}},
		"bad PMID":    {set(strings.Replace(one, ">1<", ">1e5<", 1)), []string{`failed record 1, byte 18 "1e5" is not a PMID`}},
		"stranger":    {set("<Foo><Foo/><Bar></Bar></Foo>", one), []string{"failed record 1, byte 18 <Foo> is not part of a <PubmedArticleSet>", "record 1 One"}},
		"text":        {set("oops", one), []string{`failed record 1, byte 18 text between records: "oops"`, "record 1 One"}},
		"latin1":      {set(strings.Replace(one, "One", "\xe9", 1), two), []string{"failed record 1, byte 269 malformed XML: not text in UTF-8", "record 2 Two"}},
		"encoding":    {`<?xml version="1.0" encoding="ISO-8859-1"?>` + set(one), []string{`error read f: malformed PubMed XML: it is written in "iso-8859-1", want UTF-8`}},
		"utf16":       {"\xff\xfe<\x00P\x00", []string{"error read f: malformed PubMed XML: it is written in UTF-16, want UTF-8"}},
		"bomb":        {`<!DOCTYPE a [<!ENTITY x "y">]>` + set(one), []string{"error read f: malformed PubMed XML: byte 28: the document type has declarations of its own, which are not allowed"}},
		"other end":   {set(one) + "</PubmedArticleSet>", []string{"record 1 One", "error read f: malformed PubMed XML: byte 369: </PubmedArticleSet> closes nothing"}},
		"nothing":     {"  \n", []string{"error read f: not PubMed XML: nothing in it"}},
		"words":       {"PMID- 1\n", []string{`error read f: not PubMed XML: it begins with "PMID- 1"`}},
		"other root":  {"<rss><channel/></rss>", []string{"error read f: not PubMed XML: its root element is <rss>"}},
		"JSON":        {`{"a":1}`, []string{"error read f: not PubMed XML: it is JSON"}},
		"answer":      {"<eFetchResult>\n<ERROR>Unable to obtain query #1</ERROR></eFetchResult>", []string{"error read f: NCBI answers: Unable to obtain query #1"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, story(strings.NewReader(row.src), 3)); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(row.want, story(iotest.OneByteReader(strings.NewReader(row.src)), 1)); diff != "" {
				t.Errorf("byte by byte (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadXMLOrder(t *testing.T) {
	var src strings.Builder
	src.WriteString("<PubmedArticleSet>")
	for i := range 3000 {
		src.WriteString(small(i+1, strings.Repeat("long ", i%7*50)))
	}
	src.WriteString("</PubmedArticleSet>")
	records, _, _, err := readAll(t, "f", src.String())
	if err != nil || len(records) != 3000 {
		t.Fatalf("got %d records, error %v", len(records), err)
	}
	for i, r := range records {
		if r.Key != fmt.Sprint(i+1) {
			t.Fatalf("got record %s at place %d", r.Key, i)
		}
	}
}

func TestReadXMLGzip(t *testing.T) {
	var b bytes.Buffer
	for i := range 2 { // two members, as concatenated files have
		zw := gzip.NewWriter(&b)
		_, _ = io.WriteString(zw, set(small(i+1, "T")))
		_ = zw.Close()
	}
	want := []string{"record 1 T", "record 2 T"}
	if diff := cmp.Diff(want, story(bytes.NewReader(b.Bytes()), 1)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	cut := story(bytes.NewReader(b.Bytes()[:b.Len()-30]), 1)
	if last := cut[len(cut)-1]; !strings.HasPrefix(last, "error ") || !strings.Contains(last, "gzip") {
		t.Errorf("got %q for a cut file, want an error about gzip", cut)
	}
}

// TestBomb sees that a small file does not become a large one without end.
func TestBomb(t *testing.T) {
	var b bytes.Buffer
	zw := gzip.NewWriter(&b)
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	for range 8 {
		_, _ = zw.Write(spaces)
	}
	_ = zw.Close()
	r, err := plain(&b)
	if err != nil {
		t.Fatal(err)
	}
	r.(*inflater).floor = 1 << 20
	n, err := io.Copy(io.Discard, r)
	if !errors.Is(err, ErrBomb) || n > 4<<20 {
		t.Errorf("got %d bytes and error %v, want ErrBomb soon after the first mebibyte", n, err)
	}
}

// TestRecordTooLarge sees that a record above the limit is named and passed over
// with bounded memory, and that the next one is read.
func TestRecordTooLarge(t *testing.T) {
	src := set(small(1, strings.Repeat("x ", 5000)), small(2, "Two"))
	s := newSplitter(strings.NewReader(src))
	s.buf, s.limit = make([]byte, 0, 64), 1000
	first, err := s.next()
	if err != nil || !strings.Contains(first.broken, "larger than 1000 bytes") {
		t.Fatalf("got %+v, %v; want a chunk that is too large", first.broken, err)
	}
	second, err := s.next()
	if err != nil || !strings.Contains(string(second.data), "Two") || cap(s.buf) > 8192 {
		t.Errorf("got %.60q, error %v, buffer of %d bytes", second.data, err, cap(s.buf))
	}
}

func TestReadXMLStops(t *testing.T) {
	src := set(strings.Repeat(small(1, "T"), 500))
	n := 0
	for range ReadXML(t.Context(), strings.NewReader(src), "f", ReadOptions{Workers: 2}) {
		if n++; n == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range ReadXML(ctx, strings.NewReader(src), "f", ReadOptions{Workers: 2}) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("got %v, want the cancellation", last)
	}
	broken := errors.New("disk gone")
	got := story(io.MultiReader(strings.NewReader("<PubmedArticleSet>"+small(1, "T")+small(2, "U")[:50]), iotest.ErrReader(broken)), 1)
	if len(got) != 2 || got[0] != "record 1 T" || !strings.Contains(got[1], "disk gone") {
		t.Errorf("got %q, want the record and the reader's error", got)
	}
}

// FuzzReadXML feeds anything and sees that the pieces in which it arrives make
// no difference, that every failure has a place, and that every record has a key,
// clean text and raw XML that reads the same.
func FuzzReadXML(f *testing.F) {
	for _, s := range []string{set(small(1, "One"), small(2, "[Two].")), small(3, "<i>x</i>"), "<PubmedArticleSet><PubmedArticle><a/>", `{"error":"x"}`,
		"<!DOCTYPE html><html><title>x</title>", "<?xml version='1.0' encoding='latin1'?>", set("<DeleteCitation><PMID>1</PMID></DeleteCitation>"), "\x1f\x8b\x08\x00",
		set("<PubmedBookArticle><BookDocument><PMID>5</PMID><Book><BookTitle>B</BookTitle></Book></BookDocument></PubmedBookArticle>"), "<a><ERROR>x", "<PubmedArticleSet/>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		whole := story(bytes.NewReader(src), 2)
		if diff := cmp.Diff(whole, story(iotest.HalfReader(bytes.NewReader(src)), 1)); diff != "" {
			t.Fatalf("in pieces (-whole +pieces):\n%s", diff)
		}
		for item := range ReadXML(t.Context(), bytes.NewReader(src), "f", ReadOptions{Workers: 1}) {
			switch {
			case item.Failed != nil && (item.Failed.Position == "" || item.Failed.Reason == ""):
				t.Fatalf("got failure %+v without a place or a reason", item.Failed)
			case item.Record != nil:
				checkRecord(t, item.Record)
			}
		}
	})
}

func checkRecord(t *testing.T, r *study.Record) {
	if _, ok := study.NormalPMID(r.Key); !ok || r.Source != study.SourcePubMed || r.Revision == "" {
		t.Fatalf("got record %q of %q, revision %q", r.Key, r.Source, r.Revision)
	}
	if s := r.Report.Title; s != strings.Join(strings.Fields(s), " ") || strings.ToValidUTF8(s, "") != s {
		t.Fatalf("got title %q, not clean", s)
	}
	again := story(bytes.NewReader(r.Raw), 1)
	if want := []string{"record " + r.Key + " " + r.Report.Title}; !cmp.Equal(want, again) {
		t.Fatalf("got %q from its own raw XML, want %q", again, want)
	}
}
