package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"evidelic/index"
	"evidelic/study"
)

func (p *program) searchCommand() *cobra.Command {
	var asJSON, allScopes bool
	var limit int
	var sort string
	cmd := &cobra.Command{
		Use:   "search [QUERY]",
		Short: "Search the library; an empty query means every study in scope",
		Example: `  evidelic search ketamine depression
  evidelic search --sort newest --limit 5 '"treatment resistant" AND esketamine[ti]'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if limit < 1 || limit > index.MaxSize {
				return usagef("--limit: %d is not between 1 and %d", limit, index.MaxSize)
			}
			if n := len(strings.Join(args, " ")); n > index.MaxText {
				return usagef("the query has %d bytes, at most %d are read; shorten it", n, index.MaxText)
			}
			if orders := []string{"best", "newest", "evidence", "cited"}; !slices.Contains(orders, sort) {
				return usagef("--sort: %q is none of %s", sort, strings.Join(orders, ", "))
			}
			c, err := p.load()
			if err != nil {
				return err
			}
			a, err := p.openAPI(cmd.Context(), c)
			if err != nil {
				return err
			}
			defer func() { _ = a.close() }()
			query := url.Values{"q": {strings.Join(args, " ")}, "size": {strconv.Itoa(limit)}, "sort": {sort}, "all_scopes": {strconv.FormatBool(allScopes)}}
			var answer bytes.Buffer
			if err := a.get(cmd.Context(), "/api/v1/search", query, &answer); err != nil {
				return err
			}
			if asJSON {
				_, err = answer.WriteTo(p.stdout)
				return err
			}
			return printHits(p.stdout, answer.Bytes())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the API's answer")
	cmd.Flags().BoolVar(&allScopes, "all-scopes", false, allScopesHelp)
	cmd.Flags().IntVar(&limit, "limit", index.DefaultSize, "print at most `N` studies")
	cmd.Flags().StringVar(&sort, "sort", "best", "`ORDER`: best, newest, evidence or cited")
	return cmd
}

// allScopesHelp says what a search leaves out, and is the help of the flag that asks
// for it.
const allScopesHelp = "studies that are out of scope, too"

// hiddenNote says how many studies a search leaves out; nothing where there are none.
func (a *answer) hiddenNote() string {
	if a.OutOfScope == 0 {
		return ""
	}
	return fmt.Sprintf("%s out of scope left out; --all-scopes takes them in", counted(a.OutOfScope, "study", "studies"))
}

// answer is the part of the API's answer that printHits shows.
type answer struct {
	Total      int              `json:"total"`
	OutOfScope int              `json:"out_of_scope"`
	Building   bool             `json:"building"`
	Query      index.Understood `json:"query"`
	Hits       []struct {
		ID      string         `json:"id"`
		Title   string         `json:"title"`
		Year    int            `json:"year"`
		Journal string         `json:"journal"`
		Kind    study.Kind     `json:"kind"`
		Tags    study.Tags     `json:"tags"`
		Notices []study.Notice `json:"notices"`
		Demo    bool           `json:"demo"`
	} `json:"hits"`
}

func printHits(w io.Writer, b []byte) error {
	var a answer
	if err := json.Unmarshal(b, &a); err != nil {
		return fmt.Errorf("the library's answer: %w", err)
	}
	for _, warn := range a.Query.Warnings {
		fmt.Fprintf(w, "note: %s\n", warn.Message)
	}
	if a.Building {
		fmt.Fprintln(w, "note: the index is being made; this is what it has so far")
	}
	if note := a.hiddenNote(); note != "" {
		fmt.Fprintln(w, "note: "+note)
	}
	fmt.Fprintln(w, counted(a.Total, "study", "studies"))
	for i, h := range a.Hits {
		fmt.Fprintf(w, "\n%d. %s\n", i+1, h.Title)
		var warned []string
		for _, n := range h.Notices { // several sources may bring the same one
			if label := strings.ToUpper(n.Type.Label()); !slices.Contains(warned, label) {
				warned = append(warned, label)
				fmt.Fprintf(w, "   *** %s ***\n", label)
			}
		}
		facts := []string{h.ID, h.Kind.Label()}
		if h.Year > 0 {
			facts = append(facts, strconv.Itoa(h.Year))
		}
		if h.Journal != "" {
			facts = append(facts, h.Journal)
		}
		fmt.Fprintf(w, "   %s\n", strings.Join(facts, " | "))
		if line := tagLine(h.Tags); line != "" {
			fmt.Fprintf(w, "   %s\n", line)
		}
	}
	return nil
}

// counted gives a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// tagLine gives the tags that a reader decides by, in words.
func tagLine(tags study.Tags) string {
	var parts []string
	for _, t := range []study.Task{study.TaskDesign, study.TaskN, study.TaskSubstance, study.TaskRoute, study.TaskDose, study.TaskCondition, study.TaskConclusion} {
		var labels []string
		for _, v := range tags[t].Values {
			labels = append(labels, v.Label)
		}
		if len(labels) > 0 {
			parts = append(parts, string(t)+": "+strings.Join(labels, ", "))
		}
	}
	return strings.Join(parts, " | ")
}
