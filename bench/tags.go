package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/big"
	"os"
	"slices"
	"strings"

	"evidelic/evidence"
	"evidelic/study"
)

// tagsOptions are the flags of "bench tags".
type tagsOptions struct {
	abstracts   string
	labels      []string
	split, part string
	json        bool
	predictions string
}

// abstractRow and labelRow are lines of the two kinds of files.
type abstractRow struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Abstract string `json:"abstract"`
}

type labelRow struct {
	ID     string   `json:"id"`
	Task   string   `json:"task"`
	Split  string   `json:"split"`
	Labels []string `json:"labels"`
}

// answer is one judged question: what is true, and what our tags say.
type answer struct {
	id        string
	want, got []string
}

// published is the best figure of any published system on the held-out test set
// of the same collection, by task.
var published = map[string]float64{
	"relevant": 0.906, "study_type": 0.873, "substances": 0.921, "condition": 0.930, "application_form": 0.845, "number_of_participants": 0.919, "study_control": 0.771, "study_purpose": 0.826,
	"age_of_participants": 0.927, "sex_of_participants": 0.942, "setting": 0.884, "regimen": 0.792, "clinical_trial_phase": 0.793, "study_conclusion": 0.788, "outcomes": 0.871, "dose": 0.676,
}

// runTags measures the tags against expert labels and prints, for each task, the
// weighted F1 with its 95 % bootstrap interval beside the best published figure.
func runTags(ctx context.Context, args []string, stdout io.Writer) error {
	opt, err := parseTagsFlags(args)
	if err != nil {
		return err
	}
	texts, err := readLines[abstractRow](opt.abstracts)
	if err != nil {
		return err
	}
	var rows []labelRow
	for _, name := range opt.labels {
		r, err := readLines[labelRow](name)
		if err != nil {
			return err
		}
		rows = append(rows, r...)
	}
	answers, order, err := judge(ctx, opt, texts, rows)
	if err != nil {
		return err
	}
	if opt.predictions != "" {
		if err := writePredictions(opt.predictions, order, answers); err != nil {
			return err
		}
	}
	return printTags(stdout, opt, order, answers)
}

func parseTagsFlags(args []string) (tagsOptions, error) {
	opt := tagsOptions{}
	fs := flag.NewFlagSet("tags", flag.ContinueOnError)
	fs.StringVar(&opt.abstracts, "abstracts", "", "JSON Lines {id, title, abstract}")
	fs.Func("labels", "JSON Lines {id, task, split, labels}; may be repeated, and further files may follow it", func(s string) error {
		opt.labels = append(opt.labels, s)
		return nil
	})
	fs.StringVar(&opt.split, "split", "", "only rows of this split; all when empty")
	fs.StringVar(&opt.part, "part", "all", "heldout (ids whose SHA-256 is 0 mod 3), seen, or all")
	fs.BoolVar(&opt.json, "json", false, "one JSON object a line")
	fs.StringVar(&opt.predictions, "predictions", "", "write {id, task, labels} as mapped from our tags to this file")
	for {
		if err := fs.Parse(args); err != nil {
			return opt, fmt.Errorf("bench tags: %w", err)
		}
		if fs.NArg() == 0 {
			break
		}
		if len(opt.labels) == 0 {
			return opt, fmt.Errorf("bench tags: unexpected argument %q", fs.Arg(0))
		}
		opt.labels, args = append(opt.labels, fs.Arg(0)), fs.Args()[1:]
	}
	switch {
	case opt.abstracts == "" || len(opt.labels) == 0:
		return opt, fmt.Errorf("bench tags: --abstracts and --labels are needed")
	case !slices.Contains([]string{"heldout", "seen", "all"}, opt.part):
		return opt, fmt.Errorf("bench tags: --part is heldout, seen or all, not %q", opt.part)
	}
	return opt, nil
}

// readLines reads JSON Lines; an error names the line.
func readLines[T any](name string) ([]T, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read lines: %w", err)
	}
	defer f.Close()
	var out []T
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	for n := 1; sc.Scan(); n++ {
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", name, n, err)
		}
		out = append(out, v)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// heldOut says whether an id belongs to the third that nobody looks at.
func heldOut(id string) bool {
	sum := sha256.Sum256([]byte(id))
	return new(big.Int).Mod(new(big.Int).SetBytes(sum[:]), big.NewInt(3)).Sign() == 0
}

// judge tags the texts that the chosen rows ask about and pairs the answers, by
// task, in the order in which the tasks first appear.
func judge(ctx context.Context, opt tagsOptions, texts []abstractRow, rows []labelRow) (map[string][]answer, []string, error) {
	byID := make(map[string]abstractRow, len(texts))
	for _, t := range texts {
		byID[t.ID] = t
	}
	done := map[string]reading{}
	answers, order := map[string][]answer{}, []string(nil)
	for _, r := range rows {
		if opt.split != "" && r.Split != opt.split || opt.part == "heldout" && !heldOut(r.ID) || opt.part == "seen" && heldOut(r.ID) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		t, ok := byID[r.ID]
		if !ok {
			return nil, nil, fmt.Errorf("bench tags: no abstract with id %q", r.ID)
		}
		if _, ok := done[r.ID]; !ok {
			done[r.ID] = readTags(t)
		}
		if _, ok := answers[r.Task]; !ok {
			order = append(order, r.Task)
		}
		answers[r.Task] = append(answers[r.Task], answer{r.ID, canonical(r.Task, r.Labels), canonical(r.Task, mapTask(r.Task, done[r.ID]))})
	}
	return answers, order, nil
}

// reading is what our tagger says of one text.
type reading struct {
	tags, further study.Tags
}

func readTags(t abstractRow) reading {
	s := &study.Study{Report: study.Report{Title: t.Title, Abstract: []study.Section{{Text: t.Abstract}}}}
	return reading{evidence.Tag(s), evidence.Further(s)}
}

// canonical removes repetitions, and white space from doses.
func canonical(task string, labels []string) []string {
	var out []string
	for _, l := range labels {
		if task == "dose" {
			l = strings.Join(strings.Fields(l), "")
		}
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// tagsLine is a line of the answer with --json.
type tagsLine struct {
	Task      string   `json:"task"`
	Split     string   `json:"split"`
	N         int      `json:"n"`
	F1        float64  `json:"f1"`
	Low       float64  `json:"low"`
	High      float64  `json:"high"`
	Published *float64 `json:"published"`
}

func printTags(w io.Writer, opt tagsOptions, order []string, answers map[string][]answer) error {
	split := opt.split
	if split == "" {
		split = "all"
	}
	for i, task := range order {
		line := tagsLine{Task: task, Split: split, N: len(answers[task])}
		line.F1, line.Low, line.High = measureTags(task, answers[task])
		if p, ok := published[task]; ok {
			line.Published = &p
		}
		if err := printTagsLine(w, opt, i, line); err != nil {
			return err
		}
	}
	return nil
}

func printTagsLine(w io.Writer, opt tagsOptions, i int, line tagsLine) error {
	if opt.json {
		return json.NewEncoder(w).Encode(line)
	}
	if i == 0 {
		if _, err := fmt.Fprintf(w, "%-24s %5s %6s  %-15s %s\n", "task ("+line.Split+", "+opt.part+")", "n", "F1", "95 % interval", "published best"); err != nil {
			return err
		}
	}
	best := "-"
	if line.Published != nil {
		best = fmt.Sprintf("%.3f", *line.Published)
	}
	_, err := fmt.Fprintf(w, "%-24s %5d %6.3f  %.3f to %.3f  %s\n", line.Task, line.N, line.F1, line.Low, line.High, best)
	return err
}

func writePredictions(name string, order []string, answers map[string][]answer) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, task := range order {
		for _, a := range answers[task] {
			if err := enc.Encode(map[string]any{"id": a.id, "task": task, "labels": a.got}); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
