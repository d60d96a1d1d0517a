package main

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
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
			if names := formatNames(); !slices.Contains(names, format) {
				return usagef("--format: %q is none of %s", format, strings.Join(names, ", "))
			}
			c, err := p.load()
			if err != nil {
				return err
			}
			if err := folderOf(out); err != nil {
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

// formatNames lists the formats that studies are written in.
func formatNames() []string {
	var out []string
	for _, f := range cite.Formats() {
		out = append(out, f.Name)
	}
	return out
}

// toFile runs write on the named file, or on standard output for "". The file
// appears under its name only when it is whole.
func (p *program) toFile(name string, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return write(p.stdout)
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return throughFile(name, write) // a device or a pipe: to be written, not replaced
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real // the file changes, and the link to it stays
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
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

// throughFile writes to what is there already.
func throughFile(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("output: %w", err)
	}
	if err := write(f); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}
