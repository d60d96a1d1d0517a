package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"evidelic/evidence"
	"evidelic/study"
)

func (p *program) tagCommand() *cobra.Command {
	tag := &cobra.Command{
		Use:   "tag",
		Short: "Read tags off abstracts, or answer a tag by hand",
		Long: `Read tags off abstracts: JSON Lines {id,title,abstract} on standard input, {id,tags} with
the words that prove each on standard output. A line that cannot be read is named and left
out (exit status 3). "tag set" and "tag clear" answer the tags of a study by hand.`,
		Example: `  echo '{"id":1,"title":"Oral ketamine for depression","abstract":""}' | evidelic tag`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("unknown command \"tag %s\"; %s", args[0], didYouMean(cmd, args[0]))
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error {
			out := bufio.NewWriter(p.stdout)
			err := tagLines(p.stdin, out, p.stderr)
			return errors.Join(err, out.Flush())
		},
	}
	tag.AddCommand(p.tagSetCommand(), p.tagClearCommand())
	return tag
}

// maxTagLine bounds one line of input, in bytes.
const maxTagLine = 8 << 20

type tagInput struct {
	ID       json.RawMessage `json:"id"`
	Title    string          `json:"title"`
	Abstract string          `json:"abstract"`
}

type tagOutput struct {
	ID   json.RawMessage `json:"id"`
	Tags study.Tags      `json:"tags"`
}

// tagLines tags line by line. A line that cannot be read is named and left out;
// the rest is tagged.
func tagLines(in io.Reader, out, faults io.Writer) error {
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 64<<10), maxTagLine)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	failed := 0
	for n := 1; sc.Scan(); n++ {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		var t tagInput
		if err := json.Unmarshal(sc.Bytes(), &t); err != nil {
			failed++
			fmt.Fprintf(faults, "line %d: %v\n", n, err)
			continue
		}
		if err := enc.Encode(tagOutput{t.ID, evidence.Tag(tagStudy(t))}); err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	if failed > 0 {
		return fmt.Errorf("%s could not be read: %w", counted(failed, "line", "lines"), errPartial)
	}
	return nil
}

// tagStudy gives the study of an input line. The abstract is one section, so that
// the proofs' offsets count in the text as it came.
func tagStudy(t tagInput) *study.Study {
	s := &study.Study{Report: study.Report{Kind: study.KindArticle, Title: t.Title}}
	if t.Abstract != "" {
		s.Abstract = []study.Section{{Text: t.Abstract}}
	}
	return s
}
