// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/learn"
)

// Source is what a prior tells of an administration that it was learned from: how
// many lines, and when. Not whose.
type Source struct {
	Lines int     `json:"lines"`
	Made  day.Day `json:"made"`
}

// amountStep is how finely a prior that is shared tells amounts apart, in powers of
// e: one is 1.6 times the other.
const amountStep = 0.5

// Share makes a prior of what models learned, to be given to others. It holds
// forests over shares, counts and days, and where these fork on the amount of a
// line they do so at round sizes: no amount that was booked is in it.
func Share(sources []Source, models ...*Model) *Prior {
	p := Pool(models...)
	p.Sources = sources
	p.Ranker.Coarsen(fAmount, amountStep)
	p.Judge.Coarsen(fAmount, amountStep)
	return p
}

// mostMerged is how many priors are merged at most: every line that is asked goes
// through all their trees.
const mostMerged = 32

// Merge makes one prior of several that were made apart: it thinks of a coding what
// they think on average, each as heavy as the lines that it was learned from, up to
// those that forests grow from. Errors: predict.merge, for more than it can take.
func Merge(priors ...*Prior) (*Prior, error) {
	out := &Prior{Features: jWidth}
	var rankers, judges []*learn.Forest
	var sure []learn.Calibration
	var weights []float64
	for _, p := range priors {
		weight := 0.0
		for _, s := range p.Sources {
			weight += float64(min(max(s.Lines, 1), window))
		}
		rankers, judges, sure, weights = append(rankers, p.Ranker), append(judges, p.Judge), append(sure, p.Sure), append(weights, max(weight, 1))
		out.Sources = append(out.Sources, p.Sources...)
	}
	if len(priors) == 0 || len(out.Sources) > mostMerged || len(priors) > mostMerged {
		return nil, fault.New("predict.merge", "most", mostMerged)
	}
	out.Ranker, out.Judge, out.Sure = learn.Merge(rankers, weights), learn.Merge(judges, weights), learn.MergeCalibrations(sure, weights)
	return out, nil
}
