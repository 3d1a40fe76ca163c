// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/webhooks"
)

// networks are the private ones in which webhooks may stand.
func (p *program) networks() (all []netip.Prefix) {
	for _, one := range p.settings.List("webhook-networks") {
		if n, err := netip.ParsePrefix(one); err == nil { // settings tells what is wrong with another
			all = append(all, n)
		}
	}
	return all
}

func (p *program) boardOf(b *app.Books) *webhooks.Board {
	return &webhooks.Board{Books: b.Books, Networks: p.networks()}
}

// tellWhatHappens delivers what happens to webhooks, until the context ends.
func tellWhatHappens(ctx context.Context, b *webhooks.Board, log *slog.Logger) {
	every, forgotten := time.NewTicker(2*time.Second), time.Time{}
	defer every.Stop()
	for {
		if err := tellOnce(ctx, b, log); err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "webhooks", "error", err)
		}
		if b.Now().Sub(forgotten) > time.Hour && ctx.Err() == nil {
			if forgotten = b.Now(); b.Forget(ctx) != nil { // tried again in an hour
				log.WarnContext(ctx, "webhooks: nothing was thrown away")
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

func tellOnce(ctx context.Context, b *webhooks.Board, log *slog.Logger) error {
	if err := b.Spread(ctx); err != nil {
		return err
	}
	r, err := b.Deliver(ctx)
	for _, id := range r.Off {
		log.WarnContext(ctx, "webhook put off", "webhook", id)
	}
	if r.Later+r.Failed > 0 {
		log.InfoContext(ctx, "webhooks", "sent", r.Sent, "later", r.Later, "failed", r.Failed)
	}
	return err
}

func (p *program) webhookCommand() *cobra.Command {
	c := &cobra.Command{Use: "webhook", Short: p.say("cli.webhook.short")}
	c.AddCommand(p.webhookAddCommand(), p.webhookListCommand(), p.webhookRotateCommand(), p.webhookTestCommand(),
		p.webhookActCommand("remove", (*webhooks.Board).Remove), p.webhookActCommand("resume", (*webhooks.Board).Resume))
	types := &cobra.Command{Use: "types", Short: p.say("cli.webhook.types.short"), Args: cobra.NoArgs}
	types.RunE = func(*cobra.Command, []string) error {
		_, err := fmt.Fprintln(p.out, strings.Join(webhooks.Types(), "\n"))
		return err
	}
	c.AddCommand(types)
	return c
}

func (p *program) webhookAddCommand() *cobra.Command {
	var types []string
	c := &cobra.Command{Use: "add URL", Short: p.say("cli.webhook.add.short"), Long: p.say("cli.webhook.add.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringSliceVar(&types, "types", nil, p.say("cli.webhook.types"))
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			w, secret, err := p.boardOf(b).Add(c.Context(), p.user, args[0], types)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(struct {
					webhooks.Webhook
					Secret string `json:"secret"`
				}{w, secret})
			}
			p.printf("cli.webhook.added", "id", w.ID, "url", w.URL)
			_, err = fmt.Fprintln(p.out, secret)
			return err
		})
	}
	return c
}

func (p *program) webhookListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.say("cli.webhook.list.short"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			all, err := p.boardOf(b).List(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(all)
			}
			for _, w := range all {
				p.printf("cli.webhook.one", "id", w.ID, "url", w.URL, "state", p.say("cli.webhook.state."+w.State), "types", strings.Join(w.Types, ","))
				if w.Failing != "" {
					p.printf("cli.webhook.failing", "since", w.Failing, "why", w.Why)
				}
			}
			if len(all) == 0 {
				p.printf("cli.webhook.empty")
			}
			return nil
		})
	}
	return c
}

func (p *program) webhookRotateCommand() *cobra.Command {
	c := &cobra.Command{Use: "rotate WEBHOOK", Short: p.say("cli.webhook.rotate.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			secret, err := p.boardOf(b).Rotate(c.Context(), p.user, id)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(map[string]any{"id": id, "secret": secret})
			}
			p.printf("cli.webhook.rotated", "id", id)
			_, err = fmt.Fprintln(p.out, secret)
			return err
		})
	}
	return c
}

// webhookTestCommand sends an event that says nothing, at once.
func (p *program) webhookTestCommand() *cobra.Command {
	c := &cobra.Command{Use: "test WEBHOOK", Short: p.say("cli.webhook.test.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			d, err := p.boardOf(b).TestNow(c.Context(), p.user, id)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(d)
			}
			p.printf("cli.webhook.tested", "id", id, "status", d.Status)
			return nil
		})
	}
	return c
}

func (p *program) webhookActCommand(verb string, do func(*webhooks.Board, context.Context, string, int64) error) *cobra.Command {
	c := &cobra.Command{Use: verb + " WEBHOOK", Short: p.say("cli.webhook." + verb + ".short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			if err := do(p.boardOf(b), c.Context(), p.user, id); err != nil {
				return err
			}
			if p.json {
				return p.printJSON(map[string]any{"id": id, verb: true})
			}
			p.printf("cli.webhook.did-"+verb, "id", id)
			return nil
		})
	}
	return c
}
