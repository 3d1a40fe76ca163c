// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"slices"
	"strings"

	"rentmeester/app"
	"rentmeester/autopilot"
	"rentmeester/web"
)

// Autopilot implements web.Source. It is counted once for every version of the
// books.
func (s *Source) Autopilot(ctx context.Context) (web.Autopilot, error) {
	return s.standing.get(ctx, s.books.Version, func(ctx context.Context) (web.Autopilot, error) {
		v, err := s.books.StandingView(ctx)
		return autopilotOf(v), err
	})
}

func autopilotOf(v app.StandingView) web.Autopilot {
	c := v.Current
	a := web.Autopilot{May: sentence(c.May()), Because: sentence(c.Because()), Since: moment(c.Since), Governed: c.Promise.Bank == "budget",
		Promise:   web.Promise{Wrong: c.Promise.Wrong, Confidence: c.Promise.Confidence, Sample: c.Promise.Sample},
		Threshold: c.Threshold, Blind: c.Measured.Blind, BlindWrong: c.Measured.BlindWrong, Bound: c.Measured.Bound, Drawn: int(c.Drawn),
		Done: c.Measured.Done, Undone: c.Measured.Undone, Optimistic: c.Measured.Optimistic,
		Decided: int(c.Decided), Automatic: int(c.Automatic), Corrected: int(c.Corrected), Calibration: v.Calibration}
	for _, m := range v.Months {
		a.Months = append(a.Months, web.Month{Month: m.Month, Decided: int(m.Decided), Automatic: int(m.Automatic), Corrected: int(m.Corrected)})
	}
	slices.SortFunc(a.Months, func(x, y web.Month) int { return strings.Compare(y.Month, x.Month) })
	for _, m := range v.Lines {
		a.Lines = append(a.Lines, web.Lines{Month: m.Month, All: int(m.Lines), Automatic: int(m.Automatic), ByHand: int(m.ByHand), Waiting: int(m.Waiting), Back: int(m.Corrected)})
	}
	for i, h := range v.History {
		row := stood(h.Standing, h.At, h.Policy, h.Promised)
		row.May, row.Because = sentence(h.May()), sentence(h.Because())
		if i+1 < len(v.History) {
			before := v.History[i+1]
			row.Before = sentence(before.May())
			row.Changed = before.Mode != h.Mode || before.Threshold != h.Threshold
		}
		a.History = append(a.History, row)
	}
	for _, r := range slices.Backward(v.Reliability) {
		if r.N > 0 {
			a.Reliability = append(a.Reliability, web.Reliable{From: r.From, To: r.To, Cases: r.N, Claimed: r.Claimed, Right: r.Right})
		}
	}
	return a
}

// stood gives one moment of a history, without its sentences.
func stood(s autopilot.Standing, at, policy string, promised float64) web.Standing {
	return web.Standing{At: moment(at), Policy: policy, Changed: true, Threshold: s.Threshold, Bound: s.Bound, Cases: s.Cases, Promised: promised}
}
