// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/api"
	apifrombooks "rentmeester/api/frombooks"
	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/formats/pdf"
	"rentmeester/web"
	"rentmeester/web/frombooks"
)

// defaultListen is where the pages are served unless told otherwise.
const defaultListen = "127.0.0.1:8080"

func (p *program) serveCommand() *cobra.Command {
	var listen string
	var users []string
	c := &cobra.Command{Use: "serve", Short: p.say("cli.serve.short"), Long: p.say("cli.serve.long"), Args: cobra.NoArgs}
	c.Flags().StringVar(&listen, "listen", firstOf(p.settings.Get("listen"), defaultListen), p.say("cli.serve.listen"))
	c.Flags().StringSliceVar(&users, "users", nil, p.say("cli.serve.users"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := onlyHere(listen, users); err != nil {
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
			return p.serve(c.Context(), b, listen, users)
		})
	}
	return c
}

// serve serves the pages until the context ends, then lets running requests
// finish.
func (p *program) serve(ctx context.Context, b *app.Books, listen string, users []string) error {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return fault.Wrap(err, "cli.listen", "address", listen)
	}
	log := slog.New(slog.NewTextHandler(p.err, nil))
	source := frombooks.New(b, log)
	defer source.Close()
	b.Tools.Memory.Stays = true
	go source.Follow(ctx) // the first time it also lets the predictor learn the past
	contact, err := p.apiContact()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	reader := pdf.New(pdf.Options{Cache: pdfCache()}) // costs nothing until the first PDF
	defer func() { _ = reader.Close() }()
	both := http.NewServeMux()
	both.Handle("/", web.New(source, web.Options{Administration: b.Adm.Name, Default: p.lang, User: func(*http.Request) string { return p.user },
		Users: users, Hosts: hosts(listener.Addr()), Log: log}))
	programs := api.New(apifrombooks.New(b, reader, source.Moved), api.Options{Default: p.lang, Contact: contact, Hosts: hosts(listener.Addr()), Log: log})
	both.Handle(api.Base, programs)
	both.Handle(api.Base+"/", programs)
	server := &http.Server{
		Handler:           both,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	if web.AssetsMissing() {
		p.printf("cli.serve.no-assets")
	}
	if len(users) > 0 {
		p.printf("cli.serve.trying", "users", strings.Join(users, ", "))
	}
	p.printf("cli.serve.on", "address", "http://"+listener.Addr().String()+"/")
	p.printf("cli.serve.api", "address", "http://"+listener.Addr().String()+api.Base)
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		stopped <- server.Shutdown(last)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
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

// hosts gives the names under which pages on loopback may be asked, so that a
// page elsewhere cannot have a browser ask for them under its own name. Served
// to a network on purpose, any name is good.
func hosts(a net.Addr) []string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return nil
	}
	return []string{net.JoinHostPort(host, port), net.JoinHostPort("localhost", port)}
}
