// SPDX-License-Identifier: EUPL-1.2

// Package coding measures how well codings are predicted, on ledgers of which the
// codings are known: a day's lines are predicted, then learned.
package coding

import (
	"compress/gzip"
	"io"
	"iter"
	"os"
	"strings"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/fault"
)

// Read reads a whole ledger, zipped or not. Lines that cannot be read are counted.
func Read(path string) (rows []predict.Row, bad int, err error) {
	for row, wrong := range Lines(path) {
		switch {
		case wrong == nil:
			rows = append(rows, row)
		case fault.Code(wrong) == "predict.columns" || fault.Code(wrong) == "":
			err = wrong
		default:
			bad++
		}
	}
	return rows, bad, err
}

// Lines reads a ledger, zipped or not, line by line.
func Lines(path string) iter.Seq2[predict.Row, error] {
	return func(yield func(predict.Row, error) bool) {
		file, err := os.Open(path)
		if err != nil {
			yield(predict.Row{}, err)
			return
		}
		defer file.Close()
		var in io.Reader = file
		if strings.HasSuffix(path, ".gz") {
			if in, err = gzip.NewReader(file); err != nil {
				yield(predict.Row{}, err)
				return
			}
		}
		for row, err := range predict.ReadCSV(in) {
			if !yield(row, err) {
				return
			}
		}
	}
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

// Hide says what a prediction may not see of a row.
type Hide struct {
	Area, Extra bool
	Beside      bool           // the dimensions of the coding that are not predicted
	But         []coding.Field // of those, what is known all the same
}

// Asked is a row as it is predicted: without the targets, and without what is
// hidden.
func Asked(r predict.Row, h Hide, targets []coding.Field) predict.Row {
	if h.Area {
		r.Area = ""
	}
	if h.Extra {
		r.Extra = ""
	}
	known := r.Coding
	if h.Beside {
		r.Coding = coding.Coding{}
		for _, f := range h.But {
			r.Coding.Set(f, known.Get(f))
		}
	}
	for _, f := range targets {
		r.Coding.Set(f, "")
	}
	return r
}

// Predictor is what is measured.
type Predictor interface {
	Propose(predict.Row) []predict.Proposal
	Learn(predict.Row)
}

// Steps is how often, at most, Replay tells how far it is.
const Steps = 20

// Replay predicts the rows of each day from a place on, then learns them. Seen is
// told now and then how many rows are done.
func Replay(p Predictor, rows []predict.Row, from int, h Hide, targets []coding.Field, seen func(rows int)) (out []Judged) {
	if _, ok := p.(interface{ Settle(day.Day) }); ok {
		prime(p, rows, h, targets)
	}
	told := 0
	for at := 0; at < len(rows); {
		until := at
		for until < len(rows) && rows[until].Day == rows[at].Day {
			until++
		}
		if from < until {
			begin := max(at, from)
			for i, list := range proposals(p, rows[begin:until], h, targets) {
				out = append(out, judge(list, rows[begin+i], begin+i, targets))
			}
		}
		for ; at < until; at++ {
			p.Learn(rows[at])
		}
		if at-told > len(rows)/Steps && seen != nil {
			told = at
			seen(at)
		}
	}
	return out
}

// proposals predicts the rows of a day, side by side where the predictor can.
func proposals(p Predictor, rows []predict.Row, h Hide, targets []coding.Field) [][]predict.Proposal {
	asked := make([]predict.Row, len(rows))
	for i, r := range rows {
		asked[i] = Asked(r, h, targets)
	}
	if all, ok := p.(interface {
		ProposeAll([]predict.Row) [][]predict.Proposal
	}); ok {
		return all.ProposeAll(asked)
	}
	out := make([][]predict.Proposal, len(rows))
	for i, r := range asked {
		out[i] = p.Propose(r)
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

// prime shows a model what its questions will look like.
func prime(m Predictor, rows []predict.Row, h Hide, targets []coding.Field) {
	for i := range 200 {
		m.Propose(Asked(rows[i*97%len(rows)], h, targets))
	}
}
