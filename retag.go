package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func (p *program) retagCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "retag",
		Short: "Read the tags off every study again whose tags an older version of the rules made",
		Args:  exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := p.load()
			if err != nil {
				return err
			}
			db, err := p.openStore(cmd.Context(), c, p.isDemo(), true, p.logger(c.Log))
			if err != nil {
				return err
			}
			n, err := db.Retag(cmd.Context())
			if err := errors.Join(err, db.Close()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "%s tagged again\n", counted(n, "study", "studies"))
			return err
		},
	}
}
