package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (p *program) checkCommand() *cobra.Command {
	check := &cobra.Command{
		Use:   "check",
		Short: "Check settings, a reference list, or a draft",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("unknown command \"check %s\"; %s", args[0], didYouMean(cmd, args[0]))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	check.AddCommand(&cobra.Command{
		Use:   "config",
		Short: "Read the settings and say what is wrong with them",
		Args:  exactly(0, "no arguments; name the file with --config FILE"),
		RunE: func(*cobra.Command, []string) error {
			c, err := p.load()
			if err != nil {
				return err
			}
			for _, n := range c.notes() {
				fmt.Fprintln(p.stdout, "note:", n)
			}
			_, err = fmt.Fprintln(p.stdout, "the settings are good")
			return err
		},
	})
	check.AddCommand(p.checkRefsCommand(), p.checkDraftCommand())
	return check
}
