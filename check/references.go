package check

import (
	"context"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"evidelic/cite"
	"evidelic/study"
)

// Checked is an entry with what was found about it.
type Checked struct {
	Number   int       `json:"number"`
	Key      string    `json:"key,omitempty"`
	Text     string    `json:"text"` // as written, or its title
	Match    *Match    `json:"match,omitempty"`
	Findings []Finding `json:"findings"`

	entry Entry
}

// OK says that the entry was matched and nothing is to be said about it.
func (c *Checked) OK() bool { return c.Match != nil && len(c.Findings) == 0 }

// certain says that the entry may be written again from its match.
func (c *Checked) certain() bool { return c.Match != nil && c.Match.Confidence >= Sure }

// ReferenceReport is the check of a list.
type ReferenceReport struct {
	Format  string       `json:"format"`
	Entries []Checked    `json:"entries"`
	Faults  []string     `json:"faults,omitempty"` // entries that could not be read
	Counts  map[Kind]int `json:"counts"`           // entries with a finding of the kind
	Matched int          `json:"matched"`
}

// References checks a list against the library. titles may be nil: then entries
// without a known identifier stay unmatched. It is safe for concurrent use, and
// stops with ctx.
func References(ctx context.Context, lib Library, titles Titles, list *List) (*ReferenceReport, error) {
	m := &matcher{lib: lib, titles: titles}
	checked := make([]Checked, len(list.Entries))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range list.Entries {
		group.Go(func() error {
			err := ctx.Err()
			if err == nil {
				entry := list.Entries[i]
				checked[i], err = m.check(ctx, &entry)
			}
			if err != nil {
				return fmt.Errorf("check reference %d: %w", list.Entries[i].Number, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	out := &ReferenceReport{Format: list.Format, Faults: list.Faults, Counts: map[Kind]int{}}
	seen := map[string]int{}
	for _, c := range checked {
		if first, twice := seen[sameness(&c)]; twice {
			c.Findings = append(c.Findings, Finding{Kind: Duplicate, Message: fmt.Sprintf("The same as reference %d.", first)})
		} else {
			seen[sameness(&c)] = c.Number
		}
		out.add(c)
	}
	return out, nil
}

func (r *ReferenceReport) add(c Checked) {
	kinds := map[Kind]bool{}
	for _, f := range c.Findings {
		kinds[f.Kind] = true
	}
	for k := range kinds {
		r.Counts[k]++
	}
	if c.Match != nil {
		r.Matched++
	}
	r.Entries = append(r.Entries, c)
}

// sameness is what two entries about one work share: the study, else the DOI,
// else the words of the title.
func sameness(c *Checked) string {
	switch {
	case c.Match != nil:
		return "study " + c.Match.ID
	case c.entry.Report.IDs.DOI != "":
		return "doi " + c.entry.Report.IDs.DOI
	case c.entry.Report.Title != "":
		return "title " + strings.Join(titleWords(c.entry.Report.Title), " ") + c.entry.Report.Published.Date().String()
	}
	return fmt.Sprint("entry ", c.Number)
}

func (m *matcher) check(ctx context.Context, e *Entry) (Checked, error) {
	c := Checked{Number: e.Number, Key: e.Key, Text: e.Text, Findings: []Finding{}, entry: *e}
	if c.Text == "" {
		c.Text = e.Report.Title
	}
	var withdrawn []Finding
	match, missed, foreign, err := m.byIdentifier(ctx, e)
	if err != nil {
		return c, err
	}
	if match != nil {
		better, version, err := m.doubted(ctx, e, match)
		if err != nil {
			return c, err
		}
		if better != nil && !version {
			foreign = append(foreign, *match)
		}
		if better != nil {
			match = better
		}
	} else if match, withdrawn, err = m.byTitle(ctx, e); err != nil {
		return c, err
	}
	if match == nil || match.Confidence < Sure || !match.Study.Retracted() {
		c.Findings = append(c.Findings, withdrawn...)
	}
	for _, f := range foreign {
		c.Findings = append(c.Findings, foreignFinding(e, f))
	}
	switch {
	case match == nil && len(withdrawn) > 0:
		return c, nil
	case match == nil:
		c.Findings = append(c.Findings, Finding{Kind: NotFound, Message: "Nothing in the library fits. It may be outside its scope, too new, or not exist."})
		return c, nil
	case match.Confidence < Sure && match.By == "title":
		c.Findings = append(c.Findings, Finding{Kind: Uncertain, Want: match.Title,
			Message: fmt.Sprintf("This study may be meant (confidence %.0f %%): %s", 100*match.Confidence, match.Title)})
		return c, nil
	}
	c.Match = match
	found, err := m.compare(ctx, e, match, missed)
	c.Findings = append(c.Findings, found...)
	return c, err
}

// Correct writes the list again: matched entries from the library, with the keys
// of the writer's file, the others as they were. A pasted list is written in the
// style named, a file in its own format. An entry that the format cannot hold is an
// error that wraps study.ErrInvalid, and what was written is not whole.
func (r *ReferenceReport) Correct(w io.Writer, style string) error {
	if r.Format == "text" {
		return r.correctText(w, style)
	}
	keys := map[string]string{}
	n, err := cite.Write(w, r.Format, r.studies(keys), cite.Options{Key: func(s *study.Study) string { return keys[s.ID] }})
	if err == nil && n.LeftOut > 0 {
		err = fmt.Errorf("%d of the references cannot be written: %s: %w", n.LeftOut, n.Why, study.ErrInvalid)
	}
	if err != nil {
		return fmt.Errorf("write the corrected list: %w", err)
	}
	return nil
}

func (r *ReferenceReport) studies(keys map[string]string) iter.Seq2[study.Study, error] {
	return func(yield func(study.Study, error) bool) {
		written := map[string]bool{}
		for i := range r.Entries {
			c := &r.Entries[i]
			s := study.Study{ID: fmt.Sprintf("ref%d", c.Number), Report: c.entry.Report}
			if c.certain() && (r.Format != "nbib" || c.Match.Study.IDs.PMID != "") {
				s = c.Match.Study // NBIB holds nothing without a PMID
			}
			if written[s.ID] {
				continue // a duplicate; its first entry stands for both
			}
			written[s.ID] = true
			keys[s.ID] = c.Key
			if !yield(s, nil) {
				return
			}
		}
	}
}

func (r *ReferenceReport) correctText(w io.Writer, style string) error {
	written := map[string]bool{}
	n := 0
	for i := range r.Entries {
		c := &r.Entries[i]
		text := strings.TrimSpace(c.Text)
		if c.certain() {
			if written[c.Match.ID] {
				continue
			}
			written[c.Match.ID] = true
			var err error
			if text, err = cite.Reference(&c.Match.Study, style, cite.Text); err != nil {
				return err
			}
		}
		n++
		if _, err := fmt.Fprintf(w, "%d. %s\n", n, text); err != nil {
			return fmt.Errorf("write the corrected list: %w", err)
		}
	}
	return nil
}
