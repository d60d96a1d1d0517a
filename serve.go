package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"evidelic/crawler"
	"evidelic/server"
	"evidelic/study"
)

func (p *program) serveCommand() *cobra.Command {
	var addr string
	var demo demoFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the library: pages, API, scheduled crawls",
		Long: `Serve the library: pages and API at --addr, harvests by the schedule of the settings.
An empty library begins its first harvest at once, newest studies first.
With --demo it crawls a small synthetic world on this machine in place of the public
sources; no network is needed, and its library is kept apart in DATA/demo.`,
		Args: exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := p.load()
			if err != nil {
				return err
			}
			if addr != "" {
				c.Server.Addr = addr
			}
			if err := c.Validate(); err != nil {
				return &usageError{err}
			}
			if demo.on {
				p.dataDir = filepath.Join(p.dataDir, "demo")
				if c, err = demo.start(cmd.Context(), c); err != nil {
					return err
				}
			}
			return p.serve(cmd.Context(), c, demo.on)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "", "listen on `HOST:PORT` (default 127.0.0.1:8080)")
	demo.add(cmd)
	return cmd
}

// serve runs everything until ctx ends.
func (p *program) serve(ctx context.Context, c Config, demo bool) error {
	log := p.logger(c.Log)
	if err := makeData(p.dataDir); err != nil {
		return err
	}
	socket, err := listenSocket(ctx, p.socketPath())
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(p.socketPath()) }()
	defer func() { _ = socket.Close() }()
	ln, err := listenTCP(ctx, c.Server.Addr)
	if err != nil {
		return err
	}
	defer func() { _ = ln.Close() }()
	if c.Server.URL == "" && ln.Addr().(*net.TCPAddr).IP.IsLoopback() {
		c.Server.URL = "http://" + ln.Addr().String()
	}
	lib, err := p.openLibrary(ctx, c, demo, false, log)
	if err != nil {
		return err
	}
	jobs, harvester, err := p.jobs(c, lib, demo, log)
	if err != nil {
		return errors.Join(err, lib.close())
	}
	p.greet(ln, c, demo)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return lib.index.Run(ctx, time.Duration(c.Index.Follow)) })
	g.Go(func() error { return crawler.NewSchedule(harvester, lib.db, jobs, lib.watch.update).Run(ctx) })
	g.Go(func() error { return recheck(ctx, harvester, lib.db, jobs) })
	g.Go(func() error { upgrade(ctx, lib, log); return nil })
	g.Go(func() error { return serveOn(ctx, ln, lib.server.Handler()) })
	g.Go(func() error { return serveOn(ctx, socket, ownHandler(lib)) })
	err = g.Wait()
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	return errors.Join(err, lib.close())
}

// listenTCP listens for readers; a taken port is told with the way out.
func listenTCP(ctx context.Context, addr string) (net.Listener, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("cannot listen on %s: the port is in use; stop what holds it, or choose another with --addr HOST:PORT", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w; choose another with --addr HOST:PORT", addr, errors.Unwrap(err))
	}
	return ln, nil
}

// greet tells where the pages are and what the operator should know.
func (p *program) greet(ln net.Listener, c Config, demo bool) {
	fmt.Fprintf(p.stdout, "Evidelic is at http://%s/ (stop it with Ctrl-C)\n", ln.Addr())
	if demo {
		fmt.Fprintln(p.stdout, "This is the demo world: every study in it is synthetic.")
		return
	}
	for _, n := range c.notes() {
		fmt.Fprintln(p.stdout, n)
	}
	fmt.Fprintln(p.stdout, withoutNetwork)
}

// jobs opens the sources and their timetable.
func (p *program) jobs(c Config, lib *library, demo bool, log *slog.Logger) ([]crawler.Job, *crawler.Harvester, error) {
	fetcher, err := p.newFetcher(c, lib.db, log)
	if err != nil {
		return nil, nil, err
	}
	sources, err := chosenSources(c, fetcher, lib.db, nil, demo)
	if err != nil {
		return nil, nil, err
	}
	var jobs []crawler.Job
	for _, src := range sources {
		e := c.entry(src.Name())
		cron, err := crawler.ParseCron(e.settings(&c).Schedule)
		if err != nil {
			return nil, nil, err
		}
		jobs = append(jobs, crawler.Job{Source: src, Cron: cron, Completes: e.needs == completes})
	}
	return jobs, crawler.NewHarvester(lib.db, lib.db, log), nil
}

// upgrade brings a library of older rules up to those of this program while it
// serves: its records are matched and its studies tagged again.
func upgrade(ctx context.Context, lib *library, log *slog.Logger) {
	n, err := lib.db.Rematch(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		log.Error("matching: the rules changed, and the records could not be matched again; the next start tries once more", "error", err)
	case n > 0:
		log.Info("matching: records matched again by the new rules", "records", n)
	}
	n, err = lib.db.Retag(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		log.Error("tags: the rules changed, and the studies could not be tagged again; \"evidelic retag\" tries once more", "error", err)
	case n > 0:
		log.Info("tags: studies tagged again by the new rules", "studies", n)
	}
}

// serveOn answers requests on ln until ctx ends, then lets those that run finish
// for some seconds.
func serveOn(ctx context.Context, ln net.Listener, h http.Handler) error {
	srv := server.HTTPServer("", h)
	srv.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(ctx) }
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ln) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve on %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(late); err != nil {
		_ = srv.Close()
	}
	return nil
}

// The addresses that only the socket has, for this program's own commands.
const (
	reindexPath = "/own/reindex"
	statusPath  = "/own/status"
)

// ownHandler is the server's handler with what other commands ask of the process
// that holds the index.
func ownHandler(lib *library) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", lib.server.Handler())
	mux.HandleFunc("POST "+reindexPath, func(w http.ResponseWriter, r *http.Request) {
		if err := lib.index.Rebuild(r.Context()); err != nil {
			writeProblem(w, err)
			return
		}
		fmt.Fprintf(w, "%s indexed\n", counted(lib.index.Status().Docs, "study", "studies"))
	})
	mux.HandleFunc("GET "+statusPath, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, lib.index.Status().Seq)
	})
	return mux
}

func writeProblem(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	if errors.Is(err, study.ErrBusy) {
		status = http.StatusServiceUnavailable
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"title":%q,"status":%d,"detail":%q}`, http.StatusText(status), status, err.Error())
}
