// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/learn"
	"rentmeester/money"
)

// ledgers are public ledgers of three English councils, line by line. All of them
// are measured when asked for (-all-ledgers), the smallest always.
var (
	ledgers    = []string{"harrogate", "sheffield", "darlington"}
	allLedgers = flag.Bool("all-ledgers", false, "measure the last coding on all public ledgers, as docs/coding.md tells")
)

// document is what they say of one invoice. Its rows are how it was booked; what
// its own lines were, nobody knows.
type document struct {
	Past
	rows []PastLine
}

// readLedger gives the documents of a ledger, in time order.
func readLedger(t *testing.T, name string) []document {
	t.Helper()
	file, err := os.Open(filepath.Join(os.Getenv("RENTMEESTER_CORPUS"), "coding", name+".csv.gz"))
	if os.Getenv("RENTMEESTER_CORPUS") == "" || errors.Is(err, os.ErrNotExist) {
		t.Skip("RENTMEESTER_CORPUS is not set or has no public ledgers: nothing measured")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := csv.NewReader(unzipped)
	head, err := rows.Read()
	if err != nil {
		t.Fatal(err)
	}
	var out []document
	known := map[string]int{}
	for n := 0; ; n++ {
		row, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		out = takeRow(out, known, head, row, n)
	}
	for i := range out {
		out[i].whole()
	}
	return out
}

func takeRow(out []document, known map[string]int, head, row []string, n int) []document {
	get := func(column string) string { return row[slices.Index(head, column)] }
	supplier := get("supplier_id") + get("supplier")
	number := get("doc_no")
	if strings.Trim(number, "0") == "" {
		number = get("inv_no")
	}
	key := get("date") + "\x00" + supplier + "\x00" + number
	if strings.Trim(number, "0") == "" {
		key = fmt.Sprint(n) // no number: an invoice by itself
	}
	at, found := known[key]
	if !found {
		at = len(out)
		known[key] = at
		out = append(out, document{Past: Past{Invoice: fmt.Sprint(n), Supplier: supplier, Day: day.Day(get("date"))}})
	}
	var amount float64
	_, _ = fmt.Sscan(get("amount"), &amount)
	cents := money.Cents(math.Round(amount * 100))
	line := PastLine{Line: Line{Text: get("text"), Net: cents}}
	line.Parts = []Part{{Coding: Coding{Account: get("account"), CostCentre: get("cost_centre")}, Weight: 1, Amount: cents}}
	out[at].rows = append(out[at].rows, line)
	return out
}

// whole makes the rows with one text one line of the invoice, as suppliers write
// them: what was booked in two codings under one text was split.
func (d *document) whole() {
	for _, row := range d.rows {
		at := slices.IndexFunc(d.Lines, func(l PastLine) bool { return l.Text == row.Text })
		if at < 0 {
			d.Lines = append(d.Lines, row)
			continue
		}
		d.Lines[at].Net += row.Net
		d.Lines[at].Parts = append(slices.Clip(d.Lines[at].Parts), row.Parts...)
	}
}

// judged is one proposal and whether it was right.
type judged struct {
	class
	probability float64
	right       bool
	codings     bool // the codings were, whatever the shares
	account     bool // the ledger accounts were
	none        bool
}

// replay predicts the invoices of a day, then learns them.
func replay(docs []document, to func(at int, j judged)) {
	l := NewLast(nil)
	for from := 0; from < len(docs); {
		until := from
		for until < len(docs) && docs[until].Day == docs[from].Day {
			until++
		}
		for at := from; at < until; at++ {
			for _, line := range docs[at].Lines {
				to(at, l.judgeLine(docs[at].Supplier, line))
			}
		}
		for ; from < until; from++ {
			l.Learn(docs[from].Past)
		}
	}
}

func (l *Last) judgeLine(supplier string, line PastLine) judged {
	booked := together(line.Parts)
	p := l.proposeLine(supplier, line.Line)
	j := judged{probability: p.Probability, none: len(p.Parts) == 0}
	if j.none {
		return j
	}
	for _, level := range levels {
		if list := l.find(supplier, level, line.Line); len(list) > 0 {
			j.class = classOf(level, list)
			break
		}
	}
	j.right = sameParts(p.Parts, booked)
	j.codings = slices.Equal(named(p.Parts, Coding.Full), named(booked, Coding.Full))
	j.account = slices.Equal(named(p.Parts, Coding.OnlyAccount), named(booked, Coding.OnlyAccount))
	return j
}

func (c Coding) Full() string        { return c.Account + "\x00" + c.CostCentre }
func (c Coding) OnlyAccount() string { return c.Account }

func named(parts []Part, by func(Coding) string) (names []string) {
	for _, p := range parts {
		names = append(names, by(p.Coding))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

var levelNames = map[level]string{sameText: "sameText", likeText: "likeText", sameRate: "sameRate", anyLine: "anyLine"}

// TestLastOnPublicLedgers measures how often the last coding is right. With -v
// -all-ledgers it prints the counts of the first 60 % of each ledger, as they stand in counts.go,
// and how the probabilities made of them hold in the last 30 %.
func TestLastOnPublicLedgers(t *testing.T) {
	var together []judged
	counts, own := tally{}, map[string]tally{}
	tests := map[string][]judged{}
	measured := ledgers[:1]
	if *allLedgers {
		measured = ledgers
	}
	for _, name := range measured {
		own[name] = tally{}
		docs := readLedger(t, name)
		learned, tested := len(docs)*6/10, len(docs)*7/10
		var seen []judged
		replay(docs, func(at int, j judged) {
			switch {
			case at < learned && !j.none:
				counts.add(j.class, j.right)
				own[name].add(j.class, j.right)
			case at >= tested:
				seen = append(seen, j)
			}
		})
		report(t, name, seen)
		together, tests[name] = append(together, seen...), seen
		if got := learn.CalibrationError(reliability(seen)); got > 0.05 {
			t.Errorf("%s: the probabilities are off by %.3f on average", name, got)
		}
	}
	for _, l := range levels {
		for _, split := range []bool{false, true} {
			for _, varied := range []bool{false, true} {
				row := ""
				for run := range runs {
					c := counts[class{l, split, varied, run}]
					row += fmt.Sprintf("{%d, %d}, ", c.right, c.of)
				}
				t.Logf("{%s, %v, %v}: {%s},", levelNames[l], split, varied, strings.TrimSuffix(row, ", "))
			}
		}
	}
	if *allLedgers {
		report(t, "together", together)
		transfer(t, tests, own)
	}
}

// transfer holds the counts of two towns, and nothing else, against the third:
// what an administration gets that has no past to learn from.
func transfer(t *testing.T, tests map[string][]judged, own map[string]tally) {
	for _, name := range ledgers {
		var fresh []judged
		for _, j := range tests[name] {
			var right, of int
			for _, other := range ledgers {
				if other != name {
					right, of = right+own[other][j.class].right, of+own[other][j.class].of
				}
			}
			j.probability = float64(right+1) / float64(of+2)
			fresh = append(fresh, j)
		}
		t.Logf("%s by the counts of the other two alone: calibration error %.4f", name, learn.CalibrationError(reliability(fresh)))
	}
}

func reliability(seen []judged) []learn.Reliable {
	var cases []learn.Case
	for _, j := range seen {
		if !j.none {
			cases = append(cases, learn.Case{Probability: j.probability, Right: j.right})
		}
	}
	return learn.Reliability(cases, learn.Tenths())
}

func report(t *testing.T, name string, seen []judged) {
	t.Helper()
	var n, none, right, codings, account, split, splitRight, splitCodings int
	for _, j := range seen {
		n++
		if j.none {
			none++
			continue
		}
		count := func(to *int, yes bool) {
			if yes {
				*to++
			}
		}
		count(&right, j.right)
		count(&codings, j.codings)
		count(&account, j.account)
		count(&split, j.split)
		count(&splitRight, j.split && j.right)
		count(&splitCodings, j.split && j.codings)
	}
	asked := float64(n - none)
	t.Logf("%s: %d lines, %d of unknown suppliers; right %.3f, codings without shares %.3f, account %.3f; of all lines right %.3f; %d proposed split, right %.3f, codings %.3f",
		name, n, none, float64(right)/asked, float64(codings)/asked, float64(account)/asked, float64(right)/float64(n),
		split, float64(splitRight)/float64(max(split, 1)), float64(splitCodings)/float64(max(split, 1)))
	rows := reliability(seen)
	for _, r := range rows {
		if r.N > 0 {
			t.Logf("  %.1f-%.1f: %6d claimed %.3f right %.3f", r.From, r.To, r.N, r.Claimed, r.Right)
		}
	}
	t.Logf("  calibration error %.4f", learn.CalibrationError(rows))
}
