package main

import (
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"evidelic/check"
	"evidelic/study"
)

// checkFlags are the flags of the measure.
type checkFlags struct {
	speed  speedFlags
	domain string
	words  int
}

// checkTimes is the outcome of one check of a draft.
type checkTimes struct {
	Measure string  `json:"measure"` // "check draft"
	Round   int     `json:"round"`   // the first one finds nothing in memory
	Studies int     `json:"studies"`
	Words   int     `json:"words"`
	Claims  int     `json:"claims"`
	Found   int     `json:"found"` // claims with a study
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu_s"` // processor time of the whole program
}

// runCheck measures how long the studies for a draft take to be found in a large
// library. The draft is made of the last sentences of the domain's abstracts, which
// tell what was found: nearly each of them is a claim.
func runCheck(ctx context.Context, args []string, stdout io.Writer) error {
	var f checkFlags
	shared := filepath.Join("..", "shared")
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.IntVar(&f.speed.studies, "studies", 100_000, "studies to search in; the texts are repeated with changed words")
	flags.StringVar(&f.speed.corpus, "corpus", filepath.Join(shared, "corpus", "abstracts-42k.jsonl.gz"), "texts to search in beside those of the domain; \"\" for none")
	flags.StringVar(&f.domain, "domain", filepath.Join(shared, "corpus", "psychedelic_pubmed_2025.jsonl"), "texts of the domain: the draft is made of them")
	flags.StringVar(&f.speed.index, "index", "", "folder of an index of these texts; made where there is none, and kept")
	flags.StringVar(&f.speed.profile, "profile", "", "folder for a CPU profile")
	flags.IntVar(&f.words, "words", 5000, "words of the draft")
	flags.BoolVar(&f.speed.json, "json", false, "print one JSON object a line")
	if err := flags.Parse(args); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "evidelic-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	return measureCheck(ctx, f, tmp, printer{stdout, f.speed.json})
}

func measureCheck(ctx context.Context, f checkFlags, tmp string, out printer) error {
	base, err := textsOf(ctx, f.domain)
	if err != nil {
		return err
	}
	draft, err := check.ReadDraft(strings.NewReader(endings(base, f.words)), "draft.txt", "text")
	if err != nil {
		return err
	}
	if f.speed.corpus != "" {
		more, err := textsOf(ctx, f.speed.corpus)
		if err != nil {
			return err
		}
		base = append(base, more...)
	}
	studies := make([]study.Study, 0, f.speed.studies)
	for i := range f.speed.studies {
		studies = append(studies, variant(base[i%len(base)], i, i/len(base)))
	}
	ix, _, err := searchIndex(ctx, f.speed, tmp, studies, out)
	if err != nil {
		return err
	}
	defer func() { _ = ix.Close() }()
	stop, err := profileTo(f.speed.profile, "check")
	if err != nil {
		return err
	}
	defer stop()
	for round := 1; round <= 2; round++ {
		start, cpu := time.Now(), programTime()
		report, err := check.Evidence(ctx, ix, draft, check.DraftOptions{})
		if err != nil {
			return err
		}
		t := checkTimes{Measure: "check draft", Round: round, Studies: len(studies), Words: report.Words, Claims: len(report.Claims),
			Seconds: time.Since(start).Seconds(), CPU: (programTime() - cpu).Seconds()}
		for _, c := range report.Claims {
			if !c.NoStudy {
				t.Found++
			}
		}
		if err := out.check(t); err != nil {
			return err
		}
	}
	return nil
}

// endings makes a draft of the last sentences of texts, each a paragraph.
func endings(texts []study.Study, words int) string {
	var b strings.Builder
	n := 0
	for i := range texts {
		text := strings.TrimRight(texts[i].AbstractText(), ". \n")
		last := text[strings.LastIndex(text, ". ")+1:]
		last = last[strings.LastIndex(last, "\n")+1:]
		count := len(strings.Fields(last))
		if count < 8 || count > 40 {
			continue
		}
		if n += count; n > words {
			break
		}
		b.WriteString(strings.TrimSpace(last) + ".\n\n")
	}
	return b.String()
}

func (p printer) check(t checkTimes) error {
	return p.line(t, "check draft %d: %d words, %d claims (%d with studies) in %.2f s, processor %.2f s, over %d studies\n", t.Round, t.Words, t.Claims, t.Found, t.Seconds, t.CPU, t.Studies)
}
