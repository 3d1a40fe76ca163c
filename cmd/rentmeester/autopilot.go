// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/text"
)

func (p *program) autopilotCommand() *cobra.Command {
	c := &cobra.Command{Use: "autopilot", Short: p.say("cli.autopilot.short"), Long: p.say("cli.autopilot.long"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			v, err := b.StandingView(c.Context())
			if err != nil {
				return err
			}
			codings, err := b.Invoices().Pilot(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(struct {
					app.StandingView
					Codings invoices.PilotView `json:"codings"`
				}{v, codings})
			}
			if err := p.printStandingView(v); err != nil {
				return err
			}
			p.printPilot(codings)
			return nil
		})
	}
	return c
}

// share writes a share in percent for the reader's language, "0,10 %".
func (p *program) share(share float64) string {
	return p.say("cli.share", "share", text.Percent(share))
}

// printStanding tells in one block what the autopilot may do, why, what was
// promised and what is measured.
func (p *program) printStanding(s app.Standing) error {
	fmt.Fprintln(p.out, p.say("cli.autopilot.title"))
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	row := func(key, said string) { fmt.Fprintf(w, "  %s\t%s\n", p.say("cli.autopilot."+key), said) }
	may, because := s.May(), s.Because()
	row("may", text.Say(p.lang, may.Code, may.Args))
	row("why", text.Say(p.lang, because.Code, because.Args))
	row("since", text.Day(p.lang, s.Since[:min(10, len(s.Since))]))
	if s.Promise.Bank == "budget" {
		row("promise", p.say("cli.autopilot.promised", "wrong", text.Percent(s.Promise.Wrong), "confidence", text.Percent(s.Promise.Confidence)))
		m := s.Measured
		sample := p.say("cli.autopilot.no-sample", "drawn", s.Drawn)
		if m.Blind > 0 {
			sample = p.say("cli.autopilot.sampled", "drawn", s.Drawn, "blind", m.Blind, "wrong", m.BlindWrong, "bound", text.Percent(m.Bound))
		}
		row("sample", sample)
	}
	row("automatic", p.say("cli.autopilot.done", "automatic", s.Automatic, "decided", s.Decided, "share", percentOf(s.Automatic, s.Decided)))
	row("corrected", p.say("cli.autopilot.undone", "corrected", s.Corrected, "share", percentOf(s.Corrected, s.Automatic)))
	return w.Flush()
}

// percentOf is a part in percent, as a canonical decimal.
func percentOf(part, whole int64) string {
	return text.Percent(float64(part) / float64(max(whole, 1)))
}

func (p *program) printStandingView(v app.StandingView) error {
	if err := p.printStanding(v.Current); err != nil {
		return err
	}
	heads := func(keys ...string) (list []string) {
		for _, key := range keys {
			list = append(list, p.say("cli.autopilot."+key))
		}
		return list
	}
	var months, rows, history [][]string
	for _, m := range v.Months {
		months = append(months, []string{m.Month, p.say("cli.count", "n", m.Decided), p.share(float64(m.Automatic) / float64(max(m.Decided, 1))),
			p.share(float64(m.Corrected) / float64(max(m.Automatic, 1)))})
	}
	for _, r := range v.Reliability {
		if r.N > 0 {
			rows = append(rows, []string{fmt.Sprintf("%.0f–%.0f %%", r.From*100, r.To*100), p.say("cli.count", "n", r.N), p.share(r.Claimed), p.share(r.Right)})
		}
	}
	for _, h := range v.History {
		why, threshold, wrong := h.Because(), "–", "–"
		if h.Threshold > 0 {
			threshold = p.share(h.Threshold)
		}
		if h.Cases > 0 {
			wrong = p.say("cli.autopilot.of", "wrong", h.Wrong, "cases", h.Cases)
		}
		history = append(history, []string{text.Day(p.lang, h.At[:min(10, len(h.At))]), p.say("cli.autopilot.mode." + string(h.Mode)), threshold, wrong,
			text.Say(p.lang, why.Code, why.Args)})
	}
	for _, t := range []struct {
		title string
		heads []string
		rows  [][]string
	}{
		{"months", heads("month", "decisions", "automatic", "corrected"), months},
		{"reliability", heads("claim", "cases", "claimed", "right"), rows},
		{"history", heads("day", "mode", "threshold", "wrong", "why"), history},
	} {
		if err := p.printTable(p.say("cli.autopilot.title."+t.title), t.heads, t.rows); err != nil {
			return err
		}
	}
	return nil
}

// printTable writes a titled table; nothing when it has no rows.
func (p *program) printTable(title string, heads []string, rows [][]string) error {
	if len(rows) == 0 {
		return nil
	}
	fmt.Fprintln(p.out)
	fmt.Fprintln(p.out, title)
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{heads}, rows...) {
		fmt.Fprint(w, " ")
		for i, cell := range row {
			if i > 0 {
				fmt.Fprint(w, "\t")
			}
			fmt.Fprint(w, " ", cell)
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}
