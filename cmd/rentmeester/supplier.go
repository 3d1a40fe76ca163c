// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/fault"
)

func (p *program) supplierCommand() *cobra.Command {
	c := &cobra.Command{Use: "supplier", Short: p.say("cli.supplier.short")}
	c.AddCommand(p.supplierListCommand(), p.supplierShowCommand(), p.supplierAcceptCommand(), p.supplierRefuseCommand(),
		p.supplierAccountCommand("release-account", (*invoices.Desk).ReleaseAccount),
		p.supplierAccountCommand("refuse-account", func(d *invoices.Desk, ctx context.Context, actor, supplier, iban string) (bool, error) {
			return true, d.RefuseAccount(ctx, actor, supplier, iban)
		}))
	return c
}

func (p *program) supplierListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.say("cli.supplier.list.short"), Args: cobra.NoArgs}
	f := p.filterFlags(c, "cli.supplier.list.state")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if f.Limit < 1 || f.Skip < 0 {
			return fault.New("cli.number", "value", min(f.Limit, f.Skip))
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			list, err := d.ListSuppliers(c.Context(), *f)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(list)
			}
			for _, s := range list {
				p.printSupplier(s)
			}
			if len(list) == 0 {
				p.printf("cli.supplier.list.empty")
			}
			return nil
		})
	}
	return c
}

func (p *program) printSupplier(s invoices.Supplier) {
	p.printf("cli.supplier.one", "number", s.Number, "name", s.Name, "kvk", s.KvK, "vat", s.VAT, "city", s.Address.City,
		"state", p.say("invoices.supplier."+s.State))
	for _, a := range s.Accounts {
		p.printf("cli.supplier.account", "iban", a.IBAN, "state", p.say("invoices.account."+a.State), "who", strings.TrimSpace(a.First+" "+a.Second))
	}
}

func (p *program) supplierShowCommand() *cobra.Command {
	c := &cobra.Command{Use: "show SUPPLIER", Short: p.say("cli.supplier.show.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error { return p.supplierNow(c.Context(), d, args[0]) })
	}
	return c
}

func (p *program) supplierNow(ctx context.Context, d *invoices.Desk, number string) error {
	s, err := d.ShowSupplier(ctx, number)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(s)
	}
	p.printSupplier(s)
	return nil
}

func (p *program) supplierAcceptCommand() *cobra.Command {
	number, as := "", ""
	c := &cobra.Command{Use: "accept SUPPLIER", Short: p.say("cli.supplier.accept.short"), Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&number, "number", "", p.say("cli.supplier.accept.number"))
	c.Flags().StringVar(&as, "as", "", p.say("cli.supplier.accept.as"))
	c.MarkFlagsMutuallyExclusive("number", "as")
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withInvoices(c.Context(), func(d *invoices.Desk) (err error) {
			if as != "" {
				err = d.Same(c.Context(), p.user, args[0], as)
			} else {
				err = d.AcceptSupplier(c.Context(), p.user, args[0], number)
			}
			if err != nil {
				return err
			}
			return p.supplierNow(c.Context(), d, firstOf(as, number, args[0]))
		})
	}
	return c
}

func (p *program) supplierRefuseCommand() *cobra.Command {
	c := &cobra.Command{Use: "refuse SUPPLIER", Short: p.say("cli.supplier.refuse.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if err := d.RefuseSupplier(c.Context(), p.user, args[0]); err != nil {
				return err
			}
			return p.supplierNow(c.Context(), d, args[0])
		})
	}
	return c
}

// supplierAccountCommand makes the command for an act on an account.
func (p *program) supplierAccountCommand(verb string, do func(*invoices.Desk, context.Context, string, string, string) (bool, error)) *cobra.Command {
	c := &cobra.Command{Use: verb + " SUPPLIER IBAN", Short: p.say("cli.supplier." + verb + ".short"), Args: cobra.ExactArgs(2)}
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			done, err := do(d, c.Context(), p.user, args[0], args[1])
			if err != nil {
				return err
			}
			if !p.json && verb == "release-account" {
				key := "cli.supplier.half"
				if done {
					key = "cli.supplier.released"
				}
				p.printf(key, "supplier", args[0], "iban", args[1])
			}
			return p.supplierNow(c.Context(), d, args[0])
		})
	}
	return c
}
