// SPDX-License-Identifier: EUPL-1.2

// Package coding measures how well codings are predicted, on ledgers of which the
// codings are known: a day's lines are predicted, then learned.
package coding

import (
	"compress/gzip"
	"io"
	"os"
	"strings"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
)

// Read reads a ledger, zipped or not. Lines that cannot be read are counted.
func Read(path string) (rows []predict.Row, bad int, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			return nil, 0, err
		}
	}
	for row, err := range predict.ReadCSV(in) {
		if err != nil {
			bad++
			continue
		}
		rows = append(rows, row)
	}
	return rows, bad, nil
}

// Judged is one prediction and what it proved to be.
type Judged struct {
	Day         day.Day
	At          int // place of the row
	Probability float64
	Right       bool // the first
	Among       bool // one of the first three
	None        bool // nothing was proposed
}

// Hide says what a prediction may not see.
type Hide struct{ Area, Extra, Beside bool }

// Asked is a row as it is predicted: without its coding, or with what of it is
// known beside the targets.
func Asked(r predict.Row, h Hide, targets []coding.Field) predict.Row {
	if h.Area {
		r.Area = ""
	}
	if h.Extra {
		r.Extra = ""
	}
	if h.Beside {
		r.Coding = coding.Coding{}
	}
	for _, f := range targets {
		switch f {
		case coding.Account:
			r.Coding.Account = ""
		case coding.CostCentre:
			r.Coding.CostCentre = ""
		}
	}
	return r
}

// Predictor is what is measured.
type Predictor interface {
	Propose(predict.Row) []predict.Proposal
	Learn(predict.Row)
}

// Replay predicts the rows of each day from a place on, then learns them.
func Replay(p Predictor, rows []predict.Row, from int, h Hide, targets []coding.Field) (out []Judged) {
	for at := 0; at < len(rows); {
		until := at
		for until < len(rows) && rows[until].Day == rows[at].Day {
			until++
		}
		for i := max(at, from); i < until; i++ {
			out = append(out, judge(p.Propose(Asked(rows[i], h, targets)), rows[i], i, targets))
		}
		for ; at < until; at++ {
			p.Learn(rows[at])
		}
	}
	return out
}

func judge(list []predict.Proposal, r predict.Row, at int, targets []coding.Field) Judged {
	j := Judged{Day: r.Day, At: at, None: len(list) == 0}
	for i, one := range list {
		same := true
		for _, f := range targets {
			same = same && one.Coding.Get(f) == r.Coding.Get(f)
		}
		if i == 0 {
			j.Probability, j.Right = one.Probability, same
		}
		j.Among = j.Among || same && i < 3
	}
	return j
}
