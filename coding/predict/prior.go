// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"io"
	"sync"

	"rentmeester/fault"
	"rentmeester/learn"
)

// Prior is what was learned of what speaks for a coding, without any coding,
// supplier or text: forests over shares and counts. A model that begins with one
// ranks sensibly from the first line.
type Prior struct {
	Features int               `json:"features"` // that the forests were grown for
	Ranker   *learn.Forest     `json:"ranker"`
	Judge    *learn.Forest     `json:"judge"`
	Sure     learn.Calibration `json:"sure"`
	Sources  []Source          `json:"sources,omitempty"` // what it was learned from
}

//go:embed prior.json.gz
var shipped []byte

// builtIn is the prior that comes with the program: grown on invented towns.
var builtIn = sync.OnceValue(func() *Prior {
	p, err := ReadPrior(bytes.NewReader(shipped))
	if err != nil {
		return &Prior{} // a build without one ranks by votes until it has learned
	}
	return p
})

// Pool makes one prior of what several models learned. Only features of lines
// and whether they were booked so go into it, so administrations that do not
// share their rows can share this.
func Pool(models ...*Model) *Prior {
	var groups []group
	for _, m := range models {
		m.lock.Lock()
		if m.pending.n > 0 {
			m.study()
		}
		groups = append(groups, m.train.list()...)
		m.lock.Unlock()
	}
	g := grow(groups, priorTrees)
	return &Prior{Features: jWidth, Ranker: g.ranker, Judge: g.judge, Sure: learn.Calibrate(g.claims, 20)}
}

// ReadPrior reads what Write wrote. Error: predict.prior.
func ReadPrior(in io.Reader) (*Prior, error) {
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		return nil, fault.Wrap(err, "predict.prior")
	}
	var p Prior
	if err := json.NewDecoder(io.LimitReader(unzipped, 1<<26)).Decode(&p); err != nil {
		return nil, fault.Wrap(err, "predict.prior")
	}
	if p.Features != jWidth || !p.Ranker.Sound(width) || !p.Judge.Sound(jWidth) {
		return nil, fault.New("predict.prior")
	}
	return &p, nil
}

// Write writes the prior, to be read by ReadPrior.
func (p *Prior) Write(out io.Writer) error {
	zipped, _ := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err := json.NewEncoder(zipped).Encode(p); err != nil {
		return fault.Wrap(err, "predict.prior")
	}
	return zipped.Close()
}
