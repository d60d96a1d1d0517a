package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"evidelic/cite"
)

func (p *program) exportCommand() *cobra.Command {
	var format, out string
	var allScopes bool
	cmd := &cobra.Command{
		Use:     "export --format FORMAT [-o FILE] [QUERY]",
		Short:   "Write the studies of a search in a citation format; an empty query means every study in scope",
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
			return p.export(cmd.Context(), a, strings.Join(args, " "), format, out, allScopes)
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "`FORMAT`: "+strings.Join(formatNames(), ", "))
	cmd.Flags().BoolVar(&allScopes, "all-scopes", false, allScopesHelp)
	cmd.Flags().StringVarP(&out, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}

// export writes the studies of a search and says how many they are, on standard
// error. An index that is still being made would leave some out, so it is waited
// for by whoever asks.
func (p *program) export(ctx context.Context, a *api, text, format, out string, allScopes bool) error {
	var first bytes.Buffer
	scopes := []string{strconv.FormatBool(allScopes)}
	if err := a.get(ctx, "/api/v1/search", url.Values{"q": {text}, "size": {"1"}, "all_scopes": scopes}, &first); err != nil {
		return err
	}
	var found answer
	if err := json.Unmarshal(first.Bytes(), &found); err != nil {
		return fmt.Errorf("the library's answer: %w", err)
	}
	if found.Building {
		return errors.New("the index is being made and does not have every study yet; run the export again in a moment")
	}
	for _, warn := range found.Query.Warnings {
		fmt.Fprintf(p.stderr, "note: %s\n", warn.Message)
	}
	if note := found.hiddenNote(); note != "" {
		fmt.Fprintf(p.stderr, "note: %s\n", note)
	}
	query := url.Values{"q": {text}, "format": {format}, "all_scopes": scopes}
	err := p.toFile(out, func(w io.Writer) error { return a.get(ctx, "/api/v1/export", query, w) })
	if err != nil {
		return err
	}
	written, left := a.trailer.Get("Evidelic-Studies"), a.trailer.Get("Evidelic-Left-Out")
	if n, err := strconv.Atoi(written); err == nil && out != "" {
		fmt.Fprintf(p.stderr, "%s written to %s\n", counted(n, "study", "studies"), out)
	}
	if n, err := strconv.Atoi(left); err == nil && n > 0 {
		fmt.Fprintf(p.stderr, "%s left out, which %s cannot hold\n", counted(n, "study", "studies"), format)
	}
	return nil
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
