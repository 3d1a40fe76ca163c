// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

func (p *program) resultsCommand() *cobra.Command {
	c := &cobra.Command{Use: "results", Short: p.say("cli.results.short"), Long: p.say("cli.results.long"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			r, err := b.Results(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(r)
			}
			return p.printResults(r)
		})
	}
	return c
}

func (p *program) printResults(r app.Results) error {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, p.say("cli.results.head")+"\t")
	for _, m := range r.Months {
		p.resultRow(w, m.Month, m)
	}
	if r.Automatic != "" {
		p.resultRow(w, p.say("cli.results.since"), r.Since)
	}
	b := r.Baseline
	share := func(s app.BaseShare) string { return p.partOf(s.Share, s.Known) }
	days := func(d app.BaseMedian) string {
		if !d.Known {
			return nothing
		}
		return strconv.Itoa(d.Days)
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", p.say("cli.results.before"), share(b.Lines), share(b.Coding), share(b.Whole),
		days(b.Booked), days(b.Paid), nothing, nothing, nothing, nothing)
	if err := w.Flush(); err != nil {
		return err
	}
	p.printf("cli.results.assumed", "line", r.Minutes.BankLine, "coding", r.Minutes.Coding, "reading", r.Minutes.Reading, "letter", r.Minutes.Letter,
		"correction", r.Minutes.Correction)
	return nil
}

// nothing stands where there was nothing to measure.
const nothing = "–"

func (p *program) resultRow(w *tabwriter.Writer, name string, m app.MonthResult) {
	alone := func(a app.Alone) string { return p.partOf(part(a.Alone, a.All), a.All > 0) }
	took := func(l app.Lead) string {
		if l.Count == 0 {
			return nothing
		}
		return fmt.Sprint(l.Median, "/", l.Most)
	}
	found, amount := 0, money.Cents(0)
	for _, f := range m.Found {
		found, amount = found+f.Count, amount+money.Cents(f.Amount)
	}
	wrong, done := m.Lines.Corrected+m.Codings.Corrected+m.Invoices.Corrected, m.Lines.Alone+m.Codings.Alone+m.Invoices.Alone
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", name, alone(m.Lines), alone(m.Codings), alone(m.Invoices), took(m.Booked), took(m.Paid),
		p.say("cli.count", "n", found), text.Money(p.lang, amount.String()), p.partOf(part(wrong, done), done > 0), strconv.FormatFloat(float64(m.Minutes)/60, 'f', 0, 64))
}

func part(of, all int) float64 { return float64(of) / float64(max(all, 1)) }

func (p *program) partOf(share float64, known bool) string {
	if !known {
		return nothing
	}
	return text.Say(p.lang, "web.rate", fault.Args("share", text.Percent(share)))
}
