// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rentmeester/extract"
	"rentmeester/learn"
)

// count is what became of one field in all documents.
type count struct {
	documents     int // whose page shows it
	right, wrong  int // accepted
	likely, guess int // doubtful: right, wrong
	nothing       int
	extra         int // accepted where the page shows none by the XML
}

type table struct {
	verbose    bool
	group      string // of the documents that come now
	groups     map[string]*group
	claims     []learn.Case // of every value of which the truth is known
	fields     map[string]*count
	documents  int
	fiveRead   int // documents of which all of the five that the page shows were read right
	fiveProved int // … and accepted
}

// group is documents of one sort.
type group struct{ documents, five, proved, right, wrong int }

func newTable(verbose bool) *table {
	t := &table{verbose: verbose, fields: map[string]*count{}, groups: map[string]*group{}}
	for _, f := range measured {
		t.fields[f] = &count{}
	}
	return t
}

func (t *table) add(name string, r extract.Reading, said map[string]string, differs []string) {
	t.documents++
	g := t.groups[t.group]
	if g == nil {
		g = &group{}
		t.groups[t.group] = g
	}
	g.documents++
	if len(differs) > 0 && t.verbose {
		fmt.Printf("%s: the page does not show %s\n", name, strings.Join(differs, ", "))
	}
	read, proved := true, true
	for _, field := range measured {
		right, accepted := t.one(name, field, r, said[field])
		switch {
		case right && accepted:
			g.right++
		case accepted:
			g.wrong++
		}
		for _, f := range five {
			if f == field && said[field] != "" {
				read, proved = read && right, proved && right && accepted
			}
		}
	}
	if read {
		t.fiveRead++
		g.five++
	}
	if proved {
		t.fiveProved++
		g.proved++
	}
}

func (t *table) one(name, field string, r extract.Reading, said string) (right, accepted bool) {
	c := t.fields[field]
	f, found := r.Field(field)
	if said == "" {
		if found && !f.Doubtful {
			c.extra++
			if t.verbose {
				fmt.Printf("%s: %s extra %q (%s)\n", name, field, f.Value, f.Proof)
			}
		}
		return false, false
	}
	c.documents++
	if !found {
		c.nothing++
		if t.verbose {
			fmt.Printf("%s: %s nothing, is %q\n", name, field, said)
		}
		return false, false
	}
	right, accepted = same(field, f.Value, said), !f.Doubtful
	t.claims = append(t.claims, learn.Case{Probability: f.Probability, Right: right})
	switch {
	case right && accepted:
		c.right++
	case accepted:
		c.wrong++
	case right:
		c.likely++
	default:
		c.guess++
	}
	if t.verbose && !(right && accepted) {
		fmt.Printf("%s: %s read %q, is %q, accepted %v (%s %.2f, raw %q)\n", name, field, f.Value, said, accepted, f.Proof, f.Probability, f.Raw)
	}
	return right, accepted
}

func (t *table) print() {
	fmt.Printf("%d documents\n\n| field | shown | accepted, right | accepted, wrong | proposed, right | proposed, wrong | not read |\n|---|---|---|---|---|---|---|\n", t.documents)
	right, wrong := 0, 0
	for _, field := range measured {
		c := t.fields[field]
		right, wrong = right+c.right, wrong+c.wrong
		if c.documents+c.extra == 0 {
			continue
		}
		fmt.Printf("| %s | %d | %d | %d | %d | %d | %d |\n", field, c.documents, c.right, c.wrong, c.likely, c.guess, c.nothing)
	}
	fmt.Printf("\naccepted: %d, of which right %.2f %%\n", right+wrong, 100*float64(right)/float64(max(right+wrong, 1)))
	fmt.Printf("number, date, gross, IBAN and VAT number, as far as shown, all read right: %d of %d (%.0f %%), all accepted: %d\n",
		t.fiveRead, t.documents, 100*float64(t.fiveRead)/float64(max(t.documents, 1)), t.fiveProved)
	if len(t.groups) > 1 {
		t.printGroups()
	}
	t.printClaims()
}

// printGroups tells of each sort of documents.
func (t *table) printGroups() {
	fmt.Printf("\n| nature | documents | five read right | five accepted | fields accepted right / wrong |\n|---|---|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(t.groups)) {
		g := t.groups[name]
		fmt.Printf("| %s | %d | %d | %d | %d / %d |\n", name, g.documents, g.five, g.proved, g.right, g.wrong)
	}
}

// printClaims holds what was claimed against what proved right.
func (t *table) printClaims() {
	rows := learn.Reliability(t.claims, []float64{0, .5, .8, .9, .95, .97, .98, .99, .995, 1})
	fmt.Printf("\n| claimed | values | mean claim | right |\n|---|---|---|---|\n")
	for _, r := range rows {
		if r.N > 0 {
			fmt.Printf("| %.3f – %.3f | %d | %.2f %% | %.2f %% |\n", r.From, r.To, r.N, 100*r.Claimed, 100*r.Right)
		}
	}
	fmt.Printf("\ncalibration error: %.2f %%\n", 100*learn.CalibrationError(rows))
}
