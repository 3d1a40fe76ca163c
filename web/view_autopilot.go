// SPDX-License-Identifier: EUPL-1.2

package web

import "time"

// Autopilot is how the autopilot stands: what it may do, why, what was promised
// and what is measured. Shares are from 0 to 1.
type Autopilot struct {
	May, Because Sentence
	Since        time.Time // of what it may do; zero when it never ran
	Governed     bool      // by an error budget: Promise and what is measured hold
	Promise      Promise
	Threshold    float64 // probability from which on a proposal is done; 0 none

	Blind, BlindWrong int     // of the blind sample, judged by a person, and wrong
	Bound             float64 // upper bound of the wrong share, by the blind sample
	Drawn             int     // lines of the blind sample, ever
	Done, Undone      int     // automatic decisions that count now; taken back
	Optimistic        float64 // wrong share as far as anybody knows

	Decided, Automatic, Corrected int // decisions ever; by the autopilot; of those taken back

	Lines       []Lines    // bank lines by when the bank booked them, the first month first
	Months      []Month    // the latest first
	Days        []Month    // the last two months by day, the first day first; Month is the day
	History     []Standing // the latest first
	Reliability []Reliable // the highest claims first, only what has cases
	Calibration float64    // how far claims lie from what was right, on average
}

// Promise is what policy promises: the largest share of what is done
// automatically that may be wrong, how sure that is, and which share goes to a
// person blind.
type Promise struct{ Wrong, Confidence, Sample float64 }

// Month counts the decisions of a month.
type Month struct {
	Month                         string // "2026-04"
	Decided, Automatic, Corrected int
}

// Standing is one moment in the history of the autopilot. Before is empty for
// the first.
type Standing struct {
	At           time.Time
	May, Because Sentence
	Before       Sentence
	Changed      bool // May is other than before: it was no mere look at the evidence
	Policy       string
	Threshold    float64 // 0: none
	Bound        float64 // of the wrong share, by so many cases
	Cases        int
	Promised     float64 // largest share that might be wrong, by policy of that day
}

// Lines counts the bank lines of a month: booked by the autopilot, by a person, or
// waiting; and of how many a person took back what the autopilot did.
type Lines struct {
	Month                                 string
	All, Automatic, ByHand, Waiting, Back int
}

// Reliable compares what was claimed with what people found right.
type Reliable struct {
	From, To       float64
	Cases          int
	Claimed, Right float64
}

// Share gives what part of the decisions of a month was automatic.
func (m Month) Share() float64 { return part(m.Automatic, m.Decided) }

// Wrong gives what part of the automatic decisions was taken back.
func (m Month) Wrong() float64 { return part(m.Corrected, m.Automatic) }

// part gives a share; of nothing it is 0.
func part(some, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(some) / float64(all)
}
