package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"evidelic/study"
)

// libraryStatus is what `evidelic status --json` prints.
type libraryStatus struct {
	Library  string         `json:"library"`
	Demo     bool           `json:"demo"`
	Seq      uint64         `json:"seq"`
	Studies  int            `json:"studies"`
	IndexSeq *uint64        `json:"index_seq"` // null while no serve runs
	Sources  []sourceStatus `json:"sources"`
	Notes    []string       `json:"notes"`
}

// sourceStatus is the last harvest of a source, and when the next one is due.
type sourceStatus struct {
	study.Harvest
	Records int       `json:"records"`
	NextRun time.Time `json:"next_run,omitzero"`
	Why     string    `json:"next_run_reason,omitempty"`

	Check     *study.Harvest `json:"check,omitempty"` // the last re-check of old records
	NextCheck time.Time      `json:"next_check,omitzero"`
}

func (p *program) statusCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Print the sources, their last harvests and gaps, and the sizes",
		Args:  exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := p.load()
			if err != nil {
				return err
			}
			st, err := p.status(cmd.Context(), c)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(p.stdout).Encode(st)
			}
			return st.print(p.stdout)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func (p *program) status(ctx context.Context, c Config) (st libraryStatus, err error) {
	db, err := p.openStore(ctx, c, p.isDemo(), true, p.logger(c.Log))
	if err != nil {
		return st, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	lib, err := db.Library(ctx)
	if err != nil {
		return st, err
	}
	sources, err := db.Sources(ctx)
	if err != nil {
		return st, err
	}
	st = libraryStatus{Library: lib.ID, Demo: lib.Demo, Seq: lib.Seq, Studies: lib.Count, IndexSeq: p.indexSeq(ctx),
		Sources: []sourceStatus{}, Notes: []string{}}
	if !lib.Demo {
		st.Notes = append(st.Notes, c.notes()...)
	}
	for _, s := range sources {
		one := sourceStatus{Harvest: study.Harvest{Source: s.Source, Gaps: []study.Gap{}}, Records: s.Records, NextRun: s.NextRun, Why: s.Retry,
			Check: s.Check, NextCheck: s.NextCheck}
		if s.Last != nil {
			one.Harvest = *s.Last
		}
		if s.Running != nil {
			one.Harvest = *s.Running
		}
		st.Sources = append(st.Sources, one)
	}
	return st, nil
}

// indexSeq asks the running serve how far its index is; nil when none runs.
func (p *program) indexSeq(ctx context.Context) *uint64 {
	client := p.dialServe(ctx)
	if client == nil {
		return nil
	}
	var b bytes.Buffer
	if err := (&api{http: client}).get(ctx, statusPath, nil, &b); err != nil {
		return nil
	}
	n, err := strconv.ParseUint(b.String(), 10, 64)
	if err != nil {
		return nil
	}
	return &n
}

func (st libraryStatus) print(out io.Writer) error {
	fmt.Fprintf(out, "library %s: %d studies, change %d", st.Library, st.Studies, st.Seq)
	if st.IndexSeq != nil {
		fmt.Fprintf(out, ", indexed to change %d", *st.IndexSeq)
	}
	fmt.Fprintln(out)
	w := tabwriter.NewWriter(out, 2, 4, 2, ' ', 0)
	fmt.Fprintln(w, "source\trecords\tlast harvest\toutcome\tannounced\tseen\tnew\tchanged\tfailed\tgaps\tnext run")
	for _, s := range st.Sources {
		next := minute(s.NextRun)
		if s.Outcome == study.HarvestRunning {
			next = "under way"
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", s.Source, s.Records, minute(s.Started), s.Outcome,
			s.Announced, s.Seen, s.New, s.Changed, s.Failed, len(s.Gaps), next)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, s := range st.Sources {
		if s.Check != nil {
			fmt.Fprintf(out, "%s: re-checked %s, %s: %d asked, %d changed, %d without an answer; again %s\n", s.Source, minute(s.Check.Ended), s.Check.Outcome,
				s.Check.Announced, s.Check.Changed, s.Check.Failed, minute(s.NextCheck))
		}
		for _, g := range s.Gaps {
			fmt.Fprintf(out, "%s: gap in %s: %d announced, %d delivered; %s\n", s.Source, g.What, g.Announced, g.Delivered, g.Reason)
		}
		if s.Error != "" {
			fmt.Fprintf(out, "%s: %s\n", s.Source, s.Error)
		}
	}
	for _, n := range st.Notes {
		fmt.Fprintln(out, "note:", n)
	}
	return nil
}

func minute(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04")
}
