package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"

	"github.com/spf13/cobra"

	"evidelic/check"
)

// draftFlags are the flags of `check draft`.
type draftFlags struct {
	format, style, as, out string
	json                   bool
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
  evidelic check draft --style ama --as html -o studies.html post.docx`,
		Args: exactly(1, "one file"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.checkDraft(cmd.Context(), f, args[0]) },
	}
	cmd.Flags().StringVar(&f.format, "format", "", "`FORMAT` of the draft: text, markdown, html or docx (default: what the file says)")
	cmd.Flags().StringVar(&f.style, "style", "apa", "`STYLE` of the citations")
	cmd.Flags().StringVar(&f.as, "as", "markdown", "`FORM` of the report: markdown, html or json")
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "write the report to `FILE`")
	cmd.Flags().BoolVar(&f.json, "json", false, "print the report as JSON: --as json")
	return cmd
}

// checkDraft reads the file here, for its faults to be told at once, and has it
// checked where the index is.
func (p *program) checkDraft(ctx context.Context, f draftFlags, file string) error {
	if f.json {
		f.as = "json"
	}
	if !slices.Contains([]string{"markdown", "html", "json"}, f.as) {
		return usagef("--as: %q is none of markdown, html, json", f.as)
	}
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
	query := url.Values{"format": {draft.Format}, "style": {f.style}, "as": {f.as}}
	write := func(w io.Writer) error { return a.post(ctx, "/api/v1/check/draft", query, &text, w) }
	if f.out != "" {
		err = p.toFile(f.out, write)
	} else {
		err = write(p.stdout)
	}
	if err != nil {
		return fmt.Errorf("check %s: %w", file, err)
	}
	return nil
}
