// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"github.com/govalues/decimal"
	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/order"
)

func (p *program) orderCommand() *cobra.Command {
	c := &cobra.Command{Use: "order", Short: p.say("cli.order.short")}
	c.AddCommand(p.orderListCommand(), p.orderShowCommand(), p.orderReceiveCommand())
	return c
}

func (p *program) orderListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.say("cli.order.list.short"), Args: cobra.NoArgs}
	f := p.filterFlags(c, "cli.order.list.state")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if f.Limit < 1 || f.Skip < 0 {
			return fault.New("cli.number", "value", min(f.Limit, f.Skip))
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			list, err := d.ListOrders(c.Context(), invoices.OrderFilter{Filter: *f})
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(list)
			}
			for _, o := range list {
				p.printOrder(o)
			}
			if len(list) == 0 {
				p.printf("cli.order.list.empty")
			}
			return nil
		})
	}
	return c
}

func (p *program) printOrder(o invoices.OrderView) {
	state := "open"
	if o.Closed {
		state = "closed"
	}
	p.printf("cli.order.one", "number", o.Number, "supplier", o.Supplier, "name", o.SupplierName, "description", o.Description, "amount", o.Amount,
		"invoiced", o.Invoiced, "left", o.Left, "state", p.say("cli.order.state."+state))
}

func (p *program) orderShowCommand() *cobra.Command {
	c := &cobra.Command{Use: "show ORDER", Short: p.say("cli.order.show.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			o, err := d.ShowOrder(c.Context(), args[0])
			if err != nil {
				return err
			}
			return p.printOrderWhole(o)
		})
	}
	return c
}

func (p *program) printOrderWhole(o invoices.OrderView) error {
	if p.json {
		return p.printJSON(o)
	}
	p.printOrder(o)
	p.printf("cli.order.show.who", "orderer", firstOf(o.Orderer, "–"), "centre", firstOf(o.CostCentre, "–"))
	if o.From != "" || o.Until != "" {
		p.printf("cli.order.show.term", "from", o.From, "until", o.Until)
	}
	for _, l := range o.Lines {
		p.printf("cli.order.show.line", "line", l.Number, "description", l.Description, "quantity", l.Quantity, "price", l.Price, "amount", l.Amount,
			"invoiced", l.Invoiced, "invoicedQuantity", firstOf(l.InvoicedQty, "0"), "left", l.Left)
	}
	for _, r := range o.Receipts {
		p.printf("cli.order.show.receipt", "day", r.Day, "number", r.Number, "line", r.Line, "quantity", r.Quantity, "amount", r.Amount, "by", r.By)
	}
	for _, i := range o.Invoices {
		p.printf("cli.order.show.invoice", "invoice", i.ID, "number", i.Number, "issued", i.Issued, "amount", i.Amount, "state", p.say("invoices.is."+string(i.State)))
	}
	return nil
}

// orderReceiveCommand records what came of one line of an order.
func (p *program) orderReceiveCommand() *cobra.Command {
	r, quantity, amount, on := order.Receipt{}, "", "", ""
	c := &cobra.Command{Use: "receive ORDER", Short: p.say("cli.order.receive.short"), Long: p.say("cli.order.receive.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&r.Line, "line", "", p.say("cli.order.receive.line"))
	c.Flags().StringVar(&quantity, "quantity", "", p.say("cli.order.receive.quantity"))
	c.Flags().StringVar(&amount, "amount", "", p.say("cli.order.receive.amount"))
	c.Flags().StringVar(&r.Number, "slip", "", p.say("cli.order.receive.slip"))
	c.Flags().StringVar(&on, "day", "", p.say("cli.order.receive.day"))
	c.MarkFlagsOneRequired("quantity", "amount")
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		if r.Quantity, r.Amount, r.Day, err = received(quantity, amount, on); err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			o, err := d.ShowOrder(c.Context(), args[0])
			if err != nil {
				return err
			}
			if o, err = d.Receive(c.Context(), p.user, o.ID, []order.Receipt{r}); err != nil {
				return err
			}
			return p.printOrderWhole(o)
		})
	}
	return c
}

// received reads what came and when; what is left out is none.
func received(quantity, amount, on string) (q *decimal.Decimal, a money.Cents, d day.Day, err error) {
	if quantity != "" {
		exact, err := decimal.Parse(quantity)
		if err != nil {
			return nil, 0, "", fault.New("cli.quantity", "value", quantity)
		}
		q = &exact
	}
	if amount != "" {
		if a, err = money.Parse(amount); err != nil {
			return nil, 0, "", err
		}
	}
	if on != "" {
		d, err = day.Parse(on)
	}
	return q, a, d, err
}
