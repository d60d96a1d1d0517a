package check

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes the report for readers: what is grave first in each entry, and
// the entries in the order of the list.
func (r *ReferenceReport) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# References\n\nReferences: %d. In the library: %d.\n\n", len(r.Entries), r.Matched)
	for i := range r.Entries {
		r.Entries[i].markdown(&b)
	}
	if len(r.Faults) > 0 {
		b.WriteString("\n## Not read\n\n")
	}
	for _, f := range r.Faults {
		fmt.Fprintf(&b, "- %s\n", escapeMarkdown(f))
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

func (c *Checked) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "%d. %s\n", c.Number, escapeMarkdown(c.Text))
	if c.Match != nil {
		fmt.Fprintf(b, "   - matched by %s (%.0f %%): %s, %s\n", c.Match.By, 100*c.Match.Confidence, escapeMarkdown(c.Match.Title), c.Match.ID)
	}
	for _, grave := range []bool{true, false} {
		for _, f := range c.Findings {
			if f.Grave != grave {
				continue
			}
			b.WriteString("   - ")
			if grave {
				b.WriteString("**" + strings.ToUpper(strings.ReplaceAll(string(f.Kind), "_", " ")) + "** ")
			}
			b.WriteString(escapeMarkdown(f.Message))
			if f.Have != "" && f.Want != "" {
				fmt.Fprintf(b, " Here: %s; in the library: %s.", escapeMarkdown(f.Have), escapeMarkdown(f.Want))
			}
			b.WriteByte('\n')
		}
	}
}
