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
	"regexp"
	"strings"
	"syscall"
	"time"

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

// Error gives the words of the error inside.
func (e *usageError) Error() string { return e.err.Error() }

// Unwrap gives the error inside.
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// run runs one command and gives its exit status. Tests call it as main does.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return (&program{stdin: stdin, stdout: stdout, stderr: stderr}).run(ctx, args)
}

// run runs one command over the program's streams.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.command()
	root.SetArgs(args)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(p.stderr, "evidelic:", oneLine(err))
	var usage *usageError
	switch {
	case errors.Is(err, errPartial):
		return exitPartial
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitFailed
}

// oneLine gives the message of an error, which may join several, as one line.
func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}

// program is one run of the program: its streams and the flags that go with
// every command.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	configFile     string
	dataDir        string
	retryPause     time.Duration // before a failed request is sent again; 0: the fetcher's own
}

func (p *program) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "evidelic",
		Short: "A living library of the evidence on ketamine and other psychedelic therapies",
		Long: `Evidelic crawls public study abstracts on ketamine and other psychedelic therapies,
makes them searchable, and serves them to people and programs.

Start with "evidelic serve", or without a network with "evidelic serve --demo".`,
		SilenceUsage:  true,
		Version:       version(),
		SilenceErrors: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("unknown command %q; %s", args[0], didYouMean(cmd, args[0]))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&p.configFile, "config", "", "settings `FILE` (default: the built-in settings)")
	root.PersistentFlags().StringVar(&p.dataDir, "data", "data", "`DIR` that holds the library and its index")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%s; see \"%s --help\"", reParsing.ReplaceAllString(err.Error(), ""), cmd.CommandPath())
	})
	root.AddGroup(&cobra.Group{ID: "keep", Title: "Keep a library:"}, &cobra.Group{ID: "read", Title: "Read it:"},
		&cobra.Group{ID: "mend", Title: "Correct and repair it:"})
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("keep", p.serveCommand(), p.crawlCommand(), p.importCommand(), p.statusCommand(), p.backupCommand(), p.restoreCommand())
	add("read", p.searchCommand(), p.exportCommand(), p.citeCommand(), p.checkCommand())
	add("mend", p.tagCommand(), p.joinCommand(), p.unjoinCommand(), p.retagCommand(), p.reindexCommand())
	root.AddCommand(p.versionCommand())
	return root
}

// reParsing is what the standard library puts before its reason for refusing a
// number: the message has named the value already.
var reParsing = regexp.MustCompile(`strconv\.\w+: parsing "[^"]*": `)

// didYouMean gives the next step after a command that does not exist.
func didYouMean(cmd *cobra.Command, name string) string {
	cmd.SuggestionsMinimumDistance = 2 // letters that may be wrong
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		return fmt.Sprintf("did you mean \"%s %s\"?", cmd.CommandPath(), near[0])
	}
	return fmt.Sprintf("\"%s --help\" lists the commands", cmd.CommandPath())
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
