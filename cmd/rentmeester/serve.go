// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/api"
	apifrombooks "rentmeester/api/frombooks"
	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/formats/pdf"
	"rentmeester/vitals"
	"rentmeester/web"
	"rentmeester/web/frombooks"
)

// defaultListen is where the pages are served unless told otherwise.
const defaultListen = "127.0.0.1:8080"

// serving is how the pages are served.
type serving struct {
	listen  string
	users   []string // to choose from, for trying
	hosts   []string // names under which they may be asked, besides their own address
	metrics string   // "" beside the pages for this machine, "off", or an address of their own
	log     string   // text, json
}

func (p *program) serveCommand() *cobra.Command {
	var s serving
	c := &cobra.Command{Use: "serve", Short: p.say("cli.serve.short"), Long: p.say("cli.serve.long"), Args: cobra.NoArgs}
	c.Flags().StringVar(&s.listen, "listen", firstOf(p.settings.Get("listen"), defaultListen), p.say("cli.serve.listen"))
	c.Flags().StringSliceVar(&s.users, "users", nil, p.say("cli.serve.users"))
	c.Flags().StringSliceVar(&s.hosts, "hosts", p.settings.List("hosts"), p.say("cli.serve.hosts"))
	c.Flags().StringVar(&s.metrics, "metrics", p.settings.Get("metrics"), p.say("cli.serve.metrics"))
	c.Flags().StringVar(&s.log, "log", firstOf(p.settings.Get("log"), "text"), p.say("cli.flag.log"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := onlyHere(s.listen, s.users); err != nil {
			return err
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			// what was kept but not read, as after a crash, is read and matched first
			resumed, err := b.Resume(c.Context(), p.user)
			if err == nil && len(resumed.Files) > 0 {
				_, err = b.Reconcile(c.Context())
			}
			if err != nil {
				return err
			}
			return p.serve(c.Context(), b, s)
		})
	}
	return c
}

// serve serves the pages until the context ends, then lets running requests
// finish.
func (p *program) serve(ctx context.Context, b *app.Books, s serving) error {
	contact, err := p.apiContact()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.listen)
	if err != nil {
		return fault.Wrap(err, "cli.listen", "address", s.listen)
	}
	counts := vitals.NewCounts()
	log := vitals.NewLog(p.err, s.log, counts)
	source := frombooks.New(b, log)
	source.Program = version()
	defer source.Close()
	b.Tools.Memory.Stays, b.Tools.Memory.Busy = true, counts.Busy
	go source.Follow(ctx)                             // the first time it also lets the predictor learn the past
	reader := pdf.New(pdf.Options{Cache: pdfCache()}) // costs nothing until the first PDF
	defer func() { _ = reader.Close() }()
	names := hosts(listener.Addr(), p.named(s.hosts))
	pages := http.NewServeMux()
	pages.Handle("/", web.New(source, web.Options{Administration: b.Adm.Name, Default: p.lang, Users: s.users,
		Login: p.login(source, s), Hosts: names, Log: log, Rate: pagesRate(s), Accessibility: p.accessibility()}))
	inBooks := apifrombooks.New(b, reader, source.Moved)
	inBooks.WebhooksIn(p.networks())
	programs := api.New(inBooks, api.Options{Default: p.lang, Contact: contact, Hosts: names, Log: log})
	pages.Handle(api.Base, programs)
	pages.Handle(api.Base+"/", programs)
	all, own, err := p.withVitals(vitals.Watch(pages, counts, log, p.now), vitalsOf{b, counts, log, listener.Addr(), names}, s.metrics)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	p.tellServing(s, listener.Addr())
	if len(s.users) == 0 {
		if err := p.tellFirst(ctx, source, listener.Addr()); err != nil {
			return errors.Join(err, listener.Close())
		}
	}
	if own.http != nil {
		p.printf("cli.serve.metrics-on", "address", "http://"+own.listener.Addr().String()+"/metrics")
	}
	log.Info("serving", "version", version())
	var telling sync.WaitGroup
	defer telling.Wait() // what it still writes needs the books
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	telling.Go(func() { tellWhatHappens(ctx, p.boardOf(b), log) })
	return together(ctx, own, newServer(all, listener, log))
}

// pagesRate is how many pages a second one visitor may ask: far more than a person
// does, and no bound where names are there to choose from, for trying.
func pagesRate(s serving) float64 {
	if len(s.users) > 0 {
		return 0
	}
	return 25
}

// together serves several; when one cannot go on, all end.
func together(ctx context.Context, servers ...server) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, len(servers))
	running := 0
	for _, s := range servers {
		if s.http != nil {
			running++
			go func() { ended <- s.until(ctx) }()
		}
	}
	var all error
	for range running {
		all = errors.Join(all, <-ended)
		stop()
	}
	return all
}

func (p *program) tellServing(s serving, at net.Addr) {
	if web.AssetsMissing() {
		p.printf("cli.serve.no-assets")
	}
	if len(s.users) > 0 {
		p.printf("cli.serve.trying", "users", strings.Join(s.users, ", "))
	}
	p.printf("cli.serve.on", "address", "http://"+reached(at.String())+"/")
	p.printf("cli.serve.api", "address", "http://"+reached(at.String())+api.Base)
}

// server is a server with its listener; the zero value serves nothing.
type server struct {
	http     *http.Server
	listener net.Listener
}

func newServer(h http.Handler, l net.Listener, log *slog.Logger) server {
	return server{&http.Server{
		Handler:           vitals.Secure(h),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}, l}
}

// until serves until the context ends, then lets running requests finish.
func (s server) until(ctx context.Context) error {
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		stopped <- s.http.Shutdown(last)
	}()
	if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// onlyHere refuses names to choose from where others can reach the pages: a name
// that anybody can take is no login. Errors: cli.serve-users, cli.serve-name.
func onlyHere(listen string, users []string) error {
	if len(users) == 0 {
		return nil
	}
	host, _, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fault.New("cli.serve-users", "address", listen)
	}
	for _, name := range users {
		if name == "" || strings.TrimSpace(name) != name {
			return fault.New("cli.serve-name", "name", name)
		}
	}
	return nil
}

// hosts gives the names under which the pages may be asked, so that a page elsewhere
// cannot have a browser ask for them under its own name: those that were said, and
// on loopback their own address. Served to a network on purpose and nothing said,
// any name is good.
func hosts(a net.Addr, said []string) []string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return said
	}
	return append([]string{net.JoinHostPort(host, port), net.JoinHostPort("localhost", port)}, said...)
}
