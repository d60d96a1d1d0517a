// Bench measures what Evidelic promises: retrieval quality, tags, matching of
// duplicates, and speed. `go run ./bench` lists the measures; doc/design.md
// "Measuring" says what each prints.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGPIPE) // in any case the temporary folders are removed
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measure is one subcommand.
type measure struct {
	name, about string
	run         func(ctx context.Context, args []string, stdout io.Writer) error
}

func measures() []measure {
	return []measure{
		{"retrieval", "nDCG@10, recall@100 and MAP on a judged collection, beside plain BM25", runRetrieval},
		{"tags", "weighted F1 of each tag task on labelled abstracts", runTags},
		{"dedup", "false merges and sensitivity on true clusters of duplicates; cost as a library grows", runDedup},
		{"load", "pages and answers over HTTP by several clients while studies come in", runLoad},
		{"queries", "random queries against what they must find; damaged ones against panics and long times", runQueries},
		{"speed", "import, tag and index rates; search times", runSpeed},
		{"check", "how long the studies for the claims of a draft take to be found", runCheck},
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	if len(args) > 0 {
		for _, m := range measures() {
			if m.name == args[0] {
				return m.run(ctx, args[1:], stdout)
			}
		}
	}
	fmt.Fprintln(os.Stderr, "usage: go run ./bench MEASURE [flags]")
	for _, m := range measures() {
		fmt.Fprintf(os.Stderr, "  %-10s %s\n", m.name, m.about)
	}
	return flag.ErrHelp
}
