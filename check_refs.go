package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"evidelic/check"
	"evidelic/study"
)

// refsFlags are the flags of `check refs`.
type refsFlags struct {
	format, style, out string
	json               bool
}

func (p *program) checkRefsCommand() *cobra.Command {
	var f refsFlags
	cmd := &cobra.Command{
		Use:   "refs FILE",
		Short: "Hold a reference list against the library",
		Long: `Hold a reference list against the library: .bib, .ris, .nbib, CSL-JSON, or references as
plain text, one a line or numbered. Each comes back with the study that it is, what is wrong
with it, and whether the study was retracted, corrected or superseded. "-" reads from standard
input. Entries that cannot be read are named, and the exit status is 3.`,
		Example: `  evidelic check refs paper.bib
  evidelic check refs -o corrected.bib paper.bib`,
		Args: exactly(1, "one file"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.checkRefs(cmd, f, args[0]) },
	}
	cmd.Flags().StringVar(&f.format, "format", "", "`FORMAT` of the list (default: what the file says)")
	cmd.Flags().StringVar(&f.style, "style", "apa", "`STYLE` of a corrected list of plain text")
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "write the corrected list to `FILE`")
	cmd.Flags().BoolVar(&f.json, "json", false, "print the report as JSON")
	return cmd
}

// readChecked reads a file of the user's, or standard input for "-". What cannot
// be read as what it is to be is wrong usage.
func readChecked[T any](p *program, file string, read func(io.Reader) (T, error)) (T, error) {
	in := io.Reader(p.stdin)
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			var none T
			return none, err
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	out, err := read(in)
	if errors.Is(err, study.ErrInvalid) {
		err = &usageError{err}
	}
	return out, err
}

// checkRefs needs the store alone: titles are looked for among those of the
// library, so that it works beside a running serve and without an index.
func (p *program) checkRefs(cmd *cobra.Command, f refsFlags, file string) error {
	list, err := readChecked(p, file, func(r io.Reader) (*check.List, error) { return check.ReadList(r, file, f.format) })
	if err != nil {
		return err
	}
	c, err := p.load()
	if err != nil {
		return err
	}
	db, err := p.openStore(cmd.Context(), c, p.isDemo(), true, p.logger(c.Log))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	titles, err := check.ScanTitles(cmd.Context(), db, db)
	if err != nil {
		return err
	}
	report, err := check.References(cmd.Context(), db, titles, list)
	if err != nil {
		return err
	}
	if f.out != "" {
		if err := p.toFile(f.out, func(w io.Writer) error { return report.Correct(w, f.style) }); err != nil {
			return err
		}
	}
	if f.json {
		err = json.NewEncoder(p.stdout).Encode(report)
	} else {
		err = report.Markdown(p.stdout)
	}
	if err != nil {
		return fmt.Errorf("output: %w", err)
	}
	if n := len(report.Faults); n > 0 {
		return fmt.Errorf("%w: %d entries of %s could not be read", errPartial, n, file)
	}
	return nil
}
