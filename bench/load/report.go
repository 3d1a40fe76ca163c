// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"fmt"
	"io"
	"slices"
	"time"

	"rentmeester/bench/machine"
)

// The limits that are promised.
const (
	PageLimit  = 100 * time.Millisecond // for 95 of 100 pages, one person
	CrowdLimit = time.Second            // for every click of a crowd
)

// Report is what was measured of one database.
type Report struct {
	Name   string // of the database, with its version
	Commit string // what was measured
	Run    string // when the program began that measured it: of another run it is another
	Ask    string // how that run was asked, where it was not asked as by default
	Town   int    // inhabitants of the town that grew
	Grown  Grown
	Pace   machine.Pace  // of the machine, just before
	Waited time.Duration // until it had learned its past
	Quiet  bool          // and it had
	Idle   Times         // the smallest page, just before and just after
	Alone  []Measured
	Crowd  Crowd
	Met    *Clicked // nil: no crowd came
}

// WritePage writes what was measured as a page, which says whether that was in one run.
func WritePage(w io.Writer, all []Report) error {
	e := &errWriter{w: w}
	runs := map[string]bool{}
	for _, r := range all {
		runs[r.Run] = true
	}
	how := "in one run"
	if len(runs) > 1 {
		how = fmt.Sprintf("in %d runs, each of which says its commit: what stood here of one database was kept when the other was measured again", len(runs))
	}
	e.printf("# Benchmark: pages of a large municipality\n\nWritten by `make bench-load`, %s. A town is invented, and what is finished in it copied into earlier years. "+
		"The program serves on loopback; times are those of the asker, to the last byte. Promised: %s for 95 of 100 pages on the embedded database with a million bank entries and 200,000 invoices, "+
		"and no click over %s with 50 people at once on PostgreSQL, for which no size is promised: a server of that size takes long to fill.\n\n", how, PageLimit, CrowdLimit)
	for _, r := range all {
		r.write(e)
	}
	return e.err
}

// write writes it as a part of a page.
func (r Report) write(e *errWriter) {
	e.printf("## %s\n\n", r.Name)
	g := r.Grown
	e.printf("A town of %s inhabitants, grown to %s bank entries with %s lines, of which %s wait; %s open items, %s journal lines, %s invoices of %s suppliers, %s events in the audit trail; %d MB.\n\n",
		thousands(int64(r.Town)), thousands(g.Entries), thousands(g.Lines), thousands(g.Waiting), thousands(g.Items), thousands(g.Journal), thousands(g.Invoices), thousands(g.Suppliers), thousands(g.Audit), g.Bytes>>20)
	e.printf("Measured at commit %s", r.Commit)
	if r.Ask != "" {
		e.printf(", with `%s`", r.Ask)
	}
	e.printf(". ")
	e.printf("In that minute the machine did %.0f MB/s of SHA-256 on one core and %.0f MB/s on its %d together.\n\n", r.Pace.One, r.Pace.All, r.Pace.Cores)
	if r.Quiet {
		e.printf("It was asked %s after it was started, when it had learned how invoices of its past were coded.\n\n", r.Waited.Round(time.Second))
	} else {
		e.printf("It was asked %s after it was started, while it still learned how invoices of its past were coded, beside its work.\n\n", r.Waited.Round(time.Second))
	}
	r.alone(e)
	if r.Met != nil {
		r.crowd(e)
	}
}

func (r Report) alone(e *errWriter) {
	all, good, shapes, failed := Times{}, 0, 0, 0
	for _, m := range r.Alone {
		if failed += m.Failed; m.File {
			continue
		}
		if all = append(all, m.Times...); len(m.Times) > 0 {
			if shapes++; m.Times.At(.95) <= PageLimit {
				good++
			}
		}
	}
	e.printf("### One person\n\nEach page that links lead to, %d times each, one after the other: %d answers, **%.1f %% within %s**; %d of %d kinds of page answer 95 of 100 times within it. Median %s, 95 of 100 within %s, the slowest %s. Answers that failed: %d (copied documents have no original). All had been opened once before, to find the links: what is counted once for every version of the books, as by the first page, was counted then, and takes many seconds at first.\n\n",
		rounds, len(all), percent(all.Within(PageLimit), len(all)), ms(PageLimit), good, shapes, ms(all.At(.5)), ms(all.At(.95)), ms(all.At(1)), failed)
	e.printf("The smallest page, which needs no database, took %s (99 of 100 within %s) just before and after: what the machine itself needed.\n\n", ms(r.Idle.At(.5)), ms(r.Idle.At(.99)))
	e.printf("| page | addresses | slowest first time | median | 95 of 100 | slowest | kB |\n|---|---|---|---|---|---|---|\n")
	for _, m := range r.Alone {
		if !m.File {
			e.printf("| `%s` | %d | %s | %s | %s | %s | %d |\n", m.Shape, len(m.Times)/rounds, ms(m.First), ms(m.Times.At(.5)), ms(m.Times.At(.95)), ms(m.Times.At(1)), m.Bytes>>10)
		}
	}
	e.printf("\nFiles to take along are no pages and are not counted above: they are sent while they are read, as long as they are. This is how long it took to their first byte:\n\n| file | addresses | slowest first time | median | 95 of 100 | slowest |\n|---|---|---|---|---|---|\n")
	for _, m := range r.Alone {
		if m.File {
			e.printf("| `%s` | %d | %s | %s | %s | %s |\n", m.Shape, len(m.Times)/rounds, ms(m.First), ms(m.Times.At(.5)), ms(m.Times.At(.95)), ms(m.Times.At(1)))
		}
	}
	e.printf("\n")
}

func (r Report) crowd(e *errWriter) {
	all := r.Met.All()
	e.printf("### %d people at once\n\n%d people clicked for %s, thinking %s between two clicks on average; one in ten clicks accepts a bank line and takes that back. %d answers, %.1f a second: median %s, 95 of 100 within %s, 99 within %s, **the slowest %s; %d took longer than %s**. Acts: %d, median %s, the slowest %s; %d came too late, since another had done them. Failed: %d.\n\n",
		r.Crowd.People, r.Crowd.People, r.Crowd.For, r.Crowd.Think, len(all), float64(len(all))/r.Crowd.For.Seconds(), ms(all.At(.5)), ms(all.At(.95)), ms(all.At(.99)), ms(all.At(1)),
		len(all)-all.Within(CrowdLimit), CrowdLimit, len(r.Met.Acts), ms(r.Met.Acts.At(.5)), ms(r.Met.Acts.At(1)), r.Met.Refused, len(r.Met.Failed))
	e.printf("The smallest page, which needs no database, took %s (99 of 100 within %s) while nobody else asked anything, and %s (%s) while all of them clicked: what the machine itself needs.\n\n",
		ms(r.Met.Idle.At(.5)), ms(r.Met.Idle.At(.99)), ms(r.Met.Busy.At(.5)), ms(r.Met.Busy.At(.99)))
	type slow struct {
		shape Shape
		times Times
	}
	var list []slow
	for shape, times := range r.Met.Pages {
		list = append(list, slow{shape, times})
	}
	slices.SortFunc(list, func(a, b slow) int { return int(b.times.At(1) - a.times.At(1)) })
	e.printf("The slowest of them:\n\n| page | answers | median | 95 of 100 | slowest |\n|---|---|---|---|---|\n")
	for _, s := range list[:min(12, len(list))] {
		e.printf("| `%s` | %d | %s | %s | %s |\n", s.shape, len(s.times), ms(s.times.At(.5)), ms(s.times.At(.95)), ms(s.times.At(1)))
	}
	e.printf("\n")
	for _, f := range r.Met.Failed[:min(10, len(r.Met.Failed))] {
		e.printf("- failed: %s\n", f)
	}
}

type errWriter struct {
	w   io.Writer
	err error
}

func (e *errWriter) printf(format string, args ...any) {
	if e.err == nil {
		_, e.err = fmt.Fprintf(e.w, format, args...)
	}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }

func thousands(n int64) string {
	s := fmt.Sprint(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}
