package main

import (
	"context"
	"maps"
	"time"

	"github.com/spf13/cobra"

	"evidelic/demo"
	"evidelic/study"
)

// demoFlags are the flags of the demo world.
type demoFlags struct {
	on      bool
	studies int
	seed    uint64
}

func (d *demoFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&d.on, "demo", false, "crawl a synthetic world on this machine")
	cmd.Flags().IntVar(&d.studies, "demo-studies", demo.DefaultStudies, "make the demo world of `N` studies")
	cmd.Flags().Uint64Var(&d.seed, "demo-seed", 1, "another `SEED` makes another world")
}

// start starts the world and gives the settings that point to it.
func (d *demoFlags) start(ctx context.Context, c Config) (Config, error) {
	world, err := demo.New(demo.Options{Studies: d.studies, Seed: d.seed})
	if err != nil {
		return c, &usageError{err}
	}
	base, err := world.Start(ctx)
	if err != nil {
		return c, err
	}
	urls := demo.FurtherURLs(base)
	maps.Copy(urls, demo.BaseURLs(base))
	return pointTo(c, urls), nil
}

// demoInterval lies between two requests to a source of the world: nobody need be
// spared.
const demoInterval = Duration(20 * time.Millisecond)

// pointTo gives the settings with the sources at other addresses on this machine;
// those without one are switched off.
func pointTo(c Config, urls map[string]string) Config {
	c.Crawler.Sources.OAI = []RepositoryConfig{{Name: "demo", SourceConfig: SourceConfig{Schedule: "27 5 * * 0"}}}
	for _, e := range allSources(&c) {
		set := e.settings(&c)
		set.URL, set.Enabled = urls[e.name], urls[e.name] != ""
		if e.name != study.SourcePubMed { // whose pace follows from the key
			set.Interval = demoInterval
		}
	}
	c.Store.URL = ""
	c.Crawler.AllowPrivate = append([]string{"127.0.0.1"}, c.Crawler.AllowPrivate...)
	return c
}
