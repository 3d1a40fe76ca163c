// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"rentmeester/coding"
)

// Page is everything that was measured.
type Page struct {
	Commit    string
	Invented  bool // on invented ledgers
	Cut       Cut
	Seed      uint64
	Speed     *Speed
	Parts     []*Part
	Cold      []Cold
	Ablated   []Ablated
	Shift     *Shift
	Documents []*Documents // invoices with several codings
	Took      time.Duration
	Used      time.Duration // of the processor
}

const opening = `# Benchmark: codings predicted

Written whole by ` + "`make bench-coding`" + ` at commit %s, seed %d, on %d cores, from %s. What the engine does stands in [coding-prediction.md](coding-prediction.md).

Each day's lines are predicted, then learned: nothing of a day or after it is known to its predictions. %s of each ledger are measured, and everything before them is learned. A promise is kept by a threshold that is chosen anew each day, by the exact bound (confidence %g, fixed-sequence testing, as the error budget does) on the %d lines judged before that day. *With months* also asks that the months of the last year, by how much they differ, let expect that nine of ten next ones are at most half a point short, which is what the policy chooses by ` + "`months: each`" + ` (how: [coding-prediction.md](coding-prediction.md)). *Coverage* is the share of lines that would be coded without a person under that promise; in brackets the precision reached, and in how many months with such lines it was more than half a point under the promise.

The other dimensions of a coding are hidden from a prediction unless it is said that they are known. Who asks for the account alone may ask either way: with the cost centre in the row, as what is asked is "the row without the targets", or before anything of the coding is known; in Harrogate both are held against the same aims. The column ` + "`extra`" + ` is hidden everywhere (in Sheffield it is the name of the account). The usual ways were run again in this same run, on the same lines, with the same thresholds; words are those of supplier and text, as GnuCash takes them; tokens are these, size of the amount, directorate, and supplier with text and with directorate. The settings of the engine were chosen on lines of before 70 %% of the ledgers. The prior it begins with was grown on invented towns. Nothing but the sections that name the seed is drawn by chance, and the same ledgers give the same figures, apart from times.
`

// Markdown writes the page.
func (p *Page) Markdown() []byte {
	var b bytes.Buffer
	from := "the public ledgers of three English councils; what they publish is not in this repository"
	if p.Invented {
		from = "invented ledgers, to try the program: these figures say nothing"
	}
	cores := 0
	if p.Speed != nil {
		cores = p.Speed.Machine.Cores
	}
	measured := fmt.Sprintf("Lines of %.0f to %.0f %%", 100*p.Cut.From, 100*p.Cut.Until)
	if p.Cut == Whole {
		measured = "The last 30 %"
	}
	fmt.Fprintf(&b, opening, p.Commit, p.Seed, cores, from, measured, confidence, last)
	p.verdicts(&b)
	for _, part := range p.Parts {
		if !part.Beside && len(part.Results) > 0 {
			part.markdown(&b)
		}
	}
	p.beside(&b)
	p.transfer(&b)
	p.newcomers(&b)
	p.cold(&b)
	p.ablation(&b)
	p.moves(&b)
	p.sets(&b)
	p.speed(&b)
	fmt.Fprintf(&b, "\nAll of this took %.0f minutes, %.0f of the processor.\n", p.Took.Minutes(), p.Used.Minutes())
	return b.Bytes()
}

// verdicts tells first what was missed, then everything.
func (p *Page) verdicts(b *bytes.Buffer) {
	all := p.Verdicts()
	missed := 0
	for _, v := range all {
		if !v.Reached {
			missed++
		}
	}
	fmt.Fprintf(b, "\n## Aims\n\n%d aims, %d reached, %d missed.\n", len(all), len(all)-missed, missed)
	head := "| of | aim | reached | difference |\n|---|---|---|---|\n"
	if missed > 0 {
		b.WriteString("\n### What failed\n\n" + head)
		for _, v := range all {
			if !v.Reached {
				fmt.Fprintf(b, "| %s | %s | **%s** | %s |\n", v.Of, v.Aim, v.Got, v.By)
			}
		}
		p.why(b)
	}
	if missed < len(all) {
		b.WriteString("\n### What was reached\n\n" + head)
		for _, v := range all {
			if v.Reached {
				fmt.Fprintf(b, "| %s | %s | %s | %s |\n", v.Of, v.Aim, v.Got, v.By)
			}
		}
	}
}

// why says what wrong first proposals have in common.
func (p *Page) why(b *bytes.Buffer) {
	first := true
	for _, part := range p.Parts {
		if len(part.Results) == 0 || part.Beside {
			continue
		}
		if first {
			b.WriteString("\nWhy first proposals were wrong, in percent of all lines; and what could have been covered had the best single threshold been known beforehand, which tells what the choice of thresholds costs:\n\n| | nobody ever had the coding before | the supplier never had it before | it was second or third | neither | together | coverage in hindsight at 99, 98, 95 % |\n|---|---|---|---|---|---|---|\n")
			first = false
		}
		f := part.engine().Faults
		fmt.Fprintf(b, "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.3f, %.3f, %.3f |\n", part.title(), 100*f.Unheard, 100*f.New, 100*f.Among, 100*f.Remained,
			100*(f.Unheard+f.New+f.Among+f.Remained), part.engine().Bound[0], part.engine().Bound[1], part.engine().Bound[2])
	}
}

func titled(ledger string) string {
	if ledger == "" {
		return ""
	}
	return strings.ToUpper(ledger[:1]) + ledger[1:]
}

func (p *Part) title() string {
	title := titled(p.Ledger) + ", full code"
	if len(p.Targets) == 1 && p.Targets[0] == coding.Account {
		title = titled(p.Ledger) + ", account"
	}
	if p.Question != "" {
		title += ", " + p.Question
	}
	return title
}

func (p *Part) markdown(b *bytes.Buffer) {
	var names []string
	for _, f := range p.Targets {
		names = append(names, string(f))
	}
	fmt.Fprintf(b, "\n## %s\n\n%d lines; predicted jointly: %s. A prediction knows: %s.\n\n", p.title(), p.Lines, strings.Join(names, " × "), p.Knows)
	table(b, p.Results)
	e := p.engine()
	monthly(b, e)
	reliability(b, e)
	b.WriteString("\n<details><summary>Suppliers with most wrong</summary>\n\n| supplier | lines | wrong |\n|---|---|---|\n")
	for i, w := range e.Worst {
		fmt.Fprintf(b, "| no. %d | %d | %d |\n", i+1, w.N, w.Wrong) // names stay where they were published
	}
	b.WriteString("\n</details>\n")
}

func table(b *bytes.Buffer, results []Result) {
	b.WriteString("| | top-1 / top-3 | calibration error |")
	rule := "|---|---|---|"
	for _, p := range Promises {
		fmt.Fprintf(b, " at %.0f %% |", 100*p)
		rule += "---|"
	}
	b.WriteString("\n" + rule + "\n")
	for _, r := range results {
		row(b, r.Way, &r)
		if r.Way == Engine {
			steady := r
			steady.Covered = r.Steady
			row(b, Engine+", with months", &steady)
		}
	}
}

func row(b *bytes.Buffer, name string, r *Result) {
	bold := ""
	if r.Way == Engine {
		bold = "**"
	}
	fmt.Fprintf(b, "| %s%s%s | %s%.3f / %.3f%s | %.3f |", bold, name, bold, bold, r.Tally.First, r.Tally.Three, bold, r.Tally.Error)
	for _, c := range r.Covered {
		if c.Coverage == 0 {
			b.WriteString(" 0 |")
			continue
		}
		missed, of := c.Within()
		fmt.Fprintf(b, " %s%.3f%s (%.1f; %d of %d) |", bold, c.Coverage, bold, 100*c.Reached, missed, of)
	}
	b.WriteString("\n")
}

func monthly(b *bytes.Buffer, e *Result) {
	b.WriteString("\n<details><summary>Month by month</summary>\n\nCoverage at each promise, in brackets the precision reached; ✗ more than half a point under the promise.\n\n| month | lines | top-1 | top-3 |")
	for _, p := range Promises {
		fmt.Fprintf(b, " %.0f %% |", 100*p)
	}
	b.WriteString("\n|---|---|---|---|---|---|---|\n")
	for i, m := range e.Months {
		fmt.Fprintf(b, "| %s | %d | %.3f | %.3f |", m.Month, m.Tally.N, m.Tally.First, m.Tally.Three)
		for _, c := range e.Covered {
			one := c.Months[i]
			if one.Done == 0 {
				b.WriteString(" 0 |")
				continue
			}
			short := ""
			if one.Short(c.Promise) {
				short = " ✗"
			}
			fmt.Fprintf(b, " %.2f (%.1f%s) |", share(one.Done, one.N), 100*(1-share(one.Wrong, one.Done)), short)
		}
		b.WriteString("\n")
	}
	b.WriteString("\n</details>\n")
}

func reliability(b *bytes.Buffer, e *Result) {
	b.WriteString("\n<details><summary>Reliability</summary>\n\n```\n")
	b.WriteString(Plot(e.Reliable, "claimed", "lines", "right"))
	b.WriteString("```\n\n</details>\n")
}
