package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"evidelic/cite"
	"evidelic/store"
	"evidelic/study"
)

func (p *program) citeCommand() *cobra.Command {
	var style string
	cmd := &cobra.Command{
		Use:     "cite --style STYLE ID...",
		Short:   "Print references; an ID is ours, or pmid:…, doi:…, nct:…",
		Example: `  evidelic cite --style apa pmid:38011560 nct:NCT06341426`,
		Args:    atLeastOne("one ID or more"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if names := styleNames(); !slices.Contains(names, style) {
				return usagef("--style: %q is none of %s", style, strings.Join(names, ", "))
			}
			c, err := p.load()
			if err != nil {
				return err
			}
			db, err := p.openStore(cmd.Context(), c, p.isDemo(), true, p.logger(c.Log))
			if err != nil {
				return err
			}
			return errors.Join(p.cite(cmd.Context(), db, style, args), db.Close())
		},
	}
	cmd.Flags().StringVar(&style, "style", "", "`STYLE`: "+strings.Join(styleNames(), ", "))
	return cmd
}

// styleNames lists the citation styles.
func styleNames() []string {
	var out []string
	for _, s := range cite.Styles() {
		out = append(out, s.Name)
	}
	return out
}

// cite prints the references that it can, and names the others.
func (p *program) cite(ctx context.Context, db *store.DB, style string, refs []string) error {
	var missing []error
	for _, ref := range refs {
		s, err := resolve(ctx, db, ref)
		if errors.Is(err, study.ErrNotFound) || errors.Is(err, study.ErrInvalid) {
			if missing = append(missing, fmt.Errorf("%s is not in the library", ref)); errors.Is(err, study.ErrInvalid) {
				missing[len(missing)-1] = &usageError{err}
			}
			continue
		}
		if err != nil {
			return err
		}
		text, err := cite.Reference(&s, style, cite.Text)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(p.stdout, text); err != nil {
			return err
		}
	}
	if len(missing) == len(refs) {
		return errors.Join(missing...)
	}
	for _, err := range missing {
		fmt.Fprintln(p.stderr, err)
	}
	if len(missing) > 0 {
		return fmt.Errorf("%d of %d studies are not in the library: %w", len(missing), len(refs), errPartial)
	}
	return nil
}

// resolve gives the study of an identifier, following one that was joined into
// another.
func resolve(ctx context.Context, db *store.DB, ref string) (study.Study, error) {
	id, err := db.Resolve(ctx, strings.TrimSpace(ref))
	var moved *study.Redirect
	if errors.As(err, &moved) {
		id, err = moved.To, nil
	}
	if err != nil {
		return study.Study{}, err
	}
	return db.Study(ctx, id)
}
