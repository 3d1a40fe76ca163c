// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rentmeester/learn"
)

// Plot draws a reliability table in letters: a bar for what proved right, and a
// mark where the claim was. Where claims are honest the bar ends at the mark.
func Plot(rows []learn.Reliable, claimed, lines, right string) string {
	const wide = 50
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", padded(claimed, 10), padded(lines, 8), right)
	for _, r := range rows {
		fmt.Fprintf(&b, "%4.2f–%4.2f   %7d  ", r.From, r.To, r.N)
		if r.N == 0 {
			b.WriteString("\n")
			continue
		}
		bar := []rune(strings.Repeat("█", int(r.Right*wide+0.5)) + strings.Repeat("·", wide-int(r.Right*wide+0.5)) + " ")
		bar[int(r.Claimed*wide)] = '│'
		fmt.Fprintf(&b, "%s %5.3f (%5.3f)\n", string(bar), r.Right, r.Claimed)
	}
	return b.String()
}

// padded puts spaces before a text.
func padded(text string, wide int) string {
	return strings.Repeat(" ", max(0, wide-utf8.RuneCountInString(text))) + text
}
