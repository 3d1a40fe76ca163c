// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// Heading says what was measured, so that it can be repeated.
func (r *Report) Heading() string {
	seeds, seen := []string{}, map[uint64]bool{}
	for _, x := range r.Results {
		if !seen[x.Seed] {
			seen[x.Seed] = true
			seeds = append(seeds, fmt.Sprint(x.Seed))
		}
	}
	ruled := "with the rules of the default policy"
	if !r.Rules {
		ruled = "without rules of policy"
	}
	together := "a week"
	if r.Days != Week {
		together = fmt.Sprintf("what came in %d days", r.Days)
	}
	lost := ""
	if r.Lost > 0 {
		lost = fmt.Sprintf(" %d rows of the truth have no line.", r.Lost)
	}
	return fmt.Sprintf("Commit %s, seeds %s, 1× is %d inhabitants, rates varied by %.0f %%, %s, threshold of the autopilot %g; live, %s is explained together.%s",
		r.Commit, strings.Join(seeds, " "), r.Town, 100*r.Jitter, ruled, r.Threshold, together, lost)
}

// Text writes the report for a terminal.
func (r *Report) Text(to io.Writer) {
	fmt.Fprintln(to, r.Heading())
	for _, t := range r.Tables() {
		fmt.Fprintf(to, "\n%s\n", t.Title)
		w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
		for _, row := range append([][]string{t.Head}, t.Rows...) {
			fmt.Fprintln(w, strings.Join(row, "\t")+"\t")
		}
		w.Flush() //nolint:errcheck // a terminal
		if t.Note != "" {
			fmt.Fprintln(to, t.Note)
		}
	}
}

// Markdown writes the report for the documentation.
func (r *Report) Markdown(to io.Writer) {
	fmt.Fprintln(to, r.Heading())
	for _, t := range r.Tables() {
		fmt.Fprintf(to, "\n### %s\n\n| %s |\n|%s\n", t.Title, strings.Join(t.Head, " | "), columns(t))
		for _, row := range t.Rows {
			fmt.Fprintf(to, "| %s |\n", strings.Join(row, " | "))
		}
		if t.Note != "" {
			fmt.Fprintf(to, "\n%s\n", t.Note)
		}
	}
}

// columns aligns numbers to the right: those that begin with a digit in the
// first row.
func columns(t Table) string {
	var b strings.Builder
	for i := range t.Head {
		if len(t.Rows) > 0 && i > 0 && t.Rows[0][i] != "" && strings.ContainsAny(t.Rows[0][i][:1], "0123456789–") {
			b.WriteString("---:|")
			continue
		}
		b.WriteString("---|")
	}
	return b.String()
}

// The generated part of a document stands between these lines.
const (
	Begin = "<!-- measured: begin -->"
	End   = "<!-- measured: end -->"
)

// WriteInto puts the report between the marks in a document and leaves the rest
// as it is.
func (r *Report) WriteInto(path string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(old), Begin)
	_, after, ended := strings.Cut(rest, End)
	if !found || !ended {
		return errors.New(path + " has no lines " + Begin + " and " + End)
	}
	var b strings.Builder
	b.WriteString(before + Begin + "\n")
	r.Markdown(&b)
	b.WriteString(End + after)
	return os.WriteFile(path, []byte(b.String()), 0o644)
}
