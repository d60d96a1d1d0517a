// Long runs what takes too long for a test: harvests of large demo worlds by the
// real program, killed again and again. Each library must hold exactly what the
// world holds, and what a harvest without a kill gives.
//
//	go run ./bench/long                                  the sizes that are promised
//	go run ./bench/long --studies 5000 --kills 20        one size
//	go run ./bench/long --studies 20000 --kills 0        with and without faults, no kills
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"

	"evidelic/bench/long/kill"
	"evidelic/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench/long:", err)
		os.Exit(1)
	}
}

// stage is one world and what is done to its harvests.
type stage struct {
	studies, pageSize int
	kills, perRound   int
}

// promised are the sizes that the product is held to.
func promised() []stage {
	return []stage{
		{studies: 20_000, pageSize: 200},
		{studies: 20_000, pageSize: 200, kills: 20, perRound: 20},
		{studies: 2000, pageSize: 100, kills: 1000, perRound: 10},
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	var one stage
	var seed uint64
	flags := flag.NewFlagSet("long", flag.ContinueOnError)
	flags.IntVar(&one.studies, "studies", 0, "size of the world; 0: all the promised sizes")
	flags.IntVar(&one.pageSize, "page-size", 200, "records that are asked for at once")
	flags.IntVar(&one.kills, "kills", 20, "how often the program is killed in all; 0: compare with and without faults")
	flags.IntVar(&one.perRound, "per-round", 20, "about how often in one harvest")
	flags.Uint64Var(&seed, "seed", uint64(time.Now().UnixNano()), "of the moments")
	if err := flags.Parse(args); err != nil {
		return err
	}
	stages := []stage{one}
	if one.studies == 0 {
		stages = promised()
	}
	dir, err := os.MkdirTemp("", "evidelic-long-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	program := filepath.Join(dir, "evidelic")
	if said, err := exec.CommandContext(ctx, "go", "build", "-o", program, "evidelic").CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w: %s", err, said)
	}
	for i, s := range stages {
		if err := s.run(ctx, filepath.Join(dir, fmt.Sprint(i)), program, seed, out); err != nil {
			return fmt.Errorf("%d studies, %d kills, seed %d: %w", s.studies, s.kills, seed, err)
		}
	}
	return nil
}

// run carries a stage out and prints its figures.
func (s stage) run(ctx context.Context, dir, program string, seed uint64, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx) // ends the world
	defer cancel()
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	lab, err := kill.New(ctx, dir, kill.Program{Path: program}, demo.Options{Studies: s.studies, Seed: seed, NoRateLimit: true}, s.pageSize)
	if err != nil {
		return err
	}
	records := 0
	for _, source := range lab.World.Truth().Sources {
		records += len(source.Keys)
	}
	if s.kills == 0 {
		begin := time.Now()
		if err := lab.WithAndWithout(ctx, kill.Faults()); err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%d studies, %d records: exact with and without faults, in %.0f s\n", s.studies, records, time.Since(begin).Seconds())
		return err
	}
	if err := lab.World.SetFaults(kill.Faults()); err != nil {
		return err
	}
	o, err := lab.Rounds(ctx, s.kills, s.perRound, rand.New(rand.NewPCG(seed, 0)))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%d studies, %d records: %d kills in %d harvests, each library exact and the same; %.1f s without a kill, %.0f s in all\n",
		s.studies, records, o.Kills, o.Rounds, o.Whole.Seconds(), o.Took.Seconds())
	return err
}
