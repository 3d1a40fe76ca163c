// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

// engineActs are the commands under `invoice` about what engines said of it.
func (p *program) engineActs() []*cobra.Command {
	return []*cobra.Command{p.invoiceDuplicatesCommand(), p.invoiceCopyCommand(), p.invoiceSupplierCommand(), p.invoiceCorrectCommand()}
}

// saidReason is a reason with its sentence, for scripts.
type saidReason struct {
	invoices.Reason
	Message string `json:"message"`
}

func (p *program) saidReasons(all []invoices.Reason) []saidReason {
	list := []saidReason{}
	for _, r := range all {
		list = append(list, saidReason{r, text.Say(p.lang, r.Code, r.Args)})
	}
	return list
}

func (p *program) printWhy(all []invoices.Reason) {
	for _, r := range all {
		fmt.Fprintln(p.out, "    "+text.Say(p.lang, r.Code, r.Args))
	}
}

func (p *program) invoiceDuplicatesCommand() *cobra.Command {
	c := &cobra.Command{Use: "duplicates INVOICE", Short: p.say("cli.invoice.duplicates.short"), Long: p.say("cli.invoice.duplicates.long"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			all, err := d.Suspects(c.Context(), id)
			if err != nil {
				return err
			}
			return p.printSuspects(all)
		})
	}
	return c
}

func (p *program) printSuspects(all []invoices.Suspect) error {
	if p.json {
		type said struct {
			invoices.Suspect
			Reasons []saidReason `json:"reasons"`
		}
		out := make([]said, len(all))
		for i, s := range all {
			out[i] = said{s, p.saidReasons(s.Reasons)}
		}
		return p.printJSON(out)
	}
	for _, s := range all {
		p.printf("cli.invoice.duplicates.one", "invoice", s.ID, "kind", p.say("duplicates.kind."+string(s.Kind)), "probability", fmt.Sprintf("%.1f", 100*s.Probability),
			"number", s.Number, "name", s.Name, "issued", s.Issued, "payable", money.Cents(s.Payable), "state", p.say("invoices.is."+string(s.State)))
		p.printWhy(s.Reasons)
		if s.Said != nil {
			p.printf("cli.invoice.duplicates.said", "person", s.Said.Person, "because", s.Said.Because)
		}
	}
	if len(all) == 0 {
		p.printf("cli.invoice.duplicates.none")
	}
	return nil
}

func (p *program) invoiceCopyCommand() *cobra.Command {
	c := &cobra.Command{Use: "copy INVOICE OTHER", Short: p.say("cli.invoice.copy.short"), Long: p.say("cli.invoice.copy.long"), Args: cobra.ExactArgs(2)}
	c.RunE = func(c *cobra.Command, args []string) error {
		ids, err := numbers(args)
		if err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if err := d.Copy(c.Context(), p.user, ids[0], ids[1]); err != nil {
				return err
			}
			return p.invoiceNow(c.Context(), d, ids[0])
		})
	}
	return c
}

func (p *program) invoiceSupplierCommand() *cobra.Command {
	c := &cobra.Command{Use: "supplier INVOICE [SUPPLIER]", Aliases: []string{"assign"}, Short: p.say("cli.invoice.assign.short"),
		Long: p.say("cli.invoice.assign.long"), Args: cobra.RangeArgs(1, 2)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if len(args) == 1 {
				v, err := d.Senders(c.Context(), id)
				if err != nil {
					return err
				}
				return p.printSenders(v)
			}
			if err := d.Assign(c.Context(), p.user, id, args[1]); err != nil {
				return err
			}
			return p.invoiceNow(c.Context(), d, id)
		})
	}
	return c
}

func (p *program) printSenders(v invoices.SenderView) error {
	if p.json {
		return p.printJSON(v)
	}
	all := v.Alternatives
	if v.Best != nil {
		all = append([]invoices.SenderMatch{*v.Best}, all...)
	}
	for _, m := range all {
		p.printf("cli.invoice.senders.one", "supplier", m.Supplier, "name", m.Name, "probability", fmt.Sprintf("%.1f", 100*m.Probability),
			"state", p.say("invoices.supplier."+m.State))
		p.printWhy(m.For)
		p.printWhy(m.Against)
	}
	p.printWhy(v.Conflicts)
	if len(all) == 0 {
		p.printf("cli.invoice.senders.none")
	}
	return nil
}

func (p *program) invoiceCorrectCommand() *cobra.Command {
	c := &cobra.Command{Use: "correct INVOICE FIELD=VALUE…", Short: p.say("cli.invoice.correct.short"),
		Long: p.say("cli.invoice.correct.long", "fields", strings.Join(invoices.Correctable, ", ")), Args: cobra.MinimumNArgs(2)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		values := map[string]string{}
		for _, pair := range args[1:] {
			name, value, found := strings.Cut(pair, "=")
			if !found {
				return fault.New("invoices.field-value", "field", name, "value", "")
			}
			values[strings.TrimSpace(name)] = value
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if err := d.Correct(c.Context(), p.user, id, values); err != nil {
				return err
			}
			return p.invoiceNow(c.Context(), d, id)
		})
	}
	return c
}

// documentActs are the commands under `document` about one of them.
func (p *program) documentActs() []*cobra.Command {
	show := &cobra.Command{Use: "show DOCUMENT", Short: p.say("cli.document.show.short"), Args: cobra.ExactArgs(1)}
	show.RunE = p.onDocument(nil)
	kind := &cobra.Command{Use: "kind DOCUMENT KIND", Short: p.say("cli.document.kind.short"), Long: p.say("cli.document.kind.long"), Args: cobra.ExactArgs(2)}
	kind.RunE = p.onDocument(func(d *invoices.Desk, c *cobra.Command, id int64, args []string) error {
		return d.SetKind(c.Context(), p.user, id, args[1])
	})
	read := &cobra.Command{Use: "read DOCUMENT", Short: p.say("cli.document.read.short"), Long: p.say("cli.document.read.long"), Args: cobra.ExactArgs(1)}
	read.RunE = p.onDocument(func(d *invoices.Desk, c *cobra.Command, id int64, _ []string) error {
		return d.ReadDocument(c.Context(), p.user, id)
	})
	return []*cobra.Command{show, kind, read}
}

// onDocument does something with a document and shows how it stands then.
func (p *program) onDocument(do func(*invoices.Desk, *cobra.Command, int64, []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if do != nil {
				if err := do(d, c, id, args); err != nil {
					return err
				}
			}
			s, err := d.ShowDocument(c.Context(), id)
			if err != nil {
				return err
			}
			return p.printDocument(s)
		})
	}
}

func (p *program) printDocument(s invoices.DocumentShown) error {
	if p.json {
		return p.printJSON(struct {
			invoices.DocumentShown
			Why []saidReason `json:"why"`
		}{s, p.saidReasons(s.Why)})
	}
	p.printf("cli.document.one", "document", s.ID, "name", s.Name, "media", s.Media, "pages", s.Pages, "kind", p.kindOfDocument(s.Kind),
		"probability", fmt.Sprintf("%.0f", 100*s.Probability), "state", p.say("invoices.document."+s.State))
	if s.Sender+s.About != "" {
		p.printf("cli.document.from", "sender", s.Sender, "about", s.About, "channel", s.Channel)
	}
	p.printWhy(s.Why)
	for _, id := range s.Invoices {
		p.printf("cli.document.invoice", "invoice", id)
	}
	if s.CopyOf != 0 {
		p.printf("cli.document.copy", "invoice", s.CopyOf)
	}
	return nil
}

// kindOfDocument gives a kind in words, as far as the catalogue has them.
func (p *program) kindOfDocument(kind string) string {
	if kind == "" {
		return "?"
	}
	return kind
}
