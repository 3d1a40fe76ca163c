// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"bytes"
	"fmt"
	"strings"
)

// Report is everything that was measured.
type Report struct {
	Commit string
	Cut    Cut
	Runs   []Run
}

const opening = `# Benchmark: codings predicted

Written by ` + "`make bench-coding`" + ` (commit %s) on the public ledgers of three English councils; what they publish is not in this repository.

Each day's lines are predicted, then learned: nothing of a day or after it is known to its predictions. The last 30 %% of each ledger are measured, about everything before they are learned. A promise is kept by a threshold that is chosen anew each day, by the exact bound (confidence 0.9) on the 8,000 lines judged before that day. *Coverage* is the share of lines that would be coded without a person under that promise; in brackets the precision reached, and in how many months it was more than half a point under the promise.

The settings of the engine were chosen on lines of 30 to 70 %% of the Harrogate ledger. The prior it begins with was grown on invented towns of five kinds, seeds 1 to 5. Nothing is drawn by chance in a run: the same ledger gives the same figures.
`

// Markdown writes the report.
func (r Report) Markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, opening, r.Commit)
	for _, run := range r.Runs {
		run.markdown(&b)
	}
	return b.Bytes()
}

func (r Run) markdown(b *bytes.Buffer) {
	var names []string
	for _, f := range r.Targets {
		names = append(names, string(f))
	}
	fmt.Fprintf(b, "\n## %s, %s\n\n%d lines. A prediction knows: %s.\n\n", strings.ToUpper(r.Ledger[:1])+r.Ledger[1:], strings.Join(names, " × "), r.Lines, r.Knows)
	table(b, r.Results)
	engine := r.Results[len(r.Results)-1]
	b.WriteString("\n<details><summary>Month by month, reliability, worst suppliers</summary>\n\n")
	b.WriteString("| month | lines | top-1 | top-3 | 99 %: coverage (reached) | 98 % | 95 % |\n|---|---|---|---|---|---|---|\n")
	for i, m := range engine.Months {
		fmt.Fprintf(b, "| %s | %d | %.3f | %.3f |", m.Month, m.Tally.N, m.Tally.First, m.Tally.Three)
		for _, c := range engine.Covered {
			one := c.Months[i]
			if one.Done == 0 {
				b.WriteString(" 0 |")
				continue
			}
			fmt.Fprintf(b, " %.2f (%.1f) |", share(one.Done, one.N), 100*(1-share(one.Wrong, one.Done)))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n| probability | lines | claimed | right | |\n|---|---|---|---|---|\n")
	for _, row := range engine.Reliable {
		fmt.Fprintf(b, "| %.2f–%.2f | %d | %.3f | %.3f | `%s` |\n", row.From, row.To, row.N, row.Claimed, row.Right, strings.Repeat("█", int(row.Right*20+0.5)))
	}
	b.WriteString("\n| supplier with most wrong | lines | wrong |\n|---|---|---|\n")
	for i, w := range engine.Worst {
		fmt.Fprintf(b, "| no. %d | %d | %d |\n", i+1, w.N, w.Wrong) // names stay where they were published
	}
	b.WriteString("\n</details>\n")
	if len(r.Without) > 0 {
		b.WriteString("\nWithout parts of what it looks at (lines of 61 to 70 %, learned from 40 % on; not the lines measured above):\n\n")
		table(b, r.Without)
	}
}

func table(b *bytes.Buffer, results []Result) {
	b.WriteString("| | top-1 / top-3 | calibration error | at 99 % | at 98 % | at 95 % |\n|---|---|---|---|---|---|\n")
	for _, r := range results {
		fmt.Fprintf(b, "| %s | %.3f / %.3f | %.3f |", r.Way, r.Tally.First, r.Tally.Three, r.Tally.Error)
		for _, c := range r.Covered {
			if c.Coverage == 0 {
				b.WriteString(" 0 |")
				continue
			}
			missed, of := c.Within()
			fmt.Fprintf(b, " %.2f (%.1f; %d of %d) |", c.Coverage, 100*c.Reached, missed, of)
		}
		b.WriteString("\n")
	}
}
