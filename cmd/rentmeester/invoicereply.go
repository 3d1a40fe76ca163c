// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/reply"
)

func (p *program) invoiceReplyCommand() *cobra.Command {
	var named []string
	var remark, file, to string
	send := false
	c := &cobra.Command{Use: "reply INVOICE", Short: p.say("cli.invoice.reply.short"), Long: p.say("cli.invoice.reply.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringSliceVar(&named, "reason", nil, p.say("cli.invoice.reply.reason"))
	c.Flags().StringVar(&remark, "remark", "", p.say("cli.invoice.reply.remark"))
	c.Flags().StringVar(&file, "ubl", "", p.say("cli.invoice.reply.ubl"))
	c.Flags().BoolVar(&send, "send", false, p.say("cli.invoice.reply.send"))
	c.Flags().StringVar(&to, "to", "", p.say("cli.invoice.reply.address"))
	c.MarkFlagsMutuallyExclusive("send", "ubl")
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		var reasons []reply.Reason
		for _, r := range named {
			reasons = append(reasons, reply.Reason(r))
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if send {
				told, err := d.SendReply(c.Context(), p.user, id, reasons, remark, to, p.lang)
				if err != nil {
					return err
				}
				return p.printTold(told)
			}
			r, err := d.Reply(c.Context(), id, reasons, remark)
			if err != nil {
				return err
			}
			if file != "" {
				return p.toFile(file, func(w io.Writer) error { return reply.Respond(w, r, p.lang) })
			}
			return p.printReply(r)
		})
	}
	return c
}

func (p *program) printTold(t invoices.Told) error {
	if p.json {
		return p.printJSON(t)
	}
	p.printf("cli.invoice.reply.queued", "to", t.To, "letter", t.Letter)
	return nil
}

func (p *program) printReply(r reply.Reply) error {
	letter := reply.Write(r, p.lang)
	if p.json {
		return p.printJSON(map[string]any{"to": r.To.Mail, "name": r.To.Name, "outcome": r.Outcome, "reasons": r.Reasons,
			"subject": letter.Subject, "body": letter.Body})
	}
	if r.To.Mail != "" {
		p.printf("cli.invoice.reply.to", "mail", r.To.Mail)
	}
	p.printf("cli.invoice.reply.subject", "subject", letter.Subject)
	fmt.Fprintln(p.out)
	fmt.Fprintln(p.out, letter.Body)
	return nil
}
