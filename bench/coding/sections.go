// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"bytes"
	"fmt"
	"time"
)

// beside tells what it does when a prediction knows more or less.
func (p *Page) beside(b *bytes.Buffer) {
	first := true
	for _, part := range p.Parts {
		if !part.Beside || len(part.Results) == 0 {
			continue
		}
		if first {
			b.WriteString("\n## Knowing more, or less\n\nThe account in Harrogate, when a prediction knows other columns.\n\n| a prediction knows | top-1 / top-3 | calibration error | at 99 % | at 98 % | at 95 % |\n|---|---|---|---|---|---|\n")
			first = false
		}
		row(b, part.Knows, part.engine())
	}
}

// transfer compares what was grown elsewhere with the town's own.
func (p *Page) transfer(b *bytes.Buffer) {
	first := true
	for _, part := range p.Parts {
		if len(part.Transfer) == 0 {
			continue
		}
		if first {
			fmt.Fprintf(b, "\n## A prior from elsewhere\n\nRanker and judge as they were grown elsewhere, on the last %d lines before the last 30 %% of that ledger, never grown anew here; the past and the linear model are the town's own. Below them the engine, that grows its own.\n\n| | top-1 / top-3 | calibration error | at 99 %% | at 98 %% | at 95 %% |\n|---|---|---|---|---|---|\n", grownOn)
			first = false
		}
		for _, t := range part.Transfer {
			row(b, part.title()+": "+t.Way, &t)
		}
		if len(part.Results) > 0 {
			row(b, part.title()+": the town's own", part.engine())
		}
	}
}

// newcomers compares ways by how much of a supplier was known.
func (p *Page) newcomers(b *bytes.Buffer) {
	first := true
	for _, part := range p.Parts {
		if part.Beside || len(part.Results) == 0 {
			continue
		}
		if first {
			b.WriteString("\n## New suppliers\n\nTop-1 / top-3 by how many lines of the supplier were booked on days before; the first two columns are the first three lines of a supplier.\n\n|  | none | 1–2 | 3–9 | 10–99 | 100 and more |\n|---|---|---|---|---|---|\n")
			first = false
		}
		fmt.Fprintf(b, "| %s: lines |", part.title())
		for _, k := range part.engine().Known {
			fmt.Fprintf(b, " %d |", k.Tally.N)
		}
		b.WriteString("\n")
		for _, r := range part.Results {
			fmt.Fprintf(b, "| %s |", r.Way)
			for _, k := range r.Known {
				fmt.Fprintf(b, " %.3f / %.3f |", k.Tally.First, k.Tally.Three)
			}
			b.WriteString("\n")
		}
	}
}

func (p *Page) cold(b *bytes.Buffer) {
	if len(p.Cold) == 0 {
		return
	}
	b.WriteString("\n## Cold start\n\nFrom the very first line of a ledger on, account, top-1 / top-3 of the lines in each stretch. The engine begins with the shipped prior.\n\n|")
	from := 0
	rule := "|---|"
	b.WriteString(" |")
	for _, until := range Firsts {
		fmt.Fprintf(b, " %d–%d |", from+1, until)
		from = until
		rule += "---|"
	}
	b.WriteString("\n" + rule + "\n")
	for _, c := range p.Cold {
		for _, r := range c.Rows {
			fmt.Fprintf(b, "| %s: %s |", titled(c.Ledger), r.Way)
			for _, t := range r.Tally {
				fmt.Fprintf(b, " %.3f / %.3f |", t.First, t.Three)
			}
			b.WriteString("\n")
		}
	}
}

func (p *Page) ablation(b *bytes.Buffer) {
	if len(p.Ablated) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## What each part adds, and wrong lessons\n\nAccount, Harrogate, a window of before the lines measured above: learned from 40 %% of the ledger on, measured from 59.5 to 70 %%. Columns are taken out of the past as well as of the question; parts of the engine are hidden from the ranker and the judge, which grow without them (who comes into question stays the same). Last, %s: so many lines, drawn with the seed, are learned with the coding of another line.\n\n| without | top-1 / top-3 | change of top-1, points | calibration error | at 99 %% | at 98 %% | at 95 %% |\n|---|---|---|---|---|---|---|\n", "label noise")
	whole := p.Ablated[0].Result.Tally.First
	for _, a := range p.Ablated {
		r := a.Result
		fmt.Fprintf(b, "| %s | %.3f / %.3f | %+.1f | %.3f |", a.Name, r.Tally.First, r.Tally.Three, 100*(r.Tally.First-whole), r.Tally.Error)
		for _, c := range r.Covered {
			fmt.Fprintf(b, " %.3f (%.1f) |", c.Coverage, 100*c.Reached)
		}
		b.WriteString("\n")
	}
}

func (p *Page) moves(b *bytes.Buffer) {
	real := false
	for _, part := range p.Parts {
		real = real || !part.Beside && len(part.Results) > 0
	}
	if p.Shift == nil && !real {
		return
	}
	b.WriteString("\n## Renamed accounts, and suppliers that move\n\nHow many lines of a supplier with its new coding were booked before it was first proposed.\n\n| | suppliers | at once | within 3 | within 10 | never | median | most | right from then on |\n|---|---|---|---|---|---|---|---|---|\n")
	if p.Shift != nil {
		moved(b, "invented, Harrogate: account renamed to a new code, for everybody", p.Shift.Renamed)
		moved(b, "invented, Harrogate: supplier goes to an account that others have", p.Shift.Moved)
	}
	for _, part := range p.Parts {
		if !part.Beside && len(part.Results) > 0 {
			moved(b, "in the ledger: "+part.title(), part.engine().Moves)
		}
	}
	fmt.Fprintf(b, "\nInvented changes (seed %d): all on one day at 80 %% of the ledger, for the most frequent suppliers with one account for at least eight in ten lines; each line is learned as soon as it was predicted. In the ledgers: a supplier with %d lines in a row on one coding and then as many on another; there all lines of a day are predicted before any of them is learned, so a supplier with many lines a day is noticed later for that alone. *Right from then on*: of its lines with the new coding after the first of them was booked.\n", p.Seed, steady)
}

func moved(b *bytes.Buffer, name string, list []Move) {
	if len(list) == 0 {
		fmt.Fprintf(b, "| %s | 0 | | | | | | | |\n", name)
		return
	}
	never, most, right, lines := 0, 0, 0, 0
	var after []time.Duration
	for _, m := range list {
		if !m.Found {
			never++
		}
		most = max(most, m.After)
		after = append(after, time.Duration(m.After))
		right, lines = right+m.Right, lines+m.Lines-1
	}
	fmt.Fprintf(b, "| %s | %d | %d | %d | %d | %d | %d | %d | %.1f %% |\n", name, len(list), Noticed(list, 0), Noticed(list, 3), Noticed(list, 10), never,
		int(spread(after).Median), most, 100*share(min(right, lines), lines))
}

func (p *Page) speed(b *bytes.Buffer) {
	s := p.Speed
	if s == nil || s.Lines == 0 {
		return
	}
	busy := 100 * s.Asking.CPU.Seconds() / s.Asking.Wall.Seconds() / float64(s.Machine.Cores)
	fmt.Fprintf(b, `
## Speed and memory

%s, account, %d lines learned one after another from the file (CSV, zipped); then lines like its last, a third of them of new suppliers, until the past has %d. Measured first in this run, before anything else was in memory. In the same minute and on the same cores the machine did %.0f MB/s of SHA-256 on one core and %.0f MB/s on all %d, and a read of memory at an unforeseen place took %.0f ns: so another machine, or a busier hour, can be told from a slower engine. While proposals were asked the program had %.0f %% of the cores.

| | |
|---|---|
| learning %d lines | %.1f s, %.1f s of the processor |
| proposals a second, all cores | %.0f (%.0f for each second of the processor) |
| one proposal, all cores at work | median %s, 99 of 100 within %s, the slowest %s |
| a day's lines (%d on average) learned, to the next proposal | median %s, the slowest of 20 days %s |
| a correction and the proposal after it | median %s, 99 of 100 within %s |
| memory | %.0f MB the model, %.0f MB the process at most, the lines kept to ask with included |
`, titled(s.Ledger), s.Lines, s.Past, s.Machine.One, s.Machine.All, s.Machine.Cores, s.Machine.Read, busy,
		s.Lines, s.Learned.Wall.Seconds(), s.Learned.CPU.Seconds(),
		float64(s.Asked)/s.Asking.Wall.Seconds(), float64(s.Asked)/max(s.Asking.CPU.Seconds(), 1e-9),
		said(s.Took.Median), said(s.Took.P99), said(s.Took.Worst), s.Day, said(s.Update.Median), said(s.Update.Worst),
		said(s.Correct.Median), said(s.Correct.P99), s.Heap, s.Peak)
}
