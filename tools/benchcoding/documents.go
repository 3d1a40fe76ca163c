// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bench "rentmeester/bench/coding"
	"rentmeester/coding"
)

// measureDocuments measures sets of codings of documents, of each ledger or one,
// and writes that to a file or the screen.
func measureDocuments(write, only string, quick bool) error {
	corpus := os.Getenv("RENTMEESTER_CORPUS")
	if corpus == "" {
		return errors.New("RENTMEESTER_CORPUS says where the public ledgers are; it is not set")
	}
	cut := bench.Whole
	if quick {
		cut.From, cut.Until = 0.6, 0.7
	}
	var b bytes.Buffer
	for _, ledger := range []string{"harrogate", "sheffield", "darlington"} {
		if only != "" && ledger != only {
			continue
		}
		rows, _, err := bench.Read(filepath.Join(corpus, "coding", ledger+".csv.gz"))
		if err != nil {
			return err
		}
		for _, targets := range [][]coding.Field{{coding.Account}, {coding.Account, coding.CostCentre}} {
			d := bench.MeasureDocuments(rows, cut, bench.Hide{Extra: true, Beside: true}, targets)
			d.Ledger = ledger
			d.Markdown(&b)
			fmt.Fprintf(os.Stderr, "%s %v: %+v\n", ledger, targets, d)
		}
	}
	if write == "" {
		_, err := os.Stdout.Write(b.Bytes())
		return err
	}
	return os.WriteFile(write, b.Bytes(), 0o644)
}
