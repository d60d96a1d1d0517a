package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"evidelic/crawler"
	"evidelic/store"
	"evidelic/study"
)

// crawlFlags are the flags of the command.
type crawlFlags struct {
	sources []string
	since   string
	full    bool
	json    bool
	wait    time.Duration
}

func (p *program) crawlCommand() *cobra.Command {
	var f crawlFlags
	cmd := &cobra.Command{
		Use:   "crawl",
		Short: "Harvest each source once, then exit (for cron)",
		Long: `Harvest each source once, then exit: from where the last harvest ended, or from --since.
Exit status: 0 all well; 1 failed; 2 wrong usage or settings; 3 some sources or records
failed and the rest is stored.`,
		Args: exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			since, err := parseSince(f.since, time.Now())
			if err != nil {
				return err
			}
			c, err := p.load()
			if err != nil {
				return err
			}
			return p.crawl(cmd.Context(), c, f, since)
		},
	}
	cmd.Flags().StringSliceVar(&f.sources, "source", nil, "harvest only these `SOURCES`, comma-separated")
	cmd.Flags().StringVar(&f.since, "since", "", "what the sources changed since `DATE|DAYS`: 2026-10-01, or 30")
	cmd.Flags().BoolVar(&f.full, "full", false, "everything again, to find what has gone")
	cmd.Flags().BoolVar(&f.json, "json", false, "print one JSON object a source")
	cmd.Flags().DurationVar(&f.wait, "wait", 0, "wait up to `DURATION` for a source that another process harvests")
	return cmd
}

// parseSince reads a date or a number of days before now.
func parseSince(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if days, err := strconv.Atoi(s); err == nil && len(s) < 4 || strings.HasSuffix(s, "d") {
		if err != nil {
			days, err = strconv.Atoi(strings.TrimSuffix(s, "d"))
		}
		if err != nil || days < 0 || days > 100_000 {
			return time.Time{}, usagef("--since: %q is neither a date (2026-10-01) nor a number of days", s)
		}
		return now.AddDate(0, 0, -days), nil
	}
	d, err := study.ParseDate(s)
	if err != nil {
		return time.Time{}, usagef("--since: %q is neither a date (2026-10-01) nor a number of days", s)
	}
	if d.Time().After(now) {
		return time.Time{}, usagef("--since: %s is in the future", d)
	}
	return d.Time(), nil
}

func (p *program) crawl(ctx context.Context, c Config, f crawlFlags, since time.Time) error {
	log := p.logger(c.Log)
	if err := knownSources(c, f.sources); err != nil {
		return err
	}
	if err := p.rightSources(c, f.sources); err != nil {
		return err
	}
	db, err := p.openStore(ctx, c, p.isDemo(), false, log)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if !p.isDemo() {
		for _, n := range c.notes() {
			log.Warn(n)
		}
	}
	fetcher, err := p.newFetcher(c, db, log)
	if err != nil {
		return err
	}
	sources, err := chosenSources(c, fetcher, db, f.sources, p.isDemo())
	if err != nil {
		return err
	}
	done := p.harvestAll(ctx, db, sources, f, since, log)
	for _, h := range done {
		if err := p.printHarvest(h, f.json); err != nil {
			return err
		}
	}
	return outcome(done)
}

// rightSources refuses to crawl the public sources into the demo library, which
// would mark real studies as synthetic.
func (p *program) rightSources(c Config, names []string) error {
	if !p.isDemo() {
		return nil
	}
	for _, e := range allSources(&c) {
		if !e.settings(&c).Enabled && !slices.Contains(names, e.name) {
			continue
		}
		u, err := url.Parse(e.settings(&c).URL)
		if err != nil || u.Hostname() != "localhost" && !net.ParseIP(u.Hostname()).IsLoopback() {
			return usagef("%s holds the demo library, which \"evidelic serve --demo\" fills; choose another folder with --data DIR", p.dataDir)
		}
	}
	return nil
}

// newFetcher gives the fetcher that all sources share, paced through the store.
func (p *program) newFetcher(c Config, db *store.DB, log *slog.Logger) (*crawler.Fetcher, error) {
	return crawler.NewFetcher(db, crawler.Options{
		Version: version(), Site: c.publicURL(), Mail: string(c.Crawler.Contact), Timeout: time.Duration(c.Crawler.Timeout),
		AllowPrivate: c.Crawler.AllowPrivate, Pause: p.retryPause, Log: log,
	})
}

// harvestAll runs the sources at the same time, each over its own host, and gives
// the harvests in their order.
func (p *program) harvestAll(ctx context.Context, db *store.DB, sources []crawler.Source, f crawlFlags, since time.Time, log *slog.Logger) []study.Harvest {
	harvester := crawler.NewHarvester(db, db, log)
	done := make([]study.Harvest, len(sources))
	bar := &crawlBar{bar: newProgress(p.stderr, "harvesting"), state: map[string]study.Harvest{}}
	var wg sync.WaitGroup
	for i, src := range sources {
		wg.Go(func() {
			h, err := harvester.Run(ctx, src, crawler.RunOptions{Since: since, Full: f.full, Wait: f.wait, Progress: bar.update})
			if err != nil && h.Error == "" { // what is printed of h says why
				h.Outcome, h.Error = study.HarvestFailed, err.Error()
			}
			done[i] = h
		})
	}
	wg.Wait()
	bar.bar.done()
	return done
}

// crawlBar adds up the progress of the sources that run at the same time.
type crawlBar struct {
	mu    sync.Mutex
	bar   *progress
	state map[string]study.Harvest
}

func (b *crawlBar) update(h study.Harvest) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state[h.Source] = h
	seen, announced := 0, 0
	for _, s := range b.state {
		seen += s.Seen
		announced += s.Announced
	}
	b.bar.set(seen, announced)
}

func (p *program) printHarvest(h study.Harvest, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(p.stdout).Encode(h)
	}
	_, err := fmt.Fprintf(p.stdout, "%s: %s: %d announced, %d seen, %d new, %d changed, %d failed, %d gaps, in %s\n",
		h.Source, h.Outcome, h.Announced, h.Seen, h.New, h.Changed, h.Failed, len(h.Gaps), h.Ended.Sub(h.Started).Round(time.Millisecond))
	if err == nil && h.Error != "" {
		_, err = fmt.Fprintf(p.stdout, "  %s\n", h.Error)
	}
	return err
}

// outcome gives the error of a crawl: none when all is well, errPartial when
// something is stored beside what failed.
func outcome(done []study.Harvest) error {
	var failed, partial []string
	for _, h := range done {
		switch h.Outcome {
		case study.HarvestFailed, study.HarvestInterrupted:
			failed = append(failed, h.Source)
		case study.HarvestPartial:
			partial = append(partial, h.Source)
		}
	}
	switch {
	case len(failed) == len(done):
		return errors.New("no source could be harvested to its end; \"evidelic status\" says why")
	case len(failed)+len(partial) > 0:
		return fmt.Errorf("%s: %w", strings.Join(append(failed, partial...), ", "), errPartial)
	}
	return nil
}
