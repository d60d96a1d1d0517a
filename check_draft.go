package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"

	"github.com/spf13/cobra"

	"evidelic/check"
)

// draftFlags are the flags of `check draft`.
type draftFlags struct {
	format, style string
	json          bool
}

func (p *program) checkDraftCommand() *cobra.Command {
	var f draftFlags
	cmd := &cobra.Command{
		Use:   "draft FILE",
		Short: "Find studies that bear on the claims of a draft",
		Long: `Find studies that bear on the claims of a draft: text, Markdown, HTML or .docx. Sentences that
claim something about effects, mechanism, safety, procedure or numbers come back with candidate
studies, best evidence first. They are to be read: nothing is proven by them. "-" reads from
standard input.`,
		Example: `  evidelic check draft post.md
  evidelic check draft --style ama --json post.docx`,
		Args: exactly(1, "one file"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.checkDraft(cmd.Context(), f, args[0]) },
	}
	cmd.Flags().StringVar(&f.format, "format", "", "`FORMAT` of the draft: text, markdown, html or docx (default: what the file says)")
	cmd.Flags().StringVar(&f.style, "style", "apa", "`STYLE` of the citations")
	cmd.Flags().BoolVar(&f.json, "json", false, "print the report as JSON")
	return cmd
}

// checkDraft reads the file here, for its faults to be told at once, and has it
// checked where the index is.
func (p *program) checkDraft(ctx context.Context, f draftFlags, file string) error {
	var text bytes.Buffer
	draft, err := readChecked(p, file, func(r io.Reader) (*check.Draft, error) {
		return check.ReadDraft(io.TeeReader(r, &text), file, f.format)
	})
	if err != nil {
		return err
	}
	c, err := p.load()
	if err != nil {
		return err
	}
	a, err := p.openAPI(ctx, c)
	if err != nil {
		return err
	}
	defer func() { _ = a.close() }()
	query := url.Values{"format": {draft.Format}, "style": {f.style}, "as": {"markdown"}}
	if f.json {
		query.Set("as", "json")
	}
	if err := a.post(ctx, "/api/v1/check/draft", query, &text, p.stdout); err != nil {
		return fmt.Errorf("check %s: %w", file, err)
	}
	return nil
}
