package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"evidelic/evidence"
	"evidelic/store"
	"evidelic/study"
)

// correction is a command by which an operator corrects the library: it needs a
// reason, which readers see.
type correction struct {
	*cobra.Command
	reason string
}

// corrects gives a command whose arguments begin with an identifier of a study.
func (p *program) corrects(use, short, long string, args cobra.PositionalArgs, do func(ctx context.Context, db *store.DB, args []string, reason string) error) *cobra.Command {
	c := &correction{}
	c.Command = &cobra.Command{
		Use: use + " --reason TEXT", Short: short,
		Long: long + "\n\nThe reason is kept and shown to readers. Later harvests, rules and imports leave the decision as it is.",
		Args: args, DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if strings.TrimSpace(c.reason) == "" {
				return usagef("%s needs --reason TEXT, which is shown to readers", strings.TrimPrefix(cmd.CommandPath(), "evidelic "))
			}
			cfg, err := p.load()
			if err != nil {
				return err
			}
			db, err := p.openStore(cmd.Context(), cfg, p.isDemo(), true, p.logger(cfg.Log))
			if err != nil {
				return err
			}
			err = do(cmd.Context(), db, args, c.reason)
			if errors.Is(err, study.ErrInvalid) {
				err = &usageError{err}
			}
			return errors.Join(err, db.Close())
		},
	}
	c.Flags().StringVar(&c.reason, "reason", "", "why, as `TEXT` that readers see")
	return c.Command
}

func (p *program) joinCommand() *cobra.Command {
	return p.corrects("join ID ID", "Make one study of two, by hand",
		"Make one study of two that report the same. The older id stays, the other leads to it. An ID is ours, or pmid:…, doi:…, nct:…",
		exactly(2, "two IDs"), func(ctx context.Context, db *store.DB, args []string, reason string) error {
			var ids [2]string
			for i, ref := range args {
				s, err := found(ctx, db, ref)
				if err != nil {
					return err
				}
				ids[i] = s.ID
			}
			if ids[0] == ids[1] {
				return usagef("%s and %s are one study already: %s", args[0], args[1], ids[0])
			}
			stays, err := db.Join(ctx, ids[0], ids[1], reason)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "%s and %s are one study now: %s\n", args[0], args[1], stays)
			return err
		})
}

func (p *program) unjoinCommand() *cobra.Command {
	return p.corrects("unjoin ID RECORD", "Take a record out of a study, by hand",
		"Take a record out of a study that it does not belong to. A RECORD is named as the study page names it, e.g. pubmed:38011560.",
		exactly(2, "an ID and a RECORD"), func(ctx context.Context, db *store.DB, args []string, reason string) error {
			s, err := found(ctx, db, args[0])
			if err != nil {
				return err
			}
			key, err := recordOf(&s, args[1])
			if err != nil {
				return err
			}
			id, err := db.Unjoin(ctx, s.ID, key, reason)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.stdout, "%s is in a study of its own now: %s\n", key, id)
			return err
		})
}

// found gives the study of an identifier, or an error that names it.
func found(ctx context.Context, db *store.DB, ref string) (study.Study, error) {
	s, err := resolve(ctx, db, ref)
	if errors.Is(err, study.ErrNotFound) {
		return s, fmt.Errorf("%s is not in the library", ref)
	}
	return s, err
}

// recordOf finds a study's record by its name.
func recordOf(s *study.Study, name string) (study.RecordKey, error) {
	var names []string
	for _, r := range s.Records {
		if key := r.ID(); key.String() == name {
			if len(s.Records) == 1 {
				return key, fmt.Errorf("%s is the only record of %s; there is nothing to part", name, s.ID)
			}
			return key, nil
		}
		names = append(names, r.ID().String())
	}
	return study.RecordKey{}, usagef("%s has no record %q; it has %s", s.ID, name, strings.Join(names, ", "))
}

func (p *program) tagSetCommand() *cobra.Command {
	return p.corrects("set ID TASK VALUE...", "Answer a tag of a study by hand",
		`Answer a tag of a study by hand: the values given are all that it has from then on.
"not_reported" and "not_applicable" in place of values say so. The tasks: `+taskNames()+".",
		func(cmd *cobra.Command, args []string) error {
			if len(args) < 3 {
				return usagef("tag set takes an ID, a TASK and a VALUE or more; see \"%s --help\"", cmd.CommandPath())
			}
			return nil
		}, func(ctx context.Context, db *store.DB, args []string, reason string) error {
			task, err := parseTask(args[1])
			if err != nil {
				return err
			}
			tag, err := parseTag(task, args[2:])
			if err != nil {
				return err
			}
			return p.correctTag(ctx, db, args[0], task, &tag, reason)
		})
}

func (p *program) tagClearCommand() *cobra.Command {
	return p.corrects("clear ID TASK [VALUE]", "Take a tag answered by hand back, or one value out",
		"Take back what was answered by hand: the rules decide again. With a VALUE that value alone is taken out of the answer.",
		func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 && len(args) != 3 {
				return usagef("tag clear takes an ID, a TASK and at most one VALUE; see \"%s --help\"", cmd.CommandPath())
			}
			return nil
		}, func(ctx context.Context, db *store.DB, args []string, reason string) error {
			task, err := parseTask(args[1])
			if err != nil {
				return err
			}
			if len(args) == 2 {
				return p.correctTag(ctx, db, args[0], task, nil, reason)
			}
			s, err := found(ctx, db, args[0])
			if err != nil {
				return err
			}
			tag, err := without(s, task, args[2])
			if err != nil {
				return err
			}
			return p.correctTag(ctx, db, s.ID, task, &tag, reason)
		})
}

// correctTag stores an answer and prints how the tag is now.
func (p *program) correctTag(ctx context.Context, db *store.DB, ref string, task study.Task, tag *study.Tag, reason string) error {
	s, err := found(ctx, db, ref)
	if err != nil {
		return err
	}
	if s, err = db.Correct(ctx, s.ID, task, tag, reason); err != nil {
		return err
	}
	by := "by hand"
	if tag == nil {
		by = "as the rules read it"
	}
	_, err = fmt.Fprintf(p.stdout, "%s: %s is %s (%s)\n", s.ID, task, tagInWords(s.Tags[task]), by)
	return err
}

// tagInWords gives the values of a tag, or its status.
func tagInWords(t study.Tag) string {
	var labels []string
	for _, v := range t.Values {
		labels = append(labels, v.Label)
	}
	if len(labels) == 0 {
		return strings.ReplaceAll(string(t.Status), "_", " ")
	}
	return strings.Join(labels, ", ")
}

func taskNames() string {
	var names []string
	for _, t := range study.Tasks() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

func parseTask(name string) (study.Task, error) {
	if task := study.Task(name); slices.Contains(study.Tasks(), task) {
		return task, nil
	}
	return "", usagef("%q is no task; there are %s", name, taskNames())
}

// reFree is what values look like of tasks without a list of values.
var reFree = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,63}$`)

// parseTag reads the values of an answer.
func parseTag(task study.Task, values []string) (study.Tag, error) {
	if s := study.Status(values[0]); len(values) == 1 && (s == study.NotReported || s == study.NotApplicable) {
		return study.Tag{Status: s}, nil
	}
	tag := study.Tag{Status: study.Reported}
	for _, v := range values {
		if err := checkValue(task, v); err != nil {
			return tag, err
		}
		if !slices.ContainsFunc(tag.Values, func(have study.TagValue) bool { return have.Value == v }) {
			tag.Values = append(tag.Values, study.TagValue{Value: v, Label: evidence.Label(task, v)})
		}
	}
	return tag, nil
}

// checkValue refuses a value that the task cannot have.
func checkValue(task study.Task, value string) error {
	known := evidence.Values(task)
	switch {
	case task == study.TaskN:
		if n, err := strconv.Atoi(value); err != nil || n < 0 {
			return usagef("n: %q is no number of participants", value)
		}
	case len(known) == 0:
		if !reFree.MatchString(value) {
			return usagef("%s: %q is no value; write it in lower case with hyphens, as in 0.5-mg-kg", task, value)
		}
	case !slices.ContainsFunc(known, func(v evidence.Value) bool { return v.Slug == value }):
		return usagef("%s: %q is no value; there are %s", task, value, slugs(known))
	}
	return nil
}

// maxSlugs bounds the values that a message lists.
const maxSlugs = 40

func slugs(values []evidence.Value) string {
	var out []string
	for _, v := range values {
		if len(out) == maxSlugs {
			out = append(out, "…; the facets of a search list them all")
			break
		}
		out = append(out, v.Slug)
	}
	return strings.Join(out, ", ")
}

// without gives a study's answer with one value less.
func without(s study.Study, task study.Task, value string) (study.Tag, error) {
	if !s.Tags.Has(task, value) {
		return study.Tag{}, usagef("%s of %s has no value %q; it is %s", task, s.ID, value, tagInWords(s.Tags[task]))
	}
	tag := study.Tag{Status: study.Reported}
	for _, v := range s.Tags[task].Values {
		if v.Value != value {
			tag.Values = append(tag.Values, v)
		}
	}
	if len(tag.Values) == 0 {
		tag.Status = study.NotReported
	}
	return tag, nil
}
