// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

func (p *program) invoiceCodeCommand() *cobra.Command {
	var sets []string
	var split string
	var line int
	var accept bool
	c := &cobra.Command{Use: "code INVOICE", Short: p.say("cli.invoice.code.short"), Long: p.say("cli.invoice.code.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringArrayVar(&sets, "set", nil, p.say("cli.invoice.code.set"))
	c.Flags().IntVar(&line, "line", 0, p.say("cli.invoice.code.line"))
	c.Flags().StringVar(&split, "split", "", p.say("cli.invoice.code.split"))
	c.Flags().BoolVar(&accept, "accept", false, p.say("cli.invoice.code.accept"))
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		parts, err := codedParts(sets, split)
		if err != nil {
			return err
		}
		if accept && len(parts) > 0 || len(parts) == 0 && (split != "" || line != 0) {
			return fault.New("cli.invoice.code-what")
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			switch {
			case accept:
				err = d.Accept(c.Context(), p.user, id, "")
			case len(parts) > 0:
				err = d.SetCoding(c.Context(), p.user, id, invoices.Coded{Line: line, Parts: parts})
			default:
				return p.codingNow(c.Context(), d, id)
			}
			if err != nil {
				return err
			}
			return p.codedNow(c.Context(), d, id)
		})
	}
	return c
}

// codedParts reads the parts that flags name, and the shares between them.
// Errors: cli.invoice.part-key, cli.invoice.code-split, those of money.Parse.
func codedParts(sets []string, split string) ([]coding.Part, error) {
	parts := make([]coding.Part, len(sets))
	for i, s := range sets {
		var err error
		if parts[i], err = codedPart(s); err != nil {
			return nil, err
		}
	}
	if split == "" {
		if len(parts) > 1 {
			for _, part := range parts {
				if part.Amount == 0 {
					return nil, fault.New("cli.invoice.code-split", "split", split, "parts", len(parts))
				}
			}
		}
		return parts, nil
	}
	shares := strings.Split(split, ",")
	if len(shares) != len(parts) {
		return nil, fault.New("cli.invoice.code-split", "split", split, "parts", len(parts))
	}
	for i, s := range shares {
		weight, err := strconv.ParseInt(strings.TrimSpace(s), 10, 32)
		if err != nil || weight < 1 {
			return nil, fault.New("cli.invoice.code-split", "split", split, "parts", len(parts))
		}
		parts[i].Weight = weight
	}
	return parts, nil
}

// codedPart reads "account=4300,cost-centre=4100".
func codedPart(s string) (part coding.Part, err error) {
	places := map[string]*string{"account": &part.Coding.Account, "cost-centre": &part.Coding.CostCentre, "taakveld": &part.Coding.Taakveld,
		"categorie": &part.Coding.Categorie, "project": &part.Coding.Project, "vat": (*string)(&part.Coding.VAT)}
	for _, pair := range strings.Split(s, ",") {
		key, value, _ := strings.Cut(pair, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		place := places[key]
		switch {
		case place != nil:
			*place = value
		case key == "amount":
			if part.Amount, err = money.Parse(value); err != nil {
				return part, err
			}
		default:
			return part, fault.New("cli.invoice.part-key", "key", key)
		}
	}
	return part, nil
}

// codedNow tells how an invoice stands after it was coded, and what of its coding
// could not be checked.
func (p *program) codedNow(ctx context.Context, d *invoices.Desk, id int64) error {
	if !p.json {
		v, err := d.Coding(ctx, id)
		if err != nil {
			return err
		}
		for _, l := range v.Lines {
			p.printCoding("cli.invoice.code.is", l.Parts)
			p.printFindings(l.Findings)
		}
		p.printPosting(v)
	}
	return p.invoiceNow(ctx, d, id)
}

// findingJSON is what is wrong with a coding, with its sentence.
type findingJSON struct {
	coding.Finding
	Message string `json:"message"`
}

type codedLineJSON struct {
	invoices.LineView
	Findings []findingJSON `json:"findings"`
}

type codingJSON struct {
	invoices.CodingView
	Lines []codedLineJSON `json:"lines"`
}

// codingNow shows how an invoice is coded and what is proposed, with reasons.
func (p *program) codingNow(ctx context.Context, d *invoices.Desk, id int64) error {
	v, err := d.Coding(ctx, id)
	if err != nil {
		return err
	}
	if p.json {
		out := codingJSON{CodingView: v, Lines: []codedLineJSON{}}
		for _, l := range v.Lines {
			one := codedLineJSON{l, []findingJSON{}}
			for _, f := range l.Findings {
				one.Findings = append(one.Findings, findingJSON{f, text.Say(p.lang, f.Code, f.Args)})
			}
			out.Lines = append(out.Lines, one)
		}
		return p.printJSON(out)
	}
	p.printf("cli.invoice.code.head", "invoice", v.Invoice, "number", v.Number, "day", v.Day, "year", v.Year)
	for _, l := range v.Lines {
		p.printf("cli.invoice.code.one-line", "line", l.Line, "text", cmp.Or(l.Text, l.Number), "net", money.Cents(l.Net),
			"vat", strings.TrimSpace(l.Category+" "+l.Rate))
		p.printCoding("cli.invoice.code.is", l.Parts)
		p.printOption("cli.invoice.code.proposed", l.Model, l.Proposal)
		for _, o := range l.Alternatives {
			p.printOption("cli.invoice.code.or", l.Model, o)
		}
		p.printFindings(l.Findings)
	}
	p.printPosting(v)
	if v.Model != "" && v.Probability == 0 && !v.Coded {
		p.printf("cli.invoice.code.no-proposal")
	}
	return nil
}

func (p *program) printOption(key, model string, o invoices.OptionView) {
	if len(o.Parts) > 0 {
		p.printf(key, "probability", int(o.Probability*100), "model", model)
		p.printCoding("cli.invoice.code.part", o.Parts)
	}
	for _, r := range o.Reasons {
		fmt.Fprintln(p.out, "      "+text.Say(p.lang, r.Code, r.Args))
	}
}

func (p *program) printCoding(key string, parts []invoices.PartView) {
	for _, part := range parts {
		p.printf(key, "account", part.Account, "amount", money.Cents(part.Amount), "dimensions", part.Dimensions(), "treatment", string(part.Treatment))
	}
}

func (p *program) printFindings(findings []coding.Finding) {
	for _, f := range findings {
		key := "cli.invoice.code.remark"
		if f.Blocks {
			key = "cli.invoice.code.blocks"
		}
		p.printf(key, "message", text.Say(p.lang, f.Code, f.Args))
	}
}

// printPosting shows the journal entry that the coding makes.
func (p *program) printPosting(v invoices.CodingView) {
	for _, d := range v.Differences {
		p.printf("cli.invoice.code.remark", "message", text.Say(p.lang, d.Why.Code, d.Why.Args))
	}
	if v.Problem != nil {
		p.printf("cli.invoice.code.blocks", "message", text.Say(p.lang, v.Problem.Code, v.Problem.Args))
	}
	if len(v.Entry) == 0 {
		return
	}
	p.printf("cli.invoice.code.entry")
	for _, l := range v.Entry {
		fmt.Fprintf(p.out, "    %-10s %14s  %s\n", l.Account, p.amount(money.Cents(l.Amount)), l.Dimensions)
	}
}
