package check

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"evidelic/cite"
	"evidelic/evidence"
	"evidelic/lexicon"
	"evidelic/study"
)

// Disclaimer stands in every form of the result.
const Disclaimer = "These are studies that share substance, condition or words with a claim: candidates to read. Nothing here is proven or disproven by them."

// DraftOptions say how a draft is checked.
type DraftOptions struct {
	Style string // of the citations, a name of cite.Styles; "" is "apa"
	// Abstract gives what of an abstract may be shown; passages are taken from it
	// alone. nil shows everything.
	Abstract func(*study.Study) string
}

// Candidate is a study that may bear on a claim.
type Candidate struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Year      int      `json:"year,omitempty"`
	Journal   string   `json:"journal,omitempty"`
	Design    string   `json:"design,omitempty"`
	Level     string   `json:"level,omitempty"` // its rung on the evidence ladder, in words
	N         string   `json:"n,omitempty"`
	Direction string   `json:"direction,omitempty"` // what its authors conclude, where stated
	Retracted bool     `json:"retracted,omitempty"`
	Integrity string   `json:"integrity,omitempty"` // notices and the like, in words
	Passage   Passage  `json:"passage"`
	Shared    []string `json:"shared"` // what it has in common with the claim
	Fit       float64  `json:"fit"`    // 0 to 1
	Citation  string   `json:"citation"`
	InText    string   `json:"in_text"`

	study *study.Study // to cite it in HTML
	style string
}

// Passage is the sentence of a study that is nearest to a claim.
type Passage struct {
	Field string `json:"field"` // "title" or "abstract"
	Text  string `json:"text"`
}

// Claim is a sentence of the draft with what was found for it.
type Claim struct {
	Number     int         `json:"number"`
	Paragraph  int         `json:"paragraph"`
	Text       string      `json:"text"`
	Rules      []string    `json:"rules"` // why it is taken for a claim: effect, mechanism, safety, procedure, number
	About      []string    `json:"about"` // the substance and what else it names
	Candidates []Candidate `json:"candidates"`
	NoStudy    bool        `json:"no_study,omitempty"`        // nothing in the library fits
	Missing    []string    `json:"unfound_numbers,omitempty"` // numbers that no found study contains
}

// DraftReport is the check of a draft.
type DraftReport struct {
	Words      int     `json:"words"`
	Sentences  int     `json:"sentences"`
	Style      string  `json:"style"`
	Claims     []Claim `json:"claims"`
	Truncated  bool    `json:"truncated,omitempty"` // there are more than MaxClaims
	Disclaimer string  `json:"disclaimer"`
}

// Evidence finds, for each claim of a draft, the studies that bear on it, best
// evidence first. It fails with study.ErrInvalid for an unknown style, and stops with
// ctx. It is safe for concurrent use.
func Evidence(ctx context.Context, search Searcher, d *Draft, opt DraftOptions) (*DraftReport, error) {
	if opt.Style == "" {
		opt.Style = "apa"
	}
	if _, err := cite.StyleNamed(opt.Style); err != nil {
		return nil, err
	}
	if opt.Abstract == nil {
		opt.Abstract = (*study.Study).AbstractText
	}
	found := readClaims(d)
	claims := found.claims
	out := &DraftReport{Words: found.words, Sentences: found.sentences, Style: opt.Style, Truncated: found.more, Disclaimer: Disclaimer}
	read := newReader(opt.Abstract)
	out.Claims = make([]Claim, len(claims))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range claims {
		group.Go(func() error {
			found, err := claims[i].find(ctx, search, read)
			if err != nil {
				return fmt.Errorf("claim %d: %w", i+1, err)
			}
			out.Claims[i], err = claims[i].report(found, opt.Style)
			out.Claims[i].Number = i + 1
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

func (c *claim) report(found []candidate, style string) (Claim, error) {
	out := Claim{Paragraph: c.paragraph, Text: c.text, Rules: c.rules, About: []string{c.drug.Label}, Candidates: []Candidate{}, NoStudy: len(found) == 0}
	for _, k := range c.concepts {
		if k != c.drug && k.Kind != lexicon.Instrument && k.Kind != lexicon.Design {
			out.About = append(out.About, k.Label)
		}
	}
	for i := range found[:min(len(found), shownFor)] {
		k, err := found[i].report(style, i+1)
		if err != nil {
			return out, err
		}
		out.Candidates = append(out.Candidates, k)
	}
	if len(found) > 0 {
		out.Missing = missing(c.numbers, found)
	}
	return out, nil
}

func (k *candidate) report(style string, number int) (Candidate, error) {
	s := &k.study
	out := Candidate{ID: s.ID, Title: s.Title, Year: s.Year(), Journal: s.Journal.Title, Retracted: s.Retracted(), Integrity: cite.Integrity(s),
		Design: firstLabel(s, study.TaskDesign), Level: firstLabel(s, study.TaskLevel), N: firstLabel(s, study.TaskN), Direction: firstLabel(s, study.TaskConclusion),
		Passage: Passage{Field: k.passage.field, Text: k.passage.text}, Shared: k.shared, Fit: float64(int(k.fit*100)) / 100, study: s, style: style}
	var err error
	if out.Citation, err = k.read.reference(s, style); err != nil {
		return out, err
	}
	out.InText, err = cite.InText(s, style, number, cite.Text)
	return out, err
}

func firstLabel(s *study.Study, task study.Task) string {
	values := s.Tags[task].Values
	switch {
	case len(values) == 0:
		return ""
	case values[0].Label != "":
		return values[0].Label
	}
	return evidence.Label(task, values[0].Value)
}

// Markdown writes the report for readers: each claim with its candidates.
func (r *DraftReport) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Studies that bear on this draft\n\n%s\n\n%d words, %d sentences, %d claims.\n", Disclaimer, r.Words, r.Sentences, len(r.Claims))
	for _, c := range r.Claims {
		fmt.Fprintf(&b, "\n## %d. %s\n\nWhy: %s. About: %s.\n\n", c.Number, escapeMarkdown(c.Text), strings.Join(c.Rules, ", "), strings.Join(c.About, ", "))
		if c.NoStudy {
			b.WriteString("Nothing in the library fits this claim.\n")
		}
		if len(c.Missing) > 0 {
			fmt.Fprintf(&b, "No study found here has: %s.\n\n", escapeMarkdown(strings.Join(c.Missing, ", ")))
		}
		for i, k := range c.Candidates {
			k.markdown(&b, i+1)
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

func (k *Candidate) markdown(b *strings.Builder, n int) {
	fmt.Fprintf(b, "%d. ", n)
	if k.Retracted {
		b.WriteString("**RETRACTED.** ")
	}
	b.WriteString(escapeMarkdown(k.Citation) + "\n")
	if facts := k.facts(); len(facts) > 0 {
		fmt.Fprintf(b, "   - %s\n", escapeMarkdown(strings.Join(facts, "; ")))
	}
	if k.Integrity != "" {
		fmt.Fprintf(b, "   - %s\n", escapeMarkdown(k.Integrity))
	}
	fmt.Fprintf(b, "   - %s: “%s”\n", k.Passage.Field, escapeMarkdown(k.Passage.Text))
}

var markdownEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "#", `\#`, "|", `\|`, "\n", " ")

func escapeMarkdown(s string) string { return markdownEscapes.Replace(s) }
