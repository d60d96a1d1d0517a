package main

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/spf13/cobra"
)

func (p *program) reindexCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: "Make the index again from the library; searches go on meanwhile",
		Args:  exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := p.load()
			if err != nil {
				return err
			}
			if client := p.dialServe(cmd.Context()); client != nil {
				a := &api{http: client}
				return a.do(cmd.Context(), http.MethodPost, reindexPath, nil, nil, p.stdout)
			}
			log := p.logger(c.Log)
			db, err := p.openStore(cmd.Context(), c, p.isDemo(), true, log)
			if err != nil {
				return err
			}
			ix, err := p.openIndex(cmd.Context(), c, db, log)
			if err != nil {
				return errors.Join(err, db.Close())
			}
			err = ix.Rebuild(cmd.Context())
			docs := ix.Status().Docs
			if err := errors.Join(err, ix.Close(), db.Close()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "%s indexed\n", counted(docs, "study", "studies"))
			return err
		},
	}
}
