// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/outbox"
	"rentmeester/dispatch"
	"rentmeester/fault"
	"rentmeester/intake"
	"rentmeester/policy"
	"rentmeester/text"
)

func (p *program) withOutbox(ctx context.Context, f func(*outbox.Box) error) error {
	return p.withBooks(ctx, func(b *app.Books) error { return f(&outbox.Box{Books: b.Books}) })
}

func (p *program) outboxCommand() *cobra.Command {
	c := &cobra.Command{Use: "outbox", Short: p.say("cli.outbox.short"), Long: p.say("cli.outbox.long")}
	c.AddCommand(p.outboxListCommand(), p.outboxShowCommand(), p.outboxSendCommand(),
		p.outboxTurnCommand("withdraw", (*outbox.Box).Withdraw, "cli.outbox.withdrawn"), p.outboxTurnCommand("again", (*outbox.Box).Again, "cli.outbox.again"))
	return c
}

func (p *program) outboxListCommand() *cobra.Command {
	state := ""
	c := &cobra.Command{Use: "list", Short: p.say("cli.outbox.list.short"), Args: cobra.NoArgs}
	c.Flags().StringVar(&state, "state", "", p.say("cli.outbox.list.state"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withOutbox(c.Context(), func(b *outbox.Box) error {
			list, err := b.List(c.Context(), state)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(list)
			}
			for _, l := range list {
				p.printLetter(l)
			}
			if len(list) == 0 {
				p.printf("cli.outbox.list.empty")
			}
			return nil
		})
	}
	return c
}

// printLetter tells of a letter in a line, and what is the matter with it.
func (p *program) printLetter(l outbox.Letter) {
	p.printf("cli.outbox.one", "id", l.ID, "state", p.say("outbox.is."+l.State), "kind", p.say("outbox.kind."+l.Kind), "to", l.To, "subject", l.Subject)
	if (l.Attempts > 0 || l.Fault != nil) && l.Due != "" {
		p.printf("cli.outbox.tries", "attempts", l.Attempts, "due", l.Due)
	}
	if l.Fault != nil {
		what, remedy := text.Fault(p.lang, l.Fault)
		fmt.Fprintf(p.out, "  %s\n  → %s\n", what, remedy)
	}
}

func (p *program) outboxShowCommand() *cobra.Command {
	c := &cobra.Command{Use: "show LETTER", Short: p.say("cli.outbox.show.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withOutbox(c.Context(), func(b *outbox.Box) error {
			l, err := b.Show(c.Context(), id)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(l)
			}
			p.printWhole(l)
			return nil
		})
	}
	return c
}

// printWhole tells all that a letter says.
func (p *program) printWhole(l outbox.Letter) {
	p.printLetter(l)
	p.printf("cli.outbox.show.head", "to", l.To, "subject", l.Subject, "messageId", l.MessageID)
	for _, a := range l.Attached {
		p.printf("cli.outbox.show.attached", "name", a.Name, "type", a.Type)
	}
	fmt.Fprintf(p.out, "\n%s\n\n", l.Body)
}

func (p *program) outboxTurnCommand(verb string, turn func(*outbox.Box, context.Context, string, int64) error, done string) *cobra.Command {
	c := &cobra.Command{Use: verb + " LETTER", Short: p.say("cli.outbox." + verb + ".short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withOutbox(c.Context(), func(b *outbox.Box) error {
			if err := turn(b, c.Context(), p.user, id); err != nil {
				return err
			}
			if p.json {
				l, err := b.Show(c.Context(), id)
				return errors.Join(err, p.printJSON(l))
			}
			p.printf(done, "id", id)
			return nil
		})
	}
	return c
}

func (p *program) outboxSendCommand() *cobra.Command {
	dry, every := false, time.Duration(0)
	c := &cobra.Command{Use: "send", Short: p.say("cli.outbox.send.short"), Long: p.say("cli.outbox.send.long"), Args: cobra.NoArgs}
	c.Flags().BoolVar(&dry, "dry-run", false, p.say("cli.outbox.send.dry"))
	c.Flags().DurationVar(&every, "every", 0, p.say("cli.outbox.send.every"))
	c.MarkFlagsMutuallyExclusive("dry-run", "every")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if c.Flags().Changed("every") && every < 10*time.Second {
			return fault.New("cli.outbox-every", "value", every)
		}
		return p.withOutbox(c.Context(), func(b *outbox.Box) error {
			switch {
			case dry:
				return p.wouldSend(c.Context(), b)
			case every == 0:
				return p.sendOnce(c.Context(), b, nil)
			}
			log := p.eventLog()
			for {
				err := p.sendOnce(c.Context(), b, log)
				if coded := (codedError{}); err != nil && !errors.As(err, &coded) {
					p.tellOrLog(log, "outbox", err)
				}
				if intake.Sleep(c.Context(), every) != nil {
					return nil // told to stop
				}
			}
		})
	}
	return c
}

// wouldSend shows what would go now.
func (p *program) wouldSend(ctx context.Context, b *outbox.Box) error {
	o, err := b.Settings(ctx)
	if err != nil {
		return err
	}
	list, err := b.Due(ctx)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(list)
	}
	for _, l := range list {
		p.printWhole(l)
	}
	p.printf("cli.outbox.send.would", "count", len(list), "from", o.From, "host", o.Host)
	return nil
}

// sendOnce sends what is due. What went wrong with a letter stands beside it. A
// service logs what became of letters, not to whom they go.
func (p *program) sendOnce(ctx context.Context, b *outbox.Box, log *slog.Logger) error {
	told := []outbox.Letter{}
	r, err := b.Send(ctx, p.user, outbox.Sending{Open: p.openLine, Tell: func(l outbox.Letter) {
		told = append(told, l)
		switch {
		case log != nil:
			logLetter(log, l)
		case !p.json:
			p.printLetter(l)
		}
	}})
	switch {
	case log != nil:
	case p.json:
		err = errors.Join(err, p.printJSON(struct {
			outbox.Report
			Letters []outbox.Letter `json:"letters"`
		}{r, told}))
	case err == nil || len(told) > 0:
		p.printf("cli.outbox.send.total", "sent", r.Sent, "later", r.Later, "failed", r.Failed)
	}
	if err == nil && r.Failed+r.Later > 0 {
		return codedError{exitNo}
	}
	return err
}

func logLetter(log *slog.Logger, l outbox.Letter) {
	level, code := slog.LevelInfo, ""
	if l.Fault != nil {
		level, code = slog.LevelWarn, l.Fault.Code
	}
	log.Log(context.Background(), level, "letter", "id", l.ID, "kind", l.Kind, "state", l.State, "attempts", l.Attempts, "code", code)
}

// openLine connects with the mail server that the policy names.
func (p *program) openLine(ctx context.Context, o policy.Outgoing) (outbox.Line, error) {
	roots, err := rootsFrom(o.CAFile)
	if err != nil {
		return nil, err
	}
	tokens, err := p.tokensFor(o.OAuth)
	if err != nil {
		return nil, err
	}
	line, err := dispatch.Open(ctx, dispatch.Settings{Host: o.Host, Port: o.Port, Security: dispatch.Security(o.Security), User: o.User, Roots: roots, Tokens: tokens,
		Password: intake.PasswordFrom(p.env, o.PasswordVariable, o.PasswordFile, os.ReadFile)})
	if err != nil {
		return nil, err
	}
	return line, nil
}

// rootsFrom gives who may vouch for a server: whose certificate is in the file, or
// without one (nil) whom the system trusts. Errors: cli.no-file, cli.intake-ca.
func rootsFrom(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fault.Wrap(err, "cli.no-file", "name", file)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(raw) {
		return nil, fault.New("cli.intake-ca", "name", file)
	}
	return roots, nil
}
