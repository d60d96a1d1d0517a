package main

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"evidelic/cite"
)

func (p *program) exportCommand() *cobra.Command {
	var format, out string
	cmd := &cobra.Command{
		Use:     "export --format FORMAT [-o FILE] [QUERY]",
		Short:   "Write the studies of a search in a citation format; an empty query means every study",
		Example: `  evidelic export --format ris -o psilocybin.ris psilocybin depression`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := cite.FormatNamed(format); err != nil {
				return usagef("--format: %w", err)
			}
			c, err := p.load()
			if err != nil {
				return err
			}
			a, err := p.openAPI(cmd.Context(), c)
			if err != nil {
				return err
			}
			defer func() { _ = a.close() }()
			query := url.Values{"q": {strings.Join(args, " ")}, "format": {format}}
			return p.toFile(out, func(w io.Writer) error { return a.get(cmd.Context(), "/api/v1/export", query, w) })
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "`FORMAT`: ris, nbib, bibtex, csl-json, csv or jsonl")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}

// toFile runs write on the named file, or on standard output for "". The file
// appears under its name only when it is whole.
func (p *program) toFile(name string, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return write(p.stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return fmt.Errorf("output: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	if err := write(f); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		_ = f.Close()
		return fmt.Errorf("output: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return os.Rename(f.Name(), name)
}
