// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/formats/pdf"
	"rentmeester/highs"
	"rentmeester/money"
	"rentmeester/text"
)

// withInvoices runs f on the invoices of the books that the flags name.
func (p *program) withInvoices(ctx context.Context, f func(*invoices.Desk) error) error {
	return p.withBooks(ctx, func(b *app.Books) error { return f(b.Invoices()) })
}

// equip gives the books the engines that invoices are read and judged with, and that
// proves who does what; done closes them. They cost nothing until they are needed.
func equip(b *app.Books) (done func() error) {
	reader := pdf.New(pdf.Options{Cache: pdfCache()})
	b.Tools.PDF = reader
	if highs.Missing() { // then plans have the bound that needs none
		return reader.Close
	}
	solver := &highs.Late{Dir: solverCache()}
	b.Solver = solver
	return func() error { return errors.Join(reader.Close(), solver.Close()) }
}

// acts are the commands under `invoice` that change something.
func (p *program) invoiceActs() []*cobra.Command {
	return append(p.approvalCommands(), p.invoiceListCommand(), p.invoiceShowCommand(), p.invoiceReleaseCommand(), p.invoiceCodeCommand(), p.invoiceReplyCommand(),
		p.invoiceTurnCommand("hold", (*invoices.Desk).Hold), p.invoiceTurnCommand("reject", (*invoices.Desk).Reject),
		p.invoiceTurnCommand("reopen", (*invoices.Desk).Reopen), p.invoiceTurnCommand("unbook", (*invoices.Desk).Unbook))
}

// filterFlags adds the flags by which a list is made shorter.
func (p *program) filterFlags(c *cobra.Command, state string) *invoices.Filter {
	f := &invoices.Filter{}
	c.Flags().StringVar(&f.State, "state", "", p.say(state))
	c.Flags().StringVar(&f.Query, "search", "", p.say("cli.invoice.list.search"))
	c.Flags().IntVar(&f.Limit, "limit", 100, p.say("cli.invoice.list.limit"))
	c.Flags().IntVar(&f.Skip, "skip", 0, p.say("cli.invoice.list.skip"))
	return f
}

func (p *program) invoiceListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.say("cli.invoice.list.short"), Long: p.say("cli.invoice.list.long"), Args: cobra.NoArgs}
	f := p.filterFlags(c, "cli.invoice.list.state")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if f.Limit < 1 || f.Skip < 0 {
			return fault.New("cli.number", "value", min(f.Limit, f.Skip))
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			list, err := d.List(c.Context(), *f)
			if err != nil {
				return err
			}
			return p.printInvoices(list)
		})
	}
	return c
}

// heldJSON is a hold as scripts read it: with its sentence.
type heldJSON struct {
	invoices.HoldView
	Message string `json:"message"`
}

func (p *program) heldJSON(holds []invoices.HoldView) []heldJSON {
	list := []heldJSON{}
	for _, h := range holds {
		list = append(list, heldJSON{h, text.Say(p.lang, h.Why.Code, h.Why.Args)})
	}
	return list
}

type listedJSON struct {
	invoices.Listed
	Holds []heldJSON `json:"holds"`
}

func (p *program) printInvoices(list []invoices.Listed) error {
	if p.json {
		out := make([]listedJSON, len(list))
		for i, l := range list {
			out[i] = listedJSON{l, p.heldJSON(l.Holds)}
		}
		return p.printJSON(out)
	}
	for _, l := range list {
		fmt.Fprintf(p.out, "%d  %s  %s  %s  %s  %s  [%s]  %s\n", l.ID, text.Day(p.lang, string(l.Issued)), l.Number, l.Name,
			p.amount(money.Cents(l.Payable)), l.Currency, p.say("invoices.is."+string(l.State)), p.daysLeft(l))
		p.printHolds(l.Holds)
	}
	if len(list) == 0 {
		p.printf("cli.invoice.list.empty")
	}
	return nil
}

// daysLeft tells how long there is to pay, while that matters.
func (p *program) daysLeft(l invoices.Listed) string {
	switch {
	case l.State == invoices.Paid || l.State == invoices.Rejected:
		return ""
	case l.Left < 0:
		return p.say("cli.invoice.list.late", "days", -l.Left)
	}
	return p.say("cli.invoice.list.left", "days", l.Left)
}

func (p *program) printHolds(holds []invoices.HoldView) {
	for _, h := range holds {
		p.printf("cli.invoice.show.hold", "kind", h.Kind, "why", text.Say(p.lang, h.Why.Code, h.Why.Args))
		if h.First != "" {
			p.printf("cli.invoice.show.half", "first", h.First)
		}
	}
}

func (p *program) invoiceShowCommand() *cobra.Command {
	c := &cobra.Command{Use: "show INVOICE", Short: p.say("cli.invoice.show.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			s, err := d.Show(c.Context(), id)
			if err != nil {
				return err
			}
			return p.printInvoice(s)
		})
	}
	return c
}

// shownJSON is an invoice as scripts read it.
type shownJSON struct {
	invoices.Shown
	Holds    []heldJSON `json:"holds"`
	AllHolds []heldJSON `json:"allHolds"`
	Parts    []partJSON `json:"coding"`
	Net      books.Euro `json:"net"`
	VAT      books.Euro `json:"vat"`
}

type partJSON struct {
	invoices.Part
	Amount  books.Euro `json:"amount"`
	Charged books.Euro `json:"charged"` // VAT
	Back    books.Euro `json:"back"`    // VAT
}

func partsJSON(parts []invoices.Part) []partJSON {
	list := []partJSON{}
	for _, part := range parts {
		list = append(list, partJSON{part, books.Euro(part.Amount), books.Euro(part.Charged), books.Euro(part.Back)})
	}
	return list
}

func (p *program) printInvoice(s invoices.Shown) error {
	if p.json {
		return p.printJSON(shownJSON{s, p.heldJSON(s.Holds), p.heldJSON(s.AllHolds), partsJSON(s.Parts), books.Euro(s.Net), books.Euro(s.VAT)})
	}
	p.printf("cli.invoice.show.head", "invoice", s.ID, "number", s.Number, "issued", s.Issued, "name", s.Name, "supplier", s.Supplier)
	p.printf("cli.invoice.show.amounts", "net", s.Net, "vat", s.VAT, "payable", money.Cents(s.Payable), "currency", s.Currency, "iban", s.IBAN, "due", s.Due)
	p.printf("cli.invoice.show.state", "state", p.say("invoices.is."+string(s.State)), "received", s.Received, "left", p.daysLeft(s.Listed))
	p.printf("cli.invoice.show.file", "name", s.Document.Name, "media", s.Document.Media)
	for _, copied := range s.Copies {
		p.printf("cli.invoice.show.copy", "name", copied.Name, "media", copied.Media, "channel", copied.Channel)
	}
	p.printHolds(s.Holds)
	p.printFields(s.Content.Fields)
	for _, f := range s.Content.Findings {
		fmt.Fprintf(p.out, "    %s %s: %s\n", p.say("cli.invoice.severity."+f.Severity), f.Rule, f.Message[string(p.lang)])
	}
	p.printParts(s.Parts)
	p.printWay(s)
	return nil
}

func (p *program) printParts(parts []invoices.Part) {
	for _, part := range parts {
		p.printf("cli.invoice.show.part", "account", part.Account, "amount", part.Amount, "vat", part.Charged, "back", part.Back,
			"dimensions", part.Dimensions())
	}
}

func (p *program) invoiceReleaseCommand() *cobra.Command {
	because := ""
	c := &cobra.Command{Use: "release INVOICE KIND…", Short: p.say("cli.invoice.release.short"), Long: p.say("cli.invoice.release.long"), Args: cobra.MinimumNArgs(2)}
	c.Flags().StringVar(&because, "because", "", p.say("cli.invoice.because"))
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			for _, kind := range args[1:] {
				waiting, err := d.ReleaseBecause(c.Context(), p.user, id, kind, because)
				if err != nil {
					return err
				}
				key := "cli.invoice.released"
				if waiting > 0 {
					key = "cli.invoice.half"
				}
				if !p.json {
					p.printf(key, "invoice", id, "kind", kind)
				}
			}
			return p.invoiceNow(c.Context(), d, id)
		})
	}
	return c
}

// invoiceNow tells how an invoice stands after an act.
func (p *program) invoiceNow(ctx context.Context, d *invoices.Desk, id int64) error {
	s, err := d.Show(ctx, id)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(listedJSON{s.Listed, p.heldJSON(s.Holds)})
	}
	p.printf("cli.invoice.now", "invoice", id, "state", p.say("invoices.is."+string(s.State)))
	return nil
}

// invoiceTurnCommand makes the command for an act that takes an invoice and a reason.
func (p *program) invoiceTurnCommand(verb string, do func(*invoices.Desk, context.Context, string, int64, string) error) *cobra.Command {
	because := ""
	c := &cobra.Command{Use: verb + " INVOICE", Short: p.say("cli.invoice." + verb + ".short"), Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&because, "because", "", p.say("cli.invoice.because"))
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if err := do(d, c.Context(), p.user, id, because); err != nil {
				return err
			}
			return p.invoiceNow(c.Context(), d, id)
		})
	}
	return c
}
