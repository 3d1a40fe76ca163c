// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/text"
)

func (p *program) quarantineCommand() *cobra.Command {
	var dismiss []int64
	c := &cobra.Command{Use: "quarantine", Short: p.say("cli.quarantine.short"), Long: p.say("cli.quarantine.long"), Args: cobra.NoArgs}
	c.Flags().Int64SliceVar(&dismiss, "dismiss", nil, p.say("cli.quarantine.dismiss"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			for _, id := range dismiss {
				if _, err := b.Dismiss(c.Context(), p.user, id); err != nil {
					return err
				}
			}
			list, err := b.Quarantine(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				out := make([]map[string]any, len(list))
				for i, q := range list {
					what, remedy := text.Fault(p.lang, q.Finding)
					out[i] = map[string]any{"finding": q.ID, "file": q.File, "sha256": q.SHA256, "subject": q.Subject, "since": q.Since,
						"code": q.Finding.Code, "message": what, "remedy": remedy, "args": q.Finding.Args}
				}
				return p.printJSON(out)
			}
			for _, q := range list {
				what, remedy := text.Fault(p.lang, q.Finding)
				fmt.Fprintf(p.out, "%d  %s  %s\n  %s\n  → %s\n", q.ID, q.File, q.Subject, what, remedy)
			}
			if len(list) == 0 {
				p.printf("cli.quarantine.empty")
			}
			return nil
		})
	}
	return c
}

func (p *program) exportCommand() *cobra.Command {
	var format, file string
	c := &cobra.Command{Use: "export matches|journal|openitems|mandates|codings", Short: p.say("cli.export.short"), Long: p.say("cli.export.long"),
		Args: cobra.ExactArgs(1), ValidArgs: []string{"matches", "journal", "openitems", "mandates", "codings"}}
	c.Flags().StringVar(&format, "format", "csv", p.say("cli.export.format"))
	c.Flags().StringVarP(&file, "output", "o", "", p.say("cli.export.output"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if p.json && !c.Flags().Changed("format") {
			format = "json"
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			return p.toFile(file, func(w io.Writer) error { return b.Export(c.Context(), w, args[0], format, p.lang) })
		})
	}
	return c
}

// toFile writes to a file, or to standard output when there is no name. A file
// that could not be written whole is taken away again.
func (p *program) toFile(name string, write func(io.Writer) error) error {
	if name == "" {
		return write(p.out)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Wrap(err, "cli.output", "name", name)
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

func (p *program) auditCommand() *cobra.Command {
	c := &cobra.Command{Use: "audit", Short: p.say("cli.audit.short"), Args: cobra.NoArgs, RunE: help}
	verify := &cobra.Command{Use: "verify", Short: p.say("cli.audit.verify.short"), Long: p.say("cli.audit.verify.long"), Args: cobra.NoArgs}
	verify.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			r, err := b.Check(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				err = p.printJSON(struct {
					app.CheckReport
					Whole bool `json:"whole"`
				}{r, r.Whole()})
			} else {
				p.printCheck(r)
			}
			if err == nil && !r.Whole() {
				err = codedError{exitBroken}
			}
			return err
		})
	}
	c.AddCommand(verify)
	return c
}

func (p *program) printCheck(r app.CheckReport) {
	if r.Whole() {
		p.printf("cli.audit.whole", "events", r.Audit.Events, "blobs", r.Blobs, "head", r.Audit.Head)
		return
	}
	if !r.Audit.Whole {
		p.printf("cli.audit.broken", "seq", r.Audit.Broken, "reason", p.say("cli.audit."+r.Audit.Reason))
	}
	for _, f := range r.Faults {
		fmt.Fprintln(p.out, "  "+text.Say(p.lang, f.Code, f.Args))
	}
}

func (p *program) policyCommand() *cobra.Command {
	c := &cobra.Command{Use: "policy", Short: p.say("cli.policy.short"), Args: cobra.NoArgs, RunE: help}
	show := &cobra.Command{Use: "show", Short: p.say("cli.policy.show"), Args: cobra.NoArgs}
	show.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			body, version, since, err := b.Policy(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(map[string]string{"version": version, "since": since, "text": body})
			}
			_, err = io.WriteString(p.out, body)
			return err
		})
	}
	check := &cobra.Command{Use: "check FILE", Short: p.say("cli.policy.check"), Args: cobra.ExactArgs(1)}
	check.RunE = func(_ *cobra.Command, args []string) error {
		body, err := os.ReadFile(args[0])
		if err != nil {
			return fault.Wrap(err, "cli.no-file", "name", args[0])
		}
		parsed, err := policy.Check(body)
		if err != nil {
			return err
		}
		p.printf("cli.policy.valid", "version", parsed.Version)
		return nil
	}
	set := &cobra.Command{Use: "set FILE", Short: p.say("cli.policy.set"), Args: cobra.ExactArgs(1)}
	set.RunE = func(c *cobra.Command, args []string) error {
		body, err := os.ReadFile(args[0])
		if err != nil {
			return fault.Wrap(err, "cli.no-file", "name", args[0])
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			if err := b.SetPolicy(c.Context(), p.operator(), body); err != nil {
				return err
			}
			_, version, _, err := b.Policy(c.Context())
			if err != nil {
				return err
			}
			p.printf("cli.policy.valid", "version", version)
			return nil
		})
	}
	c.AddCommand(show, check, set)
	return c
}

func (p *program) withStore(c *cobra.Command, f func(*store.Store) error) error {
	s, err := p.openStore(c.Context())
	if err != nil {
		return err
	}
	return unforeseen(errors.Join(f(s), s.Close()))
}

// help explains a command that is nothing without another.
func help(c *cobra.Command, _ []string) error { return c.Help() }
