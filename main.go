// Evidelic is a living library of the published evidence on ketamine and other
// psychedelic therapies: it crawls public study abstracts, makes them searchable,
// and serves them to people and programs.
//
// This package only wires the rooms together: one file per command.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// The exit statuses that scripts rely on.
const (
	exitOK      = 0
	exitFailed  = 1
	exitUsage   = 2 // wrong usage or configuration
	exitPartial = 3 // some sources or records failed, the rest is stored
)

// errPartial marks an error after which everything else was stored.
var errPartial = errors.New("some failed, the rest is stored")

// usageError is wrong usage or configuration, with what to do next.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// run runs one command and gives its exit status. Tests call it as main does.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr}
	root := p.command()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var usage *usageError
	switch {
	case errors.Is(err, errPartial):
		fmt.Fprintln(stderr, "evidelic:", err)
		return exitPartial
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "evidelic: %v\n", err)
		return exitUsage
	}
	fmt.Fprintln(stderr, "evidelic:", err)
	return exitFailed
}

// program is one run of the program: its streams and the flags that go with
// every command.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	configFile     string
	dataDir        string
}

func (p *program) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "evidelic",
		Short: "A living library of the evidence on ketamine and other psychedelic therapies",
		Long: `Evidelic crawls public study abstracts on ketamine and other psychedelic therapies,
makes them searchable, and serves them to people and programs.

Start with "evidelic serve", or without a network with "evidelic serve --demo".`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("unknown command %q; \"evidelic --help\" lists the commands", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&p.configFile, "config", "", "settings `FILE` (default: the built-in settings)")
	root.PersistentFlags().StringVar(&p.dataDir, "data", "data", "`DIR` that holds the library and its index")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w; see \"%s --help\"", err, cmd.CommandPath())
	})
	root.AddCommand(p.serveCommand(), p.crawlCommand(), p.importCommand(), p.searchCommand(), p.exportCommand(),
		p.citeCommand(), p.tagCommand(), p.statusCommand(), p.checkCommand(), p.reindexCommand(), p.retagCommand(),
		p.backupCommand(), p.restoreCommand(), p.versionCommand())
	return root
}

// exactly refuses another number of arguments with a sentence of its own.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s takes %s; see \"%s --help\"", cmd.Name(), what, cmd.CommandPath())
		}
		return nil
	}
}

// atLeastOne refuses an empty list of arguments.
func atLeastOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef("%s needs %s; see \"%s --help\"", cmd.Name(), what, cmd.CommandPath())
		}
		return nil
	}
}
