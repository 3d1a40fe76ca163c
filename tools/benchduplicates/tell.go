// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"strings"

	"rentmeester/bench/duplicates"
	"rentmeester/learn"
)

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// measure lets a part come in, once for each seed, and tells how it went: between
// the marks of a document, or to whoever called it.
func measure(all map[string]*ledgers.Ledger, on part, file, mark, commit string) error {
	var rows, recall, pairs bytes.Buffer
	var cases []learn.Case
	for _, s := range on.stretches {
		var sum []ledgers.Score
		run := each(on.seeds, func(seed uint64) []ledgers.Judged {
			return ledgers.Run(ledgers.Inject(all[s.ledger], s.from, s.until, rate, seed), s.from, nil)
		})
		for i, judged := range run {
			m, seed := ledgers.Measure(judged), on.seeds[i]
			sum = append(sum, m)
			cases = append(cases, ledgers.Cases(judged)...)
			fmt.Fprintf(&rows, "| %s | %d | %d | %d | %.3f | %.3f | %d | %d | %d | %.3f | %.4f |\n", title(s.ledger), seed, m.Invoices, m.Duplicates,
				m.AUCPR, m.Top, m.Alerts, m.Right, m.Same, m.Pair, m.Error)
			log.Printf("%s, seed %d: %.3f", s.ledger, seed, m.AUCPR)
		}
		fmt.Fprintf(&recall, "| %s |", title(s.ledger))
		for _, kind := range ledgers.Kinds {
			fmt.Fprintf(&recall, " %.2f / %.2f |", mean(sum, func(m ledgers.Score) float64 { return m.Recall[kind] }),
				mean(sum, func(m ledgers.Score) float64 { return m.Within[kind] }))
		}
		fmt.Fprintln(&recall)
		fmt.Fprintf(&pairs, "| %s | %s – %s | %.3f | %.3f | %.0f / %.0f | %.0f / %.0f |\n", title(s.ledger), s.from, s.until.Add(-1),
			mean(sum, func(m ledgers.Score) float64 { return m.AUCPR }), mean(sum, func(m ledgers.Score) float64 { return m.Top }),
			mean(sum, func(m ledgers.Score) float64 { return float64(m.RepeatAlerts) }), mean(sum, func(m ledgers.Score) float64 { return float64(m.Repeats) }),
			mean(sum, func(m ledgers.Score) float64 { return float64(m.AnewAlerts) }), mean(sum, func(m ledgers.Score) float64 { return float64(m.Anew) }))
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "Commit %s; %.1f %% duplicaten / duplicates; seeds %v.\n\n", commit, 100*rate, on.seeds)
	fmt.Fprintf(&out, "| grootboek / ledger | %s | AUC-PR | top 20 / 10.000 | herhalingen gemeld / repeats flagged | na creditnota gemeld / flagged after credit note |\n|---|---|--:|--:|--:|--:|\n%s\n", on.name, &pairs)
	fmt.Fprintf(&out, "| grootboek / ledger | seed | facturen / invoices | duplicaten / duplicates | AUC-PR | top 20 / 10.000 | meldingen / alerts ≥ ½ | goed / right | zelf dubbel / same in ledger | juiste paar / right pair | kalibratiefout / calibration error |\n"+
		"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n%s\n", &rows)
	fmt.Fprint(&out, "| gevonden / found: ≥ ½ / in zoveel meldingen als duplicaten (as many alerts as duplicates) |")
	for _, kind := range ledgers.Kinds {
		fmt.Fprintf(&out, " %s |", kind)
	}
	fmt.Fprintf(&out, "\n|---|%s\n%s\n", strings.Repeat("--:|", len(ledgers.Kinds)), &recall)
	fmt.Fprintln(&out, "| kans / probability | facturen / invoices | gezegd / claimed | goed / right |\n|---|--:|--:|--:|")
	for _, r := range learn.Reliability(cases, []float64{0, .002, .01, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95, 1}) {
		fmt.Fprintf(&out, "| %g – %g | %d | %.4f | %.4f |\n", r.From, r.To, r.N, r.Claimed, r.Right)
	}
	if file == "" {
		fmt.Fprintln(os.Stdout, mark)
		_, err := os.Stdout.Write(out.Bytes())
		return err
	}
	return between(file, "<!-- "+mark+" -->", "<!-- end -->", out.Bytes())
}

func mean(all []ledgers.Score, of func(ledgers.Score) float64) (sum float64) {
	for _, m := range all {
		sum += of(m)
	}
	return sum / float64(len(all))
}

// between puts text into a document, between two marks.
func between(file, from, to string, put []byte) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, rest, found := bytes.Cut(raw, []byte(from))
	_, tail, also := bytes.Cut(rest, []byte(to))
	if !found || !also {
		return fmt.Errorf("%s lacks %s or %s", file, from, to)
	}
	return os.WriteFile(file, bytes.Join([][]byte{head, []byte(from + "\n"), put, []byte(to), tail}, nil), 0o600)
}
