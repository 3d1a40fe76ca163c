// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app/reading"
	"rentmeester/formats/einvoice"
)

func (p *program) invoiceCommand() *cobra.Command {
	c := &cobra.Command{Use: "invoice", Short: p.say("cli.invoice.short")}
	validate := &cobra.Command{Use: "validate FILE|DIR…", Short: p.say("cli.invoice.validate.short"), Long: p.say("cli.invoice.validate.long"), Args: cobra.MinimumNArgs(1)}
	validate.RunE = func(c *cobra.Command, args []string) error {
		var results []reading.Checked
		err := p.eachInvoice(c.Context(), args, nil, func(r reading.Reader, name string, in io.Reader) {
			results = append(results, r.Check(c.Context(), name, in))
		})
		if err != nil {
			return err
		}
		return p.printChecked(results)
	}
	read := &cobra.Command{Use: "read FILE|DIR…", Short: p.say("cli.invoice.read.short"), Long: p.say("cli.invoice.read.long"), Args: cobra.MinimumNArgs(1)}
	var own []string
	read.Flags().StringArrayVar(&own, "own", nil, p.say("cli.invoice.read.own"))
	read.RunE = func(c *cobra.Command, args []string) error {
		var results []reading.Read
		err := p.eachInvoice(c.Context(), args, own, func(r reading.Reader, name string, in io.Reader) {
			results = append(results, r.Read(c.Context(), name, in))
		})
		if err != nil {
			return err
		}
		return p.printRead(results)
	}
	c.AddCommand(validate, read)
	c.AddCommand(p.invoiceActs()...)
	c.AddCommand(p.engineActs()...)
	c.AddCommand(p.invoiceCodedCommands()...)
	return c
}

func (p *program) printChecked(results []reading.Checked) error {
	wrong := 0
	for _, r := range results {
		if !r.Valid {
			wrong++
		}
	}
	if p.json {
		if err := p.printJSON(results); err != nil {
			return err
		}
	} else {
		for _, r := range results {
			p.printCheckedOne(r)
		}
		p.printf("cli.invoice.total", "files", len(results), "valid", len(results)-wrong, "wrong", wrong)
	}
	if wrong > 0 {
		return codedError{exitRefused}
	}
	return nil
}

func (p *program) printCheckedOne(r reading.Checked) {
	verdict := "cli.invoice.valid"
	switch {
	case r.Syntax == "" && r.Findings[0].Severity == string(einvoice.Policy):
		verdict = "cli.invoice.plain"
	case r.Syntax == "":
		verdict = "cli.invoice.unreadable"
	case !r.Valid:
		verdict = "cli.invoice.invalid"
	}
	p.printf(verdict, "name", r.Name(), "kind", p.say("cli.invoice.kind."+r.Kind), "rules", strings.Join(r.Rules, ", "))
	for i, f := range r.Findings {
		if i == 50 {
			p.printf("cli.import.more", "count", len(r.Findings)-i)
			break
		}
		fmt.Fprintf(p.out, "  %s %s: %s\n    %s\n", p.say("cli.invoice.severity."+f.Severity), f.Rule, f.Message, f.Path)
	}
}

func (p *program) printRead(results []reading.Read) error {
	refused := false
	for _, r := range results {
		refused = refused || r.Error != nil
	}
	if p.json {
		if err := p.printJSON(results); err != nil {
			return err
		}
	} else {
		for _, r := range results {
			p.printReadOne(r)
		}
	}
	if refused {
		return codedError{exitRefused}
	}
	return nil
}

func (p *program) printReadOne(r reading.Read) {
	if r.Error != nil {
		p.printf("cli.invoice.refused", "name", cmp.Or(r.Container, r.File), "message", r.Error.Message)
		return
	}
	inv := r.Invoice
	payable, currency := "", inv.Currency
	if inv.Totals.Payable != nil {
		payable, currency = inv.Totals.Payable.Value.String(), inv.Totals.Payable.Currency
	}
	p.printf("cli.invoice.one", "name", cmp.Or(r.Container, r.File), "kind", p.say("cli.invoice.kind."+r.Kind), "number", inv.Number, "issued", inv.Issued,
		"seller", inv.Seller.Name, "buyer", inv.Buyer.Name, "payable", payable, "currency", currency, "due", inv.Due, "lines", len(inv.Lines))
	p.printFields(r.Fields)
	for _, f := range r.Findings {
		fmt.Fprintf(p.out, "  %s %s: %s\n", p.say("cli.invoice.severity."+f.Severity), f.Rule, f.Message)
	}
	for _, u := range r.Unread {
		p.printf("cli.invoice.unread", "field", u.Field, "value", u.Value, "path", u.Path)
	}
}
