// Package citetest compares references with those of the CSL processor citeproc-js
// and the official styles: the oracle of the tests. Nothing of it is part of the
// program.
package citetest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"evidelic/study"
)

//go:embed citeproc.js
var script string

// debianCSL is where Debian's packages citation-style-language-styles and
// citation-style-language-locales put their files.
const debianCSL = "/usr/share/citation-style-language"

// Formatted is one item as the processor writes it in one style, in HTML.
type Formatted struct{ Reference, InText string }

// styleFile names a style's file; All says that every author is to be named.
type styleFile struct {
	File string `json:"file"`
	All  bool   `json:"all"`
}

type job struct {
	Locales string               `json:"locales"`
	Styles  map[string]styleFile `json:"styles"`
	Items   []json.RawMessage    `json:"items"`
}

// Format gives, for each of our styles, each item as the processor writes it.
// EVIDELIC_CITEPROC names the node_modules folder that holds citeproc, EVIDELIC_CSL
// the folder of the official styles and locales (that of Debian's packages unless
// set); newer is the folder of the style files that are newer than Debian's. The
// test is skipped where one of them is absent.
func Format(t testing.TB, newer string, items []json.RawMessage) map[string][]Formatted {
	t.Helper()
	modules := os.Getenv("EVIDELIC_CITEPROC")
	if modules == "" {
		t.Skip("EVIDELIC_CITEPROC names no folder with the CSL processor")
	}
	csl := os.Getenv("EVIDELIC_CSL")
	if csl == "" {
		csl = debianCSL
	}
	for _, dir := range []string{filepath.Join(csl, "locales"), newer} {
		if _, err := os.Stat(dir); err != nil {
			t.Skipf("the official styles are absent: %v", err)
		}
	}
	in, err := json.Marshal(newJob(csl, newer, items))
	if err != nil {
		t.Fatal(err)
	}
	modules, err = filepath.Abs(modules)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "-e", script, modules)
	cmd.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	b, err := cmd.Output()
	if err != nil {
		t.Fatalf("citeproc: %v\n%s", err, stderr.String())
	}
	return read(t, b)
}

func newJob(csl, newer string, items []json.RawMessage) job {
	nlm := filepath.Join(newer, "nlm-citation-sequence.csl")
	return job{Locales: filepath.Join(csl, "locales"), Items: items, Styles: map[string]styleFile{
		"apa":       {File: filepath.Join(newer, "apa.csl")},
		"ama":       {File: filepath.Join(newer, "american-medical-association.csl")},
		"vancouver": {File: nlm},
		"nlm":       {File: nlm, All: true},
		"mla":       {File: filepath.Join(csl, "styles", "modern-language-association.csl")},
		"chicago":   {File: filepath.Join(csl, "styles", "chicago-author-date.csl")},
		"harvard":   {File: filepath.Join(csl, "styles", "harvard-cite-them-right.csl")},
	}}
}

func read(t testing.TB, b []byte) map[string][]Formatted {
	var raw map[string][][2]string
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatal(err)
	}
	out := map[string][]Formatted{}
	for style, list := range raw {
		for _, f := range list {
			out[style] = append(out[style], Formatted{Settle(f[0]), Settle(f[1])})
		}
	}
	return out
}

// reUpright is how the processor sets what stands upright inside italics.
var reUpright = regexp.MustCompile(`<span style="font-style:normal;">(.*?)</span>`)

var settler = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "</i><i>", "", "<i></i>", "")

// Settle takes away what two processors write in different ways and mean alike:
// how characters are escaped, the kind of space, empty pieces of markup.
func Settle(s string) string {
	s = reUpright.ReplaceAllString(s, "</i>$1<i>")
	return strings.TrimSpace(html.UnescapeString(settler.Replace(s)))
}

var reMarkup = regexp.MustCompile(`</?(?:i|b|sup|sub)>`)

// Plain takes the markup away from what Settle gives.
func Plain(s string) string { return reMarkup.ReplaceAllString(s, "") }

// Ours writes an item, by its number from 0, in a style as the program does: its
// reference and its in-text form (as the first of a list) in HTML, and the
// reference in plain text.
type Ours func(item int, style string) (reference, inText, text string, err error)

// Compare logs how many references and in-text forms are the processor's, letter
// by letter and with the same markup, shows some of the others, and fails for each
// style below the goal, in percent.
func Compare(t *testing.T, want map[string][]Formatted, ours Ours, goal float64) {
	t.Helper()
	shown := showAtMost()
	for _, style := range []string{"apa", "ama", "vancouver", "nlm", "mla", "chicago", "harvard"} {
		var c counter
		for i, w := range want[style] {
			ref, inText, text, err := ours(i, style)
			if err != nil {
				t.Fatalf("%s: item %d: %v", style, i, err)
			}
			if got := Plain(Settle(ref)); norm.NFKC.String(got) != norm.NFKC.String(strings.TrimSpace(settler.Replace(text))) {
				t.Errorf("%s: item %d: as text %s, as HTML %s", style, i, text, ref)
			}
			c.add(t, shown, fmt.Sprintf("%s, item %d", style, i), Formatted{Settle(ref), Settle(inText)}, w)
		}
		n := len(want[style])
		t.Logf("%s: of %d references %d identical (%.1f %%), in text %d (%.1f %%)", style, n, c.references, c.rate(c.references, n), c.inText, c.rate(c.inText, n))
		if c.rate(c.references, n) < goal || c.rate(c.inText, n) < goal {
			t.Errorf("%s: want %.0f %% identical", style, goal)
		}
	}
}

// showAtMost is how many differences of a style are shown: EVIDELIC_DIFFERENCES,
// or 6.
func showAtMost() int {
	n := 6
	if _, err := fmt.Sscan(os.Getenv("EVIDELIC_DIFFERENCES"), &n); err != nil {
		return 6
	}
	return n
}

type counter struct{ references, inText, shown int }

func (c *counter) add(t *testing.T, most int, place string, got, want Formatted) {
	if got.Reference == want.Reference {
		c.references++
	} else if c.shown++; c.shown <= most {
		t.Logf("%s\n  ours   %s\n  oracle %s", place, got.Reference, want.Reference)
	}
	if got.InText == want.InText {
		c.inText++
	} else if c.shown++; c.shown <= most {
		t.Logf("%s, in text\n  ours   %s\n  oracle %s", place, got.InText, want.InText)
	}
}

func (c *counter) rate(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }

// All gives studies one after the other, as cite.Write takes them.
func All(studies []study.Study) iter.Seq2[study.Study, error] {
	return func(yield func(study.Study, error) bool) {
		for _, s := range studies {
			if !yield(s, nil) {
				return
			}
		}
	}
}
